"""Elements by their names, whatever their namespace, as the files of books have them."""

from __future__ import annotations

from typing import Any


def name_of(element: Any) -> str:
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def children(element: Any, name: str) -> list[Any]:
    """Return all elements below another one that have a name, in document order."""
    return [found for found in element.iter() if name_of(found) == name]


def element_text(element: Any) -> str:
    """Return all text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
