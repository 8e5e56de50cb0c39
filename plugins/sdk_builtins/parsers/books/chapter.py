"""One file of a book to blocks and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml.html import HtmlElement

from sdk_builtins.parsers.books.epub_package import FRONT_MATTER
from sdk_builtins.parsers.books.xml_parts import children, element_text
from sdk_builtins.parsers.html.account import LeaveOut
from sdk_builtins.parsers.html.dom import body_of, types_of
from sdk_builtins.parsers.html.markup import is_cut, read_markup, read_tree
from sdk_builtins.parsers.html.xhtml import grow_xhtml, markup_of
from sdk_core.documents.blocks import Block, BlockKind
from sdk_core.documents.cleaning import one_line

_LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a chapter: the link to it and the author's description."""

    href: str
    alt: str


@dataclass(slots=True)
class Chapter:
    """What one file holds.

    Args:
        blocks: Its paragraphs, headings and the like.
        pictures: Its pictures in reading order.
        front: Whether the file calls itself front matter.
    """

    blocks: list[Block]
    pictures: list[Picture] = field(default_factory=list)
    front: bool = False

    @property
    def heading(self) -> str:
        """The first heading, ``""`` when there is none."""
        headings = (block.text for block in self.blocks if block.kind is BlockKind.HEADING)
        return next(headings, "")


def read_chapter(data: bytes, leave_out: LeaveOut) -> Chapter | None:
    """Return the text and pictures of an XHTML file, ``None`` when it holds no page."""
    root = grow_xhtml(data)
    if root is None:
        return None
    if is_cut(root, markup_of(data)):
        return Chapter(read_markup(markup_of(data), leave_out))
    body = body_of(root)
    pictures = list(_pictures(body))
    front = _is_front(body)
    return Chapter(read_tree(root, leave_out), pictures, front)


def _pictures(body: HtmlElement) -> Iterator[Picture]:
    for element in body.iter("img", "image"):
        if element.tag == "img":
            href, alt = element.get("src"), element.get("alt")
        else:  # many covers are a picture inside a drawing
            href = element.get(_LINK) or element.get("href") or element.get("xlink:href")
            drawings = element.iterancestors("svg")
            titles = (title for drawing in drawings for title in children(drawing, "title"))
            alt = next((element_text(title) for title in titles), "")
        if href and ":" not in href:  # pictures in the network are never fetched
            yield Picture(unquote(href), one_line(alt or ""))


def _is_front(body: HtmlElement) -> bool:
    if types_of(body) & FRONT_MATTER:
        return True
    parts = list(body)
    return bool(parts) and all(types_of(part) & FRONT_MATTER for part in parts)
