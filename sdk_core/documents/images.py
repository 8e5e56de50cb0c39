"""Pictures of documents in the encodings that vision models accept."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from sdk_core.model import Image

MIN_SIDE = 32
"""Pixels; smaller pictures are bullets, rules and spacers."""

MAX_PIXELS = 50_000_000
"""Pictures with more pixels are left out: decoding one would take more than 150 MB."""

UNREADABLE = (
    PillowImage.DecompressionBombError,
    PillowImage.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
)
"""What Pillow raises for a picture that it cannot read; some decoders raise `SyntaxError`."""

_ACCEPTED = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16"}


class UnusableImage(ValueError):
    """A picture that cannot be shown to a model; the text says why."""


def encode_image(data: bytes, alt: str = "") -> Image | None:
    """Return an embedded picture, re-encoded to PNG unless its format is common on the web.

    Returns:
        The picture, or ``None`` when it is too small to mean anything.

    Raises:
        UnusableImage: It is broken, of an unknown format or far too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PillowImage.DecompressionBombWarning)
            with PillowImage.open(io.BytesIO(data)) as picture:
                if not _is_wanted(picture.size):
                    return None
                if media_type := _ACCEPTED.get(picture.format or ""):
                    return Image(data=data, media_type=media_type, alt=alt)
                return to_png(picture, alt)
    except UnidentifiedImageError as error:
        raise UnusableImage("it is damaged or of an unknown format") from error
    except UNREADABLE as error:
        raise UnusableImage(f"it cannot be decoded ({error})") from error


def to_png(picture: PillowImage.Image, alt: str = "") -> Image | None:
    """Return a picture as PNG, or ``None`` when it is too small to mean anything.

    Raises:
        UnusableImage: It is far too large.
    """
    if not _is_wanted(picture.size):
        return None
    if picture.mode not in _PNG_MODES:
        picture = picture.convert("RGB")
    target = io.BytesIO()
    picture.save(target, "PNG")
    return Image(data=target.getvalue(), media_type="image/png", alt=alt)


def _is_wanted(size: tuple[int, int]) -> bool:
    width, height = size
    if width * height > MAX_PIXELS:
        raise UnusableImage(f"it has {width} x {height} pixels")
    return min(width, height) >= MIN_SIDE
