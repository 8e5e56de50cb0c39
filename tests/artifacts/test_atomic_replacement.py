"""Files and directories appear whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from sdk_core.artifacts.atomic import replace_directory, replace_file, replace_path
from sdk_core.errors import StorageError


def _write(content: bytes):
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def _fail(file: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _everything(directory: Path) -> set[str]:
    return {str(path.relative_to(directory)) for path in directory.rglob("*")}


def test_writes_a_file_and_its_parents(tmp_path: Path) -> None:
    replace_file(tmp_path / "a" / "b" / "c.json", _write(b"x"))
    assert (tmp_path / "a" / "b" / "c.json").read_bytes() == b"x"
    assert _everything(tmp_path) == {"a", "a/b", "a/b/c.json"}


def test_bare_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    replace_file(Path("out.json"), _write(b"x"))
    assert _everything(tmp_path) == {"out.json"}


@pytest.fixture
def flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that takes the inode of whatever is flushed to disk before it is in place."""
    inodes: list[int] = []
    flush = os.fsync

    def noting(descriptor: int) -> None:
        if not list(tmp_path.glob("new*")):
            inodes.append(os.fstat(descriptor).st_ino)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    return inodes


def test_a_file_is_on_disk_before_it_is_in_place(tmp_path: Path, flushed: list[int]) -> None:
    replace_file(tmp_path / "new.json", _write(b"x"))
    assert (tmp_path / "new.json").stat().st_ino in flushed


def test_all_of_a_directory_is_on_disk_before_it_is_in_place(
    tmp_path: Path, flushed: list[int]
) -> None:
    def build(directory: Path) -> None:
        (directory / "sub").mkdir()
        (directory / "sub" / "one").write_text("1")
        (directory / "two").write_text("2")

    replace_directory(tmp_path / "new", build)
    built = [tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert len(built) == 4
    assert {path.stat().st_ino for path in built} <= set(flushed)


def test_failure_keeps_the_old_file_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "c.json"
    replace_file(target, _write(b"old"))
    with pytest.raises(StorageError, match="No space left") as caught:
        replace_file(target, _fail)
    assert "free some space" in caught.value.hint
    assert target.read_bytes() == b"old"
    assert _everything(tmp_path) == {"c.json"}


def test_failure_takes_its_own_parents_away(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        replace_file(tmp_path / "new" / "deep" / "c.json", _fail)
    assert _everything(tmp_path) == set()


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_other_errors_pass_through(tmp_path: Path, error: type[BaseException]) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half")
        raise error

    with pytest.raises(error):
        replace_file(tmp_path / "c.json", write)
    assert _everything(tmp_path) == set()


def test_replacement_keeps_the_mode_and_the_link(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(real)
    replace_file(link, _write(b"new"))
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "c.json", _write(b"x"))
    finally:
        os.umask(before)
    assert (tmp_path / "c.json").stat().st_mode & 0o777 == 0o640


def test_directory_is_exchanged_when_complete(tmp_path: Path) -> None:
    target = tmp_path / "table.lance"
    target.mkdir()
    (target / "old").write_text("old")

    def build(directory: Path) -> None:
        assert directory.name == "table.lance"
        assert (target / "old").exists()
        (directory / "sub").mkdir()
        (directory / "sub" / "new").write_text("new")

    replace_directory(target, build)
    assert _everything(tmp_path) == {"table.lance", "table.lance/sub", "table.lance/sub/new"}


def test_failed_directory_keeps_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "d"
    target.mkdir()
    (target / "old").write_text("old")
    with pytest.raises(StorageError):
        replace_directory(target, _fail)
    assert _everything(tmp_path) == {"d", "d/old"}


def test_kinds_are_not_mixed_up(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "directory").mkdir()
    with pytest.raises(StorageError, match="is a directory"):
        replace_file(tmp_path / "directory", _write(b"x"))
    with pytest.raises(StorageError, match="is a file"):
        replace_directory(tmp_path / "file", lambda directory: None)
    with pytest.raises(StorageError, match="is a file"):
        replace_path(tmp_path / "file", Path.mkdir)
    with pytest.raises(StorageError, match="is a directory"):
        replace_path(tmp_path / "directory", Path.touch)
    assert _everything(tmp_path) == {"file", "directory"}


def test_device_is_not_renamed_away(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StorageError, match="no ordinary file"):
        replace_file(tmp_path / "pipe", _write(b"x"))
    assert (tmp_path / "pipe").is_fifo()


def test_nothing_built_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing was built"):
        replace_path(tmp_path / "out", lambda path: None)


def test_a_file_in_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError) as caught:
        replace_file(tmp_path / "file" / "c.json", _write(b"x"))
    assert "a part of the path is a file" in caught.value.hint


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (errno.EACCES, "check the permissions"),
        (errno.EROFS, "read-only"),
        (errno.EDQUOT, "quota"),
        (errno.EIO, ""),
    ],
)
def test_system_errors_become_one_sentence_and_a_hint(tmp_path: Path, code: int, hint: str) -> None:
    def build(path: Path) -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(StorageError, match=os.strerror(code)) as caught:
        replace_directory(tmp_path / "d", build)
    assert hint in caught.value.hint
