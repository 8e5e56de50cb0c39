"""How long the rows of a dataset are in training, as a histogram that needs little memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sdk_core.model import Example, Message
from sdk_core.rows.example_text import example_text
from sdk_core.tokens import estimate


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
        self.found[self.count(text) + _frame(example, self.count)] += 1

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

TOKENS_OF_A_SYSTEM_TURN = 30
"""What templates put before a conversation without a system turn: Qwen 2.5 about 22 tokens, Llama
3.1 about 27 with its dates."""


def training_text(example: Example) -> str:
    """Return what a trainer sees: the turns with the longer one of the answers, or the fields."""
    turns = example.messages
    if not turns:
        return example_text(example)
    if example.rejected:
        turns = (*turns[:-1], max(turns[-1], *example.rejected, key=lambda t: len(_spoken(t))))
    texts = [_spoken(t) if t.reasoning or t.details else t.content for t in turns]
    if tools := example.fields.get("tools"):
        texts.append(tools if isinstance(tools, str) else json.dumps(tools, ensure_ascii=False))
    return "\n".join(texts)


def example_tokens(example: Example, count: Callable[[str], int]) -> int:
    """Return about how many tokens a record is in training."""
    return count(training_text(example)) + _frame(example, count)


def _frame(example: Example, count: Callable[[str], int]) -> int:
    """Return what a chat template adds, about: a record of fields becomes two turns at least.

    A template's own system turn belongs to an upper bound alone; whoever names a tokenizer wants
    no more than there is.
    """
    turns = example.messages
    has_system = bool(turns) and turns[0].role == "system"
    before = TOKENS_OF_A_SYSTEM_TURN if count is estimate and not has_system else 0
    return before + max(len(turns), 2) * TOKENS_PER_TURN


def _spoken(turn: Message) -> str:
    calls = turn.details.get("tool_calls")
    called = json.dumps(calls, ensure_ascii=False) if calls else ""
    return "\n".join(filter(None, (turn.reasoning, turn.content, called)))
