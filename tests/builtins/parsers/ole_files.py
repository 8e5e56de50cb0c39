"""Compound files, in which Outlook saves messages, made byte by byte ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

TEXT, OLD_TEXT, BYTES = "001F", "001E", "0102"


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of streams by their paths, all of which lie in its small sectors."""
    mini, chains, starts = b"", list[int](), dict[str, int]()
    for path, content in streams.items():
        starts[path] = len(chains) if content else _END
        count = -(-len(content) // _MINI)
        chains += [len(chains) + n + 1 for n in range(count)]
        if count:
            chains[-1] = _END
        mini += content.ljust(count * _MINI, b"\0")
        assert len(content) < _CUTOFF
    directory = _directory(streams, starts, len(mini))
    body, table = b"", list[int]()
    places = []
    for part in (directory, struct.pack(f"<{len(chains)}I", *chains), mini):
        count = -(-len(part) // _SECTOR)
        places.append((len(table), count))
        table += [len(table) + n + 1 for n in range(count)]
        table[-1] = _END
        body += part.ljust(count * _SECTOR, b"\xff" if part is not mini else b"\0")
    body = _with_root_start(body, places[0][0], places[2][0])
    fat = len(table)
    table.append(_FAT)
    assert len(table) <= _SECTOR // 4
    body += struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    head = struct.pack(
        "<8s16x5H6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, places[0][0], 0, _CUTOFF, places[1][0], places[1][1], _END, 0),
    )
    return head + struct.pack("<109I", fat, *[_FREE] * 108) + body


def _with_root_start(body: bytes, directory: int, start: int) -> bytes:
    at = directory * _SECTOR + 116
    return body[:at] + struct.pack("<I", start) + body[at + 4 :]


def _directory(streams: Mapping[str, bytes], starts: Mapping[str, int], size: int) -> bytes:
    names = [""]
    for path in streams:
        parts = path.split("/")
        names += ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    names = list(dict.fromkeys(names))
    children: dict[str, list[int]] = {name: [] for name in names}
    for number, name in enumerate(names[1:], start=1):
        children[name.rpartition("/")[0]].append(number)
    after = {left: right for kids in children.values() for left, right in pairwise(kids)}
    entries = b""
    for number, name in enumerate(names):
        label = (name.rpartition("/")[2] if number else "Root Entry").encode("utf-16-le") + b"\0\0"
        kind = _ROOT if not number else _STREAM if name in streams else _STORAGE
        entries += struct.pack(
            "<64sHBB3I36xIQ",
            label,
            *(len(label), kind, 1),
            *(_FREE, after.get(number, _FREE), next(iter(children[name]), _FREE)),
            starts.get(name, 0),
            len(streams.get(name, b"")) if number else size,
        )
    return entries


def properties(header: int, **values: int) -> bytes:
    """Return the stream of an object's fixed properties.

    Args:
        header: Bytes before them.
        values: Numbers by the identifier and type of the property, as ``x0C150003``.
    """
    return b"\0" * header + b"".join(
        struct.pack("<IIQ", int(name[1:], 16), 0, value) for name, value in values.items()
    )


def message_streams(texts: Mapping[str, str | bytes], place: str = "") -> dict[str, bytes]:
    """Return the streams of a message's or item's properties.

    Args:
        texts: Texts and bytes by the property's identifier, as ``0037``.
        place: The folder of the object.
    """
    return {
        f"{place}__substg1.0_{name}{TEXT if isinstance(value, str) else BYTES}": (
            value.encode("utf-16-le") if isinstance(value, str) else value
        )
        for name, value in texts.items()
    }
