"""What is known of one server and model: how requests are put to it, and what it can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

TOKEN_FIELDS = ("max_tokens", "max_completion_tokens")
"""Names of the limit on an answer's tokens, the usual one first."""


class Structure(IntEnum):
    """Ways to ask for structure, from the strictest to none."""

    JSON_SCHEMA = 0
    JSON_OBJECT = 1
    PLAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerProfile:
    """How requests are put to a server for one model.

    Args:
        structure: The strictest way to ask for structure that it takes.
        stated: Whether the server itself said so; what was guessed holds for one run.
        without: Parameters that it refuses, which are left out.
        token_field: Its name for the limit on an answer's tokens.
        system_turn: Whether it takes a system turn; else its text goes before the user's.
        stream: Whether it answers only in a stream.
        context: Tokens of prompt and answer together at most, 0 when unknown.
        answer: Tokens of an answer at most, 0 when unknown.
        request: Tokens of prompt and answer together that a limit on a rate leaves to one request,
            0 when unknown; not kept.
        usage: Whether it counts tokens, ``None`` before its first answer.
        token_ratio: Tokens that it counts for one by our estimate; not kept.
    """

    structure: Structure = Structure.JSON_SCHEMA
    stated: bool = True
    without: frozenset[str] = frozenset()
    token_field: str = TOKEN_FIELDS[0]
    system_turn: bool = True
    stream: bool = False
    context: int = 0
    answer: int = 0
    request: int = 0
    usage: bool | None = None
    token_ratio: float = 1.0

    @property
    def room(self) -> int:
        """Tokens of prompt and answer together that one request may have, 0 when unknown."""
        return min(self.context or self.request, self.request or self.context)

    def to_dict(self, *, guesses: bool = False) -> dict[str, Any]:
        """Return what is worth keeping, as JSON can hold it.

        Args:
            guesses: Whether what the server has not said itself is kept too.
        """
        facts: dict[str, Any] = {
            "structure": int(self.structure) if self.stated or guesses else 0,
            "without": sorted(self.without),
            "token_field": self.token_field,
            "system_turn": self.system_turn,
            "stream": self.stream,
            "context": self.context,
            "answer": self.answer,
            "usage": self.usage,
        }
        return {name: value for name, value in facts.items() if value != _USUAL[name]}

    @classmethod
    def from_dict(cls, facts: Mapping[str, Any]) -> ServerProfile:
        """Return the profile of kept facts; those that make no sense are as if unknown."""
        fields: dict[str, Any] = {}
        structure, field = facts.get("structure"), facts.get("token_field")
        if structure in tuple(Structure):
            fields["structure"] = Structure(structure)
        if field in TOKEN_FIELDS:
            fields["token_field"] = field
        without = facts.get("without")
        if isinstance(without, list):
            fields["without"] = frozenset(map(str, without))
        for name in ("system_turn", "stream", "usage"):
            if isinstance(facts.get(name), bool):
                fields[name] = facts[name]
        for name in ("context", "answer"):
            if type(facts.get(name)) is int and facts[name] > 0:
                fields[name] = facts[name]
        return cls(**fields)

    def sentences(self) -> Iterator[str]:
        """Yield what is out of the ordinary, for people."""
        if self.context:
            yield f"prompt and answer together hold {self.context} tokens"
        if self.answer:
            yield f"an answer holds {self.answer} tokens"
        if self.without:
            yield f"it refuses {', '.join(sorted(self.without))}"
        if self.token_field != TOKEN_FIELDS[0]:
            yield f"it calls the limit of an answer {self.token_field}"
        if not self.system_turn:
            yield "it refuses system turns: their text goes before the user's"
        if self.structure is Structure.JSON_OBJECT:
            yield "it takes no JSON schema: JSON without a schema is asked for"
        if self.structure is Structure.PLAIN:
            yield "it takes no response format: JSON is asked for in words alone"
        if self.stream:
            yield "it answers in a stream only"
        if self.usage is False:
            yield "it counts no tokens: limits on tokens and cost do not hold"

    def leaving_out(self, *names: str) -> ServerProfile:
        """Return a profile without some more parameters."""
        return replace(self, without=self.without.union(names))


_USUAL = {
    "structure": 0,
    "without": [],
    "token_field": TOKEN_FIELDS[0],
    "system_turn": True,
    "stream": False,
    "context": 0,
    "answer": 0,
    "usage": None,
}
