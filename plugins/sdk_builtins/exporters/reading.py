"""Reads rows of the shapes that datasets have, whoever wrote them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdk_core.model import Conversation, Example, Message, read_turns

SYSTEMS = ("system", "system_prompt")
"""Columns of a system text."""

INPUTS = ("input", "context")
"""Columns of what a question is about, where another column has the question."""

PAIRS = (
    ("instruction", "output"),
    ("instruction", "response"),
    ("INSTRUCTION", "RESPONSE"),
    ("query", "response"),
    ("prompt", "response"),
    ("question", "response"),
    ("question", "answer"),
    ("problem", "solution"),
    ("input", "output"),
)
"""Columns of a question and its answer."""

_TREE = {"parent_id", "role"}
_SPEAKERS = {"Human": "user", "Assistant": "assistant"}
_SPOKEN = re.compile(r"\n\n(Human|Assistant):(?= |$|\n)")
_LABELS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What stands before an answer.

    Args:
        turns: It, as turns.
        used: The columns that it is made of.
        passage: The text that the question is about, ``""`` for none.
    """

    turns: Conversation
    used: frozenset[str]
    passage: str = ""


def prompt_of(row: Mapping[str, Any], *names: str) -> Prompt:
    """Return the prompt of a row of columns of texts, with its system text and its history.

    What the question is about follows it in a line of its own, as trainers put the two together.

    Args:
        row: The row.
        names: Columns that may have the question; ``input`` has it where no other of them does.

    Raises:
        ValueError: It has none, or several.
    """
    asking = [name for name in names if name in row and name not in INPUTS]
    asking = asking or [name for name in names if name in row]
    if len({_text(row, name) for name in asking}) != 1:
        several = f"its question may be {' or '.join(asking)}"
        raise ValueError(several if asking else f"it has no {' or '.join(names)}")
    used, texts = {*asking, *SYSTEMS, "history"}, [_text(row, asking[0])]
    for name in INPUTS:
        if name not in asking and isinstance(row.get(name), str):
            used.add(name)
            texts.append(row[name])
    turns = (*_system(row), *_history(row.get("history")))
    passage = row.get("context") if "context" in used else ""
    asked = Message("user", "\n".join(filter(None, texts)))
    return Prompt((*turns, asked), frozenset(used), passage or "")


def exchange(row: Mapping[str, Any], *pairs: tuple[str, str]) -> Example:
    """Return a row of columns of texts: a question with its answer.

    Args:
        row: The row.
        pairs: Columns that may have the two.

    Raises:
        ValueError: It is none, or several.
    """
    found = [pair for pair in pairs if pair[0] in row and pair[1] in row]
    found = [pair for pair in found if pair[0] not in INPUTS] or found
    if len({(_text(row, asked), _text(row, answered)) for asked, answered in found}) != 1:
        several = " or ".join(map(" and ".join, found))
        raise ValueError(
            f"its question and answer may be {several}"
            if found
            else "it has no columns of a question and its answer"
        )
    asked, answered = found[0]
    prompt = prompt_of(row, asked)
    turns = (*prompt.turns, Message("assistant", _text(row, answered)))
    return conversation(turns, rest(row, *prompt.used, answered), prompt.passage)


def conversation(
    turns: Conversation, fields: Mapping[str, Any], passage: str = "", *, kept: bool = True
) -> Example:
    """Return a conversation with what else its row holds."""
    return Example(kind="conversation", messages=turns, fields=fields, passage=passage, kept=kept)


def pair(
    before: Conversation,
    good: Conversation,
    worse: Conversation,
    fields: Mapping[str, Any],
    passage: str = "",
) -> Example:
    """Return a good answer with a worse one; both may be whole dialogues.

    Raises:
        ValueError: They part before their last turns, which alone are compared.
    """
    if good[:-1] != worse[:-1]:
        raise ValueError("its two answers part before their last turn")
    if good[-1].role != "assistant" or worse[-1].role != "assistant":
        raise ValueError("one of its answers is no turn of the assistant")
    return Example(
        kind="conversation",
        messages=(*before, *good),
        rejected=worse[-1:],
        fields=fields,
        passage=passage,
    )


