"""Text in the picture of a page, with RapidOCR when the extra `ocr` is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Literal

from PIL import Image as PillowImage

from sdk_builtins.parsers.pdf.lines import Line, PageContent
from sdk_builtins.parsers.pdf.runs import runs
from sdk_core.documents.cleaning import one_line

INSTALL = 'pip install "synthetic-data-kit[ocr]"'
"""The command that installs what OCR needs."""

OcrChoice = Literal["auto", "always", "never"]

_MIN_SCORE = 0.5  # of a recognised line, below which it is noise more often than text
_TYPE_SHARE = 0.75  # of the height of a line's box that is the size of its type
_SPANNING = 0.6  # of the width of the text; such a line stands above or below columns
_GUTTER = 0.5  # of the size of the type, between columns


class OcrMissing(Exception):
    """The extra `ocr` is not installed."""


def read_picture(picture: PillowImage.Image, page: PageContent) -> PageContent:
    """Return a page with the lines that are recognised in its picture, in reading order.

    Args:
        picture: The whole page.
        page: What is known of it; its width and height give the scale.

    Raises:
        OcrMissing: The library is not installed.
    """
    across, down = page.width / picture.width, page.height / picture.height
    found = _engine()(picture)
    lines = []
    boxes = found.boxes if found.boxes is not None else ()
    for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=True):
        if score < _MIN_SCORE or not one_line(text):
            continue
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        top, bottom = page.height - min(ys) * down, page.height - max(ys) * down
        size = _TYPE_SHARE * (top - bottom)
        lines.append(
            Line(one_line(text), min(xs) * across, bottom, max(xs) * across, top, round(size))
        )
    return replace(page, lines=in_columns(lines))


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Return lines from top to bottom, column by column where they stand in columns."""
    if len(lines) < 2:
        return list(lines)
    ordered = sorted(lines, key=lambda line: (-line.y1, line.x0))
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    result: list[Line] = []
    band: list[Line] = []
    for line in ordered:
        if line.x1 - line.x0 > _SPANNING * (right - left):
            result.extend(_columns(band))
            band = []
            result.append(line)
        else:
            band.append(line)
    return result + _columns(band)


def _columns(band: list[Line]) -> list[Line]:
    columns = list(runs(sorted(band, key=lambda line: line.x0), _overlaps))
    if any(len(column) < 3 for column in columns):  # the cells of a row, not columns of text
        return band
    return [
        line for column in columns for line in sorted(column, key=lambda line: (-line.y1, line.x0))
    ]


def _overlaps(column: list[Line], line: Line) -> bool:
    return line.x0 < max(other.x1 for other in column) + _GUTTER * line.size


@lru_cache(maxsize=1)
def _engine() -> Any:
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise OcrMissing
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
