"""What the formats want of turns, for rows that anybody may have written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from sdk_core.model import Conversation, Message

ROLES = {role: role for role in ("system", "user", "assistant", "tool")}
"""The roles of chat messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRules:
    """How a format writes a conversation.

    Args:
        roles: Its names of the roles, with ours.
        role: Key of the role.
        text: Key of the text.
        form: Whether the text is a string, a list of parts, or either of them.
        ends: Whose turn is the last: an answer that is learnt, or a question.
        alternate: Whether user and assistant take turns, the user first.
        keys: Keys that a turn may have, empty for any.
    """

    roles: Mapping[str, str] = field(default_factory=lambda: ROLES)
    role: str = "role"
    text: str = "content"
    form: Literal["text", "parts", "either"] = "either"
    ends: Literal["answer", "question"] = "answer"
    alternate: bool = False
    keys: frozenset[str] = frozenset()

    def check(self, row: Mapping[str, Any], name: str) -> Iterator[str]:
        """Yield what is wrong with the conversation under a key of a row."""
        if problem := _no_turns(row, name):
            yield problem
            return
        turns, broken = row[name], False
        for number, turn in enumerate(turns, start=1):
            for problem in self._check_turn(turn):
                broken = True
                yield f"turn {number} of {name} {problem}"
        if not broken:
            yield from self._check_order([self.roles[turn[self.role]] for turn in turns], name)

    def read(self, turns: object) -> Conversation:
        """Return the turns that passed the check, as far as they are text."""
        if not isinstance(turns, list):
            return ()
        return tuple(
            Message(
                self.roles.get(str(turn.get(self.role)), "user"),
                plain(turn.get(self.text)),
                reasoning=_text(turn.get("reasoning_content")) or None,
            )
            for turn in turns
            if isinstance(turn, Mapping)
        )

    def _check_turn(self, turn: object) -> Iterator[str]:
        if not isinstance(turn, Mapping):
            yield "is no object"
            return
        role = turn.get(self.role)
        if self.role not in turn:
            yield f"has no {self.role}"
        elif not isinstance(role, str) or role not in self.roles:
            yield f"has the {self.role} {role!r}; the format knows {', '.join(self.roles)}"
        if not turn.get("tool_calls") and not turn.get("function_call"):
            yield from self._check_text(turn)
        if self.keys and (unknown := turn.keys() - self.keys):
            yield f"has {_listed(unknown)}, which is refused"

    def _check_text(self, turn: Mapping[str, Any]) -> Iterator[str]:
        text = turn.get(self.text)
        if self.text not in turn:
            yield f"has no {self.text}"
        elif not isinstance(text, list if self.form == "parts" else str):
            if self.form != "either" or not isinstance(text, list):
                wanted = "no list of parts" if self.form == "parts" else "no text"
                yield f"has {wanted} as its {self.text}"
        elif isinstance(text, str) and not text.strip():
            yield f"has an empty {self.text}"
        if isinstance(text, list) and self.form != "text":
            if not text:
                yield f"has an empty {self.text}"
            elif not all(isinstance(part, Mapping) and part for part in text):
                yield f"has a part in its {self.text} that is no object"

    def _check_order(self, roles: list[str], name: str) -> Iterator[str]:
        if "system" in roles[1:]:
            yield f"{name} has a system turn that is not the first"
        spoken = [role for role in roles if role != "system"]
        if "user" not in spoken:
            yield f"{name} has no turn of the user"
            return
        last = spoken[-1]
        if self.ends == "answer" and last != "assistant":
            yield f"{name} ends with a turn of the {last}, so there is no answer to learn"
        if self.ends == "question" and last == "assistant":
            yield f"{name} ends with an answer, where the question stands"
        if not self.alternate:
            return
        talk = [role for role in spoken if role in ("user", "assistant")]
        if talk[0] != "user":
            yield f"{name} does not begin with the user"
        if "tool" not in spoken and any(one == other for one, other in pairwise(talk)):
            yield f"{name} has two turns of one side after each other"


CHAT = TurnRules()
"""Chat messages that end with an answer."""

ASKED = TurnRules(ends="question")
"""Chat messages before an answer."""


def check_answer(row: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield what is wrong with a list of turns that is one answer."""
    if problem := _no_turns(row, name):
        yield problem
    else:
        for turn in row[name]:
            yield from check_answer_turn({name: turn}, name)


def _no_turns(row: Mapping[str, Any], name: str) -> str:
    """Return why a key of a row has no turns, ``""`` when it has some."""
    if name not in row:
        return f"it has no {name}"
    if isinstance(row[name], list) and row[name]:
        return ""
    return f"{name} is {'empty' if row[name] == [] else 'no list of turns'}"


def check_answer_turn(row: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield what is wrong with a turn that is an answer."""
    turn = row.get(name)
    if name not in row:
        yield f"it has no {name}"
    elif not isinstance(turn, Mapping) or turn.get("role") != "assistant":
        yield f"{name} is no turn of the assistant"
    elif not plain(turn.get("content")).strip() and not turn.get("tool_calls"):
        yield f"{name} is empty"


def check_texts(row: Mapping[str, Any], *names: str, empty: bool = False) -> Iterator[str]:
    """Yield which keys of a row are missing, no text, or empty where they must not be."""
    for name in names:
        if name not in row:
            yield f"it has no {name}"
        elif not isinstance(row[name], str):
            yield f"{name} is no text"
        elif not empty and not row[name].strip():
            yield f"{name} is empty"


def check_keys(row: Mapping[str, Any], *known: str) -> Iterator[str]:
    """Yield that a row has keys that its reader refuses."""
    if unknown := row.keys() - set(known):
        yield f"it has {_listed(unknown)}, which is refused"


def plain(content: object) -> str:
    """Return the text of a content: a string, or parts of which some are text."""
    if not isinstance(content, list):
        return _text(content)
    return "".join(_text(part.get("text")) for part in content if isinstance(part, Mapping))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(names: set[str]) -> str:
    return "the key " + ", ".join(map(repr, sorted(map(str, names))))
