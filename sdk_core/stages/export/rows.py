"""The rows of one output, made anew each time they are iterated, so that none need be kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sdk_core.columns import ColumnType, infer_columns
from sdk_core.components import Exporter
from sdk_core.model import Example
from sdk_core.registry import Registered
from sdk_core.specs import ExporterSpec
from sdk_core.stages import guard
from sdk_core.stages.export.pictures import Pictures
from sdk_core.stages.export.pool import Pool
from sdk_core.stages.export.style import Style, styled
from sdk_core.stages.portable import require_portable

# What the tokenizers of common models turn into control tokens, and what multimodal trainers
# count as a picture.
_CONTROL = re.compile(r"<\|[\w-]{2,40}\|>|</?s>|\[/?INST\]|<(?:bos|eos|pad|unk|image|video|audio)>")


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


class Rows:
    """The rows that an exporter makes of some records of a pool, all with the same columns.

    Args:
        pool: The records.
        order: Which of them, in the order wanted.
        entry: The exporter's registration.
        exporter: The exporter.
        style: The form in which it gets them.
        pictures: Where pictures in rows go, ``None`` when the format has none.
        complete: Gives an example what only the caller can find: its pictures, its worse answer.
        columns: The columns, where a larger whole has settled them.
    """

    def __init__(
        self,
        pool: Pool,
        order: Sequence[int],
        entry: Registered,
        exporter: Exporter,
        style: Style,
        pictures: Pictures | None = None,
        complete: Callable[[int, Example], Example] = lambda _, example: example,
        columns: ColumnType | None = None,
    ) -> None:
        self._pool = pool
        self._order = order
        self._entry = entry
        self._exporter = exporter
        self._spec = cast(ExporterSpec, entry.spec)
        self._style = style
        self._pictures = pictures
        self._complete = complete
        self.problems = Problems()
        self.count = 0
        self.columns = self._survey()
        if columns is not None:
            self.columns = columns

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows(Problems()):
            yield self.columns.fit(row, items=False) if self._spec.uniform else row

    def place_pictures(self, folder: Path) -> None:
        """Let pictures be written into a folder when rows are iterated."""
        if self._pictures is not None:
            self._pictures.root = folder

    def parts(self, size: int) -> Iterator[Rows]:
        """Yield the rows of ``size`` records after another, with the columns of the whole.

        0 is as many as there are.
        """
        if not 0 < size < len(self._order):
            yield self
            return
        for start in range(0, len(self._order), size):
            yield Rows(
                self._pool,
                self._order[start : start + size],
                self._entry,
                self._exporter,
                self._style,
                self._pictures,
                self._complete,
                self.columns,
            )

    def _survey(self) -> ColumnType:
        """Settle the columns, and find what cannot be written before anything is."""

        def counted() -> Iterator[dict[str, Any]]:
            for row in self._rows(self.problems):
                self.count += 1
                yield row

        return infer_columns(counted())

    def _rows(self, problems: Problems) -> Iterator[dict[str, Any]]:
        if self._spec.needs_all:
            yield from self._all_at_once(problems)
            return
        for index in self._order:
            rows: list[dict[str, Any]] = []
            with guard.component(self._entry):
                try:
                    example = self._complete(index, self._pool[index])
                    for shaped in styled(example, self._style, self._spec):
                        _look_at(shaped, problems)
                        rows += map(self._finished, self._exporter.rows([shaped]))
                except ValueError as error:
                    problems.left_out.append(f"{self._pool.label(index)}: {error}")
                    continue
            yield from rows

    def _all_at_once(self, problems: Problems) -> Iterator[dict[str, Any]]:
        shaped: list[Example] = []
        for index in self._order:
            try:
                example = self._complete(index, self._pool[index])
                shaped += styled(example, self._style, self._spec)
            except ValueError as error:
                problems.left_out.append(f"{self._pool.label(index)}: {error}")
        for example in shaped:
            _look_at(example, problems)
        with guard.component(self._entry):
            try:
                yield from map(self._finished, self._exporter.rows(shaped))
            except ValueError as error:
                problems.left_out.append(f"the file: {error}")

    def _finished(self, row: dict[str, Any]) -> dict[str, Any]:
        require_portable(row)
        return row if self._pictures is None else self._pictures.placed(row)


def _look_at(example: Example, problems: Problems) -> None:
    """Note control tokens in an example's texts, and white space at the start of its answer."""
    answer = example.messages[-1].content if example.messages else example.fields.get("answer")
    if isinstance(answer, str) and answer[:1].isspace():
        problems.leading_space += 1
    found: set[str] = set()
    for text in (*(turn.content for turn in example.messages), *example.fields.values()):
        if isinstance(text, str) and ("<" in text or "[" in text):
            found.update(_CONTROL.findall(text))
    problems.control.update(found)
