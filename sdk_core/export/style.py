"""The form in which an exporter gets its examples: system turn, reasoning, context, turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sdk_core.model import Conversation, Example, Message
from sdk_core.model.record_kinds import with_reasoning
from sdk_core.specs import ExporterSpec, Reasoning

REJECTED_FIELDS = ("rejected", "rejected_answer", "rejected_response")
"""Fields of a record that may hold its worse answer."""

# Exactly the form that `with_reasoning` writes; anything looser could eat part of an answer.
_THINK = re.compile(r"<think>\n?(.*?)\n?</think>(?:\n\n|\n)?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStyle:
    """What the user, the trainer and the format want of the text of a row.

    Args:
        reasoning: Where reasoning goes, ``None`` to leave it where it is.
        system: The system turn of every row: ``None`` for the record's own, ``""`` for none.
        default_system: System turn of records that have none.
        system_mode: ``turn``, or ``user`` to put it before the first question, for chat templates
            that refuse the role.
        context: Whether the passage that an example rests on stands before its question.
        one_answer: Whether a conversation becomes one row for each answer.
    """

    reasoning: Reasoning | None = None
    system: str | None = None
    default_system: str = ""
    system_mode: Literal["turn", "user"] = "turn"
    context: bool = False
    one_answer: bool = False


def styled(example: Example, style: RowStyle, spec: ExporterSpec) -> Iterator[Example]:
    """Yield an example in the form that an exporter looks at; several for several answers.

    Raises:
        ValueError: It is no conversation that ends with an answer, or lacks the worse answer that
            the format sets against it.
    """
    rejected = _rejected(example, style) if spec.preference or spec.rejects else ()
    if spec.preference and not rejected:
        raise ValueError("it has no worse answer, which this format sets against the good one")
    if spec.view == "fields" and not example.messages:
        fields = _styled_fields(example, style)
        same = fields is example.fields and not rejected
        yield example if same else replace(example, fields=fields, rejected=rejected)
        return
    turns = _turns(example, style)
    _check(turns)
    for conversation in _answers(turns) if style.one_answer else [turns]:
        yield Example(  # `replace` takes three times as long
            kind=example.kind,
            fields=example.fields,
            messages=tuple(
                [_written(turn, style) for turn in _framed(conversation, example, style)]
            ),
            provenance=example.provenance,
            judgements=example.judgements,
            passage=example.passage,
            kept=example.kept,
            rejected=tuple([_written(turn, style) for turn in rejected]),
            images=example.images,
            declared=example.declared,
        )


def _styled_fields(example: Example, style: RowStyle) -> Mapping[str, Any]:
    system = style.system
    if system is None and not example.fields.get("system"):
        system = style.default_system or None
    hidden = example.declared.unexported
    if style.reasoning in (None, "field") and system is None and not style.context and not hidden:
        return example.fields
    fields = {name: value for name, value in example.fields.items() if name not in hidden}
    answer, reasoning = example.declared.answer_fields or ("", "")
    if isinstance(fields.get(reasoning), str) and style.reasoning in ("inline", "drop"):
        if style.reasoning == "inline":
            fields[answer] = with_reasoning(_text(fields.get(answer)), fields[reasoning])
        del fields[reasoning]
    if system:
        fields["system"] = system
    elif system == "":
        fields.pop("system", None)
    if style.context and example.passage:
        fields["context"] = example.passage
    return fields


def _turns(example: Example, style: RowStyle) -> Conversation:
    """Return the turns, with reasoning apart from the answer unless it may stay where it is."""
    if style.reasoning in (None, "inline"):
        return example.to_messages()
    if not example.messages:
        return example.declared.conversation(example.fields, example.passage, inline=False)
    return tuple(map(_separate, example.messages))


def _separate(turn: Message) -> Message:
    if turn.role != "assistant" or turn.reasoning is not None:
        return turn
    found = _THINK.match(turn.content)
    if found is None:
        return replace(turn, reasoning="")
    return replace(turn, content=turn.content[found.end() :], reasoning=found[1])


def _rejected(example: Example, style: RowStyle) -> Conversation:
    value = next((example.fields[f] for f in REJECTED_FIELDS if example.fields.get(f)), None)
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[-1]
    if isinstance(value, Mapping):
        content = _text(value.get("answer") or value.get("content"))
        reasoning = _text(value.get("reasoning") or value.get("reasoning_content"))
        turn = Message("assistant", content, reasoning=reasoning or None)
    else:
        turn = Message("assistant", _text(value))
    if not turn.content.strip():
        return ()
    return (turn if style.reasoning in (None, "inline") else _separate(turn),)


def _check(turns: Conversation) -> None:
    spoken = [turn for turn in turns if turn.role != "system"]
    if not any(turn.role == "user" for turn in spoken):
        raise ValueError("the conversation has no user turn")
    if spoken[-1].role != "assistant":
        raise ValueError("the conversation does not end with an answer of the assistant")
    for number, turn in enumerate(turns, start=1):
        if not turn.content.strip():
            raise ValueError(f"turn {number} of the conversation is empty")


def _answers(turns: Conversation) -> Iterator[Conversation]:
    """Yield the conversation up to each answer; only the last one keeps its reasoning."""
    before: list[Message] = []
    for turn in turns:
        if turn.role == "assistant":
            yield (*before, turn)
            before.append(replace(_separate(turn), reasoning=turn.reasoning and ""))
        else:
            before.append(turn)


def _framed(turns: Conversation, example: Example, style: RowStyle) -> Conversation:
    """Return the turns with the system turn and the context that the style asks for."""
    own = next((turn.content for turn in turns if turn.role == "system"), "")
    system = (own or style.default_system) if style.system is None else style.system
    spoken = [turn for turn in turns if turn.role != "system"]
    first = next(n for n, turn in enumerate(spoken) if turn.role == "user")
    passage = example.passage if example.passage not in spoken[first].content else ""
    before = [passage] if style.context and passage else []
    if system and style.system_mode == "user":
        before.insert(0, system)
    if before:
        question = spoken[first]
        spoken[first] = replace(question, content="\n\n".join([*before, question.content]))
    if system and style.system_mode == "turn":
        return (Message("system", system), *spoken)
    return tuple(spoken)


def _written(turn: Message, style: RowStyle) -> Message:
    if turn.role != "assistant" or style.reasoning in (None, "field"):
        return turn
    if turn.reasoning is None:
        return turn
    if style.reasoning == "inline" and turn.reasoning:
        content = f"<think>\n{turn.reasoning}\n</think>\n\n{turn.content}"
        return replace(turn, content=content, reasoning=None)
    return replace(turn, reasoning=None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
