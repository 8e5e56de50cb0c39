"""Parts of a page that the user names by CSS selectors."""

from __future__ import annotations

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import Element, HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, text_of
from sdk_builtins.parsers.html.dom import body_of

NOT_SELECTED = "not selected"
"""Why text is left out that the user's selectors leave out."""


def checked(selector: str) -> str:
    """Return a selector that can be used.

    Raises:
        ValueError: It is no CSS selector, or one that only a browser can apply.
    """
    if selector:
        try:
            CSSSelector(selector, translator="html")
        except SelectorError as error:
            raise ValueError(f"{selector!r} is no CSS selector: {error}") from error
    return selector


def drop(tree: HtmlElement, selector: str, leave_out: LeaveOut) -> None:
    """Remove what a selector matches.

    Args:
        tree: The page; it is changed.
        selector: What to remove.
        leave_out: Is told of text that is removed.
    """
    for element in _outermost(tree, selector):
        if element.getparent() is not None:
            leave_out(NOT_SELECTED, text_of(element))
            element.drop_tree()


def keep(tree: HtmlElement, selector: str, leave_out: LeaveOut) -> bool:
    """Remove what a selector does not match, and return whether it matches anything.

    Args:
        tree: The page; its body is changed to hold the matches alone, in their order.
        selector: What to keep.
        leave_out: Is told of text that is removed.
    """
    body = body_of(tree)
    chosen = [element for element in _outermost(tree, selector) if element.getparent() is not None]
    if body in chosen or not chosen:
        return bool(chosen)
    for element in chosen:
        place = Element("br")
        place.tail, element.tail = element.tail, None
        element.getparent().replace(element, place)
    if rest := text_of(body):
        leave_out(NOT_SELECTED, rest)
    body.clear()
    body.extend(chosen)
    return True


def _outermost(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the matches that lie in no other match, in the order of the page."""
    found = CSSSelector(selector, translator="html")(tree)
    matches = set(found)
    return [each for each in found if not any(above in matches for above in each.iterancestors())]
