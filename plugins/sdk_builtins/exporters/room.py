"""What a format has room for beside roles and texts; a row that would lose the rest is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sdk_builtins.exporters.tool_calls import loads
from sdk_core.model import Conversation, Example, Message

SPEAKERS = frozenset({"system", "user", "assistant"})
_RESULTS = frozenset({"tool", "function"})
_CALLS = ("tool_calls", "function_call")
_TOOLS = frozenset({"tools", "functions"})

# What keeps a thing that another format has no place for, as a user reads it.
_ANYTHING = "messages and jsonl keep it"
_KEPT_BY = {
    "call": "messages, sharegpt, trl, openai, vertex and bedrock keep it",
    "picture": "multimodal, messages, openai, vertex and bedrock keep it",
    "reasoning": "use --reasoning inline or drop",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a format can say of a turn.

    Args:
        roles: Roles that it knows.
        keys: Keys of a turn's details that it carries, ``None`` for all.
        parts: Whether a turn may be made of more than text.
        reasoning: Whether what an assistant thought may stand apart from what it said.
    """

    roles: frozenset[str] | None = SPEAKERS
    keys: frozenset[str] | None = frozenset()
    parts: bool = False
    reasoning: bool = False

    def require(self, turns: Conversation, named: str = "") -> None:
        """Check that a row would hold all that its turns hold.

        Args:
            turns: The turns.
            named: What each of them is called, where they are not those of a conversation.

        Raises:
            ValueError: It would not; the text says what is lost, and what keeps it.
        """
        roles = self.roles
        for number, turn in enumerate(turns, start=1):
            if turn.details or turn.reasoning or (roles is not None and turn.role not in roles):
                for what, kept_by in self._homeless(turn):
                    raise ValueError(
                        f"{named or f'turn {number}'} {what}, for which the format has no place; "
                        f"{kept_by}"
                    )

    def _homeless(self, turn: Message) -> Iterator[tuple[str, str]]:
        """Yield what a turn holds and a row does not, with what keeps it."""
        if turn.reasoning and not self.reasoning:
            yield "keeps its reasoning apart", _KEPT_BY["reasoning"]
        for part in turn.details.get("content", ()):
            if part.get("type") != "text" and not self.parts:
                kind = part.get("type")
                if "image" in str(kind):
                    yield "shows a picture", _KEPT_BY["picture"]
                yield f"has a part of the type {kind!r}", _ANYTHING
        for key, value in turn.details.items():
            if key == "content" or self.keys is None or key in self.keys:
                continue
            if key in _CALLS:
                yield "calls a tool", _KEPT_BY["call"]
            if key == "tool_call_id":
                yield "is the result of a tool", _KEPT_BY["call"]
            if not (key == "weight" and value == 1):  # as much as a turn without one
                yield f"has {_named(key)} of its own", _ANYTHING
        if self.roles is not None and turn.role not in self.roles:
            if turn.role in _RESULTS:
                yield "is the result of a tool", _KEPT_BY["call"]
            yield f"has the role {turn.role!r}", _ANYTHING


TEXTS = Room()
"""Nothing but what system, user and assistant say."""


OUR_SYSTEM = "You are a helpful assistant."
"""System text that says nothing; formats without room for one leave it out."""


def system_text(turns: Conversation) -> tuple[str, Conversation]:
    """Return the system turn before all others, ``""`` for none or ours, and the others."""
    if turns[0].role != "system":
        return "", turns
    own = turns[0].content
    return ("" if own == OUR_SYSTEM else own), turns[1:]


def require_no_system(turns: Conversation) -> Conversation:
    """Return the turns of a conversation without our own default system turn.

    Raises:
        ValueError: It has another one.
    """
    system, spoken = system_text(turns)
    if system or any(turn.role == "system" for turn in spoken):
        raise ValueError(
            "it has a system turn, for which the format has no place; give --system-mode user to "
            "put it before the question, or --system none to leave it out"
        )
    return spoken


