"""Messages that Outlook saved, as the e-mail messages that they are ([MS-OXMSG])."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import HeaderParser
from email.utils import format_datetime, formataddr

import olefile

from sdk_builtins.parsers.compressed_rtf import decompressed_rtf
from sdk_core.documents.cleaning import clean, one_line
from sdk_core.documents.decoding import decode
from sdk_core.documents.sniffing import OLE2

# Property identifiers of [MS-OXPROPS].
_SUBJECT, _HEADERS, _MESSAGE_ID = 0x0037, 0x007D, 0x1035
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F
_ON_BEHALF_NAME, _ON_BEHALF_SMTP = 0x0042, 0x5D02
_SHOWN_TO, _SHOWN_CC = 0x0E04, 0x0E03
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_NAME, _SMTP, _ADDRESS, _RECIPIENT_TYPE = 0x3001, 0x39FE, 0x3003, 0x0C15
_DATA, _LONG_NAME, _SHORT_NAME, _MIME_TYPE = 0x3701, 0x3707, 0x3704, 0x370E
_CODE_PAGES = 0x3FFD, 0x3FDE  # of texts, of the Internet
_TEXT, _OLD_TEXT, _BYTES, _OBJECT = "001F", "001E", "0102", "000D"
_PROPERTIES = "__properties_version1.0"
_ROOT_HEADER, _INNER_HEADER, _ITEM_HEADER = 32, 24, 8  # bytes before the fixed properties
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)  # of Windows' FILETIME, in units of 100 ns
_MEDIA_TYPE = re.compile(r"([a-z0-9]+)/([a-z0-9.+-]+)", re.IGNORECASE)
_MAX_DEPTH = 20  # storages in storages
_FIELDS = {1: "To", 2: "Cc", 3: "Bcc"}

Folder = tuple[str, ...]


def is_outlook_message(data: bytes) -> bool:
    """Tell whether an OLE file is a message, by the stream that each message has."""
    return data.startswith(OLE2) and _PROPERTIES.encode("utf-16-le") in data


def outlook_message(data: bytes, read_rtf: Callable[[bytes], str]) -> EmailMessage:
    """Return a saved message with its texts, attached files and attached messages.

    Args:
        data: The file.
        read_rtf: Returns the text of RTF, in which alone some messages have their text.

    Raises:
        OSError: The file is damaged.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        return _Storage(ole, (), _ROOT_HEADER).message(read_rtf, 0)


class _Storage:
    """A folder of properties: a message, a recipient or an attachment."""

    def __init__(self, ole: olefile.OleFileIO, path: Folder, header: int) -> None:
        self._ole = ole
        self._path = path
        self._fixed = dict(self._fixed_properties(header))
        pages = (self._number(each) for each in _CODE_PAGES)
        self._encoding = next((f"cp{page}" for page in pages if page), "")

    def message(self, read_rtf: Callable[[bytes], str], depth: int) -> EmailMessage:
        message = EmailMessage()
        self._address(message)
        body, markup = self._text(_BODY), self._markup()
        if body.strip():
            message.set_content(clean(body))
            if markup.strip():
                message.add_alternative(clean(markup), subtype="html")
        elif markup.strip():
            message.set_content(clean(markup), subtype="html")
        elif rtf := decompressed_rtf(self._data(_RTF)):
            message.set_content(read_rtf(rtf))
        for storage in self._inner("__attach_version1.0_#"):
            storage._attach_to(message, read_rtf, depth)
        return message

    def _attach_to(
        self, message: EmailMessage, read_rtf: Callable[[bytes], str], depth: int
    ) -> None:
        inner = (*self._path, f"__substg1.0_{_DATA:04X}{_OBJECT}")
        if depth < _MAX_DEPTH and self._ole.exists([*inner, _PROPERTIES]):
            storage = _Storage(self._ole, inner, _INNER_HEADER)
            message.add_attachment(storage.message(read_rtf, depth + 1))
            return
        found = _MEDIA_TYPE.fullmatch(self._text(_MIME_TYPE).strip())
        main, sub = found.groups() if found else ("application", "octet-stream")
        name = self._text(_LONG_NAME) or self._text(_SHORT_NAME) or self._text(_NAME)
        message.add_attachment(
            self._data(_DATA),
            maintype=main,
            subtype=sub,
            filename=one_line(name) or None,
        )

    def _address(self, message: EmailMessage) -> None:
        sent = HeaderParser().parsestr(self._text(_HEADERS).lstrip())
        sender = formataddr((
            self._text(_SENDER_NAME) or self._text(_ON_BEHALF_NAME),
            self._text(_SENDER_SMTP) or self._text(_ON_BEHALF_SMTP) or self._text(_SENDER_ADDRESS),
        ))  # fmt: skip
        found = {name: list[str]() for name in _FIELDS.values()}
        for each in self._inner("__recip_version1.0_#"):
            address = each._text(_SMTP) or each._text(_ADDRESS)
            field = _FIELDS.get(each._number(_RECIPIENT_TYPE), "To")
            found[field].append(formataddr((each._text(_NAME), address if "@" in address else "")))
        values = {
            "Subject": self._text(_SUBJECT),
            "From": sent.get("From") or sender,
            "To": sent.get("To") or ", ".join(found["To"]) or self._text(_SHOWN_TO),
            "Cc": sent.get("Cc") or ", ".join(found["Cc"]) or self._text(_SHOWN_CC),
            "Date": sent.get("Date") or self._date(),
            "Message-ID": sent.get("Message-ID") or self._text(_MESSAGE_ID),
        }
        for name, value in values.items():
            if text := one_line(str(value)):
                message[name] = text

    def _text(self, prop: int) -> str:
        if found := self._stream(prop, _TEXT):
            return found.decode("utf-16-le", "replace").rstrip("\x00")
        return decode(self._stream(prop, _OLD_TEXT), declared=self._encoding).text.rstrip("\x00")

    def _data(self, prop: int) -> bytes:
        return self._stream(prop, _BYTES)

    def _markup(self) -> str:
        data = self._data(_HTML)
        return decode(data, declared=self._encoding, markup=True).text or self._text(_HTML)

    def _inner(self, prefix: str) -> Iterator[_Storage]:
        depth = len(self._path)
        names = dict.fromkeys(
            path[depth]
            for path in self._ole.listdir()
            if len(path) > depth + 1 and tuple(path[:depth]) == self._path
        )
        for name in names:
            if name.startswith(prefix):
                yield _Storage(self._ole, (*self._path, name), _ITEM_HEADER)

    def _stream(self, prop: int, kind: str) -> bytes:
        path = [*self._path, f"__substg1.0_{prop:04X}{kind}"]
        return bytes(self._ole.openstream(path).read()) if self._ole.exists(path) else b""

    def _fixed_properties(self, header: int) -> Iterator[tuple[int, bytes]]:
        path = [*self._path, _PROPERTIES]
        data = self._ole.openstream(path).read()[header:] if self._ole.exists(path) else b""
        for at in range(0, len(data) - 15, 16):
            yield struct.unpack_from("<H", data, at + 2)[0], data[at + 8 : at + 16]

    def _number(self, prop: int) -> int:
        return int.from_bytes(self._fixed.get(prop, b"")[:4], "little")

    def _date(self) -> str:
        value = self._fixed.get(_SUBMITTED) or self._fixed.get(_DELIVERED)
        ticks = int.from_bytes(value or b"", "little")
        try:
            return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10)) if ticks else ""
        except OverflowError:
            return ""
