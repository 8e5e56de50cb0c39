"""The text of a page whose tags are nested too deep for a tree."""

from __future__ import annotations

from html.parser import HTMLParser

from sdk_builtins.parsers.html.account import LeaveOut, nothing
from sdk_builtins.parsers.html.dom import SILENT
from sdk_builtins.parsers.html.walk import BLOCKS
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason

_VOID = frozenset(("embed",))  # silent elements that have no end


class _Collector(HTMLParser):
    """Collects the text between tags; it keeps no tree, so that depth does not matter."""

    def __init__(self, leave_out: LeaveOut) -> None:
        super().__init__(convert_charrefs=True)
        self._leave_out = leave_out
        self.pieces: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._silent and tag in SILENT and tag not in _VOID:
            self._silent = tag
        if tag in BLOCKS or tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
        elif self._silent not in ("script", "style") and (text := one_line(data)):
            self._leave_out(Reason.HIDDEN, text)


def plain_text(markup: str, leave_out: LeaveOut = nothing) -> str:
    """Return the text of a page, one line for each block.

    Args:
        markup: The page.
        leave_out: Is told of text that is not shown.
    """
    collector = _Collector(leave_out)
    collector.feed(markup)
    collector.close()
    lines = (one_line(line) for line in "".join(collector.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
