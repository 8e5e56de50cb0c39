"""E-mail messages and mailboxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import Field

from sdk_builtins.parsers.books.archive import UnreadableFile
from sdk_builtins.parsers.books.chapter import read_page
from sdk_builtins.parsers.books.markup import parse_page
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.decoding import decode
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source

_MAX_DEPTH = 10  # messages in messages
_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n")
_HEADER = re.compile(rb"\A(?:>?From [^\n]*\n)?[!-9;-~]+:[^\n]*\r?\n")
_SHOWN = ("From", "To", "Cc", "Date")
_DAMAGED = (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError)


class MailOptions(Options):
    """Options of the e-mail parser."""

    headers: bool = Field(default=True, description="Begin each text with sender, date and so on")
    quotes: bool = Field(default=True, description="Keep the lines that quote an earlier message")


class MailParser(Parser[MailOptions]):
    """Reads the text of messages and lists what is attached."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment for each message, those within another message after it.

        Raises:
            DocumentError: It is no message or holds no text.
        """
        data = read_source(source)
        if real_type(data) or not _HEADER.match(data):
            raise wrong_type(source, "an e-mail message", real_type(data))
        index = 0
        for number, raw in enumerate(_messages(data)):
            try:
                message = message_from_bytes(raw, policy=policy.default)
                if number == 0:
                    _describe(message, ctx)
                found = list(self._texts(message, ctx, 0))
            except _DAMAGED as error:
                ctx.warn(
                    f"message {number + 1} of {source.uri} was left out: {one_line(str(error))}"
                )
                continue
            for subject, text in found:
                index += 1
                facts = {"heading": subject} if subject else {}
                yield Segment(text=text, kind="section", index=index, metadata=facts)
        if not index:
            raise no_text(source, "no message has a text", "Check that this is the right file.")

    def _texts(
        self, message: EmailMessage, ctx: ParseContext, depth: int
    ) -> Iterator[tuple[str, str]]:
        subject = _header(message, "Subject")
        body = self._body(message)
        attached, inner = _attachments(message)
        lines = [f"# {subject}"] if subject else []
        if self.options.headers:
            facts = [f"{name}: {value}" for name in _SHOWN if (value := _header(message, name))]
            lines.append("\n".join(facts))
        lines.append(body)
        if attached:
            lines.append("Attachments:\n" + "\n".join(f"- {name}" for name in attached))
        if body or attached:
            yield subject, "\n\n".join(filter(None, lines))
        for each in inner if depth < _MAX_DEPTH else ():
            yield from self._texts(each, ctx, depth + 1)

    def _body(self, message: EmailMessage) -> str:
        part = message.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        text = _content(part)
        if part.get_content_type() == "text/html":
            text = _html(text)
        if not self.options.quotes:
            text = "\n".join(line for line in text.split("\n") if not line.startswith(">"))
        return tidy(text).strip()


def _messages(data: bytes) -> Iterator[bytes]:
    """Yield the messages of a mailbox (RFC 4155), or the one message that the file is."""
    starts = [match.end() for match in _FROM.finditer(data)] if data.startswith(b"From ") else []
    if not starts:
        yield data
        return
    ends = [*(match.start() for match in _FROM.finditer(data)), len(data)][1:]
    for start, end in zip(starts, ends, strict=True):
        yield data[start:end].replace(b"\n>From ", b"\nFrom ")


def _content(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode(data, declared=part.get_content_charset() or "").text


def _html(text: str) -> str:
    try:
        return read_page(parse_page(text.encode("utf-8", "replace"), "the message")).text
    except UnreadableFile:
        return ""


def _attachments(message: EmailMessage) -> tuple[list[str], list[EmailMessage]]:
    """Return the names of attached files with type and size, and messages that are attached."""
    names, inner = list[str](), list[EmailMessage]()
    for part in message.iter_attachments() if message.is_multipart() else ():
        if part.get_content_type() == "message/rfc822":
            content: Any = part.get_payload()
            inner.extend(each for each in content if isinstance(each, EmailMessage))
            continue
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        name = one_line(part.get_filename() or "") or "without a name"
        names.append(f"{name} ({part.get_content_type()}, {size} bytes)")
    return names, inner


def _header(message: EmailMessage, name: str) -> str:
    try:
        return one_line(str(message.get(name, "")))
    except _DAMAGED:
        return ""


def _describe(message: EmailMessage, ctx: ParseContext) -> None:
    try:
        date = parsedate_to_datetime(_header(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError):
        date = ""
    ctx.describe(
        title=_header(message, "Subject"),
        author=_header(message, "From"),
        to=_header(message, "To"),
        cc=_header(message, "Cc"),
        date=date,
        message_id=_header(message, "Message-ID"),
    )
