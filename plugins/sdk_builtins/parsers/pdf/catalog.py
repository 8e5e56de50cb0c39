"""What the catalog of a file says and pdfium does not: layers that are off, and portfolios."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

_USED = b"/OCProperties"
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,200}>>\s*stream\r?\n|/ObjStm\b.{0,300}?stream\r?\n", re.S)
_MAX_UNPACKED = 16 << 20


class Catalog:
    """The catalog of a file (ISO 32000-1, 7.7.2), read by pdfminer when it is asked for.

    Args:
        data: The file.
        password: Password that opens it, ``""`` for none.
    """

    def __init__(self, data: bytes, password: str) -> None:
        self._data = data
        self._password = password

    @cached_property
    def may_have_layers(self) -> bool:
        """Whether the file has layers (8.11 there); files that are encrypted may hide it."""
        return _USED in self._data or any(_USED in part for part in self._packed())

    @cached_property
    def hidden_layers(self) -> frozenset[str]:
        """Names of the layers that are off when the file is opened."""
        try:
            return _switched_off(self._entries.get("OCProperties"))
        except Exception:  # noqa: BLE001 - pdfminer raises anything for damaged files
            return frozenset()

    @cached_property
    def is_portfolio(self) -> bool:
        """Whether the file is a cover of the files that are attached to it."""
        return "Collection" in self._entries

    @cached_property
    def _entries(self) -> dict[str, Any]:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser

        parser = PDFParser(io.BytesIO(self._data))
        try:
            return dict(PDFDocument(parser, password=self._password).catalog)
        except Exception:  # noqa: BLE001 - pdfminer raises anything for damaged files
            return {}

    def _packed(self) -> Iterator[bytes]:
        for match in _PACKED.finditer(self._data):
            try:
                content = self._data[match.end() : match.end() + _MAX_UNPACKED]
                yield zlib.decompressobj().decompress(content, _MAX_UNPACKED)
            except zlib.error:
                continue


def _switched_off(stored: Any) -> frozenset[str]:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    def names(items: Any) -> set[str]:
        groups = (resolve1(item) for item in resolve1(items) or ())
        return {decode_text(resolve1(group["Name"])) for group in groups if "Name" in group}

    properties = resolve1(stored) or {}
    chosen = resolve1(properties.get("D")) or {}
    every, on, off = (
        names(properties.get("OCGs")),
        names(chosen.get("ON")),
        names(chosen.get("OFF")),
    )
    if getattr(resolve1(chosen.get("BaseState")), "name", "") == "OFF":
        return frozenset(every - on)
    return frozenset(off - on)
