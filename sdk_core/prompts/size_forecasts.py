"""What filters and methods cost whose result can be larger than what they are given."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdk_core.prompts.metering import LimitError, Meter, cost_of_text

MAX_WIDTH = 1000
"""Widest field that a format string may ask for, and deepest rounding, in digits."""

_DIRECTIVE = re.compile(r"%(?:\(([^)]*)\))?[#0\- +]*(\*|\d*)(?:\.(\*|\d*))?")


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments of a filter or method.

    Args:
        value: What it is applied to.
        positional: Further arguments, in order.
        named: Arguments by name.
    """

    value: Any
    positional: Sequence[Any]
    named: Mapping[str, Any]

    def argument(self, position: int, name: str, default: Any = None) -> Any:
        """Return an argument, wherever it stands."""
        if position < len(self.positional):
            return self.positional[position]
        return self.named.get(name, default)

    def number(self, position: int, name: str, default: int = 0) -> int:
        """Return an argument that should be a whole number, 0 when it is none."""
        found = self.argument(position, name, default)
        return max(0, found) if isinstance(found, int) else 0

    @property
    def text(self) -> str:
        """The value as text."""
        return self.value if isinstance(self.value, str) else str(self.value)

    @property
    def length(self) -> int:
        """Characters or items of the value, 0 when it has none."""
        return len(self.value) if isinstance(self.value, (str, list, tuple, dict, range)) else 0


Forecast = Callable[[Meter, Given], None]


def _padded(name: str) -> Forecast:
    def forecast(meter: Meter, given: Given) -> None:
        meter.spend(cost_of_text(given.number(0, name, 80)))

    return forecast


def _indented(meter: Meter, given: Given) -> None:
    width = given.argument(0, "width", 4)
    each = len(width) if isinstance(width, str) else given.number(0, "width", 4)
    meter.spend(cost_of_text((len(given.text.splitlines()) + 1) * each))


def _replaced(meter: Meter, given: Given) -> None:
    old, new = given.argument(0, "old", ""), given.argument(1, "new", "")
    places = given.text.count(old) if isinstance(old, str) else 0
    meter.spend(cost_of_text(places * len(new) if isinstance(new, str) else 0))


