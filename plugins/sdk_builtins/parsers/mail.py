"""E-mail messages, mailboxes and messages that Outlook saved."""

from __future__ import annotations

import codecs
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.errors import (
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    MessageError,
)
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import count, zip_longest
from typing import Any

from pydantic import Field

from sdk_builtins.parsers.html.markup import read_markup
from sdk_builtins.parsers.office.blocks import write
from sdk_builtins.parsers.office.rtf_reader import read_rtf
from sdk_builtins.parsers.outlook import is_outlook_message, outlook_message
from sdk_core.components import Options, ParseContext, Parser
from sdk_core.documents.blocks import write_blocks
from sdk_core.documents.cleaning import one_line, tidy
from sdk_core.documents.decoding import decode
from sdk_core.documents.losses import Reason
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Segment, Source

_MAX_DEPTH = 10  # messages in messages
_LETTER = re.compile(r"\w")
_STUB = 0.5  # of the letters of the HTML: plain text with fewer only says that there is HTML
_HEAD = 4096  # bytes by which UTF-16 is told
_QUOTED, _ATTACHED = "quoted message", "attached file"
_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n(?=>?From |[!-9;-~]+:)")
_HEADER = re.compile(rb"\A(?:>?From [^\n]*\n)?[!-9;-~]+:[^\n]*\r?\n")
_COUNT = re.compile(rb"\A(\d{1,12})[ \t]*\r?\n")  # begins .emlx, what Apple Mail keeps
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")  # [MS-OXTNEF], what Outlook packs
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_BAD_BASE64 = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)
_SHOWN = ("From", "To", "Cc", "Date")
_DAMAGED = (MessageError, ValueError, LookupError, TypeError, AttributeError, OSError)


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
        index = unread = 0
        for number, read in enumerate(_messages(source, data, ctx), start=1):
            try:
                message = read()
                if number == 1:
                    _describe(message, ctx)
                found = list(self._texts(message, ctx, 0))
            except _DAMAGED as error:
                ctx.leave_out(Reason.UNREADABLE)
                ctx.warn(f"message {number} of {source.uri} was left out: {one_line(str(error))}")
                continue
            unread += not found
            for subject, text in found:
                index += 1
                facts = {"heading": subject} if subject else {}
                yield Segment(text=text, kind="section", index=index, metadata=facts)
        if not index:
            raise no_text(source, "no message has a text")
        if unread:
            ctx.warn(f"{unread} of {number} messages hold no text and no attachment")

    def _texts(
        self, message: EmailMessage, ctx: ParseContext, depth: int
    ) -> Iterator[tuple[str, str]]:
        subject = _header(message, "Subject")
        attached, inner, further = _attachments(message, ctx)
        body = "\n\n".join(filter(None, (self._body(message, ctx), *further)))
        lines = [f"# {subject}"] if subject else []
        if self.options.headers:
            facts = [f"{name}: {value}" for name in _SHOWN if (value := _header(message, name))]
            lines.append("\n".join(facts))
        lines.append(body)
        if attached:
            lines.append("Attachments:\n" + "\n".join(f"- {name}" for name in attached))
        if body or attached:
            yield subject, "\n\n".join(filter(None, lines))
        for each in inner:
            if depth < _MAX_DEPTH:
                yield from self._texts(each, ctx, depth + 1)
            else:
                ctx.leave_out(Reason.UNREADABLE, _header(each, "Subject"))
                ctx.warn(f"messages within more than {_MAX_DEPTH} messages were left out")

    def _body(self, message: EmailMessage, ctx: ParseContext) -> str:
        text = _best(message, ctx)
        if not self.options.quotes:
            lines = text.split("\n")
            text = "\n".join(line for line in lines if not line.startswith(">"))
            quoted = "\n".join(line for line in lines if line.startswith(">"))
            if quoted:
                ctx.leave_out(_QUOTED, quoted)
        return tidy(text).strip()


def _best(message: EmailMessage, ctx: ParseContext) -> str:
    """Return the plain text of a message, its HTML where that says more or is all there is.

    Only what a message itself calls alternatives is; else it goes on from the one to the other.
    """
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    plain, page = ("" if part is None else _written(part, ctx) for part in parts)
    walked = list[MIMEPart | None](message.walk())
    if None not in parts and not any(
        each.get_content_type() == "multipart/alternative" and set(parts) <= set(each.walk())
        for each in message.walk()
    ):
        plain_first = walked.index(parts[0]) < walked.index(parts[1])
        return "\n\n".join((plain, page) if plain_first else (page, plain))
    if plain.strip() and _STUB * len(_LETTER.findall(page)) <= len(_LETTER.findall(plain)):
        best, other = plain, page
    else:
        best, other = page or plain, plain if page else ""
    if other.strip():
        ctx.leave_out(Reason.REPEATED, other)
    return best


