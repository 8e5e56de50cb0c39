"""Prose in XML to blocks, by the names that DocBook, TEI, JATS and DITA give to its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from sdk_core.documents.blocks import Block, BlockKind
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.markdown import pipe_table

_PARAGRAPHS = frozenset(("p", "para", "simpara", "ab", "l"))
_TITLES = frozenset(("title", "head", "article-title", "bridgehead"))
_LINES = _PARAGRAPHS | _TITLES | {"subtitle", "term", "caption"}
_ITEMS = frozenset(("listitem", "item", "list-item", "li"))
_CODE = frozenset(("programlisting", "screen", "codeblock", "code-block", "preformat", "eg", "pre"))
_TABLES = frozenset(("table", "informaltable", "simpletable"))
_ROWS = frozenset(("row", "tr", "strow", "sthead"))
_CELLS = frozenset(("entry", "td", "th", "cell", "stentry"))
_NOTES = frozenset(("footnote", "fn", "note"))
_BLOCKS = _PARAGRAPHS | _ITEMS | _CODE | _TABLES
_ORDERED = frozenset(("order", "ordered", "numbered", "ol"))


def local_name(element: Any) -> str:
    """Return an element's name without its namespace, in lower case; ``""`` for what is none."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_prose(root: Any) -> bool:
    """Tell whether a file holds prose: paragraphs, or text beside elements."""
    return any(
        local_name(element) in _PARAGRAPHS or (element.tail or "").strip()
        for element in root.iter()
    )


def prose_blocks(root: Any) -> list[Block]:
    """Return the blocks of a document in order."""
    return list(_Walk(root).blocks(root))


class _Walk:
    def __init__(self, root: Any) -> None:
        titles = (element for element in root.iter() if local_name(element) in _TITLES)
        self._titled = {title.getparent() for title in titles}
        self._upper: int | None = None  # level that the title of the whole takes, if apart
        self._depth = 0
        self._mark = ""

    def blocks(self, element: Any) -> Iterator[Block]:
        name = local_name(element)
        if name in _CODE:
            yield self._block(clean(_text(element)).strip("\n"), BlockKind.CODE)
        elif name in _TABLES and (rows := _rows(element)):
            for title in element.iterchildren(etree.Element):
                if local_name(title) in _LINES:
                    yield from self._mixed(title)
            yield self._block(pipe_table(rows), BlockKind.TABLE)
        elif name in _ITEMS:
            self._depth += 1
            self._mark = _marker(element)
            yield from self._mixed(element)
            self._depth -= 1
            self._mark = ""
        else:
            yield from self._mixed(element)

    def _mixed(self, element: Any) -> Iterator[Block]:
        """Yield the text of an element, and the blocks within it where they stand."""
        is_line = local_name(element) in _LINES or _has_text(element)
        pieces = [element.text or ""]
        for child in element:
            name = local_name(child)
            if not name:
                pieces.append("" if child.tag in (etree.Comment, etree.PI) else child.text or "")
            elif name in _NOTES and is_line:
                pieces.append(f" ({one_line(_text(child))})")
            elif is_line and not _holds_block(child):
                pieces.append(_text(child))
            else:
                yield from self._line(element, pieces)
                pieces = []
                yield from self.blocks(child)
            pieces.append(child.tail or "")
        yield from self._line(element, pieces)

    def _line(self, element: Any, pieces: list[str]) -> Iterator[Block]:
        text = one_line(clean("".join(pieces)))
        if text and local_name(element) in _TITLES:
            level = sum(each in self._titled for each in element.iterancestors())
            if self._upper is None:
                self._upper = int(not _holds_block(element.getparent()))
                level -= self._upper
            yield Block(text, BlockKind.HEADING, level + self._upper)
        elif text:
            yield self._block(text)

    def _block(self, text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
        mark, self._mark = self._mark, ""
        return Block(text, kind, depth=self._depth, marker=mark)


def _text(element: Any) -> str:
    return "".join(element.itertext(etree.Element, etree.Entity))


def _has_text(element: Any) -> bool:
    return bool((element.text or "").strip() or any((each.tail or "").strip() for each in element))


def _holds_block(element: Any) -> bool:
    """Whether there is a block in an element, or it is one."""
    return any(local_name(each) in _BLOCKS for each in element.iter())


def _rows(table: Any) -> list[list[str]]:
    return [
        [one_line(_text(cell)) for cell in row if local_name(cell) in _CELLS]
        for row in table.iter(etree.Element)
        if local_name(row) in _ROWS
    ]


def _marker(item: Any) -> str:
    parent = item.getparent()
    if parent is None:
        return "-"
    stated = {parent.get(name, "") for name in ("list-type", "rend", "type")}
    if local_name(parent) not in ("orderedlist", "ol") and not stated & _ORDERED:
        return "-"
    return f"{1 + sum(each.tag == item.tag for each in item.itersiblings(preceding=True))}."
