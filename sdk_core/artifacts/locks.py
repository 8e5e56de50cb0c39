"""Locks on folders: what two processes do in one place they do one after the other.

A lock is the kernel's (``flock``) on the folder itself, so that nothing is left of it and it ends
with its process, however that ends. Where a file system has none, work goes on without.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_own = threading.local()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait for a folder, which is made if it is not there, and keep others out of it.

    The thread that has it may lock it again.

    Args:
        folder: The folder.

    Raises:
        OSError: It cannot be made or opened.
    """
    held: set[tuple[int, int]] = _own.__dict__.setdefault("held", set())
    folder.mkdir(parents=True, exist_ok=True)
    handle = _wait(folder, fcntl.LOCK_EX, held)
    place = _identity(os.fstat(handle))
    is_first = place not in held
    held.add(place)
    try:
        yield
    finally:
        if is_first:
            held.discard(place)
        os.close(handle)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep a folder as it is for as long as it is read; any number may read it at once.

    Raises:
        OSError: It cannot be opened.
    """
    handle = _wait(folder, fcntl.LOCK_SH, frozenset())
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def unless_in_use(folder: Path) -> Iterator[bool]:
    """Tell whether nobody has a folder, and if so keep others out of it.

    Raises:
        OSError: It cannot be opened.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(handle)


def _wait(folder: Path, operation: int, held: set[tuple[int, int]] | frozenset[object]) -> int:
    """Return an open folder with its lock, whatever took its place while it was waited for."""
    while True:
        handle = os.open(folder, os.O_RDONLY)
        mine = _identity(os.fstat(handle))
        if mine not in held:
            _flock(handle, operation)
        try:
            if _identity(folder.stat()) == mine:
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _flock(handle: int, operation: int) -> bool:
    """Take a lock; ``False`` when somebody else has it and it is not to be waited for."""
    try:
        fcntl.flock(handle, operation)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
