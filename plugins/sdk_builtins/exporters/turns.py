"""What the formats want of turns, for rows that anybody may have written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from sdk_builtins.exporters.parts import Blocks, block_step, check_block, check_chat_part, is_blank
from sdk_builtins.exporters.tool_calls import (
    check_answers,
    check_calls,
    check_function,
    check_tools,
    step_of,
    tool_names,
)

_SILENT = ("tool", "system")  # a tool may give nothing back, and a system text be left empty
_ORDERS = 1000  # orders of roles that are remembered; conversations are alike, but not all

ROLES = {role: role for role in ("system", "user", "assistant", "tool")}
"""The roles of chat messages."""

CHAT_ROLES = {**ROLES, "developer": "system", "function": "tool"}
"""They, with a newer and an older name that chat templates and services know too."""

Follows = Mapping[str, frozenset[str]]
"""Roles that may stand after a role, as the format names them; those of ``""`` may begin."""


def follows(**after: str) -> Follows:
    """Return which roles may follow which, each listed in a text; ``begin`` lists the first."""
    listed = {role: frozenset(roles.split()) for role, roles in after.items()}
    return {"": listed.pop("begin"), **listed}


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRules:
    """How a format writes a conversation.

    Args:
        roles: Its names of the roles, with ours.
        role: Key of the role.
        text: Key of the text.
        form: Whether the text is a string, a list of parts, or either of them.
        ends: Whose turn is the last: an answer that is learnt, or a question.
        asked: Whether the user must have a turn.
        follows: Which role may stand after which, empty for any.
        keys: Keys that a turn may have, empty for any.
        strict: Whether calls, parts and weights must be exactly as OpenAI writes them.
        addresses: How the addresses of pictures begin that a service takes.
        blocks: Parts that are told by their keys, as clouds write them; empty for chat messages.
    """

    roles: Mapping[str, str] = field(default_factory=lambda: CHAT_ROLES)
    role: str = "role"
    text: str = "content"
    form: Literal["text", "parts", "either"] = "either"
    ends: Literal["answer", "question"] = "answer"
    asked: bool = True
    follows: Follows = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    strict: bool = False
    addresses: tuple[str, ...] = ()
    blocks: Blocks = field(default_factory=dict)
    _orders: set[tuple[str, ...]] = field(
        default_factory=set, init=False, repr=False, compare=False
    )

    def check(self, row: Mapping[str, Any], name: str) -> Iterable[str]:
        """Return what is wrong with the conversation under a key of a row."""
        turns = row.get(name)
        # Nearly all rows are turns of a role and a text, in one of a few orders.
        if type(turns) is list and self._plain_roles(turns) in self._orders:
            return ()
        return self._check(row, name)

    def _plain_roles(self, turns: list[Any]) -> tuple[str, ...]:
        """Return the roles of turns that are a role and a text each, ``()`` for all others."""
        role, text, parted = self.role, self.text, self.form == "parts"
        roles = []
        for turn in turns:
            if type(turn) is not dict or len(turn) != 2 or text not in turn or role not in turn:
                return ()
            said = turn[text]
            if parted:
                part = said[0] if type(said) is list and len(said) == 1 else None
                said = part.get("text") if type(part) is dict and len(part) == 1 else None
            if type(said) is not str or not said or said.isspace():
                return ()
            roles.append(turn[role])
        return tuple(roles)

    def _check(self, row: Mapping[str, Any], name: str) -> Iterator[str]:
        if problem := _no_turns(row, name):
            yield problem
            return
        turns, broken = row[name], False
        tools = tool_names(row)
        for number, turn in enumerate(turns, start=1):
            for problem in self._check_turn(turn, tools):
                broken = True
                yield f"turn {number} of {name} {problem}"
        if broken:
            return
        problems = [*self._check_order(turns, name), *self._check_answers(turns, name)]
        yield from problems
        roles = self._plain_roles(turns)
        if not problems and roles and len(self._orders) < _ORDERS:
            self._orders.add(roles)

    def _check_turn(self, turn: object, tools: frozenset[str]) -> Iterator[str]:
        if not isinstance(turn, Mapping):
            yield "is no object"
            return
        role = turn.get(self.role)
        if self.role not in turn:
            yield f"has no {self.role}"
        elif not isinstance(role, str) or role not in self.roles:
            yield f"has the {self.role} {role!r}; the format knows {', '.join(self.roles)}"
        elif self.keys and (unknown := turn.keys() - self.keys):
            yield f"has {_listed(unknown)}, which is refused"
        else:
            yield from self._check_text(turn, self.roles[role])
            if self.role == "role" and not self.blocks:
                yield from self._check_details(turn, self.roles[role], tools)

    def _check_text(self, turn: Mapping[str, Any], role: str) -> Iterator[str]:
        text = turn.get(self.text)
        instead = any(turn.get(key) for key in ("tool_calls", "function_call", "refusal"))
        if text is None and instead:
            return
        if self.text not in turn:
            yield f"has no {self.text}"
        elif isinstance(text, list) and self.form != "text":
            yield from self._check_parts(text, role)
        elif self.form == "parts":
            yield f"has no list of parts as its {self.text}"
        elif not isinstance(text, str):
            yield f"has no text as its {self.text}"
        elif not text.strip() and not instead and role not in _SILENT:
            yield f"has an empty {self.text}"

    def _check_parts(self, parts: list[Any], role: str) -> Iterator[str]:
        problems = [
            f"has {problem} in its {self.text}"
            for part in parts
            for problem in self._check_part(part, role)
        ]
        yield from problems
        if not problems and is_blank(parts) and role not in _SILENT:
            yield f"has an empty {self.text}"

    def _check_part(self, part: Any, role: str) -> Iterable[str]:
        if not isinstance(part, Mapping) or not part:
            return ("a part that is no object",)
        if self.blocks:
            return check_block(part, self.blocks)
        return check_chat_part(part, role, self.addresses)

    def _check_details(
        self, turn: Mapping[str, Any], role: str, tools: frozenset[str]
    ) -> Iterator[str]:
        """Yield what is wrong with what a chat message may hold beside its text."""
        for key in ("reasoning_content", "reasoning"):
            if turn.get(key) is not None and not isinstance(turn[key], str):
                yield f"has a {key} that is no text"
        weight = turn.get("weight")
        if weight is not None and not _is_weight(weight, strict=self.strict):
            yield f"has the weight {weight!r}, where {'0 or 1' if self.strict else '0 to 1'} stands"
        if weight is not None and self.strict and role != "assistant":
            yield f"has a weight, which is not for the {role}"
        name = turn.get("name")
        if name is not None and (not isinstance(name, str) or (self.strict and " " in name)):
            yield f"has the name {name!r}, which is none"
        calls = turn.get("tool_calls")
        if calls and role != "assistant":
            yield f"has tool_calls, which are not for the {role}"
        elif calls is not None and (calls != [] or self.strict):
            yield from check_calls(calls, tools, strict=self.strict)
        if turn.get("function_call"):
            yield from check_function(turn["function_call"], frozenset(), strict=self.strict)
        if self.strict and turn[self.role] == "tool" and not turn.get("tool_call_id"):
            yield "has no tool_call_id"

    def _check_order(self, turns: list[Mapping[str, Any]], name: str) -> Iterator[str]:
        theirs = [turn[self.role] for turn in turns]
        roles = [self.roles[role] for role in theirs]
        if self.asked and "user" not in roles:
            yield f"{name} has no turn of the user"
            return
        if self.ends == "answer" and roles[-1] != "assistant":
            yield f"{name} ends with a turn of the {roles[-1]}, so there is no answer to learn"
        if self.ends == "question" and roles[-1] == "assistant":
            yield f"{name} ends with an answer, where the question stands"
        answers = [turn for turn, role in zip(turns, roles, strict=True) if role == "assistant"]
        weighed = answers if self.ends == "answer" else []  # those before a question may be as is
        if weighed and all(turn.get("weight", 1) == 0 for turn in weighed):
            yield f"each answer of {name} has the weight 0, so there is nothing to learn"
        if self.follows:
            yield from self._check_sequence(theirs, name)

    def _check_sequence(self, roles: list[str], name: str) -> Iterator[str]:
        for number, (before, role) in enumerate(pairwise(["", *roles]), start=1):
            if role in self.follows.get(before, ()):
                continue
            if not before:
                yield f"{name} does not begin with the user"
            elif before == role:
                yield f"{name} has two turns of one side after each other, of the {role}"
            elif self.roles[role] == "system":
                yield f"{name} has a system turn that is not the first, after the {before}"
            else:
                yield f"turn {number} of {name}, of the {role}, may not stand after the {before}"

    def _check_answers(self, turns: list[Mapping[str, Any]], name: str) -> Iterator[str]:
        if self.blocks:
            yield from check_answers([block_step(turn[self.text]) for turn in turns], name)
        elif self.role == "role":
            yield from check_answers([step_of(turn) for turn in turns], name)


CHAT = TurnRules()
"""Chat messages that end with an answer."""

ASKED = TurnRules(ends="question")
"""Chat messages before an answer."""

LEARNT = TurnRules(roles={"assistant": "assistant", "tool": "tool"}, asked=False)
"""Chat messages after a question: an answer, and the calls of tools that lead to it."""


def check_exchange(row: Mapping[str, Any], asked: str, *answers: str) -> Iterator[str]:
    """Yield what is wrong with a question and its answers, which are all turns or all texts."""
    if isinstance(row.get(asked), str):
        yield from check_texts(row, asked, *answers)
        return
    yield from ASKED.check(row, asked)
    for name in answers:
        yield from LEARNT.check(row, name)
    yield from check_tools(row)


def check_answer_turn(row: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield what is wrong with a turn that is an answer."""
    turn = row.get(name)
    if name not in row:
        yield f"it has no {name}"
    elif not isinstance(turn, Mapping) or turn.get("role") != "assistant":
        yield f"{name} is no turn of the assistant"
    else:
        yield from LEARNT.check({**row, name: [turn]}, name)


