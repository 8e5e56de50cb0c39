"""Web pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from pydantic import Field

from sdk_builtins.parsers.html.content import drop_furniture, drop_invisible, main_content
from sdk_builtins.parsers.html.walk import Section, sections
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.decoding import damage, decode
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
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

_TITLES = (("property", "og:title"), ("name", "twitter:title"), ("name", "dc.title"))
_AUTHORS = (
    ("name", "author"),
    ("property", "article:author"),
    ("name", "dc.creator"),
    ("name", "byl"),
)
_DATES = (
    ("property", "article:published_time"),
    ("name", "date"),
    ("name", "dc.date"),
    ("itemprop", "datePublished"),
    ("name", "pubdate"),
)


class HtmlParser(Parser):
    """Reads the article of a web page, or the whole page, as Markdown."""

    class Options(Options):
        """Options of the HTML parser."""

        content: str = Field(
            "main",
            description="'main' for the article only, 'full' for the whole visible page.",
            pattern="^(main|full)$",
        )

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part that a heading of level 1 or 2 begins.

        Raises:
            DocumentError: The content is no HTML, or has no text without running scripts.
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
        parts = list(self._sections(source, markup, ctx))
        if not any(part.text for part in parts):
            raise no_text(
                source,
                "the page shows nothing until its scripts run, or is empty",
                "Save the page from a browser and ingest the saved file.",
            )
        if decoded.guessed:
            ctx.warn(
                f"the encoding of {source.uri} is not stated and was guessed to be "
                f"{decoded.encoding}"
            )
        for index, part in enumerate((part for part in parts if part.text), start=1):
            metadata = {"heading": part.heading} if part.heading else {}
            yield Segment(text=part.text, kind="section", index=index, metadata=metadata)

    def _sections(self, source: Source, markup: str, ctx: ParseContext) -> Iterator[Section]:
        expected = len(_LETTERS.findall(html.unescape(_UNREAD.sub(" ", markup))))
        try:
            soup = BeautifulSoup(markup, "lxml")
            _describe(soup, ctx)
            kept = len(_LETTERS.findall(soup.get_text()))
            drop_invisible(soup)
            if expected > _SHORT and kept < _LOST * expected:
                # libxml2 drops what is nested more than 256 levels deep, this builder does not.
                soup = BeautifulSoup(markup, "html.parser")
                drop_invisible(soup)
                text = tidy("\n".join(soup.stripped_strings))
                if text:
                    ctx.warn(f"{source.uri} is nested too deep; its structure was left out")
                yield Section("", text)
                return
        except (ParserRejectedMarkup, RecursionError, AssertionError) as error:
            raise DocumentError(
                f"{source.uri} is no HTML that can be read ({one_line(str(error))})",
                hint="Save the page from a browser and ingest the saved file.",
            ) from error
        body = soup.body or soup
        if self.options.content == "full":
            yield from sections(body)
            return
        whole = len(body.get_text())
        drop_furniture(body)
        yield from sections(main_content(body, whole))


def _describe(soup: BeautifulSoup, ctx: ParseContext) -> None:
    title = _meta(soup, _TITLES) or (soup.title.get_text() if soup.title else "")
    canonical = soup.find("link", rel="canonical", href=True)
    root = soup.find("html")
    time = soup.find("time", datetime=True)
    date = _meta(soup, _DATES) or (str(time["datetime"]) if isinstance(time, Tag) else "")
    ctx.describe(
        title=one_line(title),
        author=one_line(_meta(soup, _AUTHORS)),
        date=one_line(date),
        canonical=one_line(str(canonical["href"])) if isinstance(canonical, Tag) else "",
        language=one_line(str(root.get("lang") or "")) if isinstance(root, Tag) else "",
    )


def _meta(soup: BeautifulSoup, names: tuple[tuple[str, str], ...]) -> str:
    for attribute, value in names:
        pattern = re.compile(f"^{re.escape(value)}$", re.IGNORECASE)
        tag = soup.find("meta", attrs={attribute: pattern})
        if isinstance(tag, Tag) and tag.get("content"):
            return str(tag["content"])
    return ""
