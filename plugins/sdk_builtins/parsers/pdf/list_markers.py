"""Lists whose numbers or letters stand in a column of their own, without a full stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean

from sdk_builtins.parsers.pdf.lines import Row
from sdk_builtins.parsers.pdf.margin_rows import number_value
from sdk_builtins.parsers.pdf.runs import made_of_runs
from sdk_builtins.parsers.pdf.table_evidence import reads_on, words_of

_ENOUGH = 3  # items
_WORDS = 3.0  # in an item on average, at least; cells of a table have fewer
_ALIGNED = 2.0  # points by which edges of a column may differ
_FARTHEST = 6.0  # of the size of the type, from a marker to its item
_MAX_LEADING = 3.2  # of the size of the type, from row to row


def with_lists(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows in order, those of a list with a full stop between marker and item.

    A list has consecutive markers and several words in its items. A row above it with the same
    two columns, or a third column, makes a table of it.
    """
    return made_of_runs(rows, _is_marked, _goes_on, _joined)


def _is_marked(row: Row) -> bool:
    return (
        len(row) == 2
        and bool(_ordinals(row[0].text))
        and row[1].x0 - row[0].x1 < _FARTHEST * row[0].size
        and not any(line.pitch for line in row)
    )


def _ordinals(text: str) -> set[tuple[str, int]]:
    """Return the places that a marker may have in a list, by the kind of the list."""
    kind = "A" if text.isupper() else "a"
    found = {(kind, ord(text))} if len(text) == 1 and text.isascii() and text.isalpha() else set()
    value = number_value(text) if len(text) < 6 else None
    return found if value is None else {*found, ("1" if text.isdecimal() else "i" + kind, value)}


def _goes_on(run: list[Row], row: Row) -> bool:
    """Whether a row is the next item, or goes on with the last one."""
    last, item = run[-1], run[0][1]
    if not 0 < last[-1].y0 - row[-1].y0 < _MAX_LEADING * item.size:
        return False
    if abs(row[-1].x0 - item.x0) > _ALIGNED:
        return False
    if len(row) == 1:
        return not row[0].pitch
    before = next(each for each in reversed(run) if len(each) == 2)
    following = {(kind, value + 1) for kind, value in _ordinals(before[0].text)}
    return _is_marked(row) and bool(following & _ordinals(row[0].text))


def _joined(run: Sequence[Row], above: Row | None) -> Iterator[Row]:
    items = [row for row in run if len(row) == 2]
    if not _is_list(items, len(run), above):
        yield from run
        return
    for row in run:
        if len(row) == 2:
            yield [replace(row[1], text=f"{row[0].text}. {row[1].text}", gaps=())]
        else:
            yield row


def _is_list(marked: Sequence[Row], rows: int, above: Row | None) -> bool:
    items = [item for _, item in marked]
    if len(items) < _ENOUGH or fmean(map(words_of, items)) < _WORDS:
        return False
    has_head = above is not None and len(above) > 1 and abs(above[1].x0 - items[0].x0) <= _ALIGNED
    is_numbered = marked[0][0].text.isdecimal() and rows == len(items)
    return not has_head and not (is_numbered and reads_on(items))  # lines of text, as in pleadings
