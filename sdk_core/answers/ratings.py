"""Ratings of a judge, aligned to the pairs it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sdk_core.answers.cuts import cut_of
from sdk_core.answers.escapes import encodable
from sdk_core.answers.fields import plain_name
from sdk_core.answers.json_reader import read_answer
from sdk_core.answers.parsed import ParsedRatings, Status
from sdk_core.answers.verdict_texts import from_text
from sdk_core.answers.verdicts import NAMES, PairRating, from_document

# A cut copy of a question needs this many letters to identify it without an ellipsis.
_LEAST_PREFIX = 15


def parse_ratings(
    text: str, pairs: Sequence[Mapping[str, str]], *, finish_reason: str | None = None
) -> ParsedRatings:
    """Read a judge's ratings and align them to the pairs that were sent.

    text: the raw answer. pairs: the pairs in the order sent; "question" and "answer" are used
    for matching only. finish_reason: what the server reported. Ratings are numbers in 1..10;
    anything else, and two unlike ratings of one pair, gives None. A verdict is matched by its
    question, then by its index, then by order if there are as many verdicts as pairs. Indices
    count from 0 if one of them is 0, and from 1 otherwise. Never raises.
    """
    pairs = list(pairs)
    cut = cut_of(text, finish_reason)
    questions = frozenset(plain_name(p.get("question", "")) for p in pairs)
    visible, document = read_answer(text, NAMES)
    verdicts = from_document(document, questions) if document else []
    step = document.step if document else "none"
    if not any(v.score is not None for v in verdicts):
        from_prose, prose_step = from_text(visible, len(pairs), cut=bool(cut))
        if from_prose and not (document and document.step == "json" and verdicts):
            verdicts, step = from_prose, prose_step
            document = None
    slots = _align(verdicts, pairs)
    scores = tuple(_agreed(slot) for slot in slots)
    stated = [next((v.reason for v in slot if v.reason), "") for slot in slots]
    reasons = tuple(
        "" if score is None else encodable(reason).strip()
        for reason, score in zip(stated, scores, strict=True)
    )
    proven = document is not None and document.provable
    return _result(scores, reasons, step, "" if proven else cut)


def _result(
    scores: tuple[float | None, ...], reasons: tuple[str, ...], step: str, cut: str
) -> ParsedRatings:
    missing = scores.count(None)
    status: Status = "ok"
    reason = ""
    if missing == len(scores):
        status = "failed" if scores else "empty"
        reason = "The judge gave no usable rating." if scores else "No pairs were rated."
    elif missing:
        status = "partial"
        reason = f"The judge gave no usable rating for {missing} of {len(scores)} pairs."
    elif cut:
        status = "partial"
        reason = f"The judge's answer {cut} after the last rating."
    return ParsedRatings(scores, reasons, status, step, reason)


def _agreed(slot: list[PairRating]) -> float | None:
    """Return the rating that all verdicts of a pair share, or None."""
    values = {v.score for v in slot if v.score is not None}
    return values.pop() if len(values) == 1 else None


def _align(verdicts: list[PairRating], pairs: list[Mapping[str, str]]) -> list[list[PairRating]]:
    """Distribute verdicts over pairs."""
    slots: list[list[PairRating]] = [[] for _ in pairs]
    placed = _by_question(verdicts, pairs, slots)
    base = _index_base([v.index for v in verdicts if v.index is not None], len(pairs))
    filled = [bool(s) for s in slots]
    for i, verdict in enumerate(verdicts):
        if i in placed or verdict.index is None or base is None:
            continue
        at = verdict.index - base
        if 0 <= at < len(pairs) and not filled[at]:
            slots[at].append(verdict)
            placed.add(i)
    plausible = all(
        v.index is None or v.index > len(pairs) for i, v in enumerate(verdicts) if i not in placed
    )
    if len(pairs) == 1 and not slots[0]:
        slots[0].extend(v for v in verdicts if v.index is None and not v.question)
    elif len(verdicts) == len(pairs) and plausible:
        for i, verdict in enumerate(verdicts):
            if i not in placed and not slots[i]:
                slots[i].append(verdict)
    return slots


def _index_base(indices: list[int], count: int) -> int | None:
    """Tell from where the judge counts, or None when its numbers fit no counting.

    Numbers that fit both ways count from 1, as the prompt's numbers do.
    """
    stated = set(indices)
    fits = {base for base in (0, 1) if stated and stated <= set(range(base, base + count))}
    if not fits:
        # The judge rated pairs that were never sent; then all real ones must be there.
        fits = {base for base in (0, 1) if stated > set(range(base, base + count))}
        return fits.pop() if len(fits) == 1 else None
    return max(fits)


def _by_question(
    verdicts: list[PairRating], pairs: list[Mapping[str, str]], slots: list[list[PairRating]]
) -> set[int]:
    """Place the verdicts whose question is recognised; return their positions."""
    positions: dict[str, list[int]] = {}
    for i, pair in enumerate(pairs):
        positions.setdefault(_plain(pair.get("question", "")), []).append(i)
    grouped: dict[str, list[int]] = {}
    for i, verdict in enumerate(verdicts):
        name = _recognise(verdict.question, positions)
        if name:
            grouped.setdefault(name, []).append(i)
    placed: set[int] = set()
    for name, members in grouped.items():
        at = positions[name]
        placed.update(members)
        if len(at) == 1:
            slots[at[0]].extend(verdicts[i] for i in members)
        else:
            chosen = _among_equals(members, at, verdicts, pairs)
            if chosen is None:
                placed.difference_update(members)
            for i, k in chosen or ():
                slots[k].append(verdicts[i])
    return placed


def _among_equals(
    members: list[int], at: list[int], verdicts: list[PairRating], pairs: list[Mapping[str, str]]
) -> list[tuple[int, int]] | None:
    """Tell pairs with one question apart by answer, else by order; None to let the index tell."""
    answers = [_plain(pairs[i].get("answer", "")) for i in at]
    stated = [_plain(verdicts[i].answer) for i in members]
    if len(set(answers)) == len(answers) and all(s in answers for s in stated):
        return [(i, at[answers.index(s)]) for i, s in zip(members, stated, strict=True)]
    if all(verdicts[i].index is not None for i in members):
        return None
    return list(zip(members, at, strict=True)) if len(members) == len(at) else []


def _plain(text: str) -> str:
    return plain_name(text) or " ".join(text.split())


def _recognise(question: str, positions: dict[str, list[int]]) -> str | None:
    """Return the known question that a judge's copy means, or None."""
    name = _plain(question)
    if not name:
        return None
    if name in positions:
        return name
    shortened = question.rstrip().endswith(("...", "…"))
    if len(name) < (4 if shortened else _LEAST_PREFIX):
        return None
    candidates = [p for p in positions if p.startswith(name)]
    return candidates[0] if len(candidates) == 1 else None
