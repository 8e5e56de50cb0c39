"""``plugins new``: a whole package to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdk_core.cli import options
from sdk_core.scaffold.package_kinds import KINDS

if TYPE_CHECKING:
    from sdk_core.cli.state import State
    from sdk_core.scaffold.names import Names, Taken


@click.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(list(KINDS)), required=True, help="What the plugin adds.")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the package, new or empty. [default: NAME in this folder]",
)
@options.after_command()
@click.pass_context
def new(ctx: click.Context, name: str, kind: str, folder: Path | None) -> None:
    """Write a plugin package that works: component, tests, README and CI."""
    from sdk_core import __version__
    from sdk_core.api import API_VERSION
    from sdk_core.cli import console, sessions
    from sdk_core.scaffold import package_files

    state = sessions.of(ctx)
    names = _names(state, name, kind)
    files = package_files.render_package(names, kind, version=__version__, api=API_VERSION)
    target = folder or Path(names.distribution)
    package_files.write(files, target)
    console.result(f"{names.distribution}: {KINDS[kind].summary}, in {target}/")
    if state.quiet:
        return
    for line in _described(names, kind):
        console.result(f"  {line}")
    console.result("wrote")
    for path in files:
        console.result(f"  {target / path}")
    console.result("next")
    place = [f"cd {_quoted(target)}"] if target != Path() else []
    for line in (*place, *package_files.next_commands(names, kind)):
        console.result(f"  {line}")


def _described(names: Names, kind: str) -> list[str]:
    lines = [
        f"distribution   {names.distribution}",
        f"import name    {names.module}",
        f"{kind:<14} {names.component}" + (f"   ({names.avoided} is taken)" * bool(names.avoided)),
    ]
    if kind == "parser":
        lines.append(f"reads          *{names.extension}")
    if names.prompt:
        lines.append(f"prompt         {names.prompt}")
    return lines


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


def _names(state: State, name: str, kind: str) -> Names:
    """Return the names of the package, clear of everything that is installed but itself."""
    from sdk_core.scaffold.names import choose_names, distribution_name

    distribution = distribution_name(name)
    _require_free(state, distribution)
    taken = _taken(state, kind, distribution)
    return choose_names(distribution, kind, taken, prompt_ending=KINDS[kind].prompt_ending)


def _require_free(state: State, distribution: str) -> None:
    """Refuse the name of an installed package, unless it is an older state of the same plugin.

    Raises:
        UsageError: Another package is imported under that name.
    """
    from importlib.util import find_spec

    from sdk_core.errors import UsageError

    found = find_spec(distribution.replace("-", "_"))
    if found is None or found.origin is None:  # nothing, or a mere folder
        return
    if all(record.distribution != distribution for record in state.manager.records):
        raise UsageError(
            f"another package is installed that is imported as {found.name}",
            hint=f"choose another name, for instance sdk-{distribution}",
        )


def _taken(state: State, kind: str, distribution: str) -> Taken:
    """Return the names that others have; an older installation of the same package has none."""
    from sdk_core import kinds
    from sdk_core.cli.root import COMMANDS
    from sdk_core.config.schema import Config
    from sdk_core.prompts.environment import BUILTIN
    from sdk_core.scaffold.names import Taken

    registry, manager = state.registry, state.manager
    if kind == "command":
        found = manager.commands()
        names = {spec.name for spec, plugin in found if plugin.distribution != distribution}
        return Taken(components=frozenset(names | set(COMMANDS)))
    if kind == "prompt-pack":
        packs = manager.prompt_packs()
        names = {pack.name for pack, plugin in packs if plugin.distribution != distribution}
        return Taken(components=frozenset(names | {BUILTIN}))
    of_kind = registry.all(kinds.KINDS[kind])
    others = [entry for entry in of_kind if entry.plugin.distribution != distribution]
    names = {entry.spec.name for entry in others}
    if kind == kinds.GENERATOR.name:  # what it makes is called like it
        declared = registry.given_record_kinds
        names |= {g.spec.name for g in declared if g.plugin.distribution != distribution}
    if kinds.KINDS[kind].own_section:
        names |= set(Config.model_fields) | {
            field.alias for field in Config.model_fields.values() if field.alias
        }
    return Taken(
        components=frozenset(names),
        prompts=frozenset(
            prompt
            for prompt, (_, entry) in registry.prompts.items()
            if entry.plugin.distribution != distribution
        ),
        extensions=frozenset(
            extension for entry in others for extension in getattr(entry.spec, "extensions", ())
        ),
    )
