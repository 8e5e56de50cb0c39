"""What a file really is, told from its first bytes rather than its name."""

from __future__ import annotations

from sdk_core.errors import DocumentError
from sdk_core.model import Source

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (OLE2, "an old or encrypted Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
    (b"fLaC", "an audio file"),
)

_SUFFIXES = {"a PDF": ".pdf", "an HTML page": ".html"}


def real_type(data: bytes) -> str:
    """Return what the bytes are, with an article (``"a PNG image"``), or ``""`` for none known."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return name
    start = data[:1024]
    if b"%PDF-" in start:
        return "a PDF"
    if start[4:12] in (b"ftypmp42", b"ftypisom", b"ftypM4A ", b"ftypqt  "):
        return "a video or audio file"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "an HTML page"
    return ""


def read_source(source: Source) -> bytes:
    """Return the content of a source.

    Raises:
        DocumentError: It cannot be read or holds no byte.
    """
    try:
        data = source.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(
            f"{source.uri} cannot be read: {reason}",
            hint="Check that the path is right and that the file may be read.",
        ) from error
    if not data:
        raise DocumentError(
            f"{source.uri} is empty", hint="Check that it was downloaded or copied as a whole."
        )
    return data


def wrong_type(source: Source, wanted: str, found: str) -> DocumentError:
    """Return the error that says what a document is instead of what it should be."""
    if not found:
        return DocumentError(
            f"{source.uri} is not {wanted}",
            hint="Check that it was downloaded or copied as a whole.",
        )
    suffix = _SUFFIXES.get(found)
    return DocumentError(
        f"{source.uri} is not {wanted} but {found}",
        hint=f"Give it the ending {suffix}." if suffix else "Convert it to a supported format.",
    )


def no_text(source: Source, reason: str, hint: str) -> DocumentError:
    """Return the error for a document that opens and holds nothing to read."""
    return DocumentError(f"no text found in {source.uri}: {reason}", hint=hint)
