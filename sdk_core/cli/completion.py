"""``completion``: what makes a shell complete commands, flags, names and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sdk_core.cli.console import PROGRAM
from sdk_core.cli.state import State

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_SYNTHETIC_DATA_KIT_COMPLETE"
"""Environment variable in which a shell asks, by click's rule."""

PROMPT, PACK = "prompt", "prompt pack"


class Name(click.ParamType[str]):
    """The name of something that plugins bring; any text until it is looked up.

    Args:
        what: A kind of component, `PROMPT` for ``NAME=FILE``, or `PACK`.
    """

    name = "name"

    def __init__(self, what: str) -> None:
        self.what = what

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the names that begin so, and let the shell look for files where one may stand."""
        from click.shell_completion import CompletionItem

        from sdk_core.errors import SdkError

        state = ctx.find_object(State) or State()
        given = ctx.find_root().params
        state.config = ctx.params.get("config") or given.get("config")
        state.no_plugins = bool(given.get("no_plugins"))
        try:
            found = [
                (name, told) for name, told in self._known(state) if name.startswith(incomplete)
            ]
        except SdkError:  # a shell has no place for it; the command itself tells it
            found = []
        if not found and self.what in (PROMPT, PACK):
            return [CompletionItem(incomplete.rpartition("=")[2], type="file")]
        return [CompletionItem(name, help=told) for name, told in found]

    def _known(self, state: State) -> Iterator[tuple[str, str]]:
        from sdk_core.kinds import KINDS

        if self.what == PROMPT:
            for name, (_, entry) in state.registry.prompts.items():
                yield f"{name}=", f"asked by {entry.spec.name}"
        elif self.what == PACK:
            for pack, owner in state.manager.prompt_packs():
                yield pack.name, f"of {owner.distribution}"
        else:
            for name, entry in state.registry.by_bare_name(KINDS[self.what]).items():
                yield name, entry.spec.summary


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes SHELL complete commands, flags, names of components and files.

    For bash and zsh, put it into a file and let ~/.bashrc or ~/.zshrc (below compinit) source it;
    for fish, put it into ~/.config/fish/completions/synthetic-data-kit.fish.
    """
    from click.shell_completion import get_completion_class

    from sdk_core.cli.root import cli

    completer = get_completion_class(shell)
    assert completer is not None
    click.echo(completer(cli, {}, PROGRAM, VARIABLE).source())
