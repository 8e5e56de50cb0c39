"""The records of one file as people look at them: each with its fate, its id and its passage."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_core.errors import UsageError
from sdk_core.model import Example
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.session import Session

ID_DIGITS = 12

_ADDED = ("rating", "reason", "provenance", "judgements")
"""What curation adds to the fields of a record, which its id must not depend on."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record of a file.

    Args:
        number: Its number in the file, from 1: kept records first, then rejected and unrated ones.
        id: The same for the same record, before and after curation: 12 hex digits.
        fate: ``kept``, ``rejected`` or ``unrated``; ``""`` in files that were not curated.
        reason: Why it is not kept.
        example: The record.
    """

    number: int
    id: str
    fate: str
    reason: str
    example: Example


@dataclass(frozen=True, slots=True)
class FileView:
    """The records of a file, and what is known of the runs that made it."""

    path: Path
    records: Sequence[RecordView]
    metadata: dict[str, Any]

    def find(self, wanted: str) -> RecordView:
        """Return the record of a number or of an id, of which the first digits are enough.

        Raises:
            UsageError: There is none, or there are several.
        """
        if wanted.isdecimal() and 1 <= int(wanted) <= len(self.records):
            return self.records[int(wanted) - 1]
        found = [each for each in self.records if each.id.startswith(wanted.lower())]
        if len(found) == 1:
            return found[0]
        said = f"{len(found)} records whose id begins so" if found else "no such record"
        raise UsageError(
            f"{self.path} has {said}: {wanted}",
            hint=f"it has {len(self.records)} records; `show {self.path}` lists them",
        )


def open_file(session: Session, path: Path) -> FileView:
    """Return the records of a file.

    Raises:
        DocumentError: It cannot be read, or holds no examples.
    """
    loaded = ExampleReader(session).read(path, rejected=True, unrated=True)
    examples, metadata = loaded.examples.examples, dict(loaded.examples.metadata)
    curated = "curation" in metadata
    judged = len(examples) - loaded.unrated
    views = []
    for index, example in enumerate(examples):
        fate = "kept" if example.kept else "unrated" if index >= judged else "rejected"
        reason = str(example.fields.get("reason", "")) if not example.kept else ""
        views.append(
            RecordView(index + 1, record_id(example), fate if curated else "", reason, example)
        )
    return FileView(path, views, metadata)


def record_id(example: Example) -> str:
    """Return what names a record by what it says and where it comes from.

    The beginning of a SHA-256; judgements, ratings and the run that made it do not count.
    """
    own = {name: value for name, value in example.fields.items() if name not in _ADDED}
    turns = [turn.to_dict() for turn in example.messages]
    origin = example.provenance
    content = [own, turns, origin.source, origin.start]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]
