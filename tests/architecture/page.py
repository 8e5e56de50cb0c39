"""``docs/dev/architecture.md``, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.docs.pages import DOCS, blocks, sections

PAGE = DOCS / "dev" / "architecture.md"


@dataclass(frozen=True)
class Change:
    """A row of the table of changes.

    Args:
        wish: What somebody wants.
        open: The files to open.
        extend: The test files to extend.
        patch: Name of a patch that makes such a change, ``""`` for none.
    """

    wish: str
    open: tuple[str, ...]
    extend: tuple[str, ...]
    patch: str


def table(heading: str) -> list[tuple[str, ...]]:
    """Return the rows of the table below a heading, without its head."""
    lines = re.findall(r"^\|(.*)\|$", sections(PAGE)[heading], re.MULTILINE)
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines[2:]]


def changes() -> list[Change]:
    """Return the changes that the page knows."""
    return [
        Change(wish, code(files), code(tests), "".join(code(patch)))
        for wish, files, tests, patch in table("Where to change what")
    ]


def layers() -> list[list[str]]:
    """Return the names on each line of the drawing, from the top down."""
    [drawing] = [block for block in blocks(PAGE) if block.language == "text"]
    return [line.split() for line in re.findall(r"│(.*)│", drawing.text)]


def code(text: str) -> tuple[str, ...]:
    """Return the pieces of code in a cell."""
    return tuple(re.findall(r"`([^`]+)`", text))
