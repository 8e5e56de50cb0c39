"""Navigation, forms, share bars and the like, told by tags, roles and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.walk import HEADINGS, PageBlock
from sdk_core.documents.cleaning import one_line

_CONTROLS = frozenset(("button", "select", "textarea"))
_TAGS = _CONTROLS | {"nav", "footer", "form", "dialog", "menu", "search"}
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar", "tablist",
))  # fmt: skip
# Names of places; within the content a box of prose may bear them.
_PLACES = re.compile(
    r"(?:^|[\s_-])(?:sidebar|footer|banner|menu|toolbar|masthead|overlay|tags|skip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|cookies?|consent|gdpr|"
    r"newsletter|subscribe|subscription|signup|social|share|sharing|sharebar|related|recommended|"
    r"recirc|trending|popular|promo|promoted|sponsor(?:ed)?|advert(?:isement)?|ads?|popup|"
    r"modal|comments|disqus|pagination|pager|outbrain|taboola|"
    r"most-read|read-more|more-stories|byline-social|print-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = frozenset(("div", "section", "ul", "ol", "table", "dl", "p", "header", "figure"))
_HERE = re.compile(r"#|javascript:", re.IGNORECASE)
_ROOTED = re.compile(r"[a-z][a-z0-9+.-]*:|[/?]", re.IGNORECASE)
_FACTS = ("link", "meta", "script")
_FEED = re.compile(r"application/(?:(?:rss|atom)\+xml|ld\+json)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_STRAY = 10  # links by relative paths for each rooted one
_LINKS = 0.3  # share of text in links; more is a list of links
_LIST = 0.5  # the same where nothing else says so
_MANY = 6  # links; fewer make no list that leads away from the content
_LISTING = ("nav", "aside")
_MAX_SHARE = 0.5  # what holds more of the text than this is content, whatever it is called


class Furniture:
    """What bears the signs of furniture on a page and does not hold most of it.

    Args:
        body: The page.
        found: Its blocks.
    """

    def __init__(self, body: HtmlElement, found: Sequence[PageBlock]) -> None:
        sizes: dict[HtmlElement, int] = {}
        for block in found:
            for element in block.path:
                sizes[element] = sizes.get(element, 0) + len(block.text)
                if element is body:
                    break
        limit = _MAX_SHARE * sum(len(block.text) for block in found)
        small = [
            e for e, size in sizes.items() if size <= limit or (e.tag in _LISTING and _is_list(e))
        ]
        self.is_in_manual = _is_in_manual(body)
        self._sure = {element for element in small if _is_furniture(element)}
        aside = [element for element in small if _is_aside(element)]
        self._sure |= {element for element in aside if not _is_prose(element)}
        self._aside = set(aside) - self._sure
        self._main = _main_of(body)

    def holds(self, block: PageBlock, home: HtmlElement | None = None) -> bool:
        """Whether a block stands in furniture; a place beside the text is none within its home.

        Args:
            block: One of the page's.
            home: The element that holds the content, ``None`` for what the page calls its main one.
        """
        path = list(block.path)
        inner = (self._main if home is None else home) in path
        return any(each in self._sure or (each in self._aside and not inner) for each in path)

    def widened(self, home: HtmlElement) -> HtmlElement:
        """Return the outermost element around the content that adds no furniture to it.

        It is never less than what the page calls its main element. Lists of links that it adds are
        furniture from then on.
        """
        if self._main in home.iterancestors():
            home = self._main
        mixed = {a for e in self._sure if e.tag not in _CONTROLS for a in (e, *e.iterancestors())}
        parent = home.getparent()
        while parent is not None and parent not in mixed:
            peer = home.get("class") or home
            others = (each for each in parent if peer not in (each, each.get("class")))
            self._sure.update(each for each in others if _is_list(each))
            home, parent = parent, parent.getparent()
        return home


def _main_of(body: HtmlElement) -> HtmlElement | None:
    for tag in ("main", "article"):
        found = [each for each in body.iter(tag, "div") if tag in (each.tag, each.get("role"))]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_list(element: HtmlElement) -> bool:
    """Whether an element is made of many links, or of a list of some."""
    if link_share(element) <= _LIST:
        return False
    return len(list(element.iter("a"))) >= _MANY or any(True for _ in element.iter("ul", "ol"))


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
    return tag in _NAMED and _NAMES.search(_names(element)) is not None


def _is_aside(element: HtmlElement) -> bool:
    """Whether an element says that it stands beside the text."""
    if element.tag == "aside" or element.get("role") == "complementary":
        return True
    return element.tag in _NAMED and _PLACES.search(_names(element)) is not None


def _names(element: HtmlElement) -> str:
    """Return the names of an element, without an identifier that was made of its heading."""
    name = element.get("id") or ""
    if name.count("-") > 1:
        title = next((each.text_content() for each in element.iter(*HEADINGS)), "")
        words = _WORD.findall(title.lower())
        name = "" if set(_WORD.findall(name.lower())) <= set(words) else name
    return f"{element.get('class') or ''} {name}"


def _is_prose(element: HtmlElement) -> bool:
    return link_share(element) <= _LINKS and next(element.iter("input", *_CONTROLS), None) is None


def _is_in_manual(body: HtmlElement) -> bool:
    """Whether a page is one of a manual rather than of a site that puts teasers among its text.

    Its links name other files of a set by relative paths, or nothing in it announces an article.
    """
    targets = ((link.get("href") or "").strip() for link in body.iter("a"))
    away = [target for target in targets if target and not _HERE.match(target)]
    rooted = sum(target.startswith(("/", "?")) for target in away)
    relative = sum(_ROOTED.match(target) is None for target in away)
    return relative > _STRAY * rooted or not any(map(_announces, body.getroottree().iter(*_FACTS)))


def _announces(element: HtmlElement) -> bool:
    """Whether an element tells other sites of an article: to share, to subscribe, to search."""
    kind, name = element.get("type") or "", element.get("property") or ""
    return _FEED.match(kind) is not None or name == "og:type" or name.startswith("article:")


def link_share(element: HtmlElement) -> float:
    """Return which share of an element's text stands in links, 0 to 1."""
    links = sum(len(one_line(link.text_content())) for link in element.iter("a"))
    data = sum(len(one_line(script.text or "")) for script in element.iter("script"))
    return links / max(len(one_line(element.text_content())) - data, 1)
