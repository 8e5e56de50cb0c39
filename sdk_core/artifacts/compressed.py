"""Files of text, packed when their name says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

CODECS = {".gz": "gzip", ".zst": "zstd"}
"""Endings of packed files with the name of what packs them."""

_MAGIC = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


def inner_suffix(path: Path) -> str:
    """Return the ending of a file, without that of its packing."""
    return Path(path.stem).suffix if path.suffix in CODECS else path.suffix


def first_bytes(path: Path) -> bytes:
    """Return the bytes by which kinds of files are told.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(4)


def packing(start: bytes) -> str:
    """Return what a file that begins like this is packed with, ``""`` for not at all."""
    return next((codec for magic, codec in _MAGIC.items() if start.startswith(magic)), "")


@contextmanager
def create_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file for writing.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("xb"))
        if codec := CODECS.get(path.suffix):
            file = stack.enter_context(pa.CompressedOutputStream(file, codec))
        yield file


@contextmanager
def reopen_file(path: Path, codec: str | None = None) -> Iterator[IO[bytes]]:
    """Open a file for reading.

    Args:
        path: The file.
        codec: What it is packed with, ``""`` for not at all; ``None`` to tell by its name.

    Raises:
        OSError: It cannot be read.
    """
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("rb"))
        codec = CODECS.get(path.suffix, "") if codec is None else codec
        if codec:
            stream = stack.enter_context(pa.CompressedInputStream(file, codec))
            file = stack.enter_context(io.BufferedReader(stream, 1 << 20))
        yield file
