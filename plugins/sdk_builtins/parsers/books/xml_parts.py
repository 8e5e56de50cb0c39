"""The XML files of a book that describe it."""

from __future__ import annotations

from typing import Any

from lxml import etree

from sdk_builtins.parsers.books.archive import UnreadableFile


def parse_xml(data: bytes, path: str) -> Any:
    """Return the root of an XML file; small mistakes are forgiven, entities never expanded.

    Raises:
        UnreadableFile: There is no XML in it.
    """
    try:
        parser = etree.XMLParser(
            resolve_entities=False,
            recover=True,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"{path} is no XML ({error})") from error
    if root is None:
        raise UnreadableFile(f"{path} is no XML")
    return root


def name_of(element: Any) -> str:
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def children(element: Any, name: str) -> list[Any]:
    """Return all elements below another one that have a name, in document order."""
    return [found for found in element.iter() if name_of(found) == name]


def element_text(element: Any) -> str:
    """Return all text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
