"""``inspect``: what parsed documents hold, in figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sdk_core.cli import options

if TYPE_CHECKING:
    from sdk_core.ingest.statistics import TableStatistics


@click.command()
@click.argument("input", metavar="[INPUT]", required=False)
@click.option("-r", "--recursive", is_flag=True, help="Look into sub-folders too.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def command(ctx: click.Context, input: str | None, recursive: bool, as_json: bool) -> None:
    """Say what parsed documents hold: rows, text, languages, chunks, empty pages, images.

    INPUT is a table or a directory of tables; paths.output.parsed of the config when it is not
    given.
    """
    from sdk_core.cli import console, sessions
    from sdk_core.errors import DocumentError, ExitCode
    from sdk_core.ingest import statistics

    session = sessions.open_session(sessions.of(ctx), {}, {})
    found = statistics.find_tables(input or session.config.paths.output.parsed, recursive=recursive)
    measured = []
    failed = 0
    for path in found:
        try:
            figures = statistics.measure(session, path)
        except DocumentError as error:
            console.error(error.message, hint=error.hint)
            failed += 1
            continue
        measured.append(figures)
        if not as_json:
            _print(figures)
    if as_json:
        listed = [figures.to_dict() for figures in measured]
        console.result(json.dumps(listed, ensure_ascii=False, indent=2))
    elif len(measured) > 1:
        _print_total(measured)
    if failed:
        ctx.exit(ExitCode.PARTIAL if measured else ExitCode.NOTHING)


def _print(figures: TableStatistics) -> None:
    from sdk_core.cli import console

    console.result(figures.path)
    if figures.documents == 1:
        console.result(f"  source: {figures.sources[0]}")
    else:
        console.result(f"  documents: {figures.documents:,}")
    kinds = ", ".join(_counted(kind, count) for kind, count in sorted(figures.segments.items()))
    console.result(f"  rows: {kinds or 'none'}")
    console.result(f"  text: {figures.characters:,} characters, about {figures.tokens:,} tokens")
    console.result(f"  languages: {_languages(figures)}")
    console.result(f"  chunks: {figures.chunks:,}")
    console.result(f"  images: {figures.images:,}")
    if figures.empties:
        more = f" and {figures.empties - 3} more" if figures.empties > 3 else ""
        console.result(f"  empty: {'; '.join(figures.empty[:3])}{more}")


def _counted(kind: str, count: int) -> str:
    return f"{count:,} {kind}" + ("" if count == 1 else "s")


def _languages(figures: TableStatistics) -> str:
    total = sum(figures.languages.values()) or 1
    names = {"und": "unknown"}
    shares = [
        f"{names.get(code, code)} {count * 100 / total:.0f} %"
        for code, count in figures.languages.most_common(8)
    ]
    return ", ".join(shares) or "none"


def _print_total(measured: list[TableStatistics]) -> None:
    from sdk_core.cli import console

    console.note(
        f"{len(measured):,} tables: {sum(f.documents for f in measured):,} documents, "
        f"{sum(f.characters for f in measured):,} characters, "
        f"about {sum(f.tokens for f in measured):,} tokens, "
        f"{sum(f.chunks for f in measured):,} chunks, "
        f"{sum(f.images for f in measured):,} images, "
        f"{sum(f.empties for f in measured):,} empty rows"
    )
