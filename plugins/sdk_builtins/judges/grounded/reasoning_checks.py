"""Whether reasoning counts right, and whether the answer is what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.judges.grounded.arithmetic import wrong_equations
from sdk_builtins.judges.grounded.comparison import alike
from sdk_builtins.judges.grounded.grounds import Grounds, among, sentences
from sdk_builtins.judges.grounded.values import Value
from sdk_builtins.judges.lint.quoting import quoted

_ENDING = 500
_SHORT = 6
"""Words of an answer in which the word for one is no article."""


def slips(grounds: Grounds) -> Iterator[str]:
    """Yield what is wrong with the figures of an exchange's reasoning, in words."""
    reasoning = grounds.exchange.reasoning
    for where, text in (("reasoning", reasoning), (grounds.exchange.field, grounds.answer_text)):
        for equation, result in wrong_equations(text):
            yield f"the {where} has {quoted(equation)}, which makes {result}"
    if reasoning:
        yield from _other_end(grounds)


def _other_end(grounds: Grounds) -> Iterator[str]:
    """Yield the answer's value where the last sentence of the reasoning has another of its unit."""
    told = sentences(grounds.exchange.reasoning)
    if not told:
        return
    for value in grounds.answer:
        if among(value, grounds.question) or grounds.is_about(value):
            continue
        if value.is_one and len(grounds.exchange.answer.split()) > _SHORT:
            continue
        if sum(1 for other in grounds.answer if alike(value, other)) != 1:
            continue
        ends = _results(value, told[-1][-_ENDING:], grounds)
        if not ends or among(value, ends) or among(ends[-1], grounds.answer):
            continue
        end, given = quoted(ends[-1].text), quoted(value.text)
        yield f"the reasoning ends in {end} and the {grounds.exchange.field} in {given}"


def _results(value: Value, sentence: str, grounds: Grounds) -> tuple[Value, ...]:
    """Return the values of a sentence that could be a value; behind its last ``=``, if any are."""
    for text in (sentence.rpartition("=")[2], sentence):
        found = (other for other in grounds.read(text) if alike(value, other))
        if ends := tuple(other for other in found if not among(other, grounds.question)):
            return ends
    return ()
