"""Which records of a store go into a dataset, into which split of it, and in what order."""

from __future__ import annotations

import hashlib
import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median_low
from typing import Literal

from sdk_core import tokens
from sdk_core.export.decontamination import Reference
from sdk_core.export.near_duplicates import THRESHOLD, NearIndex, normal
from sdk_core.export.record_store import RecordStore, digest
from sdk_core.export.splits import NAMES, Split
from sdk_core.rows.example_text import example_question, example_text
from sdk_core.rows.lengths import example_tokens

Order = Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """What the user wants of the records; everything is off by default.

    Args:
        min_rating: Lowest rating of a record that is kept; those without one are left out.
        exact: Whether repetitions of a whole record are left out.
        near: Similarity from 0 to 1 from which a question is a repetition, 0 for never.
        decontaminate: Files with the texts of benchmarks that must not be trained on.
        max_tokens: Longest record in tokens, 0 for any length.
        tokenizer: What counts them, as `lengths.counter` has it.
        balance: ``document`` so that none has more records than the median one, ``type`` so that
            no kind has more than the rarest.
        shuffle: Seed of the order, ``None`` to keep it.
        limit: Records in all, 0 for all of them.
        split: How the dataset is cut.
    """

    min_rating: float | None = None
    exact: bool = False
    near: float = 0.0
    decontaminate: tuple[Path, ...] = ()
    max_tokens: int = 0
    tokenizer: str = tokens.BY_CHARACTERS
    balance: Literal["", "document", "type"] = ""
    shuffle: int | None = None
    limit: int = 0
    split: Split | None = None


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


def select(store: RecordStore, filters: FilterOptions) -> Selection:
    """Choose among the records of a store.

    Args:
        store: The records.
        filters: What is wanted of them.

    Raises:
        UsageError: A file or tokenizer that is needed cannot be used.
    """
    selected = Selection({})
    order: Order = array("L", range(len(store)))
    for reason, wanted in _filters(store, filters):
        order = _keep(order, wanted, reason, selected.dropped)
    if filters.shuffle is not None:
        order = array("L", order)
        random.Random(filters.shuffle).shuffle(order)
    if filters.balance:
        order = _balanced(store, order, filters.balance, selected.dropped)
    if filters.limit and len(order) > filters.limit:
        selected.dropped["limit"] += len(order) - filters.limit
        order = order[: filters.limit]
    if filters.split is None:
        selected.splits[NAMES[0]] = order
    else:
        _cut(store, order, filters.split, filters.near or THRESHOLD, selected)
    return selected


def _filters(
    store: RecordStore, filters: FilterOptions
) -> Iterable[tuple[str, Callable[[int], bool]]]:
    """Yield what each record has to pass, the cheapest first, and why it is left out."""
    if (lowest := filters.min_rating) is not None:
        yield "rating", lambda i: store.ratings[i] >= lowest  # NaN is below everything
    if filters.max_tokens:
        count = tokens.counter(filters.tokenizer)
        yield "length", lambda i: example_tokens(store[i], count) <= filters.max_tokens
    if filters.exact or filters.near:
        seen: set[bytes] = set()
        yield "repetition", lambda i: _is_new(example_text(store[i]), seen)
    if filters.near:
        index = NearIndex(lambda i: example_question(store[i]), filters.near)
        yield "near-repetition", lambda i: index.twin(example_question(store[i]), add=i) is None
    if filters.decontaminate:
        reference = Reference(filters.decontaminate)
        yield "contamination", lambda i: not reference.touches(example_question(store[i]))


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


def _cut(store: RecordStore, order: Order, split: Split, near: float, selected: Selection) -> None:
    """Put every record into its split, and leave out of training what is nearly in another one."""
    parts: dict[str, array[int]] = {name: array("L") for name in split.names}
    for index in order:
        parts[split.place(_digest(store, index, split))].append(index)
    index_of_held_out = NearIndex(lambda i: example_question(store[i]), near)
    chosen: dict[str, Order] = {}
    for name in reversed(split.names):
        others = bool(chosen)

        def is_apart(i: int, others: bool = others) -> bool:
            return not others or index_of_held_out.twin(example_question(store[i])) is None

        chosen[name] = _keep(
            parts[name], is_apart, "near-repetition across splits", selected.dropped
        )
        if name != split.names[0]:
            for i in chosen[name]:
                index_of_held_out.twin(example_question(store[i]), add=i)
    for name in split.names:
        if chosen[name]:
            selected.splits[name] = chosen[name]
        else:
            selected.notes.append(
                f"no record fell into {name}: what is kept together is put there by hash, and "
                "there is too little of it"
            )


def _digest(store: RecordStore, index: int, split: Split) -> int:
    if split.by == "document":
        return store.documents[index]
    if split.by == "source":
        return store.sources[index]
    return digest(normal(example_question(store[index])))
