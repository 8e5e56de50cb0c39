"""When two values say the same, and when they could be taken for one another."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose

from sdk_builtins.judges.grounded.labels import is_form
from sdk_builtins.judges.grounded.values import Value

_EXACT = 1e-6
_CALENDAR = 0.035
"""Two months are 60 days and 61 days: what calendars and round numbers differ by."""

_WEEKS = 7 * 86_400.0


def same(value: Value, other: Value) -> bool:
    """Tell whether two values say the same, in whatever units; a number alone fits any unit."""
    if value.kind != other.kind:
        return _same_across(value, other)
    if value.date and other.date:
        return value.date.agrees(other.date)
    if value.clock and other.clock:
        return value.clock.agrees(other.clock)
    if value.kind == "code":
        return _same_code(value.code, other.code)
    if value.unit and other.unit:
        return value.unit.is_like(other.unit) and _same_amount(value, other)
    if value.unit is None and other.unit is None:
        return _meet(value.amounts, other.amounts)
    scaled, alone = (value, other) if value.unit else (other, value)
    if not alone.is_bare and not alone.is_shared:
        return False
    return _meet(map(abs, scaled.readings), map(abs, alone.readings)) or _meet(
        (abs(each) * scaled.scale for each in scaled.readings), alone.amounts
    )


def _same_code(code: str, other: str) -> bool:
    return code == other or code.replace("-", "") == other.replace("-", "")


def _same_amount(value: Value, other: Value) -> bool:
    assert value.unit is not None
    assert other.unit is not None
    if {value.unit.dimension, other.unit.dimension} == {"angle", "temperature"}:
        return _meet(map(abs, value.readings), map(abs, other.readings))
    tolerance = _EXACT
    sizes = sorted((value.unit.size, other.unit.size))
    if value.unit.dimension == "time" and sizes[0] <= _WEEKS < sizes[1]:
        tolerance = _CALENDAR
    if value.unit.per and other.unit.per:
        if value.unit.per != other.unit.per:
            return False
        mine = [each / value.unit.per_size for each in value.amounts]
        return _meet(mine, [each / other.unit.per_size for each in other.amounts], tolerance)
    return _meet(value.amounts, other.amounts, tolerance)


def _same_across(value: Value, other: Value) -> bool:
    """Compare a date or time with a number: the year of a date is a number too."""
    if value.kind == "number" and value.unit is None and other.date:
        return bool({float(part) for part in other.date.parts} & set(value.readings))
    if value.date and value.date.month is None and other.is_year:
        return float(value.date.year or 0) in other.readings
    timed, counted = (value, other) if value.clock else (other, value)
    if timed.clock and counted.kind == "number" and (counted.is_bare or counted.is_shared):
        hours, minutes = divmod(timed.clock.minutes, 60)
        either = {hours, hours % 12}
        return any(
            _is(reading, hour + minutes / 100) for reading in counted.readings for hour in either
        )
    return False


def _is(reading: float, other: float) -> bool:
    return isclose(reading, other, rel_tol=1e-9, abs_tol=1e-9)


def _meet(some: Iterable[float], others: Iterable[float], tolerance: float = _EXACT) -> bool:
    listed = tuple(others)
    return any(isclose(a, b, rel_tol=tolerance, abs_tol=1e-12) for a in some for b in listed)


def alike(value: Value, other: Value) -> bool:
    """Tell whether two values are of one kind and unit, so that one could stand for the other."""
    if value.kind != other.kind:
        return False
    if value.kind == "code":
        return shape(value.code) == shape(other.code)
    if value.kind != "number":
        return True
    if value.unit and other.unit:
        return value.unit.is_like(other.unit) and value.unit.is_rate_of(other.unit)
    if value.unit or other.unit:
        return False
    return bool(value.noun and other.noun and is_form(value.noun, other.noun))


def shape(code: str) -> str:
    """Return what a code looks like: ``9-9`` for ``480-1132``, ``a-9`` for ``DW-620``."""
    shown = "".join("9" if sign.isdigit() else "a" if sign.isalpha() else sign for sign in code)
    return "".join(sign for at, sign in enumerate(shown) if at == 0 or sign != shown[at - 1])


def rounds(value: Value, amount: float, about: bool) -> bool:
    """Tell whether a value is an amount, rounded as far as the value is told.

    Args:
        value: A number.
        amount: In the first unit of the number's dimension.
        about: Whether the value says of itself that it is one of several near ones.
    """
    for reading, own in zip(value.readings, value.amounts, strict=True):
        if isclose(own, amount, rel_tol=_EXACT):
            return True
        step = 1.0 if reading == max(value.readings) >= 1000 else value.step
        if about and step == 1.0:
            digits = f"{abs(reading):.0f}"
            step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
        size = own / abs(reading) if reading else 0.0
        if (
            reading
            and abs(own - amount) <= 0.5001 * step * size
            and (about or step < 1 or abs(reading) >= 10)
        ):
            return True
    return False
