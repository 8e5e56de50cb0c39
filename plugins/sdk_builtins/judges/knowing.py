"""How well a model knows a fact, and how many known facts a set should hold.

Facts that a model does not know come late in training and make it hallucinate more, in proportion
(Gekhman et al. 2024, 2405.05904, whose four classes these are); a type of facts that is all new
does the harm, and a little known data undoes most of it (2511.02626). So known facts are no waste,
and none is left out unless a cap is asked for.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Literal

Knowing = Literal["always", "sometimes", "only sampled", "never"]
"""Right in the greedy answer and in all samples; in the greedy answer and not in all samples; in
some sample but not in the greedy answer; in none."""

SHARES: Mapping[Knowing, float] = {
    "always": 1.0,
    "sometimes": 2 / 3,
    "only sampled": 1 / 3,
    "never": 0.0,
}
"""Place of each class on a scale from 0 to 1."""


def knowing(greedy: bool, samples: Sequence[bool]) -> Knowing:
    """Return how well a fact is known.

    Args:
        greedy: Whether the likeliest answer is right.
        samples: Whether each sampled answer is.
    """
    if greedy:
        return "always" if all(samples) else "sometimes"
    return "only sampled" if any(samples) else "never"


def caps(
    classes: Sequence[Knowing | None],
    kinds: Sequence[Hashable],
    *,
    cap: float,
    floor: float = 0.1,
    seed: int = 0,
) -> dict[int, str]:
    """Return which records to leave out so that not too many of a set are always known, and why.

    Only records of the class ``always`` are left out, those of a kind that keeps the largest part
    of such first, and among these by a hash of the seed and their place. The floor goes before the
    cap.

    Args:
        classes: How well each record is known, ``None`` where that could not be told.
        kinds: The type of fact of each record, or whatever known facts should be spread over.
        cap: Share of what is kept that may be always known, 0 to 1.
        floor: Share of what is kept of each kind that must be known, always or sometimes, 0 to 1,
            as far as there is so much.
        seed: Another seed leaves out others.

    Returns:
        The reason for each place that is left out.

    Raises:
        ValueError: There is not one kind for each class, or a share is none.
    """
    if len(classes) != len(kinds):
        raise ValueError(f"{len(classes)} classes for {len(kinds)} kinds")
    if not (0 <= cap <= 1 and 0 <= floor <= 1):
        raise ValueError(f"cap {cap} and floor {floor} must be shares, from 0 to 1")
    left: dict[Hashable, list[int]] = {}  # those that may go, the next one last
    for place, known in enumerate(classes):
        if known == "always":
            left.setdefault(kinds[place], []).append(place)
    others = len(classes) - sum(map(len, left.values()))
    room = len(classes) if cap == 1 else math.floor(round(cap * others / (1 - cap), 9))
    for members in left.values():
        members.sort(key=lambda place: _rank(seed, place))
    needed = {kind: _needed(classes, kinds, kind, floor) for kind in left}
    excess = sum(map(len, left.values())) - room
    share = f"more than {cap:.0%} of the set would be answered without training"
    dropped: dict[int, str] = {}
    while excess > len(dropped):
        spare = [kind for kind, members in left.items() if len(members) > needed[kind]]
        if not spare:
            break
        fullest = max(spare, key=lambda kind: (len(left[kind]) - needed[kind], -left[kind][0]))
        dropped[left[fullest].pop()] = f"the model knows it always, and {share}"
    return dropped


def _needed(
    classes: Sequence[Knowing | None], kinds: Sequence[Hashable], kind: Hashable, floor: float
) -> int:
    """Return how many records of the class ``always`` a kind needs for its floor."""
    mine = [known for known, other in zip(classes, kinds, strict=True) if other == kind]
    always, sometimes = mine.count("always"), mine.count("sometimes")
    rest = len(mine) - always - sometimes
    if floor == 1 and rest:
        return always  # however many are known, the rest is not
    known = math.ceil(round(floor * rest / (1 - floor), 9)) if rest else bool(floor)
    return min(always, max(0, known - sometimes))


def _rank(seed: int, place: int) -> bytes:
    return hashlib.sha256(f"{seed}:{place}".encode()).digest()
