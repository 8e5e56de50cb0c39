"""Options that several commands share, declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from sdk_core import defaults
from sdk_core.cli.completion import Name
from sdk_core.cli.state import State

Decorator = Callable[[Any], Any]

FILES, TO_MAKE, MODEL = "Input and output", "What to make", "Model"
PROMPTS, LIMITS, GENERAL = "Prompts", "Limits and recorded answers", "General"
READING, KEEPING, ROWS = "How documents are read", "What is kept", "Rows and datasets"
SECTIONS = (TO_MAKE, KEEPING, ROWS, FILES, READING, MODEL, PROMPTS, LIMITS, GENERAL)
"""Titles under which help lists the options of a command, in this order."""


def _global(name: str, *words: str, **given: Any) -> Decorator:
    """Return the option that takes a global option after the command.

    Args:
        name: Where `State` keeps it.
        words: The flag, the long one last.
        given: As for ``click.option``.
    """

    def store(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
        state = ctx.find_object(State)
        if value and state is not None:
            setattr(state, name, value)

    return click.option(*words, expose_value=False, callback=store, **given)


def _encoding(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check the name of an encoding."""
    if value is None:
        return None
    from sdk_core.documents.decoding import COMMON, canonical

    found = canonical(value)
    if not found:
        raise click.BadParameter(
            f"{value!r} is no encoding that is known; common ones are: {', '.join(COMMON)}"
        )
    return found


def chain(*decorators: Decorator, section: str = "") -> Decorator:
    """Return one decorator for many options, which help lists in this order.

    Args:
        decorators: Those of the options.
        section: Title in the help above those that have none yet.
    """

    def apply(command: Any) -> Any:
        below = len(getattr(command, "__click_params__", ()))
        for decorator in reversed(decorators):
            command = decorator(command)
        for parameter in command.__click_params__[below:]:
            parameter.section = getattr(parameter, "section", "") or section
        return command

    return apply


def setting(
    key: str, *words: str, stored: Callable[[Any], Any] | None = None, **given: Any
) -> Decorator:
    """Return an option that sets a key of the config.

    Args:
        key: Section and key.
        words: The flag, the long one last.
        stored: Makes the key's value of the flag's.
        given: As for ``click.option``.
    """

    def keep(ctx: click.Context, parameter: click.Parameter, value: Any) -> Any:
        remember(ctx, parameter, key.split("."), stored(value) if stored else value)
        return value

    return click.option(*words, callback=keep, **given)


def remember(
    ctx: click.Context, parameter: click.Parameter, path: Sequence[str], value: Any
) -> None:
    """Keep the value of a flag that was given as a layer of the config."""
    if ctx.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE:
        plain = list(value) if isinstance(value, tuple) else value
        ctx.ensure_object(State).flag_layers[parameter.opts[-1]] = layer(path, plain)


def layer(path: Sequence[str], value: object) -> dict[str, Any]:
    """Return a value under the sections that its path names."""
    first, *rest = path
    return {first: layer(rest, value) if rest else value}


def output(flag: str, metavar: str, help: str) -> Decorator:
    """Option of where outputs go, as a flag with a metavar and a line of help."""
    return click.option("-o", flag, type=click.Path(), metavar=metavar, help=help)


def brought_rows() -> Decorator:
    """Options about how files of examples that other programs wrote are read."""
    return chain(
        click.option(
            "--as",
            "reads_as",
            type=Name("exporter"),
            metavar="FORMAT",
            help="Format of the rows that are read: alpaca, dpo, kto … [default: told by their "
            "keys]",
        ),
        click.option(
            "--columns",
            metavar="OURS=THEIRS,…",
            callback=_columns,
            help="What the columns of the input are called: question=prompt,answer=completion.",
        ),
        section=FILES,
    )


def _columns(
    ctx: click.Context, parameter: click.Parameter, value: str | None
) -> dict[str, str] | None:
    """Read ``question=prompt,answer=completion`` as our names by theirs."""
    if value is None:
        return None
    found: dict[str, str] = {}
    for pair in value.split(","):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not ours or not equals or not theirs:
            raise click.BadParameter(f"{pair!r} is not OURS=THEIRS, as in question=prompt")
        if theirs in found or ours in found.values():
            raise click.BadParameter(f"{pair!r} names a column that was named before")
        found[theirs] = ours
    return found


def common() -> Decorator:
    """Options of every command that works on inputs."""
    return chain(
        click.option(
            "--preview",
            is_flag=True,
            help="Say what would be read, made, asked and paid, and do nothing.",
        ),
        verbose(),
        click.option("--json", "as_json", is_flag=True, help="Print the report as JSON."),
        click.option(
            "-r", "--recursive", is_flag=True, help="Look into sub-folders and mirror them."
        ),
        after_command(),
        section=FILES,
    )


def verbose(help: str = "Say more.") -> Decorator:
    """``-v``, which may stand before the command as well."""

    def either(ctx: click.Context, parameter: click.Parameter, value: bool) -> bool:
        state = ctx.find_object(State)
        return value or (state is not None and state.verbose)

    return chain(
        click.option("-v", "--verbose", is_flag=True, callback=either, help=help), section=GENERAL
    )


def after_command() -> Decorator:
    """Let the global options stand after the command as well."""
    return chain(
        _global(
            "config",
            "-c",
            "--config",
            type=click.Path(),
            metavar="PATH",
            is_eager=True,
            help="Config file, merged over defaults.",
        ),
        _global("quiet", "-q", "--quiet", is_flag=True, help="Print results and errors only."),
        _global("debug", "--debug", is_flag=True, help="Show tracebacks."),
        _global("no_plugins", "--no-plugins", is_flag=True, hidden=True),
        _global(
            "plugin_files",
            "--plugin",
            multiple=True,
            type=click.Path(),
            is_eager=True,
            hidden=True,
        ),
        section=GENERAL,
    )


