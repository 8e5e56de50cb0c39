"""Corpora in ``create``: each document is an input of its own, and all end in one file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sdk_core.artifacts import corpus_table
from sdk_core.artifacts.streaming import StreamingExamplesWriter
from sdk_core.errors import SdkError
from sdk_core.model import Document, ExampleSet, RecordKind, RecordKinds
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard
from sdk_core.runs.earlier_files import keep_better, note_kept
from sdk_core.runs.inputs import Plan, Planned


def expand(plan: Plan) -> None:
    """Put the documents of each corpus in its place in a plan.

    Raises:
        DocumentError: A corpus cannot be opened.
    """
    if not any(corpus_table.is_corpus(planned.path) for planned in plan.items):
        return
    plan.gathered = not plan.directory
    plan.items = [part for planned in plan.items for part in _parts(planned)]
    plan.directory = True


def _parts(planned: Planned) -> Iterator[Planned]:
    if not corpus_table.is_corpus(planned.path):
        yield planned
        return
    for part in corpus_table.parts(planned.path):
        yield replace(planned, label=f"{planned.label}: {part.source}", part=part)


@dataclass(frozen=True, slots=True)
class DocumentShare:
    """The place of one document in the file of its corpus.

    Args:
        output: The file of the corpus.
        table: The corpus.
        order: The document's place.
        item: Its entry in the report.
    """

    output: _Output
    table: Path
    order: int
    item: ItemReport

    def add(self, examples: ExampleSet, *, is_whole: bool) -> None:
        """Hand in what was made of the document, and whether that is all that was wanted."""
        self.output.put(self.order, examples, self.item)
        self.output.is_whole &= is_whole

    def give_up(self) -> None:
        """Say that nothing was made of it."""
        self.output.give_up(self.order)


class _Output:
    """The file of one corpus, which takes its documents in their order."""

    def __init__(self, path: Path, kind: RecordKind, kinds: RecordKinds) -> None:
        self.items: list[ItemReport] = []
        self.is_whole = True
        self._kinds = kinds
        self._gathering = StreamingExamplesWriter(path, kind)
        self._waiting: dict[int, ExampleSet] = {}
        self._lock = threading.Lock()
        self._expected: list[int] = []

    def expect(self, order: int) -> None:
        """Note that a document will come, or be given up."""
        with self._lock:
            self._expected.append(order)

    def put(self, order: int, examples: ExampleSet, item: ItemReport) -> None:
        """Take in what was made of a document."""
        with self._lock:
            self._waiting[order] = examples
            self.items.append(item)
            self._drain()

    def give_up(self, order: int) -> None:
        """Note that nothing will come of a document."""
        self.is_whole = False
        with self._lock:
            if order in self._expected and order not in self._waiting:
                self._expected.remove(order)
                self._drain()

    def write(self, report: StageReport) -> None:
        """Write the file, and put it into the report."""
        for order in sorted(self._waiting):
            self._gathering.add(self._waiting.pop(order))
        path, kept = self._gathering.path, ""
        if not self.is_whole:
            made = sum(item.made for item in self.items)
            self._gathering.path, kept = keep_better(path, made, self._kinds)
        self._gathering.write()
        if kept:
            note_kept(report, self.items, kept)
        for item in self.items:
            item.outputs.append(path)

    def close(self) -> None:
        """Give up what is only needed while the file is made."""
        self._gathering.close()

    def _drain(self) -> None:
        while self._expected and self._expected[0] in self._waiting:
            self._gathering.add(self._waiting.pop(self._expected.pop(0)))


class CorpusOutputs:
    """The corpora of one run.

    Args:
        report: The stage's report.
        kind: The kind of their examples.
        kinds: The kinds that are known.
    """

    def __init__(self, report: StageReport, kind: RecordKind, kinds: RecordKinds) -> None:
        self._report = report
        self._kind = kind
        self._kinds = kinds
        self._readers: dict[Path, corpus_table.CorpusTable] = {}
        self._outputs: dict[Path, _Output] = {}

    def read(self, planned: Planned) -> Document | None:
        """Return a document of a corpus, ``None`` for an input of another kind.

        Raises:
            DocumentError: It cannot be read.
        """
        if planned.part is None:
            return None
        if planned.path not in self._readers:
            self._readers[planned.path] = corpus_table.CorpusTable(
                planned.path, planned.part.version
            )
        return self._readers[planned.path].read(planned.part)

    def place(
        self, planned: Planned, path: Path, order: int, item: ItemReport
    ) -> Path | DocumentShare:
        """Return where the examples of an input go: its file, or its share of a corpus's file."""
        if planned.part is None:
            return path
        output = self._outputs.setdefault(path, _Output(path, self._kind, self._kinds))
        output.expect(order)
        return DocumentShare(output, planned.path, order, item)

    def close(self) -> None:
        """Write the files, unless the run was stopped: then the older ones stay as they are."""
        for reader in self._readers.values():
            reader.close()
        for output in self._outputs.values():
            try:
                if not output.items:
                    continue
                if self._report.stopped:
                    self._withhold(output)
                else:
                    output.write(self._report)
            except SdkError as error:
                for item in output.items:
                    guard.record(self._report, item, error, "")
            finally:
                output.close()

    def _withhold(self, output: _Output) -> None:
        for item in output.items:
            item.pending, item.made = item.pending + item.made, 0
            item.exit_code = self._report.stopped
            item.note = "kept in the record; the same command again goes on"
