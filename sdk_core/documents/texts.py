"""The text of files that are text: decoded, cleaned, and said so where something was lost."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sdk_core.documents.cleaning import clean_counted
from sdk_core.documents.decoding import Decoded, damage, decode
from sdk_core.documents.sniffing import no_text, read_source, real_type, wrong_type
from sdk_core.model import Source

_TEXTUAL = ("", "an HTML page", "an RTF document")
_MAX_DAMAGE = 0.05  # random bytes have 10 % control characters, text next to none
_FEW = 20
_MIB = 1 << 20
_WHOLE = 8 * _MIB  # smaller files are read at once
_BLOCK = _MIB
_LINE = re.compile("[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_BEFORE = 256  # bytes that lead up to the first that is not UTF-8

Warn = Callable[[str], None]
Mend = Callable[[str], str]


def read_text(
    source: Source,
    warn: Warn,
    *,
    declared: str = "",
    what: str = "text",
    mend: Mend | None = None,
    as_is: bool = False,
    markup: bool = False,
) -> str:
    """Return the clean text of a file in any common encoding.

    Args:
        source: The file.
        warn: Is told of an encoding that was guessed and of characters that were dropped.
        declared: Character set that the file itself names.
        what: What the file should be, for error messages (``"a CSV file"``).
        mend: Is given the decoded text before it is cleaned, and returns a better one.
        as_is: Whether the text stays as it was decoded, for formats whose syntax cleaning would
            change: a U+2028 within a string of JSON is no end of a line. What such a file holds is
            cleaned value by value, by a `ValueCleaner`.
        markup: Whether tags should be left out of what an encoding is guessed by.

    Raises:
        DocumentError: It cannot be read, is empty, or is not text at all.
    """
    data = read_source(source)
    _refuse_binary(source, data, what)
    decoded = decode(data, charset=source.charset, declared=declared, markup=markup)
    _refuse_damaged(source, decoded.text, what)
    _tell_guess(source, decoded, warn)
    cleaner = ValueCleaner()
    text = _finished(decoded.text, mend, None if as_is else cleaner)
    cleaner.tell(source, warn)
    if not text.strip():
        raise no_text(source, "it holds only white space")
    return text


def text_blocks(
    source: Source, warn: Warn, mend: Mend | None = None, *, as_is: bool = False
) -> Iterator[str]:
    """Yield the clean text of a file in pieces, so that no file is too large for the memory.

    A file of up to 8 MiB comes as one piece; a larger one in pieces of about a million characters
    that end anywhere. ``as_is`` means what it means for `read_text`.

    Raises:
        DocumentError: As `read_text`.
    """
    if source.path is None or source.data is not None or _size(source.path) <= _WHOLE:
        yield read_text(source, warn, mend=mend, as_is=as_is)
        return
    decoded = _probe(source)
    _tell_guess(source, decoded, warn)
    codec = "utf-8-sig" if decoded.encoding == "utf-8" else decoded.encoding
    decoder = codecs.getincrementaldecoder(codec)("replace")
    cleaner, pending, written, is_end = ValueCleaner(), "", False, False
    with source.path.open("rb") as stream:
        while not is_end:
            block = stream.read(_BLOCK)
            is_end = not block
            text = pending + decoder.decode(block, is_end)
            # A line end, an escape or a letter with its accent may go on in the next block.
            at = len(text) if is_end else max(len(text) - 64, 0)
            text, pending = text[:at], text[at:]
            text = _finished(text, mend, None if as_is else cleaner)
            written = written or bool(text.strip())
            if text:
                yield text
    if not written:
        raise no_text(source, "it holds only white space")
    cleaner.tell(source, warn)


@dataclass(slots=True)
class ValueCleaner:
    """Cleans the values of a structured file one by one, and counts what that drops.

    Args:
        dropped: Control characters dropped so far.
    """

    dropped: int = 0

    def clean(self, value: str) -> str:
        """Return a value as `sdk_core.documents.cleaning.clean` does."""
        if value.isascii() and value.isprintable():
            return value
        text, dropped = clean_counted(value)
        self.dropped += dropped
        return text

    def tell(self, source: Source, warn: Warn) -> None:
        """Warn of the control characters that were dropped from a file, if any were."""
        if self.dropped:
            what = "control character was" if self.dropped == 1 else "control characters were"
            warn(f"{self.dropped} {what} dropped from {source.uri}")


def _finished(text: str, mend: Mend | None, cleaner: ValueCleaner | None) -> str:
    text = text if mend is None else mend(text)
    return text if cleaner is None else cleaner.clean(text)


def split_lines(blocks: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text that comes in pieces, each with its end.

    Only CR, LF and both together end a line, as in CSV (RFC 4180), JSON Lines and WebVTT; what
    else Unicode takes for the end of one belongs to the line.
    """
    pending = list[str]()
    for block in blocks:
        for line in _LINE.findall(block):
            if pending and pending[-1].endswith("\r") and line != "\n":
                yield "".join(pending)  # its LF might have come with this block
                pending.clear()
            pending.append(line)
            if line.endswith("\n"):
                yield "".join(pending)
                pending.clear()
    if pending:
        yield "".join(pending)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # reading it will say what is wrong


def _probe(source: Source) -> Decoded:
    """Find the encoding of a large file: UTF-8, or that of the first block that is not."""
    assert source.path is not None
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with source.path.open("rb") as stream:
        first = block = stream.read(_BLOCK)
        _refuse_binary(source, first, "text")
        verdict = decode(_whole_characters(first), charset=source.charset)
        _refuse_damaged(source, verdict.text, "text")
        if verdict.encoding != "utf-8" or verdict.guessed:
            return verdict
        try:
            while block:
                decoder.decode(block)
                block = stream.read(_BLOCK)
            decoder.decode(b"", True)
        except UnicodeDecodeError as error:
            return decode(_whole_characters(block[max(error.start - _BEFORE, 0) :]))
    return verdict


def _whole_characters(block: bytes) -> bytes:
    """Return a block without the character that its end may have cut."""
    end = len(block) - len(block) % 4  # UTF-16 and UTF-32
    for back in range(1, 5):
        if end >= back and block[end - back] >= 0xC0:
            return block[: end - back]
    return block[:end]


def _refuse_binary(source: Source, data: bytes, what: str) -> None:
    found = real_type(data)
    if found not in _TEXTUAL:
        raise wrong_type(source, what, found)


def _refuse_damaged(source: Source, text: str, what: str) -> None:
    # A few zero bytes are dirt; many other controls mean that the file never was text. A handful
    # of replaced characters in a short text is damage and no sign of another kind of file.
    needs_replacement = text.replace("\x00", "").replace("\ufffd", "", _FEW)
    if damage(needs_replacement) > _MAX_DAMAGE or text.count("\x00") * 4 > len(text):
        raise wrong_type(source, what, "binary data")


def _tell_guess(source: Source, decoded: Decoded, warn: Warn) -> None:
    is_named = source.path is not None and source.charset  # by the user
    if is_named and decoded.encoding != source.charset:
        warn(
            f"{source.uri} is not {source.charset} throughout, as --encoding says, and was read as "
            f"{decoded.encoding}"
        )
    elif decoded.guessed:
        warn(f"the encoding of {source.uri} is not stated and was guessed to be {decoded.encoding}")
    broken = decoded.text.count("\ufffd")
    if broken and (decoded.guessed or decoded.encoding.startswith("iso2022")):
        warn(f"{broken} characters of {source.uri} are damaged and were replaced")
