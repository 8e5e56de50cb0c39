"""A tree to blocks, without recursion so that depth does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, nothing, text_of
from sdk_builtins.parsers.html.dom import SILENT
from sdk_builtins.parsers.html.inline import (
    code_span,
    code_text,
    gutters,
    is_gutter,
    is_in_caption,
    is_note_link,
    is_permalink,
    language_of,
    maths,
    picture,
    raised_text,
)
from sdk_builtins.parsers.html.table_text import is_data, table_rows
from sdk_core.documents.blocks import Block, BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import pipe_table

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
    "search", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul", *HEADINGS,
))  # fmt: skip
_LISTS = frozenset(("ul", "ol", "menu"))
_LINES = re.compile("\v(?:[ \t\r\n]*\v)+|\v")
_UNSEEN = re.compile("[\u00ad\u200b\u2060]")
_READING_AID = "reading aid"  # how a word is spoken, in small letters above it
_BEFORE = 12  # pieces of text that lead up to raised text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock(Block):
    """A block of a page.

    Args:
        element: The element in which it stands.
    """

    element: HtmlElement

    @property
    def path(self) -> Iterator[HtmlElement]:
        """The element and all around it, from the inside out."""
        yield self.element
        yield from self.element.iterancestors()


@dataclass(slots=True)
class _List:
    """An open list: its kind and the number of its last item."""

    ordered: bool
    number: int = 0


@dataclass(slots=True)
class _Writer:
    """Collects inline text and writes it as a block wherever a block begins or ends."""

    leave_out: LeaveOut
    is_cell: bool
    blocks: list[PageBlock] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    quotes: list[int] = field(default_factory=list)
    raised: list[tuple[int, int]] = field(default_factory=list)
    glossaries: dict[HtmlElement, bool] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    mark: str = ""
    level: int = 0

    def is_glossary(self, element: HtmlElement | None) -> bool:
        if element is None or element.tag != "dl":
            return False
        if element not in self.glossaries:
            self.glossaries[element] = _is_glossary(element)
        return self.glossaries[element]

    def flush(self, element: HtmlElement) -> None:
        text = _written("".join(self.inline))
        self.inline.clear()
        if text and self.level:
            text = one_line(text)
            place = tuple(quote for quote in self.quotes if not quote)
            block = PageBlock(text, BlockKind.HEADING, self.level, quotes=place, element=element)
            self.blocks.append(block)
        elif text:
            self.add(text, element)

    def add(
        self,
        text: str,
        element: HtmlElement,
        kind: BlockKind = BlockKind.PARAGRAPH,
        language: str = "",
    ) -> None:
        self.blocks.append(
            PageBlock(
                text,
                kind,
                depth=len(self.lists),
                marker=self.mark,
                quotes=tuple(self.quotes),
                language=language,
                element=element,
            )
        )
        self.mark = ""

    def lift(self, element: HtmlElement) -> None:
        """End raised text: write it so that it does not join what precedes it."""
        start, blocks = self.raised.pop()
        if blocks != len(self.blocks) or start > len(self.inline):
            return  # a block has ended in it
        text = "".join(self.inline[start:])
        before = _UNSEEN.sub("", "".join(self.inline[max(start - _BEFORE, 0) : start]))
        self.inline[start:] = [raised_text(element, before, text)]


def page_blocks(
    root: HtmlElement, leave_out: LeaveOut = nothing, *, is_cell: bool = False
) -> list[PageBlock]:
    """Return the blocks of a tree in the order of the page.

    Args:
        root: The tree.
        leave_out: Is told of text that is passed over.
        is_cell: Whether this is the cell of a table, in which inner tables lose their grid.
    """
    writer = _Writer(leave_out, is_cell)
    stack = [(root, False)]
    while stack:
        element, is_end = stack.pop()
        if is_end:
            _leave(element, writer)
        elif _enter(element, writer, is_root=element is root):
            if element.text:
                writer.inline.append(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        if element is not root and element.tail:
            writer.inline.append(element.tail)
    writer.flush(root)
    return list(_filled(writer.blocks))


def _filled(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Yield blocks without items that begin with a list in which nothing is."""
    empty: list[PageBlock] = []
    for block in blocks:
        empty = [each for each in empty if each.depth < block.depth]
        if not block.text:
            empty.append(block)
            continue
        yield from empty
        yield block
        empty = []


def _written(text: str) -> str:
    """Return the lines of a paragraph; two breaks in a row leave a blank line between them."""
    text = _UNSEEN.sub("", text)
    if "\v" not in text:
        return one_line(text)
    parts = _LINES.split(text)
    breaks = ["\n\n" if gap.count("\v") > 1 else "\n" for gap in _LINES.findall(text)]
    written = ""
    gap = ""
    for part, following in zip(parts, [*breaks, ""], strict=True):
        if line := one_line(part):
            written += (gap if written else "") + line
            gap = following
        elif gap != "\n\n":
            gap = following
    return written


