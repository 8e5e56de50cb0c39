"""One whole storage, and others that differ from it in what they break."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sdk_core.components import Storage

Rows = Iterable[Mapping[str, Any]]


class Whole(Storage):
    """Writes a row a line."""

    def write(self, rows: Rows, path: Path) -> int:
        with path.open("x", encoding="utf-8") as file:
            return sum(1 for row in rows if file.write(json.dumps(dict(row)) + "\n"))

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


class Litters(Whole):
    def write(self, rows: Rows, path: Path) -> int:
        path.with_suffix(".log").touch()
        return super().write(rows, path)


class ReadsBackwards(Whole):
    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        return reversed([*super().read(path)])  # type: ignore[return-value]


class StopsEarly(Whole):
    def write(self, rows: Rows, path: Path) -> int:
        return super().write(islice(rows, 1000), path)


class Averages(Whole):
    def write(self, rows: Rows, path: Path) -> int:
        count = super().write(rows, path)
        sum(map(len, rows)) / count
        return count


class SwallowsErrors(Whole):
    def write(self, rows: Rows, path: Path) -> int:
        try:
            return super().write(rows, path)
        except OSError:
            return 0
