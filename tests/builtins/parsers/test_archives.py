"""What a file is by its content, and archives that may be hostile."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable

import pytest

from sdk_core.documents.archives import ArchiveLimits, members
from sdk_core.documents.sniffing import OLE2, media_type
from sdk_core.errors import DocumentError
from sdk_core.model import Source
from tests.builtins.parsers import epub_files
from tests.builtins.parsers.parser_harness import EXAMPLES
from tests.builtins.parsers.workbook_files import workbook

ODF = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."


def zipped(files: dict[str, bytes], **changes: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = changes.get("attributes", 0)
            archive.writestr(entry, content)
    return target.getvalue()


def tarred(mode: str, *entries: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in entries:
            info = tarfile.TarInfo(name)
            info.size, info.type = len(content), kind
            info.linkname = "/etc/passwd" if kind == tarfile.SYMTYPE else ""
            archive.addfile(info, io.BytesIO(content))
    return target.getvalue()


def compound(*entries: str) -> bytes:
    """Return the head of a compound file with its directory."""
    names = (entry.encode("utf-16-le").ljust(128, b"\0") for entry in entries)
    return OLE2 + bytes(504) + b"".join(names)


MAIL = b"Received: x\n\tmore\nFrom: a@b\nSubject: c\n\nbody"
KINDS: list[tuple[bytes, str]] = [
    ((EXAMPLES / "report.pdf").read_bytes(), "application/pdf"),
    ((EXAMPLES / "handbook.docx").read_bytes(), f"{OFFICE}wordprocessingml.document"),
    ((EXAMPLES / "slides.pptx").read_bytes(), f"{OFFICE}presentationml.presentation"),
    (workbook({"A": [["x"]]}), f"{OFFICE}spreadsheetml.sheet"),
    (epub_files.book(), "application/epub+zip"),
    (zipped({"mimetype": f"{ODF}text".encode()}), f"{ODF}text"),
    (zipped({"a.txt": b"x"}), "application/zip"),
    (b"PK\x03\x04cut", "application/zip"),
    (tarred("w", ("a.txt", b"x")), "application/x-tar"),
    (tarred("w:gz", ("a.txt", b"x")), "application/gzip"),
    ((EXAMPLES / "article.html").read_bytes(), "text/html"),
    (b"{\\rtf1 x}", "application/rtf"),
    (MAIL, "message/rfc822"),
    (b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
    (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "application/x-subrip"),
    (b'{\n "cells": []}', "application/x-ipynb+json"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
    (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00", "image/bmp"),
    (compound("Root Entry", "1Table", "WordDocument"), "application/msword"),
    (compound("Root Entry", "Workbook", "MBD1", "WordDocument"), "application/vnd.ms-excel"),
    (compound("Root Entry", "Book"), "application/vnd.ms-excel"),
    (compound("Root Entry", "__properties_version1.0"), "application/vnd.ms-outlook"),
    (compound("Thumbs") + "-WordDocument".encode("utf-16-le"), "application/x-ole-storage"),
    (b"BMW is a car", ""),
    (b"# Heading\n\nFrom: x\n", ""),
    (b'{"a": 1}', ""),
    (b"name,city\n", ""),
    (b"", ""),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[kind or "none" for _, kind in KINDS])
def test_content_shows_the_media_type(data: bytes, kind: str) -> None:
    assert media_type(data) == kind


def listed(data: bytes, limits: ArchiveLimits | None = None) -> dict[str, bytes | str]:
    source = Source(uri="box.zip", data=data)
    found: Iterable = members(source, limits) if limits else members(source)
    return {m.name: m.source.read() if m.source else m.reason for m in found}


@pytest.mark.parametrize(
    "pack",
    [
        zipped,
        *(lambda files, mode=mode: tarred(mode, *files.items()) for mode in ("w", "w:gz", "w:xz")),
    ],
    ids=["zip", "tar", "tar.gz", "tar.xz"],
)
def test_members_of_archives_and_of_those_within(pack: Callable[..., bytes]) -> None:
    inner = zipped({"deep.txt": b"deep", "deeper.zip": zipped({"x": b"y"})})
    files = {"a/b.txt": b"text", "__MACOSX/._b": b"litter", "in.zip": inner, "../up.txt": b"up"}
    found = listed(pack(files))
    assert found == {
        "a/b.txt": b"text",
        "in.zip/deep.txt": b"deep",
        "in.zip/deeper.zip": "archives this deep in archives are not opened",
        "../up.txt": "its name leads out of the archive",
    }
    (first, *_) = members(Source(uri="dir/box.zip", data=pack(files)))
    assert first.source is not None
    assert first.source.uri == "dir/box.zip!a/b.txt"


def test_limits_on_count_size_and_ratio() -> None:
    many = zipped({f"{n}.txt": b"x" for n in range(9)})
    found = listed(many, ArchiveLimits(count=5))
    assert list(found.values())[4:] == [b"x", "the archive has more than 5 files"]
    large = zipped({"large.txt": bytes(3 << 20), "small.txt": b"x"})
    assert listed(large, ArchiveLimits(member_mb=2)) == {
        "large.txt": "it unpacks to more than 2 MiB",
        "small.txt": b"x",
    }
    assert (
        listed(large, ArchiveLimits(total_mb=2))["large.txt"]
        == "the archive unpacks to more than 2 MiB"
    )
    for pack in (zipped, lambda files: tarred("w:gz", *files.items())):
        bomb = pack({"bomb.txt": bytes(52 << 20)})
        assert "decompression bomb" in str(listed(bomb)["bomb.txt"])


def test_links_devices_and_encrypted_members_are_not_read() -> None:
    assert listed(zipped({"link": b"/etc/passwd"}, attributes=0o120777 << 16))["link"] == (
        "it is a link"
    )
    assert listed(tarred("w", ("link", b""), kind=tarfile.SYMTYPE))["link"] == "it is a link"
    assert listed(tarred("w", ("fifo", b""), kind=tarfile.FIFOTYPE))["fifo"] == "it is no file"
    locked = bytearray(zipped({"secret.txt": b"x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(signature) + offset
        locked[at : at + 2] = struct.pack("<H", 1)
    assert listed(bytes(locked))["secret.txt"] == "it is encrypted"


def test_damaged_archives_and_other_files() -> None:
    whole = zipped({"a.txt": b"words " * 99})
    for data in (whole[:50], tarred("w:gz", ("a.txt", b"x" * 9999))[:60]):
        with pytest.raises(DocumentError, match="is damaged"):
            listed(data)
    with pytest.raises(DocumentError, match="is not an archive"):
        listed(b"words")
    flipped = bytearray(whole)
    flipped[40] ^= 0xFF
    assert "it is damaged" in str(listed(bytes(flipped))["a.txt"])


def test_files_of_one_name_are_all_read() -> None:
    data = tarred("w", ("d/a.txt", b"one"), ("d/a.txt", b"two"), ("d/a (2).txt", b"three"))
    found = {
        each.name: each.source.data
        for each in members(Source(uri="x.tar", data=data))
        if each.source
    }
    assert found == {"d/a.txt": b"one", "d/a (2).txt": b"two", "d/a (2) (2).txt": b"three"}
