"""Builds the session of a command from its flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

import click

from sdk_core.cli import options
from sdk_core.cli.progress import ConsoleProgress
from sdk_core.cli.state import State
from sdk_core.defaults import AUTO
from sdk_core.errors import UsageError
from sdk_core.kinds import GENERATOR
from sdk_core.naming import did_you_mean
from sdk_core.runs.plugin_checks import check_plugins
from sdk_core.runs.session import Session

if TYPE_CHECKING:
    from sdk_core.kit.steps import DocumentChoice

Flags = dict[str, Mapping[str, Any]]


def target_flag(state: State, generator: str, flags: Mapping[str, Any]) -> Flags:
    """Return the config layer of ``-n``, whose place the generator names.

    Raises:
        UnknownComponent: There is no such generator.
        PluginError: Its number is to stand where nothing is.
    """
    from sdk_core.create.target import target_path

    path = target_path(state.registry, state.registry.get(GENERATOR, generator))
    if flags["num_pairs"] in (None, AUTO) or not path:
        return {}
    return {"--num-pairs": options.layer(path, flags["num_pairs"])}


def open_session(state: State, layers: Flags, flags: Mapping[str, Any]) -> Session:
    """Return the session of a command.

    Args:
        state: The global options.
        layers: Config layers of flags whose key depends on more than the flag.
        flags: The command's other flags, by parameter name.

    Raises:
        UsageError: Something in config, flags or plugins is wrong.
    """
    loaded = state.load_config({**layers, **state.flag_layers})
    listed = flags.get("preview", False)  # then each input has a line of its own anyway
    verbose = flags.get("verbose", False)
    progress = ConsoleProgress(quiet=state.quiet, verbose=verbose and not listed)
    for warning in loaded.warnings:
        progress.note(f"warning: {warning}")
    for note in loaded.notes:
        progress.note(f"note: {note}")
    overrides = {name: flags[name] for name in ("model", "api_base") if flags.get(name)}
    given = options.pairs(flags.get("options", ()), "-O")
    session = Session(
        loaded=loaded,
        registry=state.registry,
        progress=progress,
        options=given,
        backend_overrides=overrides,
        prompt_files=options.files(flags.get("prompts", ())),
        prompt_packs=flags.get("prompt_packs", ()),
        multimodal=flags.get("multimodal", False),
        encoding=flags.get("encoding") or "",
        reads_as=flags.get("reads_as") or "",
        columns=flags.get("columns") or {},
        fresh=flags.get("fresh", False),
        batch=flags.get("batch", False),
        answers=_answers(flags),
        auto_amount=flags.get("num_pairs") == AUTO,
        arguments=state.arguments,
        verbose=verbose,
        limits={
            name: flags.get(flag)
            for name, flag in (
                ("cost", "max_cost"),
                ("tokens", "max_tokens"),
                ("seconds", "deadline"),
            )
        },
    )
    check_plugins(session)
    return session


def _answers(flags: Mapping[str, Any]) -> Literal["live", "replay", "count"]:
    """Return where answers come from.

    Raises:
        UsageError: Flags contradict each other.
    """
    if flags.get("replay") and flags.get("fresh"):
        raise UsageError("--replay uses recorded answers and --fresh ignores them: give one")
    if flags.get("preview"):
        return "count"
    return "replay" if flags.get("replay") else "live"


def document_choice(flags: Mapping[str, Any]) -> DocumentChoice:
    """Return the documents that the flags of a command name."""
    from sdk_core.kit.steps import DocumentChoice

    return DocumentChoice(
        inputs=flags["inputs"],
        name=flags["name"],
        recursive=flags["recursive"],
        parser=flags["parser"],
        include=flags.get("include", ()),
        exclude=flags.get("exclude", ()),
        sitemap=flags["sitemap"],
    )


def prompt_name(session: Session, name: str) -> str:
    """Return the name of a prompt that a user typed.

    Raises:
        UsageError: No component declares it.
    """
    if name in session.prompts.names:
        return name
    raise UsageError(
        f"there is no prompt {name!r}{did_you_mean(name, session.prompts.names)}",
        hint=f"known prompts: {', '.join(session.prompts.names)}",
    )


def of(ctx: click.Context) -> State:
    """Return the state of an invocation."""
    state = ctx.find_object(State)
    assert state is not None
    return state
