"""What is known of one server and model: how requests are put to it, and what it can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        known = self if self.stated or guesses else replace(self, structure=_USUAL.structure)
        facts = {name: getattr(known, name) for name in _KEPT}
        facts = {name: value for name, value in facts.items() if value != getattr(_USUAL, name)}
        return {**facts, "without": sorted(self.without)} if self.without else facts

    @classmethod
    def from_dict(cls, facts: Mapping[str, Any]) -> ServerProfile:
        """Return the profile of kept facts; those that make no sense are as if unknown."""
        known = {name: facts[name] for name, sane in _KEPT.items() if sane(facts.get(name))}
        known["structure"] = Structure(known.get("structure", _USUAL.structure))
        known["without"] = frozenset(map(str, known.get("without", ())))
        return cls(**known)

    def sentences(self) -> tuple[str, ...]:
        """Return what is out of the ordinary, for people."""
        renamed = self.token_field != TOKEN_FIELDS[0]
        schemaless = self.structure is Structure.JSON_OBJECT
        in_words = self.structure is Structure.PLAIN
        facts = {
            f"prompt and answer together hold {self.context} tokens": self.context,
            f"an answer holds {self.answer} tokens": self.answer,
            f"it refuses {', '.join(sorted(self.without))}": self.without,
            f"it calls the limit of an answer {self.token_field}": renamed,
            "it refuses system turns: their text goes before the user's": not self.system_turn,
            "it takes no JSON schema: JSON without a schema is asked for": schemaless,
            "it takes no response format: JSON is asked for in words alone": in_words,
            "it answers in a stream only": self.stream,
            "it counts no tokens: limits on tokens and cost go by estimates": self.usage is False,
        }
        return tuple(sentence for sentence, holds in facts.items() if holds)


_USUAL = ServerProfile()

_KEPT: Mapping[str, Callable[[Any], bool]] = {
    "structure": lambda kept: kept in tuple(Structure),
    "without": lambda kept: isinstance(kept, list),
    "token_field": lambda kept: kept in TOKEN_FIELDS,
    "system_turn": lambda kept: isinstance(kept, bool),
    "stream": lambda kept: isinstance(kept, bool),
    "context": lambda kept: type(kept) is int and kept > 0,
    "answer": lambda kept: type(kept) is int and kept > 0,
    "usage": lambda kept: isinstance(kept, bool),
}
"""What is kept from one run to the next, and whether a kept value makes sense."""
