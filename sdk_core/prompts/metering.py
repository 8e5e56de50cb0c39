"""What a rendering may take: every operation of a template pays for the size of its operands.

Jinja's own sandbox hides attributes, but leaves size and time free: ``'a' * 10 ** 10``, nested
loops, doubling strings. Here each step costs one unit, each eight characters another, and what is
larger than what is left is refused before it is made. Nothing is measured by the clock, so that the
same template is refused on every machine.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from contextvars import ContextVar
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.utils import Cycler, Joiner

STEPS = 1_000_000
"""Units of one rendering, beside those for its values: half a second or so."""

STEPS_PER_CHARACTER = 4
"""Units that each character of the values adds, so that long documents can be worked on."""

CHARACTERS_PER_STEP = 8

STEPS_PER_CALL = 20
"""Units for what takes longer than a step: a macro, a block, an item of an iterator."""

STEPS_PER_ITERATOR = 200
"""Units for an iterator as an operand, so that not many of them can be put into one another: what
is nested a hundred thousand levels deep exhausts the stack when it is thrown away."""

MAX_BITS = 4096
"""Size of the largest whole number that a template may work with."""

MAX_DEPTH = 100
"""Levels of lists in lists; deeper ones could exhaust the stack of whatever goes through them."""

_SMALL = (
    bool,
    float,
    complex,
    type(None),
    Undefined,
    Macro,
    LoopContext,
    BlockReference,
    Cycler,
    Joiner,
)
"""Types whose values are small, whatever is done with them."""


class LimitError(SecurityError):
    """A template asks for more than a rendering may take, or for what no template may have."""


def cost_of_text(characters: int) -> int:
    """Return what an operation on some text costs."""
    return 1 + characters // CHARACTERS_PER_STEP


class Meter:
    """What is left for one rendering.

    Args:
        characters: Length of all its values.
    """

    __slots__ = ("_left",)

    def __init__(self, characters: int = 0) -> None:
        self._left = STEPS + STEPS_PER_CHARACTER * characters

    def spend(self, units: int) -> None:
        """Pay for an operation.

        Raises:
            LimitError: It is more than what is left.
        """
        if units > self._left:
            raise LimitError("it takes too many steps or makes too much text")
        self._left -= units

    def weigh(self, *values: Any) -> None:
        """Pay for values that an operation goes through, with all that is in them.

        Something that is contained twice costs twice, because printing or comparing it takes twice
        as long.

        Raises:
            LimitError: They are too large, or of a type that only has attributes.
        """
        inner = [value for value in values if not isinstance(value, Undefined)]
        cost, depth = len(values) - len(inner), 0
        while inner:
            if depth > MAX_DEPTH:
                raise LimitError(f"a list is nested more than {MAX_DEPTH} levels deep")
            level, inner, depth = inner, [], depth + 1
            for value in level:
                cost += self._cost_of(value, inner)
                if cost > self._left:
                    self.spend(cost)
        self._left -= cost

    def _cost_of(self, value: Any, inner: list[Any]) -> int:
        """Return what one value costs and put what it contains into a list."""
        if isinstance(value, str):
            return cost_of_text(len(value))
        if isinstance(value, (dict, list, tuple, range, KeysView, ValuesView, ItemsView)):
            if 2 * len(value) > self._left:
                self.spend(2 * len(value))
            if isinstance(value, dict):
                inner.extend(value.values())
            if not isinstance(value, range):
                inner.extend(value)
            return 1 + len(value)
        if isinstance(value, Undefined):
            str(value)  # raises: what is missing inside of a list would be printed as a word
        check_scalar(value)
        return STEPS_PER_ITERATOR if isinstance(value, Iterator) else 1

    def paced(self, iterable: Iterable[Any], weight: int) -> Iterable[Any]:
        """Return an iterable whose items are paid for.

        Args:
            iterable: What a loop goes through.
            weight: What one round costs.
        """
        if isinstance(iterable, Iterator):
            return self._paced(iterable, weight)
        if isinstance(iterable, (str, dict, list, tuple, range, KeysView, ValuesView, ItemsView)):
            self.spend(len(iterable) * weight)
        return iterable

    def metered(self, value: Any) -> Any:
        """Return a value of which nothing can be had unpaid: iterators pay item by item."""
        return self._weighed(value) if isinstance(value, Iterator) else value

    def _paced(self, iterator: Iterator[Any], weight: int) -> Iterator[Any]:
        for item in iterator:
            self.spend(weight + STEPS_PER_CALL)
            yield item

    def _weighed(self, iterator: Iterator[Any]) -> Iterator[Any]:
        for item in iterator:
            self.weigh(item)
            self.spend(STEPS_PER_CALL)
            yield item


def check_scalar(value: Any) -> None:
    """Refuse numbers that are too long and objects that can hold anything.

    Raises:
        LimitError: It is one of these.
    """
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise LimitError(f"a number has more than {MAX_BITS} bits")
    elif not isinstance(value, (*_SMALL, Iterator)):
        raise LimitError(f"an object of type {type(value).__name__} can only be asked for parts")


_current: ContextVar[Meter | None] = ContextVar("meter", default=None)


def current() -> Meter:
    """Return the meter of the rendering under way; outside of one, a full one."""
    return _current.get() or Meter()


class metering:  # noqa: N801  reads as a statement
    """Put a meter in place for a ``with`` block."""

    def __init__(self, characters: int = 0) -> None:
        self._meter = Meter(characters)

    def __enter__(self) -> Meter:
        self._token = _current.set(self._meter)
        return self._meter

    def __exit__(self, *exception: object) -> None:
        _current.reset(self._token)
