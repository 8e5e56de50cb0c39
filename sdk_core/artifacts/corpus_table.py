"""Many documents in one Lance table, added a few hundred at a time.

Every commit holds whole documents only, so an interrupted run leaves a table that can be read. Of a
document that was read again the new rows are added before the old ones are deleted; should both be
there, the later ones count.
"""

from __future__ import annotations

import hashlib
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.artifacts import document_tables, left_out, segment_rows
from sdk_core.artifacts.atomic import replace_directory
from sdk_core.artifacts.document_tables import Batches, TableOrigin
from sdk_core.artifacts.left_out import DocumentLosses
from sdk_core.artifacts.segment_rows import DocumentColumns
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError, StorageError, UsageError
from sdk_core.model import Document

if TYPE_CHECKING:
    import pyarrow

MARKS = ("document_id", "revision")
"""Columns that a corpus has beyond those of a document's table."""

COMMIT_DOCUMENTS = 1000
COMMIT_BYTES = 32 << 20
"""Documents and bytes of content that wait at most before they are committed."""

COMPACT_AT = 8
"""Commits after which the table's files are put together."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a corpus.

    Args:
        source: Where it came from.
        title: Its title.
        start: Number of its first row.
        count: How many rows it has.
    """

    source: str
    title: str
    start: int
    count: int


def is_corpus(path: Path) -> bool:
    """Tell whether a path is a table of many documents."""
    origin = document_tables.read_origin(path) if document_tables.is_table(path) else None
    return origin is not None and not origin.source


def parts(path: Path) -> list[Part]:
    """Return the documents of a corpus in their order.

    Raises:
        DocumentError: It cannot be opened.
    """
    with document_tables.readable(path):
        table = document_tables.open_table(path)
        columns = table.search().select(["source", "title", "document_id"])
        found: dict[str, Part] = {}
        number, last = 0, ""
        for batch in columns.to_batches():
            sources, titles, ids = (batch.column(n).to_pylist() for n in range(3))
            for source, title, identity in zip(sources, titles, ids, strict=True):
                if identity != last:
                    found.pop(source, None)  # an older form of it, which is to be deleted
                    found[source] = Part(source, title, number, 0)
                found[source] = replace(found[source], count=found[source].count + 1)
                last, number = identity, number + 1
    return sorted(found.values(), key=lambda part: part.start)


