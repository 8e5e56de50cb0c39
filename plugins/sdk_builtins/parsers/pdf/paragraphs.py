"""Lines of a PDF page to headings, paragraphs, list items and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sdk_builtins.parsers.pdf.layout import Line
from sdk_core.documents.cleaning import tidy
from sdk_core.documents.markdown import heading, pipe_table

_BULLETS = "\u2022\u2023\u25aa\u25a0\u25cf\u25cb\u25e6\u2043\u2219\u27a2\uf0b7\uf0a7\u00b7"
_BULLET = re.compile(f"^(?:[{_BULLETS}]\\s*|[\u2013\u2014*-]\\s+|\ufffd+\\s+)(?=\\S)")
_MARKER = re.compile(
    f"(?:[{_BULLETS}]|(?:[\u2013\u2014*-]|\ufffd+)(?=\\s|$)|\\(?(?:\\d{{1,3}}|[a-z])[.)](?=\\s|$))"
)
_ITEM = re.compile(r"- |\d{1,3}[.)] ")
_SOFT_HYPHEN = re.compile("\u00ad ?")
_HYPHENATED = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_SENTENCE_END = re.compile(r"[.!?:;\u3002\uff01\uff1f][\"'\u201d\u2019)\]]*$")
_UNSPACED = re.compile("[\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LEADERS = re.compile(r"(?:\s?\.){5,}\s*")  # the dots between an entry and its page number
_HEADING_SIZES = ((1.7, 1), (1.35, 2), (1.12, 3))
_MAX_HEADING = 120

Row = list[Line]


class BodySize:
    """The glyph size of running text, learnt from the pages read so far."""

    def __init__(self) -> None:
        self._counts: Counter[float] = Counter()
        self._bold = 0

    def learn(self, lines: Sequence[Line]) -> None:
        """Count the characters of a page by their size."""
        for line in lines:
            self._counts[round(line.size, 1)] += len(line.text)
            self._bold += len(line.text) if line.bold else 0

    def heading_level(self, text: str, size: float, bold: bool) -> int:
        """Return the level of a block that is set larger or bolder than running text, else 0."""
        if not self._counts or len(text) > _MAX_HEADING or not re.search(r"[^\W\d_]{2}", text):
            return 0
        body = self._counts.most_common(1)[0][0]
        for ratio, level in _HEADING_SIZES:
            if size > body * ratio:
                return level
        is_marked = bold and self._bold < 0.3 * self._counts.total()
        return 3 if is_marked and size > 0.95 * body and not _SENTENCE_END.search(text) else 0


def page_text(lines: Sequence[Line], body: BodySize) -> str:
    """Return the text of a page as Markdown, a blank line between paragraphs."""
    blocks = []
    for is_table, rows in _tables_apart(_rows(lines)):
        if is_table:
            blocks.append(pipe_table([[cell.text for cell in row] for row in rows]))
        else:
            blocks.extend(_block_text(block, body) for block in _paragraphs(map(_flatten, rows)))
    text, was_item = "", False
    for block in filter(None, blocks):
        is_item = _ITEM.match(block) is not None
        text += ("\n" if is_item and was_item else "\n\n") + block
        was_item = is_item
    return tidy(_LEADERS.sub(" \u2026 ", _SOFT_HYPHEN.sub("", text)))


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Put together neighbours on one baseline, drawn from left to right."""
    row: Row = []
    for line in lines:
        if row and not (
            min(line.y1, row[-1].y1) - max(line.y0, row[-1].y0)
            > 0.5 * min(line.y1 - line.y0, row[-1].y1 - row[-1].y0)
            and line.x0 > row[-1].x1 - 0.3 * line.size
        ):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _tables_apart(rows: Iterator[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """Yield runs of rows, with whether they form a table because their cells line up."""
    running: list[Row] = []
    table: list[Row] = []
    for row in rows:
        if table and _line_up(table[-1], row):
            table.append(row)
            continue
        if len(table) > 1:
            yield False, running
            yield True, table
            running = []
        else:
            running.extend(table)
        table = [row]
    yield False, running if len(table) > 1 else running + table
    if len(table) > 1:
        yield True, table


def _line_up(above: Row, below: Row) -> bool:
    """Whether two rows are rows of one table: as many cells, each at the same edge or centre."""
    if len(above) != len(below) or len(above) < 2 or _MARKER.fullmatch(above[0].text):
        return False
    if not 0 < above[0].y0 - below[0].y0 < 4 * above[0].size:
        return False
    tolerance = 0.5 * above[0].size
    return all(
        min(abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.x0 + a.x1 - b.x0 - b.x1) / 2) < tolerance
        for a, b in zip(above, below, strict=True)
    )


def _flatten(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    return Line(
        text=" ".join(line.text for line in row),
        x0=row[0].x0,
        y0=min(line.y0 for line in row),
        x1=row[-1].x1,
        y1=max(line.y1 for line in row),
        size=max(row, key=lambda line: len(line.text)).size,
        monospaced=all(line.monospaced for line in row),
        bold=False,  # the header of a table, not a heading
    )


def _paragraphs(lines: Iterator[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and not _continues(block, line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _continues(block: list[Line], line: Line) -> bool:
    """Whether a line belongs to the paragraph before it."""
    last = block[-1]
    if _LEADERS.search(last.text):
        return False
    if _MARKER.match(line.text) or abs(line.size - last.size) > 0.12 * last.size:
        return False
    if last.bold != line.bold and all(each.bold == last.bold for each in block):
        return False  # a heading above its text, or the other way round
    drop = last.y0 - line.y0
    if drop < -0.5 * last.size or _apart(last, line):
        return _breaks_off(last, line)  # the next column
    usual = block[-2].y0 - last.y0 if len(block) > 1 else 1.6 * last.size
    if drop > max(usual + 0.35 * last.size, 1.15 * last.size):
        return False
    if last.monospaced or line.monospaced:
        return last.monospaced == line.monospaced
    right = max(line.x1, *(each.x1 for each in block))
    ends = _SENTENCE_END.search(last.text) is not None
    if ends and last.x1 < right - 0.2 * (right - min(block[0].x0, line.x0)):
        return False
    indent = line.x0 - last.x0
    return not (ends and 0.8 * last.size < indent < 5 * last.size and not _MARKER.match(last.text))


def _apart(last: Line, line: Line) -> bool:
    return line.x0 > last.x1 or line.x1 < last.x0


def _breaks_off(last: Line, line: Line) -> bool:
    return not _SENTENCE_END.search(last.text) and line.text[:1].islower() and len(last.text) > 20


def _block_text(block: list[Line], body: BodySize) -> str:
    if block[0].monospaced:
        return "\n".join(_indented(block))
    text = block[0].text
    for above, below in pairwise(block):
        text = _joined(text, above.text, below.text)
    if level := body.heading_level(text, block[0].size, all(line.bold for line in block)):
        return heading(level, text)
    return _BULLET.sub("- ", text)


def _indented(block: list[Line]) -> Iterator[str]:
    left = min(line.x0 for line in block)
    for line in block:
        columns = round((line.x0 - left) / max((line.x1 - line.x0) / max(len(line.text), 1), 1.0))
        yield " " * min(columns, 80) + line.text


def _joined(text: str, above: str, below: str) -> str:
    if _HYPHENATED.search(above) and below[:1].islower():
        return text[:-1] + below
    if above.endswith("\u00ad"):
        return text[:-1] + below
    if _UNSPACED.match(above[-1:]) or _UNSPACED.match(below[:1]):
        return text + below
    return f"{text} {below}"
