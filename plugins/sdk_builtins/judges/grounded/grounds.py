"""What the values of one exchange may rest on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.arithmetic import derives
from sdk_builtins.judges.grounded.comparison import same
from sdk_builtins.judges.grounded.part_words import parts_in
from sdk_builtins.judges.grounded.tables import Row, Table, tables
from sdk_builtins.judges.grounded.values import Value, values_of
from sdk_builtins.judges.lint.languages import languages_of

_BULLET = re.compile(r"(?m)^[ \t]*(?:\(?\d{1,2}[.)]|[-*•])[ \t]+(?=\S)|^[ \t]*#+ .*$")
_FENCE = re.compile(r"```.*?(?:```|$)|~~~.*?(?:~~~|$)", re.DOTALL)
_CODE = re.compile(r"`[^`\n]*[ (){}=\[\]<>][^`\n]*`|\{[^{}]*[\"'][^{}]*:[^{}]*\}")
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.?|rund|etwa"
    r"|ungefähr|fast|knapp|gut|zirka|environ|près|presque|unos|unas|aproximadamente|casi|quasi|cerca"
    r"|ongeveer|bijna|zo['’]n|ungefär|cirka|nästan|omtrent|około|prawie|asi|přibližně|yaklaşık|около"
    r"|примерно|почти|приблизно|близько|майже|khoảng|gần|sekitar)\b|大约|大約|约|約|大概|将近|ほぼ|およそ"
    r"|약|لوالي|حوالي|תقريب|כ-|लगभग|ประมาณ)[^\d.;!?]{0,14}$",
    re.IGNORECASE,
)
_MAX_VALUES = 100
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)|(?<=[。！？；])|\n+")


@dataclass(frozen=True)
class Grounds:
    """The values of an exchange by where they stand.

    Args:
        exchange: The exchange.
    """

    exchange: Exchange

    @cached_property
    def languages(self) -> frozenset[str]:
        """What the exchange or its passage may be written in."""
        passage = Exchange(question="", answer=self.exchange.passage[:1500])
        return frozenset((*languages_of(self.exchange), *languages_of(passage)))

    def read(self, text: str) -> tuple[Value, ...]:
        """Return the values of a text of the exchange."""
        return values_of(text, self.languages)

    @cached_property
    def answer_text(self) -> str:
        """The answer with the numbers of lists and program code blanked out."""
        text = self.exchange.answer
        for pattern in (_FENCE, _CODE, _BULLET):
            text = pattern.sub(lambda found: " " * len(found[0]), text)
        return text

    @cached_property
    def answer(self) -> tuple[Value, ...]:
        """The values of the answer; of one that repeats itself on and on, the first ones."""
        return self.read(self.answer_text)[:_MAX_VALUES]

    @cached_property
    def question(self) -> tuple[Value, ...]:
        """The values of the question."""
        return self.read(self.exchange.question)

    @cached_property
    def reasoning(self) -> tuple[Value, ...]:
        """The values of the reasoning, as those of the answer the first ones."""
        return self.read(self.exchange.reasoning)[: 4 * _MAX_VALUES]

    @cached_property
    def cited(self) -> tuple[Value, ...]:
        """The values of the evidence, and of all cells of the rows that it touches."""
        rows = (cell for _, row in self.cited_rows for cell in row.cells)
        cells = [value for cell in dict.fromkeys(rows) for value in self.read(cell)]
        return (*self.read(self.exchange.cited), *cells)

    @cached_property
    def passage(self) -> tuple[Value, ...]:
        """The values of the passage."""
        return self.read(self.exchange.passage)

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where in the passage the evidence stands."""
        offset = self.exchange.offset
        if offset is None:
            return ()
        return tuple(
            (max(0, each.start - offset), each.end - offset)
            for each in self.exchange.evidence
            if each.start is not None and each.end is not None and each.end > offset
        )

    @cached_property
    def cited_rows(self) -> tuple[tuple[Table, Row], ...]:
        """The rows of tables that the evidence touches."""
        return tuple(
            (table, row)
            for table in tables(self.exchange.passage)
            for row in table.rows
            if any(start < row.end and row.start < end for start, end in self.spans)
        )

    @cached_property
    def known(self) -> tuple[Value, ...]:
        """The values that an answer may be made of: of question and evidence, and what follows.

        A value of the reasoning follows if others stand before it there, of which it may be made;
        one that another place of the passage has must really be made of them. That the reasoning
        merely says what the answer says proves nothing: a model is wrong in both alike.
        """
        base = (*self.question, *self.cited)
        operands = [each for each in self.reasoning if among(each, (*base, *self.passage))]
        made: list[Value] = []
        for value in self.reasoning:
            if among(value, base):
                continue
            pool = (*base, *operands, *made, *self.parts)
            others = tuple(each for each in pool if not same(value, each))
            follows = not among(value, self.passage) and self._has_others_near(value)
            if follows or (
                value.kind == "number"
                and derives(value, others, self.is_about(value), self.question)
            ):
                made.append(value)
        return (*base, *made)

    def _has_others_near(self, value: Value) -> bool:
        """Tell whether the sentence of a value of the reasoning, or the one before, has others."""
        text, begins, before = self.exchange.reasoning, 0, 0
        for found in _SENTENCE.finditer(text):
            if found.end() > value.start:
                break
            begins, before = found.end(), begins
        others = self.read(text[before : value.end])
        return any(not same(value, each) for each in others)

    @cached_property
    def parts(self) -> tuple[Value, ...]:
        """The parts and multiples that these speak of in words, as numbers."""
        told = f"{self.exchange.question}\n{self.exchange.cited}\n{self.exchange.reasoning}"
        return tuple(
            Value(kind="number", text="", start=0, end=0, readings=(part,), is_word=True)
            for part in sorted(parts_in(told))
        )

    def is_about(self, value: Value) -> bool:
        """Tell whether the answer says of a value that it is not exact."""
        return bool(_ABOUT.search(self.answer_text[max(0, value.start - 30) : value.start]))


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, and its lines as such."""
    return [part for part in _SENTENCE.split(text) if part and part.strip()]


def among(value: Value, others: tuple[Value, ...]) -> bool:
    """Tell whether one of some values says the same."""
    return any(same(value, other) for other in others)