def _enter(element: HtmlElement, writer: _Writer, *, is_root: bool) -> bool:
    """Begin an element; return whether its children are still to be walked."""
    tag = element.tag
    if is_root:
        _open(element, tag, writer)
        return True
    if not isinstance(tag, str) or _is_passed_over(element, writer):
        return False
    if tag in BLOCKS:
        parent = element.getparent()
        writer.flush(element if parent is None else parent)
    if tag == "math":
        writer.inline.append(maths(element, writer.leave_out))
        return False
    if tag in _INLINE:
        writer.inline.append(_INLINE[tag](element))
        return False
    if tag == "pre" and not writer.is_cell:
        code = code_text(element)
        if numbers := gutters(element):
            writer.leave_out(Reason.STRUCTURE, numbers)
        if code.strip():
            writer.add(code, element, BlockKind.CODE, language_of(element))
        return False
    if tag == "table" and not writer.is_cell and is_data(element):
        _add_table(element, writer)
        return False
    _open(element, tag, writer)
    return True


def _is_passed_over(element: HtmlElement, writer: _Writer) -> bool:
    """Whether what is in an element is no part of the text; says so where it holds some."""
    tag = element.tag
    if tag in SILENT:
        if tag == "title":  # at a wrong place
            writer.leave_out(Reason.HIDDEN, text_of(element))
        return True
    if tag in ("rt", "rp"):
        writer.leave_out(_READING_AID, text_of(element))
        return True
    if is_gutter(element) or is_permalink(element):
        writer.leave_out(Reason.STRUCTURE, text_of(element))
        return True
    if tag == "img" and element.get("alt"):
        shown = picture(element)
        is_repeated = shown in writer.pictures or is_in_caption(element)
        if is_repeated or not shown:
            reason = Reason.REPEATED if is_repeated else Reason.PICTURE
            writer.leave_out(reason, one_line(element.get("alt") or ""))
            return True
        if shown.startswith(" !["):
            writer.pictures.add(shown)
    return False


_INLINE = {
    "br": lambda element: "\v",
    "img": picture,
    "code": code_span,
    "kbd": code_span,
    "samp": code_span,
    "tt": code_span,
}


def _add_table(element: HtmlElement, writer: _Writer) -> None:
    caption = element.find("caption")
    if caption is not None:
        writer.inline.append(_cell(caption, writer))
        writer.flush(element)
    rows = list(table_rows(element, lambda cell: _cell(cell, writer)))
    if table := pipe_table(rows):
        writer.add(table, element, BlockKind.TABLE)


def _cell(element: HtmlElement, writer: _Writer) -> str:
    found = page_blocks(element, writer.leave_out, is_cell=True)
    return one_line(" ".join(f"{block.marker} {block.text}" for block in found))


def _open(element: HtmlElement, tag: str, writer: _Writer) -> None:
    if tag in HEADINGS:
        writer.level = HEADINGS[tag]
    elif tag in _LISTS:
        start = element.get("start") or "1"
        _open_list(element, writer, tag == "ol", int(start) if start.isdecimal() else 1)
    elif tag == "li" and writer.lists:
        last = writer.lists[-1]
        last.number += 1
        writer.mark = f"{last.number}." if last.ordered else "-"
    elif writer.is_glossary(element):
        _open_list(element, writer)
    elif tag in ("dt", "dd") and writer.is_glossary(element.getparent()):
        if tag == "dd":
            _open_list(element, writer)
        writer.mark = "-"
    elif tag == "blockquote":
        writer.quotes.append(len(writer.lists))
    elif tag == "sup" or is_note_link(element):
        writer.raised.append((len(writer.inline), len(writer.blocks)))
    elif tag == "q":
        writer.inline.append("\u201c")
    elif _is_struck(element):
        writer.inline.append("~~")


def _open_list(
    element: HtmlElement, writer: _Writer, is_ordered: bool = False, start: int = 1
) -> None:
    if writer.mark:  # an item that begins with a list
        writer.add("", element)
    writer.lists.append(_List(is_ordered, start - 1))


def _leave(element: HtmlElement, writer: _Writer) -> None:
    tag = element.tag
    if tag == "sup" or is_note_link(element):
        writer.lift(element)
    elif tag == "q":
        writer.inline.append("\u201d")
    elif _is_struck(element):
        writer.inline.append("~~")
    if tag not in BLOCKS:
        return
    writer.flush(element)
    if tag in HEADINGS:
        writer.level = 0
    elif tag == "blockquote":
        writer.quotes.pop()
    elif tag == "li":
        writer.mark = ""
    elif writer.lists and (
        tag in _LISTS
        or writer.is_glossary(element)
        or (tag == "dd" and writer.is_glossary(element.getparent()))
    ):
        writer.lists.pop()
        writer.mark = ""


def _is_struck(element: HtmlElement) -> bool:
    """Whether words within a line are struck out, and would run into those that replace them."""
    if element.tag not in ("del", "s", "strike") or not text_of(element):
        return False
    return next(element.iter("br", "img", *BLOCKS), None) is None


def _is_glossary(element: HtmlElement) -> bool:
    """Whether a list of definitions holds short texts, so that a list of Markdown can show it."""
    if element.find("dt") is None:
        return False
    return next(element.iter("pre", "table", "p", *HEADINGS), None) is None
