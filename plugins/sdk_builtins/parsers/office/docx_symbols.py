"""Characters of symbol fonts, which Word stores by their place in the font.

Places are those of Microsoft's Wingdings and Symbol code charts.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "\u2610", 0x71: "\u2610", 0x72: "\u2610", 0x76: "\u2756",
    0x9F: "\u2022", 0xA1: "\u25cb", 0xA7: "\u25aa", 0xA8: "\u2610", 0xAB: "\u2605", 0xB7: "\u2022",
    0xD8: "\u27a2", 0xDF: "\u2190", 0xE0: "\u2192", 0xE1: "\u2191", 0xE2: "\u2193", 0xE8: "\u2794",
    0xEF: "\u21e6", 0xF0: "\u21e8", 0xFB: "\u2717", 0xFC: "\u2713", 0xFD: "\u2612", 0xFE: "\u2611",
    0x28: "\u260e", 0x2A: "\u2709", 0x4A: "\u263a", 0x4C: "\u2639",
}  # fmt: skip
_SYMBOL: dict[int, str] = dict(
    zip(
        [*range(0x41, 0x5B), *range(0x61, 0x7B)],
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | {
    0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓",
    0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪",
    0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅",
    0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_FONTS: dict[str, dict[int, str]] = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}


def symbol(font: str, code: str) -> str:
    """Return the Unicode character of a place in a symbol font.

    Args:
        font: Name of the font.
        code: The place in hexadecimal, as Word writes it (``F0FE``).

    Returns:
        The character itself for other fonts, ``""`` where nothing sensible is known.
    """
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(place & 0xFF, "")
    return "" if 0xE000 <= place <= 0xF8FF or not 0x20 <= place < 0xD800 else chr(place)
