"""The RTF of Outlook messages, unpacked ([MS-OXRTFCP] 3.1.3)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_PACKED, _PLAIN = b"LZFu", b"MELA"
_SIZE = 4096  # bytes of the dictionary
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def decompressed_rtf(data: bytes) -> bytes:
    """Return unpacked RTF, as far as it goes where the end is missing, ``b""`` for anything else.

    Its checksum is not compared: what can be unpacked of a damaged text is worth reading.
    """
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<4xI4s", data)
    packed = data[16:]
    if kind == _PLAIN:
        return packed[:size]
    return bytes(_unpacked(packed)[:size]) if kind == _PACKED else b""


def _unpacked(packed: bytes) -> bytearray:
    """Undo the compression: after each byte of eight flags come letters and references."""
    known = bytearray(_START.ljust(_SIZE, b" "))
    end, at = len(_START), 0
    text = bytearray()
    while at < len(packed):
        flags, at = packed[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 1 >= len(packed):
                    return text
                start, length = divmod(packed[at] << 8 | packed[at + 1], 16)
                at += 2
                if start == end:
                    return text
                piece: Iterator[int] = (known[(start + n) % _SIZE] for n in range(length + 2))
            else:
                if at >= len(packed):
                    return text
                piece = iter(packed[at : at + 1])
                at += 1
            for byte in piece:  # a reference may reach into what it itself writes
                text.append(byte)
                known[end] = byte
                end = (end + 1) % _SIZE
    return text
