"""``prompts``: which templates there are, what they say, and how to change them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import model_options, options
from sdk_core.cli.prompt_checks import lint, render

if TYPE_CHECKING:
    from sdk_core.prompts.comparison import BlockOrigin
    from sdk_core.runs.session import Session


@click.group()
def command() -> None:
    """List, show, compare, check, render and copy prompts."""


command.add_command(lint)
command.add_command(render)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@model_options.prompt_choices()
@options.after_command()
@click.pass_context
def list_(ctx: click.Context, /, **flags: Any) -> None:
    """List every prompt: its variables, who asks it, and where its template comes from."""
    import json

    from sdk_core.cli import console, sessions
    from sdk_core.errors import ExitCode

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    rows = [_row(session, name) for name in session.prompts.names]
    if flags["as_json"]:
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            names = [f"{v}*" if v in row["required"] else v for v in row["variables"]]
            console.result(f"{row['name']}  ({', '.join(names)})")
            console.result(f"  asked by {', '.join(row['used_by'])}")
            if row["error"]:
                console.result(f"  cannot be used: {row['error']}")
            else:
                over = f", in place of {row['replaces']}" if row["overridden"] else ""
                console.result(f"  from {row['origin']}{over}")
        console.note("* a template must use it")
    if any(row["error"] for row in rows):
        ctx.exit(ExitCode.USAGE)


def _row(session: Session, name: str) -> dict[str, Any]:
    from sdk_core.errors import TemplateError
    from sdk_core.prompt_preview import users_of

    spec = session.registry.prompts[name][0]
    row: dict[str, Any] = {
        "name": name,
        "variables": list(spec.variables),
        "required": list(spec.required),
        "used_by": [f"{e.spec.kind} {e.spec.name}" for e in users_of(session.registry, name)],
        "origin": None,
        "file": None,
        "sha256": None,
        "overridden": None,
        "replaces": None,
        "error": None,
    }
    try:
        prompt, shipped = session.prompts.get(name), session.prompts.shipped(name)
    except TemplateError as error:
        return row | {"error": error.message}
    return row | {
        "origin": prompt.found.origin,
        "file": prompt.found.place,
        "sha256": prompt.found.sha256,
        "overridden": prompt.found.place != shipped.place,
        "replaces": shipped.place,
    }


@command.command()
@click.argument("name")
@click.option(
    "--origin", is_flag=True, help="Print where it is looked for, and where its blocks come from."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, with the origin.")
@model_options.prompt_choices()
@options.after_command()
@click.pass_context
def show(ctx: click.Context, /, **flags: Any) -> None:
    """Print a prompt's template."""
    import json
    from dataclasses import asdict

    from sdk_core.cli import console, sessions
    from sdk_core.prompts.comparison import origin_of

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    name = sessions.prompt_name(session, flags["name"])
    prompt = session.prompts.get(name)
    if flags["as_json"]:
        content = {
            "name": name,
            "origin": prompt.found.origin,
            "sha256": prompt.found.sha256,
            "system": prompt.found.system,
            "template": prompt.found.source,
            **asdict(origin_of(session.prompts, name)),
        }
        console.result(json.dumps(content, ensure_ascii=False, indent=2))
    elif flags["origin"]:
        _print_origin(name, origin_of(session.prompts, name))
    else:
        console.result(prompt.found.source.rstrip("\n"))


def _print_origin(name: str, origin: BlockOrigin) -> None:
    from sdk_core.cli import console

    console.result(name)
    width = max(len(step.level) for step in origin.steps)
    for step in origin.steps:
        used = "  <- used" if step.used else ""
        console.result(f"  {step.level:<{width}}  {step.place or '-'}{used}")
        if step.used:
            console.result(f"  {'':<{width}}  sha256 {step.sha256}")
    console.result("blocks")
    width = max((len(block) for block in origin.blocks), default=0)
    for block, versions in origin.blocks.items():
        places = [f"{v.place}, line {v.line}" if v.line else v.place for v in versions]
        console.result(f"  {block:<{width}}  {', and by super() '.join(places)}")
    if not origin.blocks:
        console.result("  none: the template is the user message")


@command.command()
@click.argument("name", required=False)
@click.argument("pack", required=False)
@model_options.prompt_choices()
@options.after_command()
@click.pass_context
def diff(ctx: click.Context, /, **flags: Any) -> None:
    """Compare overrides with the templates that they replace, block by block.

    NAME is a prompt; without it all overridden ones are compared. PACK is the pack or folder to
    compare, if not what the config names; it may stand alone.
    """
    from sdk_core.cli import console, sessions
    from sdk_core.prompts.comparison import differences

    state = sessions.of(ctx)
    name, pack = flags["name"], flags["pack"]
    if name and not pack and name not in state.registry.prompts and _is_pack(ctx, name):
        name, pack = None, name
    if pack:
        flags["prompt_packs"] = (pack, *flags["prompt_packs"])
    session = sessions.open_session(state, {}, flags)
    names = [sessions.prompt_name(session, name)] if name else session.prompts.names
    overridden = False
    for each in names:
        prompt, shipped = session.prompts.get(each), session.prompts.shipped(each)
        if prompt.found.place == shipped.place:
            if name:
                console.note(f"{each} is not overridden: it comes from {shipped.place}")
            continue
        overridden = True
        changed = differences(session.prompts, each)
        if not changed:
            console.note(f"{each}: {prompt.found.place} says the same as {shipped.place}")
        for text in changed.values():
            console.result(text)
    if not name and not overridden:
        console.note("no prompt is overridden")


def _is_pack(ctx: click.Context, name: str) -> bool:
    from sdk_core.cli import sessions

    packs = sessions.of(ctx).manager.prompt_packs()
    return Path(name).is_dir() or name in [pack.name for pack, _ in packs]


@command.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "-o",
    "--output-dir",
    default="prompts",
    show_default=True,
    metavar="DIR",
    help="Where to copy to.",
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
@options.after_command()
@click.pass_context
def eject(ctx: click.Context, /, **flags: Any) -> None:
    """Copy templates into a folder of your own, all of them or by name, to be changed there."""
    from sdk_core.artifacts.atomic import replace_file
    from sdk_core.cli import console, sessions
    from sdk_core.errors import UsageError

    session = sessions.open_session(sessions.of(ctx), {}, {})
    folder = Path(flags["output_dir"])
    names = [sessions.prompt_name(session, n) for n in flags["names"]] or session.prompts.names
    sources = {name: session.prompts.shipped(name).source for name in names}
    taken = [f"{name}.j2" for name in sources if (folder / f"{name}.j2").exists()]
    if taken and not flags["force"]:
        raise UsageError(
            f"{folder} holds {', '.join(taken)} already, so nothing was copied",
            hint="--force replaces what is there; -o names another folder",
        )
    for name, source in sources.items():
        path = folder / f"{name}.j2"
        data = source.encode()
        replace_file(path, lambda file, data=data: file.write(data))  # type: ignore[misc]
        console.result(f"copied {name} to {path}")
    console.note(
        f"use them with: --prompt-pack {folder}, or prompt_packs: [{folder}] in the config"
    )
