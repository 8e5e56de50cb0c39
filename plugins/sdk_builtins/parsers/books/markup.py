"""XML and XHTML as real books hold it: entities of HTML, unclosed tags, no network."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree

from sdk_builtins.parsers.books.archive import UnreadableFile

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_EMPTY = re.compile(rb"<(title|script|style|textarea)\b([^<>]*)/>", re.IGNORECASE)
_SAFE: dict[str, Any] = {"no_network": True, "remove_comments": True, "remove_pis": True}


def parse_xhtml(data: bytes, path: str) -> Any:
    """Return the root of an XML file; small mistakes are forgiven, entities never expanded.

    Raises:
        UnreadableFile: There is no XML in it.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, recover=True, **_SAFE)
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"{path} is no XML ({error})") from error
    if root is None:
        raise UnreadableFile(f"{path} is no XML")
    return root


def parse_page(data: bytes, path: str) -> Any:
    """Return the root of an XHTML file, read as HTML when it is not well formed.

    Raises:
        UnreadableFile: There is no element in it.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, **_SAFE)
        root = etree.fromstring(_ENTITY.sub(_as_number, data), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = _parse_html(data, path)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def name_of(element: Any) -> str:
    """Return an element's name without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def types_of(element: Any) -> frozenset[str]:
    """Return what an element is for by its ``epub:type``."""
    value = element.get(EPUB_TYPE) or element.get("epub:type") or ""
    return frozenset(value.lower().split())


def children(element: Any, name: str) -> list[Any]:
    """Return all elements below another one that have a name, in document order."""
    return [found for found in element.iter() if name_of(found) == name]


def element_text(element: Any) -> str:
    """Return all text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _as_number(match: re.Match[bytes]) -> bytes:
    """Turn ``&nbsp;`` and the like, which XML does not know, into character references."""
    name = match.group(1)
    meaning = html5.get(f"{name.decode()};")
    if name in _XML_ENTITIES or meaning is None:
        return match.group(0)
    return "".join(f"&#{ord(character)};" for character in meaning).encode()


def _parse_html(data: bytes, path: str) -> Any:
    data = _EMPTY.sub(rb"<\1\2></\1>", data)  # in HTML they would swallow the rest of the page
    try:
        data.decode()
        encoding = "utf-8"  # what XML means by silence; HTML would mean Latin-1
    except UnicodeDecodeError:
        encoding = None
    parser = etree.HTMLParser(encoding=encoding, huge_tree=True, **_SAFE)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"{path} holds no page ({error})") from error
    fatal = parser.error_log.filter_from_fatals()
    if fatal:  # the parser went on without what it could not take
        raise UnreadableFile(f"{path} cannot be read as a whole ({fatal[0].message})")
    if root is None:
        raise UnreadableFile(f"{path} holds no page")
    return root
