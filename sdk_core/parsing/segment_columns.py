"""Segments on their way from a worker into a table, as the columns that Arrow would hold.

A column of texts is two buffers, offsets and UTF-8, and Arrow arrays are laid over them as they
arrive: a text is encoded once, in the worker. Only the buffers' sizes come through the pipe. Their
types are known here, so that nothing a worker says decides how its bytes are read.

Layout: the Arrow columnar format, https://arrow.apache.org/docs/format/Columnar.html.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, get_args

from sdk_core.model import Segment, SegmentKind

if TYPE_CHECKING:
    import pyarrow

MAX_INDEX = 2**31 - 1
"""Largest index that a table holds."""

BATCH_ROWS = 1000
BATCH_BYTES = 1 << 20
"""Rows and bytes of content after which a batch is sent."""

_ALIGNMENT = 64
"""Bytes to whose multiples buffers are aligned, as the Arrow format recommends."""

_KINDS = frozenset(get_args(SegmentKind))
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, which UTF-8 cannot hold
_TEXTS = ("text", "kind", "metadata")
_PICTURES = ("image", "image_type", "image_alt")
_OPTIONAL = frozenset(("image",))
"""Columns of bytes, which may be null."""


class SegmentColumns:
    """Gathers segments as columns.

    With pictures, a segment with several has a further row with empty text and metadata for each
    one after the first.

    Args:
        multimodal: Whether pictures are kept.
    """

    def __init__(self, multimodal: bool) -> None:
        self._multimodal = multimodal
        self._index = array("i")
        self._values: dict[str, list[bytes]] = {name: [] for name in _names(multimodal)}
        self._segments = 0
        self._size = 0

    def __len__(self) -> int:
        return len(self._index)

    @property
    def is_full(self) -> bool:
        """Whether it is time to send what there is."""
        return len(self) >= BATCH_ROWS or self._size >= BATCH_BYTES

    def add(self, segment: Segment) -> None:
        """Take in a segment.

        Raises:
            TypeError: It is no segment, or one of its values has a wrong type.
            ValueError: Its index is too large to be stored.
        """
        if not isinstance(segment, Segment):
            raise TypeError(f"parse() must give Segment objects, not {type(segment).__name__}")
        if not isinstance(segment.text, str):
            raise TypeError(f"the text of a segment is {type(segment.text).__name__}, not str")
        if segment.kind not in _KINDS:
            raise TypeError(f"a segment cannot be of the kind {segment.kind!r}")
        if not 0 <= segment.index <= MAX_INDEX:
            raise ValueError(f"a segment cannot have the index {segment.index}")
        facts = {str(key): str(value) for key, value in dict(segment.metadata).items()}
        text, metadata = segment.text, json.dumps(facts, ensure_ascii=False)
        images = (segment.images if self._multimodal else ()) or (None,)
        for image in images:
            row = {"text": utf8(text), "kind": segment.kind.encode(), "metadata": utf8(metadata)}
            if self._multimodal:
                row["image"] = bytes(image.data) if image else b""
                row["image_type"] = utf8(image.media_type) if image else b""
                row["image_alt"] = utf8(image.alt) if image else b""
            for name, value in row.items():
                self._values[name].append(value)
                self._size += len(value)
            self._index.append(segment.index)
            text = metadata = ""
        self._segments += 1

    def pack(self) -> tuple[dict[str, Any], list[bytes]]:
        """Return the sizes of the buffers, and the buffers with what aligns them."""
        buffers = [self._index.tobytes()]
        for name, values in self._values.items():
            if name in _OPTIONAL:
                buffers.append(_validity(values))
            buffers += [
                array("i", accumulate(map(len, values), initial=0)).tobytes(),
                b"".join(values),
            ]
        sizes = list(map(len, buffers))
        parts = [part for buffer in buffers for part in (buffer, bytes(-len(buffer) % _ALIGNMENT))]
        return {"rows": len(self), "segments": self._segments, "sizes": sizes}, parts


def schema(multimodal: bool) -> pyarrow.Schema:
    """Return the columns of segments."""
    import pyarrow as pa

    fields = [pa.field("index", pa.int32(), nullable=False)]
    for name in _names(multimodal):
        optional = name in _OPTIONAL
        fields.append(pa.field(name, pa.binary() if optional else pa.string(), nullable=optional))
    return pa.schema(fields)


def read_columns(header: Mapping[str, Any], body: bytes, multimodal: bool) -> pyarrow.RecordBatch:
    """Return segments as Arrow arrays over the bytes that came from a worker.

    Args:
        header: What `SegmentColumns.pack` says of the buffers.
        body: The buffers.
        multimodal: Whether pictures are among them.

    Raises:
        ValueError: They are no such columns. Each offset and each character has been looked at.
    """
    import pyarrow as pa

    rows = header.get("rows")
    if not isinstance(rows, int) or not 0 < rows <= len(body):
        raise ValueError("a number of rows that is none")
    buffers = _cut(header.get("sizes"), body)
    arrays = []
    try:
        for field in schema(multimodal):
            validity = next(buffers) if field.nullable else None
            count = 1 if pa.types.is_integer(field.type) else 2
            content = [next(buffers) for _ in range(count)]
            arrays.append(pa.Array.from_buffers(field.type, rows, [validity, *content]))
    except StopIteration:
        raise ValueError("fewer columns than there are") from None
    batch = pa.RecordBatch.from_arrays(arrays, schema=schema(multimodal))
    batch.validate(full=True)
    if not _KINDS.issuperset(batch.column("kind").unique().to_pylist()):
        raise ValueError("a kind of segment that is none")
    if min(batch.column("index").to_pylist()) < 0:
        raise ValueError("an index that is none")
    return batch


def utf8(text: str) -> bytes:
    """Return a text in UTF-8, with halves of characters replaced."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


def _names(multimodal: bool) -> tuple[str, ...]:
    return (*_TEXTS, *_PICTURES) if multimodal else _TEXTS


def _validity(values: Sequence[bytes]) -> bytes:
    """Return a bit for each value, set unless it is empty."""
    bits = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        bits[place >> 3] |= bool(value) << (place & 7)
    return bytes(bits)


def _cut(sizes: Any, body: bytes) -> Any:
    import pyarrow as pa

    whole, start = pa.py_buffer(body), 0
    if not isinstance(sizes, list) or not all(isinstance(size, int) for size in sizes):
        raise ValueError("sizes that are none")
    for size in sizes:
        if not 0 <= size <= len(body) - start:
            raise ValueError("sizes beyond what was sent")
        yield whole.slice(start, size)
        start += size + -size % _ALIGNMENT
