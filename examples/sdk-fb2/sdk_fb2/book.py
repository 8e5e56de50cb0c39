"""The XML of a book: its description, its chapters and its pictures.

Element names are those of the FictionBook 2.1 schema.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from lxml import etree

_SPACE = "{http://www.gribuser.ru/xml/fictionbook/2.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_FRONT = ("annotation", "epigraph", "title")


class NoBook(Exception):
    """The file is no FictionBook; the text says why."""


class Book:
    """A book that was read as a whole.

    Args:
        data: The file.

    Raises:
        NoBook: It is no FictionBook, or damaged.
    """

    def __init__(self, data: bytes) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
        try:
            self._root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NoBook(f"it is no XML or damaged ({error})") from error
        if self._root.tag != f"{_SPACE}FictionBook":
            raise NoBook("it is other XML")

    def fact(self, name: str) -> str:
        """Return what the description says, several values with commas between them."""
        found = self._root.iterfind(f"{_SPACE}description/{_SPACE}title-info/{_SPACE}{name}")
        return ", ".join(filter(None, map(words, found)))

    def front(self) -> list[Any]:
        """Return what stands before the first chapter."""
        blurb = f"{_SPACE}description/{_SPACE}title-info/{_SPACE}annotation"
        body = self._root.find(f"{_SPACE}body")
        before = [] if body is None else [each for each in body if name_of(each) in _FRONT]
        return [*self._root.iterfind(blurb), *before]

    def chapters(self) -> Iterator[Any]:
        """Yield the outermost sections of the book."""
        for body in self._root.iterfind(f"{_SPACE}body"):
            if body.get("name") not in ("notes", "footnotes"):
                yield from body.iterchildren(f"{_SPACE}section")

    def note(self, key: str) -> str:
        """Return the text of a note, ``""`` when there is none."""
        for section in self._root.iter(f"{_SPACE}section"):
            if section.get("id") == key:
                return " ".join(words(each) for each in section if name_of(each) != "title")
        return ""

    def picture(self, key: str) -> bytes:
        """Return the picture of a name.

        Raises:
            KeyError: There is none.
            ValueError: It is damaged.
        """
        for binary in self._root.iterchildren(f"{_SPACE}binary"):
            if binary.get("id") == key:
                try:
                    return base64.b64decode("".join((binary.text or "").split()), validate=True)
                except binascii.Error as error:
                    raise ValueError(str(error)) from error
        raise KeyError(key)


def name_of(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def target_of(element: Any) -> str:
    """Return the id that a link within the book leads to, ``""`` for any other link."""
    link = element.get(_LINK) or ""
    return link[1:] if link.startswith("#") else ""


def words(element: Any) -> str:
    """Return all text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