class CorpusTable:
    """A corpus that documents are read from; what others add meanwhile is not seen.

    Args:
        path: The table.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with document_tables.readable(path):
            self._table = document_tables.open_table(path)

    def read(self, part: Part) -> Document:
        """Return one document.

        Raises:
            DocumentError: It cannot be read.
        """
        with document_tables.readable(self._path):
            query = self._table.search().offset(part.start).limit(part.count)
            found = query.to_list()
        document = segment_rows.to_document(self._path, found, part.start)
        if document.source != part.source:
            raise DocumentError(
                f"{self._path} was changed while it was read", hint="run the command again"
            )
        return document


def documents(path: Path) -> Iterator[Document]:
    """Yield every document of a corpus, one after the other.

    Raises:
        DocumentError: It cannot be read.
    """
    todo = iter(parts(path))
    part = next(todo, None)
    found: list[dict[str, Any]] = []
    number = 0
    with document_tables.readable(path):
        table = document_tables.open_table(path)
        for batch in table.search().to_batches(batch_size=segment_rows.BATCH_ROWS):
            for row in batch.to_pylist():
                if part is None:
                    return
                if number >= part.start:
                    found.append(row)
                number += 1
                if number == part.start + part.count:
                    yield segment_rows.to_document(path, found, part.start)
                    part, found = next(todo, None), []


def losses(path: Path) -> Iterator[DocumentLosses]:
    """Yield what was left out of the documents that are in a corpus now.

    Raises:
        DocumentError: It cannot be read.
    """
    with document_tables.readable(path):
        table = document_tables.open_table(path)
        batches = list(table.search().select(["document_id"]).to_batches())
    current = frozenset(str(value) for batch in batches for value in batch.column(0).to_pylist())
    yield from left_out.read(path, current)


@dataclass(slots=True)
class _Waiting:
    """What is to be committed together."""

    batches: list[Any] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    done: list[Callable[[StorageError | None], None]] = field(default_factory=list)
    size: int = 0


class Writer:
    """Adds documents to a corpus, which is made when it is not there.

    Args:
        path: The table.
        multimodal: Whether images are kept.

    Raises:
        UsageError: The path is a table of another kind.
    """

    def __init__(self, path: Path, *, multimodal: bool) -> None:
        if path.exists() and not is_corpus(path):
            raise UsageError(
                f"{path} is there and holds no corpus", hint="choose another name with --into"
            )
        self.path = path
        self._multimodal = multimodal
        self._schema = segment_rows.schema(multimodal, MARKS)
        self._table: Any = None
        self._identities: dict[str, str] = {}
        self._waiting = _Waiting()
        self._commits = 0
        if path.exists():
            self._open()

    def holds(self, source: str, revision: str) -> bool:
        """Tell whether a document is in the corpus as it would be read now."""
        known = self._identities.get(segment_rows.storable(source))
        return bool(revision) and known == identity(source, revision)

    def add(
        self,
        heading: DocumentColumns,
        batches: Iterable[pyarrow.RecordBatch],
        *,
        revision: str,
        size: int,
        done: Callable[[StorageError | None], None],
        losses: Sequence[LeftOut] = (),
    ) -> None:
        """Add a document, in place of what there is of its source.

        Args:
            heading: What its rows say alike.
            batches: Its segments in order, as columns.
            revision: Hash of the document and of all that decides how it is read; ``""`` when
                it cannot be told whether it has changed.
            size: Bytes of its segments, about.
            done: Called once it is committed, or could not be.
            losses: What was left out of it.
        """
        revision = revision or uuid.uuid4().hex
        document_id = identity(heading.source, revision)
        heading = replace(heading, further={"document_id": document_id, "revision": revision})
        content = segment_rows.document_batches(heading, batches, self._multimodal)
        source = segment_rows.storable(heading.source)
        old = self._identities.get(source)
        if old is not None:
            (self._waiting.renewed if old == document_id else self._waiting.outdated).append(old)
        self._identities[source] = document_id
        self._waiting.done.append(done)
        # Also when nothing was left out: an earlier reading of the same form may say otherwise.
        if losses or old == document_id:
            line = left_out.line_of(heading.source, losses, document_id)
            self._waiting.losses.append(line)
        if size > COMMIT_BYTES // 2:
            self._commit(content)
            return
        self._waiting.batches += content
        self._waiting.size += size
        if self._waiting.size > COMMIT_BYTES or len(self._waiting.done) >= COMMIT_DOCUMENTS:
            self._commit()

    def close(self) -> None:
        """Commit what waits and put the table's files together."""
        if self._waiting.done:
            self._commit()
        if self._commits:
            self._compact()

    def _commit(self, more: Batches | None = None) -> None:
        waiting, self._waiting = self._waiting, _Waiting()
        problem: StorageError | None = None
        try:
            if self._table is None:
                self._make()
            left_out.write(self.path, waiting.losses)
            self._delete(waiting.renewed)  # these bear the name of what takes their place
            document_tables.stream(
                self._schema, chain(waiting.batches, more or ()), self._table.add
            )
            self._delete(waiting.outdated)
        except StorageError as error:
            problem = error
        except (ValueError, OSError, RuntimeError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            problem = StorageError(
                f"cannot write {self.path}: {reason}",
                hint="choose another place with --output-dir; finished documents are kept",
            )
        for done in waiting.done:
            done(problem)
        self._commits += problem is None
        if self._commits % COMPACT_AT == 0:
            self._compact()

    def _delete(self, document_ids: list[str]) -> None:
        for start in range(0, len(document_ids), 500):
            listed = ", ".join(
                f"'{document_id}'" for document_id in document_ids[start : start + 500]
            )
            self._table.delete(f"document_id IN ({listed})")

    def _make(self) -> None:
        def build(temporary: Path) -> None:
            document_tables.create_table(temporary, self._schema, iter(()))
            document_tables.write_origin(temporary, TableOrigin(""))

        replace_directory(self.path, build)
        self._open()

    def _open(self) -> None:
        with document_tables.readable(self.path):
            self._table = document_tables.open_table(self.path)
            if ("image" in self._table.schema.names) != self._multimodal:
                flag = "without" if self._multimodal else "with"
                raise UsageError(
                    f"{self.path} was made {flag} --multimodal",
                    hint="ingest as before, or choose another name with --into",
                )
            columns = self._table.search().select(["source", "document_id"])
            for batch in columns.to_batches():
                sources, document_ids = (batch.column(n).to_pylist() for n in range(2))
                self._identities.update(zip(sources, document_ids, strict=True))

    def _compact(self) -> None:
        if self._table is None:
            return
        with warnings.catch_warnings():
            # It warns that others may be reading an older version; a reader says so itself.
            warnings.simplefilter("ignore")
            try:
                self._table.optimize(cleanup_older_than=timedelta(0))
            except (ValueError, OSError, RuntimeError) as error:
                reason = (str(error).splitlines() or [type(error).__name__])[0]
                raise StorageError(f"cannot put {self.path} together: {reason}") from error


def identity(source: str, revision: str) -> str:
    """Return the name of a document in one of its forms (SHA-256, 32 hex digits)."""
    text = f"{source}\0{revision}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]
