"""Pages that show nothing until their scripts run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.dom import body_of
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.sniffing import no_text
from sdk_core.model import Source

_LETTERS = re.compile(r"\w")
_ENOUGH = 250  # letters; a page that shows more holds some text of its own
_A_LINE = 80
_ROOTS = re.compile(r"root|app|app-root|main-app|react-root|__next|__nuxt|___gatsby|svelte|q-app")
_ASKING = re.compile(
    r"\b(?:enable|activate|turn on|requires?|needs?|without|disabled|activ\w+|habilit\w+"
    r"|aktivier\w+|erforder\w+)\b.{0,60}\bjava ?script\b"
    r"|\bjava ?script\b.{0,60}\b(?:enabled?|activ\w+|aktiv\w+|habilit\w+|disabled|required|must)\b",
    re.IGNORECASE | re.DOTALL,
)
_HINT = "Open it in a browser, save it with its content there, and ingest the saved file."


@dataclass(frozen=True, slots=True)
class Shell:
    """What there is of a page beside its text.

    Args:
        scripts: Scripts that would run.
        is_waiting: Whether an element stands empty for a script to fill.
        is_asking: Whether a text asks the reader to switch on scripts.
    """

    scripts: int
    is_waiting: bool
    is_asking: bool

    @classmethod
    def of(cls, tree: HtmlElement) -> Shell:
        """Look at a page with its scripts."""
        scripts = sum("json" not in (script.get("type") or "") for script in tree.iter("script"))
        body = body_of(tree)
        is_waiting = any(
            _ROOTS.fullmatch(element.get("id") or "") is not None
            and not element.text_content().strip()
            for element in body.iter("div", "main", "section")
        )
        asked = " ".join(element.text_content() for element in tree.iter("noscript"))
        return cls(scripts, is_waiting, _ASKING.search(asked) is not None)

    def check(self, source: Source, text: str) -> None:
        """Refuse a page that shows nothing worth reading without its scripts.

        Args:
            source: The page.
            text: What it shows.

        Raises:
            DocumentError: There is no text, or only a line to wait or to switch on scripts.
        """
        letters = len(_LETTERS.findall(text))
        if not letters and not self.scripts:
            raise no_text(source, "the page is empty", "Check that it was saved as a whole.")
        if not letters:
            raise no_text(source, f"its {self._count()} would have to run to show any", _HINT)
        if letters >= _ENOUGH or not self.scripts:
            return
        is_asking = _ASKING.search(text) is not None or (self.is_asking and letters < _A_LINE)
        if self.is_waiting or is_asking:
            run = "runs" if self.scripts == 1 else "run"
            shown = one_line(text)
            shown = shown if len(shown) <= 60 else f"{shown[:60].rstrip()}…"
            raise no_text(source, f'it shows only "{shown}" until its {self._count()} {run}', _HINT)

    def _count(self) -> str:
        return "script" if self.scripts == 1 else f"{self.scripts} scripts"
