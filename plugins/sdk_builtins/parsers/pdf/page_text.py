"""The blocks of a page, and what belongs together over the end of one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from sdk_builtins.parsers.pdf.code_blocks import CodeBlock, appended
from sdk_builtins.parsers.pdf.headings import HYPHENATED, SENTENCE_END, TextStyle
from sdk_builtins.parsers.pdf.lines import Line
from sdk_core.documents.blocks import Block, BlockKind, write_blocks
from sdk_core.model import Image

_SHORT = 12  # rows of code, fewer of which do not make a page of their own
_SAME_SIZE = 0.06  # of the size of the type
_FULL = 0.12  # of the width of a paragraph by which its last line may be shorter when it runs on
_SOFT_HYPHEN = re.compile("\u00ad ?")
_CAPTION = re.compile(r"(?:fig(?:ure)?|table|abb(?:ildung)?|tab(?:elle)?|tableau)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageBlock(Block):
    """A block with the lines that it was made of.

    Args:
        lines: Its lines, when it is a paragraph or heading.
        listing: Its rows, when it is program code.
    """

    lines: tuple[Line, ...] = ()
    listing: CodeBlock | None = None


@dataclass(slots=True)
class PageText:
    """What a page says.

    Args:
        number: The number of the page, from 1.
        blocks: Its blocks in reading order.
        line_numbers: What stood beside its program code.
        part: ``contents`` or ``index`` when it only says what stands where.
        images: Its pictures, when they are wanted.
        last_page: The page on which its text ends, a later one when a paragraph runs on there.
    """

    number: int
    blocks: list[PageBlock]
    last_page: int = 0
    line_numbers: list[str] = field(default_factory=list)
    part: str = ""
    images: tuple[Image, ...] = ()

    @property
    def markdown(self) -> str:
        """The page as Markdown."""
        return _SOFT_HYPHEN.sub("", write_blocks(self.blocks))


def join_pages(above: PageText, below: PageText, style: TextStyle) -> None:
    """Put what runs on over the end of a page whole on the page where it begins.

    A page that would have nothing left keeps its text, unless what runs on ends there.
    """
    end = _last_in_body(above, style)
    start = _first_in_body(below, above.blocks[end] if end is not None else None)
    if end is None or start is None:
        return
    first, second = above.blocks[end], below.blocks[start]
    is_whole = len(below.blocks) == 1
    if first.listing and second.listing:
        if is_whole and len(second.listing.rows) >= _SHORT:
            return
        listing = appended(first.listing, second.listing)
        joined = replace(first, text=listing.text(), listing=listing)
    elif _runs_on(first, second, is_near=start == 0):
        if is_whole and not SENTENCE_END.search(second.text):
            return
        text = style.joined(first.text, first.lines[-1].text, second.text)
        joined = replace(first, text=text, lines=second.lines)
    else:
        return
    above.blocks[end] = joined
    above.last_page = below.number
    del below.blocks[start]


def _last_in_body(page: PageText, style: TextStyle) -> int | None:
    """Return which block is the last one on a page that is no note at its foot."""
    for number in range(len(page.blocks) - 1, -1, -1):
        block = page.blocks[number]
        if block.listing or (block.lines and block.lines[-1].size > 0.93 * style.body_size):
            return number
        if block.kind is not BlockKind.PARAGRAPH:
            return None
    return None


def _first_in_body(page: PageText, block: PageBlock | None) -> int | None:
    """Return which block of a page may go on with another one, past tables and captions."""
    if block is None:
        return None
    for number, other in enumerate(page.blocks[:3]):
        if other.listing and block.listing:
            return number if other.listing.is_like(block.listing) and not number else None
        if other.kind is BlockKind.PARAGRAPH and other.lines and not _CAPTION.match(other.text):
            size = block.lines[-1].size if block.lines else 0.0
            if abs(other.lines[0].size - size) <= _SAME_SIZE * size:
                return number
        elif other.kind is not BlockKind.TABLE and other.lines and not _CAPTION.match(other.text):
            return None
    return None


def _runs_on(first: PageBlock, second: PageBlock, *, is_near: bool) -> bool:
    """Whether a paragraph goes on with another one."""
    is_text = first.kind is second.kind is BlockKind.PARAGRAPH and not second.marker
    if not is_text or not first.lines or SENTENCE_END.search(first.text):
        return False
    last, head = first.lines[-1], second.lines[0]
    if (last.bold, last.slanted) != (head.bold, head.slanted):
        return False
    if second.text[0].islower():
        return len(first.text) > 20 or HYPHENATED.search(first.text) is not None
    left, right = min(line.x0 for line in first.lines), max(line.x1 for line in first.lines)
    is_full = len(first.lines) > 2 and last.x1 > right - _FULL * (right - left)
    is_indented = len(second.lines) > 1 and head.x0 > second.lines[1].x0 + 0.5 * head.size
    return is_near and is_full and len(second.lines) > 1 and not is_indented
