"""An HTML tree to Markdown, without recursion so that depth does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from sdk_core.documents.cleaning import alt_text, clean, one_line, tidy
from sdk_core.documents.markdown import heading, pipe_table

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li",
    "main", "nav", "ol", "p", "section", "summary", "table", "tbody", "td", "th", "tfoot", "thead",
    "tr", "ul", "aside", "caption", "legend", "option", "menu", "pre", *_HEADINGS,
}  # fmt: skip
_LISTS = {"ul", "ol", "menu"}
_NO_TABLE = ["table", "pre", "ul", "ol", "article", "section", "form", *_HEADINGS]
_INDENT = "    "
_CHAPTER = 2
_MAX_SPAN = 64


@dataclass(slots=True)
class Section:
    """A part of the page under one heading."""

    heading: str
    text: str


@dataclass(slots=True)
class _List:
    """An open list: its kind and the number of its last item."""

    ordered: bool
    number: int = 0


@dataclass(slots=True)
class _Writer:
    """Collects inline text and writes it as a block wherever a block begins or ends."""

    blocks: list[tuple[str, int, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    mark: str = ""
    level: int = 0

    def flush(self) -> None:
        lines = [one_line(line) for line in "".join(self.inline).split("\v")]
        text = "\n".join(line for line in lines if line)
        self.inline.clear()
        if not text:
            return
        if self.level:
            title = one_line(text)
            self.blocks.append((heading(self.level, title), self.level, title))
        elif self.lists:
            indent = _INDENT * (min(len(self.lists), 8) - 1)
            lead = self.mark or " " * 2
            self.blocks.append((indent + lead + text.replace("\n", f"\n{indent}  "), -1, ""))
            self.mark = ""
        else:
            self.blocks.append((text, 0, ""))

    def add(self, block: str) -> None:
        self.flush()
        if block:
            self.blocks.append((block, 0, ""))


def sections(root: Tag) -> Iterator[Section]:
    """Yield the parts of a tree, each begun by a heading of level 1 or 2."""
    text, title, in_list = "", "", False
    for block, level, name in _blocks(root):
        if 0 < level <= _CHAPTER and text:
            yield Section(title, tidy(text))
            text, title, in_list = "", "", False
        if 0 < level <= _CHAPTER:
            title = name
        gap = "\n" if in_list and level < 0 else "\n\n"
        text += (gap if text else "") + block
        in_list = level < 0
    if text:
        yield Section(title, tidy(text))


def _blocks(root: Tag) -> list[tuple[str, int, str]]:
    writer = _Writer()
    stack: list[tuple[PageElement, bool]] = [(root, False)]
    while stack:
        node, is_end = stack.pop()
        if isinstance(node, NavigableString):
            writer.inline.append(str(node))
        elif isinstance(node, Tag):
            if is_end:
                _leave(node, writer)
            elif _enter(node, writer):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
    writer.flush()
    return writer.blocks


def _enter(tag: Tag, writer: _Writer) -> bool:
    """Begin an element; return whether its children are still to be walked."""
    name = tag.name
    if name == "br":
        writer.inline.append("\v")
        return False
    if name == "img":
        alt = alt_text(str(tag.get("alt") or ""))
        if alt and tag.find_parent("figure") is not None:
            writer.inline.append(f" ![{alt}]() ")
        return False
    if name == "pre":
        code = clean(tag.get_text()).strip("\n")
        writer.add(f"```\n{code}\n```" if code.strip() else "")
        return False
    if name == "code" and not tag.find("br"):
        code = one_line(tag.get_text())
        writer.inline.append(f"`{code}`" if code else "")
        return False
    if name == "table" and _is_data(tag):
        if tag.caption:
            writer.add(one_line(tag.caption.get_text()))
        writer.add(pipe_table(list(_rows(tag))))
        return False
    if name in _BLOCKS:
        writer.flush()
    if name in _HEADINGS:
        writer.level = _HEADINGS[name]
    elif name in _LISTS:
        start = str(tag.get("start") or "1")
        writer.lists.append(_List(name == "ol", int(start) - 1 if start.isdigit() else 0))
    elif name == "li":
        if writer.lists:
            writer.lists[-1].number += 1
            last = writer.lists[-1]
            writer.mark = f"{last.number}. " if last.ordered else "- "
        else:
            writer.mark = ""
    return True


def _leave(tag: Tag, writer: _Writer) -> None:
    if tag.name in _BLOCKS:
        writer.flush()
    if tag.name in _HEADINGS:
        writer.level = 0
    elif tag.name in _LISTS and writer.lists:
        writer.lists.pop()
        writer.mark = ""


def _is_data(table: Tag) -> bool:
    """Whether a table holds data in cells rather than the layout of a page."""
    if table.get("role") == "presentation" or table.find(_NO_TABLE) is not None:
        return False
    row = table.find("tr")
    return isinstance(row, Tag) and any(
        len(each.find_all(("td", "th"))) > 1 for each in table.find_all("tr", limit=20)
    )


def _rows(table: Tag) -> Iterator[list[str]]:
    waiting: dict[int, int] = {}  # column to the number of rows that a merged cell still covers
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(("td", "th")):
            while waiting.get(len(cells), 0) > 0:
                waiting[len(cells)] -= 1
                cells.append("")
            span, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(span):
                if rows > 1:
                    waiting[len(cells)] = rows - 1
                cells.append("" if offset else cell.get_text(" " if cell.find("br") else ""))
        yield cells


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name) or "1")
    return min(max(int(text), 1), _MAX_SPAN) if text.isdigit() else 1
