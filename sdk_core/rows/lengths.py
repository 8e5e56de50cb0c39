"""How long the rows of a dataset are in training, as a histogram that needs little memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sdk_core.model import Example, Message
from sdk_core.rows.example_text import example_text


@dataclass(slots=True)
class Lengths:
    """Tokens of examples, counted as they are on their way to an exporter.

    Args:
        count: Counts the tokens of a text.
        counter: Name of what counts, for people.
        found: How many examples there are of each length.
    """

    count: Callable[[str], int]
    counter: str
    found: Counter[int] = field(default_factory=Counter)

    def add(self, example: Example, text: str) -> None:
        """Count an example, of which ``text`` is the `training_text`."""
        self.found[self.count(text) + _frame(example)] += 1

    @property
    def total(self) -> int:
        """Tokens of all examples."""
        return sum(length * count for length, count in self.found.items())

    @property
    def longest(self) -> int:
        """Length of the longest example, 0 when there is none."""
        return max(self.found, default=0)

    def quantile(self, share: float) -> int:
        """Return the least length that ``share`` (0 to 1) of the examples do not pass."""
        wanted, seen = share * self.found.total(), 0
        for length in sorted(self.found):
            seen += self.found[length]
            if seen >= wanted:
                return length
        return 0

    def histogram(self) -> dict[int, int]:
        """Return how many examples there are up to each power of two, and above half of it."""
        steps = Counter[int]()
        for length, count in self.found.items():
            steps[1 << max(length - 1, 0).bit_length()] += count
        return dict(sorted(steps.items()))

    def longer(self, limit: int) -> int:
        """Return how many examples are longer than ``limit`` tokens."""
        return sum(count for length, count in self.found.items() if length > limit)


TOKENS_PER_TURN = 5
"""What a chat template adds to each turn, about: ChatML's marks and the role."""


def training_text(example: Example) -> str:
    """Return what a trainer sees: the turns with the longer one of the answers, or the fields."""
    turns = example.messages
    if not turns:
        return example_text(example)
    if example.rejected:
        turns = (*turns[:-1], max(turns[-1], *example.rejected, key=lambda t: len(_spoken(t))))
    return "\n".join([t.content if t.reasoning is None else _spoken(t) for t in turns])


def example_tokens(example: Example, count: Callable[[str], int]) -> int:
    """Return about how many tokens a record is in training."""
    return count(example_text(example)) + _frame(example)


def _frame(example: Example) -> int:
    return max(len(example.messages), 2) * TOKENS_PER_TURN


def _spoken(turn: Message) -> str:
    return f"{turn.reasoning}\n{turn.content}" if turn.reasoning else turn.content
