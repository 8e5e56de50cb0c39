"""What pdfium tells of the object that draws a character: its marks, and how it is painted."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import c_int, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium

_NAME_BYTES = 512


def bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of pdfium without the conversion of arguments, dearer than the call."""
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_get_object = bare(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_count_marks = bare(pdfium.FPDFPageObj_CountMarks, c_int, c_void_p)
_get_mark = bare(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
_get_mark_name = bare(pdfium.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)


def object_of(text_page: int | None, index: int) -> int | None:
    """Return the address of the object that draws a character."""
    address: int | None = _get_object(text_page, index)
    return address


def is_artifact(text_page: int | None, index: int) -> bool:
    """Whether the file marks a character as no part of its text, as running heads are."""
    item = object_of(text_page, index)
    return item is not None and any(name == "Artifact" for name, _ in marks(item))


def marks(item: int) -> Iterator[tuple[str, int]]:
    """Yield the name and the address of each mark around an object."""
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    written = c_ulong()
    for number in range(max(_count_marks(item), 0)):
        mark = _get_mark(item, number)
        if mark and _get_mark_name(mark, buffer, _NAME_BYTES, ctypes.byref(written)):
            size = max(min(written.value, _NAME_BYTES) - 2, 0)
            yield buffer.raw[:size].decode("utf-16-le", "replace"), mark
