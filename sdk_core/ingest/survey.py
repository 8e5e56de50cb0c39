"""What an ``ingest`` would read and where it would put it, found out without storing anything."""

from __future__ import annotations

import math
import mimetypes
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdk_core.artifacts.document_tables import is_table
from sdk_core.ingest.output import DocumentSink, complete
from sdk_core.ingest.reading import Reading
from sdk_core.reports import ItemReport
from sdk_core.runs.inputs import Planned

TEXT_IN_BYTES = {True: (0.2, 1.0), False: (0.002, 3.0)}
"""Least and most characters of text in a byte: of files that are text themselves (markup takes
some, and letters of other scripts take up to four bytes), and of all others, which hold pictures or
packed text."""


def text_range(path: Path) -> tuple[int, int]:
    """Return the least and the most characters of text that a file may hold, by its size.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        is_text = b"\0" not in file.read(4096)
    least, most = TEXT_IN_BYTES[is_text]
    size = path.stat().st_size
    return math.ceil(size * least), math.ceil(size * most)


def characters_of(planned: Planned) -> tuple[int, int] | None:
    """Return the least and the most characters of an input, ``None`` where nothing tells.

    Raises:
        OSError: It cannot be read.
    """
    if planned.url or is_table(planned.path):
        return None
    if planned.fetch is None:
        return text_range(planned.path)
    listed = planned.fetch.listed
    if listed.path is not None:
        return text_range(listed.path)
    if listed.size is None:
        return None
    kind = listed.media_type or mimetypes.guess_type(listed.name, strict=False)[0] or "text/"
    least, most = TEXT_IN_BYTES[kind.startswith("text/")]
    return math.ceil(listed.size * least), math.ceil(listed.size * most)


@dataclass(slots=True)
class Survey:
    """The documents that would be read.

    Args:
        parsers: How many each parser reads; archives and what must be fetched first are there by
            what they are.
        least: Characters of their text at least.
        most: Characters at most.
        guessed: How many are in these figures by the size of their files only.
        unknown: How many are not in them, because their size says nothing.
    """

    parsers: Counter[str] = field(default_factory=Counter)
    least: int = 0
    most: int = 0
    guessed: int = 0
    unknown: int = 0

    def guess(self, planned: Planned, component: str) -> str:
        """Count an input that is not read; returns who would read it."""
        reader = component or (
            "known once it is fetched"
            if planned.url
            else "table"
            if is_table(planned.path)
            else "archive"
        )
        self.parsers[reader] += 1
        found = characters_of(planned) if component else None
        if found is None:
            self.unknown += 1
        else:
            self.least, self.most = self.least + found[0], self.most + found[1]
            self.guessed += 1
        return reader

    def count(self, component: str, characters: int) -> None:
        """Count a document that was read."""
        self.parsers[component] += 1
        self.least, self.most = self.least + characters, self.most + characters

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON-serialisable values."""
        return {
            "parsers": dict(self.parsers.most_common()),
            "characters": [self.least, self.most],
            "guessed": self.guessed,
            "unknown": self.unknown,
        }


class PreviewSink:
    """Stands for a place where documents go, and stores none.

    Args:
        sink: The place.
    """

    def __init__(self, sink: DocumentSink) -> None:
        self.holds = sink.holds
        self.place = sink.place

    def put(self, item: ItemReport, reading: Reading, revision: str) -> None:
        """Complete the document's entry in the report."""
        complete(item, reading.parsed, self.place(reading.planned, reading.parsed.uri))

    def close(self) -> None:
        """Nothing waits to be stored."""
