"""Facts about servers, in a table of their own beside the paid answers."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

KEPT_SECONDS = 7 * 86_400.0
"""Age after which a fact is learned anew: servers are updated, and nothing else would tell."""

_CREATE = (
    "CREATE TABLE IF NOT EXISTS server_facts "
    "(server TEXT PRIMARY KEY, time REAL NOT NULL, facts TEXT NOT NULL)"
)


class ServerFacts:
    """The `ServerMemory` of one output directory.

    Facts are a convenience: what cannot be read or written is learned again.

    Args:
        path: The SQLite file of the record of answers; it is opened for each look only.
        tell: Told what a backend has to say.
        writes: Whether anything is kept.
    """

    def __init__(
        self,
        path: Path,
        *,
        tell: Callable[[str], None] = lambda message: None,
        writes: bool = True,
    ) -> None:
        self._path = path
        self._writes = writes
        self.tell = tell

    def recall(self, server: str) -> Mapping[str, Any]:
        """Return what was kept of a server and is not too old."""
        if not self._path.is_file():
            return {}
        with suppress(sqlite3.Error, ValueError), closing(sqlite3.connect(self._path)) as database:
            row = database.execute(
                "SELECT facts FROM server_facts WHERE server = ? AND time > ?",
                (server, time.time() - KEPT_SECONDS),
            ).fetchone()
            facts = json.loads(row[0]) if row else {}
            if isinstance(facts, dict):
                return facts
        return {}

    def keep(self, server: str, facts: Mapping[str, Any]) -> None:
        """Keep facts in place of those before."""
        if not self._writes:
            return
        text = json.dumps(dict(facts), sort_keys=True)
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(self._path)) as database,
            database,
        ):
            database.execute(_CREATE)
            database.execute(
                "INSERT OR REPLACE INTO server_facts VALUES (?, ?, ?)", (server, time.time(), text)
            )
