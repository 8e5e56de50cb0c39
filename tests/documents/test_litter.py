"""What programs leave beside documents, and documents that only have such a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.documents import litter

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 9\n"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("~$report.docx", "lock file of an office program"),
        ("~$ümläut.xlsx", "lock file of an office program"),
        (".~lock.report.odt#", "lock file of an office program"),
        ("~WRL0003.tmp", "lock file of an office program"),
        (".notes.md.swp", "lock or swap file of an editor"),
        (".notes.md.swo", "lock or swap file of an editor"),
        (".#notes.md", "lock or swap file of an editor"),
        ("#notes.md#", "backup copy of an editor"),
        ("notes.md~", "backup copy of an editor"),
        (".DS_Store", "file of the system"),
        ("THUMBS.DB", "file of the system"),
        ("ehthumbs.db", "file of the system"),
        ("Desktop.ini", "file of the system"),
        ("book.pdf.crdownload", "unfinished download"),
        ("book.pdf.part", "unfinished download"),
        (".book.pdf.icloud", "stand-in for a file in a cloud"),
    ],
)
def test_names_that_programs_give(name: str, kind: str) -> None:
    found = litter.named(name)
    assert found is not None
    assert kind in found.kind
    assert found.hint


@pytest.mark.parametrize(
    "name",
    [
        "report.docx",
        "~notes.md",
        "$a.docx",
        "#1.md",
        "a#b.md",
        "part.pdf",
        "my.ini",
        "._a",
        "a.swp",
    ],
)
def test_names_of_documents(name: str) -> None:
    assert litter.named(name) is None


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.pdf", POINTER, "a pointer of Git LFS"),
        ("data.csv", b"/annex/objects/SHA256E-s9--abc.csv\n", "a pointer of git-annex"),
        ("._report.docx", b"\x00\x05\x16\x07\x00\x02" + bytes(4000), "a file of the system"),
        ("x.swp", b"b0VIM 9.1" + bytes(4000), "the lock or swap file of an editor"),
        ("about-lfs.md", b"# Pointers\n\n" + POINTER, ""),
        ("._report.docx", b"PK\x03\x04", ""),
        ("x.swp", b"The swap of 1999.", ""),
        ("large.txt", POINTER + b"x" * 2000, ""),
    ],
)
def test_stand_ins_are_told_by_what_is_in_them(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = litter.found_in(path)
    assert (found.kind if found else "").startswith(kind or "")
    assert bool(found) is bool(kind)
    if name != "large.txt":
        in_archive = litter.in_archive(f"folder/{name}", content)
        assert bool(in_archive) is bool(kind)
