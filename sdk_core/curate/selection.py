"""``curate --select N``: the records that say most together, of all that judges have kept."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sdk_core.artifacts.example_files import Loaded, rating, write_curated
from sdk_core.model import Example
from sdk_core.reports import ItemReport, StageReport
from sdk_core.rows.example_text import example_text
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.session import Session
from sdk_core.similarity.facility_location import Neighbours, choose, coverage, fair_quotas
from sdk_core.similarity.vectors import hashed_vectors

NOT_SELECTED = "not among the {} that --select keeps"

_LEAST_QUALITY = 0.1
"""Worth of a record with the lowest rating beside one with 10: it still says something."""

_CONTROL_SEED = 20


@dataclass(frozen=True, slots=True)
class Selected:
    """What was selected, beside as many records by chance.

    Args:
        records: Indices of the selected records.
        coverage: Mean similarity of all records to the nearest selected one, 0 to 1.
        rating: Mean rating of those that have one, ``None`` where none has.
        chance: The same two of a random choice under the same quotas.
    """

    records: Sequence[int]
    coverage: float
    rating: float | None
    chance: tuple[float, float | None]


def select_in_files(session: Session, report: StageReport, number: int) -> None:
    """Leave so many records in the files that a curation has just written.

    What is not selected goes to the rejected records of its file.

    Args:
        session: The command's surroundings.
        report: The report of the curation; numbers and warnings are brought up to date.
        number: How many records are wanted in all.
    """
    reader = ExampleReader(session)
    files: list[tuple[ItemReport, Path, Loaded]] = []
    pool: list[tuple[int, int]] = []
    for item in report.items:
        for path in item.outputs:
            loaded = reader.read(path, rejected=True, unrated=True)
            kept = [n for n, each in enumerate(loaded.examples.examples) if each.kept]
            pool += [(len(files), n) for n in kept]
            files.append((item, path, loaded))
    if number >= len(pool):
        report.warn_once(f"--select {number}: only {len(pool)} records were kept, all stay")
        return
    examples = [files[file][2].examples.examples[n] for file, n in pool]
    found = select(examples, number)
    chosen = {pool[place] for place in found.records}
    for order, (item, path, loaded) in enumerate(files):
        _rewrite(path, loaded, {n for file, n in chosen if file == order}, number)
        lost = sum(file == order for file, _ in pool) - sum(file == order for file, _ in chosen)
        item.made -= lost
        item.filtered += lost
    report.warn_once(_told(found, number, len(pool)))


def select(examples: Sequence[Example], number: int) -> Selected:
    """Return the records that cover all others best, weighted by their ratings.

    The number is dealt out evenly over kinds of records, and within a kind over documents.

    Args:
        examples: The records, each with its judgements.
        number: How many are wanted, fewer than there are.
    """
    import numpy as np

    near = Neighbours(hashed_vectors(example_text(each) for each in examples))
    ratings = [rating(each) for each in examples]
    quality = np.array(
        [1.0 if value is None else max(_LEAST_QUALITY, value / 10) for value in ratings],
        dtype=np.float32,
    )
    groups, quotas = _groups(examples, number)
    chosen = choose(near, quality, number, groups, quotas)
    by_chance = _at_random(groups, quotas)
    return Selected(
        chosen,
        coverage(near, chosen),
        _mean([ratings[n] for n in chosen]),
        (coverage(near, by_chance), _mean([ratings[n] for n in by_chance])),
    )


def _groups(examples: Sequence[Example], number: int) -> tuple[list[int], list[int]]:
    """Return the group of each record, and how many are taken of each group."""
    names = [(each.kind, each.provenance.source) for each in examples]
    known = list(dict.fromkeys(names))
    sizes = Counter(names)
    kinds = list(dict.fromkeys(kind for kind, _ in known))
    totals = [sum(sizes[name] for name in known if name[0] == kind) for kind in kinds]
    quota: dict[tuple[str, str], int] = {}
    for kind, share in zip(kinds, fair_quotas(totals, number), strict=True):
        members = [name for name in known if name[0] == kind]
        shares = fair_quotas([sizes[name] for name in members], share)
        quota |= dict(zip(members, shares, strict=True))
    numbers = {name: place for place, name in enumerate(known)}
    return [numbers[name] for name in names], [quota[name] for name in known]


def _at_random(groups: Sequence[int], quotas: Sequence[int]) -> list[int]:
    left, chosen = list(quotas), []
    order = list(range(len(groups)))
    random.Random(_CONTROL_SEED).shuffle(order)
    for place in order:
        if left[groups[place]]:
            left[groups[place]] -= 1
            chosen.append(place)
    return chosen


def _mean(ratings: Sequence[float | None]) -> float | None:
    known = [value for value in ratings if value is not None]
    return sum(known) / len(known) if known else None


def _rewrite(path: Path, loaded: Loaded, chosen: set[int], number: int) -> None:
    """Write a curated file again with the selected records as the kept ones."""
    content, examples = loaded.examples, loaded.examples.examples
    judged = len(examples) - loaded.unrated
    rejected, unrated = [], []
    for place, example in enumerate(examples):
        fields = {k: v for k, v in example.fields.items() if k not in ("rating", "reason")}
        plain = replace(example, fields=fields)
        reason = str(example.fields.get("reason", ""))
        if place >= judged:
            unrated.append((plain, reason))
        elif place not in chosen:
            rejected.append((plain, reason if not example.kept else NOT_SELECTED.format(number)))
    kept = [
        replace(examples[n], fields={k: v for k, v in examples[n].fields.items() if k != "rating"})
        for n in sorted(chosen)
    ]
    write_curated(
        path,
        kept,
        rejected,
        unrated,
        kind=content.kind,
        summary=content.summary,
        metadata=content.metadata,
    )


def _told(found: Selected, number: int, total: int) -> str:
    cover, rated = found.chance
    said = (
        f"selected {number} of {total} kept records: the others are {found.coverage:.0%} like the "
        f"nearest of them, where as many by chance give {cover:.0%}"
    )
    if found.rating is None or rated is None:
        return said
    return f"{said}; mean rating {found.rating:.2f}, by chance {rated:.2f}"
