"""Title, author, date, address and language of a web page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.content import TROUBLE
from sdk_core.documents.cleaning import one_line

_TITLES = ("og:title", "twitter:title", "dc.title")
_AUTHORS = ("author", "article:author", "dc.creator", "byl")
_DATES = ("article:published_time", "date", "dc.date", "datepublished", "pubdate")
_LANGUAGES = ("content-language", "og:locale", "dc.language")
_NAMING = ("name", "property", "itemprop", "http-equiv")


def facts(tree: HtmlElement, uri: str) -> dict[str, str]:
    """Return what a page says about itself; facts it does not state are ``""``.

    Args:
        tree: The whole page, with its head and its scripts.
        uri: Where it comes from, for addresses relative to it.
    """
    stated = dict(_stated(tree))
    found = _found(tree)
    title = tree.find(".//title")
    plain_title = title.text_content() if title is not None else ""
    values = {
        "title": found.get("title") or _first(stated, _TITLES) or plain_title,
        "author": found.get("author") or _first(stated, _AUTHORS),
        "date": found.get("date") or _first(stated, _DATES),
        "canonical": _canonical(tree, uri),
        "language": tree.get("lang") or _first(stated, _LANGUAGES),
    }
    return {name: one_line(value) for name, value in values.items()}


def _found(tree: HtmlElement) -> dict[str, str]:
    """Return what trafilatura makes out, also from data for search engines and from bylines."""
    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        document = extract_metadata(
            tree, date_config={"original_date": True, "extensive_search": False}
        )
    except TROUBLE:
        return {}
    names = ("title", "author", "date")
    return {name: value for name in names if isinstance(value := getattr(document, name), str)}


def _stated(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in reversed(list(tree.iter("meta"))):  # the first one of a name is to win
        content = (element.get("content") or "").strip()
        for attribute in _NAMING:
            name = element.get(attribute)
            if name and content and not content.startswith("http"):
                yield name.lower(), content


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str:
    return next((stated[name] for name in names if name in stated), "")


def _canonical(tree: HtmlElement, uri: str) -> str:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            try:
                address = str(urljoin(uri, (element.get("href") or "").strip()))
                if urlsplit(address).scheme in ("http", "https"):
                    return address
            except ValueError:
                continue
    return ""
