"""Content that was made to fill the memory when it is unpacked."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_MAX_HEAD = 600  # bytes before a stream in which its dictionary is looked for
_MIN_PACKED = 16 << 10  # bytes; one pass unpacks to a thousand times as much at most
_LIMIT = 32 << 20  # bytes; a page of a dense map has a tenth of that
_TASTE = 1 << 16
_MAX_RATIO = 250


def holds_bomb(data: bytes) -> bool:
    """Whether a stream other than a picture unpacks to far more than a page can need.

    Only streams that begin like a bomb are unpacked, up to the limit and no further.
    """
    return any(_is_bomb(data, match.start(), match.end()) for match in _STREAM.finditer(data))


def _is_bomb(data: bytes, start: int, begin: int) -> bool:
    head = data[max(start - _MAX_HEAD, 0) : start]
    head = head[head.rfind(b"obj") + 3 :]
    passes = len(_FLATE.findall(head))
    if passes == 0 or _IMAGE.search(head):
        return False
    end = data.find(b"endstream", begin)
    packed = data[begin : end if end >= 0 else len(data)]
    if passes == 1 and (len(packed) < _MIN_PACKED or not _begins_like_bomb(packed)):
        return False
    for _ in range(passes):
        try:
            packed = zlib.decompressobj().decompress(packed, _LIMIT + 1)
        except zlib.error:
            return False
        if len(packed) > _LIMIT:
            return True
    return False


def _begins_like_bomb(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        taste = unpacker.decompress(packed, _TASTE)
    except zlib.error:
        return False
    taken = len(packed) - len(unpacker.unconsumed_tail)
    return len(taste) > _MAX_RATIO * taken
