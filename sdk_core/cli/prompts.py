"""``prompts``: which templates there are, what they say, and how to change them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sdk_core.cli import options


@click.group()
def command() -> None:
    """List, show and copy prompts."""


def _choices() -> Callable[[Any], Any]:
    return click.option(
        "--prompt-pack",
        "prompt_packs",
        multiple=True,
        metavar="NAME|DIR",
        help="Use the templates of a pack or folder.",
    )


@command.command("list")
@_choices()
@options.after_command()
@click.pass_context
def list_(ctx: click.Context, /, **flags: Any) -> None:
    """List every prompt, its variables and where its template comes from."""
    from sdk_core.cli import console, sessions

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    for name in session.prompts.names:
        prompt = session.prompts.get(name)
        required = prompt.spec.required
        variables = ", ".join(f"{v}*" if v in required else v for v in prompt.spec.variables)
        console.result(f"{name}  ({variables})  from {prompt.origin}")
    console.note("* a template must use it")


@command.command()
@click.argument("name")
@click.option("--origin", is_flag=True, help="Print only where the template comes from.")
@_choices()
@options.after_command()
@click.pass_context
def show(ctx: click.Context, /, **flags: Any) -> None:
    """Print a prompt's template."""
    from sdk_core.cli import console, sessions

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    prompt = _find(session, flags["name"])
    console.result(prompt.origin if flags["origin"] else prompt.source.rstrip("\n"))


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
    from sdk_core.cli import console, sessions
    from sdk_core.errors import UsageError
    from sdk_core.store.atomic import replace_file

    session = sessions.open_session(sessions.of(ctx), {}, {})
    folder = Path(flags["output_dir"])
    names = flags["names"] or session.prompts.names
    sources = {name: _shipped(session, name) for name in names}
    taken = [name for name in sources if (folder / f"{name}.j2").exists()]
    if taken and not flags["force"]:
        raise UsageError(f"{folder / taken[0]}.j2 exists already", hint="--force replaces it")
    for name, source in sources.items():
        path = folder / f"{name}.j2"
        data = source.encode()
        replace_file(path, lambda file, data=data: file.write(data))  # type: ignore[misc]
        console.result(f"copied {name} to {path}")
    console.note(
        f"use them with: --prompt-pack {folder}, or prompt_packs: [{folder}] in the config"
    )


def _find(session: Any, name: str) -> Any:
    _check_name(session, name)
    return session.prompts.get(name)


def _shipped(session: Any, name: str) -> str:
    _check_name(session, name)
    source: str = session.prompts.builtin_source(name)[0]
    return source


def _check_name(session: Any, name: str) -> None:
    import difflib

    from sdk_core.errors import UsageError

    if name not in session.prompts.names:
        near = difflib.get_close_matches(name, session.prompts.names, n=1)
        raise UsageError(
            f"there is no prompt {name!r}" + (f"; did you mean {near[0]}?" if near else ""),
            hint=f"known prompts: {', '.join(session.prompts.names)}",
        )
