"""The values of a JSON file, whatever its shape: one document, one a line, or one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sdk_core.components import ParseContext
from sdk_core.documents.cleaning import clean
from sdk_core.documents.losses import Reason
from sdk_core.documents.texts import read_text, split_lines, text_blocks
from sdk_core.errors import DocumentError
from sdk_core.model import Source

# Between values: white space, commas of a list without its brackets, the separator of RFC 7464,
# the byte order marks of files that were joined, and the zero bytes of a write that was cut.
_BETWEEN = re.compile("[\\s,\x1e\ufeff\x00]*")
_DIRT = "\x1e\ufeff\x00"
_NEXT = re.compile(r"[\r\n](?=[{\[])")
_NOT_JSON = (ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, so that no digit of it is lost."""

    written: str


@dataclass(slots=True)
class JsonReader:
    """Reads the values of a file.

    Args:
        source: The file.
        ctx: Is told of what is no JSON.
        one_a_line: Whether the values stood on lines of their own.
        repeated: How many keys occurred again in an object that had them; the values of such keys
            are kept as a list.
    """

    source: Source
    ctx: ParseContext
    one_a_line: bool = False
    repeated: int = 0
    _decoder: json.JSONDecoder = field(init=False)

    def __post_init__(self) -> None:
        self._decoder = json.JSONDecoder(
            strict=False,  # control characters within strings are dropped from the values
            parse_int=Number,
            parse_float=Number,
            parse_constant=Number,
            object_pairs_hook=self._object,
        )

    def document(self) -> Iterator[Any]:
        """Yield the value of a file of one document, or all of them when it holds several.

        Raises:
            DocumentError: The first value is not JSON.
        """
        text = read_text(self.source, self.ctx.warn, what="a JSON file", as_is=True).strip(_DIRT)
        try:
            yield self._decoder.decode(text)
        except json.JSONDecodeError as error:
            if error.msg != "Extra data":
                raise DocumentError(
                    f"{self.source.uri} is not JSON: {error.msg} in line {error.lineno}",
                    hint="Check that it was downloaded or copied as a whole.",
                ) from error
            yield from self._sequence(text)
        except RecursionError as error:
            raise DocumentError(
                f"{self.source.uri} is nested too deep", hint="Take out the part with the text."
            ) from error

    def lines(self) -> Iterator[Any]:
        """Yield the values of a file that should have one a line; other lines are counted.

        A file whose first line is no whole value holds values that span several lines.
        """
        lines = split_lines(text_blocks(self.source, self.ctx.warn, as_is=True))
        head = list[str]()
        for line in lines:
            head.append(line)
            if _value_of(line):
                break
        self.one_a_line = not head or self._fits(head[-1])
        if self.one_a_line:
            yield from self._each_line(chain(head, lines))
        else:
            yield from self._sequence("".join(chain(head, lines)))

    def _fits(self, line: str) -> bool:
        try:
            self._decoder.decode(_value_of(line))
        except _NOT_JSON:
            return False
        return True

    def _each_line(self, lines: Iterator[str]) -> Iterator[Any]:
        broken, first = 0, 0
        for number, line in enumerate(lines, start=1):
            text = _value_of(line)
            if not text:
                continue
            try:
                yield self._decoder.decode(text)
            except _NOT_JSON:
                broken, first = broken + 1, first or number
                self.ctx.leave_out(Reason.UNREADABLE, clean(text))
        self._tell("line", broken, f"line {first}")

    def _sequence(self, text: str) -> Iterator[Any]:
        """Yield values that follow one another, with whatever ends of lines between and in them."""
        broken, first, at = 0, 0, 0
        while (at := _between(text, at)) < len(text):
            try:
                value, at = self._decoder.raw_decode(text, at)
            except _NOT_JSON:
                broken, first = broken + 1, first or text.count("\n", 0, at) + 1
                following = _NEXT.search(text, at + 1)
                end = following.end() if following else len(text)
                self.ctx.leave_out(Reason.UNREADABLE, clean(text[at:end]).strip())
                at = end
                continue
            yield value
        self._tell("part", broken, f"in line {first}")

    def _tell(self, what: str, broken: int, first: str) -> None:
        if broken:
            are = f"{what} is" if broken == 1 else f"{what}s are"
            self.ctx.warn(f"{broken} {are} not JSON and left out, the first is {first}")

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        self.repeated += len(pairs) - len(value)
        every: dict[str, list[Any]] = {}
        for key, each in pairs:
            every.setdefault(key, []).append(each)
        return {key: each if len(each) > 1 else each[0] for key, each in every.items()}


def _value_of(line: str) -> str:
    return line.strip().strip(_DIRT).strip().removesuffix(",")


def _between(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at
