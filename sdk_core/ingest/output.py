"""Where ingested documents go: a table for each, or one table for all."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Protocol

from sdk_core.artifacts import corpus_table, document_tables
from sdk_core.artifacts.document_tables import TableOrigin
from sdk_core.artifacts.locks import locked
from sdk_core.artifacts.segment_rows import DocumentColumns, storable
from sdk_core.artifacts.staging import made
from sdk_core.artifacts.text_copies import SUFFIX as TEXT_SUFFIX
from sdk_core.artifacts.text_copies import TextCopy, check_place
from sdk_core.documents import losses
from sdk_core.errors import SdkError
from sdk_core.ingest.reading import Reading
from sdk_core.naming import safe_name
from sdk_core.parsing.results import ParsedDocument
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard
from sdk_core.runs.inputs import Planned


class DocumentSink(Protocol):
    """Where documents go."""

    def holds(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return where a document already is as it would be read now, ``None`` if it is not."""

    def place(self, planned: Planned, uri: str) -> Path:
        """Return the table that a document goes to."""

    def put(self, item: ItemReport, reading: Reading, revision: str) -> None:
        """Store a document and complete its entry in the report.

        Raises:
            StorageError: The place cannot be written.
        """

    def close(self) -> None:
        """Store what is not stored yet."""


class TablePerDocument:
    """A table for each document.

    Args:
        output: The output directory.
        report: The stage's report, for warnings about names.
        multimodal: Whether images are kept.
        texts: Whether each document's text is written into a plain file as well.
    """

    def __init__(
        self,
        output: Path,
        report: StageReport,
        *,
        multimodal: bool,
        texts: bool = False,
    ) -> None:
        self._output = output
        self._report = report
        self._multimodal = multimodal
        self._texts = texts
        self.text_files: list[Path] = []
        """The plain files that were written."""

    def holds(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return the document's table when it was made of the same content in the same way."""
        path = self.place(planned, uri)
        origin = document_tables.read_origin(path) if document_tables.is_table(path) else None
        same = origin is not None and (origin.source, origin.revision) == (storable(uri), revision)
        whole = not self._texts or self._text_file(planned, path).is_file()
        return path if same and whole else None

    def put(self, item: ItemReport, reading: Reading, revision: str) -> None:
        """Write the document's table.

        Under a lock, so that no other process finds the name free as well.
        """
        folder = self._output / reading.planned.folder
        with made(folder), locked(folder):
            self._write(item, reading, revision)

    def _write(self, item: ItemReport, reading: Reading, revision: str) -> None:
        planned, parsed, batches = reading.planned, reading.parsed, reading.batches
        path = self.place(planned, parsed.uri)
        self._say_name(planned, parsed.uri, path)
        copy = self._text_copy(planned, parsed.uri, path) if self._texts else None
        origin = TableOrigin(parsed.uri, revision, parsed.segments, parsed.characters)
        document_tables.write_segments(
            path,
            document_columns(parsed),
            copy.passing(batches) if copy else batches,
            multimodal=self._multimodal,
            origin=origin,
            losses=parsed.left_out,
        )
        if copy:
            copy.put(path)
        complete(item, parsed, path)

    def close(self) -> None:
        """Everything is stored already."""

    def place(self, planned: Planned, uri: str) -> Path:
        """Return the table for a document; never another source's in silence."""
        folder = self._output / planned.folder
        path = folder / f"{planned.name}{document_tables.SUFFIX}"
        if planned.is_named or _is_free(path, uri):
            return path
        suffix = PurePosixPath(planned.path).suffix
        base = f"{planned.name}_{safe_name(suffix.lstrip('.')) if suffix else '2'}"
        candidate, number = folder / f"{base}{document_tables.SUFFIX}", 2
        while not _is_free(candidate, uri):
            candidate = folder / f"{base}_{number}{document_tables.SUFFIX}"
            number += 1
        return candidate

    def _text_copy(self, planned: Planned, uri: str, table: Path) -> TextCopy:
        file = self._text_file(planned, table)
        held = check_place(file, uri)
        if held:
            self._report.warnings.append(f"{file} held the text of {held} and now holds {uri}")
        self.text_files.append(file)
        return TextCopy(file)

    def _text_file(self, planned: Planned, table: Path) -> Path:
        stem = planned.text_name or table.stem
        return table.with_name(f"{stem}{TEXT_SUFFIX}")

    def _say_name(self, planned: Planned, uri: str, path: Path) -> None:
        wished = self._output / planned.folder / f"{planned.name}{document_tables.SUFFIX}"
        earlier = None if _is_free(wished, uri) else document_tables.table_source(wished)
        if earlier is None:
            return
        if path == wished:
            self._report.warnings.append(f"{path} held {earlier} and now holds {uri}")
        else:
            self._report.warnings.append(
                f"{wished} holds {earlier}, so {uri} was written to {path}"
            )


class SingleTable:
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

    def place(self, planned: Planned, uri: str) -> Path:
        """Return the table."""
        return self._path

    def put(self, item: ItemReport, reading: Reading, revision: str) -> None:
        """Add the document; it is in the corpus once its turn to be committed has come."""
        parsed = reading.parsed

        def done(problem: SdkError | None) -> None:
            if problem is None:
                complete(item, parsed, self._path)
            else:
                item.pending = 0
                guard.record(self._report, item, problem, "")

        item.planned = item.pending = parsed.segments
        self._writer.add(
            document_columns(parsed),
            reading.batches,
            revision=revision,
            size=parsed.end - parsed.start,
            done=done,
            losses=parsed.left_out,
        )

    def close(self) -> None:
        """Commit what waits."""
        self._writer.close()


def document_columns(parsed: ParsedDocument) -> DocumentColumns:
    """Return what all rows of a document say alike."""
    return DocumentColumns(
        source=parsed.uri,
        title=parsed.title,
        media_type=parsed.media_type,
        metadata=parsed.metadata,
    )


def complete(item: ItemReport, parsed: ParsedDocument, path: Path) -> None:
    """Note in the report that a document is stored."""
    item.outputs.append(path)
    item.planned = item.made = parsed.segments
    item.pending = 0
    item.note = f"{parsed.characters} characters"
    item.left_out = losses.totals(parsed.left_out)


def _is_free(path: Path, uri: str) -> bool:
    """Tell whether a table may be written for a source without harm to another one's."""
    if not path.exists():
        return True
    return document_tables.table_source(path) in (None, storable(uri))
