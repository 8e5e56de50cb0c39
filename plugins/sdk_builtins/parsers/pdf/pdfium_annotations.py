"""What was typed on a page: values of form fields and notes of free text, at their places."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_void_p
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from sdk_builtins.parsers.pdf.lines import Line, is_beside, line_text
from sdk_builtins.parsers.pdf.pdfium_objects import Box, bare
from sdk_core.documents.losses import Reason

_MAX_ANNOTATIONS = 5000
_MAX_TEXT = 1 << 20  # bytes of one value
_UNSEEN = (
    pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW | pdfium.FPDF_ANNOT_FLAG_INVISIBLE
)
_TICKED = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TYPED = (
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
)
_TICK = "[x]"
_SIZE = 10.0  # points, of type whose size is not known
_TOUCH = 2.0  # points by which a label may reach into its field
_TYPE_SHARE = 0.75  # of the height of a field of one line

_get_annotation = bare(pdfium.FPDFPage_GetAnnot)
_get_kind = bare(pdfium.FPDFAnnot_GetSubtype)
_close = bare(pdfium.FPDFPage_CloseAnnot)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on a page.

    Args:
        lines: The lines, each at its place.
        fields: Number of form fields with a value.
        notes: Number of notes.
        left_out: What is not shown, or stands beside the text, with the reason.
    """

    lines: list[Line]
    fields: int
    notes: int
    left_out: list[tuple[Reason, str]]


def has_fields(page: Any) -> bool:
    """Whether a loaded page has form fields."""
    return any(kind == pdfium.FPDF_ANNOT_WIDGET for _, kind in _annotations(page))


def read_typed(page: Any, turned: Callable[[Box], Box]) -> Typed:
    """Return what was typed on a page.

    Args:
        page: The loaded page of pypdfium2.
        turned: Maps a box in user space to the coordinates that lines of text have.
    """
    lines: list[Line] = []
    left_out: list[tuple[Reason, str]] = []
    fields = notes = 0
    for annotation, kind in _annotations(page.raw):
        is_field = kind == pdfium.FPDF_ANNOT_WIDGET and page.formenv is not None
        if is_field:
            text, is_secret = _field_value(page.formenv, annotation)
        else:
            text, is_secret = _note_text(annotation, kind), False
        if not text:
            continue
        if is_secret or pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            left_out.append((Reason.HIDDEN, "" if is_secret else text))
        elif not is_field and kind != pdfium.FPDF_ANNOT_FREETEXT:
            left_out.append((Reason.COMMENT, text))
        elif shown := list(_lines(text, turned(_rectangle(annotation)))):
            lines.extend(shown)
            fields, notes = fields + is_field, notes + (not is_field)
    return Typed(lines, fields, notes, left_out)


def in_place(lines: Sequence[Line], typed: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with what was typed on it where it would be read."""
    result = list(lines)
    for line in sorted(typed, key=lambda line: (-line.y1, line.x0)):
        beside = [n for n, other in enumerate(result) if _follows_on_row(other, line)]
        above = [n for n, other in enumerate(result) if other.y0 >= line.y1 - 1]
        placed, place = _shrunk(line), 0
        if beside:
            last = max(beside, key=lambda n: result[n].x1)
            label, place = result[last], last + 1
            placed = replace(line, y0=label.y0, y1=label.y1, size=label.size)
        elif above:
            place = min(above, key=lambda n: (result[n].y0, -n)) + 1
        result.insert(place, placed)
    return result


def _annotations(page: Any) -> Iterator[tuple[Any, int]]:
    """Yield the annotations of a page with their kinds, but for links, of which pages are full."""
    address = ctypes.cast(page, c_void_p).value
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        if item := _get_annotation(address, number):
            try:
                if (kind := _get_kind(item)) != pdfium.FPDF_ANNOT_LINK:
                    yield ctypes.cast(item, pdfium.FPDF_ANNOTATION), kind
            finally:
                _close(item)


def _follows_on_row(other: Line, line: Line) -> bool:
    return other.upright and is_beside(other, line) and other.x1 <= line.x0 + _TOUCH


def _shrunk(line: Line) -> Line:
    """Return a line that is as high as its type, in the middle of its box."""
    middle = (line.y0 + line.y1) / 2
    return replace(line, y0=middle - line.size / 2, y1=middle + line.size / 2)


def _field_value(form: Any, annotation: Any) -> tuple[str, bool]:
    """Return the value of a form field, and whether it is a secret."""
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _TICKED:
        return (_TICK if pdfium.FPDFAnnot_IsChecked(form, annotation) else ""), False
    if kind not in _TYPED:
        return "", False
    flags = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation)
    is_secret = kind == pdfium.FPDF_FORMFIELD_TEXTFIELD and bool(
        flags & pdfium.FPDF_FORMFLAG_TEXT_PASSWORD
    )
    return _string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation), is_secret


def _note_text(annotation: Any, kind: int) -> str:
    """Return what a note says, ``""`` for annotations that say nothing by themselves."""
    if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP):
        return ""
    return _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")


def _string(read: Callable[..., int], *arguments: Any) -> str:
    size = read(*arguments, None, 0)
    if not 2 < size <= _MAX_TEXT:
        return ""
    units = (ctypes.c_ushort * (size // 2 + 1))()
    read(*arguments, units, size)
    return bytes(units)[: size - 2].decode("utf-16-le", "replace").strip()


def _rectangle(annotation: Any) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return (
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )


def _lines(text: str, box: Box) -> Iterator[Line]:
    """Yield the lines of a text in a box, from its top downwards, each as high as its share."""
    texts = [part for part in map(line_text, text.splitlines()) if part]
    if not texts:
        return
    x0, y0, x1, y1 = box
    height = (y1 - y0) / len(texts)
    size = min(_TYPE_SHARE * height, _SIZE) or _SIZE
    for number, part in enumerate(texts):
        right = max(min(x1, x0 + 0.5 * size * len(part)), x0 + 1)
        top = y1 - number * height
        yield Line(part, x0, top - height, right, top, size)
