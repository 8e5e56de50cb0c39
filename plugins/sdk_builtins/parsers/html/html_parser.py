"""Web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement
from pydantic import Field, field_validator

from sdk_builtins.parsers.html.content import main_content
from sdk_builtins.parsers.html.dom import body_of, drop_invisible, grow
from sdk_builtins.parsers.html.facts import facts
from sdk_builtins.parsers.html.markup import is_cut
from sdk_builtins.parsers.html.plain import plain_text
from sdk_builtins.parsers.html.scripts import Shell
from sdk_builtins.parsers.html.walk import page_blocks
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import Block, chapter_segments
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.documents.texts import read_text
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)


class HtmlOptions(Options):
    """Options of the HTML parser."""

    content: str = Field(
        "main",
        description="'main' for the article only, 'full' for the whole visible page.",
        pattern="^(main|full)$",
    )
    select: str = Field(
        "",
        description="CSS selector of the parts to read, all of them as a whole; empty for the "
        "content as `content` finds it.",
    )
    drop: str = Field("", description="CSS selector of parts to leave out.")

    @field_validator("select", "drop")
    @classmethod
    def _is_selector(cls, value: str) -> str:
        from sdk_builtins.parsers.html import selection

        return selection.checked(value)


class HtmlParser(Parser[HtmlOptions]):
    """Reads the article of a web page, or the whole page, as Markdown."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part that a heading of level 1 or 2 begins.

        Raises:
            DocumentError: The content is no HTML, or has no text without running scripts.
        """
        markup = _markup(source, ctx)
        yield from chapter_segments(self._blocks(source, markup, ctx))

    def _blocks(self, source: Source, markup: str, ctx: ParseContext) -> Sequence[Block]:
        tree = grow(markup)
        if tree is None:
            raise no_text(source, "the page is empty", "Check that it was saved as a whole.")
        chosen = self.options.select or self.options.drop
        if is_cut(tree, markup):
            if chosen:
                raise DocumentError(
                    f"{source.uri} is nested too deep for select and drop",
                    hint="Leave both out: its text is read without its structure.",
                )
            ctx.warn(f"{source.uri} is nested too deep; its structure was left out")
            return [Block(plain_text(markup, ctx.leave_out))]
        shell = Shell.of(tree)
        ctx.describe(**facts(tree, source.uri))
        drop_invisible(tree, ctx.leave_out)
        if chosen:
            self._choose(tree, source, ctx)
        if self.options.content == "full" or self.options.select:
            found = page_blocks(body_of(tree), ctx.leave_out)
        else:
            found = main_content(tree, markup, ctx.leave_out)
        shell.check(source, "\n".join(block.text for block in found))
        return found

    def _choose(self, tree: HtmlElement, source: Source, ctx: ParseContext) -> None:
        from sdk_builtins.parsers.html import selection

        if self.options.drop:
            selection.drop(tree, self.options.drop, ctx.leave_out)
        if self.options.select and not selection.keep(tree, self.options.select, ctx.leave_out):
            raise DocumentError(
                f"{source.uri}: select={self.options.select} matches nothing in the page",
                hint="Look for the part's name or class in the page's source, or leave select out.",
            )


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
    return read_text(
        replace(source, data=data),
        ctx.warn,
        declared=name.decode("ascii", "ignore"),
        what="an HTML page",
        as_is=True,
        markup=True,
    )
