"""One section of a book to Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from sdk_core.documents.cleaning import one_line
from sdk_core.documents.markdown import heading, pipe_table
from sdk_fb2.book import Book, name_of, target_of, words

_LINES = ("p", "subtitle", "v", "text-author", "date")


@dataclass(slots=True)
class Chapter:
    """What a section holds: blocks of text, the first title, ids of pictures, notes."""

    blocks: list[str] = field(default_factory=list)
    title: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The blocks and notes with a blank line between them."""
        return "\n\n".join([*self.blocks, *self.notes])


def read_chapter(element: Any, book: Book) -> Chapter:
    """Return the text of a section, walked without recursion however deep it is nested."""
    chapter = Chapter()
    depth = 0
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        name = name_of(node)
        if name == "section":
            depth += 1 if event == "start" else -1
        elif event == "start" and _take(chapter, node, name, max(depth, 1), book):
            walker.skip_subtree()
    return chapter


def _take(chapter: Chapter, node: Any, name: str, depth: int, book: Book) -> bool:
    """Add a block to the chapter; return whether it was read as a whole."""
    if name == "title":
        text = " ".join(words(line) for line in node)
        chapter.title = chapter.title or text
        chapter.blocks.append(heading(depth, text))
    elif name == "table":
        rows = [[words(cell) for cell in row] for row in node]
        chapter.blocks.append(pipe_table(rows))
    elif name == "image":
        chapter.pictures.append((target_of(node), one_line(node.get("alt") or "")))
    elif name in _LINES:
        _line(chapter, node, book)
    else:
        return False
    return True


def _line(chapter: Chapter, node: Any, book: Book) -> None:
    for link in node.iter():
        name = name_of(link)
        if name == "image":
            chapter.pictures.append((target_of(link), one_line(link.get("alt") or "")))
        elif name == "a" and link.get("type") == "note" and (note := book.note(target_of(link))):
            number = one_line(words(link).strip("[]"))
            chapter.notes.append(f"[^{number}]: {note}")
            for child in list(link):
                link.remove(child)
            link.text = f"[^{number}]"
    if text := words(node):
        chapter.blocks.append(text)
