"""Makes rows of records, and finds what cannot be written before anything is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

from sdk_core.artifacts.example_json import EVIDENCE, evidence_values
from sdk_core.columns import ColumnType
from sdk_core.export.plan import ExportPlan
from sdk_core.export.record_store import Record, RecordStore
from sdk_core.export.row_file import RowFile, pack_row
from sdk_core.export.row_images import Pictures
from sdk_core.model import Example
from sdk_core.registry import returned
from sdk_core.registry.boundary import WrongReturn
from sdk_core.rows.encodable import require_portable
from sdk_core.rows.measures import Measurements
from sdk_core.rows.set_rules import SetRules
from sdk_core.runs import guard
from sdk_core.runs.session import ProgressCounters

Complete = Callable[[int, Example], Example]

_BATCH = 64  # with all that is made of them, these stay in the cache of a processor
_LISTS = (tuple, list)  # what is none of these has to be looked through though it be empty
# Of what `require_portable` refuses, orjson writes NUL and NaN like this, and the rest not at all.
_NUL, _NULL = b"\\u0000", b"null"

_NO_ROW = (
    "rows() gave no row of this example and no reason",
    "raise ValueError with the reason for an example that has no place in the format",
)


@dataclass(slots=True)
class RowBuilder:
    """Makes the rows of a dataset, split by split.

    Args:
        store: The records.
        plan: The format and the form in which it gets them.
        pictures: Where pictures in rows go, ``None`` when the format has none.
        measurements: Is shown each example that rows are made of.
        counters: Of the stage; rows are counted there as they are made.

    ``left_out`` has one sentence for each record that gave no row, ``whole`` what is true of all
    rows together.
    """

    store: RecordStore
    plan: ExportPlan
    pictures: Pictures | None
    measurements: Measurements
    counters: ProgressCounters
    left_out: list[str] = field(default_factory=list)
    whole: SetRules = field(init=False)
    _columns: ColumnType = field(default_factory=partial(ColumnType, "struct"))
    _splits: dict[str, RowFile] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.whole = SetRules(self.plan.format)

    def add(self, split: str, records: Iterable[Record], complete: Complete | None) -> None:
        """Make rows and put them at the end of a split.

        Args:
            split: Its name.
            records: Its records.
            complete: Gives an example what only the caller can find: its pictures, its worse
                answer; ``None`` where there is nothing to find.

        Raises:
            ComponentError: The exporter failed.
        """
        spec = self.plan.format
        if split not in self._splits:
            self._splits[split] = RowFile(self._columns, uniform=spec.uniform)
        remaining = iter(records)
        make = self._all_at_once if spec.needs_all else self._each
        while part := list(islice(remaining, None if spec.needs_all else _BATCH)):
            with guard.component(self.plan.exporter_entry):
                lines = make(part, complete)
            self._splits[split].add(lines)
            self.counters.made += len(lines)

    def finish(self) -> dict[str, RowFile]:
        """Settle the columns of the whole and return the rows of each split."""
        self._columns.settle()
        if self.plan.place.suffix or self.plan.place.extension:  # a table, and no text
            self._columns.write_as_text(self.plan.format.as_text)
        return self._splits

    def warnings(self) -> list[str]:
        """Return what is to be known of the rows taken together, one sentence each."""
        found = list(self.whole.one_sided())
        if bad := self.store.labelled_bad:
            stay = "stays" if bad == 1 else "stay"
            found.append(f"{bad} labelled bad {stay} out; formats with labels take them")
        for what, count in self.plan.style.unplaced.items():
            found.append(f"{count:,} {'record holds' if count == 1 else 'records hold'} {what}")
        if repeats := list(self.whole.repeats()):
            count = len(repeats) + self.whole.uncounted()
            place, problem = repeats[0]
            first = place if isinstance(place, str) else self.store.label(place)
            found.append(f"{count:,} rows repeat others, the first of them {first}: {problem}")
        return found

    def _each(self, records: Sequence[Record], complete: Complete | None) -> list[bytes]:
        lines: list[bytes] = []
        shape, rows_of, pack = self.plan.style.apply, self.plan.exporter.rows, self._pack
        with_evidence = _beside_evidence if self.plan.shows_evidence else _alone
        measure, widen, note = self.measurements.see, self._columns.see, self.whole.see
        for index, record in records:
            try:
                shaped = shape(record if complete is None else complete(index, record))
                made: list[tuple[dict[str, Any], bytes]] = []
                for example in shaped:
                    rows = [pack(row) for row in with_evidence(rows_of((example,)), record)]
                    if not rows:
                        raise WrongReturn(*_NO_ROW)
                    made += rows
            except (ValueError, WrongReturn) as error:
                self._leave_out(self.store.label(index), error)
                continue
            for example in shaped:
                measure(example)
            for row, line in made:
                widen(row)
                note(index, row, line)
                lines.append(line)
        return lines

    def _all_at_once(self, records: Sequence[Record], complete: Complete | None) -> list[bytes]:
        shaped: list[Example] = []
        for index, record in records:
            try:
                example = record if complete is None else complete(index, record)
                shaped += self.plan.style.apply(example)
            except ValueError as error:
                self.left_out.append(f"{self.store.label(index)}: {error}")
        lines: list[bytes] = []
        try:
            for number, made in enumerate(self.plan.exporter.rows(shaped), start=1):
                try:
                    row, line = self._pack(made)
                except ValueError as error:
                    self.left_out.append(f"row {number}: {error}")
                    continue
                self._columns.see(row)
                self.whole.see(f"row {number}", row, line)
                lines.append(line)
        except (ValueError, WrongReturn) as error:
            self._leave_out("the file", error)
        for example in shaped:
            self.measurements.see(example)
        return lines

    def _leave_out(self, place: str, error: ValueError | WrongReturn) -> None:
        wrong = isinstance(error, WrongReturn)
        reason = self.plan.exporter_entry.defect(error) if wrong else error
        self.left_out.append(f"{place}: {reason}")

    def _pack(self, row: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return a row and its line, once it is known that every reader can read it.

        Raises:
            ValueError: It is not what the format's readers want, or could not be read back
                everywhere.
            WrongReturn: It is no row.
        """
        if self.pictures is not None:
            row = self.pictures.placed(row)
        line = pack_row(row)
        if _NUL in line or _NULL in line or not line.startswith(b"{"):
            returned.require_row(row)
            require_portable(row)
        found = self.plan.exporter.check(row)
        if (found or type(found) not in _LISTS) and (problems := returned.problems(found)):
            raise ValueError("; ".join(problems))
        return row, line


def _alone(rows: Iterable[dict[str, Any]], _: Example) -> Iterable[dict[str, Any]]:
    return rows


def _beside_evidence(rows: Iterable[dict[str, Any]], example: Example) -> Iterator[dict[str, Any]]:
    """Yield rows with a column for what their record rests on."""
    found = [evidence_values(each) for each in example.evidence]
    for row in rows:
        yield {**row, EVIDENCE: found} if found and EVIDENCE not in row else row
