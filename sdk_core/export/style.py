"""The form in which an exporter gets its examples: system turn, reasoning, context, turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.export.request import ExportRequest
from sdk_core.model import Conversation, Example, Message
from sdk_core.model.examples import new_example
from sdk_core.model.record_kinds import with_reasoning
from sdk_core.specs import ExporterSpec, Reasoning

REJECTED_FIELDS = ("rejected", "rejected_answer", "rejected_response")
"""Fields of a record that may hold its worse answer."""

# Exactly the form that `with_reasoning` writes; anything looser could eat part of an answer.
_THINK = re.compile(r"<think>\n?(.*?)\n?</think>(?:\n\n|\n)?", re.DOTALL)


class RowStyle:
    """What the user, the trainer and the format want of the text of a row.

    Args:
        request: What the user wants, completed by the trainer.
        spec: The format.

    ``reasoning`` is where it goes, ``None`` to leave it where it is.
    """

    def __init__(self, request: ExportRequest, spec: ExporterSpec) -> None:
        default = None if spec.view == "fields" else spec.reasoning
        self.reasoning: Reasoning | None = request.reasoning or default
        self.system = request.system
        self.default_system = spec.system
        self.folds_system = request.system_mode == "user"
        self.context = request.context
        self._spec = spec
        self._one_answer = request.one_answer or spec.one_answer
        self._joins = self.reasoning not in (None, "field")
        self._wants_rejected = spec.preference or spec.rejects
        given = spec.system if request.system is None else request.system
        self._system_turn = Message("system", given)
        self._frames = bool(given or request.system is not None or self.context)

    def apply(self, example: Example) -> list[Example]:
        """Return an example in the form that an exporter looks at; several for several answers.

        Raises:
            ValueError: It is no conversation that ends with an answer, or lacks the worse answer
                that the format sets against it.
        """
        rejected = _rejected(example, self) if self._wants_rejected else ()
        if self._spec.preference and not rejected:
            raise ValueError("it has no worse answer, which this format sets against the good one")
        if self._spec.view == "fields" and not example.messages:
            fields = _styled_fields(example, self)
            same = fields is example.fields and not rejected
            return [example if same else replace(example, fields=fields, rejected=rejected)]
        turns = _turns(example, self)
        has_system, thinks = _check(turns)
        joins = self._joins and (thinks or rejected or self._one_answer)
        if joins:
            rejected = _joined(rejected, self)
        shaped = []
        for answered in _answers(turns) if self._one_answer else (turns,):
            framed = answered
            if has_system or self._frames:
                framed = self._framed(answered, example, has_system=has_system)
            if joins:
                framed = _joined(framed, self)
            same = framed is example.messages and not rejected
            shaped.append(example if same else _with_turns(example, framed, rejected))
        return shaped

    def _framed(self, turns: Conversation, example: Example, *, has_system: bool) -> Conversation:
        """Return the turns with the system turn and the context that are wanted."""
        turn, spoken = self._system_turn, list(turns)
        if has_system:
            own = next((turn.content for turn in turns if turn.role == "system"), "")
            spoken = [turn for turn in turns if turn.role != "system"]
            if own and self.system is None:
                turn = Message("system", own)
        before = [turn.content] if turn.content and self.folds_system else []
        if before or (self.context and example.passage):
            first = next(n for n, turn in enumerate(spoken) if turn.role == "user")
            question = spoken[first]
            if self.context and example.passage and example.passage not in question.content:
                before.append(example.passage)
            content = "\n\n".join([*before, question.content])
            spoken[first] = replace(question, content=content)
        if turn.content and not self.folds_system:
            return (turn, *spoken)
        return tuple(spoken)


def _with_turns(example: Example, turns: Conversation, rejected: Conversation) -> Example:
    return new_example(  # `replace` takes many times as long
        kind=example.kind,
        fields=example.fields,
        messages=turns,
        provenance=example.provenance,
        judgements=example.judgements,
        passage=example.passage,
        kept=example.kept,
        rejected=rejected,
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


def _check(turns: Conversation) -> tuple[bool, bool]:
    """Make sure that turns can be learnt from.

    Returns:
        Whether one of them is a system turn, and whether one has its reasoning apart.
    """
    has_system, thinks, last, empty = False, False, "", False
    asked = False
    for turn in turns:
        role, content = turn.role, turn.content
        if role == "system":
            has_system = True
        else:
            last = role
            asked = asked or role == "user"
        empty = empty or not content or content.isspace()
        thinks = thinks or turn.reasoning is not None
    if not asked:
        raise ValueError("the conversation has no user turn")
    if last != "assistant":
        raise ValueError("the conversation does not end with an answer of the assistant")
    if empty:
        number = next(n for n, turn in enumerate(turns, start=1) if not turn.content.strip())
        raise ValueError(f"turn {number} of the conversation is empty")
    return has_system, thinks


def _answers(turns: Conversation) -> Iterator[Conversation]:
    """Yield the conversation up to each answer; only the last one keeps its reasoning."""
    before: list[Message] = []
    for turn in turns:
        if turn.role == "assistant":
            yield (*before, turn)
            before.append(replace(_separate(turn), reasoning=turn.reasoning and ""))
        else:
            before.append(turn)


def _joined(turns: Conversation, style: RowStyle) -> Conversation:
    """Return turns whose reasoning is no longer apart from their content."""
    for turn in turns:
        if turn.reasoning is not None:
            return tuple([_written(turn, style) for turn in turns])
    return turns


def _written(turn: Message, style: RowStyle) -> Message:
    if turn.role != "assistant" or turn.reasoning is None:
        return turn
    said = with_reasoning(turn.content, turn.reasoning if style.reasoning == "inline" else "")
    return replace(turn, content=said, reasoning=None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
