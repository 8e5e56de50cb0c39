"""Hidden directories in which files are built beside the place that they go to.

One is locked for as long as it is in use, so that those of killed processes are told from others.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sdk_core.artifacts.locks import in_use, locked, unless_in_use
from sdk_core.errors import StorageError

PREVIOUS = "previous"
"""Name that an older directory bears while it is exchanged."""

_PREFIX, _SUFFIX = ".sdk-", ".tmp"

_swept: set[Path] = set()
"""Folders that this process has looked for leftovers in."""

_ELSEWHERE = "choose another place with --output or --output-dir"

_HINTS = {
    errno.ENOSPC: f"free some space, or {_ELSEWHERE}",
    errno.EDQUOT: f"free some of your quota, or {_ELSEWHERE}",
    errno.EACCES: f"check the permissions of the directory, or {_ELSEWHERE}",
    errno.EPERM: f"check the permissions of the directory, or {_ELSEWHERE}",
    errno.EROFS: f"the file system is read-only; {_ELSEWHERE}",
    errno.ENOTDIR: f"a part of the path is a file; {_ELSEWHERE}",
    errno.EEXIST: f"a part of the path is a file; {_ELSEWHERE}",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def sweep(folder: Path) -> None:
    """Remove what processes that are dead have left of files that they wrote into a folder.

    Args:
        folder: The folder; it need not be there.
    """
    if not folder.is_dir():
        return
    with suppress(OSError), locked(folder):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError), unless_in_use(left) as is_left:
                if is_left:
                    _complete(left, folder)
                    shutil.rmtree(left, ignore_errors=True)


def _complete(left: Path, folder: Path) -> None:
    """Put a directory into place whose process was killed after it had taken the older one away."""
    if not (left / PREVIOUS).exists():
        return
    for built in left.iterdir():
        if built.name != PREVIOUS and not (folder / built.name).exists():
            os.rename(built, folder / built.name)


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; those made here go away again when the body fails.

    Raises:
        StorageError: It cannot be made.
    """
    new: list[Path] = []
    try:
        try:
            for directory in (*reversed(folder.parents), folder):
                if not directory.is_dir():
                    directory.mkdir(exist_ok=True)
                    new.append(directory)
        except OSError as error:
            raise unwritable(folder, error) from error
        yield
    except BaseException:
        for directory in reversed(new):
            with suppress(OSError):  # somebody else may have put something there meanwhile
                directory.rmdir()
        raise


@contextmanager
def staging_folder(parent: Path) -> Iterator[Path]:
    """Give a hidden directory in ``parent`` and leave nothing behind when the body fails."""
    with ExitStack() as until_done:
        until_done.enter_context(made(parent))
        with locked(parent):  # so that nobody sweeps it away before it is in use
            if parent not in _swept:
                sweep(parent)
                _swept.add(parent)
            staging = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=parent))
            until_done.callback(shutil.rmtree, staging, ignore_errors=True)
            until_done.enter_context(in_use(staging))
        yield staging


def unwritable(path: Path, error: OSError) -> StorageError:
    """Return the error of a path that cannot be written, with what to do."""
    hint = _HINTS.get(error.errno or 0, "")
    return StorageError(f"cannot write {path}: {error.strerror or error}", hint=hint)
