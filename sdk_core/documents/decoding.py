"""Bytes to text, for files that do not say in which encoding they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_BOMS: tuple[tuple[bytes, str], ...] = (  # UTF-32 LE begins like UTF-16 LE, so it is asked first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"))
# Browsers read these labels as the larger Windows encoding, and so do the authors' editors.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# What browsers know, less the encodings in which hardly a file was ever written.
_PLAUSIBLE = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874",
    "cp866", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5", "iso8859_7", "mac_roman", "big5",
    "gb18030", "euc_jp", "cp932", "shift_jis", "cp949", "euc_kr",
]  # fmt: skip
_CHAOS_TIE, _COHERENCE_TIE = 0.06, 0.03
_TAGS = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_PRINTABLE = re.compile(rb"[\t\n\r -~]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = "\u3000"  # letters that two bytes stand for come after it
_SAMPLE = 64 * 1024  # detection is slow; more than this changes no verdict


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read in, and whether that encoding was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, *, charset: str = "", declared: str = "", markup: bool = False) -> Decoded:
    """Return the text of ``data``, never failing.

    A byte order mark wins over the server's word, as in browsers; then come the server's charset,
    UTF-16 told by its zero bytes, ISO-2022 escapes, strict UTF-8, the document's own declaration
    (often wrong, hence after UTF-8), detection, and Windows-1252.

    Args:
        data: The bytes.
        charset: Character set that the server named.
        declared: Character set that the document itself names.
        markup: Whether tags should be left out of what detection looks at.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(data.decode(encoding, "replace"), encoding.removesuffix("-sig"))
    if (text := _strictly(data, charset)) is not None:
        return Decoded(text, charset)
    if encoding := _utf16_without_mark(data):
        return Decoded(data.decode(encoding, "replace"), encoding)
    for escape, encoding in _ISO_2022:
        if escape in data and (text := _shifted(data, encoding)) is not None:
            return Decoded(text, encoding)
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    if (text := _lone_surrogates(data)) is not None:
        return Decoded(text, "utf-8", guessed=True)
    if (text := _strictly(data, declared)) is not None:
        return Decoded(text, declared)
    return _guess(data, markup)


COMMON = (
    "utf-8", "utf-16", "cp1250", "cp1251", "cp1252", "cp437", "cp850", "iso8859-1", "iso8859-2",
    "iso8859-15", "koi8-r", "mac-roman", "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "big5",
    "euc_kr",
)  # fmt: skip
"""Names to choose from, for people; any name that Python knows will do."""


def canonical(name: str) -> str:
    """Return the usual name of an encoding of text, ``""`` for one that is not known."""
    try:
        "".encode(name.strip())
        return codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""


def damage(text: str) -> float:
    """Return the share of characters that no text has: controls and replaced bytes, 0 to 1."""
    sample = text[:_SAMPLE]
    return (len(_CONTROLS.findall(sample)) + sample.count("\ufffd")) / max(len(sample), 1)


def _strictly(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        name = codecs.lookup(encoding).name
        return data.decode(_WIDER.get(name, name))
    except (LookupError, UnicodeError, ValueError):
        return None


def _shifted(data: bytes, encoding: str) -> str | None:
    """Return a text in ISO-2022, ``None`` for bytes that are none but hold its escape by chance.

    A few damaged bytes do not count: read as anything else, all of it would be rubbish of ASCII.
    """
    text = data.decode(encoding, "replace")
    broken, wide = text.count("\ufffd"), sum(map(_WIDE.__lt__, text[:_SAMPLE]))
    shifts_back = b"\x1b(" in data or b"\x0f" in data
    return text if not broken or (shifts_back and broken * 10 < wide) else None


def _lone_surrogates(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeError:
        return None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if (even + odd) * 4 < len(sample) and len(_PRINTABLE.findall(sample)) * 10 > len(sample) * 9:
        return ""  # plain text with a few stray zero bytes
    both = ("utf-16-le", "utf-16-be", odd, even), ("utf-16-be", "utf-16-le", even, odd)
    for encoding, other, zeros, others in both:
        # Even Chinese text has zero high bytes in its spaces, digits and newlines. Korean has zero
        # low bytes too, so there the spaces themselves decide.
        if zeros <= len(sample) // 200 or len(data) % 2:
            continue
        if zeros > 20 * others or _spaces(sample, encoding) > 20 * _spaces(sample, other):
            text = _strictly(data, encoding)
            if text is not None and damage(text) < 0.01:
                return encoding
    return ""


def _spaces(sample: bytes, encoding: str) -> int:
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    return text.count(" ") + text.count("\n")


def _guess(data: bytes, markup: bool) -> Decoded:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    accents = sum(character > "\x7f" for character in text[:_SAMPLE])
    if broken * 3 < accents:  # hardly any other encoding makes such sequences by chance
        return Decoded(text, "utf-8", guessed=True)
    sample = data[: 4 * _SAMPLE]
    if markup:
        sample = _TAGS.sub(b" ", sample)
    encoding = _detect(sample[:_SAMPLE])
    return Decoded(data.decode(encoding, "replace"), encoding, guessed=True)


def _detect(sample: bytes) -> str:
    matches = charset_normalizer.from_bytes(sample, cp_isolation=_PLAUSIBLE)
    best = matches.best()
    if best is None:
        return "cp1252"
    for match in matches:  # when two fit about as well, the more common one is the better guess
        if (
            "cp1252" in match.could_be_from_charset
            and match.chaos <= best.chaos + _CHAOS_TIE
            and match.coherence >= best.coherence - _COHERENCE_TIE
        ):
            return "cp1252"
    name = codecs.lookup(best.encoding).name
    return _WIDER.get(name, name)
