"""Under which headings a place in a document's text stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

SEPARATOR = " > "
"""What stands between the headings of a path, outer ones first."""

RUNS_TO = "runs_to"
"""Key of a segment's metadata: index of the later segment on which its last paragraph ends."""

SECTION = "section"
"""Key of a segment's metadata: the path of headings under which its text begins."""

PART = "part"
"""Key of a segment's metadata: ``contents`` or ``index`` where it only says what stands where."""

_LINE = re.compile(
    r"^(?: {0,3}(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*| {0,3}(`{3,}|~{3,}).*)$", re.M
)
_SPACE = re.compile(r"\s*")


class HeadingPaths:
    """The headings of a text and what they contain.

    Args:
        text: Markdown, in which ATX headings count (CommonMark 0.31), those in code excepted.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._paths: list[str] = []
        opened: list[tuple[int, str]] = []
        fence = ""
        for match in _LINE.finditer(text):
            hashes, title, marks = match.groups()
            if marks:
                if not fence:
                    fence = marks
                elif marks.startswith(fence):
                    fence = ""
            elif not fence:
                opened = put_under(opened, len(hashes), title)
                self._starts.append(match.start())
                self._paths.append(SEPARATOR.join(name for _, name in opened))

    def at(self, position: int) -> str:
        """Return the path of headings at a place, that of a heading which begins there included."""
        space = _SPACE.match(self._text, position)
        number = bisect_right(self._starts, space.end() if space else position)
        return self._paths[number - 1] if number else ""


def put_under(opened: Iterable[tuple[int, str]], level: int, title: str) -> list[tuple[int, str]]:
    """Return the open headings, level and title of each, after one more."""
    return [(above, name) for above, name in opened if above < level] + [(level, title)]
