"""The rows of the record of answers: their layout, and what can be read of a damaged file.

A row carries a checksum of what was written, since SQLite itself does not see a flipped bit in a
text.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

CREATE = """
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    usable INTEGER NOT NULL DEFAULT 1,
    time REAL NOT NULL,
    task TEXT NOT NULL,
    model TEXT NOT NULL,
    finish_reason TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    text TEXT NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS answers_by_key ON answers (key);
"""

CHECKED = "key, task, model, finish_reason, prompt_tokens, completion_tokens, text"

COLUMNS = f"usable, time, {CHECKED}, checksum"

INSERT = f"INSERT INTO answers ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

RESTORE = f"INSERT OR IGNORE INTO answers (id, {COLUMNS}) VALUES ({', '.join('?' * 11)})"

LOOK_UP = (
    f"SELECT {CHECKED}, checksum, usable FROM answers WHERE key = ? AND id >= ? "
    "ORDER BY usable DESC, id DESC"
)

READ_ALL = f"SELECT id, {COLUMNS} FROM answers WHERE id > ? ORDER BY id"

DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file raises; the second one where a message quotes broken names."""

MAX_UNREADABLE = 10_000
"""Ids in a row that cannot be read after which the rest of a damaged file is given up."""


def open_database(path: Path) -> sqlite3.Connection:
    """Open a file so that what is committed is on disk."""
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def readable_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a damaged file that can still be read, id first.

    Where reading stops, it goes on behind the next id, until many in a row cannot be read.
    """
    connection = sqlite3.connect(path)
    try:
        with suppress(*DAMAGE):
            connection.execute("PRAGMA writable_schema = ON")  # else a cut file is refused whole
        last, failures = 0, 0
        while failures < MAX_UNREADABLE:
            try:
                for row in connection.execute(READ_ALL, (last,)):
                    last, failures = row[0], 0
                    if is_whole(row):
                        yield row
                return
            except DAMAGE:
                last, failures = last + 1, failures + 1
    finally:
        connection.close()


def is_damage(error: sqlite3.OperationalError) -> bool:
    """Whether a file is broken, rather than locked, full or out of reach."""
    # Text that is no UTF-8 is found by Python, which gives no code.
    return getattr(error, "sqlite_errorcode", None) in (None, sqlite3.SQLITE_ERROR)


def is_whole(row: tuple[Any, ...]) -> bool:
    """Whether a row of `READ_ALL` is what was written."""
    kinds = (int, int, float, str, str, str, str, int, int, str, int)
    right = all(isinstance(value, kind) for value, kind in zip(row, kinds, strict=True))
    return right and is_unchanged(row[3:10], row[10])


def checksum_of(checked: tuple[Any, ...]) -> int:
    """Return the CRC-32 of a row's content: SQLite itself does not see a flipped bit in a text."""
    return zlib.crc32("\0".join(map(str, checked)).encode())


def is_unchanged(checked: tuple[Any, ...], checksum: int) -> bool:
    """Whether a row is what was written; one without a sum is not."""
    return checksum == checksum_of(checked)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether a file holds what it should, as far as SQLite can tell."""
    # Not the quick check, which does not compare keys with their index.
    if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        return False
    columns = {row[1] for row in connection.execute("PRAGMA table_info(answers)")}
    return columns >= set(COLUMNS.split(", "))
