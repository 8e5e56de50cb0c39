"""Whether numbers come of other numbers, and whether sums that are spelled out are right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from math import isclose

from sdk_builtins.judges.grounded.comparison import rounds
from sdk_builtins.judges.grounded.numerals import LITERAL, plain_digits, read
from sdk_builtins.judges.grounded.values import Value

_OPERATORS = {
    "+": "+",
    "-": "-",
    "–": "-",
    "−": "-",
    "×": "*",
    "*": "*",
    "·": "*",
    "x": "*",
    "/": "/",
    "÷": "/",
    ":": "/",
}
_MAX_OPERANDS = 24
_MAX_EQUATIONS = 40
_EQUATION_CHARS = 100
"""Characters before and behind an equals sign that are read; longer calculations are let be."""

_CONVERSIONS = (1.0, 7.0, 10.0, 12.0, 24.0, 60.0, 100.0, 1000.0, 3600.0, 365.0, 52.0, 1e6)

_UNIT = r"[ ]?[^\d\s=+×*÷/()-]{0,12}(?:[ ][^\W\d_]{1,12})?"
_NUMBER = rf"[$€£¥(]?(?:{LITERAL.pattern})"
_EQUATION = re.compile(
    rf"(?P<left>{_NUMBER}{_UNIT}\)?(?:(?:[ ]?[-+×*·x÷/–][ ]?|[ ]:[ ]){_NUMBER}{_UNIT}\)?){{1,12}})[ ]?[=≈][ ]?(?P<right>{_NUMBER}[ ]?%?)",
    re.VERBOSE,
)
"""A calculation with its result: ``205 × 3.1 = 635.5``."""


def wrong_equations(text: str) -> Iterator[tuple[str, str]]:
    """Yield the calculations of a text whose result is wrong, and what they make.

    Units may change on the way (20 × 22 cents = $4.40), and results may be rounded.
    """
    plain = plain_digits(text)
    for sign in islice(re.finditer("[=≈]", plain), _MAX_EQUATIONS):
        found = _equation_at(plain, sign.start())
        if found is None:
            continue
        result = LITERAL.search(found["right"])
        numeral = read(result[0]) if result else None
        if numeral is None:
            continue
        made = _results(found["left"])
        if made and not any(_is_result(v, r, numeral.step) for v in made for r in numeral.readings):
            yield found[0].strip(), _shown(made[0])


def _equation_at(plain: str, sign: int) -> re.Match[str] | None:
    """Return the calculation whose equals sign stands at a place, ``None`` for none."""
    start = max(0, sign - _EQUATION_CHARS)
    for found in _EQUATION.finditer(plain, start, sign + _EQUATION_CHARS):
        if found.end("left") <= sign < found.start("right"):
            before = plain[found.start() - 1 : found.start()]
            return None if before in ("-", "+", "=", "(", ")", "/", "*", "×") else found
    return None


def _results(left: str) -> list[float]:
    """Return what a calculation may make; ``+ 10 %`` may also be of what stands before it."""
    terms = _terms(left)
    if terms is None:
        return []
    operands, operators = terms
    found = [_calculate(each, operators) for each in product(*operands)]
    if "%" in left:
        shares = ["*" if operator in "+-" else operator for operator in operators]
        found += [_calculate(each, shares) for each in product(*operands)]
    return [value for value in found if value is not None]


def _terms(left: str) -> tuple[list[tuple[float, ...]], list[str]] | None:
    operands: list[tuple[float, ...]] = []
    operators: list[str] = []
    at = 0
    for found in LITERAL.finditer(left):
        between = left[at : found.start()]
        signs = re.findall(r"(?<![^\W\d_])[-+×*·x÷/–:](?![^\W\d_])", between)
        if operands and len(signs) != 1:
            return None
        numeral = read(found[0])
        if numeral is None:
            return None
        if operands:
            operators.append(_OPERATORS[signs[0]])
        percent = left[found.end() : found.end() + 2].strip().startswith("%")
        readings = numeral.readings
        if percent:
            readings = (
                *readings,
                *(r / 100 for r in readings),
                *(1 + r / 100 for r in readings),
                *(1 - r / 100 for r in readings),
            )
        operands.append(readings)
        at = found.end()
    return (operands, operators) if len(operands) > 1 else None


def _calculate(operands: Sequence[float], operators: Sequence[str]) -> float | None:
    """Return the result of a calculation, products first; ``None`` for a division by zero."""
    terms, signs = [operands[0]], [1.0]
    for operator, operand in zip(operators, operands[1:], strict=True):
        if operator == "*":
            terms[-1] *= operand
        elif operator == "/":
            if not operand:
                return None
            terms[-1] /= operand
        else:
            terms.append(operand)
            signs.append(1.0 if operator == "+" else -1.0)
    return sum(term * sign for term, sign in zip(terms, signs, strict=True))


def _is_result(value: float, result: float, step: float) -> bool:
    return any(
        abs(abs(value) * factor - abs(result)) <= 0.5001 * step + 1e-9
        or isclose(abs(value) * factor, abs(result), rel_tol=1e-6)
        for size in _CONVERSIONS
        for factor in (size, 1 / size)
    )


def _shown(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def derives(
    value: Value, operands: Iterable[Value], about: bool, factors: Iterable[Value] = ()
) -> tuple[Value, ...]:
    """Return operands that make a value: their sum, difference, product or ratio; ``()`` for none.

    Sums and differences are of one unit; a factor counts something else.

    Args:
        value: A number.
        operands: The numbers that it may be made of.
        about: Whether it may be rounded.
        factors: Those of which the bare number may multiply, whatever it counts: the question's.
    """
    numbers = [each for each in operands if each.kind == "number" and not each.is_one]
    pool = list({(each.amounts, each.unit): each for each in numbers}.values())[:_MAX_OPERANDS]
    return (
        _alone(value, pool, about)
        or _sum(value, [each for each in pool if _comparable(value, each)], about)
        or _product(value, pool, tuple(factors), about)
    )


def _alone(value: Value, pool: list[Value], about: bool) -> tuple[Value, ...]:
    for each in pool:
        if (
            about
            and _comparable(value, each)
            and any(rounds(value, amount, True) for amount in each.amounts)
        ):
            return (each,)
        is_share = value.unit is not None and value.unit.dimension == "share" and each.is_word
        parts = [100 * amount for amount in each.amounts if is_share and amount < 1]
        if any(rounds(value, part, about) for part in parts):
            return (each,)
    return ()


def _sum(value: Value, pool: list[Value], about: bool) -> tuple[Value, ...]:
    for one, other in combinations(pool, 2):
        for a, b in product(one.amounts, other.amounts):
            if any(rounds(value, made, about) for made in (a + b, abs(a - b)) if made):
                return one, other
    for some in (pool, *combinations(pool[:10], 3)):
        if len(some) > 2 and rounds(value, sum(each.amounts[0] for each in some), about):
            return tuple(some)
    return ()


def _product(
    value: Value, pool: list[Value], factors: tuple[Value, ...], about: bool
) -> tuple[Value, ...]:
    for one, other in combinations(pool, 2):
        if any(rounds(value, made, about) for made in _products(value, one, other)):
            return one, other
    for one, other in product(pool, factors):
        if _comparable(value, one) and one != other and other.kind == "number":
            for a, b in product(one.amounts, other.readings):
                if b and any(rounds(value, made, about) for made in (a * b, a / b)):
                    return one, other
    return ()


def _comparable(value: Value, other: Value) -> bool:
    if value.unit is None or other.unit is None:
        return not other.is_year
    return value.unit.is_like(other.unit)


def _products(value: Value, one: Value, other: Value) -> Iterator[float]:
    """Yield what two numbers make as factors, or as a share and its whole."""
    counted = sum(1 for each in (one, other) if each.unit is None)
    like = sum(
        1 for each in (one, other) if value.unit and each.unit and value.unit.is_like(each.unit)
    )
    multiplies = counted == 2 or (value.unit is None and counted) or (like and counted)
    for a, b in product(one.amounts, other.amounts):
        if not a or not b:
            continue
        if multiplies:
            yield from (a * b, a / b, b / a)
        for part, whole, share in ((a, b, one), (b, a, other)):
            if share.unit and share.unit.dimension == "share":
                yield from (whole * part / 100, whole * (1 + part / 100), whole * (1 - part / 100))
        if value.unit and value.unit.dimension == "share":
            yield from (100 * a / b, 100 * b / a, 100 * abs(a - b) / a, 100 * abs(a - b) / b)
