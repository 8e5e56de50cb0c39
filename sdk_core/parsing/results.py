"""What came of a job: documents whose segments wait in a temporary file, as they arrived."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sdk_core import errors
from sdk_core.documents.archives import ArchiveLimits
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError, SdkError
from sdk_core.parsing import frames
from sdk_core.parsing.segment_columns import read_columns

if TYPE_CHECKING:
    import pyarrow

MAX_DOCUMENTS = ArchiveLimits().count
"""Documents that a job may have: the members of an archive."""

PART = 256
"""Bytes of memory that a part left out takes, beside its text."""

IN_MEMORY = 1 << 20
"""Bytes of an outcome that are kept in memory; more goes to a temporary file."""


@dataclass(slots=True)
class ParsedDocument:
    """A document as it came from a worker, or why it did not.

    Args:
        uri: Its source: the job's own, or a member of an archive.
        parser: Number of the parser that read it, ``None`` when it came to none.
        media_type: Type of its content.
        member: Its path inside the archive, ``""`` when it is none.
        title: Its title.
        metadata: Facts about it.
        warnings: What the user should know.
        left_out: What it holds that is not in its text.
        start: Where its segments begin in the outcome's file.
        end: Where they end.
        segments: How many there are.
        characters: How many characters of text they have.
        error: Why it could not be read, ``None`` when it could.
    """

    uri: str
    parser: int | None = None
    media_type: str = ""
    member: str = ""
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    start: int = 0
    end: int = 0
    segments: int = 0
    characters: int = 0
    error: SdkError | None = None


class JobResult:
    """What a job gave so far: documents, members of an archive that no parser reads, an error.

    Args:
        uri: The job's source.
        parser: Number of the parser that was chosen for it by name.
        multimodal: Whether pictures were asked for.
    """

    def __init__(self, uri: str, parser: int | None, *, multimodal: bool = False) -> None:
        self.documents: list[ParsedDocument] = []
        self.error: SdkError | None = None
        self.size = 0
        self.exhausted = False
        self.unread: list[str] = []
        self._uri = uri
        self._parser = parser
        self._multimodal = multimodal
        self._open = False
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed by `close`

    @property
    def under_way(self) -> ParsedDocument | None:
        """The document that has begun and not ended."""
        return self.documents[-1] if self._open else None

    @property
    def finished_documents(self) -> int:
        """How many documents are done with, for better or worse."""
        return len(self.documents) - self._open

    def take(self, kind: bytes, frame: bytes, job: int = 0) -> bool:
        """Take in a frame; returns whether the job is done.

        Args:
            kind: The frame's kind.
            frame: The whole frame.
            job: Number of the worker's job, which documents and the end of the job must bear.

        Raises:
            BrokenMessage: It is out of place or malformed.
            OSError: The temporary file cannot be written.
        """
        self.size += len(frame)
        header = frames.header_of(frame)
        if kind == frames.SEGMENTS:
            self._segments(header, frame)
            return False
        if header.get("job", job) != job:
            raise frames.BrokenMessage("a message about another document")
        if kind == frames.DOCUMENT:
            self._begin(header)
        elif kind == frames.NOTICE:
            self._notice(header)
        elif kind == frames.LEFT_OUT:
            parts = frames.left_out_of(header)
            self.size += PART * len(parts)
            self._current.left_out += parts
        elif kind == frames.END:
            parsed, count = self._current, header.get("characters")
            parsed.end = self.size_written
            parsed.characters = count if isinstance(count, int) else 0
            self._open = False
        elif kind == frames.FAILED:
            self.fail(rebuild_error(header))
        elif kind == frames.FINISHED:
            self.exhausted = "exhausted" in header
            if "type" in header:
                self.fail(rebuild_error(header))
            return True
        return False

    def fail(self, error: SdkError) -> None:
        """Note an error of the document under way, or of the job as a whole."""
        if self._open:
            self._current.error = error
            self._open = False
        else:
            self.error = error

    def rewind(self) -> None:
        """Forget the document under way, which will be read again."""
        if self._open:
            self._file.seek(self._current.start)
            self._file.truncate()
            self.documents.pop()
            self._open = False

    def batches_of(self, parsed: ParsedDocument) -> Iterator[pyarrow.RecordBatch]:
        """Yield the segments of a document, as columns that have been checked.

        Raises:
            DocumentError: The parser's process has sent something else.
        """
        self._file.seek(parsed.start)
        try:
            while self._file.tell() < parsed.end:
                frame = frames.read_frame(self._file)
                if frame is None:
                    return
                yield read_columns(frame[1], frame[2], self._multimodal)
        except ValueError as error:
            raise DocumentError(f"{parsed.uri}: its parser sent {error}") from error

    def close(self) -> None:
        """Give up the temporary file."""
        self._file.close()

    @property
    def size_written(self) -> int:
        """Bytes in the file."""
        return self._file.tell()

    @property
    def _current(self) -> ParsedDocument:
        if not self._open:
            raise frames.BrokenMessage("a message about no document")
        return self.documents[-1]

    def _begin(self, header: dict[str, Any]) -> None:
        if len(self.documents) >= MAX_DOCUMENTS:
            raise frames.BrokenMessage("more documents than an archive may hold")
        number = header.get("parser")
        self.size = 0
        self.documents.append(
            ParsedDocument(
                uri=str(header.get("uri") or self._uri),
                parser=number if isinstance(number, int) else self._parser,
                media_type=str(header.get("media_type") or ""),
                member=str(header.get("member") or ""),
                start=self.size_written,
            )
        )
        self._open = True

    def _segments(self, header: dict[str, Any], frame: bytes) -> None:
        count = header.get("segments")
        self._current.segments += count if isinstance(count, int) else 0
        self._file.write(frame)

    def _notice(self, header: dict[str, Any]) -> None:
        if "unread" in header:
            self.unread = [str(name) for name in header["unread"]]
            return
        parsed = self._current
        if "warning" in header:
            parsed.warnings.append(str(header["warning"]))
            return
        parsed.title = str(header.get("title") or "") or parsed.title
        facts = header.get("metadata")
        if isinstance(facts, dict):
            parsed.metadata.update({str(key): str(value) for key, value in facts.items() if value})


class WorkerTraceback(Exception):
    """The traceback of an error that happened in a worker, as text."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def rebuild_error(header: dict[str, Any]) -> SdkError:
    """Return the error that a worker told of; only errors of ours are made, by name."""
    found = getattr(errors, str(header.get("type")), None)
    kind: type[SdkError] = DocumentError
    if isinstance(found, type) and issubclass(found, SdkError):
        kind = found
    error = kind.__new__(kind)
    SdkError.__init__(error, str(header.get("message")), hint=str(header.get("hint") or ""))
    error.__cause__ = WorkerTraceback(str(header.get("traceback") or ""))
    return error
