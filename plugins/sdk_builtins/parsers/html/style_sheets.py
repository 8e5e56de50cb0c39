"""What the style sheets within a page hide for good."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
"""Declarations that hide an element."""

_SHOWING = re.compile(r"(?:^|[;\s])(?:display\s*:|visibility\s*:\s*visible)", re.IGNORECASE)
_UNREAD = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_GROUP = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # of rules under a condition
_SIMPLE = re.compile(r"(?=.)([a-z][a-z0-9]*)?([.#][\w-]+)?", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+")


def hidden_names(tree: HtmlElement) -> set[str]:
    """Return the tags, classes and identifiers that a page's own style sheets hide.

    Only rules without a condition count whose selector is a tag, a class, an identifier, or a tag
    with one of both; none does on a page with scripts or beside another rule that shows the same:
    what tabs, menus and questions unfold is text.
    """

    sheets = [style.text_content() for style in tree.iter("style") if not style.get("media")]
    css = _UNREAD.sub(" ", "\n".join(sheets))
    if HIDING.search(css) is None or _has_scripts(tree):
        return set()
    shown = {
        name
        for selectors, body in _RULE.findall(css)
        if HIDING.search(body) is None and _SHOWING.search(body)
        for name in _NAME.findall(selectors)
    }
    return {
        selector
        for selectors, body in _RULE.findall(_GROUP.sub(" ", css))
        if HIDING.search(body)
        for selector in map(str.strip, selectors.split(","))
        if _SIMPLE.fullmatch(selector) and shown.isdisjoint(_NAME.findall(selector))
    }


def bears(element: HtmlElement, names: set[str]) -> bool:
    """Whether an element has one of the names."""
    return bool(names) and not names.isdisjoint(_selectors_of(element))


def _has_scripts(tree: HtmlElement) -> bool:
    if any("json" not in (script.get("type") or "") for script in tree.iter("script")):
        return True
    return any(name.startswith("on") for element in tree.iter() for name in element.attrib)


def _selectors_of(element: HtmlElement) -> Iterator[str]:
    tag = str(element.tag)
    yield tag
    marks = [f".{name}" for name in (element.get("class") or "").split()]
    for mark in (*marks, f"#{element.get('id')}"):
        yield mark
        yield f"{tag}{mark}"
