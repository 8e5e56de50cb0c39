"""Where ingested documents go: a table for each, or one table for all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

from sdk_core.artifacts import corpus_table, tables
from sdk_core.artifacts.segment_rows import Heading
from sdk_core.artifacts.tables import Origin
from sdk_core.errors import StorageError
from sdk_core.model import Segment
from sdk_core.naming import safe_name
from sdk_core.parsing.results import Draft
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard
from sdk_core.runs.inputs import Planned


class Shelf(Protocol):
    """Where documents go."""

    def holds(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return where a document already is as it would be read now, ``None`` if it is not."""

    def put(
        self,
        item: ItemReport,
        planned: Planned,
        draft: Draft,
        segments: Iterable[Segment],
        revision: str,
    ) -> None:
        """Store a document and complete its entry in the report.

        Raises:
            StorageError: The place cannot be written.
        """

    def close(self) -> None:
        """Store what is not stored yet."""


class Tables:
    """A table for each document.

    Args:
        output: The output directory.
        report: The stage's report, for warnings about names.
        multimodal: Whether images are kept.
        explicit_name: Whether the user chose the name, so that it is used even when it replaces
            the table of another source.
    """

    def __init__(
        self, output: Path, report: StageReport, *, multimodal: bool, explicit_name: bool
    ) -> None:
        self._output = output
        self._report = report
        self._multimodal = multimodal
        self._explicit_name = explicit_name

    def holds(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return the document's table when it was made of the same content in the same way."""
        path = self._place(planned, uri)
        origin = tables.read_origin(path) if tables.is_table(path) else None
        same = origin is not None and origin.source == uri and origin.revision == revision
        return path if same else None

    def put(
        self,
        item: ItemReport,
        planned: Planned,
        draft: Draft,
        segments: Iterable[Segment],
        revision: str,
    ) -> None:
        """Write the document's table."""
        path = self._place(planned, draft.uri)
        self._say_name(planned, draft.uri, path)
        origin = Origin(draft.uri, revision, draft.segments, draft.characters)
        tables.write_segments(
            path, heading(draft), segments, multimodal=self._multimodal, origin=origin
        )
        complete(item, draft, path)

    def close(self) -> None:
        """Everything is stored already."""

    def _place(self, planned: Planned, uri: str) -> Path:
        """Return the table for a document; never another source's in silence."""
        folder = self._output / planned.folder
        path = folder / f"{planned.name}{tables.SUFFIX}"
        if self._explicit_name or _is_free(path, uri):
            return path
        suffix = PurePosixPath(planned.path).suffix
        base = f"{planned.name}_{safe_name(suffix.lstrip('.')) if suffix else '2'}"
        candidate, number = folder / f"{base}{tables.SUFFIX}", 2
        while not _is_free(candidate, uri):
            candidate = folder / f"{base}_{number}{tables.SUFFIX}"
            number += 1
        return candidate

    def _say_name(self, planned: Planned, uri: str, path: Path) -> None:
        wished = self._output / planned.folder / f"{planned.name}{tables.SUFFIX}"
        earlier = None if _is_free(wished, uri) else tables.read_source(wished)
        if earlier is None:
            return
        if path == wished:
            self._report.warnings.append(f"{path} held {earlier} and now holds {uri}")
        else:
            self._report.warnings.append(
                f"{wished} holds {earlier}, so {uri} was written to {path}"
            )


class Corpus:
    """One table for all documents.

    Args:
        path: The table.
        report: The stage's report.
        multimodal: Whether images are kept.

    Raises:
        UsageError: The path is a table of another kind.
    """

    def __init__(self, path: Path, report: StageReport, *, multimodal: bool) -> None:
        self._path = path
        self._report = report
        self._writer = corpus_table.Writer(path, multimodal=multimodal)

    def holds(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return the corpus when it has the document, made of the same content in the same way."""
        return self._path if self._writer.holds(uri, revision) else None

    def put(
        self,
        item: ItemReport,
        planned: Planned,
        draft: Draft,
        segments: Iterable[Segment],
        revision: str,
    ) -> None:
        """Add the document; it is in the corpus once its turn to be committed has come."""

        def done(problem: StorageError | None) -> None:
            if problem is None:
                complete(item, draft, self._path)
            else:
                item.pending = 0
                guard.record(self._report, item, problem, "")

        item.planned = item.pending = draft.segments
        self._writer.add(
            heading(draft),
            segments,
            revision=revision,
            size=draft.end - draft.start,
            done=done,
        )

    def close(self) -> None:
        """Commit what waits."""
        self._writer.close()


def heading(draft: Draft) -> Heading:
    """Return what all rows of a document say alike."""
    return Heading(
        source=draft.uri,
        title=draft.title,
        media_type=draft.media_type,
        metadata=draft.metadata,
    )


def complete(item: ItemReport, draft: Draft, path: Path) -> None:
    """Note in the report that a document is stored."""
    item.outputs.append(path)
    item.planned = item.made = draft.segments
    item.pending = 0
    item.note = f"{draft.characters} characters"


def _is_free(path: Path, uri: str) -> bool:
    """Tell whether a table may be written for a source without harm to another one's."""
    if not path.exists():
        return True
    return tables.read_source(path) in (None, uri)
