"""What an answer has in the place where the evidence has something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from sdk_builtins.judges.grounded.word_forms import Token, tokens

_WORDS = 3
"""Words at most that stand for one another: more of them are another wording."""

_CHARACTERS = 6
"""The same for characters of scripts that do not set words apart."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Words of an answer that stand where the evidence has others.

    Args:
        said: The words of the answer.
        cited: The words of the evidence.
        before: Words before them that are the same in both.
        after: Words behind them that are the same in both.
    """

    said: tuple[Token, ...]
    cited: tuple[Token, ...]
    before: int
    after: int


def slots(answer: str, evidence: str) -> Iterator[Slot]:
    """Yield where an answer has other words than the evidence between words of both.

    Args:
        answer: The answer.
        evidence: One piece of evidence.
    """
    said, cited = tokens(answer)[:200], tokens(evidence)[:400]
    if not said or not cited:
        return
    matcher = SequenceMatcher(None, [t.key for t in said], [t.key for t in cited], autojunk=False)
    steps = matcher.get_opcodes()
    for at, (kind, first, last, begin, end) in enumerate(steps):
        if kind != "replace":
            continue
        most = _CHARACTERS if said[first].is_unspaced or cited[begin].is_unspaced else _WORDS
        if max(last - first, end - begin) > most:
            continue
        before = _equal(steps[at - 1]) if at else 0
        after = _equal(steps[at + 1]) if at + 1 < len(steps) else 0
        if before or after:
            yield Slot(said[first:last], cited[begin:end], before, after)


def _equal(step: tuple[str, int, int, int, int]) -> int:
    return step[2] - step[1] if step[0] == "equal" else 0
