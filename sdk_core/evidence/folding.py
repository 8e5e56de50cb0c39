"""One character as text comparison sees it: without case, width, ligature and kind of mark.

Compatibility forms are folded by NFKC (Unicode Standard Annex 15) and case by full case folding
(section 3.13 of the Unicode Standard), but for what would turn one number into another: of
``10²``, ``1½`` and ``2①`` NFKC makes 102, 11⁄2 and 21.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

COMPOSING = (
    "\u0300-\u036f\u0653-\u0655\u093c\u09bc\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2"
    "\u0cd5\u0cd6\u0d3e\u0d57\u1161-\u1175\u11a8-\u11c2\u3099\u309a\uff9e\uff9f"
)
"""Characters that NFKC composes with the one before, as ranges of a regular expression."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋"

_PLAIN_SIGNS = str.maketrans(SUPERSCRIPTS + SUBSCRIPTS, "0123456789+-" * 2)

_MARKS = {
    **dict.fromkeys("‘’‚‛`´ʼʹ“”„‟«»‹›「」『』〝〞〟＂＇", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－⸺⸻", "-"),
    **dict.fromkeys("″〃", '"'),
    "′": "'",
    "״": '"',
    "׳": "'",
    "־": "-",
    "⁄": "/",
    "∕": "/",
    "×": "x",
    "µ": "μ",
    "ı": "i",
    "\u0640": "",  # kashida only makes an Arabic word wider
}
"""What NFKC leaves apart and writers take for one another."""


def plain_signs(signs: str) -> str:
    """Return superscript or subscript digits and signs as ordinary ones."""
    return signs.translate(_PLAIN_SIGNS)


@lru_cache(maxsize=16_384)
def fold(cluster: str) -> str:
    """Return the folded form of a character with what composes with it, ``""`` for none.

    Args:
        cluster: A character and the characters of `COMPOSING` that follow it.
    """
    if cluster in _MARKS:
        return _MARKS[cluster]
    if len(cluster) == 1:
        if cluster.isspace():
            return " "
        kind, _, codes = unicodedata.decomposition(cluster).partition(" ")
        if kind == "<circle>":
            return f"({_compatible(cluster)})"
        if kind == "<square>" and codes.endswith((" 00B2", " 00B3")):
            return f"{_compatible(cluster)[:-1]}^{_compatible(cluster)[-1]}"
        if kind == "<fraction>":
            return _compatible(cluster).replace("⁄", "/")
        category = unicodedata.category(cluster)
        if category in ("Cf", "Cc", "Cn", "Co") or "\ufe00" <= cluster <= "\ufe0f":
            return ""
    return _compatible(cluster)


def _compatible(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", cluster).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    return folded.replace("i\u0307", "i")  # what case folding makes of a dotted capital I
