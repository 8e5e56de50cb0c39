"""Signs put into the text of a page, to see again what a library made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.dom import SILENT
from sdk_builtins.parsers.html.walk import BLOCKS

# Symbols that are neither letters nor spaces, so that they change no word and no end of a
# sentence: Braille patterns, and Chinese hexagrams for pages that are written in Braille.
_ALPHABETS = ((0x2800, 256), (0x4DC0, 64))
_LENGTH = 3
_UNMARKED = SILENT | {"math"}
_FIRST = re.compile(r"\S")


class Marks:
    """Numbers for the pieces of text of a page, written with symbols that it does not use.

    Args:
        start: Code point of the first symbol.
        size: Number of symbols.
    """

    def __init__(self, start: int, size: int) -> None:
        self._start, self._size = start, size
        self._pattern = re.compile(f"[{chr(start)}-{chr(start + size - 1)}]{{{_LENGTH}}}")

    @classmethod
    def unused_in(cls, markup: str) -> Marks | None:
        """Return marks of symbols that a page does not hold, ``None`` when it holds all."""
        for start, size in _ALPHABETS:
            if re.search(f"[{chr(start)}-{chr(start + size - 1)}]", markup) is None:
                return cls(start, size)
        return None

    def put(self, root: HtmlElement) -> None:
        """Begin the text of every block with a number of its own."""
        for number, (element, part) in enumerate(_beginnings(root)):
            if number == self._size**_LENGTH:
                return
            text = str(getattr(element, part))
            found = _FIRST.search(text)
            at = found.start() if found else 0
            setattr(element, part, text[:at] + self._written(number) + text[at:])

    def _written(self, number: int) -> str:
        digits = []
        for _ in range(_LENGTH):
            number, digit = divmod(number, self._size)
            digits.append(chr(self._start + digit))
        return "".join(digits)

    def of(self, text: str) -> list[str]:
        """Return the marks in a text, in order."""
        return self._pattern.findall(text)

    def off(self, text: str) -> str:
        """Return a text without its marks."""
        return self._pattern.sub("", text)


def _beginnings(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the element and attribute of each piece of text that begins a block."""
    fresh = True
    stack = [(root, False)]
    while stack:
        element, is_end = stack.pop()
        silent = not isinstance(element.tag, str) or element.tag in _UNMARKED
        fresh = fresh or element.tag in BLOCKS
        if not is_end and not silent:
            if fresh and element.text and not element.text.isspace():
                yield element, "text"
                fresh = False
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        elif element is not root and fresh and element.tail and not element.tail.isspace():
            yield element, "tail"
            fresh = False
