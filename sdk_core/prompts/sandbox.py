"""A Jinja environment in which a template can neither get out nor take more than its due."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

from jinja2 import nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from sdk_core.prompts import instrumentation, metering, size_forecasts
from sdk_core.prompts.metering import LimitError, cost_of_text
from sdk_core.prompts.size_forecasts import Given

MAX_SOURCE = 100_000
"""Characters of the longest template."""

_OPERATORS = frozenset({"+", "-", "*", "/", "//", "%", "**"})

_COMPARING = frozenset(
    {
        "in",
        "==",
        "eq",
        "equalto",
        "!=",
        "ne",
        ">",
        "gt",
        "greaterthan",
        "ge",
        ">=",
        "<",
        "lt",
        "lessthan",
        "<=",
        "le",
        "divisibleby",
        "lower",
        "upper",
    }
)
"""Tests that go through their operands."""

_CONSTRUCTORS = (dict, Cycler, Joiner, Namespace)

_LOOP = frozenset({"cycle", "changed"})

_COMPILING = (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError)
"""What the parser and Python's compiler raise when a template is nested or grown absurdly."""


_Function = Callable[..., Any]


class Formatting:
    """``text.format`` or ``text.format_map`` of a template, bound to its text."""

    def __init__(self, text: str, function: Callable[..., str]) -> None:
        self._text = text
        self._function = function

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        """Return the formatted text."""
        size_forecasts.check_braces(metering.current(), self._text, [*args, *kwargs.values()])
        return self._function(*args, **kwargs)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed, and bounded in steps, text and the size of numbers; see `meter`."""

    intercepted_binops = _OPERATORS

    def __init__(self, **settings: Any) -> None:
        # Folding constants would run filters before there is anything to pay with.
        super().__init__(optimized=False, finalize=_printed, **settings)
        self.globals.pop("lipsum")
        self.filters = {
            **{
                name: _bounded(function, size_forecasts.FILTERS.get(name))
                for name, function in self.filters.items()
                if name not in size_forecasts.LEFT_OUT
            },
            **instrumentation.COLLECTORS,
        }
        self.tests = {
            name: _bounded(cast(_Function, function), None) if name in _COMPARING else function
            for name, function in self.tests.items()
        }
        self.concat = _concatenated  # type: ignore[method-assign]

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Pay for an operation and do it."""
        paid = metering.current()
        paid.weigh(left, right)
        if operator == "*":
            for sequence, times in ((left, right), (right, left)):
                if isinstance(times, int) and isinstance(sequence, (str, list, tuple)):
                    _check_repeated(paid, sequence, times)
        elif operator == "**" and isinstance(left, int) and isinstance(right, int):
            if left.bit_length() * right > metering.MAX_BITS:
                raise LimitError(f"a number has more than {metering.MAX_BITS} bits")
        elif operator == "%" and isinstance(left, str):
            size_forecasts.check_percent(paid, left, [right])
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what templates may call: macros, blocks, and known methods of plain values."""
        paid = metering.current()
        if isinstance(__obj, (Macro, BlockReference)):
            paid.spend(len(args) + len(kwargs))
        elif isinstance(__obj, LoopContext):
            args = tuple(map(paid.metered, args))
        elif not isinstance(__obj, Undefined):
            args = tuple(map(_listed, args))
            paid.weigh(*args, *kwargs.values())
            _check_call(__self, paid, __obj, args, kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Pay for a key, which is hashed, and look it up."""
        if isinstance(argument, tuple):
            metering.current().weigh(argument)
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """Return what stands for ``text.format``, ``None`` when it is something else."""
        function = super().wrap_str_format(value)
        return None if function is None else Formatting(value.__self__, function)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MAX_SOURCE:
            raise TemplateSyntaxError(f"it is longer than {MAX_SOURCE} characters", 1, name)
        try:
            return super()._parse(source, name, filename)
        except _COMPILING as error:
            raise _too_deep(error, name) from error

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        try:
            instrumentation.instrument(self, source)
            return super()._generate(source, name, filename, defer_init)
        except _COMPILING as error:
            raise _too_deep(error, name) from error

    def _compile(self, source: str, filename: str) -> types.CodeType:
        try:
            return super()._compile(source, filename)
        except _COMPILING as error:
            raise _too_deep(error, None) from error


@pass_context
def _printed(context: Any, value: Any) -> Any:
    """Pay for a value that is put into the text."""
    metering.current().weigh(value)
    return value


def _concatenated(parts: Iterable[str]) -> str:
    """Pay for pieces of text and put them together."""
    pieces = list(parts)
    metering.current().spend(cost_of_text(sum(map(len, pieces))))
    return "".join(pieces)


def _check_repeated(paid: metering.Meter, sequence: Any, times: int) -> None:
    if isinstance(sequence, str):
        paid.spend(cost_of_text(len(sequence) * max(0, times)))
    else:
        paid.spend(len(sequence) * max(0, times))


def _bounded(
    function: Callable[..., Any], forecast: size_forecasts.Forecast | None
) -> Callable[..., Any]:
    """Return a filter or test that pays before it works."""
    leading = 1 if hasattr(function, "jinja_pass_arg") else 0  # a context or environment

    @functools.wraps(function)
    def bounded(*args: Any, **kwargs: Any) -> Any:
        paid = metering.current()
        given = [_listed(a) if forecast else paid.metered(a) for a in args[leading:]]
        paid.weigh(*given, *kwargs.values())
        if forecast is not None and given:
            forecast(paid, Given(given[0], given[1:], kwargs))
        return function(*args[:leading], *given, **kwargs)

    return bounded


def _listed(value: Any) -> Any:
    """Return an iterator's items as a list, each paid for; anything else as it is."""
    return list(metering.current().metered(value)) if isinstance(value, Iterator) else value


def _check_call(
    environment: BoundedEnvironment,
    paid: metering.Meter,
    function: Any,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
) -> None:
    """Refuse what is not known to be safe.

    Raises:
        LimitError: It is not.
    """
    if isinstance(function, (Formatting, Joiner)) or function in (
        *_CONSTRUCTORS,
        environment.globals["range"],
    ):
        return
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if isinstance(owner, str) and name in size_forecasts.STRING_METHODS:
        forecast = size_forecasts.STRING_METHODS[name]
        if forecast is not None:
            forecast(paid, Given(owner, args, kwargs))
        paid.weigh(owner)
        return
    if isinstance(owner, LoopContext) and name in _LOOP:
        return
    if isinstance(owner, Cycler) and name in ("next", "reset"):
        return
    for kind, methods in size_forecasts.OTHER_METHODS.items():
        if isinstance(owner, kind) and name in methods:
            paid.weigh(owner)
            return
    what = f"the method {name!r}" if owner is not None else f"{type(function).__name__}"
    raise LimitError(f"a template may not call {what}")


def _too_deep(error: BaseException, name: str | None) -> TemplateSyntaxError:
    if isinstance(error, ValueError) and not isinstance(error, SyntaxError):
        return TemplateSyntaxError(str(error), 1, name)
    return TemplateSyntaxError("it is nested too deeply", 1, name)
