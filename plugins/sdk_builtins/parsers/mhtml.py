"""Web pages saved with their pictures in one file (RFC 2557), as browsers, Office and wikis do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from sdk_builtins.parsers.html.html_parser import HtmlOptions, HtmlParser
from sdk_core.components import ParseContext, Parser
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source

_HEADER = re.compile(rb"\s*(?:\xef\xbb\xbf)?[!-9;-~]+:")
_FRAMES = re.compile(rb"<frameset\b", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


class MhtmlParser(Parser[HtmlOptions]):
    """Reads the page of a saved web page, as the parser of pages does."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each part that a heading of level 1 or 2 begins.

        Raises:
            DocumentError: It is no saved page, or its page holds no text.
        """
        pages = list(_pages(source, ctx))
        if not pages:
            raise no_text(source, "it holds no web page", "Check that it was saved as a whole.")
        first, *others = pages
        if others and _FRAMES.search(first.data or b""):
            read = others
        else:
            read = [first]
            for _ in others:
                ctx.leave_out(Reason.BOILERPLATE)
            if others:
                what = "frame was" if len(others) == 1 else "frames were"
                ctx.warn(f"{len(others)} {what} left out, which only stand within the page")
        index = 0
        parser = HtmlParser(self.options)
        for page in read:
            try:
                for segment in parser.parse(page, ctx):
                    index += 1
                    yield replace(segment, index=index)
            except DocumentError as error:
                if len(read) == 1:
                    raise
                ctx.leave_out(Reason.UNREADABLE)
                ctx.warn(f"a frame of {source.uri} was left out: {error.message}")
        if not index:
            raise no_text(source, "no frame of it has a text")


def _pages(source: Source, ctx: ParseContext) -> Iterator[Source]:
    """Yield the pages within a file, the one that is shown first, as sources of their own.

    Pictures are counted.

    Raises:
        DocumentError: It is no saved page.
    """
    data = read_source(source)
    if real_type(data) or not _HEADER.match(data):
        raise wrong_type(source, "a saved web page", real_type(data))
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
        parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
        pictures = [part for part in message.walk() if part.get_content_maintype() == "image"]
        start = one_line(str(message.get_param("start") or ""))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DocumentError(
            f"{source.uri} is damaged: {one_line(str(error))}",
            hint="Open it in a browser and save it again.",
        ) from error
    for _ in pictures:
        ctx.leave_out(Reason.PICTURE)
    for part in sorted(parts, key=lambda part: not _is(part, start)):
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            charset = part.get_content_charset() or ""
            yield replace(source, path=None, data=payload, charset=charset, media_type="text/html")


def _is(part: Message, start: str) -> bool:
    return bool(start) and one_line(str(part.get("Content-ID", ""))) == start
