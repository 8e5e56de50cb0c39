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

QUESTIONS = ("instruction", "INSTRUCTION", "query", "prompt", "question", "problem", "input")
"""Columns of a question; those before ``input`` may have it beside them."""

INPUTS = ("input", "context")
"""Columns of what a question is about."""

ANSWERS = ("output", "response", "RESPONSE", "answer", "completion", "solution")
"""Columns of an answer."""

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


def prompt_of(row: Mapping[str, Any]) -> Prompt:
    """Return the prompt of a row of columns of texts, with its system text and its history.

    What the question is about follows it in a line of its own, as trainers put the two together.

    Raises:
        ValueError: It has none, or several.
    """
    asking = [name for name in QUESTIONS if name in row and name not in INPUTS]
    if len({_text(row, name) for name in asking}) > 1:
        raise ValueError(f"its question may be {' or '.join(asking)}")
    if not asking and "input" not in row:
        raise ValueError("it has no column of a question")
    question = _text(row, asking[0] if asking else "input")
    used, passage, texts = {*asking}, "", [question]
    for name in INPUTS:
        if name not in row or (name == "input" and not asking):
            continue
        if isinstance(row[name], str):
            used.add(name)
            texts.append(row[name])
            passage = row[name] if name == "context" else passage
    before = _system(row)
    if "history" in row:
        used.add("history")
        before += _history(row["history"])
    if not asking:
        used.add("input")
    asked = Message("user", "\n".join(filter(None, texts)))
    return Prompt((*before, asked), frozenset(used.union(SYSTEMS)), passage)


def exchange(row: Mapping[str, Any], answers: tuple[str, ...] = ANSWERS) -> Example:
    """Return a row of columns of texts: a question with its answer.

    Raises:
        ValueError: It is none.
    """
    prompt = prompt_of(row)
    answering = [name for name in answers if name in row and name not in prompt.used]
    if len({_text(row, name) for name in answering}) != 1:
        several = f"its answer may be {' or '.join(answering)}"
        raise ValueError(several if answering else "it has no column of an answer")
    return conversation(
        (*prompt.turns, Message("assistant", _text(row, answering[0]))),
        rest(row, *prompt.used, *answering),
        prompt.passage,
    )


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


def asked_by(row: Mapping[str, Any], name: str) -> Prompt:
    """Return the prompt of a row, in a column of turns or in columns of texts.

    Raises:
        ValueError: It has none.
    """
    if isinstance(row.get(name), list):
        return Prompt(turns_of(row, name), frozenset({name, *SYSTEMS}))
    return prompt_of(row)


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
