"""Storages with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from broken_storages.storages import Found, Whole
from sdk_core.components import Splits

Row = Mapping[str, Any]


class Changing(Whole):
    """Writes other rows than it is given."""

    def write(self, splits: Splits, path: Path) -> int:
        [[rows]] = splits.values()
        return super().write({"": [list(self.changed(rows))]}, path)

    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return rows


def texts(change: Callable[[str], Any], row: Row) -> Row:
    """Change the texts of a row."""
    return {name: change(v) if isinstance(v, str) else v for name, v in row.items()}


class Ascii(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return (texts(lambda text: text.encode("ascii", "replace").decode(), row) for row in rows)


class Strips(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return (texts(str.strip, row) for row in rows)


class NumbersForTexts(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return (texts(lambda text: int(text) if text.isdigit() else text, row) for row in rows)


class NullsForNothing(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return (texts(lambda text: text or None, row) for row in rows)


class TextsForNulls(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return ({name: "" if v is None else v for name, v in row.items()} for row in rows)


class Sorts(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return sorted(rows, key=lambda row: str(row.get("question")))


class DropsDoubles(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        return {json.dumps(dict(row)): row for row in rows}.values()


class LargestNumbers(Changing):
    def changed(self, rows: Iterable[Row]) -> Iterable[Row]:
        for row in rows:
            whole = ((n, isinstance(v, int) and not isinstance(v, bool), v) for n, v in row.items())
            yield {name: int(float(value)) if is_int else value for name, is_int, value in whole}


class ReturnsNone(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        super().write(splits, path)
        return None  # type: ignore[return-value]


class LeavesFilesOpen(Whole):
    kept: ClassVar[list[object]] = []

    def write(self, splits: Splits, path: Path) -> int:
        count = super().write(splits, path)
        self.kept.append(path.open(encoding="utf-8"))
        return count


class Exits(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        [[rows]] = splits.values()
        if not any(True for _ in rows):
            sys.exit("no rows")
        return super().write(splits, path)


class Prints(Whole):
    def write(self, splits: Splits, path: Path) -> int:
        print("writing", path)  # noqa: T201
        return super().write(splits, path)


class OneSplit(Whole):
    """Puts the rows of all splits into one file, in a directory."""

    def write(self, splits: Splits, path: Path) -> int:
        path.mkdir()
        rows = [row for parts in splits.values() for part in parts for row in part]
        return super().write({"": [rows]}, path / "all.jsonl")

    def read(self, path: Path) -> Found:
        return super().read(path / "all.jsonl")


class Uncompressed(Whole):
    """Says that it compresses, and does not."""


class ReadsTexts(Whole):
    def read(self, path: Path) -> Iterator[Any]:
        yield "", path.open(encoding="utf-8")
