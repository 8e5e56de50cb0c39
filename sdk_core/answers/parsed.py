"""What a parser of model output hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "partial", "empty", "failed"]


@dataclass(frozen=True, slots=True)
class ParsedItems:
    """Records read from one answer.

    items: each record maps the requested fields to text, and those beside them that it has.
    status: "ok" all is accounted for, "partial" some was lost, "empty" the model validly
        returned none, "failed" nothing is usable.
    lost: records seen but not usable; at least 1 when status is "partial" or "failed".
    step: the way of reading that produced the records.
    reason: one sentence for the user, empty when status is "ok".
    left: name and text of what is no record and in none: further fields, remarks around.
    """

    items: tuple[dict[str, str], ...]
    status: Status
    lost: int
    step: str
    reason: str
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRatings:
    """Ratings aligned to the pairs that were sent to the judge.

    scores: one number in 1..10 for each pair, None where no trustworthy rating was found.
    reasons: the judge's stated reason for each pair, empty where there is none.
    status, step, reason: as in ParsedItems.
    """

    scores: tuple[float | None, ...]
    reasons: tuple[str, ...]
    status: Status
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedConversations:
    """Conversations read from one answer.

    conversations: each a tuple of messages {"role", "content"}.
    lost: conversations seen but not usable; at least 1 when status is "partial" or "failed".
    status, step, reason: as in ParsedItems.
    """

    conversations: tuple[tuple[dict[str, str], ...], ...]
    status: Status
    lost: int
    step: str
    reason: str
