"""Files of text, packed when their name says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa

_CODECS = {".gz": "gzip", ".zst": "zstd"}


def inner_suffix(path: Path) -> str:
    """Return the ending of a file, without that of its packing."""
    return Path(path.stem).suffix if path.suffix in _CODECS else path.suffix


@contextmanager
def create(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file for writing.

    Raises:
        OSError: It is there already, or cannot be written.
    """
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("xb"))
        if codec := _CODECS.get(path.suffix):
            file = stack.enter_context(pa.CompressedOutputStream(file, codec))
        yield cast("IO[bytes]", file)


@contextmanager
def reopen(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for reading.

    Raises:
        OSError: It cannot be read.
    """
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("rb"))
        if codec := _CODECS.get(path.suffix):
            stream = stack.enter_context(pa.CompressedInputStream(file, codec))
            file = stack.enter_context(io.BufferedReader(cast(Any, stream), 1 << 20))
        yield cast("IO[bytes]", file)