def _written(part: MIMEPart, ctx: ParseContext) -> str:
    text = _content(part)
    if any(isinstance(each, _BAD_BASE64) for each in part.defects):
        ctx.leave_out(Reason.UNREADABLE)
        ctx.warn("a text of the message is damaged (base64) and was read as far as it could be")
    if part.get_content_type() == "text/html":
        return write_blocks(read_markup(text, ctx.leave_out))
    return text


def _messages(
    source: Source, data: bytes, ctx: ParseContext
) -> Iterator[Callable[[], EmailMessage]]:
    """Yield what reads each message of a mailbox (RFC 4155), or the one message of a file.

    Raises:
        DocumentError: It is no message.
    """
    if is_outlook_message(data):
        yield partial(outlook_message, data, partial(_rtf, ctx))
        return
    text = _in_bytes(data)
    if count := _COUNT.match(text):  # of the message's bytes; notes of the program follow it
        text = text[count.end() :][: int(count[1])]
    if real_type(text) or not _HEADER.match(text):
        raise wrong_type(source, "an e-mail message", real_type(text))
    for raw in _cut(text):
        yield partial(_parsed, raw)


def _parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _in_bytes(data: bytes) -> bytes:
    """Return a message without a byte order mark, in UTF-8 when it was saved in UTF-16."""
    if b"\x00" in data[:_HEAD] or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoded = decode(data)
        if decoded.encoding.startswith("utf-"):
            data = decoded.text.encode("utf-8", "replace")
    return data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")


def _cut(data: bytes) -> Iterator[bytes]:
    found = list(_FROM.finditer(data)) if data.startswith(b"From ") else []
    if not found:
        yield data
    for begin, end in zip_longest(found, (following.start() for following in found[1:])):
        yield data[begin.end() : end].replace(b"\n>From ", b"\nFrom ")


def _content(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if any(isinstance(each, InvalidBase64LengthDefect) for each in part.defects):  # not decoded
        letters = _NO_BASE64.sub(b"", data)
        data = b64decode(letters[: len(letters) // 4 * 4])
    return decode(data, declared=part.get_content_charset() or "").text


def _rtf(ctx: ParseContext, data: bytes) -> str:
    document = read_rtf(data, count(1))
    for reason, text in document.left_out:
        ctx.leave_out(reason, text)
    if document.is_cut:
        ctx.leave_out(Reason.UNREADABLE)
        ctx.warn("the RTF of the message is damaged and was read as far as it could be")
    return write(document.blocks)


def _attachments(
    message: EmailMessage, ctx: ParseContext
) -> tuple[list[str], list[EmailMessage], list[str]]:
    """Return the names of attached files with type and size, messages, and further texts."""
    names, inner, texts = list[str](), list[EmailMessage](), list[str]()
    for part in _beside(message):
        if part.get_content_type() == "message/rfc822":
            content: Any = part.get_payload()
            inner.extend(each for each in content if isinstance(each, EmailMessage))
            continue
        is_shown = not part.is_attachment() and not part.get_filename()
        if is_shown and part.get_content_type() in ("text/plain", "text/html"):
            texts.append(tidy(_written(part, ctx)).strip())  # text that goes on below a picture
            continue
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        name = one_line(part.get_filename() or "") or "without a name"
        names.append(f"{name} ({part.get_content_type()}, {size} bytes)")
        if part.get_content_type() in _TNEF or name.lower() == "winmail.dat":
            ctx.leave_out(Reason.UNREADABLE, name)
            ctx.warn(f"{name} was left out: Outlook packed text or files in it that are not read")
        else:
            ctx.leave_out(_ATTACHED)
    return names, inner, texts


def _beside(message: EmailMessage) -> Iterator[MIMEPart]:
    """Yield the parts of a message that are not its body: attached files, invitations."""
    if message.is_multipart():
        yield from message.iter_attachments()
    for part in message.walk():
        if part.get_content_type() == "multipart/alternative":
            yield from (
                each for each in part.iter_parts() if each.get_content_type() == "text/calendar"
            )


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
