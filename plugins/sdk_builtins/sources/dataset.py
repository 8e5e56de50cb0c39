"""The rows of a dataset as documents: parquet, JSON Lines, CSV, Lance, saved by ``datasets``."""

from __future__ import annotations

import hashlib
import json
import operator
import os
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from pyarrow import ArrowException
from pydantic import Field, field_validator

from sdk_builtins.storages.csv_file import CsvStorage
from sdk_builtins.storages.hf import HuggingFaceStorage
from sdk_builtins.storages.parquet import ParquetStorage
from sdk_core.artifacts import compressed, dataset_tables
from sdk_core.components import InputSource, Options, SourceContext, Storage
from sdk_core.errors import UsageError
from sdk_core.model import Listed, Source

Row = Mapping[str, Any]

_SAMPLE = 200
"""Rows by which the columns of texts and ids are told."""

_TEXTS = ("text", "content", "body", "document", "markdown", "passage", "article", "context")
_IDS = ("id", "_id", "uid", "uuid", "doc_id", "document_id", "url", "path", "title", "name")
_LINES = (".jsonl", ".ndjson")
_NO_NAME = re.compile(r"[^\w.-]+")
_CONDITION = re.compile(r"\s*([^<>=!]+?)\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, ">": operator.gt, "<": operator.lt,
    ">=": operator.ge, "<=": operator.le,
}  # fmt: skip


class DatasetOptions(Options):
    """Which columns and rows."""

    text: str = Field("", description="Column of the text; text, content, body, if not given.")
    id: str = Field("", description="Column that names a document; id, url, title, or its row.")
    title: str = Field("", description="Column of its title.")
    where: str = Field(
        "", description="Conditions with commas between them: lang=en,score>=3; all must hold."
    )
    limit: int | None = Field(None, ge=1, description="Rows that are taken at most.")

    @field_validator("where")
    @classmethod
    def _conditions(cls, value: str) -> str:
        for part in filter(None, value.split(",")):
            if not _CONDITION.fullmatch(part):
                raise ValueError(f"{part!r} is no condition such as lang=en")
        return value


class DatasetSource(InputSource[DatasetOptions]):
    """One document for each row that has a text.

    Texts are put aside on disk when they are listed, so that a million of them need no memory.
    """

    def __init__(self, options: DatasetOptions | None = None) -> None:
        super().__init__(options)
        self._places: dict[str, tuple[int, int]] = {}
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115  lives as long as the source

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        """Yield the rows in their order.

        Raises:
            UsageError: There is no dataset, or it has no such column.
        """
        path = Path(address.partition(":")[2]).expanduser()
        rows = _whole(path, address)
        first = list(islice(rows, _SAMPLE))
        if not first:
            raise UsageError(f"{address} holds no rows")
        text = _column(self.options.text, _TEXTS, first, address, "text")
        key = _column(self.options.id, _IDS, first, address, "id", needed=False)
        if self.options.title:
            _column(self.options.title, (), first, address, "title")
        taken, empty, named = 0, 0, dict[str, int]()
        for number, row in enumerate(chain(first, rows), start=1):
            if not self._is_wanted(row):
                continue
            content = row.get(text)
            if not isinstance(content, str) or not content.strip():
                empty += 1
                continue
            if taken == self.options.limit:
                break
            taken += 1
            yield self._listed(path, row, number, content, key, named)
        if empty:
            ctx.warn(f"{address}: passed over {empty} rows without text in {text!r}")
        if not taken:
            raise UsageError(
                f"{address}: none of its rows is taken",
                hint=f"look at the column {text!r}, and at where= behind the address",
            )

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        """Return the text of a row."""
        start, size = self._places[listed.uri]
        data = os.pread(self._file.fileno(), size, start)
        return Source(uri=listed.uri, data=data, media_type="text/plain", charset="utf-8")

    def _listed(
        self, path: Path, row: Row, number: int, content: str, key: str, named: dict[str, int]
    ) -> Listed:
        data = content.encode("utf-8", "replace")
        named_so = row.get(key) if key else None
        identity = f"row-{number}" if named_so in (None, "") else str(named_so)
        plain = uri = f"dataset:{path.as_posix()}#{identity}"
        times = named.get(plain, 1)
        while uri in named:
            times += 1
            uri = f"{plain}#{times}"
        named[plain] = times
        named.setdefault(uri, 1)
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self._places[uri] = start, len(data)
        name = _NO_NAME.sub("_", identity).strip("_.")[:80] or f"row-{number}"
        title = row.get(self.options.title) if self.options.title else ""
        return Listed(
            uri=uri,
            name=f"{name}.txt",
            media_type="text/plain",
            change_token=hashlib.sha256(data).hexdigest(),
            size=len(data),
            title=title if isinstance(title, str) else "",
            metadata={"row": str(number)},
        )

    def _is_wanted(self, row: Row) -> bool:
        return all(_holds(row, part) for part in filter(None, self.options.where.split(",")))


