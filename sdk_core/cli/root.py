"""The root command: knows every command by name and imports only the one that runs."""

from __future__ import annotations

import difflib
import importlib
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli.state import State
from sdk_core.errors import PluginError, described
from sdk_core.registry.boundary import foreign_code, is_stop
from sdk_core.registry.discovery import has_third_parties

if TYPE_CHECKING:
    from sdk_core.registry.manager import PluginRecord
    from sdk_core.specs import CommandSpec

COMMANDS: dict[str, tuple[str, str]] = {
    "system-check": ("sdk_core.cli.system_check", "See whether the LLM backend answers."),
    "ingest": ("sdk_core.cli.ingest", "Turn documents into clean text."),
    "inspect": ("sdk_core.cli.inspect", "Say what parsed documents hold."),
    "create": ("sdk_core.cli.create", "Make training examples from text."),
    "curate": ("sdk_core.cli.curate", "Rate examples and keep the good ones."),
    "show": ("sdk_core.cli.show", "Show the records of a file, and why each is there."),
    "save-as": ("sdk_core.cli.save_as", "Write examples in the format a trainer reads."),
    "validate": ("sdk_core.cli.validate", "Check a file against the format a trainer reads."),
    "run": ("sdk_core.cli.run", "All four steps in one go."),
    "runs": ("sdk_core.cli.runs", "List, show, repeat and remove runs."),
    "plugins": ("sdk_core.cli.plugins", "List, explain and check plugins."),
    "prompts": ("sdk_core.cli.prompts", "List, show, compare, check, render and copy prompts."),
    "config": ("sdk_core.cli.config", "Show, start and check the configuration."),
    "completion": ("sdk_core.cli.completion", "Make a shell complete flags, names and files."),
}
"""Command name to the module that holds it and its line in the help."""


class RootGroup(click.Group):
    """Lists commands without importing them, and looks for plugins' commands last."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the built-in commands, then those of plugins."""
        return [*COMMANDS, *(name for name in _plugin_commands(ctx) if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name in COMMANDS:
            command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
            return command
        found = _plugin_commands(ctx).get(cmd_name)
        return None if found is None else _load(_state(ctx), *found)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their static lines."""
        rows = [(name, text) for name, (_, text) in COMMANDS.items()]
        added = _plugin_commands(ctx).items()
        rows += [(name, spec.summary) for name, (spec, _) in added if name not in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        name = args[0] if args else ""
        if name and self.get_command(ctx, name) is None:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            suggestion = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {name!r}.{suggestion}")
        return super().resolve_command(ctx, args)


def _load(state: State, spec: CommandSpec, plugin: PluginRecord) -> click.Command:
    """Import the command of a plugin.

    Raises:
        PluginError: It cannot be imported, or is no command.
    """
    owner = f"command {spec.name!r} of {plugin.distribution} {plugin.version}".rstrip()
    module_name, _, attribute = spec.target.partition(":")
    try:
        with foreign_code():
            found = getattr(importlib.import_module(module_name), attribute)
    except BaseException as error:  # guard: an import may raise anything
        if is_stop(error):
            raise
        raise PluginError(f"{owner} cannot be imported: {described(error)}") from error
    if not isinstance(found, click.Command):
        raise PluginError(f"{owner}: {spec.target} is no click command")
    state.foreign_command = owner
    return found


def _state(ctx: click.Context) -> State:
    return ctx.find_object(State) or State()


def _plugin_commands(ctx: click.Context) -> dict[str, tuple[CommandSpec, PluginRecord]]:
    """Return the commands of plugins; plugins are looked for only when some are installed."""
    state = _state(ctx)
    if not has_third_parties() and not state.plugin_files:
        return {}
    return {found[0].name: found for found in reversed(state.manager.commands())}


def _print_version(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from sdk_core import __version__

        click.echo(f"synthetic-data-kit {__version__}")
        ctx.exit()


@click.group(
    cls=RootGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The four steps: ingest, create, curate, save-as. Try: synthetic-data-kit COMMAND -h",
)
@click.option(
    "-c", "--config", type=click.Path(), metavar="PATH", help="Config file, merged over defaults."
)
@click.option("--no-plugins", is_flag=True, help="Leave third-party plugins out.")
@click.option(
    "--plugin",
    "plugin_files",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Use a Python file as a plugin; may be given several times.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print results and errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version.",
)
@click.pass_context
def cli(ctx: click.Context, /, **flags: Any) -> None:
    """Turn documents into fine-tuning datasets."""
    state = ctx.ensure_object(State)
    for name, value in flags.items():
        setattr(state, name, value)