def _no_turns(row: Mapping[str, Any], name: str) -> str:
    """Return why a key of a row has no turns, ``""`` when it has some."""
    if name not in row:
        return f"it has no {name}"
    if isinstance(row[name], list) and row[name]:
        return ""
    return f"{name} is {'empty' if row[name] == [] else 'no list of turns'}"


def check_texts(row: Mapping[str, Any], *names: str, empty: bool = False) -> list[str]:
    """Return which keys of a row are missing, no text, or empty where they must not be."""
    problems = []
    for name in names:
        value = row.get(name)
        if type(value) is str and (empty or (value and not value.isspace())):
            continue
        if name not in row:
            problems.append(f"it has no {name}")
        else:
            problems.append(f"{name} is {'empty' if isinstance(value, str) else 'no text'}")
    return problems


def check_keys(row: Mapping[str, Any], *known: str) -> Iterator[str]:
    """Yield that a row has keys that its reader refuses."""
    if unknown := row.keys() - set(known):
        yield f"it has {_listed(unknown)}, which is refused"


def plain(content: object) -> str:
    """Return the text of a content: a string, or parts of which some are text."""
    if not isinstance(content, list):
        return _text(content)
    return "".join(_text(part.get("text")) for part in content if isinstance(part, Mapping))


def _is_weight(value: Any, *, strict: bool) -> bool:
    if strict:
        return type(value) is int and value in (0, 1)
    return type(value) in (int, float) and 0 <= value <= 1


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(names: set[str]) -> str:
    return "the key " + ", ".join(map(repr, sorted(map(str, names))))
