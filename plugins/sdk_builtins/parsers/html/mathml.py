"""MathML (https://www.w3.org/TR/mathml-core/) to TeX, for formulas that come without their TeX."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from sdk_core.documents.cleaning import one_line

_UNREAD = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts"))
_LEAVES = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_INVISIBLE = str.maketrans("", "", "\u2061\u2062\u2063\u2064\u200b")
_MAX_DEPTH = 120


def mathml_tex(element: HtmlElement, depth: int = 0) -> str:
    """Return a formula or a part of one: roots, fractions, raised and lowered parts in TeX.

    What it knows no TeX for is written as its parts, one after the other.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNREAD:
        return ""
    if tag in _LEAVES or depth > _MAX_DEPTH:
        return one_line(element.text_content().translate(_INVISIBLE))
    parts = [mathml_tex(child, depth + 1) for child in element]
    if tag == "mtable":
        return r" \\ ".join(parts)
    if tag in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    if tag == "msqrt":
        return rf"\sqrt{{{''.join(parts)}}}"
    if tag == "mfenced":
        inner = (element.get("separators") or ",")[:1].join(parts)
        return f"{element.get('open') or '('}{inner}{element.get('close') or ')'}"
    return _built(tag, parts) or one_line(element.text or "") + "".join(parts)


def _built(tag: str, parts: Sequence[str]) -> str:
    """Return a construct of a certain number of parts, ``""`` when it is not one."""
    if len(parts) == 2:
        first, second = parts
        if tag == "mfrac":
            return rf"\frac{{{first}}}{{{second}}}"
        if tag == "mroot":
            return rf"\sqrt[{second}]{{{first}}}"
        if tag in ("msup", "mover"):
            return _base(first) + _script("^", second)
        if tag in ("msub", "munder"):
            return _base(first) + _script("_", second)
    if len(parts) == 3 and tag in ("msubsup", "munderover"):
        return _base(parts[0]) + _script("_", parts[1]) + _script("^", parts[2])
    return ""


def _base(text: str) -> str:
    return text if len(text) < 2 or text.isdecimal() or text[-1] in ")]}" else f"{{{text}}}"


def _script(sign: str, text: str) -> str:
    return f"{sign}{text}" if len(text) == 1 else f"{sign}{{{text}}}" if text else ""
