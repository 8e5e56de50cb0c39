"""The text of a parsed document as a plain file beside its table, for programs that read text."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sdk_core.artifacts import document_tables
from sdk_core.artifacts.atomic import replace_file
from sdk_core.errors import StorageError
from sdk_core.model.documents import SEGMENT_SEPARATOR

if TYPE_CHECKING:
    import pyarrow

SUFFIX = ".txt"


class TextCopy:
    """The text of one document, gathered while batches of its segments pass by.

    Args:
        path: The file that it will be in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  closed by `put`
        self._hash = hashlib.sha256()

    def passing(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """Yield the batches and keep their text."""
        import pyarrow as pa

        for batch in batches:
            for text in filter(None, batch.column("text").view(pa.binary()).to_pylist()):
                self._keep(SEGMENT_SEPARATOR.encode() if self._file.tell() else b"")
                self._keep(text)
            yield batch

    def put(self, table: Path) -> None:
        """Write the file, and note with its table that it is the table's.

        Raises:
            StorageError: The place cannot be written.
        """
        with self._file as kept:
            kept.seek(0)
            replace_file(self._path, lambda file: shutil.copyfileobj(kept, file))
        origin = document_tables.read_origin(table)
        if origin is not None:
            document_tables.write_origin(table, replace(origin, text=self._hash.hexdigest()))

    def _keep(self, data: bytes) -> None:
        self._hash.update(data)
        self._file.write(data)


class KnownCopies:
    """Tells which text files are copies that belong to tables; each folder is looked at once."""

    def __init__(self) -> None:
        self._tables: dict[Path, dict[str, str]] = {}

    def source(self, path: Path) -> str | None:
        """Return the document whose text a file is, ``None`` when no table accounts for it."""
        if path.suffix != SUFFIX or not path.is_file():
            return None
        known = self._of_folder(path.parent)
        if not known:
            return None
        with suppress(OSError), path.open("rb") as file:
            return known.get(hashlib.file_digest(file, "sha256").hexdigest())
        return None

    def _of_folder(self, folder: Path) -> dict[str, str]:
        if folder not in self._tables:
            tables = folder.glob(f"*{document_tables.SUFFIX}")
            origins = (document_tables.read_origin(table) for table in tables)
            self._tables[folder] = {o.text: o.source for o in origins if o is not None and o.text}
        return self._tables[folder]


def check_place(path: Path, source: str | os.PathLike[str]) -> str:
    """Return the document whose text a copy will replace, ``""`` for none or for the same one.

    Args:
        path: Where the copy goes.
        source: The document that it is made of.

    Raises:
        StorageError: A file is there that no table accounts for.
    """
    if not path.exists():
        return ""
    held = KnownCopies().source(path)
    if held is None:
        raise StorageError(
            f"{path} exists and was not written by ingest as it is, so the text of {source} is not "
            "put there",
            hint="move it, choose another --output-dir, or set ingest.default_format to lance",
        )
    return "" if held == str(source) else held
