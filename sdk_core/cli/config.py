"""``config``: show the merged values, start a file, check one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import console, options

if TYPE_CHECKING:
    from sdk_core.cli.state import State
    from sdk_core.config import LoadedConfig
    from sdk_core.kinds import Kind
    from sdk_core.runs.session import Session


@click.group()
def command() -> None:
    """Show, start and check the configuration."""


@command.command()
@click.option("--origin", is_flag=True, help="Say where each value comes from.")
@options.after_command()
@click.pass_context
def show(ctx: click.Context, origin: bool) -> None:
    """Print every key with its value; secrets are masked."""
    from sdk_core.cli import sessions
    from sdk_core.config.layers import flatten, mask
    from sdk_core.naming import without_credentials

    state = sessions.of(ctx)
    loaded = state.load_config()
    for warning in loaded.warnings:
        console.note(f"warning: {warning}")
    for note in loaded.notes:
        console.note(f"note: {note}")
    values = {**loaded.config.model_dump(), **_own_sections(state, loaded)}
    for path, value in flatten(values):
        shown = mask(path, value)
        if isinstance(shown, str):  # an address may hold a name and password
            shown = without_credentials(shown)
        line = f"{'.'.join(path)} = {_text(shown)}"
        if origin:
            line += f"    [{loaded.origin(*path)}]"
        console.result(line)


@command.command()
@click.argument("path", default="config.yaml")
@click.option(
    "--from", "example", default="config", metavar="NAME", help="Which ready-made file to copy."
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
@options.after_command()
def init(path: str, example: str, force: bool) -> None:
    """Write a config file to start from."""
    from sdk_core.artifacts.atomic import replace_bytes
    from sdk_core.errors import UsageError
    from sdk_core.resources import data_directory

    folder = data_directory("configs")
    source = folder / f"{example}.yaml"
    known = sorted(file.stem for file in folder.glob("*.yaml"))
    if example not in known:
        raise UsageError(f"there is no ready-made config {example!r}", hint=", ".join(known))
    target = Path(path)
    if target.exists() and not force:
        raise UsageError(f"{path} exists already", hint="--force replaces it")
    replace_bytes(target, source.read_bytes())
    console.result(f"wrote {target}; use it with: synthetic-data-kit -c {target} COMMAND")


@command.command()
@options.after_command()
@click.pass_context
def validate(ctx: click.Context) -> None:
    """Check the config, the options of components and every prompt."""
    from sdk_core.cli import sessions
    from sdk_core.kinds import BACKEND, EXPORTER, KINDS
    from sdk_core.runs.chosen_judges import judges_of

    session = sessions.open_session(sessions.of(ctx), {}, {})
    _own_sections(sessions.of(ctx), session.loaded, everything=True)
    for kind in KINDS.values():
        if not kind.own_section:
            _check_components(session, kind)
    for name in session.prompts.names:
        for warning in session.prompts.get(name).warnings:
            console.note(f"warning: {warning}")
    session.registry.get(BACKEND, session.config.llm.provider)
    judges_of(session)
    session.registry.get(EXPORTER, session.config.format.default)
    console.result(f"{sessions.of(ctx).config or 'the default config'} is valid")


def _own_sections(
    state: State, loaded: LoadedConfig, *, everything: bool = False
) -> dict[str, dict[str, Any]]:
    """Return the sections of built-in or configured backends with their defaults filled in."""
    from functools import partial

    from sdk_core.config.foreign import sentence
    from sdk_core.errors import PluginError
    from sdk_core.kinds import KINDS
    from sdk_core.registry.option_values import validate_options, without_foreign

    own = [kind for kind in KINDS.values() if kind.own_section]
    sections: dict[str, dict[str, Any]] = {}
    for entry in (e for kind in own for e in state.registry.by_bare_name(kind).values()):
        given = loaded.config.sections.get(entry.spec.name)
        if given is None and not entry.plugin.builtin and not everything:
            continue
        name = entry.spec.name
        try:
            options = entry.load().options_type
        except PluginError as error:  # what does not use it goes on
            console.note(f"warning: section {name!r} is not checked: {error.message}")
            sections |= {name: given} if given else {}
            continue
        owner = f"{loaded.origin(name)}: section {name!r}"
        values, foreign = without_foreign(options, given or {}, partial(loaded.is_from_file, name))
        for key in foreign:
            text = sentence(loaded.file, (name, key), options.model_fields)
            console.note(f"warning: {text}")
        checked = validate_options(options, values, owner)
        if checked_fields := checked.model_dump(mode="json"):
            sections[entry.spec.name] = checked_fields
    return sections


def _check_components(session: Session, kind: Kind) -> None:
    from sdk_core.registry.option_values import validate_options

    for name, values in session.config.components(kind).items():
        entry = session.registry.get(kind, name)
        path = kind.section(name)
        owner = f"{session.loaded.origin(*path)}: {'.'.join(path)}"
        validate_options(entry.load().options_type, values, owner)


def _text(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)
