"""Text that is safe to store, print and tokenise, whatever the document held."""

from __future__ import annotations

import re
import unicodedata

_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Control sequences that would move the cursor or rename the window of a terminal: CSI and OSC.
_ESCAPES = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?)")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MARKS = re.compile("[\ufeff\ufffe\uffff]")  # byte order marks within the text, and no characters
_SURROGATES = re.compile("[\ud800-\udfff]")
_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{3,}")
_FILE_NAME = re.compile(r"[^\s/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp|svg|[ew]mf)", re.IGNORECASE)
_MACHINE_MADE = re.compile(
    r"(?:AI-generated content may be incorrect|Description automatically generated"
    r"(?: with \w+ confidence)?)\.?$"
)
_SPACES = re.compile(r"\s+")

_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}


def clean(text: str) -> str:
    """Return the text with ``\\n`` newlines, in NFC, without controls, marks or surrogates.

    Tabs and newlines stay. Surrogates that belong together become the character they spell;
    others become U+FFFD, so that the text can always be encoded. NFC (Unicode Standard Annex 15)
    writes a letter with its accent as one character where there is one.
    """
    return clean_counted(text)[0]


def clean_counted(text: str) -> tuple[str, int]:
    """Return what `clean` does, and how many control characters and zero bytes it dropped."""
    text = _NEWLINES.sub("\n", text)
    escapes = 0
    if "\x1b" in text:
        text, escapes = _ESCAPES.subn("", text)
    text, controls = _CONTROLS.subn("", text)
    if text.isascii():
        return text, escapes + controls
    text, marks = _MARKS.subn("", text)
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", text), escapes + controls + marks


def tidy(text: str) -> str:
    """Return clean text without trailing spaces, and with at most one blank line in a row."""
    text = _TRAILING.sub("", clean(text))
    return _BLANK_LINES.sub("\n\n", text).strip("\n")


def one_line(text: str) -> str:
    """Return clean text with every run of white space made one space, for titles and cells."""
    return _SPACES.sub(" ", clean(text)).strip()


def alt_text(text: str) -> str:
    """Return an author's description of a picture, ``""`` for a mere file name.

    The remark that Office adds to a description made by a model is left out.
    """
    text = _MACHINE_MADE.sub("", one_line(text)).strip()
    return "" if _FILE_NAME.fullmatch(text) else text


def mend_ligatures(text: str) -> str:
    """Return the text with typographic ligatures such as U+FB01 spelt out."""
    return text if text.isascii() else text.translate(_LIGATURES)
