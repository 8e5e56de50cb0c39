"""One file of a book to text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from sdk_builtins.parsers.books.epub_package import FRONT_MATTER
from sdk_builtins.parsers.books.markup import children, element_text, name_of, parse_page, types_of
from sdk_core.documents.cleaning import clean
from sdk_core.documents.markdown import fence, pipe_table

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "section",
    "table", "tr", "ul", *_HEADINGS,
}  # fmt: skip
_UNREAD = {"head", "script", "style", "template", "rt", "rp", "audio", "video", "object", "iframe"}
_LINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")


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
        heading: Its first heading, ``""`` when there is none.
        pictures: Its pictures in reading order.
        front: Whether the file calls itself front matter.
    """

    blocks: list[str] = field(default_factory=list)
    heading: str = ""
    pictures: list[Picture] = field(default_factory=list)
    front: bool = False

    @property
    def text(self) -> str:
        """The blocks with a blank line between them; items of a list stand close together."""
        text, previous = "", ""
        for block in self.blocks:
            gap = "\n" if _is_item(previous) and _is_item(block) else "\n\n"
            text += (gap if text else "") + block
            previous = block
        return text


def read_chapter(data: bytes, path: str) -> Chapter:
    """Return the text and pictures of an XHTML file.

    Raises:
        UnreadableFile: It holds no page.
    """
    return read_page(parse_page(data, path))


def read_page(root: Any) -> Chapter:
    """Return the text and pictures of a page that was parsed."""
    body = next(iter(children(root, "body")), root)
    walk = _Walk(Chapter(front=_is_front(body)))
    walk.read(body)
    return walk.chapter


class _Walk:
    """Walks a page without recursion, collects inline text and cuts it where a block ends."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self._inline: list[str] = []
        self._lists: list[int] = []  # number of the last item of each open list, -1 for bullets
        self._mark = ""
        self._tables = 0  # open tables
        self._cells: list[str] = []
        self._rows: list[list[str]] = []

    def read(self, body: Any) -> None:
        """Collect everything below an element."""
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            name = name_of(element)
            if event == "start":
                if self._enter(element, name):
                    self._say(element.text)
                else:
                    walker.skip_subtree()
            else:
                self._leave(name)
                if element is not body:
                    self._say(element.tail)
        self._flush()

    def _enter(self, element: Any, name: str) -> bool:
        """Begin an element; return whether what is in it is to be read."""
        if name in _UNREAD or element.get("hidden") is not None:
            return False
        if name == "br":
            self._inline.append("\n")
        elif name in ("img", "image", "svg"):
            self._see(element, name)
            return False
        elif name == "pre":
            self._flush()
            code = clean("".join(element.itertext())).strip("\n")
            if code.strip():
                self.chapter.blocks.append(fence(code))
            return False
        elif name in _BLOCKS:
            self._break()
            self._open(element, name)
        return True

    def _open(self, element: Any, name: str) -> None:
        if name == "table":
            self._tables += 1
        elif name in ("ol", "ul"):
            start = str(element.get("start") or "1")
            self._lists.append(int(start) - 1 if name == "ol" and start.isdigit() else -1)
        elif name == "li" and self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            self._mark = f"{self._lists[-1]}. "
        elif name == "li":
            self._mark = "- "
        elif name in _HEADINGS and not self._tables:
            self._mark = "#" * _HEADINGS[name] + " "

    def _leave(self, name: str) -> None:
        if name in ("td", "th") and self._tables == 1:
            self._end_cell()
        if name == "tr":
            self._end_row()
        elif name in _BLOCKS:
            self._break()
        if name == "table":
            self._end_row()
            self._tables -= 1
            if not self._tables and self._rows:
                self._end_table()
        elif name in ("ol", "ul") and self._lists:
            self._lists.pop()
        if name == "li" or name in _HEADINGS:
            self._mark = ""

    def _break(self) -> None:
        """End a block; inside a table only its rows are blocks."""
        if self._tables:
            self._inline.append(" ")
        else:
            self._flush()

    def _say(self, text: str | None) -> None:
        if text:
            self._inline.append(_SPACE.sub(" ", _INVISIBLE.sub("", clean(text))))

    def _end_cell(self) -> None:
        self._cells.append(_SPACE.sub(" ", "".join(self._inline)).strip())
        self._inline.clear()

    def _end_row(self) -> None:
        if self._tables != 1:  # rows of a table in a cell are part of that cell
            self._inline.append(" ")
            return
        if "".join(self._inline).strip():
            self._end_cell()
        if any(self._cells):
            self._rows.append(self._cells)
        self._cells = []

    def _end_table(self) -> None:
        if max(map(len, self._rows)) > 1:
            self.chapter.blocks.append(pipe_table(self._rows))
        else:  # a frame around text
            self.chapter.blocks.extend(row[0] for row in self._rows)
        self._rows = []

    def _flush(self) -> None:
        if self._tables:
            return
        separator = " " if self._mark.startswith("#") else "\n"
        lines = (_SPACE.sub(" ", line).strip() for line in "".join(self._inline).split("\n"))
        text = separator.join(line for line in lines if line)
        self._inline.clear()
        if not text:
            return
        if self._mark.startswith("#") and not self.chapter.heading:
            self.chapter.heading = text
        indent = "  " * (len(self._lists) - 1) if _is_item(self._mark) else ""
        self.chapter.blocks.append(indent + self._mark + text)
        self._mark = ""

    def _see(self, element: Any, name: str) -> None:
        if name == "img":
            found = [(element.get("src"), element.get("alt"))]
        else:  # many covers are a picture inside a drawing
            title = next((element_text(each) for each in children(element, "title")), "")
            images = children(element, "image")
            found = [(image.get(_LINK) or image.get("href"), title) for image in images]
        for href, alt in found:
            if href and ":" not in href:  # pictures in the network are never fetched
                self.chapter.pictures.append(
                    Picture(unquote(href), _SPACE.sub(" ", alt or "").strip())
                )


def _is_item(block: str) -> bool:
    return re.match(r" *(?:- |\d+\. )", block) is not None


def _is_front(body: Any) -> bool:
    if types_of(body) & FRONT_MATTER:
        return True
    parts = list(body)
    return bool(parts) and all(types_of(part) & FRONT_MATTER for part in parts)
