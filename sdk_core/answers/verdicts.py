"""Collect a judge's verdicts: one entry per rated pair, in any layout."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdk_core.answers.answer_tree import TORN, AnswerTree, Bare, Node, Obj, Record, node_text
from sdk_core.answers.fields import FieldNames, KeyMatch, plain_name
from sdk_core.answers.scores import HIGHEST, has_other_scale, score_of

_SCALE_IN_KEY = re.compile(
    r"[\s_(\[（]*(?:\d+[\s_]*(?:-|–|to)|/|\bof|out[\s_]of)[\s_]*(\d{1,6})[\s)\]）]*\Z",
    re.IGNORECASE,
)


class _VerdictNames(FieldNames):
    """The fields of verdicts; a rating may name its scale, as in ``Rating (1-10)``."""

    def find(self, key: str) -> KeyMatch | None:
        """Return the field that a key stands for, None for a rating on another scale than ours."""
        scale = _SCALE_IN_KEY.search(key) if len(key) < 80 else None
        if scale is None:
            return FieldNames.find(self, key)
        found = FieldNames.find(self, key[: scale.start()])
        rates = found is not None and found.field == "rating"
        return found if rates and int(scale.group(1)) == HIGHEST else None


NAMES = _VerdictNames(("question", "answer", "rating", "index", "reason"))

_INDEX_KEY = re.compile(
    r"(?:(?:qa|q&a|question|answer|rating|score|pair|item|entry|no|number|q|a)?[\s_#.:-]*)"
    r"(\d{1,6})[\s.):]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_RATES = re.compile(
    r"rat(?:e|ing)|scor|grade|bewert|punkt|note|calific|puntua|评|分", re.IGNORECASE
)
_FINAL = re.compile(r"overall|final|total")


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
    if len(document.values) == 1 and _is_meant(document):
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


def _is_meant(document: AnswerTree) -> bool:
    """Tell whether a plain list of numbers is the answer, and no reference that a text makes."""
    around = document.gaps[0] + document.tail
    return not _WORD.search(around) or bool(_RATES.search(document.gaps[0]))


def _numbers(node: Node) -> list[PairRating]:
    """Read a plain list of ratings, which may be a list of one in a list."""
    while isinstance(node, list) and len(node) == 1 and isinstance(node[0], list):
        node = node[0]
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
    rated: list[tuple[bool, int, Node]] = []  # whether others may overrule it, rank, value
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
            rated.append((not _FINAL.search(plain_name(key)), match.rank, value))
        elif match.field not in best or match.rank < best[match.field][0]:
            best[match.field] = (match.rank, value)
    record = {f: v for f, (_, v) in best.items()}
    if not rated:
        return record, False
    final = [r for r in rated if not r[0] and score_of(r[2]) is not None]
    meant = final or rated
    scores = {score_of(value) for _, _, value in meant} - {None}
    record["rating"] = min(meant, key=lambda r: r[1])[2]
    return record, len(scores) > 1 or has_other_scale(node)


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
