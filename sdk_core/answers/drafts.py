"""Drafts: what a model writes while it thinks in plain words, before the answer that holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sdk_core.answers.answer_tree import AnswerTree, Node, Obj
from sdk_core.answers.fields import FieldNames

_OPENS = r"[\s#*_>`-]*"
_THINKS = r"(?:thinking|thought|reasoning)"
# What the model is asked for: without such a word the need may be the document's own.
_TASK = (
    r"(?:users?|prompt|instructions?|questions?|summar\w+|pairs?|json|passage|write|produce|generate"
    r"|output|extract|respond|the (?:given |provided )?(?:text|document))"
)
_PROCESS = re.compile(
    rf"{_OPENS}(?:(?:here\s?(?:['’]s|is)|this is)\s+(?:a|my|the)\s+(?:[\w-]+\s+)?{_THINKS}"
    rf"(?:\s+process)?\b|(?:my\s+)?{_THINKS}\s+process\b|chain[ -]of[ -]thought\b)",
    re.IGNORECASE,
)
_ALOUD = re.compile(
    rf"{_OPENS}(?:(?:thinking|thoughts?|scratch ?pad|inner monologue|internal reasoning)"
    r"[*_ ]*(?:[:：.…]|\n)|(?:ok(?:ay)?|alright|hmm+)[,.]?\s+(?:so\b|let|the user|i\b|we\b)"
    r"|let(?:'s|’s| me| us)\s+(?:think|analy[sz]e|reason|work|draft|brainstorm|see\b)"
    r"|(?:the user|we are asked)\b"
    rf"|(?:we need to|i need to|i have to|i should)\b(?=[^\n]{{0,200}}?\b{_TASK}\b))",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"^[ \t#*_>-]*(?:(?:here\s?(?:['’]s|is|are)\s+)?(?:my|the)?\s*(?:final|actual)\s+"
    r"(?:answer|response|output|json|result|version|list|summary|text)|(?:final\s+)?"
    r"(?:answer|response|output|result)|final)[*_ ]*(?:[:：][*_]*|$)"
    r"|\bhere\s+is\s+my\s+(?:final\s+)?(?:response|answer)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_REVISION = re.compile(
    r"\b(?:revis(?:ed|ion|ing)|refin(?:e|ed|ing|ement)|corrected|corrections?|improved|rewritten"
    r"|redone|polished|version|mistakes?|wrong|incorrect|on second thoughts?|scratch that"
    r"|better (?:ones?|pairs?|questions?|answers?|wording)|discard(?:ed|ing)?|drop (?:it|them|that)"
    r"|not (?:good|right|correct|quite|supported|in the text|allowed|valid)"
    r"|final (?:answer|output|response|json|result|list|set|pairs?|check)|finali[sz]\w+)\b"
    r"|\b(?:i['’]?ll|i will|i should|i must|i need to|let me|let['’]s|let us)\s+(?:\w+\s+){0,2}"
    r"(?:check|verify|review|fix|improve|revise|rewrite|correct|redo|polish|try|output|reconsider)"
    r"|\b(?:check|verification|review|critique|self-correction)\b[*_]*\s*[:：]"
    r"|(?:^|[.!?\n*]\s{0,9})(?:wait|actually|oops|sorry|hmm+|no)\b[,.:! ]",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:draft(?:s|ed|ing)?|(?:first|initial|rough) (?:attempt|try|pass|version|list|set)"
    r"|attempt|brainstorm\w*|candidates?|tentative\w*|maybe|perhaps|something like|could be"
    r"|e\.g\.|for example|(?:example|expected|required) (?:format|output)|format)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^\s*(?:\d+[.)]|[-*])\s|\b(?:draft|check|verify|wait|let me|let['’]s|next|step|actually"
    r"|however|now|should|need to)\b",
    re.IGNORECASE | re.MULTILINE,
)
_MORE = re.compile(
    r"\b(?:more|additional|further|other|remaining)\b(?:\s+\w+){0,2}\s*(?:[:：]|\b(?:pairs?|questions?"
    r"|items?|ones|examples?|records?|entries)\b)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"[\s,;`*_#\d.):-]*(?:json|and|(?:pair|question|item|example|entry|record)s?)?[\s,`*_#\d.):-]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")

_LABEL_LENGTH = 120  # characters before a value in which a word makes it a draft
_LABEL_WORDS = 5  # words that may stand between two parts of one answer
_REMARK_WORDS = 12  # the same between two single objects
_SAME = 0.75  # share of the words of two questions from which on the later one stands for both


def after_thinking(text: str) -> str:
    """Return what follows the thinking, where the text begins with it and says where it ends."""
    if not (_PROCESS.match(text) or _ALOUD.match(text)):
        return text
    last = len(text.rstrip(" \n*_#`"))
    end = max((m.end() for m in _FINAL.finditer(text) if m.end() < last), default=0)
    return text[end:]


def is_unfinished_thinking(text: str) -> bool:
    """Whether a text without structure begins with thinking and never says that it has ended."""
    return bool(_PROCESS.match(text))


def without_drafts(document: AnswerTree, names: FieldNames) -> AnswerTree | None:
    """Return the values that hold, ``None`` when there are only drafts.

    A value is a draft if it is called one, if the text turns to a corrected one after it, or if
    the model thinks aloud and a later value comes. Values beside each other, with no more than a
    label between them, are parts of one answer, and so are those that the text calls further ones.
    A draft that nothing after it answers anew counts as swallowed, unless it is announced thinking.

    Args:
        document: What was read.
        names: Known keys; values without any are no answer.
    """
    head = document.gaps[0]
    process = bool(_PROCESS.match(head))
    aloud = process or bool(_ALOUD.match(head))
    answers = [g for g in _groups(document, aloud) if _answers(document, g, names)]
    if not answers:
        return document
    last = answers[-1]
    if process and _is_draft_alone(document, last):
        return None
    dropped: set[int] = set()
    corrected, more = False, True
    for group in reversed(answers):
        gap = document.gaps[group[0]]
        if not more and (corrected or aloud or _is_called_draft(gap)):
            dropped.update(group)
        more = bool(_MORE.search(gap)) and group[-1] not in dropped
        corrected = corrected or bool(not more and _REVISION.search(gap))
    if not dropped:
        return document
    kept = [n for n in range(len(document.values)) if n not in dropped]
    values, gaps = [document.values[n] for n in kept], [document.gaps[n] for n in kept]
    lost = 0
    if not process:
        lost = _unanswered([document.values[n] for n in dropped], values, names)
    return replace(document, values=values, gaps=gaps, swallowed=document.swallowed + lost)


def _unanswered(drafts: list[Node], values: list[Node], names: FieldNames) -> int:
    """Return how many questions of drafts no later question has most of its words from."""
    kept, asked = (
        [set(re.findall(r"\w+", text.casefold())) for text in _questions(nodes, names)]
        for nodes in (values, drafts)
    )
    if not kept:
        return 0  # the text takes all of it back
    return sum(not any(len(q & k) >= _SAME * len(q | k) for k in kept) for q in asked)


def _is_draft_alone(document: AnswerTree, last: list[int]) -> bool:
    """Whether even the last answer is a draft: it is called one, or the thinking goes on."""
    if last[-1] != len(document.values) - 1:
        return False
    more = len(_WORD.findall(document.tail)) > _LABEL_WORDS and _GOES_ON.search(document.tail)
    return bool(more) or _is_called_draft(document.gaps[last[0]])


def _is_called_draft(gap: str) -> bool:
    return bool(_DRAFT.search(gap[-_LABEL_LENGTH:].rpartition("\n\n")[2] or gap[-_LABEL_LENGTH:]))


def _groups(document: AnswerTree, aloud: bool) -> Iterator[list[int]]:
    """Yield the numbers of values that stand beside each other."""
    group: list[int] = []
    for number, gap in enumerate(document.gaps):
        if group:
            strict = aloud or _is_called_draft(document.gaps[group[0]])
            if not _joins(gap, document.values[number - 1], document.values[number], strict):
                yield group
                group = []
        group.append(number)
    if group:
        yield group


def _joins(gap: str, before: Node, after: Node, strict: bool) -> bool:
    """Whether a gap is no more than a label; where drafts are about, of a part and no other."""
    if len(gap) <= _LABEL_LENGTH and LABEL.fullmatch(gap):
        return True
    words = len(_WORD.findall(gap.replace("```json", "")))
    single = isinstance(before, Obj) and isinstance(after, Obj)
    few = words <= (_REMARK_WORDS if single else _LABEL_WORDS)
    return few and not strict and not _REVISION.search(gap) and not _DRAFT.search(gap)


def _answers(document: AnswerTree, group: list[int], names: FieldNames) -> bool:
    """Whether a group is an answer: it has known keys, or is an empty list at the very end."""
    if any(names.find(key) for key, _ in _pairs([document.values[n] for n in group])):
        return True
    at_end = group[-1] == len(document.values) - 1 and not _WORD.search(document.tail)
    return at_end and document.values[group[-1]] == []


def _questions(values: list[Node], names: FieldNames) -> Iterator[str]:
    """Yield the texts of the first field in some values."""
    for key, value in _pairs(values):
        found = names.find(key)
        if found and found.field == names.fields[0] and isinstance(value, str):
            yield value


def _pairs(values: list[Node]) -> Iterator[tuple[str, Node]]:
    """Yield the members of all objects in some values."""
    stack = list(values)
    while stack:
        node = stack.pop()
        if isinstance(node, Obj):
            yield from node.pairs
            stack.extend(child for _, child in node.pairs)
        elif isinstance(node, list):
            stack.extend(node)
