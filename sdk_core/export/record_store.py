"""All records of an export, on disk: the memory holds where each stands and what it is."""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

from sdk_core.artifacts import document_tables, example_files, json_files
from sdk_core.artifacts.example_json import from_record, to_record
from sdk_core.artifacts.layouts import (
    SAMPLE,
    ReadRow,
    Row,
    is_conversation,
    loose_rows,
    no_example,
    plain_kind,
    recognise,
    record_kind,
)
from sdk_core.errors import DocumentError
from sdk_core.export.provenance import ProvenanceSummary
from sdk_core.model import Example, Provenance, RecordKind, RecordKinds
from sdk_core.model.record_kinds import DOCUMENT
from sdk_core.runs.data_files import TOO_LONG
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.transforming import Through

Record = tuple[int, Example]
"""A record with its index in the store."""

Complete = Callable[[Example, Mapping[str, Any]], Example]


class RecordStore:
    """Records that can be read again in any order, whatever their number.

    A record of a JSON Lines file is read where it stands; those of other files are copied to a
    file that goes away with the store.

    Args:
        known: The kinds of records that are known.
        reader: Reads what is neither JSON nor of our own shapes, ``None`` for nothing else.
        rejected: Whether records that a judge rejected are read too.
        keep: Whether they are read again. If not, a record costs no more than its number.
        complete: Gives a record what its file lacks, by what the file says of its documents.
        transform: Gives what transforms make of a record; ``None`` where there are none.

    ``refused`` has the step and reason for each record that a transform leaves out, by index;
    ``labelled_bad`` is how many records stay out for the label that their file gives them.
    """

    def __init__(
        self,
        known: RecordKinds,
        *,
        reader: ExampleReader | None = None,
        rejected: bool = False,
        keep: bool = True,
        complete: Complete = lambda example, _: example,
        transform: Callable[[Example], Through[Example]] | None = None,
    ) -> None:
        self.bad: list[str] = []
        self.provenance = ProvenanceSummary()
        self.kinds: Counter[str] = Counter()
        self.declared: dict[str, RecordKind] = {}
        self.documents = array("Q")
        self.ratings = array("d")
        self.kind_numbers = array("H")
        self._kept = array("b")
        self._known = known
        self._reader = reader
        self._readers: dict[int, ReadRow] = {}
        self._kind_numbers: dict[str, int] = {}
        self.labelled_bad = 0
        self._rejected = rejected
        self._keep = keep
        self._complete = complete
        self._transform = transform
        self.refused: dict[int, tuple[str, str]] = {}
        self._files: list[IO[bytes]] = [TemporaryFile()]  # noqa: SIM115 - closed with the store
        self._file = array("H")
        self._place = array("Q")
        self._number = array("L")
        self._starts: list[tuple[int, Path]] = []  # first index of each file
        self._digest = lru_cache(maxsize=16)(digest)  # records of a document stand together

    def __len__(self) -> int:
        return len(self._number)

    def __getitem__(self, index: int) -> Example:
        number = self._file[index]
        file = self._files[number]
        file.seek(self._place[index])
        line = file.readline()
        return self._parsed(line, number)[0] if number else self._unpacked(line)

    def __enter__(self) -> RecordStore:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def label(self, index: int) -> str:
        """Return how people find a record: its number in its file, of several files which."""
        number = f"record {self._number[index]}"
        return number if len(self._starts) == 1 else f"{self.path(index)}: {number}"

    def path(self, index: int) -> Path:
        """Return the file that a record comes from."""
        which = bisect_right(self._starts, index, key=lambda start: start[0]) - 1
        return self._starts[which][1]

    def place(self, index: int) -> tuple[str, int]:
        """Return the file of a record, and its number there."""
        return str(self.path(index)), self._number[index]

    def is_kept(self, index: int) -> bool:
        """Tell whether a record passed its judges."""
        return bool(self._kept[index])

    def rank(self, index: int) -> tuple[bool, float]:
        """Return by what answers to one question are compared: kept first, then rated high."""
        rating = self.ratings[index]
        return self.is_kept(index), -math.inf if math.isnan(rating) else rating

    def at(self, order: Iterable[int]) -> Iterator[Record]:
        """Yield records by their index, each with it."""
        for index in order:
            yield index, self[index]

    def table(self, path: Path) -> Iterator[Row] | None:
        """Return the rows of a table, ``None`` for JSON and what is no data."""
        return self._reader.table(path) if self._reader else None

    def read(self, path: Path) -> Iterator[Record]:
        """Take in the records of a file and yield each as it comes, with its index.

        Raises:
            DocumentError: It cannot be read or holds no records.
        """
        before = len(self)
        self._starts.append((before, path))
        rows = self.table(path)
        if rows is not None:
            yield from self._read_rows(path, rows)
        elif document_tables.is_table(path):
            yield from self._read_document(path)
        elif json_files.is_plain_lines(path):
            yield from self._read_lines(path)
        else:
            formats = self._reader.formats if self._reader else None
            loaded = example_files.read_examples(
                path, self._known, rejected=self._rejected, formats=formats
            )
            self.bad += loaded.bad
            self.provenance.see_file(loaded.examples.metadata)
            self.provenance.rejected += loaded.rejected
            if not self._rejected:
                self.labelled_bad += len(loaded.disliked)
            examples = loaded.examples.examples
            numbers = loaded.numbers or range(1, len(examples) + 1)
            for number, example in zip(numbers, examples, strict=True):
                try:
                    whole = self._complete(example, loaded.examples.metadata)
                except ValueError as error:
                    self.bad.append(f"record {number}: {error}")
                else:
                    yield from self._take(whole, str(path), number)
        self.provenance.inputs.append((path, len(self) - before))

    def _read_document(self, path: Path) -> Iterator[Record]:
        document = document_tables.read_document(path)
        origin = Provenance(source=document.source, document_id=document.id)
        for number, segment in enumerate(document.segments, start=1):
            if segment.text.strip():
                example = Example(
                    kind=DOCUMENT.name,
                    fields={"text": segment.text},
                    provenance=origin,
                    declared=DOCUMENT,
                )
                yield from self._take(example, str(path), number)

    def _read_lines(self, path: Path) -> Iterator[Record]:
        try:
            self._files.append(path.open("rb"))
            file = path.open("rb")
        except OSError as error:
            raise DocumentError(f"cannot read {path}: {error.strerror or error}") from error
        name, which, place = str(path), len(self._files) - 1, 0
        if read := self._choose_for_lines(path):
            self._readers[which] = read
        before, unread = len(self), len(self.bad)
        with file:
            for number, line in enumerate(file, start=1):
                try:
                    found = self._parsed(line, which)
                except (ValueError, RecursionError) as error:
                    self.bad.append(f"line {number}: {error}")
                else:
                    if which in self._readers:
                        found = list(filter(self._is_wanted, found))
                    if len(found) == 1 and self._transform is None:
                        yield self._note(found[0], name, which, place, number)
                    else:
                        for example in found:
                            yield from self._take(example, name, number)
                place += len(line)
        self._require_some(path, before, unread)

    def _read_rows(self, path: Path, rows: Iterator[Row]) -> Iterator[Record]:
        """Take in the rows of a table."""
        first = list(islice(rows, SAMPLE))
        read = self._choose(path, first) or self._read_own
        before, unread = len(self), len(self.bad)
        for number, row in enumerate(chain(first, rows), start=1):
            try:
                if None in row:
                    raise ValueError(TOO_LONG)
                example = read(row)
            except (ValueError, RecursionError) as error:
                self.bad.append(f"row {number}: {error}")
            else:
                if self._is_wanted(example):
                    yield from self._take(example, str(path), number)
        self._require_some(path, before, unread)

    def _choose(self, path: Path, rows: Sequence[Row]) -> ReadRow | None:
        return self._reader.formats.choose(path, rows) if self._reader else None

    def _choose_for_lines(self, path: Path) -> ReadRow | None:
        """Return what reads the lines of a file, by the first of them."""
        if self._reader is None:
            return None
        values: list[tuple[str, object]] = []
        with path.open("rb") as file:
            for line in islice(file, SAMPLE):
                with suppress(ValueError, RecursionError):
                    values.append(("", json.loads(line)))
        rows = loose_rows(values, self._known, self._reader.formats)
        return self._choose(path, [row for _, row in rows if isinstance(row, dict)])

    def _read_own(self, row: Row) -> Example:
        return from_record(row, self._known.of(row) or self._known.default)

    def _is_wanted(self, example: Example) -> bool:
        """Tell whether a record is taken; one that a label rejects is counted."""
        if example.kept or self._rejected:
            return True
        self.provenance.rejected += 1
        self.labelled_bad += 1
        return False

    def _require_some(self, path: Path, before: int, unread: int) -> None:
        """Say what could have been read where a file gave nothing but complaints."""
        if self._reader and len(self) == before and len(self.bad) > unread:
            raise DocumentError(
                f"{path} is not a file of examples: {self.bad[unread]}",
                hint=f"accepted are {self._reader.formats.accepted}",
            )

    def _take(self, example: Example, path: str, number: int) -> Iterator[Record]:
        """Yield what becomes of a record in the transforms, what they leave out as well."""
        if self._transform is None:
            yield self._copy(example, path, number)
            return
        through = self._transform(example)
        for each in through.items:
            yield self._copy(each, path, number)
        for each, step, reason in through.left_out:
            record = self._copy(each, path, number)
            self.refused[record[0]] = step, reason
            yield record

    def _copy(self, example: Example, path: str, number: int) -> Record:
        place = self._files[0].seek(0, 2)
        if self._keep:
            self._files[0].write(_packed(example))
        return self._note(example, path, 0, place, number)

    def _note(self, example: Example, path: str, file: int, place: int, number: int) -> Record:
        index, kind = len(self._number), example.kind
        self._number.append(number)
        self.provenance.see(example)
        if kind not in self.declared:
            self.declared[kind] = example.declared
        self.kinds[kind] += 1
        if self._keep:
            origin = example.provenance
            self._file.append(file)
            self._place.append(place)
            self._kept.append(example.kept)
            self.documents.append(self._digest(origin.document_id or origin.source or path))
            self.ratings.append(record_rating(example))
            self.kind_numbers.append(self._kind_numbers.setdefault(kind, len(self._kind_numbers)))
        return index, example

    def _parsed(self, line: bytes, file: int) -> list[Example]:
        """Return the examples of one line of a file, nearly always one."""
        strict = True
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            if line.isspace():
                return []
            value = json.loads(line)  # its errors name the place, and half a character passes it
            strict = False
        if file in self._readers:
            return [self._readers[file](value)]
        known = self._known
        alone = is_conversation(value, known)
        if kind := known.conversation if alone else plain_kind(value, known):
            return [from_record(value, kind, encodable=strict)]
        shape = recognise(value, self._known)
        if shape is None:
            raise ValueError(no_example(value))
        return [
            from_record(raw, record_kind(raw, shape, self._known), shape.passages, encodable=strict)
            for raw in shape.records
        ]

    def _unpacked(self, line: bytes) -> Example:
        kind, record, passages, kept = json.loads(line)
        return replace(from_record(record, self.declared[kind], passages), kept=kept)


def record_rating(example: Example) -> float:
    """Return the mean score, else the record's own number, NaN for neither."""
    rating = example_files.rating(example) if example.judgements else None
    if rating is None:
        own = example.fields.get("rating")
        rating = own if isinstance(own, int | float) and not isinstance(own, bool) else math.nan
    return float(rating)


def digest(text: str) -> int:
    """Return a number of 64 bits for a text, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _packed(example: Example) -> bytes:
    passages: dict[str, int] = {}
    record = to_record(example, passages)
    packed = [example.kind, record, list(passages), example.kept]
    return json.dumps(packed).encode() + b"\n"
