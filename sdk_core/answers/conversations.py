"""Conversations from one answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from sdk_core.answers.answer_tree import TORN, AnswerTree, Node, Obj, node_text
from sdk_core.answers.cuts import cut_of
from sdk_core.answers.escapes import encodable
from sdk_core.answers.json_reader import read_answer
from sdk_core.answers.parsed import ParsedConversations, Status
from sdk_core.answers.roles import ROLES, TURN_FIELDS, turn_of
from sdk_core.answers.unwrapping import unfence

Message = dict[str, str]

_LABEL = re.compile(
    r"^[ \t>]{0,20}(?:\#{1,6}[ \t]*)?[*_]{0,3}(user|human|assistant|model|bot|ai|system)[*_]{0,3}"
    r"[ \t]*[:：][*_]{0,3}[ \t]*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(slots=True)
class _Found:
    conversations: list[tuple[Message, ...]] = field(default_factory=list)
    lost: int = 0
    torn: bool = False
    blank: bool = False


def parse_messages(text: str, *, finish_reason: str | None = None) -> ParsedConversations:
    """Read chat conversations from one model answer.

    text: the raw answer: a list of messages, a list of such lists, objects that hold them, with
    role and content or from and value, or labelled text. finish_reason: what the server
    reported. A conversation with an unreadable, empty or cut message, or without both a user
    and an assistant message, is lost as a whole. Never raises.
    """
    cut = cut_of(text, finish_reason)
    visible, document = read_answer(text, TURN_FIELDS)
    found = _from_document(document) if document else _Found()
    step = document.step if document else "none"
    lost = found.lost
    if document and (
        not document.closed or found.torn or (cut and not document.provable) or document.swallowed
    ):
        lost = max(lost, 1)
    if not found.conversations and not found.lost:
        labelled = _labelled(unfence(visible))
        if labelled and not cut:
            return ParsedConversations((labelled,), "ok", 0, "labelled", "")
        if labelled:
            lost = max(lost, 1)
    status: Status = "ok"
    reason = ""
    if found.conversations and lost:
        status = "partial"
        reason = f"The answer is incomplete: at least {lost} conversation(s) could not be used."
    elif not found.conversations and found.blank and not lost:
        status = "empty"
        reason = "The model returned no conversations."
    elif not found.conversations:
        status = "failed"
        lost = max(lost, 1)
        reason = "The answer holds no complete conversation."
    return ParsedConversations(tuple(found.conversations), status, lost, step, reason)


def _from_document(document: AnswerTree) -> _Found:
    found = _Found()
    if len(document.values) > 1 and all(_turns(v) for v in document.values):
        _add(document.values, found)
        return found
    stack: list[Node] = list(reversed(document.values))
    while stack:
        node = stack.pop()
        if node is TORN:
            found.torn = True
        elif isinstance(node, list):
            found.blank = found.blank or not node
            if any(_turns(child) for child in node):
                _add(node, found)
            else:
                stack.extend(reversed(node))
        elif isinstance(node, Obj):
            if _turns(node):
                _add([node], found)
            else:
                stack.extend(v for _, v in reversed(node.pairs))
    return found


def _turns(node: Node) -> list[tuple[str, Node]]:
    """Return the turns of one message object, which may name its speakers as keys."""
    turn = turn_of(node)
    if turn or not isinstance(node, Obj):
        return [turn] if turn else []
    keyed = [(k.strip().casefold(), v) for k, v in node.pairs]
    if keyed and all(k in ROLES and isinstance(v, str) for k, v in keyed):
        return keyed
    return []


def _add(nodes: list[Node], found: _Found) -> None:
    turns = [_turns(node) for node in nodes]
    conversation = _conversation(chain.from_iterable(turns)) if all(turns) else ()
    if conversation:
        found.conversations.append(conversation)
    else:
        found.lost += 1


def _conversation(turns: Iterable[tuple[str, Node]]) -> tuple[Message, ...]:
    """Return the messages of some turns; none if one is unusable or a side is missing."""
    messages = tuple(
        {"role": ROLES.get(speaker, ""), "content": encodable(node_text(content) or "").strip()}
        for speaker, content in turns
    )
    both = {"user", "assistant"} <= {message["role"] for message in messages}
    return messages if both and all(all(message.values()) for message in messages) else ()


def _labelled(text: str) -> tuple[Message, ...]:
    """Read turns that follow a speaker's label; nothing if any turn is unusable."""
    marks = list(_LABEL.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return _conversation(
        (mark.group(1).casefold(), text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=False)
    )
