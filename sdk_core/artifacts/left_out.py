"""What was left out of the documents of a table: a file of JSON Lines in the table's folder.

Each line holds one document: its source, its id in a corpus (``""`` in a table of its own), and the
parts. Of two lines with one id the later counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from sdk_core.documents.losses import LeftOut
from sdk_core.errors import DocumentError

FILE = "_left_out.jsonl"
"""Name of the file in a table's folder."""


@dataclass(frozen=True, slots=True)
class DocumentLosses:
    """What is not in one document's text.

    Args:
        source: Where the document came from.
        parts: What was left out of it, in order.
    """

    source: str
    parts: tuple[LeftOut, ...]


def line_of(source: str, parts: Sequence[LeftOut], document_id: str = "") -> str:
    """Return the line of a document, without its end."""
    listed = [astuple(part) for part in parts]
    return json.dumps({"document_id": document_id, "source": source, "parts": listed})


def write(table: Path, lines: Sequence[str]) -> None:
    """Add lines to the file of a table; none are added without a file being made.

    Raises:
        OSError: It cannot be written.
    """
    if lines:
        with (table / FILE).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


def read(table: Path, document_ids: frozenset[str] = frozenset(("",))) -> Iterator[DocumentLosses]:
    """Yield what was left out of the documents with these ids, in the order of the file.

    Raises:
        DocumentError: The file is damaged or cannot be read.
    """
    path = table / FILE
    if not path.exists():
        return
    found: dict[str, DocumentLosses] = {}
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                identity = str(entry["document_id"])
                if identity in document_ids:
                    parts = tuple(LeftOut(*part) for part in entry["parts"])
                    found[identity] = DocumentLosses(str(entry["source"]), parts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DocumentError(
            f"{path} does not say what was left out: {error}", hint="ingest the document again"
        ) from error
    yield from found.values()
