"""ZIP archives that may be hostile: nothing is unpacked that was made to fill the memory."""

from __future__ import annotations

import io
import zipfile

from sdk_core.errors import DocumentError
from sdk_core.model import Source

_MIB = 1 << 20
_LARGE_PART = 50 * _MIB
_LARGE_ARCHIVE = 512 * _MIB
_MAX_RATIO = 100  # XML shrinks to a tenth, a picture hardly at all


def open_zip(source: Source, data: bytes) -> zipfile.ZipFile:
    """Return an archive whose members may be read one by one without filling the memory.

    Args:
        source: Where it comes from, for error messages.
        data: The file.

    Raises:
        DocumentError: It unpacks to a size that only a decompression bomb has.
        zipfile.BadZipFile: It is no archive or a damaged one.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    total = packed = 0
    for member in archive.infolist():
        total += member.file_size
        packed += member.compress_size
        if member.file_size > _LARGE_PART and (
            member.file_size > _MAX_RATIO * max(member.compress_size, 1)
        ):
            raise _too_large(source, member.file_size)
    if total > _LARGE_ARCHIVE and total > _MAX_RATIO * max(packed, 1):
        raise _too_large(source, total)
    return archive


def _too_large(source: Source, size: int) -> DocumentError:
    return DocumentError(
        f"{source.uri} was not opened: a part of it unpacks to {size // _MIB} MiB from almost "
        "nothing, as in a decompression bomb",
        hint="Save it again in its application if you trust it.",
    )