def require_no_tools(example: Example) -> None:
    """Check that no tools stand beside the turns of a record.

    Raises:
        ValueError: Some do, and the format has no place for them.
    """
    if _TOOLS.isdisjoint(example.fields):
        return
    for name in sorted(_TOOLS):
        if tools_of(example.fields.get(name)):
            raise ValueError(
                f"it has {name}, for which the format has no place; {_KEPT_BY['call']}"
            )


def tools_of(value: object) -> list[Any]:
    """Return the tools in a field of a record: objects, or one, or either as JSON text.

    Anything else is a column of that name that has nothing to do with calls.
    """
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        value = loads(value)
    if isinstance(value, Mapping) and value:
        value = [value]
    return value if isinstance(value, list) and all(isinstance(t, Mapping) for t in value) else []


def listed_functions(value: object) -> list[Any]:
    """Return the tools in a field of a record as chat messages list them; bare functions too."""
    return [
        {"type": "function", "function": tool} if _is_bare(tool) else tool
        for tool in tools_of(value)
    ]


def _is_bare(tool: Mapping[str, Any]) -> bool:
    return "function" not in tool and "type" not in tool and isinstance(tool.get("name"), str)


def functions_of(example: Example) -> list[Mapping[str, Any]]:
    """Return the functions that stand beside the turns of a record, each with its name.

    Raises:
        ValueError: One of them is no function with a name.
    """
    functions = []
    for name in sorted(_TOOLS):
        for number, tool in enumerate(tools_of(example.fields.get(name)), start=1):
            function = tool.get("function", tool)
            if not isinstance(function, Mapping) or not isinstance(function.get("name"), str):
                raise ValueError(f"tool {number} of its {name} is no function with a name")
            functions.append(function)
    return functions


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool: its id, the tool's name, and what it is given."""

    id: str
    name: str
    arguments: Any

    def argument_object(self) -> dict[str, Any]:
        """Return what the tool is given as an object.

        Raises:
            ValueError: It is none.
        """
        given = loads(self.arguments) if isinstance(self.arguments, str) else self.arguments
        if not isinstance(given, dict):
            raise ValueError(f"what it gives the tool {self.name!r} is no JSON object")
        return given


class Calls:
    """Follows the calls of a conversation, turn by turn, to the results that answer them.

    Args:
        by_order: Whether the format has no ids, so that results must come in the order of the
            calls.
    """

    def __init__(self, *, by_order: bool) -> None:
        self._by_order = by_order
        self._waiting: list[Call] = []
        self._count = 0

    def made_by(self, turn: Message) -> list[Call]:
        """Return the calls of a turn.

        Raises:
            ValueError: One of them has no name.
        """
        calls = []
        for call in turn.details.get("tool_calls", ()):
            self._count += 1
            function = call["function"]
            if not isinstance(function.get("name"), str):
                raise ValueError("it calls a tool without a name")
            call_id = str(call.get("id") or f"call_{self._count}")
            calls.append(Call(call_id, function["name"], function.get("arguments", "{}")))
        self._waiting += calls
        return calls

    def answered_by(self, turn: Message) -> Call:
        """Return the call whose result a turn is.

        Raises:
            ValueError: There is none, or results do not come in the order of the calls.
        """
        wanted, name = turn.details.get("tool_call_id"), turn.details.get("name")
        for place, call in enumerate(self._waiting):
            if wanted in (None, call.id):
                if place and self._by_order:
                    raise ValueError("results of tools are not in the order of their calls")
                if name not in (None, call.name):
                    raise ValueError(f"a result is named {name!r}, and the call {call.name!r}")
                return self._waiting.pop(place)
        raise ValueError("it has the result of a call that no turn makes")


def _named(key: str) -> str:
    return {"weight": "a weight", "name": "a name"}.get(key, f"the key {key!r}")
