"""Ruled lines of a page, from pdfium's path objects."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.lines import Rule

_MAX_OBJECTS = 5000  # a drawing, not a table
_MAX_SEGMENTS = 400
_THIN = 3.0  # points; what is thinner is a line even when it is drawn as a filled rectangle
_SHORT = 4.0

_Box = tuple[float, float, float, float]


def read_rules(page: Any, turned: Callable[[_Box], _Box]) -> list[Rule]:
    """Return the straight lines and edges of rectangles on a page.

    Args:
        page: A loaded page.
        turned: Maps a box (left, bottom, right, top) to the coordinates that lines of text have.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    if not 0 < count <= _MAX_OBJECTS:
        return []
    items = list(map(pdfium.FPDFPage_GetObject, repeat(page), range(count)))
    kinds = list(map(pdfium.FPDFPageObj_GetType, items))
    rules: list[Rule] = []
    for item, kind in zip(items, kinds, strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules_of(item, turned))
    return rules


def _rules_of(path: Any, turned: Callable[[_Box], _Box]) -> Iterator[Rule]:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(path, *sides):
        return
    left, bottom, right, top = (side.value for side in sides)
    width, height = right - left, top - bottom
    if max(width, height) < _SHORT:
        return
    if min(width, height) < _THIN:
        yield Rule(*turned((left, bottom, right, top)))
        return
    count = pdfium.FPDFPath_CountSegments(path)
    if 0 < count <= _MAX_SEGMENTS:
        for x0, y0, x1, y1 in _edges(path, count):
            if min(x1 - x0, y1 - y0) < 0.5 and max(x1 - x0, y1 - y0) >= _SHORT:
                yield Rule(*turned((x0, y0, x1, y1)))


def _edges(path: Any, count: int) -> Iterator[_Box]:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(path, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    figures: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not pdfium.FPDFPathSegment_GetPoint(
            segment, x, y
        ):
            figures.append([])
            continue
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        figures[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            figures[-1].append(figures[-1][0])
    for figure in figures:
        for (ax, ay), (bx, by) in pairwise(figure):
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
