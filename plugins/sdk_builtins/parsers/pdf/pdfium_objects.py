"""What pdfium tells of the object that draws a character: its marks, and how it is painted."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import c_int, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.catalog import UNNAMED

Box = tuple[float, float, float, float]
"""Left, bottom, right and top of something on a page, in points."""

_NAME_BYTES = 512
_NAME = ctypes.create_string_buffer(_NAME_BYTES)  # pdfium is not called by two threads at once


def bare(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of pdfium without what is dearer than a short call.

    That is the conversion of arguments and letting other threads run meanwhile.
    """
    address = ctypes.cast(function, c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


# The address of an object of a page by its number, and the kind of one.
item_at = bare(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
type_of = bare(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_get_bounds = bare(pdfium.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_BOUNDS = (ctypes.c_float * 4)()
_BOUNDS_AT = [ctypes.addressof(_BOUNDS) + 4 * place for place in range(4)]
_get_object = bare(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_count_marks = bare(pdfium.FPDFPageObj_CountMarks, c_int, c_void_p)
_get_mark = bare(pdfium.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
_get_mark_name = bare(pdfium.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, c_void_p)
_get_origin = bare(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_ORIGIN = (ctypes.c_double * 2)()
_ORIGIN_AT = ctypes.addressof(_ORIGIN), ctypes.addressof(_ORIGIN) + 8
_get_font = bare(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
_get_parameter = bare(
    pdfium.FPDFPageObjMark_GetParamStringValue,
    c_int, c_void_p, ctypes.c_char_p, c_void_p, c_ulong, c_void_p,
)  # fmt: skip


def object_of(text_page: int | None, index: int) -> int | None:
    """Return the address of the object that draws a character."""
    address: int | None = _get_object(text_page, index)
    return address


def bounds_of(item: int) -> Box | None:
    """Return the box of an object in user space, ``None`` when it has none."""
    if not _get_bounds(item, *_BOUNDS_AT):
        return None
    left, bottom, right, top = _BOUNDS[:]  # a list; to go through the array itself is slow
    return left, bottom, right, top


def origin_of(text_page: int | None, index: int) -> tuple[float, float]:
    """Return where a character stands on its baseline, in points of user space."""
    _get_origin(text_page, index, *_ORIGIN_AT)
    return _ORIGIN[0], _ORIGIN[1]


def font_of(item: int) -> int:
    """Return the address of the font of a text object, 0 for none."""
    return _get_font(item) or 0


def is_artifact(item: int | None) -> bool:
    """Whether the file marks an object as no part of its text, as running heads are."""
    return item is not None and any(name == "Artifact" for name, _ in marks(item))


def layer_of(item: int) -> str:
    """Return the name of the layer that an object stands on, ``""`` for none."""
    for name, mark in marks(item):
        if name == "OC":
            return _text(_get_parameter, mark, b"Name") or UNNAMED
    return ""


def marks(item: int) -> Iterator[tuple[str, int]]:
    """Yield the name and the address of each mark around an object."""
    for number in range(max(_count_marks(item), 0)):
        if mark := _get_mark(item, number):
            yield _text(_get_mark_name, mark), mark


def _text(function: Callable[..., Any], *arguments: Any) -> str:
    written = c_ulong()
    if not function(*arguments, _NAME, _NAME_BYTES, ctypes.byref(written)):
        return ""
    size = max(min(written.value, _NAME_BYTES) - 2, 0)
    return _NAME.raw[:size].decode("utf-16-le", "replace")
