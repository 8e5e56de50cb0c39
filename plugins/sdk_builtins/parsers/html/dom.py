"""Mark-up to a tree of what a browser shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement

SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "head",
    "title", "datalist", "audio", "video", "map", "embed", "frameset", "noembed", "noframes",
))  # fmt: skip
"""Elements of which a browser shows nothing that can be read."""

_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_DATA = "application/ld+json"
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_EMPTY_ROOT = re.compile(r"(<html\b[^>]*?)/>", re.IGNORECASE)


def grow(markup: str) -> HtmlElement | None:
    """Return the tree of a page, ``None`` when the mark-up holds no element and no text."""
    markup = _EMPTY_ROOT.sub(r"\1>", _XML_DECLARATION.sub("", _INVALID.sub("", markup)), count=1)
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,
    )
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # there is nothing in it
        return None
    return tree if isinstance(tree, HtmlElement) else None


def body_of(tree: HtmlElement) -> HtmlElement:
    """Return the body of a page, the whole tree when it has none."""
    body = tree.find("body")
    return tree if body is None else body


def drop_invisible(tree: HtmlElement) -> None:
    """Remove what a browser hides, less scripts that hold data about the page."""
    for element in [each for each in tree.iter(etree.Element) if _is_invisible(each)]:
        if element.getparent() is not None:
            element.drop_tree()


def _is_invisible(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in SILENT:
        return tag not in ("head", "title") and element.get("type") != _DATA
    if tag == "dialog" and element.get("open") is None:
        return True
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Yield ``("start", element)`` and ``("end", element)`` in document order.

    It needs no recursion, so that depth does not matter.
    """
    stack = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "start":
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element) if _is_element(child))


def _is_element(node: HtmlElement) -> bool:
    return isinstance(node.tag, str)
