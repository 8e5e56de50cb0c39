"""Pictures that are embedded in a PDF page."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import PDFStream, list_value, resolve1, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name
from PIL import Image as PillowImage

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

_FILES = {"DCTDecode", "DCT", "JPXDecode"}  # their content is a JPEG or JPEG 2000 file
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_FAILURES = (PSException, PDFException, zlib.error, KeyError, TypeError, IndexError, AttributeError)


def page_images(pictures: list[PDFStream], page: int, ctx: ParseContext) -> Iterator[Image]:
    """Yield the pictures of a page, each once; what cannot be shown is told to ``ctx``."""
    seen: set[int] = set()
    for stream in pictures:
        if id(stream) in seen:
            continue
        seen.add(id(stream))
        try:
            image = _image(stream)
        except UnusableImage as error:
            ctx.warn(f"a picture on page {page} was left out: {error}")
        except (*_FAILURES, *UNREADABLE) as error:
            ctx.warn(f"a picture on page {page} was left out: it is damaged ({error})")
        else:
            if image is not None:
                yield image


def _image(stream: PDFStream) -> Image | None:
    width = int(resolve1(stream.get_any(("W", "Width"), 0)))
    height = int(resolve1(stream.get_any(("H", "Height"), 0)))
    if min(width, height) < MIN_SIDE or stream.get_any(("IM", "ImageMask")):
        return None
    if width * height > MAX_PIXELS:
        raise UnusableImage(f"it has {width} x {height} pixels")
    filters = [literal_name(name) for name, _ in stream.get_filters()]
    if filters and filters[-1] in _FILES:
        return encode_image(stream.get_data())
    if "JBIG2Decode" in filters:
        raise UnusableImage("its JBIG2 compression is not supported")
    return to_png(_pixels(stream, width, height))


def _pixels(stream: PDFStream, width: int, height: int) -> PillowImage.Image:
    bits = int(resolve1(stream.get_any(("BPC", "BitsPerComponent"), 1)))
    data = stream.get_data()
    components, palette = _colours(resolve1(stream.get_any(("CS", "ColorSpace"))))
    if bits == 1 and components == 1:
        picture = PillowImage.frombytes("1", (width, height), data).convert("L")
        if palette is None:
            return picture
        picture = picture.point(lambda value: min(value, 1))
    elif bits == 8:
        picture = PillowImage.frombytes(_MODES[components], (width, height), data)
    else:
        raise UnusableImage(f"{bits} bits a sample are not supported")
    if palette is not None:
        base, colours = palette
        size = (min(len(colours) // base, 256), 1)
        table = PillowImage.frombytes(_MODES[base], size, colours[: size[0] * base])
        picture = PillowImage.frombytes("P", picture.size, picture.tobytes())
        picture.putpalette(table.convert("RGB").tobytes())
    return picture


def _colours(space: object) -> tuple[int, tuple[int, bytes] | None]:
    """Return the number of components, and the palette with its own number of components."""
    if isinstance(space, list) and space:
        family = literal_name(resolve1(space[0]))
        if family == "ICCBased":
            return int(resolve1(stream_value(space[1]).get("N", 3))), None
        if family in ("Indexed", "I"):
            base, _ = _colours(resolve1(space[1]))
            table = resolve1(space[3])
            colours = table.get_data() if isinstance(table, PDFStream) else bytes(table)
            return 1, (base, colours)
        if family == "DeviceN":
            return len(list_value(space[1])), None
        space = space[0]
    name = literal_name(space) if space is not None else "DeviceGray"
    if name in ("DeviceRGB", "RGB", "CalRGB", "Lab"):
        return 3, None
    return (4, None) if name in ("DeviceCMYK", "CMYK") else (1, None)