def _holds(row: Row, condition: str) -> bool:
    found = _CONDITION.fullmatch(condition)
    assert found is not None
    column, sign, wanted = found.groups()
    value = row.get(column)
    if isinstance(value, bool):
        return _COMPARE[sign](str(value).lower(), wanted.lower())
    try:
        return _COMPARE[sign](float(str(value)), float(wanted))
    except ValueError:  # then as texts
        pass
    return _COMPARE[sign]("" if value is None else str(value), wanted)


def _column(
    wanted: str,
    usual: tuple[str, ...],
    rows: list[Row],
    address: str,
    what: str,
    *,
    needed: bool = True,
) -> str:
    """Return the column that is wanted, else the first usual one that there is.

    Raises:
        UsageError: There is none.
    """
    known = list(dict.fromkeys(name for row in rows for name in row))
    found = wanted if wanted in known else next((n for n in usual if not wanted and n in known), "")
    if not found and (wanted or needed):
        asked = f"no column {wanted!r}" if wanted else f"no column that is called like a {what}"
        raise UsageError(
            f"{address} has {asked}; it has {', '.join(known)}",
            hint=f"name it behind the address: dataset:FILE?{what}=COLUMN",
        )
    return found


def _whole(path: Path, address: str) -> Iterator[Row]:
    """Yield the rows of a file or folder.

    Raises:
        UsageError: It is none that is read, or damaged.
    """
    try:
        yield from _read(path, address)
    except (OSError, ValueError, ArrowException) as error:
        raise UsageError(
            f"{address} cannot be read: {error}",
            hint=f"see whether {path} is whole, and what its name says it is",
        ) from error


def _read(path: Path, address: str) -> Iterator[Row]:
    """Yield the rows of a file or folder.

    Raises:
        UsageError: It is none that is read.
    """
    if not path.exists():
        raise UsageError(f"{address}: there is no {path}", hint="check the path")
    ending = compressed.inner_suffix(path).lower()
    storage: Storage | None = None
    if path.is_dir():
        if path.suffix == dataset_tables.SUFFIX:
            yield from dataset_tables.read_rows(path)
            return
        if any((path / name).is_file() for name in ("state.json", "dataset_dict.json")):
            storage = HuggingFaceStorage()
    elif ending in _LINES:
        yield from _lines(path, address)
        return
    elif ending == ".parquet":
        storage = ParquetStorage()
    elif ending == ".csv":
        storage = CsvStorage()
    if storage is None:
        raise UsageError(
            f"{address}: {path} is no dataset that is read",
            hint="parquet, JSON Lines, CSV, Lance, or a folder that datasets has saved",
        )
    for _, rows in storage.read(path):
        for row in rows:
            yield json.loads(row) if isinstance(row, bytes) else row


def _lines(path: Path, address: str) -> Iterator[Row]:
    with compressed.reopen_file(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{address}: line {number} is no JSON: {error}") from error
            if not isinstance(row, dict):
                raise UsageError(f"{address}: line {number} is no object")
            yield row
