"""Program code on a page: rows of monospaced type, with the columns that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sdk_builtins.parsers.pdf.line_numbers import has_number, is_number, numbers_apart
from sdk_builtins.parsers.pdf.lines import Row
from sdk_builtins.parsers.pdf.runs import made_of_runs
from sdk_builtins.parsers.pdf.table_finding import BULLETS

_SAME_PITCH = 0.03  # of the pitch
_WIDEST_DROP = 4.5  # of the size of the type, from row to row of one block
_ALIGNED = 3.0  # points by which the cells of a column may begin apart
_MAX_COLUMNS = 400
_MAX_BLANK = 2
_CODE_SHARE = 0.3  # of the rows that must look like code where the whole document is monospaced
_ENDING = re.compile(r"[{};:\\]$")
_BRACKETS = re.compile(r"[()\[\]{}=<>]")
_OPENING = re.compile(
    r"(?:def|class|import|from|if|elif|else|for|while|return|function|func|fn|var|let|const|public|"
    r"private|protected|static|void|int|char|struct|package|namespace|using|include|begin|end|"
    r"module|try|catch|except|print|echo|export|SELECT|INSERT|UPDATE|DELETE|CREATE|sudo|apt(?:-get)?|"
    r"pip|npm|git|docker|curl|cd|mkdir)\b(?=.*[\s(])|#include|#!/|//|/\*|--\s|<[?!/a-zA-Z]|@\w+|"
    r"[$#%>]\s+\S|>>>\s|\.\.\.\s|[A-Z]:\\|[\w.]+\s*[:+|]?=\s*\S"
)
_URL = re.compile(r"<?(?:https?|ftp|mailto):\S+$|\S+@\S+$", re.IGNORECASE)


@dataclass(slots=True)
class CodeBlock:
    """Rows of code.

    Args:
        rows: The pieces of each row from left to right.
        numbers: The line numbers that stood beside the rows, for the account.
        more: What goes on with it on the next pages.
    """

    rows: list[Row]
    numbers: list[str] = field(default_factory=list)
    more: list[CodeBlock] = field(default_factory=list)

    @property
    def pitch(self) -> float:
        """How far its letters advance in points."""
        return _pitch(self.rows[0])

    @property
    def size(self) -> float:
        """Size of its type in points."""
        return self.rows[0][-1].size

    def is_like(self, other: CodeBlock) -> bool:
        """Whether another block has type of the same size."""
        return (
            abs(self.size - other.size) < 0.05 * self.size
            and abs(self.pitch - other.pitch) < _SAME_PITCH * self.pitch
        )

    def text(self) -> str:
        """Return the rows as they stand on the page, blank ones where there is room for one."""
        blocks = (self, *self.more)
        left = min(row[0].x0 for block in blocks for row in block.rows)
        drops = [drop for block in blocks for drop in block.drops if drop > 0.8 * self.size]
        leading = min(drops, default=0.0)
        return "\n".join(row for block in blocks for row in block.texts(left, leading))

    @property
    def drops(self) -> list[float]:
        """How far each row stands below the one before it, in points."""
        return [above[-1].y0 - below[-1].y0 for above, below in pairwise(self.rows)]

    def texts(self, left: float, leading: float) -> Iterator[str]:
        """Yield the text of each row and of the blank ones.

        Args:
            left: Where the first column begins, in points.
            leading: From row to row, in points.
        """
        for drop, row in zip((leading, *self.drops), self.rows, strict=True):
            blank = round(drop / leading) - 1 if leading else 0
            yield from [""] * min(max(blank, 0), _MAX_BLANK)
            yield row_text(row, left, self.pitch)


def appended(block: CodeBlock, following: CodeBlock) -> CodeBlock:
    """Return a block with what goes on with it on the next page."""
    if block.numbers and not following.numbers:
        last = (block, *block.more)[-1].numbers[-1]
        following = CodeBlock(*numbers_apart(following.rows, after=last))
    return CodeBlock(block.rows, block.numbers, [*block.more, following])


def row_text(row: Row, left: float, pitch: float) -> str:
    """Return a row with its words in the columns in which they stand.

    Args:
        row: Pieces of one row from left to right.
        left: Where the first column begins, in points.
        pitch: Width of a column.
    """
    text = ""
    end = left
    for part, x0, x1 in (part for line in row for part in line.parts()):
        # Where wide characters stand before it, the number of columns is not that of characters.
        is_plain = text.isascii()
        gap = round((x0 - left) / pitch) - len(text) if is_plain else round((x0 - end) / pitch)
        text += " " * min(max(gap, bool(text)), _MAX_COLUMNS) + part.replace("\u00ad", "-")
        end = x1
    return text


def code_apart(rows: Iterable[Row], *, is_mono_document: bool) -> Iterator[CodeBlock | Row]:
    """Yield the rows in order, those of program code as blocks.

    Args:
        rows: Rows in reading order.
        is_mono_document: Whether most of the document is monospaced, as what a typewriter or a till
            wrote; there rows have to look like code besides.
    """
    rows = list(rows)
    if not any(line.pitch for row in rows for line in row):
        yield from rows
        return
    yield from made_of_runs(
        rows,
        begins=lambda row: _pitch(row) > 0,
        goes_on=_follows,
        made=lambda block, above: _finished(block, above, is_mono_document),
    )


def looks_like_code(text: str) -> bool:
    """Whether a row has the syntax of a program or a command."""
    text = text.strip()
    return bool(_ENDING.search(text) or _OPENING.match(text) or len(_BRACKETS.findall(text)) >= 3)


def _pitch(row: Row) -> float:
    """Return the pitch of a row, 0 for other type; a line number may stand before it."""
    pieces = row[1:] if len(row) > 1 and not row[0].pitch and row[0].text.isdigit() else row
    first = pieces[0].pitch
    if not first or row[0].text[0] in BULLETS or not all(line.upright for line in row):
        return 0.0
    return first if all(abs(line.pitch - first) <= _SAME_PITCH * first for line in pieces) else 0.0


def _follows(block: list[Row], row: Row) -> bool:
    last, size = block[-1], block[0][-1].size
    drop = last[-1].y0 - row[-1].y0
    if not 0 < drop < _WIDEST_DROP * size:
        return False
    pitch, wanted = _pitch(row), _pitch(block[0])
    if pitch:
        return abs(pitch - wanted) <= _SAME_PITCH * wanted
    return len(row) == 1 and is_number(row[0]) and any(map(has_number, block))


def _finished(
    block: list[Row], above: Row | None, is_mono_document: bool
) -> Iterator[CodeBlock | Row]:
    is_other = above is not None and (_ends_paragraph(block, above) or _is_table(block, above))
    if not is_other and _is_code(block, is_mono_document):
        yield CodeBlock(*numbers_apart(block))
    else:
        yield from block


def _is_table(block: Sequence[Row], above: Row) -> bool:
    """Whether each row has its pieces below those of a header in other type."""
    return len(above) > 1 and all(
        len(row) == len(above)
        and all(abs(a.x0 - b.x0) < _ALIGNED for a, b in zip(row, above, strict=True))
        for row in block
    )


def _ends_paragraph(block: Sequence[Row], above: Row) -> bool:
    """Whether a row is the last one of a paragraph that ends with words of code."""
    if len(block) != 1:
        return False
    row, size = block[0], block[0][0].size
    drop = above[0].y0 - row[0].y0
    return abs(row[0].x0 - above[0].x0) < 0.5 * size and 0 < drop < 1.35 * above[0].size


def _is_code(block: Sequence[Row], is_mono_document: bool) -> bool:
    texts = [" ".join(line.text for line in row) for row in block]
    alike = sum(map(looks_like_code, texts))
    if len(block) == 1:
        return bool(alike) and " " in texts[0] and not _URL.match(texts[0])
    if is_mono_document:
        return alike >= _CODE_SHARE * len(block)
    return not all(map(_URL.match, texts))
