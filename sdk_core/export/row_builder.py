"""Makes rows of records, and finds what cannot be written before anything is."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from sdk_core.columns import ColumnType
from sdk_core.export.plan import ExportPlan
from sdk_core.export.record_store import Record, RecordStore
from sdk_core.export.row_file import RowFile, pack_row
from sdk_core.export.row_images import Pictures
from sdk_core.export.style import styled
from sdk_core.model import Example
from sdk_core.rows.encodable import require_portable
from sdk_core.rows.measures import Measurements
from sdk_core.runs import guard

Complete = Callable[[int, Example], Example]
Packed = tuple[dict[str, Any], bytes]

_BATCH = 1000
# Of what `require_portable` refuses, orjson writes NUL and NaN like this, and the rest not at all.
_NUL, _NULL = b"\\u0000", b"null"


class RowBuilder:
    """Makes the rows of a dataset, split by split.

    Args:
        store: The records.
        target: The format and the form in which it gets them.
        pictures: Where pictures in rows go, ``None`` when the format has none.
        measurements: Is shown each example that rows are made of.

    ``left_out`` has one sentence for each record that gave no row.
    """

    def __init__(
        self,
        store: RecordStore,
        target: ExportPlan,
        pictures: Pictures | None,
        measurements: Measurements,
    ) -> None:
        self.left_out: list[str] = []
        self._store = store
        self._target = target
        self.pictures = pictures
        self.measurements = measurements
        self._columns = ColumnType("struct")
        self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the rows do
        self._places: dict[str, array[int]] = {}

    def add(self, split: str, records: Iterable[Record], complete: Complete) -> None:
        """Make rows and put them at the end of a split.

        Args:
            split: Its name.
            records: Its records.
            complete: Gives an example what only the caller can find: its pictures, its worse
                answer.

        Raises:
            ComponentError: The exporter failed.
        """
        places = self._places.setdefault(split, array("Q"))
        place = self._file.tell()
        remaining = iter(records)
        all_at_once = self._target.format.needs_all
        make = self._all_at_once if all_at_once else self._each
        while part := list(islice(remaining, None if all_at_once else _BATCH)):
            with guard.component(self._target.exporter_entry):
                lines = make(part, complete)
            self._file.write(b"".join(lines))
            for line in lines:
                places.append(place)
                place += len(line)

    def finish(self) -> dict[str, RowFile]:
        """Settle the columns of the whole and return the rows of each split."""
        self._columns.settle()
        uniform = self._target.format.uniform
        return {
            split: RowFile(self._file, places, self._columns, uniform=uniform)
            for split, places in self._places.items()
        }

    def _each(self, records: Sequence[Record], complete: Complete) -> list[bytes]:
        lines: list[bytes] = []
        style, spec = self._target.style, self._target.format
        for index, record in records:
            try:
                example = complete(index, record)
                shaped = list(styled(example, style, spec))
                made = [self._pack(r) for one in shaped for r in self._target.exporter.rows((one,))]
            except ValueError as error:
                self.left_out.append(f"{self._store.label(index)}: {error}")
                continue
            lines += self._noted(shaped, made)
        return lines

    def _all_at_once(self, records: Sequence[Record], complete: Complete) -> list[bytes]:
        shaped: list[Example] = []
        for index, record in records:
            try:
                example = complete(index, record)
                shaped += styled(example, self._target.style, self._target.format)
            except ValueError as error:
                self.left_out.append(f"{self._store.label(index)}: {error}")
        made = []
        try:
            for row in self._target.exporter.rows(shaped):
                made.append(self._pack(row))
        except ValueError as error:
            self.left_out.append(f"the file: {error}")
        return self._noted(shaped, made)

    def _noted(self, shaped: Sequence[Example], made: Sequence[Packed]) -> list[bytes]:
        """Take summary of examples and of the rows that were made of them; return the lines."""
        for example in shaped:
            self.measurements.see(example)
        for row, _ in made:
            self._columns.see(row)
        return [line for _, line in made]

    def _pack(self, row: dict[str, Any]) -> Packed:
        """Return a row and its line, once it is known that every reader can read it.

        Raises:
            ValueError: It could not be read back everywhere.
        """
        if self.pictures is not None:
            row = self.pictures.placed(row)
        line = pack_row(row)
        if _NUL in line or _NULL in line or line.startswith(b" "):
            require_portable(row)
        return row, line