def turns_of(row: Mapping[str, Any], name: str) -> Conversation:
    """Return the turns in a column, the system text beside them first.

    Raises:
        ValueError: There are none.
    """
    value = row.get(name)
    if not isinstance(value, list) or not value:
        raise ValueError(f"its {name} is no list of turns")
    turns = read_turns(value)
    before = _system(row)
    return turns if not before or turns[0] == before[0] else (*before, *turns)


def answer_of(row: Mapping[str, Any], name: str) -> Conversation:
    """Return an answer: a text, a turn or several.

    Raises:
        ValueError: There is none.
    """
    value = row.get(name)
    if isinstance(value, Mapping):
        return read_turns([value])
    if isinstance(value, list):
        return read_turns(value) if value else _refuse(name)
    return (Message("assistant", _text(row, name)),)


def asked_by(row: Mapping[str, Any], name: str, *others: str) -> Prompt:
    """Return the prompt of a row, in a column of turns or in columns of texts.

    Args:
        row: The row.
        name: The column that may have turns, or the question.
        others: Further ones that may have the question.

    Raises:
        ValueError: It has none.
    """
    if isinstance(row.get(name), list):
        return Prompt(turns_of(row, name), frozenset({name, *SYSTEMS}))
    return prompt_of(row, name, *others)


def dialogue_of(text: object) -> Conversation:
    """Return the turns of a text in which they begin with ``Human:`` and ``Assistant:``.

    The notation is that of Anthropic's HH-RLHF.

    Raises:
        ValueError: It is none.
    """
    parts = _SPOKEN.split(text) if isinstance(text, str) else []
    if len(parts) < 3 or parts[0].strip():
        raise ValueError("it is no text of turns that begin with Human: and Assistant:")
    spoken = zip(parts[1::2], parts[2::2], strict=True)
    return tuple(Message(_SPEAKERS[who], said.strip()) for who, said in spoken)


def label_of(row: Mapping[str, Any], name: str) -> bool:
    """Return whether an answer is labelled good.

    Raises:
        ValueError: It has no such label.
    """
    value = row.get(name)
    said = str(value).lower() if isinstance(value, bool | int | str) else ""
    if said not in _LABELS:
        raise ValueError(f"its {name} is neither true nor false")
    return _LABELS[said]


def rest(row: Mapping[str, Any], *used: str) -> dict[str, Any]:
    """Return what else a row holds."""
    return {name: value for name, value in row.items() if name not in used}


def bare_text(row: Mapping[str, Any], kind: str) -> Example:
    """Return a row of nothing but a text, with what stands beside it.

    Raises:
        ValueError: It has none, or is one message of a tree of them.
    """
    if not _text(row, "text").strip():
        raise ValueError("its text is empty")
    if row.keys() >= _TREE:
        raise ValueError("it is one message of a tree, which is put together by parent_id first")
    return Example(kind=kind, fields=row)


def _text(row: Mapping[str, Any], name: str) -> str:
    """Return a column as text; numbers and truth values are one as JSON has them."""
    value = row.get(name)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if not isinstance(value, str):
        raise ValueError(f"its {name} is no text")
    return value


def _system(row: Mapping[str, Any]) -> Conversation:
    for name in SYSTEMS:
        if isinstance(value := row.get(name), str) and value:
            return (Message("system", value),)
    return ()


def _history(value: object) -> Conversation:
    """Return earlier exchanges: pairs of texts, or turns."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else []
        except ValueError:
            raise ValueError("its history is no list of earlier exchanges") from None
    if not value:
        return ()
    if not isinstance(value, list):
        raise ValueError("its history is no list of earlier exchanges")
    if isinstance(value[0], Mapping):
        return read_turns(value)
    turns = []
    for one in value:
        if not isinstance(one, list | tuple) or [type(text) for text in one] != [str, str]:
            raise ValueError("its history is no list of pairs of question and answer")
        turns += [Message("user", one[0]), Message("assistant", one[1])]
    return tuple(turns)


def _refuse(name: str) -> Conversation:
    raise ValueError(f"its {name} is empty")
