"""Rate question and answer pairs by what can be counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sdk_builtins.backends.extractive.questions import CLOZE, GAP
from sdk_builtins.backends.extractive.ranking import terms
from sdk_builtins.backends.extractive.sentences import is_unspaced, standing, words

_BASE = 6.5
_QUESTION_MARKS = "?？؟;։"
_CLOSERS = " \t\n\"'”’»)」"
_SPECIFIC = re.compile(r"\d|(?<![.!?] )(?<!^)\b[A-Z][a-z]|^[A-Z][\w-]+$")


def grade(pair: Mapping[str, Any], passage: str = "") -> tuple[float, str]:
    """Return a rating from 1 to 10 and the reasons for it.

    Args:
        pair: ``question``, ``answer`` and perhaps ``reasoning``.
        passage: The text that the pair was made from, ``""`` when it is not known.
    """
    question, answer = str(pair.get("question") or ""), str(pair.get("answer") or "")
    if not question.strip() or not answer.strip():
        return 1.0, "the question or the answer is empty"
    marks = [*_form(question, answer), *_substance(answer, passage)]
    if not passage:
        marks.append(_overlap(question, answer))
    reasoning = pair.get("reasoning")
    if isinstance(reasoning, str) and reasoning.strip():
        reaches = _flat(answer) in _flat(reasoning)
        marks.append((0.5, "the reasoning reaches the answer") if reaches else (0.0, ""))
    score = min(9.0, max(1.0, _BASE + sum(points for points, _ in marks)))
    return round(score * 2) / 2, "; ".join(why for _, why in marks if why) or "nothing stands out"


def _form(question: str, answer: str) -> list[tuple[float, str]]:
    marks: list[tuple[float, str]] = []
    if GAP in question:
        marks.append((0.0, "a statement to be completed"))
        if standing(question.removeprefix(CLOZE)) < 0.5:
            marks.append((-1.0, "the statement is a fragment"))
    elif question.rstrip(_CLOSERS)[-1:] not in _QUESTION_MARKS:
        marks.append((-0.5, "the question does not end like one"))
    else:
        marks.append((0.5, "a well-formed question"))
    if _size(question) < 3:
        marks.append((-1.0, "the question is very short"))
    if _flat(answer) in _flat(question):
        marks.append((-2.0, "the question gives the answer away"))
    if _size(question) > 45:
        marks.append((-0.5, "the question is very long"))
    size = _size(answer)
    if size > 200:
        marks.append((-1.0, "the answer is very long"))
    elif size >= 8 and standing(answer.strip()) >= 0.5:
        marks.append((0.5, "a full answer"))
    elif size >= 8:
        marks.append((-0.5, "the answer is a fragment"))
    elif size < 2:
        marks.append((-0.5, "the answer is one word"))
    if _SPECIFIC.search(answer):
        marks.append((0.5, "the answer is specific"))
    return marks


def _substance(answer: str, passage: str) -> list[tuple[float, str]]:
    if not passage:
        return []
    if _flat(answer) in _flat(passage):
        return [(1.0, "the answer stands in the passage")]
    known = set(terms(passage))
    said = set(terms(answer))
    share = len(said & known) / len(said) if said else 0.0
    if share >= 0.8:
        return [(0.5, "the passage bears the answer out")]
    if share >= 0.4:
        return [(-0.5, "the passage bears only a part of the answer out")]
    return [(-2.5, "the passage does not bear the answer out")]


def _overlap(question: str, answer: str) -> tuple[float, str]:
    """Without a passage, an answer that takes up the question's words is more likely about it."""
    shared = set(terms(question)) & set(terms(answer))
    return (0.5, "the answer takes up the question") if shared else (0.0, "")


def _size(text: str) -> int:
    """Return the length in words; about two characters of an unspaced script make one."""
    return len("".join(text.split())) // 2 if is_unspaced(text) else len(words(text))


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()
