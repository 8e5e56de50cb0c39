"""Pictures on a page, from pdfium's image objects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sdk_core.components import ParseContext
from sdk_core.documents.images import (
    MAX_PIXELS,
    MIN_SIDE,
    UNREADABLE,
    UnusableImage,
    encode_image,
    to_png,
)
from sdk_core.model import Image

_MAX_OBJECTS = 20_000  # drawing objects that are looked at on a page
_MAX_DEPTH = 4  # forms inside forms
_JPEG = ["DCTDecode"]


def page_pictures(page: Any, number: int, ctx: ParseContext) -> Iterator[Image]:
    """Yield the pictures of a page, each once; what cannot be shown is told to ``ctx``.

    Args:
        page: A loaded page of pypdfium2.
        number: Its number, for the messages.
        ctx: Who is told.
    """
    seen: set[bytes] = set()
    for item in _objects(page, pdfium.FPDF_PAGEOBJ_IMAGE):
        try:
            image = _image(item)
        except UnusableImage as error:
            ctx.warn(f"a picture on page {number} was left out: {error}")
        except (pypdfium2.PdfiumError, *UNREADABLE) as error:
            ctx.warn(f"a picture on page {number} was left out: it is damaged ({error})")
        else:
            digest = hashlib.sha256(image.data).digest() if image else b""
            if image and digest not in seen:
                seen.add(digest)
                yield image


def picture_share(page: Any) -> tuple[float, int]:
    """Return the share of a page that pictures cover, up to 1, and the number of drawn paths."""
    width, height = page.get_size()
    area = 0.0
    paths = 0
    for item in _objects(page, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            continue
        left, bottom, right, top = item.get_bounds()
        area += abs(right - left) * abs(top - bottom)
    return min(area / max(width * height, 1.0), 1.0), paths


def _objects(page: Any, *kinds: int) -> Iterator[Any]:
    return islice(page.get_objects(filter=list(kinds), max_depth=_MAX_DEPTH), _MAX_OBJECTS)


def _image(item: Any) -> Image | None:
    width, height = item.get_px_size()
    if min(width, height) < MIN_SIDE:
        return None
    if width * height > MAX_PIXELS:
        raise UnusableImage(f"it has {width} x {height} pixels")
    if item.get_filters() == _JPEG:
        return encode_image(bytes(item.get_data()))
    return to_png(item.get_bitmap().to_pil())
