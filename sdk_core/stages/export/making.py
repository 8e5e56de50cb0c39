"""Makes rows of records, and finds what cannot be written before anything is."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Any

from sdk_core.columns import ColumnType
from sdk_core.model import Example
from sdk_core.stages import guard
from sdk_core.stages.export.pictures import Pictures
from sdk_core.stages.export.pool import Pool
from sdk_core.stages.export.rows import Rows, pack
from sdk_core.stages.export.style import styled
from sdk_core.stages.export.target import Target
from sdk_core.stages.export.truth import Truth
from sdk_core.stages.portable import require_portable

Complete = Callable[[int, Example], Example]


class RowMaker:
    """Makes the rows of a dataset, split by split.

    Args:
        pool: The records.
        target: The format and the form in which it gets them.
        pictures: Where pictures in rows go, ``None`` when the format has none.
        truth: Is shown each example that rows are made of.

    ``left_out`` has one sentence for each record that gave no row.
    """

    def __init__(self, pool: Pool, target: Target, pictures: Pictures | None, truth: Truth) -> None:
        self.left_out: list[str] = []
        self._pool = pool
        self._target = target
        self._pictures = pictures
        self._truth = truth
        self._columns = ColumnType("struct")
        self._file = TemporaryFile()  # noqa: SIM115 - it lives as long as the rows do
        self._places: dict[str, array[int]] = {}

    def add(self, split: str, order: Sequence[int], complete: Complete) -> None:
        """Make the rows of a split.

        Args:
            split: Its name.
            order: Its records.
            complete: Gives an example what only the caller can find: its pictures, its worse
                answer.

        Raises:
            ComponentError: The exporter failed.
        """
        places = self._places[split] = array("Q")
        place = self._file.tell()
        for row in self._rows(order, complete):
            line = pack(row)
            self._columns.see(row)
            self._file.write(line)
            places.append(place)
            place += len(line)

    def finish(self) -> dict[str, Rows]:
        """Settle the columns of the whole and return the rows of each split."""
        self._columns.settle()
        uniform = self._target.format.uniform
        return {
            split: Rows(self._file, places, self._columns, uniform=uniform)
            for split, places in self._places.items()
        }

    def _rows(self, order: Sequence[int], complete: Complete) -> Iterator[dict[str, Any]]:
        spec = self._target.format
        if spec.needs_all:
            yield from self._all_at_once(order, complete)
            return
        for index in order:
            with guard.component(self._target.exporter_entry):
                try:
                    rows: list[dict[str, Any]] = []
                    example = complete(index, self._pool[index])
                    for shaped in styled(example, self._target.style, spec):
                        self._truth.see(shaped)
                        rows += map(self._finished, self._target.exporter.rows((shaped,)))
                except ValueError as error:
                    self.left_out.append(f"{self._pool.label(index)}: {error}")
                    continue
            yield from rows

    def _all_at_once(self, order: Sequence[int], complete: Complete) -> Iterator[dict[str, Any]]:
        shaped: list[Example] = []
        for index in order:
            try:
                example = complete(index, self._pool[index])
                shaped += styled(example, self._target.style, self._target.format)
            except ValueError as error:
                self.left_out.append(f"{self._pool.label(index)}: {error}")
        for example in shaped:
            self._truth.see(example)
        with guard.component(self._target.exporter_entry):
            try:
                yield from map(self._finished, self._target.exporter.rows(shaped))
            except ValueError as error:
                self.left_out.append(f"the file: {error}")

    def _finished(self, row: dict[str, Any]) -> dict[str, Any]:
        if self._pictures is not None:
            row = self._pictures.placed(row)
        require_portable(row)
        return row
