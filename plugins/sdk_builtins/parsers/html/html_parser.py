"""Web pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml.html import HtmlElement
from pydantic import Field

from sdk_builtins.parsers.html.content import main_content
from sdk_builtins.parsers.html.dom import body_of, drop_invisible, grow
from sdk_builtins.parsers.html.facts import facts
from sdk_builtins.parsers.html.plain import plain_text
from sdk_builtins.parsers.html.scripts import Shell
from sdk_builtins.parsers.html.walk import Section, blocks, sections
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.decoding import damage, decode
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)
_UNREAD = re.compile(
    r"<(script|style|noscript|template|svg|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_LETTERS = re.compile(r"\w")
_MAX_DAMAGE = 0.05
_SHORT = 200  # letters; shorter pages are too small to compare
_LOST = 0.7  # the tree must hold this share of the letters that stand between the tags


class HtmlOptions(Options):
    """Options of the HTML parser."""

    content: str = Field(
        "main",
        description="'main' for the article only, 'full' for the whole visible page.",
        pattern="^(main|full)$",
    )


class HtmlParser(Parser[HtmlOptions]):
    """Reads the article of a web page, or the whole page, as Markdown."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part that a heading of level 1 or 2 begins.

        Raises:
            DocumentError: The content is no HTML, or has no text without running scripts.
        """
        markup = _markup(source, ctx)
        parts = [part for part in self._sections(source, markup, ctx) if part.text]
        for index, part in enumerate(parts, start=1):
            metadata = {"heading": part.heading} if part.heading else {}
            yield Segment(text=part.text, kind="section", index=index, metadata=metadata)

    def _sections(self, source: Source, markup: str, ctx: ParseContext) -> list[Section]:
        tree = grow(markup)
        if tree is None:
            raise no_text(source, "the page is empty", "Check that it was saved as a whole.")
        if _is_cut(tree, markup):
            text = plain_text(markup)
            ctx.warn(f"{source.uri} is nested too deep; its structure was left out")
            return [Section("", text)]
        shell = Shell.of(tree)
        ctx.describe(**facts(tree, source.uri))
        drop_invisible(tree)
        if self.options.content == "full":
            found = blocks(body_of(tree))
        else:
            found = main_content(tree, markup)
        parts = list(sections(found))
        shell.check(source, "\n".join(part.text for part in parts))
        return parts


def _markup(source: Source, ctx: ParseContext) -> str:
    """Return a page as text.

    Raises:
        DocumentError: It is something else.
    """
    data = read_source(source)
    found = real_type(data)
    if found not in ("", "an HTML page"):
        raise wrong_type(source, "an HTML page", found)
    declared = _DECLARED.search(data[:4096])
    name = next((group for group in declared.groups() if group), b"") if declared else b""
    decoded = decode(
        data, charset=source.charset, declared=name.decode("ascii", "ignore"), markup=True
    )
    markup = decoded.text.replace("\x00", "")
    if damage(markup) > _MAX_DAMAGE:
        raise wrong_type(source, "an HTML page", "binary data")
    if decoded.guessed:
        ctx.warn(
            f"the encoding of {source.uri} is not stated and was guessed to be {decoded.encoding}"
        )
    return markup


def _is_cut(tree: HtmlElement, markup: str) -> bool:
    """Whether libxml2 has dropped text, which it does below a certain depth."""
    expected = len(_LETTERS.findall(html.unescape(_UNREAD.sub(" ", markup))))
    kept = len(_LETTERS.findall(tree.text_content()))
    return kept < _LOST * expected and (expected > _SHORT or not kept)
