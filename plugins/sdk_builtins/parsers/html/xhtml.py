"""XHTML as real books hold it: entities of HTML, unclosed tags, no network."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree, html
from lxml.html import HtmlElement

from sdk_builtins.parsers.html.dom import grow
from sdk_core.documents.decoding import decode

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_EMPTY = re.compile(r"<(title|script|style|textarea)\b([^<>]*)/>", re.IGNORECASE)


def grow_xhtml(data: bytes) -> HtmlElement | None:
    """Return the tree of an XHTML file, read as HTML when it is not well formed.

    Elements bear their names without a namespace, as those of HTML do. ``None`` when there is
    neither an element nor text.
    """
    parser = html.XHTMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_ENTITY.sub(_as_number, data), parser)
    except (etree.XMLSyntaxError, ValueError):
        return grow(markup_of(data))
    if not isinstance(root, HtmlElement):
        return None
    etree.strip_elements(root, etree.Entity, with_tail=False)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname.lower()
    return root


def markup_of(data: bytes) -> str:
    """Return XHTML that is not well formed as HTML, in which some tags need an end."""
    return _EMPTY.sub(r"<\1\2></\1>", decode(data, markup=True).text)


def _as_number(match: re.Match[bytes]) -> bytes:
    """Turn ``&nbsp;`` and the like, which XML does not know, into character references."""
    name = match.group(1)
    meaning = html5.get(f"{name.decode()};")
    if name in _XML_ENTITIES or meaning is None:
        return match.group(0)
    return "".join(f"&#{ord(character)};" for character in meaning).encode()
