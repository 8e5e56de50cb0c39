"""Which records of a store go into a dataset, into which split of it, and in what order."""

from __future__ import annotations

import hashlib
import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from sdk_core import tokens
from sdk_core.export.decontamination import Reference
from sdk_core.export.near_duplicates import THRESHOLD, NearIndex, normal
from sdk_core.export.record_store import Record, RecordStore, digest, record_rating
from sdk_core.export.request import ExportRequest
from sdk_core.export.splits import NAMES, By, split_names, split_of
from sdk_core.model import Example
from sdk_core.rows.example_text import example_question, example_text
from sdk_core.rows.lengths import example_tokens

Order = Sequence[int]


@dataclass(slots=True)
class Selection:
    """What was chosen.

    Args:
        splits: Indices of records by split, in order.
        dropped: How many records were left out, by reason.
        notes: What the user should know, one sentence each.
    """

    splits: dict[str, Order]
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def keep_held_out(self) -> None:
        """Keep the test split alone, or all records under its name where nothing is cut."""
        splits = self.splits
        held_out = splits.get(NAMES[-1], ()) if len(splits) > 1 else next(iter(splits.values()), ())
        if others := sum(map(len, splits.values())) - len(held_out):
            self.dropped["other splits"] += others
        self.splits = {NAMES[-1]: held_out}


class RecordFilters:
    """What each record has to pass, one filter after the other, the cheapest first.

    Args:
        request: What is wanted of the records.
        store: The records that are looked at, for those that nearly repeat an earlier one.

    Raises:
        UsageError: A file or tokenizer that is needed cannot be used.
    """

    def __init__(self, request: ExportRequest, store: RecordStore) -> None:
        self._filters = list(_filters(request, store))
        self._counts = [0] * len(self._filters)

    def pass_on(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records that pass all filters."""
        if not self._filters:
            yield from records
            return
        for index, example in records:
            for number, (_, wanted) in enumerate(self._filters):
                if not wanted(index, example):
                    self._counts[number] += 1
                    break
            else:
                yield index, example

    @property
    def dropped(self) -> Counter[str]:
        """How many records did not pass, by reason."""
        reasons = [reason for reason, _ in self._filters]
        return +Counter(dict(zip(reasons, self._counts, strict=True)))


def arrange(
    store: RecordStore, order: Order, request: ExportRequest, dropped: Counter[str]
) -> Selection:
    """Put records that passed their filters into order and into splits.

    Args:
        store: The records.
        order: Indices of those that passed.
        request: What is wanted of them.
        dropped: How many records were left out so far, by reason.
    """
    selected = Selection({}, dropped)
    if request.shuffle is not None:
        order = array("L", order)
        random.Random(request.shuffle).shuffle(order)
    if request.balance:
        order = _balanced(store, order, request.balance, selected.dropped)
    if request.limit and len(order) > request.limit:
        selected.dropped["limit"] += len(order) - request.limit
        order = order[: request.limit]
    if request.split:
        _cut(store, order, request, selected)
    else:
        selected.splits[NAMES[0]] = order
    return selected


def _filters(
    request: ExportRequest, store: RecordStore
) -> Iterator[tuple[str, Callable[[int, Example], bool]]]:
    """Yield what each record has to pass, and why it is left out."""
    if (lowest := request.min_rating) is not None:
        yield "rating", lambda _, e: record_rating(e) >= lowest  # NaN is below everything
    if request.max_tokens:
        count = tokens.counter(request.tokenizer)
        yield "length", lambda _, e: example_tokens(e, count) <= request.max_tokens
    if request.exact or request.near:
        seen: set[bytes] = set()
        yield "repetition", lambda _, e: _is_new(example_text(e), seen)
    if request.near:
        index = NearIndex(lambda i: example_question(store[i]), request.near)
        yield "near-repetition", lambda i, e: index.twin(example_question(e), add=i) is None
    if request.decontaminate:
        reference = Reference(request.decontaminate)
        yield "contamination", lambda _, e: not reference.touches(example_question(e))


def _keep(order: Order, wanted: Callable[[int], bool], reason: str, dropped: Counter[str]) -> Order:
    kept = array("L", filter(wanted, order))
    if len(kept) < len(order):
        dropped[reason] += len(order) - len(kept)
    return kept


def _is_new(text: str, seen: set[bytes]) -> bool:
    digest = hashlib.blake2b(normal(text).encode(), digest_size=16).digest()
    if digest in seen:
        return False
    seen.add(digest)
    return True


def _balanced(store: RecordStore, order: Order, balance: str, dropped: Counter[str]) -> Order:
    groups = store.documents if balance == "document" else store.kind_numbers
    sizes = Counter(groups[index] for index in order)
    if not sizes:
        return order
    most = median_low(sizes.values()) if balance == "document" else min(sizes.values())
    taken: Counter[int] = Counter()

    def fits(index: int) -> bool:
        taken[groups[index]] += 1
        return taken[groups[index]] <= most

    return _keep(order, fits, "balance", dropped)


def _cut(store: RecordStore, order: Order, request: ExportRequest, selected: Selection) -> None:
    """Put every record into its split, and leave out of training what is nearly in another one."""
    names = split_names(request.split)
    parts: dict[str, array[int]] = {name: array("L") for name in names}
    for index in order:
        parts[split_of(_digest(store, index, request.split_by), request.split)].append(index)
    threshold = request.near or THRESHOLD
    held_out = NearIndex(lambda i: example_question(store[i]), threshold)

    def is_apart(i: int) -> bool:
        return held_out.twin(example_question(store[i])) is None

    chosen: dict[str, Order] = {names[-1]: parts[names[-1]]}
    for earlier, name in pairwise(reversed(names)):
        for i in chosen[earlier]:
            held_out.twin(example_question(store[i]), add=i)
        reason = "near-repetition across splits"
        chosen[name] = _keep(parts[name], is_apart, reason, selected.dropped)
    for name in names:
        if chosen[name]:
            selected.splits[name] = chosen[name]
        else:
            selected.notes.append(
                f"no record fell into {name}: what is kept together is put there by hash, and "
                "there is too little of it"
            )


def _digest(store: RecordStore, index: int, by: By) -> int:
    if by == "document":
        return store.documents[index]
    if by == "source":
        return store.sources[index]
    return digest(normal(example_question(store[index])))
