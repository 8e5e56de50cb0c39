"""Which part of a web page is its content, and which is furniture around it."""

from __future__ import annotations

import re
from collections import defaultdict

from bs4 import Comment, Doctype, Tag

_INVISIBLE = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "head",
    "title", "datalist", "audio", "video", "map",
)  # fmt: skip
_FURNITURE = ("nav", "footer", "aside", "form", "button", "select", "textarea", "dialog", "menu")
_ROLES = {
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar", "tablist",
}  # fmt: skip
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|consent|gdpr|"
    r"newsletter|subscribe|subscription|signup|social|share|sharing|sharebar|related|recommended|"
    r"recirc|trending|popular|promo|promoted|sponsor(?:ed)?|advert(?:isement)?|ads?|banner|popup|"
    r"modal|overlay|comments?|disqus|pagination|pager|toolbar|skip|masthead|outbrain|taboola|"
    r"most-read|read-more|more-stories|tags|byline-social|print-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = ("div", "section", "ul", "ol", "table", "dl", "p", "header", "figure")
_MAX_SHARE = 0.5  # what holds more of the text than this is content, whatever it is called
_MIN_TEXT = 200
_MAX_PASSES = 20  # over the text of the page, so that depth cannot make the time quadratic
_ENOUGH = 0.85


def drop_invisible(soup: Tag) -> None:
    """Remove what a browser does not show: scripts, comments, hidden elements."""
    for text in soup.find_all(string=lambda value: isinstance(value, (Comment, Doctype))):
        text.extract()
    for tag in soup.find_all(_is_invisible):
        if not tag.decomposed and tag.parent is not None:
            tag.extract()


def _is_invisible(tag: Tag) -> bool:
    if tag.name in _INVISIBLE or tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return bool(style) and _HIDING.search(str(style)) is not None


def drop_furniture(body: Tag) -> None:
    """Remove navigation, forms, share bars and the like, unless they hold most of the page."""
    whole = len(body.get_text())
    limit, budget = _MAX_SHARE * whole, _MAX_PASSES * whole
    for tag in body.find_all(_is_furniture):
        size = len(tag.get_text())
        if size <= limit:
            tag.extract()
        budget -= size
        if budget < 0:  # thousands of menus inside each other
            return


def _is_furniture(tag: Tag) -> bool:
    if tag.name in _FURNITURE or tag.get("aria-hidden") == "true":
        return True
    if str(tag.get("role", "")).lower() in _ROLES:
        return True
    if tag.name == "header":
        return tag.find_parent(("article", "main")) is None and tag.find("h1") is None
    if tag.name not in _BLOCKS:
        return False
    classes = tag.get("class")
    names = " ".join(classes) if isinstance(classes, list) else str(classes or "")
    return _NAMES.search(f"{names} {tag.get('id') or ''}") is not None


def main_content(body: Tag, whole: int) -> Tag:
    """Return the element that holds the article, or the body when there is no such element.

    Args:
        body: The page without furniture.
        whole: Characters of the page before furniture was removed.
    """
    text = len(body.get_text())
    for candidate in _declared(body):
        if len(candidate.get_text()) > max(_MAX_SHARE * _paragraph_text(body), _MIN_TEXT):
            return _pruned(candidate)
    if text == whole and _link_share(body) < 0.25:
        return body  # no furniture: a fragment or a plain document
    best = _densest(body)
    total = _paragraph_text(body)
    for _ in range(_MAX_PASSES):
        if best is None or best is body or _paragraph_text(best) >= _ENOUGH * total:
            break
        best = best.parent
    else:
        best = body
    return body if best is None else _pruned(best)


def _declared(body: Tag) -> list[Tag]:
    articles = body.find_all("article", limit=50)
    mains = body.find_all(lambda tag: tag.name == "main" or tag.get("role") == "main", limit=5)
    mains += body.find_all(lambda tag: tag.get("itemprop") == "articleBody", limit=5)
    longest = max(articles, key=lambda tag: len(tag.get_text()), default=None)
    return ([longest] if longest is not None else []) + list(mains)


def _paragraph_text(body: Tag) -> int:
    """Return the characters in paragraphs of some length that are not made of links."""
    texts = ((tag, len(tag.get_text())) for tag in body.find_all("p"))
    return sum(size for tag, size in texts if size > 40 and _link_share(tag) < 0.5)


def _densest(body: Tag) -> Tag | None:
    """Return the element whose own paragraphs hold most text, as readers' modes do."""
    scores: dict[int, float] = defaultdict(float)
    elements: dict[int, Tag] = {}
    for paragraph in body.find_all(("p", "pre", "blockquote", "td")):
        text = paragraph.get_text()
        if len(text) < 25:
            continue
        weight = 1 + text.count(",") + min(len(text) / 100, 3)
        for ancestor, share in zip(paragraph.parents, (1.0, 0.5, 0.25), strict=False):
            if ancestor.name in ("html", "[document]"):
                break
            scores[id(ancestor)] += weight * share
            elements[id(ancestor)] = ancestor
    if not scores:
        return None
    best = max(scores, key=lambda key: scores[key] * (1 - _link_share(elements[key])))
    return elements[best]


def _link_share(tag: Tag) -> float:
    links = sum(len(link.get_text()) for link in tag.find_all("a"))
    return links / max(len(tag.get_text()), 1)


def _pruned(content: Tag) -> Tag:
    """Remove lists of links such as related articles from the content."""
    suspects: set[int] = set()
    for link in content.find_all("a"):
        suspects.update(id(tag) for tag, _ in zip(link.parents, range(4), strict=False))
    for tag in content.find_all(("ul", "ol", "div", "section", "table")):
        if id(tag) not in suspects or tag is content or tag.find(("h1", "p")) is not None:
            continue
        if len(tag.find_all("a", limit=3)) > 2 and _link_share(tag) > 0.7:
            tag.extract()
    return content
