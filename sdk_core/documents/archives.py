"""Archives that may be hostile: nothing is unpacked that was made to fill the memory or the disk.

Members are read into memory within limits and never written anywhere, so that their names can do
no harm; those that lead out of the archive are refused all the same.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sdk_core.documents.sniffing import media_type, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Source

_MIB = 1 << 20
_LARGE_PART = 50 * _MIB
_LARGE_ARCHIVE = 512 * _MIB
_MAX_RATIO = 100  # XML shrinks to a tenth, a picture hardly at all

ARCHIVE_TYPES = frozenset(
    ("application/zip", "application/x-tar", "application/gzip", "application/x-bzip2",
     "application/x-xz")
)  # fmt: skip
"""MIME types, as `sniffing.media_type` tells them, of what `members` opens."""

_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_TAR_ENDINGS = {"application/gzip": "gz", "application/x-bzip2": "bz2", "application/x-xz": "xz"}
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How much of an archive is unpacked.

    Args:
        count: Members.
        member_mb: Megabytes of one member.
        total_mb: Megabytes of all members.
        ratio: How many times larger than the archive its members may be, once they are larger
            than 50 MiB.
        depth: How deep archives within archives are opened.
    """

    count: int = 10_000
    member_mb: int = 200
    total_mb: int = 1024
    ratio: int = _MAX_RATIO
    depth: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive.

    Args:
        name: Its path within the archive, with ``/`` between folders; for a file of an archive
            within the archive, that archive's path and its own.
        source: Its content, ``None`` when it is not read.
        reason: Why it is not read, ``""`` when it is.
    """

    name: str
    source: Source | None = None
    reason: str = ""


@dataclass(slots=True)
class _Budget:
    limits: ArchiveLimits
    packed: int
    count: int = 0
    size: int = 0
    names: dict[str, int] = field(default_factory=dict)  # shown, with how many have had each

    def refuse(self, size: int) -> str:
        """Return why a member of ``size`` bytes may not be unpacked, ``""`` if it may."""
        if size > self.limits.member_mb * _MIB:
            return f"it unpacks to more than {self.limits.member_mb} MiB"
        self.size += size
        if self.size > self.limits.total_mb * _MIB:
            return f"the archive unpacks to more than {self.limits.total_mb} MiB"
        if self.size > _LARGE_PART and self.size > self.limits.ratio * max(self.packed, 1):
            return "the archive unpacks to far more than it holds, as in a decompression bomb"
        return ""


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


def is_archive(data: bytes) -> bool:
    """Whether `members` opens this file: a ZIP or TAR archive that is not itself a document."""
    return media_type(data) in ARCHIVE_TYPES


def members(source: Source, limits: ArchiveLimits = ArchiveLimits()) -> Iterator[Member]:
    """Yield the files of a ZIP or TAR archive, in its order, also those that are not read.

    Folders and what operating systems leave behind (``__MACOSX``, ``Thumbs.db``) are passed over;
    links, devices, encrypted and oversized members and names that lead out of the archive are
    yielded with the reason why they are not read.

    Args:
        source: The archive.
        limits: How much is unpacked.

    Raises:
        DocumentError: It is no archive, or too damaged to list its members.
    """
    data = read_source(source)
    yield from _members(source, data, _Budget(limits, len(data)), "", limits.depth)


def _members(
    source: Source, data: bytes, budget: _Budget, prefix: str, depth: int
) -> Iterator[Member]:
    kind = media_type(data)
    read = _zipped if kind == "application/zip" else _tarred
    if kind not in ARCHIVE_TYPES:
        raise DocumentError(
            f"{source.uri} is not an archive", hint="Only ZIP and TAR archives are opened."
        )
    try:
        for name, content, reason in read(data, kind, budget):
            shown = _distinct(prefix + name, budget.names)
            budget.count += 1
            if budget.count > (most := budget.limits.count):
                yield Member(name=shown, reason=f"the archive has more than {most} files")
                return
            if content is None:
                yield Member(name=shown, reason=reason)
            elif not is_archive(content):
                yield Member(name=shown, source=_source(source, shown, content))
            elif depth > 0:
                inner = _source(source, shown, content)
                yield from _members(inner, content, budget, f"{shown}/", depth - 1)
            else:
                yield Member(name=shown, reason="archives this deep in archives are not opened")
    except _BROKEN as error:
        if prefix:  # the archive around it goes on
            yield Member(name=prefix.rstrip("/"), reason=f"it is damaged ({error})")
            return
        raise DocumentError(
            f"{source.uri} is damaged: {error}", hint="Download or copy the archive again."
        ) from error


def _distinct(name: str, names: dict[str, int]) -> str:
    """Return a name that no earlier member has: an archive may hold several files of one name."""
    stem, ending = posixpath.splitext(name)
    shown = name
    while shown in names:
        names[name] += 1
        shown = f"{stem} ({names[name]}){ending}"
    names[shown] = 1
    return shown


def _source(archive: Source, name: str, content: bytes) -> Source:
    return Source(uri=f"{archive.uri.partition('!')[0]}!{name}", data=content)


def _zipped(data: bytes, kind: str, budget: _Budget) -> Iterator[tuple[str, bytes | None, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            name = member.filename.replace("\\", "/")
            if member.is_dir() or _is_litter(name):
                continue
            reason = _bad_name(name)
            if member.flag_bits & _ENCRYPTED:
                reason = "it is encrypted"
            elif (member.external_attr >> 28) == 0xA:  # the file type of Unix: a symbolic link
                reason = "it is a link"
            reason = reason or budget.refuse(member.file_size)
            if reason:
                yield name, None, reason
                continue
            try:
                content = archive.read(member)  # never more bytes than the header says
            except _BROKEN as error:
                yield name, None, f"it is damaged ({error})"
            else:
                yield name, content, ""


def _tarred(data: bytes, kind: str, budget: _Budget) -> Iterator[tuple[str, bytes | None, str]]:
    mode = f"r|{_TAR_ENDINGS.get(kind, '')}"  # a stream, so that no index is built of a bomb
    with tarfile.open(fileobj=io.BytesIO(data), mode=mode) as archive:  # type: ignore[call-overload]
        for member in archive:
            name = member.name
            if member.isdir() or _is_litter(name):
                continue
            reason = _bad_name(name)
            if not member.isfile():
                reason = "it is a link" if member.islnk() or member.issym() else "it is no file"
            if member.size > budget.limits.total_mb * _MIB:
                yield name, None, budget.refuse(member.size)
                return  # going on would unpack it to get past it
            reason = reason or budget.refuse(member.size)
            content = None
            if not reason and (stream := archive.extractfile(member)) is not None:
                content = stream.read()
            yield name, content, reason


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or posixpath.basename(name) in _LITTER[1:]


def _bad_name(name: str) -> str:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive"
    return "it has no name" if not name.strip("/. ") else ""


def _too_large(source: Source, size: int) -> DocumentError:
    return DocumentError(
        f"{source.uri} was not opened: a part of it unpacks to {size // _MIB} MiB from almost "
        "nothing, as in a decompression bomb",
        hint="Save it again in its application if you trust it.",
    )
