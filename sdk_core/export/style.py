"""The form in which an exporter gets its examples: system turn, reasoning, context, turns."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sdk_core.export.request import ExportRequest
from sdk_core.model import Conversation, Example, Message, read_turns
from sdk_core.model.examples import new_example
from sdk_core.model.pictures import ELSEWHERE, FIELD, picture_of
from sdk_core.model.record_kinds import with_reasoning
from sdk_core.specs import ExporterSpec, Reasoning

REJECTED_FIELDS = ("rejected", "rejected_answer", "rejected_response")
"""Fields of a record that may hold its worse answer."""

_WORSE = "a worse answer, for which the format has no place; formats of preferences take it"
_PATH = "a picture by its path, which stays where it is; formats with pictures take them along"

# Exactly the form that `with_reasoning` writes; anything looser could eat part of an answer.
_SYSTEM_ROLES = ("system", "developer")
_INSTEAD = ("tool_calls", "function_call", "refusal")
"""What a turn may hold in place of a text."""

_THINK = re.compile(r"<think>\n?(.*?)\n?</think>(?:\n\n|\n)?", re.DOTALL)


class RowStyle:
    """What the user, the trainer and the format want of the text of a row.

    Args:
        request: What the user wants, completed by the trainer.
        spec: The format.

    ``reasoning`` is where it goes, ``None`` to leave it where it is. ``unplaced`` counts the
    conversations that hold what the format does not take, by what it is.
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
        self.unplaced: Counter[str] = Counter()
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
        if not self._spec.media and example.fields.get(FIELD):
            raise ValueError(
                "it shows a picture, for which the format has no place; multimodal and the formats "
                "of services have one, and jsonl keeps its name"
            )
        if not self._wants_rejected and any(map(example.fields.get, REJECTED_FIELDS)):
            self.unplaced[_WORSE] += 1
        turns = _turns(example, self)
        if not self._spec.media and any(map(_shows_path, turns)):
            self.unplaced[_PATH] += 1
        has_system, thinks = _check(turns)
        joins = self._joins and (thinks or rejected or self._one_answer)
        if joins:
            rejected = _joined(rejected, self)
        shaped = []
        for answered in _answers(turns) if self._one_answer else (turns,):
            framed = answered
            if has_system or self._frames:
                framed = self._framed(answered, example)
            if joins:
                framed = _joined(framed, self)
            same = framed is example.messages and not rejected
            shaped.append(example if same else _with_turns(example, framed, rejected))
        return shaped

    def _framed(self, turns: Conversation, example: Example) -> Conversation:
        """Return the turns with the system turns and the context that are wanted.

        A record's own system turns stay where they are. What the user gives takes the place of the
        one before all others; ``""`` takes all of them away.
        """
        framed = list(turns)
        leads = framed[0].role in _SYSTEM_ROLES
        if self.system == "":
            framed = [turn for turn in framed if turn.role not in _SYSTEM_ROLES]
        elif self.system is not None:
            framed[: int(leads)] = [self._system_turn]
        elif self._system_turn.content and not any(t.role in _SYSTEM_ROLES for t in framed):
            framed.insert(0, self._system_turn)
        if self.context and example.passage:
            first = next(n for n, turn in enumerate(framed) if turn.role == "user")
            if example.passage not in framed[first].content:
                framed[first] = _led_by(framed[first], example.passage)
        return _folded(framed) if self.folds_system else tuple(framed)


def _folded(turns: Sequence[Message]) -> Conversation:
    """Return turns with what each system turn says before the question that follows it.

    Raises:
        ValueError: No question follows.
    """
    folded: list[Message] = []
    waiting: list[str] = []
    for turn in turns:
        if turn.role in _SYSTEM_ROLES:
            waiting.append(turn.content)
        elif turn.role == "user" and waiting:
            folded.append(_led_by(turn, "\n\n".join(waiting)))
            waiting = []
        else:
            folded.append(turn)
    if waiting:
        raise ValueError("no question follows its last system turn, which was to stand before one")
    return tuple(folded)


def _led_by(turn: Message, text: str) -> Message:
    """Return a turn with a paragraph before what it says."""
    said = replace(turn, content="\n\n".join([text, turn.content]))
    if "content" not in turn.details:
        return said
    before = {"type": "text", "text": f"{text}\n\n"}
    return replace(said, details={**turn.details, "content": [before, *turn.details["content"]]})


