"""Commands whose help comes in sections, and the options that components declare as their flags.

A command costs nothing more for it: components are looked at only when help is asked for and one
is named, or when the command line holds a flag that the command itself does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import options
from sdk_core.cli.flag_group import Group
from sdk_core.cli.state import State
from sdk_core.errors import SdkError

if TYPE_CHECKING:
    from sdk_core.registry.registry import Entry

_META = __name__

HELP_ALL = "--help-all"
"""Shows the flags that the first page of help leaves out."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A parameter of a command that names a component.

    Args:
        parameter: Name of the parameter.
        kind: Name of the kind of the component that it names; the table of kinds is imported when
            components are looked at.
        setting: Section and key of the config that say what is chosen when the parameter is not
            given; without them it is the default of the kind, and a parser that fits the input.
    """

    parameter: str
    kind: str
    setting: tuple[str, str] | None = None


PARSER = Selector("parser", "parser")
GENERATOR = Selector("kind", "generator")
CHUNKER = Selector("chunker", "chunker", ("generation", "chunker"))
JUDGES = Selector("judges", "judge", ("curate", "judges"))
BACKEND = Selector("provider", "backend", ("llm", "provider"))
EXPORTER = Selector("format_name", "exporter", ("format", "default"))
STORAGE = Selector("storage", "storage")
TRAINER = Selector("trainer", "trainer")


class ComponentCommand(click.Command):
    """A command whose chosen components add their options to its own.

    Args:
        selectors: Its parameters that name components; ``-O`` is meant for the first kind.
        first: The flags of its first page of help; ``()`` for all of them.
    """

    def __init__(
        self,
        *args: Any,
        selectors: tuple[Selector, ...] = (),
        first: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.selectors = selectors
        self.first = first
        if first:
            self.params.append(
                click.Option(
                    [HELP_ALL],
                    is_flag=True,
                    is_eager=True,
                    expose_value=False,
                    callback=_show_all,
                    help="Show all flags.",
                )
            )

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own parameters, then those of its components."""
        groups: list[Group] = ctx.meta.get(_META, [])
        return [*super().get_params(ctx), *(flag for group in groups for flag in group.flags)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look which components are named, then parse with their flags as well.

        Raises:
            SdkError: A component whose flags are needed does not exist or cannot be loaded.
        """
        given, words = self._probe(ctx, args)
        unknown = [word for word in words if word.startswith("--") and len(word) > 2]
        option = self.get_help_option(ctx)
        helps = bool((option and given.get(option.name or "")) or given.get("help_all"))
        completes = ctx.resilient_parsing
        if helps or unknown or completes:
            implied = words if unknown and not completes else None
            ctx.meta[_META] = list(self._groups(ctx, given, implied, lax=helps or completes))
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's options in sections, then those of each component under its name."""
        groups: list[Group] = ctx.meta.pop(_META, [])
        everything = not self.first or ctx.meta.get(HELP_ALL, False)
        sections: dict[str, list[tuple[str, str]]] = {name: [] for name in options.SECTIONS}
        for parameter in self.get_params(ctx):
            if not isinstance(parameter, click.Option):
                continue
            record, words = parameter.get_help_record(ctx), set(parameter.opts)
            helps = not words.isdisjoint(("--help", HELP_ALL))
            if record and (everything or helps or not words.isdisjoint(self.first)):
                title = getattr(parameter, "section", "") or options.FILES
                sections[options.GENERAL if helps else title].append(record)
        for group in groups:
            records = [flag.get_help_record(ctx) for flag in group.flags]
            rows = [record for record in records if record is not None] + group.others
            sections[group.title] = rows or [("none", "")]
        for title, rows in sections.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if not groups and self.selectors:
            names = [
                p.opts[-1] for s in self.selectors for p in self.params if p.name == s.parameter
            ]
            formatter.write_paragraph()
            formatter.write_text(
                "Components have options of their own, as flags. To see them, name a component: "
                f"{ctx.command_path} {names[0]} NAME --help"
                + (f" (or {', '.join(names[1:])})" if names[1:] else "")
            )

    def _probe(self, ctx: click.Context, args: list[str]) -> tuple[Mapping[str, Any], list[str]]:
        """Return what the known options hold, and the words that are left over."""
        before = ctx.ignore_unknown_options, ctx.resilient_parsing
        ctx.ignore_unknown_options = ctx.resilient_parsing = True
        try:
            given, rest, _ = self.make_parser(ctx).parse_args(args=list(args))
        finally:
            ctx.ignore_unknown_options, ctx.resilient_parsing = before
        arguments = [p.name or "" for p in self.params if isinstance(p, click.Argument)]
        return given, [*rest, *(word for name in arguments for word in _words(given.get(name)))]

    def _groups(
        self, ctx: click.Context, given: Mapping[str, Any], implied: list[str] | None, *, lax: bool
    ) -> Iterator[Group]:
        state = ctx.ensure_object(State)
        state.no_plugins = bool(given.get("no_plugins")) or state.no_plugins
        state.config = given.get("config") or state.config
        state.plugin_files = given.get("plugin") or state.plugin_files
        taken = {word for parameter in self.params for word in parameter.opts}
        taken |= {word for parameter in self.params for word in parameter.secondary_opts}
        taken |= {"--help"}
        for selector in self.selectors:
            main = selector.kind == self.selectors[0].kind and "-O" in taken
            for name in dict.fromkeys(_chosen(state, selector, given, implied)):
                from sdk_core.kinds import KINDS  # like pydantic, once a component is named

                try:
                    entry = state.registry.get(KINDS[selector.kind], name)
                    fields = entry.load().options_type.model_fields
                except SdkError as error:
                    if not lax:
                        raise
                    yield Group(f"{selector.kind} {name!r}", others=[("", str(error))])
                    continue
                from sdk_core.cli import flag_types

                yield flag_types.group(entry, fields, taken, main=main, remember=_remember)


def _chosen(
    state: State, selector: Selector, given: Mapping[str, Any], implied: list[str] | None
) -> list[str]:
    """Return the names of the components of a kind that a command line chooses.

    Args:
        state: The global options.
        selector: The parameter that names them.
        given: What the command's options hold.
        implied: The other words of the command line, if components that it does not name are
            wanted too; ``None`` if not.
    """
    names = _words(given.get(selector.parameter))
    if names or implied is None:
        return names
    from sdk_core.kinds import JUDGE, KINDS, PARSER

    if selector.setting:
        section, key = selector.setting
        chosen = getattr(getattr(state.load_config().config, section), key)
        if chosen is None and KINDS[selector.kind] is JUDGE:
            from sdk_core.runs.chosen_judges import named_judges

            return [each.entry.qualified for each in named_judges(state.registry, None)]
        return _words(chosen)
    if KINDS[selector.kind] is PARSER:
        return _parsers(state, implied)
    return list(filter(None, [KINDS[selector.kind].default]))


def _parsers(state: State, words: list[str]) -> list[str]:
    """Return the parser of the file among some words, if there is one."""
    from sdk_core.parsing.parser_choice import ParserChoice

    choice = ParserChoice(state.registry)
    for path in map(Path, words):
        if path.is_file():
            found = choice.of(path)
            return [found.qualified] if found else []
    return []


def _words(value: Any) -> list[str]:
    """Return the texts of a parameter's value, which may be one, several or none."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [word for word in values if isinstance(word, str)]


def _remember(
    entry: Entry, name: str, ctx: click.Context, parameter: click.Parameter, value: Any
) -> None:
    """Keep the value of a component's flag as a layer of the config."""
    options.remember(ctx, parameter, (*entry.section, name), value)


def _show_all(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        ctx.meta[HELP_ALL] = True
        click.echo(ctx.get_help())
        ctx.exit()


def command(
    *selectors: Selector, first: str = ""
) -> Callable[[Callable[..., Any]], ComponentCommand]:
    """Return the decorator that makes a `ComponentCommand`.

    Args:
        selectors: Its parameters that name components.
        first: The flags of its first page of help, in one text; all of them if empty.
    """
    return click.command(cls=ComponentCommand, selectors=selectors, first=first.split())
