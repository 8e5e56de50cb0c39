"""What a PDF holds by pdfium's own count of characters, without any of our layout."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium

LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
TEX = {
    code: text
    for start in (11, 27)
    for code, text in enumerate(LIGATURES, start)
    if code != ord("\r")
}


def alphanumerics(text: str) -> Counter[str]:
    """Return how often each letter and digit stands in a text, forms of one letter as one."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def drawn(data: bytes, index: int) -> Counter[str]:
    """Return the letters and digits that a page draws, by its 0-based index."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[index].get_textpage()
        codes = (
            pdfium.FPDFText_GetUnicode(page, place)
            for place in range(page.count_chars())
            if not pdfium.FPDFText_IsGenerated(page, place)
        )
        text = "".join(TEX.get(code) or chr(code) for code in codes if 0 < code < 0x110000)
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return alphanumerics(whole)
