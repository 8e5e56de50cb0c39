"""Which records of a store go into a dataset, into which split of it, and in what order."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median_low

from sdk_core import tokens
from sdk_core.export import splits
from sdk_core.export.decontamination import Reference
from sdk_core.export.grouping import group_records
from sdk_core.export.left_out import LeftOut
from sdk_core.export.record_store import Record, RecordStore, digest, record_rating
from sdk_core.export.request import ExportRequest
from sdk_core.model import Example
from sdk_core.naming import public_name
from sdk_core.rows.example_text import example_question, example_text
from sdk_core.rows.lengths import example_tokens
from sdk_core.similarity.near_duplicates import THRESHOLD, NearIndex, normal

Order = Sequence[int]

Objection = Callable[[int, Example], str | None]
"""Says why a record does not pass, ``None`` where it does; ``""`` where the reason says all."""


@dataclass(slots=True)
class Selection:
    """What was chosen.

    Args:
        splits: Indices of records by split, in order.
        left_out: The records that were left out.
        notes: What the user should know, one sentence each.
    """

    splits: dict[str, Order]
    left_out: LeftOut
    notes: list[str] = field(default_factory=list)

    @property
    def dropped(self) -> Counter[str]:
        """How many records were left out, by reason."""
        return self.left_out.counts

    def why_empty(self, problems: Sequence[str]) -> str:
        """Return why no row came of it, to be put behind a sentence that says so.

        Args:
            problems: What was wrong with records, which comes first.
        """
        if problems:
            return f": {problems[0]}"
        if self.dropped:
            reasons = ", ".join(f"{count} by {why}" for why, count in self.dropped.most_common())
            return f": all records were left out, {reasons}"
        return ""

    def keep_held_out(self) -> None:
        """Keep the test split alone, or all records under its name where nothing is cut."""
        held_out = splits.NAMES[-1] if len(self.splits) > 1 else next(iter(self.splits), "")
        for name, order in self.splits.items():
            if name != held_out:
                self.left_out.add_all(order, "other splits")
        self.splits = {splits.NAMES[-1]: self.splits.get(held_out, ())}


class RecordFilters:
    """What each record has to pass, one filter after the other, the cheapest first.

    Args:
        request: What is wanted of the records.
        store: The records that are looked at, for those that repeat an earlier one.

    Raises:
        UsageError: A file or tokenizer that is needed cannot be used.
    """

    def __init__(self, request: ExportRequest, store: RecordStore) -> None:
        benchmarks = request.decontaminate
        self._reference = Reference(benchmarks, store.table) if benchmarks else None
        self._store = store
        self._filters = list(_filters(request, store, self._reference))
        self._refused = store.refused
        self.left_out = LeftOut(store)

    def pass_on(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records that pass all filters."""
        for index, example in records:
            if index in self._refused:
                self.left_out.add(index, *self._refused[index])
                continue
            for reason, objection in self._filters:
                because = objection(index, example)
                if because is not None:
                    self.left_out.add(index, reason, because)
                    break
            else:
                yield index, example

    def notes(self) -> list[str]:
        """Return what the user should know of records that passed, one sentence each."""
        if self._reference is None:
            return []
        return list(self._reference.notes(lambda index: _named(self._store, index)))


def arrange(
    store: RecordStore, order: Order, request: ExportRequest, left_out: LeftOut
) -> Selection:
    """Put records that passed their filters into order and into splits.

    Args:
        store: The records.
        order: Indices of those that passed.
        request: What is wanted of them.
        left_out: The records that were left out so far.
    """
    selected = Selection({}, left_out)
    if request.shuffle is not None:
        order = array("L", order)
        random.Random(request.shuffle).shuffle(order)
    if request.balance:
        order = _balanced(store, order, request.balance, left_out)
    if request.limit:
        left_out.add_all(order[request.limit :], "limit")
        order = order[: request.limit]
    if request.split:
        _cut(store, order, request, selected)
    else:
        selected.splits[splits.NAMES[0]] = order
    return selected


def _filters(
    request: ExportRequest, store: RecordStore, reference: Reference | None
) -> Iterator[tuple[str, Objection]]:
    """Yield the reasons for which records are left out, and what tells whether one is."""
    if (lowest := request.min_rating) is not None:
        yield "rating", lambda _, e: _below(record_rating(e), lowest)
    if request.max_tokens:
        count = tokens.counter(request.tokenizer)
        yield "length", lambda _, e: _above(example_tokens(e, count), request.max_tokens)
    if request.exact or request.near:
        yield "repetition", _repetitions(store)
    if request.near:
        yield "near-repetition", _near_repetitions(store, request.near)
    if reference is not None:
        yield "contamination", lambda index, e: reference.found_in(e, index)


def _below(rating: float, lowest: float) -> str | None:
    return None if rating >= lowest else f"rated {rating:g}"  # NaN is below everything


def _above(length: int, most: int) -> str | None:
    return None if length <= most else f"{length} tokens"


def _repetitions(store: RecordStore) -> Objection:
    seen: dict[int, int] = {}

    def repeats(index: int, example: Example) -> str | None:
        first = seen.setdefault(digest(normal(example_text(example))), index)
        return None if first == index else f"repeats {_named(store, first)}"

    return repeats


def _near_repetitions(store: RecordStore, threshold: float) -> Objection:
    near = NearIndex(lambda index: example_question(store[index]), threshold)

    def nearly_repeats(index: int, example: Example) -> str | None:
        question = example_question(example)
        first = min(near.twins(question), default=None)
        if first is None:
            near.add(index, question)
            return None
        return f"nearly repeats {_named(store, first)}"

    return nearly_repeats


def _named(store: RecordStore, index: int) -> str:
    file, number = store.place(index)
    return f"record {number} of {public_name(file)}"


def _balanced(store: RecordStore, order: Order, balance: str, left_out: LeftOut) -> Order:
    groups = store.documents if balance == "document" else store.kind_numbers
    sizes = Counter(groups[index] for index in order)
    if not sizes:
        return order
    most = median_low(sizes.values()) if balance == "document" else min(sizes.values())
    taken: Counter[int] = Counter()
    kept = array("L")
    for index in order:
        taken[groups[index]] += 1
        if taken[groups[index]] <= most:
            kept.append(index)
        else:
            left_out.add(index, "balance")
    return kept


def _cut(store: RecordStore, order: Order, request: ExportRequest, selected: Selection) -> None:
    """Put every record into its split, with all that belong to it."""
    names = splits.split_names(request.split)
    groups, group_of = group_records(store, order, request.split_by, request.near or THRESHOLD)
    placed = splits.place(groups, request.split)
    parts: dict[str, array[int]] = {name: array("L") for name in names}
    for index, group in zip(order, group_of, strict=True):
        parts[names[placed[group]]].append(index)
    selected.splits.update((name, part) for name, part in parts.items() if part)
    if groups:
        sizes = [len(part) for part in parts.values()]
        note = splits.unlike_asked(sizes, groups, request.split, request.split_by)
        selected.notes += [note] if note else []
