"""Many documents in one Lance table, added a few hundred at a time.

Every commit holds whole documents only, so an interrupted run leaves a table that can be read. Of a
document that was read again the new rows are added before the old ones are deleted; should both be
there, the later ones count. Several processes may add to one table: each commit is made under a
lock, on the table as it is then.
"""

from __future__ import annotations

import hashlib
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdk_core.artifacts import document_tables, left_out, locks, segment_rows
from sdk_core.artifacts.atomic import replace_directory
from sdk_core.artifacts.document_tables import Batches, TableOrigin
from sdk_core.artifacts.left_out import DocumentLosses
from sdk_core.artifacts.segment_rows import DocumentColumns
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError, SdkError, StorageError, UsageError
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
        version: Version of the table that these are numbers in.
    """

    source: str
    title: str
    start: int
    count: int
    version: int


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
        version = table.version
        number, last = 0, ""
        for batch in columns.to_batches():
            sources, titles, ids = (batch.column(n).to_pylist() for n in range(3))
            for source, title, identity in zip(sources, titles, ids, strict=True):
                if identity != last:
                    found.pop(source, None)  # an older form of it, which is to be deleted
                    found[source] = Part(source, title, number, 0, version)
                found[source] = replace(found[source], count=found[source].count + 1)
                last, number = identity, number + 1
    return sorted(found.values(), key=lambda part: part.start)


class CorpusTable:
    """A corpus that documents are read from; what others add meanwhile is not seen.

    Args:
        path: The table.
        version: Its version.

    Raises:
        DocumentError: It cannot be opened, or not in that version.
    """

    def __init__(self, path: Path, version: int) -> None:
        self._path = path
        with ExitStack() as opened, document_tables.readable(path):
            opened.enter_context(locks.in_use(path))
            self._table = document_tables.open_table(path)
            if self._table.version != version:
                self._table.checkout(version)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Let versions that are outdated be removed."""
        self._opened.close()

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
    with document_tables.readable(path), locks.in_use(path):
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


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A document that is to be added."""

    source: str
    document_id: str
    losses: Sequence[LeftOut]
    done: Callable[[SdkError | None], None]


@dataclass(slots=True)
class _Waiting:
    """What is to be committed together."""

    batches: list[Any] = field(default_factory=list)
    documents: list[_Arrival] = field(default_factory=list)
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
        self.path = path
        self._multimodal = multimodal
        self._schema = segment_rows.schema(multimodal, MARKS)
        self._table: Any = None
        self._version = 0
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
        done: Callable[[SdkError | None], None],
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
        self._waiting.documents.append(_Arrival(source, document_id, losses, done))
        if size > COMMIT_BYTES // 2:
            self._commit(content)
            return
        self._waiting.batches += content
        self._waiting.size += size
        if self._waiting.size > COMMIT_BYTES or len(self._waiting.documents) >= COMMIT_DOCUMENTS:
            self._commit()

    def close(self) -> None:
        """Commit what waits and put the table's files together."""
        if self._waiting.documents:
            self._commit()
        if self._commits:
            self._compact()

    def _commit(self, more: Batches | None = None) -> None:
        waiting, self._waiting = self._waiting, _Waiting()
        problem: SdkError | None = None
        try:
            with locks.locked(self.path.parent):
                self._catch_up()
                self._put(waiting, more)
                self._version = self._table.version
        except SdkError as error:
            problem = error
        except (ValueError, OSError, RuntimeError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0]
            problem = StorageError(
                f"cannot write {self.path}: {reason}",
                hint="free some space, or choose another place with --output-dir; finished "
                "documents are kept",
            )
        if problem is not None:
            self._table = None  # what it holds now has to be looked up
        for document in waiting.documents:
            document.done(problem)
        self._commits += problem is None
        if self._commits and self._commits % COMPACT_AT == 0:
            self._compact()

    def _catch_up(self) -> None:
        """See what other processes have done to the table since."""
        if self._table is None:
            if self.path.exists():
                self._open()
            else:
                self._make()
            return
        self._table.checkout_latest()
        if self._table.version != self._version:
            self._look_up()

    def _put(self, waiting: _Waiting, more: Batches | None) -> None:
        renewed: list[str] = []
        outdated: list[str] = []
        lines: list[str] = []
        for document in waiting.documents:
            old = self._identities.get(document.source)
            if old is not None:
                (renewed if old == document.document_id else outdated).append(old)
            # Also when nothing was left out: an earlier reading of this form may say otherwise.
            if document.losses or old == document.document_id:
                lines.append(
                    left_out.line_of(document.source, document.losses, document.document_id)
                )
            self._identities[document.source] = document.document_id
        left_out.write(self.path, lines)
        self._delete(renewed)  # these bear the name of what takes their place
        document_tables.stream(self._schema, chain(waiting.batches, more or ()), self._table.add)
        self._delete(outdated)

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
        if not is_corpus(self.path):
            raise UsageError(
                f"{self.path} is there and holds no corpus", hint="choose another name with --into"
            )
        with document_tables.readable(self.path):
            self._table = document_tables.open_table(self.path)
        if ("image" in self._table.schema.names) != self._multimodal:
            flag = "without" if self._multimodal else "with"
            raise UsageError(
                f"{self.path} was made {flag} --multimodal",
                hint="ingest as before, or choose another name with --into",
            )
        self._look_up()

    def _look_up(self) -> None:
        with document_tables.readable(self.path):
            self._version = self._table.version
            self._identities.clear()
            columns = self._table.search().select(["source", "document_id"])
            for batch in columns.to_batches():
                sources, document_ids = (batch.column(n).to_pylist() for n in range(2))
                self._identities.update(zip(sources, document_ids, strict=True))

    def _compact(self) -> None:
        """Put the table's files together, and remove outdated ones if nobody reads them.

        Where it cannot be done, the table is as good as it was, and a later run does it.
        """
        with (
            suppress(ValueError, OSError, RuntimeError),
            locks.locked(self.path.parent),
            locks.unless_in_use(self.path) as is_unread,
            warnings.catch_warnings(),
        ):
            # It warns that others may be reading an older version: nobody does.
            warnings.simplefilter("ignore")
            self._table.checkout_latest()
            self._table.optimize(cleanup_older_than=timedelta(0) if is_unread else None)
            self._version = self._table.version


def identity(source: str, revision: str) -> str:
    """Return the name of a document in one of its forms (SHA-256, 32 hex digits)."""
    text = f"{source}\0{revision}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]
