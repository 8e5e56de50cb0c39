"""Neighbours that belong together: lines in a row, lines in a paragraph, rows in a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

_ItemT = TypeVar("_ItemT")
_MadeT = TypeVar("_MadeT")


def runs(
    items: Iterable[_ItemT], goes_on: Callable[[list[_ItemT], _ItemT], bool]
) -> Iterator[list[_ItemT]]:
    """Split items where one does not go on with the run of those before it.

    Args:
        items: The items in order.
        goes_on: Whether an item belongs to a run.
    """
    run: list[_ItemT] = []
    for item in items:
        if run and not goes_on(run, item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def made_of_runs(
    items: Iterable[_ItemT],
    begins: Callable[[_ItemT], bool],
    goes_on: Callable[[list[_ItemT], _ItemT], bool],
    made: Callable[[list[_ItemT], _ItemT | None], Iterable[_MadeT]],
) -> Iterator[_ItemT | _MadeT]:
    """Yield items in order, and in place of some runs what is made of them.

    Args:
        items: The items in order.
        begins: Whether a run may begin with an item.
        goes_on: Whether an item belongs to a run.
        made: Returns what takes the place of a run, given the item above it too.
    """
    run: list[_ItemT] = []
    above: _ItemT | None = None
    for item in items:
        if run and not goes_on(run, item):
            yield from made(run, above)
            above, run = run[-1], []
        if run or begins(item):
            run.append(item)
        else:
            yield item
            above = item
    if run:
        yield from made(run, above)


def gathered(parts: Iterable[Any], kind: type[_MadeT]) -> Iterator[_MadeT | list[Any]]:
    """Yield parts of a kind one by one, and what stands between them together."""
    for is_kind, group in groupby(parts, lambda part: isinstance(part, kind)):
        if is_kind:
            yield from group
        else:
            yield list(group)
