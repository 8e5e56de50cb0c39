"""Whether an answer took the cell of another column than the one that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdk_builtins.judges.grounded.comparison import alike, same
from sdk_builtins.judges.grounded.grounds import Grounds, among
from sdk_builtins.judges.grounded.labels import named
from sdk_builtins.judges.grounded.values import Value


def wrong_cells(grounds: Grounds) -> Iterator[tuple[Value, str, str]]:
    """Yield values of other columns than the question names, with the right cell and its column.

    An answer that gives the right cell too may add others: it compares them.
    """
    for table, row in grounds.cited_rows:
        columns = named(list(table.header[1:]), grounds.exchange.question)
        cells = [grounds.read(cell) for cell in row.cells[1:]]
        if not columns or len(columns) == len(cells):
            continue
        right = [value for at in sorted(columns) for value in cells[at]]
        if not right or any(among(value, grounds.answer) for value in right):
            continue
        for value in grounds.answer:
            if value.is_one or among(value, grounds.question) or among(value, grounds.reasoning):
                continue
            taken = [
                at for at, cell in enumerate(cells) if at not in columns and among(value, cell)
            ]
            given = [each for at in taken for each in cells[at] if same(value, each)]
            meant = next((at for at in sorted(columns) if _are_alike(given, cells[at])), None)
            if meant is not None:
                yield value, row.cells[meant + 1], table.header[meant + 1]


def _are_alike(some: Iterable[Value], others: Iterable[Value]) -> bool:
    """Tell whether two cells hold values of one kind: a price and a price, not a percentage."""
    return any(
        alike(one, other) or (one.kind == other.kind and one.unit is None and other.unit is None)
        for one in some
        for other in others
    )
