"""Pairs of a good and a worse answer, for formats that train on the difference."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sdk_core.export.record_store import RecordStore, digest
from sdk_core.export.style import REJECTED_FIELDS
from sdk_core.rows.example_text import example_question
from sdk_core.similarity.near_duplicates import normal


@dataclass(slots=True)
class Pairs:
    """Records that have a worse answer.

    Args:
        order: Indices of the records with the good answers.
        worse: Index of the record with the worse answer, for those that do not hold it themselves.
        alone: Indices of the records that have no counterpart.
    """

    order: Sequence[int]
    worse: dict[int, int] = field(default_factory=dict)
    alone: list[int] = field(default_factory=list)


def find_pairs(store: RecordStore, order: Sequence[int]) -> Pairs:
    """Return the records that hold a worse answer, or whose question has another, worse rated one.

    Of several answers to a question, the best is set against the worst.

    Args:
        store: The records.
        order: Which of them.
    """
    chosen = array("L")
    answers: dict[int, list[int]] = defaultdict(list)
    for index in order:
        example = store[index]
        if example.kept and any(example.fields.get(name) for name in REJECTED_FIELDS):
            chosen.append(index)
        else:
            answers[digest(normal(example_question(example)))].append(index)
    pairs = Pairs(chosen)
    for group in answers.values():
        best, worst = max(group, key=store.rank), min(group, key=store.rank)
        if store.is_kept(best) and store.rank(best) > store.rank(worst):
            chosen.append(best)
            pairs.worse[best] = worst
            pairs.alone += [index for index in group if index not in (best, worst)]
        else:
            pairs.alone += group
    pairs.order = array("L", sorted(chosen, key={i: n for n, i in enumerate(order)}.__getitem__))
    return pairs
