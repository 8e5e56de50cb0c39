"""Documents, from their source to the passages that a model is shown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SEGMENT_SEPARATOR = "\n\n"

SegmentKind = Literal["page", "slide", "section", "caption"]

_HALVES = re.compile("[\ud800-\udfff]")  # of characters, which UTF-8 cannot hold


def whole_characters(text: str) -> str:
    """Return a text with each half of a character replaced."""
    return _HALVES.sub("\ufffd", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input of ``ingest``: a file on disk, or the body of a URL that was fetched.

    Args:
        uri: The path as the user gave it, or the URL.
        media_type: MIME type, from the server or guessed from the name; ``""`` when unknown.
        path: The file, when there is one.
        data: The body, when it was fetched; a URL parser that fetches by itself gets ``None``.
        charset: Character set the server named, ``""`` when none.
    """

    uri: str
    media_type: str = ""
    path: Path | None = None
    data: bytes | None = None
    charset: str = ""

    @property
    def is_url(self) -> bool:
        """Whether the input is a URL rather than a file."""
        return self.path is None

    def read(self) -> bytes:
        """Return the whole content.

        Raises:
            OSError: The file cannot be read.
            ValueError: The source is a URL that was not fetched.
        """
        if self.data is not None:
            return self.data
        if self.path is None:
            raise ValueError(f"{self.uri} was not fetched")
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture of a document.

    Args:
        data: The encoded file (PNG, JPEG …), not pixels.
        media_type: MIME type of ``data``.
        alt: The author's description, ``""`` when there is none.
        name: Where it is stored (``report.lance#4``: table and row); set by the store.
    """

    data: bytes = field(repr=False)
    media_type: str
    alt: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a document that keeps its own place: a page, a slide, a section.

    Args:
        text: Its text.
        kind: What kind of part it is.
        index: 1-based position among the parts of its kind (page 3 is ``3``).
        images: Pictures that stand in this part.
        metadata: String facts about the part (a heading, a start time in seconds …).
    """

    text: str
    kind: SegmentKind = "section"
    index: int = 1
    images: tuple[Image, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed document.

    Args:
        id: Hash of source and text, so that a changed document has another identity.
        source: The path or URL it came from.
        segments: Its parts in reading order.
        title: Its title, ``""`` when unknown.
        media_type: MIME type of the source.
        metadata: String facts about the whole document.
    """

    id: str
    source: str
    segments: tuple[Segment, ...]
    title: str = ""
    media_type: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        source: str,
        segments: Sequence[Segment],
        *,
        title: str = "",
        media_type: str = "",
        metadata: Mapping[str, str] | None = None,
    ) -> Document:
        """Build a document and compute its id from source and text (SHA-256, 16 hex digits).

        Halves of characters in the source and the title, such as names of files that are no UTF-8
        have, are replaced: no file could carry what is made of the document.
        """
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass"))
        for segment in segments:
            digest.update(b"\0")
            digest.update(segment.text.encode("utf-8", "surrogatepass"))
        return cls(
            id=digest.hexdigest()[:16],
            source=whole_characters(source),
            segments=tuple(segments),
            title=whole_characters(title),
            media_type=media_type,
            metadata=metadata or {},
        )

    @property
    def text(self) -> str:
        """The whole text: the segments joined by a blank line, empty ones left out."""
        return SEGMENT_SEPARATOR.join(s.text for s in self.segments if s.text)

    def spans(self) -> Iterator[tuple[int, int, Segment]]:
        """Yield ``(start, end, segment)`` with character offsets into `text`.

        A segment without text is where the next text starts, or at the end when there is none.
        """
        last = max((n for n, s in enumerate(self.segments) if s.text), default=-1)
        position = end = 0
        for number, segment in enumerate(self.segments):
            if not segment.text:
                place = position if number < last else end
                yield place, place, segment
                continue
            end = position + len(segment.text)
            yield position, end, segment
            position = end + len(SEGMENT_SEPARATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of a document, as it is put before a model.

    Args:
        document_id: `Document.id` of the document it is cut from.
        index: 0-based position among the document's chunks.
        text: Exactly ``document.text[start:end]``.
        start: Character offset of the first character.
        end: Character offset after the last character.
        segment_kind: Kind of the segment in which the chunk starts.
        segment_index: `Segment.index` of that segment, 0 when the document has none.
        last_segment_index: `Segment.index` of the segment in which the chunk ends.
        section: Headings under which the chunk starts, outer ones first, between `` > ``.
        images: Pictures of the segments that the chunk touches.
    """

    document_id: str
    index: int
    text: str
    start: int
    end: int
    segment_kind: str = ""
    segment_index: int = 0
    last_segment_index: int = 0
    section: str = ""
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What an example is to be made from where there is no document: a topic, a task, a persona.

    Args:
        index: 0-based position in its list.
        text: What it says: a line, or the first text of a row.
        fields: All that the row has, by name; empty for a line.
    """

    index: int
    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkLimits:
    """How long the chunks of a run may be.

    Args:
        size: Characters in a chunk at most.
        overlap: Characters that neighbours share; smaller than ``size``.
    """

    size: int
    overlap: int = 0
