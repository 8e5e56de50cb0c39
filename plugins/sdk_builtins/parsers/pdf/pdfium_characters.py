"""What pdfium tells of single characters of a page, by their place in its text.

Calls are dear, so what one object draws is asked for once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.pdfium_objects import Box, bare, cells, object_of

_BOX_BYTES = ctypes.sizeof(pdfium.FS_RECTF)
_NAME_BYTES = 128
_NAME = ctypes.create_string_buffer(_NAME_BYTES)  # pdfium is not called by two threads at once
_MATRIX, _MATRIX_AT = cells(ctypes.c_float, 6)
_ORIGIN, _ORIGIN_AT = cells(ctypes.c_double, 2)

_get_box = bare(pdfium.FPDFText_GetLooseCharBox)
_get_size = bare(pdfium.FPDFText_GetFontSize)
_get_matrix = bare(pdfium.FPDFText_GetMatrix)
_get_origin = bare(pdfium.FPDFText_GetCharOrigin)
_get_font = bare(pdfium.FPDFTextObj_GetFont)
_get_font_name = bare(pdfium.FPDFText_GetFontInfo)


class Characters:
    """Measures the characters of a text page, in points of user space.

    Args:
        handle: What ``FPDFText_LoadPage`` returned.
    """

    def __init__(self, handle: Any) -> None:
        self._address = ctypes.cast(handle, ctypes.c_void_p).value
        self.object: Callable[[int], int | None] = cache(partial(object_of, self._address))
        """Returns the address of the object that draws a character."""

        self._font_of = cache(_get_font)
        self._names: dict[int, str] = {}  # by the address of the font
        self._sizes: dict[int | None, float] = {}  # by the address of the object

    def boxes(self, indices: Sequence[int]) -> list[Box]:
        """Return the boxes of some characters, as high as their type."""
        buffer = (ctypes.c_float * (4 * len(indices)))()
        start = ctypes.addressof(buffer)
        addresses = range(start, start + _BOX_BYTES * len(indices), _BOX_BYTES)
        deque(map(_get_box, repeat(self._address), indices, addresses), maxlen=0)
        flat = memoryview(buffer).cast("B").cast("f").tolist()
        return list(zip(flat[0::4], flat[3::4], flat[2::4], flat[1::4], strict=True))

    def origin(self, index: int) -> tuple[float, float]:
        """Return where a character stands on its baseline."""
        _get_origin(self._address, index, *_ORIGIN_AT)
        return _ORIGIN[0], _ORIGIN[1]

    def size(self, index: int) -> float:
        """Return the size of the type of a character."""
        item = self.object(index)
        if item is None or (size := self._sizes.get(item)) is None:
            size = _get_size(self._address, index)
            if _get_matrix(self._address, index, _MATRIX_AT[0]):
                size *= (_MATRIX[2] ** 2 + _MATRIX[3] ** 2) ** 0.5
            self._sizes[item] = size
        return size

    def font(self, index: int) -> int:
        """Return the address of the font of a character, 0 when it is not known."""
        item = self.object(index)
        return (self._font_of(item) or 0) if item else 0

    def font_name(self, index: int) -> str:
        """Return the name of the font of a character, ``""`` when it has none."""
        font = self.font(index)
        if not font or (name := self._names.get(font)) is None:
            length = _get_font_name(self._address, index, _NAME, _NAME_BYTES, None)
            is_whole = 0 < length <= _NAME_BYTES
            name = _NAME.value.decode("utf-8", "replace") if is_whole else ""
            self._names[font] = name
        return name
