"""Values of JSON as text, and the account of those that are not in the text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sdk_builtins.parsers.data.json_values import Number
from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.texts import ValueCleaner
from sdk_core.model import Source

_LONGEST_SERIES = 100  # numbers of a list; those of an embedding or an outline are no text
_LARGEST_ACCOUNT = 16 << 20  # characters; it is kept in memory
_SERIES = "long list of numbers"


@dataclass(slots=True)
class JsonText:
    """Writes values, and accounts for those that are left out.

    Args:
        ctx: Keeps the account.
        cleaner: Cleans every text.
        series: How many lists of numbers were too long to be text.
        size: Characters in the account so far.
    """

    ctx: ParseContext
    cleaner: ValueCleaner = field(default_factory=ValueCleaner)
    series: int = 0
    size: int = 0

    def write(self, value: Any, segment: int = 0) -> str:
        """Return a text as it is, and the values within a list or an object with their paths.

        ``""`` for what holds neither a text nor a named value, such as a number alone.
        """
        if isinstance(value, str):
            return self.cleaner.clean(value).strip()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return "\n\n".join(filter(None, (self.write(item) for item in value)))
        return "\n".join(self._lines(value, segment))

    def leave_out(self, reason: str, value: Any, segment: int = 0) -> None:
        """Account for a value, with what it says as long as the account is not too large."""
        if written := self.write(value, segment) or self.write({"value": value}, segment):
            self._account(reason, written, segment)

    def tell(self, source: Source) -> None:
        """Warn of what was dropped within the values."""
        self.cleaner.tell(source, self.ctx.warn)
        if self.series:
            what = "list" if self.series == 1 else "lists"
            self.ctx.warn(f"{self.series} {what} of over {_LONGEST_SERIES} numbers left out")

    def _account(self, reason: str, text: str, segment: int) -> None:
        self.size += len(text)
        self.ctx.leave_out(reason, text if self.size < _LARGEST_ACCOUNT else "", segment=segment)

    def _lines(self, value: Any, segment: int) -> Iterator[str]:
        """Yield every value with its path, in order and without recursion."""
        todo: list[tuple[str, Any]] = [("", value)]
        while todo:
            path, item = todo.pop()
            if isinstance(item, dict):
                inner = [(".".join(filter(None, (path, key))), each) for key, each in item.items()]
                todo.extend(reversed(inner))
            elif isinstance(item, list) and (numbers := _numbers(item)):
                written = f"{one_line(path)}: {', '.join(numbers)}"
                if len(numbers) > _LONGEST_SERIES:
                    self.series += 1
                    self._account(_SERIES, written, segment)
                elif path:
                    yield written
            elif isinstance(item, list):
                todo.extend((path, each) for each in reversed(item))
            elif (text := self._scalar(item)) and (path or isinstance(item, str)):
                yield f"{one_line(path) or 'text'}: {text}"

    def _scalar(self, value: Any) -> str:
        if isinstance(value, str):
            return self.cleaner.clean(value).strip()
        if isinstance(value, Number):  # NaN is how Python writes what is missing
            return "" if value.written == "NaN" else value.written
        return json.dumps(value) if isinstance(value, bool) else ""


def _numbers(value: list[Any]) -> list[str]:
    """Return the numbers of a list and the lists in it, none when it holds anything else."""
    found = list[str]()
    todo = list(reversed(value))
    while todo:
        item = todo.pop()
        if isinstance(item, list):
            todo.extend(reversed(item))
        elif isinstance(item, Number):
            found.append(item.written)
        else:
            return []
    return found
