"""What parsed tables hold, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sdk_core.artifacts import corpus_table, document_tables, left_out
from sdk_core.artifacts.left_out import DocumentLosses
from sdk_core.documents import losses
from sdk_core.documents.language import detect_language
from sdk_core.errors import UsageError
from sdk_core.model import Document, Segment
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.runs.directory import DirectoryScan
from sdk_core.runs.inputs import existing
from sdk_core.runs.session import Session
from sdk_core.tokens import estimate

MAX_EMPTY = 20
"""Empty segments that are named."""


@dataclass(slots=True)
class TableStatistics:
    """What a table holds.

    Args:
        path: The table.
        documents: How many documents.
        segments: How many of each kind (page, slide, section, caption).
        characters: Characters of text.
        tokens: About how many tokens that is.
        chunks: How many chunks ``create`` would cut at the sizes of the config.
        images: How many pictures.
        empty: Segments without text and pictures, the first few by name.
        empties: How many of them.
        languages: Characters by the code of their language, most first; ``und`` for too little
            to tell.
        sources: Where the documents came from, the first few.
        left_out: Parts and characters of the documents that are not in the text, by reason.
    """

    path: str
    documents: int = 0
    segments: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    tokens: int = 0
    chunks: int = 0
    images: int = 0
    empty: list[str] = field(default_factory=list)
    empties: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    sources: list[str] = field(default_factory=list)
    left_out: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON-serialisable values."""
        return {
            **asdict(self),
            "segments": dict(self.segments),
            "languages": dict(self.languages.most_common()),
            "rows": sum(self.segments.values()),
        }


def find_tables(target: str, *, recursive: bool) -> list[Path]:
    """Return the tables that a path names: itself, or those of a directory.

    Raises:
        UsageError: There is none.
    """
    path = existing(target)
    if document_tables.is_table(path):
        return [path]
    found = (
        [p for p in DirectoryScan(path, recursive).files() if document_tables.is_table(p)]
        if path.is_dir()
        else []
    )
    if not found:
        raise UsageError(
            f"{target} holds no parsed document", hint="synthetic-data-kit ingest DOCUMENT"
        )
    return found


def measure(session: Session, path: Path) -> TableStatistics:
    """Return the figures of a table.

    Raises:
        DocumentError: It cannot be read.
    """
    figures = TableStatistics(str(path))
    cutter = DocumentCutter.of(session)
    for document in _documents(path):
        figures.documents += 1
        if len(figures.sources) < MAX_EMPTY:
            figures.sources.append(document.source)
        for segment in document.segments:
            _count(figures, document, segment)
        figures.chunks += len(cutter.cut(document))
    figures.left_out = losses.totals(p for document in losses_of(path) for p in document.parts)
    return figures


def losses_of(path: Path) -> Iterator[DocumentLosses]:
    """Yield what was left out of each document of a table.

    Raises:
        DocumentError: It cannot be read.
    """
    return corpus_table.losses(path) if corpus_table.is_corpus(path) else left_out.read(path)


def _documents(path: Path) -> Iterator[Document]:
    if corpus_table.is_corpus(path):
        yield from corpus_table.documents(path)
    else:
        yield document_tables.read_document(path)


def _count(figures: TableStatistics, document: Document, segment: Segment) -> None:
    text = segment.text
    figures.segments[segment.kind] += 1
    figures.characters += len(text)
    figures.tokens += estimate(text)
    figures.images += len(segment.images)
    if text.strip():
        figures.languages[detect_language(text)] += len(text)
    elif not segment.images:
        figures.empties += 1
        if len(figures.empty) < MAX_EMPTY:
            figures.empty.append(f"{document.source}: {segment.kind} {segment.index}")
