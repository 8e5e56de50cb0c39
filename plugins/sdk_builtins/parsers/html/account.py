"""Where a walk over a page says what it leaves out."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement

from sdk_core.documents.cleaning import one_line

LeaveOut = Callable[[str, str], None]
"""Takes the reason and the text that is left out."""

_CODE = frozenset(("script", "style"))


def nothing(reason: str, text: str) -> None:
    """Keep no account."""


def text_of(element: HtmlElement) -> str:
    """Return the text of an element on one line, without scripts and style sheets in it."""
    pieces = [element.text or ""] if element.tag not in _CODE else []
    for node in element.iterdescendants():
        if isinstance(node.tag, str) and node.tag not in _CODE:
            pieces += (" ", node.text or "")
        pieces += (" ", node.tail or "")
    return one_line("".join(pieces))
