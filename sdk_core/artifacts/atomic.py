"""Put files and directories into place so that nobody ever sees half of one.

The new content is built in a hidden directory beside the target, flushed to disk and renamed. It
keeps its final name there, because some formats are told apart by their ending and some tables by
their directory's name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sdk_core.artifacts.staging import PREVIOUS, staging_folder, unwritable
from sdk_core.errors import StorageError


def replace_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file under a temporary name and rename it to its own when it is complete.

    Missing parent directories are made; those made here go away again when writing fails.

    Args:
        path: The file; a symbolic link keeps pointing at what is replaced.
        write: Writes the content to the open binary file.

    Raises:
        StorageError: The place cannot be written, or the path is a directory.
    """

    def build(staged: Path) -> None:
        with staged.open("xb") as file:
            write(file)

    replace_path(path, build)


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file that holds some bytes, as `replace_file` does.

    Raises:
        StorageError: The place cannot be written, or the path is a directory.
    """

    def write(file: BinaryIO) -> None:
        file.write(data)

    replace_file(path, write)


def replace_directory(path: Path, build: Callable[[Path], None]) -> None:
    """Build a directory under a temporary place and move it to its own when it is complete.

    An older directory stays where it is until then. A directory cannot be exchanged in one step:
    what a process killed between two renames leaves is put into place by `sweep`.

    Args:
        path: The directory.
        build: Fills the empty directory that it is given, which bears the final name.

    Raises:
        StorageError: The place cannot be written, or the path is a file.
    """

    def make(staged: Path) -> None:
        staged.mkdir()
        build(staged)

    replace_path(path, make)


def replace_path(path: Path, build: Callable[[Path], None]) -> None:
    """Let something be built that is a file or a directory, and move it into place.

    Args:
        path: Where it goes.
        build: Creates the file or directory at the path that it is given, which does not exist
            yet and bears the final name.

    Raises:
        StorageError: The place cannot be written, what is there is of another kind, or nothing
            was built.
    """
    target = Path(os.path.realpath(path))
    try:
        with staging_folder(target.parent) as staging:
            staged = staging / target.name
            build(staged)
            _check_kinds(staged, target)
            _flush_tree(staged)
            _install(staged, target, staging / PREVIOUS)
            _flush_directory(target.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def _check_kinds(staged: Path, target: Path) -> None:
    if not staged.exists():
        raise StorageError(f"cannot write {target}: nothing was built for it")
    if not target.exists():
        return
    if staged.is_dir():
        if not target.is_dir():
            raise StorageError(
                f"cannot write {target}: it is a file", hint="name a directory, or move the file"
            )
    elif target.is_dir():
        raise StorageError(
            f"cannot write {target}: it is a directory", hint="name a file, or move the directory"
        )
    elif not target.is_file():
        # A device such as /dev/null must not be renamed away.
        raise StorageError(
            f"cannot write {target}: it is no ordinary file", hint="name a file to be written"
        )


def _install(staged: Path, target: Path, previous: Path) -> None:
    if not target.is_dir():
        if target.exists():
            shutil.copymode(target, staged)
        os.replace(staged, target)
        return
    os.rename(target, previous)
    try:
        os.rename(staged, target)
    except BaseException:
        os.rename(previous, target)
        raise


def _flush_tree(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _flush_tree(child)
        _flush_directory(path)
        return
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_directory(path: Path) -> None:
    # Not every system can open a directory or flush it; the rename itself is safe without.
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
