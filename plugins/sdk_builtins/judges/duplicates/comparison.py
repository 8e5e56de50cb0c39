"""Whether two records ask the same and answer the same, in the same or in other words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sdk_builtins.judges.duplicates.answers import OPPOSED, agree, figures, side, stem
from sdk_builtins.judges.duplicates.asked_for import asked_for
from sdk_builtins.judges.exchange_view import judged_fields
from sdk_core.model import Example
from sdk_core.similarity.near_duplicates import THRESHOLD, outline
from sdk_core.similarity.words import words

SHARED = 0.4
"""Share of the words of the shorter question that the other must have, where both rest on the same
place and have the same answer."""

_RULE = re.compile(r"\|?[ :|-]*-[ :|-]*\|?")
_JOINED = re.compile(r"(?<!\d)\n|\n(?!\d)")
"""Where words may be written as one; two figures are not one figure."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Pair:
    """What of a record is compared: its question, its answer, and what it rests on.

    Args:
        kind: Kind of the record.
        question: All that is asked.
        answer: The last answer, without reasoning.
        document: The document that it rests on, ``""`` when unknown.
        spans: Where in it.
        context: The words around that place: the quotes, and of a row of a table the header.
    """

    kind: str
    question: str
    answer: str
    document: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    context: str = ""

    @classmethod
    def of(cls, example: Example) -> Pair:
        """Return what of an example is compared."""
        found = [e for e in example.evidence if e.start is not None and e.end is not None]
        spans = tuple((e.start, e.end) for e in found if e.start is not None and e.end is not None)
        question, answer = _texts(example)
        return cls(
            example.kind,
            question,
            answer,
            example.provenance.document_id or example.provenance.source,
            spans,
            _context(example),
        )

    @property
    def key(self) -> str:
        """What is the same for the same question, whatever its case, spaces and punctuation."""
        text = self.question or self.answer
        whole = "\n".join(normal_words(text))
        return _JOINED.sub("", whole) + "".join(outline(text).signs)

    @property
    def elements(self) -> list[str]:
        """The words by which records that may be the same are found."""
        asked = outline(self.question)
        return [*map(stem, asked.content), *asked.marks]


def same_in_other_words(first: Pair, second: Pair) -> bool:
    """Whether two records ask the same in other words, and answer the same.

    Where both rest on the same place of a document, its words tell things from ways of asking: two
    questions with each a word of its own that stands there ask of two things. Elsewhere all words
    but small ones must be the same.
    """
    if first.kind != second.kind or not _ask_the_same(first, second):
        return False
    return agree(first.answer, second.answer)


def _ask_the_same(first: Pair, second: Pair) -> bool:
    mine, others = outline(first.question), outline(second.question)
    if mine.marks != others.marks:
        return False
    # Whether A is before B and B before A can both be denied; what is asked by more than that has
    # one answer, in whatever order its words stand.
    says_more = bool(figures(first.answer) or not side(first.answer))
    if mine.is_near(others, THRESHOLD) or (says_more and mine.content == others.content):
        return True
    if not _same_place(first, second):
        return False
    if len({asked_for(first.question), asked_for(second.question)} - {""}) > 1:
        return False
    return _differ_in_wording(first, second)


def _differ_in_wording(first: Pair, second: Pair) -> bool:
    """Whether the words that two questions do not share are ways of asking, not things."""
    mine, others = outline(first.question).content, outline(second.question).content
    ours, theirs = _stems(mine), _stems(others)
    shared = ours & theirs
    known = _stems(frozenset(normal_words(f"{first.context} {second.context}")))
    if not shared or ((ours - theirs) & known and (theirs - ours) & known):
        return False
    if len(shared) < SHARED * min(len(ours), len(theirs)):
        return False
    different = mine ^ others
    return not any(frozenset((a, b)) in OPPOSED for a in different for b in different)


@lru_cache(maxsize=256)
def normal_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, spaces and punctuation."""
    return tuple(words(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()))


def _texts(example: Example) -> tuple[str, str]:
    """Return what is asked and what is answered last."""
    if example.messages:
        turns = [turn for turn in example.messages if turn.role != "system"]
        asked = "\n".join(turn.content for turn in turns[:-1])
        answer = turns[-1].content.rpartition("</think>")[2] if turns else ""
        return asked, answer
    fields = judged_fields(example)
    texts = {name: value for name, value in fields.items() if isinstance(value, str)}
    if "question" in texts and "answer" in texts:
        image = example.fields.get("image")
        about = f" {image}" if isinstance(image, str) else ""
        return texts["question"] + about, texts["answer"]
    return "\n".join(texts.values()), ""


def _stems(content: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, content))


def _context(example: Example) -> str:
    parts = [each.quote for each in example.evidence]
    if any("|" in part for part in parts):
        lines = example.passage.splitlines()
        rules = [n for n, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
        for part in parts:
            place = next((n for n, line in enumerate(lines) if part.strip() in line), None)
            above = [n for n in rules if place is not None and n < place]
            parts = [*parts, lines[above[-1] - 1]] if above and above[-1] else parts
    return " ".join(parts)


def _same_place(first: Pair, second: Pair) -> bool:
    """Whether both rest on the same place of the same document, as far as is known."""
    if not (first.spans and second.spans) or first.document != second.document:
        return False
    return any(a < d and c < b for a, b in first.spans for c, d in second.spans)
