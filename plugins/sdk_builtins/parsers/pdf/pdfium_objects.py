"""Short calls of pdfium, and what it tells of the objects on a page: boxes and marks."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from ctypes import c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.catalog import UNNAMED

Box = tuple[float, float, float, float]
"""Left, bottom, right and top of something on a page, in points."""

_NAME_BYTES = 512
_NAME = ctypes.create_string_buffer(_NAME_BYTES)  # pdfium is not called by two threads at once


def bare(function: Any) -> Callable[..., Any]:
    """Return a function of pdfium without what is dearer than a short call.

    That is the conversion of arguments, pointers being plain addresses instead, and letting other
    threads run meanwhile.
    """
    kinds = [
        c_void_p if hasattr(kind, "contents") else kind
        for kind in (function.restype, *function.argtypes)
    ]
    return ctypes.PYFUNCTYPE(*kinds)(ctypes.cast(function, c_void_p).value or 0)


def cells(kind: Any, count: int) -> tuple[Any, list[int]]:
    """Return an array that pdfium writes numbers into, and the address of each.

    One for all calls serves, since pdfium is not called by two threads at once.
    """
    array = (kind * count)()
    start = ctypes.addressof(array)
    return array, [start + place * ctypes.sizeof(kind) for place in range(count)]


# The address of an object of a page by its number, and the kind of one.
item_at = bare(pdfium.FPDFPage_GetObject)
type_of = bare(pdfium.FPDFPageObj_GetType)
object_of = bare(pdfium.FPDFText_GetTextObject)
"""The address of the object that draws a character, by the text page and its place there."""

_get_bounds = bare(pdfium.FPDFPageObj_GetBounds)
_BOUNDS, _BOUNDS_AT = cells(ctypes.c_float, 4)
_count_marks = bare(pdfium.FPDFPageObj_CountMarks)
_get_mark = bare(pdfium.FPDFPageObj_GetMark)
_get_mark_name = bare(pdfium.FPDFPageObjMark_GetName)
_get_parameter = bare(pdfium.FPDFPageObjMark_GetParamStringValue)


def bounds_of(item: int) -> Box | None:
    """Return the box of an object in user space, ``None`` when it has none."""
    if not _get_bounds(item, *_BOUNDS_AT):
        return None
    left, bottom, right, top = _BOUNDS[:]  # a list; to go through the array itself is slow
    return left, bottom, right, top


def union(box: Box, other: Box) -> Box:
    """Return the smallest box around two."""
    return (
        min(box[0], other[0]),
        min(box[1], other[1]),
        max(box[2], other[2]),
        max(box[3], other[3]),
    )


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
