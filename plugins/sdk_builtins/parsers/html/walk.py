"""A tree to blocks of Markdown, without recursion so that depth does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.dom import SILENT
from sdk_builtins.parsers.html.inline import code_text, language_of, maths, picture
from sdk_builtins.parsers.html.table_text import is_data, table_rows
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.markdown import fence, heading, pipe_table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    *HEADINGS,
))  # fmt: skip
_LISTS = frozenset(("ul", "ol", "menu"))
_UNREAD = SILENT | {"rt", "rp"}
_INDENT = "    "
_DEEPEST = 8  # levels of a list that are indented
_CHAPTER = 2
_UNSEEN = re.compile("[\u00ad\u200b\u2060]")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under one heading."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A paragraph, heading, item, table or listing.

    Args:
        text: The block as Markdown.
        element: The element in which it stands.
        level: Of a heading 1 to 6; 0 for a block of another kind.
        is_item: Whether it is an item of a list or the continuation of one.
    """

    text: str
    element: HtmlElement
    level: int = 0
    is_item: bool = False


@dataclass(slots=True)
class _List:
    """An open list: its kind and the number of its last item."""

    ordered: bool
    number: int = 0


@dataclass(slots=True)
class _Writer:
    """Collects inline text and writes it as a block wherever a block begins or ends."""

    blocks: list[HtmlBlock] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    mark: str = ""
    level: int = 0

    def flush(self, element: HtmlElement) -> None:
        lines = [one_line(_UNSEEN.sub("", line)) for line in "".join(self.inline).split("\v")]
        text = "\n".join(line for line in lines if line)
        self.inline.clear()
        if text and self.level:
            self.blocks.append(HtmlBlock(heading(self.level, text), element, self.level))
        elif text:
            self.add(text, element)

    def add(self, text: str, element: HtmlElement) -> None:
        if self.quotes:
            text = "> " + text.replace("\n", "\n> ")
        if self.lists:
            indent = _INDENT * (min(len(self.lists), _DEEPEST) - 1)
            lead = self.mark or " " * 2
            text = indent + lead + text.replace("\n", f"\n{indent}{' ' * len(lead)}")
            self.mark = ""
        self.blocks.append(HtmlBlock(text, element, is_item=bool(self.lists)))


def blocks(root: HtmlElement) -> list[HtmlBlock]:
    """Return the blocks of a tree in the order of the page."""
    writer = _Writer()
    stack = [(root, False)]
    while stack:
        element, is_end = stack.pop()
        if is_end:
            _leave(element, writer)
        elif _enter(element, writer):
            if element.text:
                writer.inline.append(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if element is not root and element.tail:
            writer.inline.append(element.tail)
    writer.flush(root)
    return writer.blocks


def sections(found: Iterable[HtmlBlock]) -> Iterator[Section]:
    """Yield the parts of a page, each begun by a heading of level 1 or 2."""
    pieces: list[str] = []
    title, in_list = "", False
    for block in found:
        if 0 < block.level <= _CHAPTER:
            if pieces:
                yield Section(title, tidy("".join(pieces)))
            pieces, title = [], block.text.lstrip("# ")
        if pieces:
            pieces.append("\n" if in_list and block.is_item else "\n\n")
        pieces.append(block.text)
        in_list = block.is_item
    if pieces:
        yield Section(title, tidy("".join(pieces)))


def _enter(element: HtmlElement, writer: _Writer) -> bool:
    """Begin an element; return whether its children are still to be walked."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNREAD:
        return False
    if tag in BLOCKS:
        parent = element.getparent()
        writer.flush(element if parent is None else parent)
    if tag in _INLINE:
        writer.inline.append(_INLINE[tag](element))
        return False
    if tag == "pre":
        code = code_text(element)
        if code.strip():
            writer.add(fence(code, language_of(element)), element)
        return False
    if tag == "table" and is_data(element):
        caption = element.find("caption")
        if caption is not None and (text := one_line(caption.text_content())):
            writer.add(text, element)
        if table := pipe_table(list(table_rows(element))):
            writer.add(table, element)
        return False
    _open(element, tag, writer)
    return True


def _code(element: HtmlElement) -> str:
    code = one_line(element.text_content())
    return f"`{code}`" if code else ""


_INLINE = {
    "br": lambda element: "\v",
    "img": picture,
    "math": maths,
    "code": _code,
    "kbd": _code,
    "samp": _code,
}


def _open(element: HtmlElement, tag: str, writer: _Writer) -> None:
    if tag in HEADINGS:
        writer.level = HEADINGS[tag]
    elif tag in _LISTS:
        start = element.get("start") or "1"
        writer.lists.append(_List(tag == "ol", int(start) - 1 if start.isdecimal() else 0))
    elif tag == "li" and writer.lists:
        last = writer.lists[-1]
        last.number += 1
        writer.mark = f"{last.number}. " if last.ordered else "- "
    elif tag == "dl" and _is_glossary(element):
        writer.lists.append(_List(ordered=False))
    elif tag in ("dt", "dd") and _is_in_glossary(element):
        if tag == "dd":
            writer.lists.append(_List(ordered=False))
        writer.mark = "- "
    elif tag == "blockquote":
        writer.quotes += 1


def _leave(element: HtmlElement, writer: _Writer) -> None:
    tag = element.tag
    if tag not in BLOCKS:
        return
    writer.flush(element)
    if tag in HEADINGS:
        writer.level = 0
    elif tag == "blockquote":
        writer.quotes -= 1
    elif writer.lists and (
        tag in _LISTS
        or (tag == "dl" and _is_glossary(element))
        or (tag == "dd" and _is_in_glossary(element))
    ):
        writer.lists.pop()
        writer.mark = ""


def _is_glossary(element: HtmlElement) -> bool:
    """Whether a list of definitions holds short texts, so that a list of Markdown can show it."""
    if element.find("dt") is None:
        return False
    return next(element.iter("pre", "table", "p", *HEADINGS), None) is None


def _is_in_glossary(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "dl" and _is_glossary(parent)
