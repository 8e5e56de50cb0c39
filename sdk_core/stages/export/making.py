"""Makes rows of records, and finds what cannot be written before anything is."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any

from sdk_core.columns import ColumnType
from sdk_core.model import Example
from sdk_core.stages import guard
from sdk_core.stages.export.histogram import Lengths
from sdk_core.stages.export.pictures import Pictures
from sdk_core.stages.export.pool import Pool
from sdk_core.stages.export.rows import Rows, pack
from sdk_core.stages.export.style import styled
from sdk_core.stages.export.target import Target
from sdk_core.stages.portable import require_portable

# What the tokenizers of common models turn into control tokens, and what multimodal trainers
# count as a picture.
_CONTROL = re.compile(r"<\|[\w-]{2,40}\|>|</?s>|\[/?INST\]|<(?:bos|eos|pad|unk|image|video|audio)>")

Complete = Callable[[int, Example], Example]


@dataclass(slots=True)
class Problems:
    """What became of records that gave no row, and what users should look at in others.

    Args:
        left_out: One sentence for each record without a row.
        control: Control tokens that stand in texts, and in how many records.
        leading_space: Records whose answer begins with white space.
    """

    left_out: list[str] = field(default_factory=list)
    control: Counter[str] = field(default_factory=Counter)
    leading_space: int = 0

    def warnings(self) -> list[str]:
        """Return what users should look at, one sentence each."""
        found = []
        if self.control:
            names = ", ".join(f"{token} ({count})" for token, count in self.control.most_common(5))
            found.append(
                f"texts hold control tokens, which a trainer may take for its own: {names}"
            )
        if self.leading_space:
            found.append(
                f"{self.leading_space} answers begin with white space, which blurs the line "
                "between question and answer in training"
            )
        return found


class RowMaker:
    """Makes the rows of a dataset, split by split.

    Args:
        pool: The records.
        target: The format and the form in which it gets them.
        pictures: Where pictures in rows go, ``None`` when the format has none.
        lengths: Counts the tokens of what is made, ``None`` where nobody wants to know.
    """

    def __init__(
        self,
        pool: Pool,
        target: Target,
        pictures: Pictures | None,
        lengths: Lengths | None = None,
    ) -> None:
        self.problems = Problems()
        self._pool = pool
        self._target = target
        self._pictures = pictures
        self._lengths = lengths
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
                        self._look_at(shaped)
                        rows += map(self._finished, self._target.exporter.rows((shaped,)))
                except ValueError as error:
                    self.problems.left_out.append(f"{self._pool.label(index)}: {error}")
                    continue
            yield from rows

    def _all_at_once(self, order: Sequence[int], complete: Complete) -> Iterator[dict[str, Any]]:
        shaped: list[Example] = []
        for index in order:
            try:
                example = complete(index, self._pool[index])
                shaped += styled(example, self._target.style, self._target.format)
            except ValueError as error:
                self.problems.left_out.append(f"{self._pool.label(index)}: {error}")
        for example in shaped:
            self._look_at(example)
        with guard.component(self._target.exporter_entry):
            try:
                yield from map(self._finished, self._target.exporter.rows(shaped))
            except ValueError as error:
                self.problems.left_out.append(f"the file: {error}")

    def _finished(self, row: dict[str, Any]) -> dict[str, Any]:
        if self._pictures is not None:
            row = self._pictures.placed(row)
        require_portable(row)
        return row

    def _look_at(self, example: Example) -> None:
        """Note control tokens in an example's texts, and white space at the start of its answer."""
        if self._lengths is not None:
            self._lengths.add(example)
        turns = example.messages
        answer = turns[-1].content if turns else example.fields.get("answer")
        if isinstance(answer, str) and answer[:1].isspace():
            self.problems.leading_space += 1
        found: set[str] = set()
        for text in (*(turn.content for turn in turns), *example.fields.values()):
            if isinstance(text, str) and ("<" in text or "[" in text):
                found.update(_CONTROL.findall(text))
        if found:
            self.problems.control.update(found)
