"""One whole storage, and others that differ from it in what they break."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sdk_core.components import Splits, Storage

Found = Iterator[tuple[str, Iterator[dict[str, Any]]]]


class Whole(Storage):
    """Writes a row a line."""

    def write(self, splits: Splits, path: Path) -> int:
        [[rows]] = splits.values()
        with path.open("x", encoding="utf-8") as file:
            return sum(1 for row in rows if file.write(json.dumps(dict(row)) + "\n"))

    def read(self, path: Path) -> Found:
        with path.open(encoding="utf-8") as file:
            yield "", map(json.loads, file)


class Litters(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        path.with_suffix(".log").touch()
        return super().write(splits, path)


class ReadsBackwards(Whole):
    def read(self, path: Path) -> Found:
        for split, rows in super().read(path):
            yield split, reversed([*rows])


class StopsEarly(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        [[rows]] = splits.values()
        return super().write({"": [islice(rows, 1000)]}, path)


class Averages(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        count = super().write(splits, path)
        [[rows]] = splits.values()
        sum(map(len, rows)) / count
        return count


class SwallowsErrors(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        try:
            return super().write(splits, path)
        except OSError:
            return 0