def _wrapped(meter: Meter, given: Given) -> None:
    width = max(1, given.number(0, "width", 79))
    between = given.argument(2, "wrapstring")
    lines = len(given.text) // width + len(given.text.splitlines()) + 1
    longest = max(map(len, given.text.splitlines()), default=0)
    meter.spend(cost_of_text(lines * (len(between) if isinstance(between, str) else 1)))
    # textwrap cuts a long word piece by piece and copies the rest each time
    meter.spend(cost_of_text(longest * longest // width // 64))


def _joined(meter: Meter, given: Given) -> None:
    between = given.argument(0, "d", "")
    each = len(between) if isinstance(between, str) else 0
    meter.spend(given.length + cost_of_text(given.length * each))


def _separated(meter: Meter, given: Given) -> None:
    items = given.argument(0, "iterable", ())
    _joined(meter, Given(items, (given.value,), {}))


def _rounded(meter: Meter, given: Given) -> None:
    precision = given.argument(0, "precision", 0)
    if isinstance(precision, int) and abs(precision) > MAX_WIDTH // 4:
        raise LimitError(f"it rounds to more than {MAX_WIDTH // 4} digits")


def _summed(meter: Meter, given: Given) -> None:
    if not isinstance(given.argument(1, "start", 0), (int, float)):
        raise LimitError("sum adds numbers only")


def _items(position: int, name: str) -> Forecast:
    def forecast(meter: Meter, given: Given) -> None:
        meter.spend(2 * given.number(position, name) + given.length)

    return forecast


def _as_json(meter: Meter, given: Given) -> None:
    indent = given.argument(0, "indent")
    if isinstance(indent, (int, str)) and (len(indent) if isinstance(indent, str) else indent) > 16:
        raise LimitError("it indents by more than 16")


def _character_by_character(meter: Meter, given: Given) -> None:
    meter.spend(given.length)


def _sorted(meter: Meter, given: Given) -> None:
    meter.spend(given.length)
    for _ in range(given.length.bit_length() // 4):
        meter.weigh(given.value)


def _percent(meter: Meter, given: Given) -> None:
    check_percent(meter, given.text, [*given.positional, *given.named.values()])


def check_percent(meter: Meter, text: str, values: Sequence[Any]) -> None:
    """Pay for ``text % values``.

    Raises:
        LimitError: A field is too wide, or its width stands in a value.
    """
    found = list(_DIRECTIVE.finditer(text))
    for key, *sizes in (match.groups() for match in found):
        if key is not None and "(" in key:
            raise LimitError("a format string names a value with a parenthesis in it")
        for size in sizes:
            _check_width(size or "")
    for _ in found:
        meter.weigh(*values)


def check_braces(meter: Meter, text: str, values: Sequence[Any]) -> None:
    """Pay for ``text.format(*values)``.

    Raises:
        LimitError: A field is too wide, or its width stands in a value.
    """
    for _, field, spec, _ in string.Formatter().parse(text):
        if field is not None:
            meter.weigh(*values)
            for size in re.findall(r"\d+|\{", spec or ""):
                _check_width(size)


def _check_width(size: str) -> None:
    if size in ("*", "{") or len(size) > 6 or int(size or 0) > MAX_WIDTH:
        raise LimitError(f"a format string has a field wider than {MAX_WIDTH}, or of open width")


def _tabs(meter: Meter, given: Given) -> None:
    tabs = given.text.count("\t")
    meter.spend(cost_of_text(tabs * given.number(0, "tabsize", 8)))


def _pieces(meter: Meter, given: Given) -> None:
    meter.spend(given.length // 2)


FILTERS: dict[str, Forecast] = {
    "batch": _items(0, "linecount"),
    "center": _padded("width"),
    "dictsort": _sorted,
    "e": _character_by_character,
    "escape": _character_by_character,
    "forceescape": _character_by_character,
    "format": _percent,
    "groupby": _sorted,
    "indent": _indented,
    "join": _joined,
    "list": _character_by_character,
    "max": _sorted,
    "min": _sorted,
    "replace": _replaced,
    "reverse": _character_by_character,
    "round": _rounded,
    "slice": _items(0, "slices"),
    "sort": _sorted,
    "striptags": _character_by_character,
    "sum": _summed,
    "title": _character_by_character,
    "tojson": _as_json,
    "unique": _sorted,
    "urlencode": _character_by_character,
    "wordcount": _character_by_character,
    "wordwrap": _wrapped,
}
"""Filters that cost more than what they are given."""

LEFT_OUT = frozenset({"pprint", "random", "urlize", "xmlattr"})
"""Filters that prompts do without: by chance, for web pages, or too dear to foresee."""

_CHEAP = (
    "capitalize",
    "casefold",
    "count",
    "endswith",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isascii",
    "isdecimal",
    "isdigit",
    "isidentifier",
    "islower",
    "isnumeric",
    "isprintable",
    "isspace",
    "istitle",
    "isupper",
    "lower",
    "lstrip",
    "partition",
    "removeprefix",
    "removesuffix",
    "rfind",
    "rindex",
    "rpartition",
    "rstrip",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "upper",
)

STRING_METHODS: dict[str, Forecast | None] = {
    **dict.fromkeys(_CHEAP),
    **dict.fromkeys(("center", "ljust", "rjust", "zfill"), _padded("width")),
    **dict.fromkeys(("split", "rsplit", "splitlines"), _pieces),
    "expandtabs": _tabs,
    "join": _separated,
    "replace": _replaced,
}
"""Methods of text that a template may call, with what they cost beside their operands."""

OTHER_METHODS = {
    dict: frozenset({"copy", "get", "items", "keys", "values"}),
    list: frozenset({"copy", "count", "index"}),
    tuple: frozenset({"count", "index"}),
    int: frozenset({"bit_length"}),
    float: frozenset({"is_integer"}),
}
"""Methods of other values."""
