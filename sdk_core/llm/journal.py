"""The record of paid answers: one SQLite file in each output directory.

Every answer is on disk before anything is made of it, so an interrupted run loses at most the
calls under way, and the same command goes on where it stopped. Writes are grouped: whatever
arrives while one commit is being flushed goes into the next (group commit, Gray & Reuter,
"Transaction Processing", 1993).
"""

from __future__ import annotations

import asyncio
import fcntl
import math
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_core.errors import StorageError
from sdk_core.llm.journal_schema import (
    CREATE,
    DAMAGE,
    INSERT,
    LOOK_UP,
    RESTORE,
    checksum_of,
    is_damage,
    is_sound,
    is_unchanged,
    open_database,
    readable_rows,
)
from sdk_core.llm.recorded_answers import answered_by, request_key
from sdk_core.model import Completion, Request, Usage

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Write:
    statement: str
    values: tuple[Any, ...]
    done: Future[None]


class Journal:
    """Answers of this and earlier runs into one output directory.

    Only one process at a time may have it open.

    Args:
        path: The SQLite file; its folder is made, readable by its owner only.
        fresh: Whether earlier answers are ignored; they stay in the file.
        replay: Whether answers that were of no use count too: a newer parser may read them.
        note: Told of a damaged file and what became of it.

    Raises:
        StorageError: The place cannot be written, or another run is using it.
    """

    def __init__(
        self,
        path: Path,
        *,
        fresh: bool = False,
        replay: bool = False,
        note: Callable[[str], None] | None = None,
    ) -> None:
        self._path = path
        self._replay = replay
        self._note = note or (lambda message: None)
        with ExitStack() as opened:
            try:
                path.parent.parent.mkdir(parents=True, exist_ok=True)
                path.parent.mkdir(mode=0o700, exist_ok=True)
                opened.enter_context(lock_folder(path.parent))
                self._reader = self._open()
                opened.callback(self._reader.close)
                self._connection = open_database(path)
                opened.callback(self._connection.close)
                self._first = self._last_id() + 1 if fresh else 0
                self._file = path.stat().st_ino
            except (OSError, sqlite3.Error) as error:
                raise _unwritable(path, error) from error
            self._opened = opened.pop_all()
        self._writes: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_all, name="journal", daemon=True)
        self._writer.start()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def get(self, request: Request) -> Completion | None:
        """Return the last usable answer to a request, if there is one that can be read."""
        found = (self._get(key) for key in answered_by(request))
        return next(filter(None, found), None)

    def _get(self, key: str) -> Completion | None:
        try:
            rows = self._reader.execute(LOOK_UP, (key, self._first)).fetchall()
        except DAMAGE as error:
            self._note(f"an earlier answer cannot be read ({error}), so it is asked for again")
            return None
        candidates = [row for row in rows if row[8] or self._replay]
        row = next((row for row in candidates if is_unchanged(row[:7], row[7])), None)
        if row is None:
            if candidates:
                self._note("an earlier answer was damaged on the disk, so it is asked for again")
            return None
        _, _, model, finish_reason, prompt_tokens, completion_tokens, text = row[:7]
        return Completion(
            text=text,
            model=model,
            finish_reason=finish_reason,
            usage=Usage(prompt_tokens=prompt_tokens, completion_tokens=completion_tokens),
        )

    def history(self) -> dict[str, tuple[float, float]]:
        """Return mean and standard deviation of the answers' tokens, by task."""
        rows = self._reader.execute(
            "SELECT task, AVG(completion_tokens), "
            "AVG(completion_tokens * completion_tokens) FROM answers "
            "WHERE completion_tokens > 0 GROUP BY task"
        )
        return {
            task: (mean, math.sqrt(max(0.0, square - mean * mean))) for task, mean, square in rows
        }

    async def put(self, request: Request, completion: Completion) -> None:
        """Record an answer; it is on disk when this returns.

        One of no use is kept for what it cost and said, and is asked for again by a later run.

        Raises:
            StorageError: The disk is full or fails.
        """
        checked = (
            request_key(request),
            _storable(request.task),
            _storable(completion.model),
            _storable(completion.finish_reason),
            completion.usage.prompt_tokens,
            completion.usage.completion_tokens,
            _storable(completion.text),
        )
        usable = int(completion.failure is None)
        await self._submit(INSERT, (usable, time.time(), *checked, checksum_of(checked)))

    async def reject(self, request: Request) -> None:
        """Note that an answer was of no use, so that a later run asks again.

        Raises:
            StorageError: The disk is full or fails.
        """
        for key in answered_by(request):
            await self._submit("UPDATE answers SET usable = 0 WHERE key = ?", (key,))

    def close(self) -> None:
        """Flush what is pending and let another run have the directory."""
        self._writes.put(None)
        self._writer.join()
        self._opened.close()

    async def _submit(self, statement: str, values: tuple[Any, ...]) -> None:
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()  # whoever waits may go: it is written all the same
        self._writes.put(_Write(statement, values, done))
        await asyncio.wrap_future(done)

    def _write_all(self) -> None:
        for batch in _batches(self._writes):
            try:
                self._put_back()
                with self._connection:
                    for write in batch:
                        self._connection.execute(write.statement, write.values)
            except (sqlite3.Error, OSError, OverflowError, ValueError, StorageError) as failure:
                error = _unwritable(self._path, failure)
                for write in batch:
                    write.done.set_exception(error)
            else:
                for write in batch:
                    write.done.set_result(None)

    def _put_back(self) -> None:
        """Write the record anew where somebody has removed its file under a run.

        What is open is whole as long as it is open, and would be gone with the process.

        Raises:
            StorageError: Another run has taken the place.
        """
        with suppress(FileNotFoundError):
            if self._path.stat().st_ino == self._file:
                return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._opened.enter_context(lock_folder(self._path.parent))
        removed = self._connection
        self._connection = open_database(self._path)
        self._opened.callback(self._connection.close)
        removed.backup(self._connection)
        self._reader = open_database(self._path)
        self._opened.callback(self._reader.close)
        self._file = self._path.stat().st_ino
        self._note("the record of answers was removed while it was in use, and is written anew")

    def _open(self) -> sqlite3.Connection:
        with ExitStack() as opened:  # it must be closed before its files are moved
            try:
                connection = open_database(self._path)
                opened.callback(connection.close)
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                connection.executescript(CREATE)
                healthy = is_sound(connection)
            except DAMAGE as error:
                if isinstance(error, sqlite3.OperationalError) and not is_damage(error):
                    raise
                healthy = False
            if healthy and version > SCHEMA_VERSION:
                raise StorageError(
                    f"{self._path} was written by a newer version of synthetic-data-kit",
                    hint="upgrade, or write to another directory",
                )
            if healthy:
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                connection.commit()
                opened.pop_all()
                return connection
        return self._salvage()

    def _salvage(self) -> sqlite3.Connection:
        """Put the damaged file aside and start a new one with the rows that can be read."""
        aside = self._path.with_name(f"{self._path.name}.damaged-{int(time.time())}")
        for suffix in ("", "-wal", "-shm"):
            source = self._path.with_name(self._path.name + suffix)
            if source.exists():
                source.rename(aside.with_name(aside.name + suffix))
        connection = open_database(self._path)
        connection.executescript(CREATE)
        kept = 0
        with connection:
            for row in readable_rows(aside):
                connection.execute(RESTORE, row)
                kept += 1
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.commit()
        self._note(
            f"the record of answers was damaged: {kept} were saved, others are asked again; the "
            f"damaged file is {aside}"
        )
        return connection

    def _last_id(self) -> int:
        row = self._reader.execute("SELECT COALESCE(MAX(id), 0) FROM answers").fetchone()
        return int(row[0])


def _batches(writes: queue.SimpleQueue[_Write | None]) -> Iterator[list[_Write]]:
    """Yield what has come in since the last time, until the end is marked."""
    ended = False
    while not ended:
        items = [writes.get(), *(writes.get() for _ in range(writes.qsize()))]
        ended = None in items
        yield [item for item in items if item is not None]


def _storable(text: str) -> str:
    """Return the text without halves of characters, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Keep every other run out of a folder of answers; a lock ends with its process, however.

    Raises:
        StorageError: A run is using it.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    except BlockingIOError as error:
        owner = os.read(handle, 100).decode("ascii", "replace").strip() or "unknown"
        raise StorageError(
            f"another run (process {owner}) is writing to {folder.parent}",
            hint="wait for it, or write to another directory",
        ) from error
    finally:
        os.close(handle)


def _unwritable(path: Path, error: Exception) -> StorageError:
    if isinstance(error, StorageError):
        return error
    reason = getattr(error, "strerror", None) or str(error)
    return StorageError(
        f"the record of answers {path} cannot be written: {reason}",
        hint="free some space or choose another output directory",
    )
