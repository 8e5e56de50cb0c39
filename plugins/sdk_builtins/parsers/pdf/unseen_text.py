"""Text that a file holds and no reader sees: outside of the page, unpainted, on hidden layers."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from ctypes import c_int, c_uint, c_void_p
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.catalog import Catalog
from sdk_builtins.parsers.pdf.pdfium_objects import (
    Box,
    bare,
    bounds_of,
    cells,
    item_at,
    layer_of,
    object_of,
    type_of,
)
from sdk_builtins.parsers.pdf.pdfium_words import Word
from sdk_core.documents.losses import Reason

_MAX_OBJECTS = 20_000
_MAX_DEPTH = 4  # forms inside forms
_WHITE = 250  # of 255, from which on a colour cannot be told from paper
_SCANNED = 0.5  # of the page that a picture covers under the text that was recognised in it
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_COLOUR, _COLOUR_AT = cells(c_uint, 4)

_get_mode = bare(pdfium.FPDFTextObj_GetTextRenderMode)
_get_fill = bare(pdfium.FPDFPageObj_GetFillColor)
_count_inside = bare(pdfium.FPDFFormObj_CountObjects)
_get_inside = bare(pdfium.FPDFFormObj_GetObject)
_get_draw_mode = bare(pdfium.FPDFPath_GetDrawMode)


class UnseenText:
    """Tells which words of a page no reader sees.

    Args:
        page: The loaded page.
        handle: Its text page.
        box: The shown part of the page in user space.
        catalog: The catalog of the file.
    """

    def __init__(self, page: Any, handle: Any, box: Box, catalog: Catalog) -> None:
        self._page = ctypes.cast(page, c_void_p).value
        self._count = pdfium.FPDFPage_CountObjects(page)
        self._address = ctypes.cast(handle, c_void_p).value
        self._box = box
        self._catalog = catalog

    def find(self, words: Sequence[Word], firsts: Sequence[int]) -> dict[int, Reason]:
        """Return why words are not seen, by their place among the words.

        Args:
            words: The words of the page, in user space.
            firsts: Characters of which each stands for a line; words are looked at one by one
                only where one of these is not plainly visible.
        """
        found = self._outside(words)
        found = self._spilt_apart(words, firsts, found) if found else found
        items = {object_of(self._address, index) for index in firsts} - {None}
        if any(layer_of(item) or _is_unpainted(item) for item in items) or (
            self._catalog.may_have_layers and any(map(layer_of, self._forms()))
        ):
            found |= dict(self._hidden(words, found))
        return found

    def _outside(self, words: Sequence[Word]) -> dict[int, Reason]:
        left, bottom, right, top = self._box
        return {
            place: Reason.OFF_PAGE
            for place, (_, _, x0, y0, x1, y1, _) in enumerate(words)
            if (x1 <= left or x0 >= right or y1 <= bottom or y0 >= top) and (x0 < x1 or y0 < y1)
        }

    def _spilt_apart(
        self, words: Sequence[Word], firsts: Sequence[int], found: dict[int, Reason]
    ) -> dict[int, Reason]:
        """Return what is left when lines stay whole that run over the edge of the page."""
        line_of = [bisect_right(firsts, word[0]) for word in words]
        seen = {line for place, line in enumerate(line_of) if place not in found}
        return {place: reason for place, reason in found.items() if line_of[place] not in seen}

    def _hidden(
        self, words: Sequence[Word], known: dict[int, Reason]
    ) -> Iterator[tuple[int, Reason]]:
        switched_off = self._switched_off()
        grounds: list[Box] | None = None
        for place, word in enumerate(words):
            item = object_of(self._address, word[0])
            if place in known or item is None:
                continue
            if item in switched_off or self._catalog.hides(layer_of(item)):
                yield place, Reason.HIDDEN
            elif _is_unpainted(item):
                grounds = self._grounds() if grounds is None else grounds
                if not any(_covers(ground, word) for ground in grounds):
                    yield place, Reason.HIDDEN

    def _items(self) -> Iterator[int]:
        for number in range(min(self._count, _MAX_OBJECTS)):
            if item := item_at(self._page, number):
                yield item

    def _forms(self) -> Iterator[int]:
        return (item for item in self._items() if type_of(item) == pdfium.FPDF_PAGEOBJ_FORM)

    def _switched_off(self) -> frozenset[int]:
        """Return the objects inside forms that are on a hidden layer as a whole."""
        hidden = (form for form in self._forms() if self._catalog.hides(layer_of(form)))
        return frozenset(item for form in hidden for item in _inside(form, _MAX_DEPTH))

    def _grounds(self) -> list[Box]:
        """Return the boxes in which something other than text and white ground is painted.

        A page that is mostly a picture is one, since its text was recognised there.
        """
        left, bottom, right, top = self._box
        area = (right - left) * (top - bottom)
        boxes = []
        for item in self._items():
            kind = type_of(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT or _is_white_ground(item, kind):
                continue
            x0, y0, x1, y1 = bounds_of(item) or (0.0, 0.0, 0.0, 0.0)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE and (x1 - x0) * (y1 - y0) >= _SCANNED * area:
                return [self._box]
            boxes.append((x0, y0, x1, y1))
        return boxes


def _is_unpainted(item: int) -> bool:
    """Whether a text leaves no mark on white paper."""
    mode = _get_mode(item)
    is_filled = mode == pdfium.FPDF_TEXTRENDERMODE_FILL
    return mode in _INVISIBLE or (is_filled and _is_white(item))


def _is_white(item: int) -> bool:
    if not _get_fill(item, *_COLOUR_AT):
        return False
    red, green, blue, alpha = _COLOUR[:]
    return bool(alpha == 0 or min(red, green, blue) >= _WHITE)


def _is_white_ground(item: int, kind: int) -> bool:
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = c_int(), c_int()
    if not _get_draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return not stroke.value and (not fill.value or _is_white(item))


def _covers(box: Box, word: Word) -> bool:
    _, _, x0, y0, x1, y1, _ = word
    return box[0] <= (x0 + x1) / 2 <= box[2] and box[1] <= (y0 + y1) / 2 <= box[3]


def _inside(form: int, depth: int) -> Iterator[int]:
    for number in range(min(max(_count_inside(form), 0), _MAX_OBJECTS)):
        item = _get_inside(form, number)
        if not item:
            continue
        yield item
        if depth and type_of(item) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inside(item, depth - 1)