def component_options() -> Decorator:
    """``-O key=value``."""
    return chain(
        click.option(
            "-O",
            "--option",
            "options",
            multiple=True,
            metavar="KEY=VALUE",
            help="Option of the chosen component; see plugins info NAME.",
        ),
        section=GENERAL,
    )


def generation() -> Decorator:
    """Options of ``create`` that ``run`` has too."""
    return chain(
        click.option(
            "--type",
            "kind",
            default=defaults.GENERATOR,
            show_default=True,
            type=Name("generator"),
            metavar="NAME",
            help="What to make: qa, cot, summary, cot-enhance, multimodal-qa …",
        ),
        amounts(),
        section=TO_MAKE,
    )


def pilot() -> Decorator:
    """``--pilot N``, of ``create`` and ``run``."""
    return chain(
        click.option(
            "--pilot",
            type=click.IntRange(min=2),
            metavar="N",
            help="Ask about N chunks only, and say what the whole run would make and take.",
        ),
        section=LIMITS,
    )


class _AmountType(click.IntRange):
    """A number from 1 on, or `AUTO`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or the word."""
        return value if value == defaults.AUTO else super().convert(value, param, ctx)


def amounts() -> Decorator:
    """Options for how much is asked of how much text."""
    return chain(
        click.option(
            "-n",
            "--num-pairs",
            type=_AmountType(min=1),
            metavar="N|auto",
            help="Examples wanted of each input; auto goes by its text. [default: 25; 5 for cot; "
            "all for cot-enhance]",
        ),
        setting(
            "generation.coverage",
            "--coverage",
            "coverage",
            type=click.Choice(["sequential", "even", "all"]),
            help="Where in a document they are wanted: from its beginning on, spread by what it "
            "says, or in each chunk. [default: sequential]",
        ),
        section=TO_MAKE,
    )


def curation() -> Decorator:
    """Options of ``curate`` that ``run`` has too."""
    return chain(
        setting(
            "curate.threshold",
            "-t",
            "--threshold",
            type=click.FloatRange(0, 10),
            metavar="X",
            help="Rating from 0 to 10 from which a record is kept; 0 keeps all that is rated. "
            "[default: 7.0]",
        ),
        setting(
            "curate.judges",
            "--judge",
            "judges",
            multiple=True,
            type=Name("judge"),
            metavar="NAME",
            help="Judge to ask, exactly those that are named; may be given several times. "
            f"[default: the checks that run unasked, then {defaults.JUDGE}]",
        ),
        setting(
            "curate.against",
            "--against",
            "against",
            multiple=True,
            metavar="PATH",
            help="File or folder of records that these are compared with; may be given several "
            "times.",
        ),
        setting(
            "curate.select",
            "--select",
            "select",
            type=click.IntRange(min=1),
            metavar="N",
            help="Keep only N of all that judges keep: good ones that are unlike one another, of "
            "all documents and kinds. [default: all]",
        ),
        setting(
            "curate.combine",
            "--combine",
            "combine",
            type=click.Choice(["all", "any", "weighted"]),
            help="Which of several judges that rate must be content. [default: all]",
        ),
        section=KEEPING,
    )


def reading() -> Decorator:
    """Options of ``ingest`` that ``run`` has too."""
    return chain(
        click.option("--multimodal", is_flag=True, help="Keep images beside their text."),
        click.option(
            "--parser",
            type=Name("parser"),
            metavar="NAME",
            help="Parser to use, whatever the input is.",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_encoding,
            help="Encoding of text files, which is found out when not given: cp1252, shift_jis …",
        ),
        section=READING,
    )


def fetching() -> Decorator:
    """Options of ``ingest`` and ``run`` about inputs on the web."""
    return chain(
        click.option("--sitemap", is_flag=True, help="INPUT is a sitemap: read all its pages."),
        setting(
            "ingest.allow_private_urls",
            "--allow-private-urls",
            is_flag=True,
            help="Fetch from addresses that are not public, such as 127.0.0.1.",
        ),
        setting(
            "ingest.respect_robots",
            "--ignore-robots",
            is_flag=True,
            stored=lambda ignored: not ignored,
            help="Fetch what a robots.txt closes to programs.",
        ),
        section=READING,
    )


def selecting() -> Decorator:
    """Options of ``ingest`` and ``run`` about which documents of a directory are read."""
    return chain(
        click.option(
            "--include",
            multiple=True,
            metavar="GLOB",
            help="Read only files of a directory that match; may be given several times.",
        ),
        click.option(
            "--exclude",
            multiple=True,
            metavar="GLOB",
            help="Leave out files and folders that match; may be given several times.",
        ),
        click.option("--force", is_flag=True, help="Read again what has not changed."),
        section=READING,
    )


def pairs(values: tuple[str, ...], flag: str) -> dict[str, str]:
    """Split ``KEY=VALUE`` arguments.

    Raises:
        click.BadParameter: One has no ``=``.
    """
    found = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals or not key:
            raise click.BadParameter(f"{value!r} is not KEY=VALUE", param_hint=flag)
        found[key] = rest
    return found


def files(values: tuple[str, ...]) -> dict[str, Path]:
    """Split ``NAME=FILE`` arguments of ``--prompt``.

    Raises:
        click.BadParameter: One has no ``=`` or names no file.
    """
    found = {}
    for name, text in pairs(values, "--prompt").items():
        path = Path(text)
        if not path.is_file():
            raise click.BadParameter(f"{text} is not a file", param_hint="--prompt")
        found[name] = path
    return found
