"""What the answers of a run took: each is counted once, in one place, for whoever asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from sdk_core.model import Completion, Usage


class Account(NamedTuple):
    """Whose call it is.

    Args:
        item: Number of the stage's input, in their order.
        component: The component that asked.
        place: Place of the unit among all units of the run.
    """

    item: int = 0
    component: str = ""
    place: tuple[int, ...] = ()


@dataclass(slots=True)
class Spending:
    """Answers and their tokens, recorded ones and those of no use included.

    Args:
        calls: How many answers.
        reused: Those of them that an earlier run had paid for.
        usage: Tokens of all answers.
        paid: Tokens of those that were received in this run.
    """

    calls: int = 0
    reused: int = 0
    usage: Usage = field(default_factory=Usage)
    paid: Usage = field(default_factory=Usage)

    def add(self, completion: Completion, *, reused: bool) -> None:
        """Count one answer."""
        self.calls += 1
        self.reused += reused
        self.usage += completion.usage
        if not reused:
            self.paid += completion.usage

    def to_dict(self) -> dict[str, int]:
        """Return calls and tokens as plain numbers."""
        return {
            "calls": self.calls,
            "prompt_tokens": self.usage.prompt_tokens,
            "completion_tokens": self.usage.completion_tokens,
        }


class Ledger:
    """The answers of a run: all of them, by input, by component and, if wanted, by unit."""

    def __init__(self) -> None:
        self.by_unit = False  # it takes memory for each of them
        self.total = Spending()
        self.items: defaultdict[int, Spending] = defaultdict(Spending)
        self.components: defaultdict[str, Spending] = defaultdict(Spending)
        self.places: defaultdict[tuple[int, ...], Spending] = defaultdict(Spending)

    def add(self, account: Account, completion: Completion, *, reused: bool) -> None:
        """Count one answer."""
        for sums in (self.total, self.items[account.item], self.components[account.component]):
            sums.add(completion, reused=reused)
        if self.by_unit:
            self.places[account.place].add(completion, reused=reused)
