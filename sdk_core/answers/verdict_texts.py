"""Collect a judge's verdicts from text that is not JSON: tables, labels, lists, sentences."""

from __future__ import annotations

import re

from sdk_core.answers.labelled import read_labelled
from sdk_core.answers.scores import score_text
from sdk_core.answers.tabular import read_table
from sdk_core.answers.tagged import read_tagged
from sdk_core.answers.unwrapping import unfence
from sdk_core.answers.verdicts import NAMES, PairRating, rating_of_record
from sdk_core.answers.yaml_lists import read_yaml_list

_LONGEST_LIST = 10_000
"""Characters of an answer that is taken for ratings in a row, or for one in prose."""

_ERROR = re.compile(r"\W*(?:error|exception|traceback|timeout|failed|http)\b", re.IGNORECASE)
_LEADS = (
    r"(?:(?:rating|score|grade|bewertung|note|puntuación)\s+(?:for|of|für|pour|para)\s+)?"
    r"(?:(?:pair|item|entry|record|question|answer|q&a|qa|q|no|paar|paire|par)(?![^\W\d])\.?"
    r"|问题|问答对?|第)?"
)
_LINE = re.compile(
    rf"^([ \t>*_\-•\#]*){_LEADS}[ \t]*[\#(\[]?(\d{{1,6}})[对個个題题條条组]?"
    r"[*_]*[ \t]*[:：.)\]=\-–—|>、]+[*_]*[ \t]*(\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)


def from_text(text: str, count: int, cut: bool) -> tuple[list[PairRating], str]:
    """Collect verdicts from text that is not JSON.

    text: the cleaned answer. count: number of pairs. cut: the token limit was reached, so the
    last verdict of a format without closing marks is not trusted. Returns verdicts and step.
    """
    plain = unfence(text).strip()
    readings: list[tuple[list[PairRating], str]] = []
    for read in (read_tagged, read_yaml_list, read_table, read_labelled):
        records = read(plain, NAMES)
        found = records.found
        if cut and records.step != "tagged":
            found = found[:-1]
        verdicts = [rating_of_record(r) for r in found if "rating" in r]
        readings.append((verdicts, records.step))
    verdicts = _sections(plain)
    if count > 1 or len(verdicts) == 1:
        readings.append((verdicts[: len(verdicts) - cut], "lines"))
    best = max(readings, key=lambda reading: sum(v.score is not None for v in reading[0]))
    if any(v.score is not None for v in best[0]):
        return best
    if cut or len(plain) > _LONGEST_LIST:
        return [], "none"
    verdicts = _entries(plain) if count > 1 else _single(plain)
    return verdicts, "lines" if count > 1 and verdicts else "text" if verdicts else "none"


def _sections(text: str) -> list[PairRating]:
    """Read numbered lines, each with what stands below it up to the next one of its depth."""
    marks = list(_LINE.finditer(text))
    marks = [m for m in marks if len(m.group(1)) == len(marks[0].group(1))]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = []
    for mark, end in zip(marks, ends, strict=False):
        score = score_text(mark.group(3))
        if score is None:
            score = score_text(text[mark.start(3) : end], named=False)
        found.append(PairRating(score, index=int(mark.group(2))))
    return found


def _entries(text: str) -> list[PairRating]:
    """Read ratings one after the other, with the numbers of their pairs or in order."""
    entries = [e.strip(" \t-•*[]") for e in re.split(r"[\n,;]+", text) if e.strip()]
    numbered = [_LINE.fullmatch(entry) for entry in entries]
    verdicts = [
        PairRating(score_text(mark.group(3)), index=int(mark.group(2)))
        if mark
        else PairRating(score_text(entry))
        for entry, mark in zip(entries, numbered, strict=True)
    ]
    return verdicts if all(v.score is not None for v in verdicts) else []


def _single(text: str) -> list[PairRating]:
    """Read the only rating of an answer about one pair."""
    score = None if _ERROR.match(text) else score_text(text, named=False)
    return [] if score is None else [PairRating(score)]
