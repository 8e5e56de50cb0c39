"""What goes through the pipe between a worker and the process that asked: framed JSON and bytes.

A frame is a mark, a kind (one byte), the lengths of a JSON header and of the bytes after it (both
unsigned, big-endian), the header, and the bytes: a source that was fetched, or columns of segments.
"""

from __future__ import annotations

import json
import struct
import traceback
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from sdk_core.documents.losses import LeftOut
from sdk_core.errors import SdkError
from sdk_core.parsing.segment_columns import MAX_INDEX

START = b"S"
"""To a worker: its parsers and limits."""

JOB = b"J"
"""To a worker: a source to read."""

READY = b"r"
"""From a worker: it has started."""

DOCUMENT = b"d"
"""From a worker: a document begins."""

SEGMENTS = b"s"
"""From a worker: the document's next segments."""

NOTICE = b"n"
"""From a worker: a warning or a fact about the document."""

LEFT_OUT = b"l"
"""From a worker: parts of the document that are not in its text."""

END = b"e"
"""From a worker: the document is complete."""

FAILED = b"f"
"""From a worker: the document could not be read."""

FINISHED = b"F"
"""From a worker: the job is done."""

MAX_BODY = 1 << 40
"""Bytes that no message has, so that a length beyond it is none."""

MAX_HEADER = 64 << 20
"""Bytes of JSON from a worker that are taken apart: many small values take some 20 times as much
memory."""

_PREFIX = struct.Struct(">2scIQ")
_MARK = b"\xd5K"
_KINDS = frozenset((READY, DOCUMENT, SEGMENTS, NOTICE, LEFT_OUT, END, FAILED, FINISHED))


class BrokenMessage(ValueError):
    """Something came through the pipe that no worker of ours sends."""


def pack_frame(kind: bytes, header: Mapping[str, Any], blobs: Sequence[bytes] = ()) -> list[bytes]:
    """Return the parts of a frame; JSON may hold halves of characters, as file names do."""
    head = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return [_PREFIX.pack(_MARK, kind, len(head), sum(map(len, blobs))), head, *blobs]


def left_out_of(header: Mapping[str, Any]) -> list[LeftOut]:
    """Return the parts that a frame says were left out.

    Raises:
        BrokenMessage: Its header does not describe any.
    """
    try:
        return [
            LeftOut(str(reason), str(text), max(0, min(int(segment), MAX_INDEX)))
            for reason, text, segment in header["parts"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenMessage("parts that are none") from error


def describe_error(error: SdkError) -> dict[str, Any]:
    """Return the header of an error."""
    return {
        "type": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "traceback": "".join(traceback.format_exception(error)),
    }


def read_frame(stream: IO[bytes]) -> tuple[bytes, dict[str, Any], bytes] | None:
    """Return the next frame of a stream, ``None`` at its end.

    Raises:
        BrokenMessage: The stream ends in the middle of a frame, or holds something else.
    """
    prefix = stream.read(_PREFIX.size)
    if not prefix:
        return None
    if len(prefix) < _PREFIX.size:
        raise BrokenMessage("a message was cut short")
    mark, kind, head, body = _PREFIX.unpack(prefix)
    if mark != _MARK or kind not in (START, JOB, *_KINDS) or body > MAX_BODY:
        raise BrokenMessage("a message of an unknown kind")
    content = stream.read(head + body)
    if len(content) < head + body:
        raise BrokenMessage("a message was cut short")
    return kind, _header(content[:head]), content[head:]


class Frames:
    """Cuts what arrives from a worker into frames.

    Args:
        largest: Bytes that one frame may have.
    """

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take in what has arrived and yield the kind and bytes of each frame that is whole.

        Raises:
            BrokenMessage: It is no frame, or larger than any may be.
        """
        self._buffer += data
        start = 0
        while len(self._buffer) - start >= _PREFIX.size:
            mark, kind, head, body = _PREFIX.unpack_from(self._buffer, start)
            if mark != _MARK or kind not in _KINDS:
                raise BrokenMessage("a message of an unknown kind")
            if head > MAX_HEADER:
                raise BrokenMessage("a message with too much beside the text")
            if head + body > self._largest:
                raise Oversized
            end = start + _PREFIX.size + head + body
            if len(self._buffer) < end:
                break
            yield kind, bytes(self._buffer[start:end])
            start = end
        del self._buffer[:start]


class Oversized(BrokenMessage):
    """A frame is larger than a document may become."""


def header_of(frame: bytes) -> dict[str, Any]:
    """Return the header of a whole frame.

    Raises:
        BrokenMessage: It is no JSON object.
    """
    _, _, head, _ = _PREFIX.unpack_from(frame)
    return _header(frame[_PREFIX.size : _PREFIX.size + head])


def _header(data: bytes) -> dict[str, Any]:
    try:
        header = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BrokenMessage("a message that is no JSON") from error
    if not isinstance(header, dict):
        raise BrokenMessage("a message that is no object")
    return header
