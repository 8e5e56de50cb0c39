"""A Jinja environment in which a template can neither get out nor fill the machine's memory."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment

MAX_SOURCE = 100_000
"""Characters of the longest template."""

MAX_TEXT = 10_000_000
"""Characters of the longest text that a template may make: more than any model reads."""

MAX_BITS = 4096
"""Size of the largest whole number that a template may make."""

_SIZED = frozenset({"batch", "center", "indent", "ljust", "rjust", "round", "slice", "tojson"})
_SIZED_METHODS = _SIZED | {"expandtabs", "zfill"}
"""What makes as much text, or as many items, as a number among its arguments says."""

_BY_CHANCE = ("lipsum", "random")
"""What would make another prompt of the same values, which no record of answers could find."""

_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{6})|\{[^{}]*(?:\{|\d{6})")
"""A field of a format string that is six digits wide, or as wide as a value says."""

_COMPILING = (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError)
"""What Jinja's parser and Python's compiler raise when a template is nested or grown absurdly."""


class LimitError(SecurityError):
    """A template asks for more than a rendering may take."""


class CheckedUndefined(StrictUndefined):
    """A missing value that is an error inside of a printed list too."""

    __slots__ = ()
    __repr__ = StrictUndefined.__str__


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, with bounds for what makes much out of little.

    A template is written by whoever installs its pack, so this guards against mistakes: a width, a
    factor or a loop that is far too large ends in a sentence before the memory is taken.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **settings: Any) -> None:
        super().__init__(undefined=CheckedUndefined, **settings)
        for name in _BY_CHANCE:
            self.globals.pop(name, None)
            self.filters.pop(name, None)
        for name in (*_SIZED, "format", "join", "replace"):
            if name in self.filters:
                self.filters[name] = _bounded(name, self.filters[name])
        self.concat = joined  # type: ignore[method-assign]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Do an operation whose result is not too large."""
        if operator == "%" and isinstance(left, str):
            _check_fields(left)
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            _check_bits(left.bit_length() * right)
        elif operator == "*":
            for one, times in ((left, right), (right, left)):
                if isinstance(times, int) and isinstance(one, (str, list, tuple)):
                    _check_size(len(one) * times)
            if isinstance(left, int) and isinstance(right, int):
                _check_bits(left.bit_length() + right.bit_length())
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what is safe and makes no more than its arguments promise."""
        owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
        if isinstance(owner, str):
            _check_arguments(name, owner, args, kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what stands for ``text.format``, ``None`` when it is something else."""
        function = super().wrap_str_format(value)
        if function is not None:
            _check_fields(value.__self__)
        return function

    def compile(self, source: Any, name: str | None = None, *args: Any, **kwargs: Any) -> Any:
        """Return a template's code.

        Raises:
            TemplateSyntaxError: It does not parse, or is too long or nested too deeply.
        """
        if isinstance(source, str) and len(source) > MAX_SOURCE:
            raise TemplateSyntaxError(f"it is longer than {MAX_SOURCE} characters", 1, name)
        try:
            return super().compile(source, name, *args, **kwargs)
        except _COMPILING as error:
            said = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
            raise TemplateSyntaxError(said, 1, name) from error


def joined(parts: Iterable[str]) -> str:
    """Return pieces of text as one, without making more of them than may be."""
    pieces, size = [], 0
    for piece in parts:
        size += len(piece)
        _check_size(size)
        pieces.append(piece)
    return "".join(pieces)


def _bounded(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    leading = 1 if hasattr(function, "jinja_pass_arg") else 0  # a context or environment

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        value, *given = args[leading:]
        _check_arguments(name, value, given, kwargs)
        return function(*args, **kwargs)

    return bounded


def _check_arguments(name: str, value: Any, args: Any, kwargs: Any) -> None:
    """Refuse a filter or method of text whose arguments make too much of its value."""
    given = [*args, *kwargs.values()]
    if name in _SIZED_METHODS:
        for size in given:
            if isinstance(size, int) and size > MAX_RANGE:
                raise LimitError(f"{name} is asked for a size of more than {MAX_RANGE}")
    elif name in ("format", "format_map") and isinstance(value, str):
        _check_fields(value)
    elif name == "replace" and len(given) > 1:
        old, new = map(str, given[:2])
        _check_size(str(value).count(old) * len(new))
    elif name == "join" and given:
        between, items = (value, given[0]) if isinstance(value, str) else (given[0], value)
        count = len(items) if hasattr(items, "__len__") else 0
        _check_size(count * len(str(between)))


def _check_fields(text: str) -> None:
    if _WIDE.search(text):
        raise LimitError("a format string has a field that is very wide, or of open width")


def _check_size(characters: int) -> None:
    if characters > MAX_TEXT:
        raise LimitError(f"it makes a text of more than {MAX_TEXT:,} characters")


def _check_bits(bits: int) -> None:
    if bits > MAX_BITS:
        raise LimitError(f"it makes a number of more than {MAX_BITS} bits")