def _shows_path(turn: Message) -> bool:
    """Tell whether a turn shows a picture by a path, which holds good where the record lies."""
    parts = turn.details.get("content") if turn.details else None
    shown = [picture_of(part) for part in parts or () if isinstance(part, Mapping)]
    return any(isinstance(each, str) and not each.startswith(ELSEWHERE) for each in shown)


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
    """Return the turns, with reasoning apart from the answer unless it may stay where it is.

    The system text of a record that is no conversation is its first turn.
    """
    stays = style.reasoning in (None, "inline")
    if example.messages:
        return example.messages if stays else tuple(map(_separate, example.messages))
    turns = example.declared.conversation(example.fields, example.passage, inline=stays)
    system = example.fields.get("system")
    if isinstance(system, str) and system and turns[0].role not in _SYSTEM_ROLES:
        return (Message("system", system), *turns)
    return turns


def _separate(turn: Message) -> Message:
    """Return a turn with the reasoning that leads its text apart from it."""
    if turn.role != "assistant" or turn.reasoning is not None:
        return turn
    found = _THINK.match(turn.content)
    if found is None or "content" in turn.details:
        return replace(turn, reasoning="")
    return replace(turn, content=turn.content[found.end() :], reasoning=found[1])


def _rejected(example: Example, style: RowStyle) -> Conversation:
    """Return the worse answers of a record: one text or turn, several texts, or the end of turns.

    Raises:
        ValueError: Turns that end in a worse answer do not begin as the record does.
    """
    value = next((example.fields[f] for f in REJECTED_FIELDS if example.fields.get(f)), None)
    if not isinstance(value, list | tuple):
        value = [value]
    turns = tuple(_worse(given) for given in value)
    if len(turns) > 1 and isinstance(value[-1], Mapping):
        if turns[:-1] != example.to_messages()[: len(turns) - 1]:
            raise ValueError("its worse answer is a conversation that begins in another way")
        turns = turns[-1:]
    found = tuple(turn for turn in turns if not _is_empty(turn))
    return found if style.reasoning in (None, "inline") else tuple(map(_separate, found))


def _worse(value: object) -> Message:
    """Return a worse answer that is a text, a turn, or an object with answer and reasoning."""
    if isinstance(value, bool | int | float):
        value = json.dumps(value)
    if not isinstance(value, Mapping):
        return Message("assistant", _text(value))
    if "answer" in value or not {"role", "from"} & value.keys():
        thought = _text(value.get("reasoning") or value.get("reasoning_content"))
        said = _text(value.get("answer") or value.get("content"))
        return Message("assistant", said, reasoning=thought or None)
    (turn,) = read_turns([value])
    return turn


def _check(turns: Conversation) -> tuple[bool, bool]:
    """Make sure that turns can be learnt from.

    Returns:
        Whether one of them is a system turn, and whether one has its reasoning apart.
    """
    has_system, thinks, last, empty = False, False, "", False
    asked = False
    for turn in turns:
        role, content = turn.role, turn.content
        if role in _SYSTEM_ROLES:
            has_system = True
        else:
            last = role
            asked = asked or role == "user"
        if not content or content.isspace():
            empty = empty or _is_empty(turn)
        thinks = thinks or turn.reasoning is not None
    if not asked:
        raise ValueError("the conversation has no user turn")
    if last != "assistant":
        raise ValueError("the conversation does not end with an answer of the assistant")
    if empty:
        number = next(n for n, turn in enumerate(turns, start=1) if _is_empty(turn))
        raise ValueError(f"turn {number} of the conversation is empty")
    return has_system, thinks


def _is_empty(turn: Message) -> bool:
    """Tell whether a turn says nothing, shows nothing and calls nothing."""
    if turn.content.strip() or any(map(turn.details.get, _INSTEAD)):
        return False
    return all(part.get("type") == "text" for part in turn.details.get("content", ()))


def _answers(turns: Conversation) -> Iterator[Conversation]:
    """Yield the conversation up to each answer to a question; the last one keeps its reasoning.

    An answer whose weight is 0 is one that is not learnt.
    """
    before: list[Message] = []
    asked = False
    for turn in turns:
        asked = asked or turn.role == "user"
        if turn.role == "assistant":
            if asked and turn.details.get("weight") != 0:
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
    reasoning = turn.reasoning if style.reasoning == "inline" else ""
    said = replace(turn, content=with_reasoning(turn.content, reasoning), reasoning=None)
    if reasoning and "content" in turn.details:
        thought = {"type": "text", "text": with_reasoning("", reasoning)}
        parts = [thought, *turn.details["content"]]
        return replace(said, details={**turn.details, "content": parts})
    return said


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
