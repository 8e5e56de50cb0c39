"""Damaged files: a new list of pages for those whose own one is lost."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})\s+(\d{1,5})\s+obj\b")
_END = re.compile(rb"\bendobj\b|(?<![0-9])\d{1,9}\s+\d{1,5}\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PARENT = re.compile(rb"/Parent\s+\d+\s+\d+\s+R")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})")
_COUNT = re.compile(rb"/N\s+(\d{1,7})")
_STREAM = re.compile(rb"stream\r?\n")
_MAX_UNPACKED = 64 << 20
_MAX_HEAD = 1 << 16  # bytes of a dictionary


def rebuild(data: bytes) -> bytes | None:
    """Return a file with a page tree made anew from the pages that are found in it.

    Pages keep what they say themselves; what they inherited from the lost tree is gone, but for
    the size of the page. Encrypted files cannot be mended like this.

    Returns:
        The file, or ``None`` when it is encrypted or holds no page.
    """
    if b"/Encrypt" in data:
        return None
    objects = dict(_plain_objects(data))
    for number, body in _packed_objects(data, objects):
        objects.setdefault(number, body)
    pages = {number: body for number, body in objects.items() if _PAGE.search(body)}
    if not pages:
        return None
    tree = max(objects) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    for number, body in pages.items():
        orphan = _PARENT.sub(b"", body)
        objects[number] = orphan.replace(b"<<", b"<</Parent %d 0 R" % tree, 1)
    list_of_pages = b"<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 612 792]>>"
    objects[tree] = list_of_pages % (len(pages), kids)
    objects[tree + 1] = b"<</Type/Catalog/Pages %d 0 R>>" % tree
    return _written(objects, root=tree + 1)


def _written(objects: dict[int, bytes], root: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    index = b"xref\n"
    for number, body in objects.items():
        index += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.strip())
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out + index + trailer % (root + 1, root, len(out)))


def _plain_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while match := _OBJECT.search(data, position):
        start = match.end()
        stream = _STREAM.search(data, start, start + _MAX_HEAD)
        end = _END.search(data, start)
        if stream and (end is None or stream.start() < end.start()):
            closing = data.find(b"endstream", stream.end())
            end = _END.search(data, closing) if closing >= 0 else None
        if end is None:  # cut off in the middle
            return
        yield int(match.group(1)), data[start : end.start()]
        position = end.end() if end.group() == b"endobj" else end.start()


def _packed_objects(data: bytes, objects: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the objects of object streams, in which newer files keep their pages."""
    for body in list(objects.values()):
        stream = _STREAM.search(body)
        if stream is None or not _PACKED.search(body, 0, stream.start()):
            continue
        first, count = _FIRST.search(body), _COUNT.search(body)
        if first is None or count is None:
            continue
        try:
            content = zlib.decompressobj().decompress(body[stream.end() :], _MAX_UNPACKED)
        except zlib.error:
            continue
        head = content[: int(first.group(1))].split()
        numbers = [int(part) for part in head[: 2 * int(count.group(1))] if part.isdigit()]
        starts = [int(first.group(1)) + start for start in numbers[1::2]]
        for number, start, end in zip(
            numbers[::2], starts, [*starts[1:], len(content)], strict=False
        ):
            yield number, content[start:end]
