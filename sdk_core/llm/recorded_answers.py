"""Looks into the record of paid answers from outside, for those who do not write to it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sdk_core.model import Request


def last_answer(path: Path) -> int:
    """Return the number of the last answer in a record, 0 when there is none to read."""
    rows = _select(path, "SELECT COALESCE(MAX(id), 0) FROM answers")
    return int(rows[0][0]) if rows else 0


def answered_after(path: Path, number: int) -> set[str]:
    """Return the keys of the requests whose answers were recorded after a given one.

    Args:
        path: The journal's SQLite file.
        number: What `last_answer` gave at the time.
    """
    return {row[0] for row in _select(path, "SELECT key FROM answers WHERE id > ?", number)}


def _select(path: Path, statement: str, *values: int) -> list[tuple[Any, ...]]:
    if not path.is_file():
        return []
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(statement, values).fetchall()
    except sqlite3.Error:
        return []  # what cannot be read counts as not recorded: nothing is lost by that


def answered_by(request: Request) -> list[str]:
    """Return the keys of the requests whose answers serve for one, its own first.

    What was answered before a schema was asked for, to the same words, is read as well as ever.
    """
    requests = [request, *([replace(request, schema=None)] if request.schema else [])]
    return list(map(request_key, requests))


def request_key(request: Request) -> str:
    """Return what makes two requests the same: model, parameters, messages, schema, sample.

    Images count by their content. The result is a SHA-256 in hex.
    """
    canonical = {
        "model": request.model,
        "params": dict(request.params),
        "messages": [
            [m.role, m.content, [hashlib.sha256(i.data).hexdigest() for i in m.images]]
            for m in request.messages
        ],
        "schema": request.schema,
        "sample": request.sample,
    }
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
