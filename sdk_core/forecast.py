"""What a model would be asked, before documents are parsed; nothing is written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sdk_core.artifacts.document_tables import is_table
from sdk_core.create import stage as create
from sdk_core.errors import SdkError
from sdk_core.ingest import stage as ingest
from sdk_core.ingest.survey import characters_of
from sdk_core.kinds import GENERATOR
from sdk_core.llm.costs import spanned
from sdk_core.model import Document, Segment
from sdk_core.parsing.parser_choice import has_archive_ending
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard
from sdk_core.runs.chosen_judges import judges_of
from sdk_core.runs.inputs import Plan, Planned
from sdk_core.runs.session import Progress, Session

LONGEST = 1_000_000
"""Characters of a document that are counted at most where its size is all that is known."""

_LINE = 70
"""Characters of a line of text that stands for a document."""


@dataclass(slots=True)
class _Inputs:
    """The inputs of ``create``: as good as known, or by their least and their most text."""

    least: list[Planned] = field(default_factory=list)
    most: list[Planned] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread: list[tuple[str, SdkError]] = field(default_factory=list)
    guessed: int = 0
    unknown: int = 0

    def add(self, least: Planned, most: Planned | None = None) -> None:
        self.least.append(least)
        self.most.append(most or least)
        self.guessed += most is not None

    def guess(self, planned: Planned, *, pictures: bool) -> None:
        """Add a file by its size, which tells nothing of pictures, URLs and archives."""
        name = Path(planned.fetch.listed.name) if planned.fetch else planned.path
        found = None if pictures or has_archive_ending(name) else characters_of(planned)
        if found is None:
            self.unknown += 1
        else:
            self.add(*(_stand_in(planned, min(LONGEST, n)) for n in found))


def forecast(
    session: Session,
    plan: Plan,
    *,
    generator: str,
    parser: str | None,
    parse: bool,
    pilot: int | None = None,
) -> StageReport:
    """Return the report of a ``create`` that only counts, with a range in its quote.

    Args:
        session: The command's surroundings; its answers are counted.
        plan: The documents.
        generator: ``--type``.
        parser: ``--parser``, ``None`` to choose by name and content.
        parse: Whether documents are parsed, in memory, rather than reckoned by their sizes.
        pilot: Chunks of a pilot, which is said beside what the whole run would take.
    """
    parsed = Path(session.config.paths.output.parsed)
    if parse:
        inputs = _parsed(session, parser, plan)
    else:
        inputs = _by_size(session, plan, generator, lambda planned: _with_table(parsed, planned))
    folder = Path(session.config.paths.output.generated)
    report = _count(session, plan, inputs, folder, generator)
    if pilot:
        report.warnings.append(f"this is the whole run; --pilot {pilot} asks {pilot} chunks of it")
    report.warnings.append(_of_curate(session, report, known=not inputs.unknown))
    return report


def forecast_create(session: Session, plan: Plan, output: Path, generator: str) -> StageReport:
    """Return the report of a ``create`` that only counts, without parsing a document.

    Args:
        session: The command's surroundings; its answers are counted.
        plan: The plan, in which what is unparsed gives its document when it is due.
        output: The output directory.
        generator: ``--type``.
    """
    inputs = _by_size(session, plan, generator, lambda p: p if p.document is None else None)
    return _count(session, plan, inputs, output, generator)


def _count(
    session: Session, plan: Plan, inputs: _Inputs, folder: Path, generator: str
) -> StageReport:
    if inputs.unknown:
        inputs.notes.append(
            f"{inputs.unknown} URLs, archives or documents with pictures are not in it: "
            "their size says nothing; -v reads them"
        )
    if inputs.guessed:  # what create notes of each document would be about a stand-in
        session.progress = Progress()

    def count(items: list[Planned]) -> StageReport:
        return create.run(session, replace(plan, items=items), folder, generator)

    report = count(inputs.least)
    if inputs.guessed and report.quote is not None:
        most = count(inputs.most)
        report.quote = spanned(report.quote, most.quote or report.quote)
        report.items = most.items
    if report.quote is not None:
        report.quote["guessed"] = inputs.guessed
    report.warnings += inputs.notes
    for label, error in inputs.unread:
        item = ItemReport(input=label, wanted=0)
        report.items.append(item)
        guard.record(report, item, error, "")
    return report


def _of_curate(session: Session, report: StageReport, *, known: bool) -> str:
    """Say what rating will add, as far as it can be known."""
    settings = session.config.curate
    wanted = [item.wanted for item in report.items]
    if None in wanted or not known:
        return "calls of curate are not in it: they depend on what is made"
    calls = sum(math.ceil((n or 0) / settings.batch_size) for n in wanted) * _paid_judges(session)
    return f"calls of curate are not in it: at most {calls}, as long as no batch is rated again"


def _paid_judges(session: Session) -> int:
    return sum(named.entry.spec.needs_model for named in judges_of(session))


def _parsed(session: Session, parser: str | None, plan: Plan) -> _Inputs:
    """Parse all inputs in memory; what cannot be read is said and left out."""
    inputs = _Inputs()
    for reading in ingest.read_documents(session, plan, parser=parser):
        label, error = reading.parsed.uri, reading.parsed.error
        if error is not None:
            inputs.unread.append((label, error))
        else:
            document = _giving(reading.document())
            inputs.add(replace(reading.planned, label=label, document=document))
    return inputs


def _giving(document: Document) -> Callable[[], Document]:
    return lambda: document


def _by_size(
    session: Session, plan: Plan, generator: str, known: Callable[[Planned], Planned | None]
) -> _Inputs:
    """Take inputs for what is known of them, and the sizes of the other files."""
    inputs = _Inputs()
    pictures = session.registry.get(GENERATOR, generator).spec.multimodal
    for planned in plan.items:
        if (found := known(planned)) is not None:
            inputs.add(found)
        else:
            inputs.guess(planned, pictures=pictures)
    return inputs


def _with_table(parsed: Path, planned: Planned) -> Planned | None:
    """Return a document with the table of an earlier run, if there is one that is not older."""
    table = ingest.output_path(parsed, planned)
    if planned.url or not is_table(table):
        return None
    if planned.fetch is not None:
        return None  # only its change token tells
    newer = table.stat().st_mtime >= planned.path.stat().st_mtime
    return replace(planned, path=table) if newer else None


def _stand_in(planned: Planned, characters: int) -> Planned:
    def give() -> Document:
        # No words are repeated, so that -n auto takes it for a text that says as much as it can.
        lines = range(math.ceil(characters / _LINE))
        text = "\n".join(
            " ".join(["Words", *(f"w{line:x}x{word}" for word in range(8))]).ljust(_LINE - 2) + "."
            for line in lines
        )
        return Document.create(planned.label, [Segment(text=text[: max(characters, 1)])])

    return replace(planned, document=give)
