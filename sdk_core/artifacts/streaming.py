"""One artefact for the documents of a corpus, written as they come and never held in memory.

The file is laid out as that of a single document. What was made of each document waits in temporary
files until all are there; the summaries are listed under ``metadata.documents``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sdk_core.artifacts import json_files
from sdk_core.artifacts.atomic import replace_file
from sdk_core.artifacts.example_files import conversations_of, file_metadata
from sdk_core.artifacts.example_json import to_record
from sdk_core.artifacts.layouts import CONVERSATIONS
from sdk_core.model import ExampleSet, RecordKind

OF_A_DOCUMENT = ("source", "document_id", "title", "wanted", "made", "left_out", "calls",
                 "prompt_tokens", "completion_tokens", "failures")  # fmt: skip
"""Keys of a document's metadata that are listed for each; the others are the same for all."""


class JsonArrayWriter:
    """A JSON array that is written value by value into a temporary file.

    Args:
        depth: Spaces by which its values are indented.
    """

    def __init__(self, depth: int) -> None:
        self.length = 0
        self._indent = b" " * depth
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`

    def append(self, value: Any) -> None:
        """Add a value."""
        lines = json_files.encode_json(value).rstrip(b"\n").replace(b"\n", b"\n" + self._indent)
        self._file.write((b",\n" if self.length else b"\n") + self._indent + lines)
        self.length += 1

    def copy_to(self, target: BinaryIO) -> None:
        """Write the array."""
        self._file.seek(0)
        target.write(b"[")
        shutil.copyfileobj(self._file, target)
        target.write(b"\n" + self._indent[2:] + b"]" if self.length else b"]")

    def close(self) -> None:
        """Give up the temporary file."""
        self._file.close()


@dataclass(slots=True)
class StreamingExamplesWriter:
    """The artefact of a corpus while it is made.

    Args:
        path: The file.
        kind: The kind of the examples.
    """

    path: Path
    kind: RecordKind
    _metadata: Mapping[str, Any] = field(default_factory=dict)
    _records: JsonArrayWriter = field(default_factory=lambda: JsonArrayWriter(4))
    _conversations: JsonArrayWriter = field(default_factory=lambda: JsonArrayWriter(4))
    _passages: JsonArrayWriter = field(default_factory=lambda: JsonArrayWriter(6))
    _documents: JsonArrayWriter = field(default_factory=lambda: JsonArrayWriter(6))

    def add(self, examples: ExampleSet) -> None:
        """Add what was made of the next document."""
        self._metadata = examples.metadata
        first = self._passages.length
        passages: dict[str, int] = {}
        for example in examples.examples:
            record = to_record(example, passages)
            origin = record.get("provenance")
            if isinstance(origin, dict) and isinstance(origin.get("passage"), int):
                if self.kind.bare:
                    del origin["passage"]
                else:
                    origin["passage"] += first
            self._records.append(record)
        for passage in passages:
            self._passages.append(passage)
        if self.kind.lists_turns:
            for turns in conversations_of(examples.examples):
                self._conversations.append(turns)
        facts = {name: examples.metadata.get(name) for name in OF_A_DOCUMENT}
        self._documents.append({**facts, "summary": examples.summary})

    def write(self) -> None:
        """Write the file; it appears whole or not at all.

        Raises:
            StorageError: The place cannot be written.
        """
        replace_file(self.path, self._write)

    def close(self) -> None:
        """Give up the temporary files."""
        for part in (self._records, self._conversations, self._passages, self._documents):
            part.close()

    def _write(self, file: BinaryIO) -> None:
        common = {k: v for k, v in self._metadata.items() if k not in OF_A_DOCUMENT}
        metadata = file_metadata({"corpus": True, **common}, self.kind, {})
        if self.kind.bare:  # a bare list, which has no place for anything else
            self._records.copy_to(file)
            file.write(b"\n")
            return
        file.write(b'{\n  "summary": ""')
        for name, values in self._lists():
            file.write(b",\n  " + json_files.encode_json(name).strip() + b": ")
            values.copy_to(file)
        facts = json_files.encode_json(metadata).removesuffix(b"\n}\n").replace(b"\n", b"\n  ")
        file.write(b',\n  "metadata": ' + facts + b",")
        file.write(b'\n    "documents": ')
        self._documents.copy_to(file)
        if self._passages.length:
            file.write(b',\n    "passages": ')
            self._passages.copy_to(file)
        file.write(b"\n  }\n}\n")

    def _lists(self) -> Iterator[tuple[str, JsonArrayWriter]]:
        yield self.kind.list_key, self._records
        if self.kind.lists_turns:
            yield CONVERSATIONS, self._conversations
