"""Collect a judge's verdicts: one entry per rated pair, in any layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdk_core.answers.answer_tree import TORN, AnswerTree, Bare, Node, Obj, Record, node_text
from sdk_core.answers.fields import FieldNames, plain_name
from sdk_core.answers.labelled import read_labelled
from sdk_core.answers.tabular import read_table
from sdk_core.answers.tagged import read_tagged
from sdk_core.answers.unwrapping import unfence
from sdk_core.answers.yaml_lists import read_yaml_list

NAMES = FieldNames(("question", "answer", "rating", "index", "reason"))

_INDEX_KEY = re.compile(
    r"(?:(?:qa|q&a|question|answer|rating|score|pair|item|entry|no|number|q|a)?[\s_#.:-]*)"
    r"(\d{1,6})[\s.):]*",
    re.IGNORECASE,
)
_ERROR = re.compile(r"\W*(?:error|exception|traceback|timeout|failed|http)\b", re.IGNORECASE)
_RATES = re.compile(
    r"\b(?:rat(?:e|ed|ing)|scor(?:e|ed|ing)|grade|give|assign|overall)\b|would", re.I
)
_LINE = re.compile(
    r"^[ \t>*_\-•]*(?:(?:pair|item|entry|question|answer|q&a|qa|q|no)\b\.?)?[ \t]*\#?"
    r"(\d{1,6})[*_]*[ \t]*[:.)=\-–—|>]+[*_]*[ \t]*(\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_OUT_OF_TEN = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{1,4})?)\s?(?:/|out of)\s?10(?![\d.,/]*\d|%)"
)


@dataclass(frozen=True, slots=True)
class PairRating:
    """What a judge said about one pair.

    score: the rating, None when it is missing or unusable. question, answer: the judge's copy,
    only used for matching. index: the stated number of the pair. reason: the stated reason.
    """

    score: float | None
    question: str = ""
    answer: str = ""
    index: int | None = None
    reason: str = ""


def rating_of_record(
    record: Mapping[str, Node], index: int | None = None, *, conflict: bool = False
) -> PairRating:
    """Build a verdict from the fields of one record.

    index: the pair's number, unless the record states one. conflict: two unlike ratings collide.
    """
    stated = node_text(record.get("index"))
    if stated is not None:
        match = _INDEX_KEY.fullmatch(stated.strip())
        index = int(match.group(1)) if match else index
    rating = record.get("rating")
    reason = record.get("reason")
    if reason is None and isinstance(rating, Obj):
        reason = next((v for k, v in rating.pairs if _is(k, "reason")), None)
    return PairRating(
        None if conflict else score_of(rating),
        node_text(record.get("question")) or "",
        node_text(record.get("answer")) or "",
        index,
        node_text(reason) or "",
    )


def _is(key: str, field: str) -> bool:
    match = NAMES.find(key)
    return match is not None and match.field == field


def from_document(document: AnswerTree, questions: frozenset[str]) -> list[PairRating]:
    """Collect the verdicts of a JSON tree.

    questions: plain names of the pairs' questions, for objects that map question to rating.
    """
    found: list[PairRating] = []
    stack: list[tuple[Node, int | None]] = [(v, None) for v in reversed(document.values)]
    if len(document.values) == 1:
        numbers = _numbers(document.values[0])
        if numbers:
            return numbers
    while stack:
        node, index = stack.pop()
        if isinstance(node, list):
            stack.extend((child, None) for child in reversed(node))
        elif isinstance(node, Obj):
            _object(node, index, found, stack, questions)
    return found


def _numbers(node: Node) -> list[PairRating]:
    """Read a plain list of ratings."""
    members = node if isinstance(node, list) else []
    if not all(isinstance(v, Bare | str) or v is None or v is TORN for v in members):
        return []
    verdicts = [PairRating(score_of(v)) for v in members]
    return verdicts if any(v.score is not None for v in verdicts) else []


def _object(
    node: Obj,
    index: int | None,
    found: list[PairRating],
    stack: list[tuple[Node, int | None]],
    questions: frozenset[str],
) -> None:
    record, conflict = _fields(node)
    rating = record.get("rating")
    if isinstance(rating, list) and len(rating) > 1 and "question" not in record:
        numbers = _numbers(rating)
        if numbers:
            found.extend(numbers)
            return
    holds_verdicts = isinstance(rating, list) and any(isinstance(v, Obj) for v in rating)
    if "rating" in record and not holds_verdicts:
        if isinstance(rating, Obj) and score_of(rating) is None and _maps(rating.pairs, questions):
            stack.append((rating, None))
            return
        nested = [v for _, v in node.pairs if isinstance(v, list) and any(_holds(x) for x in v)]
        if nested:
            stack.extend((v, None) for v in reversed(nested))
        else:
            found.append(rating_of_record(record, index, conflict=conflict))
        return
    plural = [v for k, v in node.pairs if NAMES.plural(k) == "rating"]
    numbers = _numbers(plural[0]) if len(plural) == 1 else []
    if numbers:
        found.extend(numbers)
        return
    if _map_entries(node, found, questions):
        return
    children = [v for _, v in node.pairs if isinstance(v, Obj | list)]
    if not children and ("question" in record or "index" in record):
        found.append(rating_of_record(record, index))
        return
    stack.extend((v, index) for v in reversed(children))


def _holds(node: Node) -> bool:
    return isinstance(node, Obj) and any(_is(k, "rating") for k, _ in node.pairs)


def _fields(node: Obj) -> tuple[Record, bool]:
    """Return the best value of each field and whether two unlike ratings collide."""
    best: dict[str, tuple[int, Node]] = {}
    ratings: dict[str, set[float | None]] = {}
    for key, value in node.pairs:
        match = NAMES.find(key)
        if not match or match.number is not None:
            continue
        if match.field == "index" and isinstance(value, Obj):
            # {"pair": {"question": ...}, "rating": 8}
            for inner, text in value.pairs:
                inner_match = NAMES.find(inner)
                if inner_match and inner_match.field in ("question", "answer", "index"):
                    best.setdefault(inner_match.field, (99, text))
            continue
        if match.field == "rating":
            ratings.setdefault(plain_name(key), set()).add(score_of(value))
        if match.field not in best or match.rank < best[match.field][0]:
            best[match.field] = (match.rank, value)
    conflict = any(len(scores) > 1 for scores in ratings.values())
    return {f: v for f, (_, v) in best.items()}, conflict


def _maps(pairs: Sequence[tuple[str, Node]], questions: frozenset[str]) -> bool:
    """Tell whether the members of an object are named by numbers or questions."""
    return bool(pairs) and all(
        _INDEX_KEY.fullmatch(k.strip()) or plain_name(k) in questions for k, _ in pairs
    )


def _map_entries(node: Obj, found: list[PairRating], questions: frozenset[str]) -> bool:
    """Read an object that maps numbers or questions to ratings."""
    pairs = [(k, v) for k, v in node.pairs if v is not TORN]
    if not _maps(pairs, questions):
        return False
    for key, value in pairs:
        match = _INDEX_KEY.fullmatch(key.strip())
        number = int(match.group(1)) if match else None
        record, conflict = _fields(value) if isinstance(value, Obj) else ({"rating": value}, False)
        if not match:
            record.setdefault("question", key)
        found.append(rating_of_record(record, number, conflict=conflict))
    return True


def from_text(text: str, count: int, cut: bool) -> tuple[list[PairRating], str]:
    """Collect verdicts from text that is not JSON.

    text: the cleaned answer. count: number of pairs. cut: the token limit was reached, so the
    last verdict of a format without closing marks is not trusted. Returns verdicts and step.
    """
    plain = unfence(text).strip()
    for read in (read_tagged, read_yaml_list, read_table, read_labelled):
        records = read(plain, NAMES)
        found = records.found
        if cut and records.step != "tagged":
            found = found[:-1]
        verdicts = [rating_of_record(r) for r in found if "rating" in r]
        if any(v.score is not None for v in verdicts):
            return verdicts, records.step
    lines = [(int(m.group(1)), m.group(2)) for m in _LINE.finditer(plain)]
    verdicts = [PairRating(_line_score(rest), index=number) for number, rest in lines]
    if any(v.score is not None for v in verdicts):
        return verdicts[: len(verdicts) - cut], "lines"
    if cut:
        return [], "none"
    entries = [e for e in re.split(r"[\n,;]+", plain) if e.strip()] if len(plain) < 10_000 else []
    if count > 1:
        whole = [score_text(e.strip(" \t-•*[]")) for e in entries]
        return ([PairRating(s) for s in whole], "lines") if whole and all(whole) else ([], "none")
    return _single(plain)


def _line_score(rest: str) -> float | None:
    score = score_text(rest)
    if score is None:
        stated = {m.group(1) for m in _OUT_OF_TEN.finditer(rest)}
        score = score_text(stated.pop()) if len(stated) == 1 else None
    return score


def _single(text: str) -> tuple[list[PairRating], str]:
    """Read the only rating of a short answer about one pair."""
    if _ERROR.match(text):
        return [], "none"
    score = score_text(text)
    if score is None and (_RATES.search(text) or len(text) < 40):
        score = _line_score(text)
    return ([PairRating(score)], "text") if score is not None else ([], "none")


LOWEST = 1.0
HIGHEST = 10.0

_NAMED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {name: float(value) for value, name in enumerate(_NAMED, start=1)}
_NUMBER = r"(?<![\d.,])[-+]?\d{1,6}(?:[.,]\d{1,6})?(?![\d])"
_SCORE = re.compile(
    r"(?:(?:the\s+)?(?:overall\s+|final\s+|total\s+)?(?:rating|score|grade|quality)\s*"
    r"(?:is|of|:|=|-)?\s*)?"
    rf"(?P<value>{_NUMBER}|{'|'.join(_WORDS)})"
    r"(?P<scale>\s*(?:/|out\s+of|of|von|sur)\s*(?:10|ten)(?:[.,]0+)?(?![\d%.,]\d|\d|%))?"
    r"\s*(?P<tail>.*)",
    re.IGNORECASE | re.DOTALL,
)
# After the number only text that explains it, never another number, unit or fraction.
_TAIL = re.compile(r"(?:[.!]?\s*$|\*+\s*$|points?\b(?!\s*\d)|[(\[]|[-–—:;,.]\s*[^\W\d_])", re.I)
_RANGE = re.compile(r"(?:to|or|bis|and)\b", re.IGNORECASE)
_NESTED = (
    "rating", "score", "value", "overall", "overallrating", "overallscore", "total", "final",
    "grade", "number",
)  # fmt: skip
_SCALE_KEYS = frozenset(("max", "outof", "scale", "maximum", "maxscore"))


def score_text(text: str) -> float | None:
    """Return the rating that a text states, or None.

    text: such as "8", "8.5", "8,5", "8/10", "eight", "Rating: 6", "8 (clear)". Fractions of
    another scale, ranges, percentages, words of praise and numbers outside 1..10 give None.
    """
    text = text.strip().strip("*_`\"'").strip()
    if not text or len(text) > 2000:
        return None
    match = _SCORE.fullmatch(text)
    if not match:
        return None
    tail = match.group("tail")
    if tail and (not _TAIL.match(tail) or _RANGE.match(tail)):
        return None
    word = match.group("value").casefold()
    value = _WORDS[word] if word in _WORDS else float(word.replace(",", "."))
    return value if LOWEST <= value <= HIGHEST else None


def score_of(value: Node) -> float | None:
    """Return the rating that a JSON value states, or None.

    value: a number, a text as in score_text, a list of one, or an object with a score member.
    """
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, Obj):
        members = {plain_name(k): v for k, v in value.pairs}
        scale = next((members[k] for k in _SCALE_KEYS if k in members), None)
        if scale is not None and not (isinstance(scale, Bare) and scale.text in ("10", "10.0")):
            return None
        value = next((members[k] for k in _NESTED if k in members), None)
    if isinstance(value, Bare | str):
        return score_text(value if isinstance(value, str) else value.text)
    return None
