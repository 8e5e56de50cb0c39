"""Office equations to linear text in LaTeX notation."""

from __future__ import annotations

from typing import Any

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

MATH = f"{_M}oMath"
"""Tag of an equation."""

_OPERATORS = {
    "\u2211": "\\sum",
    "\u220f": "\\prod",
    "\u222b": "\\int",
    "\u222c": "\\iint",
    "\u222e": "\\oint",
    "\u22c3": "\\bigcup",
    "\u22c2": "\\bigcap",
}


def math_text(node: Any) -> str:
    """Return an equation, or a part of one, on one line."""
    return "".join(_one(child) for child in node if isinstance(child.tag, str))


def _part(node: Any, name: str) -> str:
    found = node.find(_M + name)
    return "" if found is None else math_text(found).strip()


def _one(node: Any) -> str:
    name = node.tag.removeprefix(_M)
    if name == "t":
        return node.text or ""
    if name == "f":
        return f"\\frac{{{_part(node, 'num')}}}{{{_part(node, 'den')}}}"
    if name in ("sSup", "sSub", "sSubSup"):
        return _part(node, "e") + _scripts(node)
    if name == "rad":
        degree = _part(node, "deg")
        return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_part(node, 'e')}}}"
    if name == "nary":
        sign = _property(node, "naryPr", "chr", "\u222b")
        return f"{_OPERATORS.get(sign, sign)}{_scripts(node)} {_part(node, 'e')}"
    if name == "d":
        opening = _property(node, "dPr", "begChr", "(")
        inside = ", ".join(math_text(part) for part in node.findall(f"{_M}e"))
        return f"{opening}{inside}{_property(node, 'dPr', 'endChr', ')')}"
    if name == "func":
        return f"{_part(node, 'fName')} {_part(node, 'e')}"
    if name == "limLow":
        return f"{_part(node, 'e')}_{{{_part(node, 'lim')}}}"
    if name == "m":
        rows = (row.findall(f"{_M}e") for row in node.findall(f"{_M}mr"))
        return " \\\\ ".join(" & ".join(map(math_text, cells)) for cells in rows)
    if name.endswith("Pr"):
        return ""
    return math_text(node)


def _scripts(node: Any) -> str:
    low, high = _part(node, "sub"), _part(node, "sup")
    return (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")


def _property(node: Any, group: str, name: str, default: str) -> str:
    found = node.find(f"{_M}{group}/{_M}{name}")
    return default if found is None else str(found.get(f"{_M}val", ""))
