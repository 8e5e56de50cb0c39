"""Navigation, forms, share bars and the like, told by tags, roles and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.walk import PageBlock

_TAGS = frozenset((
    "nav", "footer", "aside", "form", "button", "select", "textarea", "dialog", "menu", "search",
))  # fmt: skip
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar", "tablist",
))  # fmt: skip
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|consent|gdpr|"
    r"newsletter|subscribe|subscription|signup|social|share|sharing|sharebar|related|recommended|"
    r"recirc|trending|popular|promo|promoted|sponsor(?:ed)?|advert(?:isement)?|ads?|banner|popup|"
    r"modal|overlay|comments?|disqus|pagination|pager|toolbar|skip|masthead|outbrain|taboola|"
    r"most-read|read-more|more-stories|tags|byline-social|print-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = frozenset(("div", "section", "ul", "ol", "table", "dl", "p", "header", "figure"))
_MAX_SHARE = 0.5  # what holds more of the text than this is content, whatever it is called


def in_furniture(body: HtmlElement, found: Sequence[PageBlock]) -> list[bool]:
    """Tell for each block whether it stands in furniture that does not hold most of the page."""
    sizes: dict[HtmlElement, int] = {}
    for block in found:
        for element in (block.element, *block.element.iterancestors()):
            sizes[element] = sizes.get(element, 0) + len(block.text)
            if element is body:
                break
    limit = _MAX_SHARE * sum(len(block.text) for block in found)
    doubtful = {each for each, size in sizes.items() if size <= limit and _is_furniture(each)}
    return [
        any(e in doubtful for e in (block.element, *block.element.iterancestors()))
        for block in found
    ]


def _is_furniture(element: HtmlElement) -> bool:
    tag = element.tag
    if tag == "footer" and next(element.iterancestors("blockquote", "figure"), None) is not None:
        return False  # who is quoted
    if tag in _TAGS or element.get("aria-hidden") == "true":
        return True
    if (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header":
        inner = next(element.iterancestors("article", "main"), None) is not None
        return not inner and next(element.iter("h1"), None) is None
    if tag not in _NAMED:
        return False
    return _NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def link_share(element: HtmlElement) -> float:
    """Return which share of an element's text stands in links, 0 to 1."""
    links = sum(len(link.text_content()) for link in element.iter("a"))
    data = sum(len(script.text or "") for script in element.iter("script"))
    return links / max(len(element.text_content()) - data, 1)
