"""``inspect``: what parsed documents hold, in figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdk_core.cli import console, options

if TYPE_CHECKING:
    from sdk_core.artifacts.left_out import DocumentLosses
    from sdk_core.ingest.statistics import TableStatistics


@click.command()
@click.argument("input", metavar="[INPUT]", required=False)
@click.option("-r", "--recursive", is_flag=True, help="Look into sub-folders too.")
@click.option("--dropped", is_flag=True, help="List what documents hold that is not in the text.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def command(
    ctx: click.Context, input: str | None, recursive: bool, dropped: bool, as_json: bool
) -> None:
    """Say what parsed documents hold: rows, text, languages, chunks, empty pages, images.

    With --dropped: what the documents hold beyond that, such as running heads or hidden text, with
    the reason and the page of each.

    INPUT is a table or a directory of tables; paths.output.parsed of the config when it is not
    given.
    """
    from sdk_core.cli import sessions
    from sdk_core.errors import DocumentError, ExitCode
    from sdk_core.ingest import statistics

    session = sessions.open_session(sessions.of(ctx), {}, {})
    found = statistics.find_tables(input or session.config.paths.output.parsed, recursive=recursive)
    measured, listed = [], []
    failed = 0
    for path in found:
        try:
            if dropped:
                lost = list(statistics.losses_of(path))
                listed += [{"path": str(path), **asdict(document)} for document in lost]
                _print_losses(path, () if as_json else lost)
                continue
            figures = statistics.measure(session, path)
        except DocumentError as error:
            console.error(error.message, hint=error.hint)
            failed += 1
            continue
        measured.append(figures)
        if not as_json:
            _print(figures)
    if as_json:
        shown = listed if dropped else [figures.to_dict() for figures in measured]
        console.json_result(shown)
    elif len(measured) > 1:
        _print_total(measured)
    elif dropped and not any(document["parts"] for document in listed) and failed < len(found):
        console.result("nothing was left out")
    if failed:
        ctx.exit(ExitCode.PARTIAL if failed < len(found) else ExitCode.NOTHING)


def _print_losses(path: Path, documents: Iterable[DocumentLosses]) -> None:
    """Print a line for each part that was left out: reason, segment, text."""
    from sdk_core.documents import losses
    from sdk_core.documents.cleaning import one_line

    for document in documents:
        console.result(
            f"{path}: {document.source}: {losses.describe(losses.totals(document.parts))}"
        )
        for part in document.parts:
            place = f" {part.segment}" if part.segment else ""
            console.result(f"  {part.reason}{place}: {one_line(part.text) or '(no text)'}")


def _print(figures: TableStatistics) -> None:
    console.result(figures.path)
    if figures.documents == 1:
        console.result(f"  source: {figures.sources[0]}")
    else:
        console.result(f"  documents: {figures.documents:,}")
    kinds = ", ".join(_counted(kind, count) for kind, count in sorted(figures.segments.items()))
    console.result(f"  rows: {kinds or 'none'}")
    console.result(f"  text: {figures.characters:,} characters, at most {figures.tokens:,} tokens")
    console.result(f"  languages: {_languages(figures)}")
    console.result(f"  chunks: {figures.chunks:,}")
    console.result(f"  images: {figures.images:,}")
    if figures.left_out:
        from sdk_core.documents import losses

        console.result(f"  left out: {losses.describe(figures.left_out)} (--dropped lists it)")
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
    console.note(
        f"{len(measured):,} tables: {sum(f.documents for f in measured):,} documents, "
        f"{sum(f.characters for f in measured):,} characters, "
        f"at most {sum(f.tokens for f in measured):,} tokens, "
        f"{sum(f.chunks for f in measured):,} chunks, "
        f"{sum(f.images for f in measured):,} images, "
        f"{sum(f.empties for f in measured):,} empty rows"
    )
