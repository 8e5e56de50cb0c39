"""Raised text such as exponents, ordinals and marks of notes, told apart on one line of text."""

from __future__ import annotations

import re

from sdk_core.documents.cleaning import one_line

_FIGURES = re.compile(
    r"\d{1,3}(?:\s*[,;\u2013-]\s*\d{1,3})*|[^\W\d_](?:\s*,\s*[^\W\d_])*"
)  # of one note or several
_NUMBER = re.compile(r"[+\u2212\u2013-]?\d+(?:[.,]\d+)?|[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]{3,}(?:\s+[^\W\d_]+)*\.?")
_TERM = re.compile(r"[+\u2212\u2013-][^\W_]|[^\W_][+\u2212\u2013*/=-]")  # holds a sign
_SIGN = re.compile(r"[+\u2212\u2013-]")
_SYMBOLS = re.compile(r"[^\w\s+\u2212\u2013-]+")
_AFTER_FIGURE = re.compile(r"(?:st|nd|rd|th|er|ers|re|res|[eè]me|[eè]mes|nde?|e|es|o|os|[ºª°])\.?")
_AFTER_CAPITAL = re.compile(r"(?:lles?|mes?|gr|r|rs|te|e|es|er|ers|re|res|o|os|[ºª])\.?")
_ROMAN = re.compile(r"(?:^|[^\w])[IVXLC]+$")
_POWER_OF = re.compile(r"(?:\d|(?:^|[\W\d_])[^\W\d_]|[)\]}|\u2032])$")
_UNIT = re.compile(  # of measure, or the name of a function
    r"(?:^|[\W\d_])(?:sin|cos|tan|cot|log|exp|det|"
    r"[kcdmnµμ]?m|[kmµμ]?g|[mnµμ]?s|ft|in|yd|mi|cd|mol|rad|[kMG]?[JNW]|Pa)$"
)
_FACTORS = re.compile(r"(?:^|[\W\d_])[b-df-hj-np-tv-xz]{2,3}$")  # no word is without a vowel
_TERM_BEFORE = re.compile(r"[=+*/^\u00b7\u00d7\u2212<>\u2264\u2265]\s*[^\W\d_]{1,3}$")
_ISOTOPE = re.compile(r"[A-Z][a-z]?(?![a-z])")
_REACH = 40  # characters that tell what something is raised above
_FRACTION = re.compile(r"\s*[/\u2044]\s*\d")


def raised(before: str, text: str, after: str = "") -> str:
    """Return what to write for raised text, so that it never becomes part of what precedes it.

    After a figure, a lone letter, a unit or a bracket it is an exponent (``10^6``, ``x^{n+1}``),
    after a longer word or a full stop the mark of a note (``word[1]``). Endings of ordinals and
    abbreviations stay joined (``21st``, ``XIVe``, ``Mme``), and so do symbols (``*``).

    Args:
        before: The line up to it.
        text: The raised text.
        after: What follows it on the line, as far as it is known.
    """
    text, before = one_line(text), before[-_REACH:]
    if not text or text.startswith("[") or _SYMBOLS.fullmatch(text):
        return text
    if not before or before[-1].isspace() or before[-1] in "([{\u00ab\u201c\u201e":
        return _leading(text, after)
    if _is_ending(before, text):
        return text
    if _FRACTION.match(after) and before[-1].isdigit():
        return f" {text}"
    if _TERM.search(text) and not _FIGURES.fullmatch(text):
        return power(text)
    if _SIGN.fullmatch(text) or _is_base(before, text):
        return power(text)
    if _FIGURES.fullmatch(text):
        return note_mark(text)
    return text if text.startswith("(") else f" {text}"


def power(text: str) -> str:
    """Return an exponent, in braces where it is more than one number or letter."""
    text = one_line(text)
    if not text:
        return ""
    is_held = _NUMBER.fullmatch(text) or len(text) == 1 or (text[0] == "(" and text[-1] == ")")
    return f"^{text}" if is_held else f"^{{{text}}}"


def note_mark(text: str) -> str:
    """Return the mark of a note in brackets, which keep it apart from the word before it."""
    text = one_line(text)
    return f"[{text}]" if text[:1].isalnum() else text


def _leading(text: str, after: str) -> str:
    """Return raised text that nothing precedes: a mark before its note, an isotope, a fraction."""
    if text[-1].isalnum() and after[:1].isalnum():
        return power(text) if _ISOTOPE.match(after) and text[0].isdigit() else note_mark(text)
    return text


def _is_ending(before: str, text: str) -> bool:
    if text == "th" and before[-1].isalnum():
        return True  # also of the n-th
    if before[-1].isdigit() or _ROMAN.search(before):
        return _AFTER_FIGURE.fullmatch(text) is not None
    return before[-1].isupper() and _AFTER_CAPITAL.fullmatch(text) is not None


def _is_base(before: str, text: str) -> bool:
    """Whether what precedes raised text can be raised to a power."""
    if _WORDS.fullmatch(text) and not before[-1].isdigit() and before[-1].isalpha():
        return False  # a remark such as "new" at a letter
    if _POWER_OF.search(before) or _TERM_BEFORE.search(before):
        return True
    return text in ("2", "3") and any(each.search(before) for each in (_UNIT, _FACTORS))
