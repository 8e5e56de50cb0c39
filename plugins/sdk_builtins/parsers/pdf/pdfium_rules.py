"""Ruled lines of a page, from pdfium's path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.lines import Rule
from sdk_builtins.parsers.pdf.pdfium_objects import Box, bare, bounds_of, cells, item_at, type_of

_MAX_OBJECTS = 5000  # a drawing, not a table
_MAX_SEGMENTS = 400
_THIN = 3.0  # points; what is thinner is a line even when it is drawn as a filled rectangle
_SHORT = 4.0

_FLOATS, _AT = cells(ctypes.c_float, 6)

_count_segments = bare(pdfium.FPDFPath_CountSegments)
_get_segment = bare(pdfium.FPDFPath_GetPathSegment)
_get_kind = bare(pdfium.FPDFPathSegment_GetType)
_get_point = bare(pdfium.FPDFPathSegment_GetPoint)
_get_matrix = bare(pdfium.FPDFPageObj_GetMatrix)
_is_closed = bare(pdfium.FPDFPathSegment_GetClose)


def read_rules(page: Any, turned: Callable[[Box], Box]) -> list[Rule]:
    """Return the straight lines and edges of rectangles on a page.

    Args:
        page: A loaded page.
        turned: Maps a box (left, bottom, right, top) to the coordinates that lines of text have.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= _MAX_OBJECTS:
        return []
    address = ctypes.cast(page, ctypes.c_void_p).value
    return [
        rule
        for item in map(item_at, repeat(address), range(count))
        if type_of(item) == pdfium.FPDF_PAGEOBJ_PATH
        for rule in _rules_of(item, turned)
    ]


def _rules_of(path: int, turned: Callable[[Box], Box]) -> Iterator[Rule]:
    if (box := bounds_of(path)) is None:
        return
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    if max(width, height) < _SHORT:
        return
    if min(width, height) < _THIN:
        yield Rule(*turned(box))
        return
    count = _count_segments(path)
    if 0 < count <= _MAX_SEGMENTS:
        for x0, y0, x1, y1 in _edges(path, count):
            if min(x1 - x0, y1 - y0) < 0.5 and max(x1 - x0, y1 - y0) >= _SHORT:
                yield Rule(*turned((x0, y0, x1, y1)))


def _edges(path: int, count: int) -> Iterator[Box]:
    if not _get_matrix(path, _AT[0]):
        return
    a, b, c, d, e, f = _FLOATS[:]  # a list; to go through the array itself is slow
    figures: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = _get_segment(path, index)
        kind = _get_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not _get_point(segment, *_AT[:2]):
            figures.append([])
            continue
        x, y = _FLOATS[:2]
        point = a * x + c * y + e, b * x + d * y + f
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        figures[-1].append(point)
        if _is_closed(segment):
            figures[-1].append(figures[-1][0])
    for figure in figures:
        for (ax, ay), (bx, by) in pairwise(figure):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
