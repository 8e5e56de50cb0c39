"""What a file really is, told from its first bytes rather than its name."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile

from sdk_core.errors import DocumentError
from sdk_core.model import Source

_START = 1 << 14
"""Bytes of a text that tell what it is; a licence may stand before a page's first tag."""

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "a PDF"),
    (b"PK\x03\x04", "application/zip", "a ZIP archive or Office document"),
    (b"PK\x05\x06", "application/zip", "an empty ZIP archive"),
    (OLE2, "application/x-ole-storage", "an old or encrypted Office document"),
    (b"{\\rtf", "application/rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "a PNG image"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG image"),
    (b"GIF8", "image/gif", "a GIF image"),
    (b"BM", "image/bmp", ""),
    (b"II*\x00", "image/tiff", "a TIFF image"),
    (b"MM\x00*", "image/tiff", "a TIFF image"),
    (b"\x1f\x8b", "application/gzip", "a gzip archive"),
    (b"BZh", "application/x-bzip2", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "application/x-xz", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "application/zstd", "a Zstandard archive"),
    (b"\x7fELF", "application/x-executable", "a program"),
    (b"MZ\x90\x00", "application/x-executable", "a program"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3", "an SQLite database"),
    (b"OggS", "audio/ogg", "an audio file"),
    (b"ID3", "audio/mpeg", "an audio file"),
    (b"fLaC", "audio/flac", "an audio file"),
)
"""First bytes, the MIME type that they show, and how people call it, ``""`` where two letters are
too few to say so."""

_SUFFIXES = {"a PDF": ".pdf", "an HTML page": ".html"}


def real_type(data: bytes) -> str:
    """Return what the bytes are, with an article (``"a PNG image"``), or ``""`` for none known."""
    for signature, _, name in _SIGNATURES:
        if name and data.startswith(signature):
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


_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = (
    ("word/", f"{_OFFICE}wordprocessingml.document"),
    ("ppt/", f"{_OFFICE}presentationml.presentation"),
    ("xl/", f"{_OFFICE}spreadsheetml.sheet"),
)
_OLD_OFFICE = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),  # first: it may hold the others
    ("WordDocument", "application/msword"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("EncryptedPackage", "application/x-ole-storage"),
)
_OLE_ENTRY = 128  # bytes, and each begins at a multiple of them (MS-CFB, 2.6)
_HEADERS = re.compile(
    rb"(?:(?:received|from|to|cc|subject|date|message-id|mime-version|return-path|delivered-to|"
    rb"reply-to|content-type|content-transfer-encoding|x-[\w-]+|dkim-signature|authentication-results)"
    rb":[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_SUBTITLES = re.compile(
    rb"\d+\s*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3} --> \d{1,2}:\d\d:\d\d[,.]\d{1,3}"
)
# What may stand before the first tag is never tried again in other pieces (`(?>…)*+`), where each
# further blank at the beginning of a text would double the time.
_PAGE = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:!doctype\s+html|html)[\s>]", re.I | re.DOTALL
)
_FRAGMENT = re.compile(
    rb"(?>\s+|<!--.*?-->|<\?.*?\?>)*+<(?:head|body|meta|title|style|table|div|center|font)[\s>]",
    re.I | re.DOTALL,
)
_SAVED_PAGE = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.MULTILINE)
_PLACE_OF_PART = re.compile(rb"^(?:snapshot-)?content-location:", re.I | re.MULTILINE)
_SENT = re.compile(rb"^(?:to|cc|bcc|received|delivered-to|return-path):", re.I | re.MULTILINE)
_MIME = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_NOTEBOOK = re.compile(rb'\A\s*\{.{0,4096}?"(?:cells|nbformat)"\s*:', re.DOTALL)


UNMISTAKABLE = frozenset(("text/html", "multipart/related"))
"""Kinds of text that first words tell, so that a file's name does not count against them."""


def fragment_type(data: bytes) -> str:
    """Return ``text/html`` for bytes that begin like a part of a page, ``""`` otherwise.

    Programs export tables so under the names of spreadsheets; in Markdown and plain text such a
    beginning says nothing.
    """
    return "text/html" if _FRAGMENT.match(_plain_start(data)) else ""


def media_type(data: bytes) -> str:
    """Return the MIME type that the content itself shows, ``""`` when it could be anything.

    Formats without a signature of their own (plain text, Markdown, CSV, JSON, source code) are
    never guessed: for those the name of a file decides.

    Args:
        data: The whole file. The first bytes are enough for most formats; those that are ZIP
            archives are told apart by their members, which are listed at the end of the file.
    """
    if data.startswith(b"PK"):
        return _zip_type(data)
    if data.startswith(OLE2):
        return _ole_type(data)
    for signature, kind, _ in _SIGNATURES:
        # Two letters begin words too; a bitmap has four zero bytes after its size.
        if data.startswith(signature) and (kind != "image/bmp" or data[6:10] == bytes(4)):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[257:262] == b"ustar" or _is_old_tar(data):
        return "application/x-tar"
    return _text_type(data)


def _ole_type(data: bytes) -> str:
    """Return the type of a compound file by its first known entry, as later ones are inner."""
    found = [
        (at, kind)
        for name, kind in _OLD_OFFICE
        if (at := _ole_entry(data, f"{name}\0".encode("utf-16-le"))) >= 0
    ]
    return min(found)[1] if found else "application/x-ole-storage"


def _ole_entry(data: bytes, name: bytes) -> int:
    at = data.find(name)
    while at >= 0 and at % _OLE_ENTRY:
        at = data.find(name, at + 1)
    return at


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 256:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                if stated.startswith(("application/epub", "application/vnd.oasis.")):
                    return stated
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return "application/zip"
    if "[Content_Types].xml" in names:
        for folder, kind in _MAIN_PARTS:
            if any(name.startswith(folder) for name in names):
                return kind
    return "application/epub+zip" if "META-INF/container.xml" in names else "application/zip"


def _is_old_tar(data: bytes) -> bool:
    """Whether the first header has the checksum of an archive older than the ``ustar`` mark."""
    try:
        tarfile.TarInfo.frombuf(data[:512], "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def _plain_start(data: bytes) -> bytes:
    """Return the beginning of a text without its mark, that of UTF-16 in UTF-8."""
    start = data[:_START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace")
    return start.removeprefix(b"\xef\xbb\xbf")


def _is_saved_page(text: bytes) -> bool:
    """Whether it is a page in MIME (RFC 2557), which was saved and not sent."""
    headers = _MIME.match(text)
    if headers is None or not _SAVED_PAGE.search(headers[0]) or _SENT.search(headers[0]):
        return False
    return _PLACE_OF_PART.search(text) is not None


def _text_type(data: bytes) -> str:
    start = data[:4096]
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if start[4:8] == b"ftyp":
        return "video/mp4"
    whole = _plain_start(data)
    text = whole.lstrip(b" \t\r\n")[:4096]
    if _PAGE.match(whole) or (text[:5].lower() == b"<head" and b"<html" in text[:1024].lower()):
        return "text/html"
    if _is_saved_page(whole):
        return "multipart/related"
    if text.startswith(b"WEBVTT"):
        return "text/vtt"
    if _SUBTITLES.match(text):
        return "application/x-subrip"
    if _HEADERS.match(text):
        return "message/rfc822"
    return "application/x-ipynb+json" if _NOTEBOOK.match(text) else ""


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


def no_text(
    source: Source, reason: str, hint: str = "Check that this is the right file."
) -> DocumentError:
    """Return the error for a document that opens and holds nothing to read."""
    return DocumentError(f"no text found in {source.uri}: {reason}", hint=hint)
