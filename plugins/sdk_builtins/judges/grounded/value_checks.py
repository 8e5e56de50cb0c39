"""Holds the values of answers against the evidence: each with its unit and what it is the value of.

That a number stands somewhere in the passage says little: a wrong one is often that of the next row
or column. So a value is compared with those of its unit in the evidence, and in a table with the
cell that the question names.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.arithmetic import derives
from sdk_builtins.judges.grounded.cell_checks import wrong_cells
from sdk_builtins.judges.grounded.comparison import alike, same
from sdk_builtins.judges.grounded.grounds import Grounds, among, sentences
from sdk_builtins.judges.grounded.labels import has_form, overlap, tokens
from sdk_builtins.judges.grounded.reasoning_checks import slips
from sdk_builtins.judges.grounded.units import MONEY, Unit, currencies_in, scales_in
from sdk_builtins.judges.grounded.values import Value
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.components import Found

_THOUSAND = 1000.0
_SMALL = 12
"""Counts up to this one are made of what a text lists, and are not looked for in it."""


def find(exchange: Exchange) -> Iterator[Found]:
    """Yield the values of an answer that its evidence has otherwise or that nothing supports."""
    if (
        not any(sign.isnumeric() for sign in exchange.answer + exchange.reasoning)
        and not exchange.passage
    ):
        return
    grounds = Grounds(exchange)
    for text in slips(grounds):
        yield Found("value", text)
    if not exchange.passage:
        return
    told: set[int] = set()
    for value, cell, column in wrong_cells(grounds):
        if value.start not in told:
            told.add(value.start)
            yield Found(
                "value",
                f"the {exchange.field} has {quoted(value.text)} where the column {quoted(column)} has {quoted(cell)}",
            )
    for value in grounds.answer:
        if value.start not in told and not value.is_one:
            yield from _unsupported(value, grounds)


def _unsupported(value: Value, grounds: Grounds) -> Iterator[Found]:
    known = grounds.known
    if among(value, known):
        if other := _other_size(value, known, grounds):
            yield Found(
                "value",
                f"the {grounds.exchange.field} has {quoted(value.text)}, the passage {other}",
            )
        return
    if value.kind == "number" and derives(
        value, (*known, *grounds.parts), grounds.is_about(value), grounds.question
    ):
        return
    field = grounds.exchange.field
    elsewhere = among(value, grounds.passage)
    rivals = _rivals(value, grounds)
    if rivals and not any(among(rival, grounds.answer) for rival in rivals):
        yield Found(
            "value", f"the {field} has {quoted(value.text)}, the evidence {quoted(rivals[0].text)}"
        )
        return
    if elsewhere or _is_small(value):
        return
    if value.kind == "number" and not rivals and (made := _made_nearby(value, grounds)):
        operands = " and ".join(quoted(each.text) for each in made)
        yield Found(
            "derived_value",
            f"the {field} has {quoted(value.text)}, made of {operands} of the passage",
        )
        return
    yield Found(
        "value", f"the {field} has {quoted(value.text)}, which neither passage nor question has"
    )


def _other_size(value: Value, known: tuple[Value, ...], grounds: Grounds) -> str:
    """Return what the passage counts in, where a value has another scale or currency.

    In tables numbers stand alone: "6.0" of a table in millions is no £6.0 billion.
    """
    if value.kind != "number" or value.unit is None:
        return ""
    if any(same(value, each) and each.unit is not None for each in known):
        return ""
    passage = grounds.exchange.passage
    scales = scales_in(passage)
    if value.scale >= _THOUSAND and scales and value.scale not in scales:
        return "counts in " + " and ".join(f"{size:,.0f}s" for size in sorted(scales))
    if value.unit.dimension in MONEY and (currencies := currencies_in(passage)):
        units = [Unit(each) for each in sorted(currencies)]
        if not any(value.unit.is_like(each) for each in units):
            return "counts in another currency"
    return ""


def _made_nearby(value: Value, grounds: Grounds) -> tuple[Value, ...]:
    """Return two values of one sentence of the passage, about what is asked, that make a value."""
    question = grounds.exchange.question
    for sentence in sentences(grounds.exchange.passage):
        operands = tuple(each for each in grounds.read(sentence) if alike(value, each))
        if len(operands) < 2 or not overlap(question or grounds.exchange.answer, sentence):
            continue
        if made := derives(value, operands, grounds.is_about(value)):
            return made
    return ()


def _rivals(value: Value, grounds: Grounds) -> list[Value]:
    """Return the values of the evidence that could stand where a value of the answer does."""
    rivals = [
        each
        for each in grounds.cited
        if alike(value, each) and not among(each, grounds.question) and not each.is_one
    ]
    if rivals or not value.is_bare:
        return rivals
    asked = tokens(grounds.exchange.question)
    return [each for each in grounds.cited if each.noun and has_form(each.noun, asked)]


def _is_small(value: Value) -> bool:
    return value.kind == "number" and value.unit is None and max(value.amounts) <= _SMALL
