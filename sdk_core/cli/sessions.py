"""Builds the session of a command from its flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from sdk_core.cli import options
from sdk_core.cli.progress import ConsoleProgress
from sdk_core.cli.state import State
from sdk_core.defaults import AUTO
from sdk_core.errors import PluginError, UsageError
from sdk_core.kinds import GENERATOR
from sdk_core.naming import did_you_mean
from sdk_core.runs.inputs import Plan
from sdk_core.runs.session import Session

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
    state.manager.on_problem = lambda text: progress.note(f"warning: {text}")
    broken = state.manager.broken()
    for record in broken:
        if record.file is not None:
            raise PluginError(
                f"the plugin file {record.name} {record.error}",
                hint=f"synthetic-data-kit --plugin {record.name} plugins doctor",
            )
    if broken:
        count = "1 plugin" if len(broken) == 1 else f"{len(broken)} plugins"
        progress.note(f"warning: {count} cannot be used; see: synthetic-data-kit plugins doctor")
    _check_plugins(session)
    return session


def _check_plugins(session: Session) -> None:
    """Make sure that the plugins are those that the config asks for.

    Raises:
        PluginError: A required one is missing or has another version.
    """
    from sdk_core.registry.requirements import check_required

    wanted = session.config.plugins.require
    if wanted:
        session.registry.everything()  # what fails only when it is asked is found here
        origin = session.loaded.origin("plugins", "require")
        check_required(wanted, session.registry.manager.records, origin=origin)
    for name in session.registry.unused_preferences():
        session.progress.note(f"warning: plugins.prefer names {name}, which is not installed")


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


def plan_documents(session: Session, flags: Mapping[str, Any]) -> Plan:
    """Return the documents that a command reads.

    Raises:
        UsageError: There is no such input, nothing can read it, or it cannot have the name.
        DocumentError: It is a sitemap that cannot be read.
    """
    from sdk_core.ingest import stage as ingest
    from sdk_core.runs.inputs import combine

    targets = flags["inputs"] or (_configured_input(session),)
    name = _name_of_single(session, targets, flags["name"])
    plans = [
        ingest.plan(
            session,
            target,
            name=name,
            recursive=flags["recursive"],
            parser=flags["parser"],
            include=flags.get("include", ()),
            exclude=flags.get("exclude", ()),
            sitemap=flags["sitemap"],
        )
        for target in targets
    ]
    return combine(plans)


def _name_of_single(session: Session, targets: Sequence[str], name: str | None) -> str | None:
    """Return ``--name``, unless the input is a directory, whose files have names of their own.

    Raises:
        UsageError: There are several inputs.
    """
    from sdk_core.artifacts.document_tables import is_table

    if name is not None and len(targets) > 1:
        raise UsageError(
            f"--name names the output of one input, and there are {len(targets)}",
            hint="leave it out, or give the inputs one by one",
        )
    path = Path(targets[0])
    if name and path.is_dir() and not is_table(path):
        session.progress.note("Warning: --name option is ignored when processing directories")
        return None
    return name


def _configured_input(session: Session) -> str:
    """Return ``paths.input``, for a command that was given no INPUT.

    Raises:
        UsageError: It names several folders, or none that is there.
    """
    folder = session.config.paths.input
    if isinstance(folder, str) and Path(folder).is_dir():
        return folder
    known = [folder] if isinstance(folder, str) else list(folder.values())
    raise UsageError(
        "no INPUT was given",
        hint=f"name a file, directory or URL; paths.input is {', '.join(known)}",
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
