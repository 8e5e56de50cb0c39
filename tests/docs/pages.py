"""The pages of the documentation, taken apart into blocks, headings, links and spans of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])

_OPENING = re.compile(r"^(?P<indent> *)(?P<marks>`{3,})(?P<info>.*)$")
_HIDDEN = re.compile(r"^<!-- (?P<kind>setup|file: *(?P<path>\S+))$")
_TITLE = re.compile(r'title="([^"]*)"')
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code, or a comment that prepares for one.

    Args:
        page: The page it stands on.
        line: Number of the line that opens it.
        language: What stands after the marks; ``setup`` for a comment with commands.
        title: The file that it is, ``""`` for none.
        text: Its text, indentation of the fence removed.
        follows: Language of the block right before it, with nothing but blank lines between.
    """

    page: Path
    line: int
    language: str
    title: str
    text: str
    follows: str = ""

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    """Return a page's path in the repository, or its name when it is not of it."""
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name


def read(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks of a page in order.

    Raises:
        AssertionError: A block is not closed.
    """
    lines = enumerate(read(page).splitlines(), 1)
    follows = ""
    for number, line in lines:
        opening, hidden = _OPENING.match(line), _HIDDEN.match(line)
        if opening:
            info = opening["info"].strip()
            language = info.partition(" ")[0]
            title = _TITLE.search(info)
            body = _until(lines, opening["marks"], f"{name_of(page)}:{number}")
            text = "".join(f"{part.removeprefix(opening['indent'])}\n" for part in body)
            yield Block(page, number, language, title[1] if title else "", text, follows)
            follows = language
        elif hidden:
            text = "".join(f"{part}\n" for part in _until(lines, "-->", f"{page}:{number}"))
            kind = "file" if hidden["path"] else "setup"
            yield Block(page, number, kind, hidden["path"] or "", text)
            follows = ""
        elif line.strip():
            follows = ""


def _until(lines: Iterator[tuple[int, str]], end: str, place: str) -> list[str]:
    body = []
    for _, line in lines:
        if line.strip() == end:
            return body
        body.append(line)
    raise AssertionError(f"{place}: nothing closes what begins here")


def prose(page: Path) -> str:
    """Return a page without its blocks and comments."""
    kept, end = [], ""
    for line in read(page).splitlines():
        opening = _OPENING.match(line)
        if end:
            end = "" if line.strip() == end or (end == "-->" and end in line) else end
        elif opening:
            end = opening["marks"]
        elif line.startswith("<!--") and "-->" not in line:
            end = "-->"
        else:
            kept.append(line)
    return "\n".join(kept)


def headings(page: Path) -> list[str]:
    """Return the headings of a page."""
    return re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Return the anchors that Markdown hosts give to the headings of a page."""
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings(page)}


def links(page: Path) -> list[str]:
    """Return the targets of a page's relative links."""
    text = _CODE.sub("", prose(page))
    return [target for target in _LINK.findall(text) if not re.match(r"[a-z]+:", target)]


def spans(page: Path) -> list[str]:
    """Return the pieces of code inside a page's sentences."""
    return [" ".join(found[2].split()) for found in _CODE.finditer(prose(page))]


def sections(page: Path) -> dict[str, str]:
    """Return the text below each heading of level 2, by the heading."""
    parts = re.split(r"^## ", read(page), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0].strip(" `"): part for part in parts}


def rows(page: Path) -> list[tuple[str, ...]]:
    """Return the rows of a page's tables, as texts of their cells."""
    found = re.findall(r"^\|(.*)\|$", prose(page), re.MULTILINE)
    cells = (re.split(r"(?<!\\)\|", line) for line in found)
    return [tuple(cell.strip().replace("\\|", "|") for cell in row) for row in cells]
