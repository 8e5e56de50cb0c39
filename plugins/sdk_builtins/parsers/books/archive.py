"""The ZIP archive that an EPUB is, read within limits."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib

from sdk_core.documents.archives import open_zip
from sdk_core.errors import DocumentError
from sdk_core.model import Source

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the only two that EPUB allows
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


class UnreadableFile(Exception):
    """One file of a book is missing or damaged; the text says which and why."""


class Archive:
    """The files of a book by their path.

    Args:
        source: The book, as messages name it.
        data: Its bytes.

    Raises:
        DocumentError: This is no ZIP archive, a damaged one, or a decompression bomb.
    """

    def __init__(self, source: Source, data: bytes) -> None:
        self.uri = uri = source.uri
        if not data.startswith(b"PK"):
            raise DocumentError(
                f"{uri} is not an EPUB book: it is no ZIP archive",
                hint="Check that it was downloaded or copied as a whole.",
            )
        try:
            self._zip = open_zip(source, data)
        except _BROKEN as error:
            raise DocumentError(
                f"{uri} is damaged: {error}", hint="Download or copy the book again."
            ) from error
        # Books made on other systems often differ in case between a link and the file it names.
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def __contains__(self, path: str) -> bool:
        return path.lower() in self._names

    def read(self, path: str) -> bytes:
        """Return the content of a file.

        Raises:
            DocumentError: The book needs a password.
            UnreadableFile: The file is missing or damaged.
        """
        name = self._names.get(path.lower())
        if name is None:
            raise UnreadableFile(f"{path} is missing")
        member = self._zip.getinfo(name)
        if member.flag_bits & _ENCRYPTED:
            raise DocumentError(
                f"{self.uri} is protected with a password",
                hint="Unpack it with the password and pack it again without one.",
            )
        if member.compress_type not in _METHODS:
            raise UnreadableFile(f"{path} is packed in a way that EPUB does not know")
        try:
            return self._zip.read(member)  # never more bytes than the header says
        except _BROKEN as error:
            raise UnreadableFile(f"{path} is damaged ({error})") from error


def resolve(base: str, href: str) -> str:
    """Return the path of the file that a link in another file names, without its fragment.

    Args:
        base: Path of the file that holds the link.
        href: The link, with percent signs already decoded.
    """
    target = href.partition("#")[0]
    if not target:
        return base
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target)).lstrip("/")
