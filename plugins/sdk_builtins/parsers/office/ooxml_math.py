"""Office equations to LaTeX.

Element names are those of ECMA-376 part 1, chapter 22.1 (Office Math Markup Language).
"""

from __future__ import annotations

import re
from typing import Any

from sdk_builtins.parsers.office.ooxml_math_symbols import ACCENTS, BRACKETS, COMMANDS, FUNCTIONS

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

MATH = f"{_M}oMath"
"""Tag of an equation."""

MATH_PARAGRAPH = f"{_M}oMathPara"
"""Tag of equations that stand on lines of their own."""

_SPACES = re.compile(r" {2,}")
_LOOSE = re.compile(r" +(?=[{}^_,.;:)=\]+/!<>-]|$)")  # a command needs a space before letters only
_OFF = ("0", "false", "off")


def inline_math(node: Any) -> str:
    """Return an equation within a line between dollar signs, ``""`` for an empty one."""
    latex = _tidy(_all(node))
    return f"${latex}$" if latex else ""


def display_math(node: Any) -> str:
    """Return the equations of a math paragraph, one a line, between double dollar signs."""
    lines = (_tidy(_all(each)) for each in node.iter(MATH))
    return "\n".join(f"$${line}$$" for line in lines if line)


def _tidy(latex: str) -> str:
    return _LOOSE.sub("", _SPACES.sub(" ", latex)).strip()


def _all(node: Any) -> str:
    return "".join(_one(child) for child in node if isinstance(child.tag, str))


def _part(node: Any, name: str) -> str:
    found = node.find(_M + name)
    return "" if found is None else _tidy(_all(found))


def _parts(node: Any) -> list[str]:
    return [_tidy(_all(each)) for each in node.findall(f"{_M}e")]


def _one(node: Any) -> str:
    name = node.tag.removeprefix(_M)
    return "" if name.endswith("Pr") else _BUILDERS.get(name, _all)(node)


def _run(node: Any) -> str:
    text = "".join(each.text or "" for each in node.iter() if _is_text(each))
    plain = node.find(f"{_M}rPr/{_M}nor")
    if plain is not None and plain.get(f"{_M}val", "1") not in _OFF and text.strip():
        return f"\\text{{{text}}}"
    return text.translate(COMMANDS)


def _is_text(node: Any) -> bool:
    return isinstance(node.tag, str) and node.tag.rpartition("}")[2] == "t"


def _fraction(node: Any) -> str:
    top, bottom = _part(node, "num"), _part(node, "den")
    kind = _property(node, "fPr", "type", "bar")
    if kind == "noBar":
        return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{top}}}{{{bottom}}}"
    if kind == "lin":
        return f"{top}/{bottom}"
    return f"\\frac{{{top}}}{{{bottom}}}"


def _root(node: Any) -> str:
    degree = _part(node, "deg")
    return f"\\sqrt{f'[{degree}]' if degree else ''}{{{_part(node, 'e')}}}"


def _large_operator(node: Any) -> str:
    sign = _property(node, "naryPr", "chr", "\u222b")
    return f"{sign.translate(COMMANDS).rstrip()}{_scripts(node)} {_part(node, 'e')}"


def _delimited(node: Any) -> str:
    opening, closing = (
        _property(node, "dPr", name, default)
        for name, default in (("begChr", "("), ("endChr", ")"))
    )
    separator = _property(node, "dPr", "sepChr", "|")
    inside = separator.join(_parts(node))
    left, right = BRACKETS.get(opening, opening), BRACKETS.get(closing, closing)
    return f"\\left{left}{inside}\\right{right}"


def _function(node: Any) -> str:
    name, argument = _part(node, "fName"), _part(node, "e")
    plain = re.match(r"[A-Za-z]+", name)
    if plain and plain.group() in FUNCTIONS:
        name = f"\\{name}"
    gap = "" if argument.startswith(("\\left", "(")) else " "
    return f"{name}{gap}{argument}"


def _accent(node: Any) -> str:
    sign = _property(node, "accPr", "chr", "\u0302")
    return f"\\{ACCENTS.get(sign, 'hat')}{{{_part(node, 'e')}}}"


def _bar(node: Any) -> str:
    place = _property(node, "barPr", "pos", "bot")
    return f"\\{'overline' if place == 'top' else 'underline'}{{{_part(node, 'e')}}}"


def _group(node: Any) -> str:
    place = _property(node, "groupChrPr", "pos", "bot")
    return f"\\{'overbrace' if place == 'top' else 'underbrace'}{{{_part(node, 'e')}}}"


def _limit(node: Any) -> str:
    mark = "^" if node.tag == f"{_M}limUpp" else "_"
    return f"{_base(_part(node, 'e'))}{mark}{{{_part(node, 'lim')}}}"


def _scripted(node: Any) -> str:
    return _base(_part(node, "e")) + _scripts(node)


def _scripted_before(node: Any) -> str:
    return f"{{}}{_scripts(node)}{_part(node, 'e')}"


def _aligned(node: Any) -> str:
    lines = _parts(node)
    body = " \\\\ ".join(lines)
    return body if len(lines) < 2 else f"\\begin{{aligned}}{body}\\end{{aligned}}"


def _matrix(node: Any) -> str:
    body = " \\\\ ".join(" & ".join(_parts(row)) for row in node.findall(f"{_M}mr"))
    return f"\\begin{{matrix}}{body}\\end{{matrix}}"


_BUILDERS = {
    "r": _run,
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "sPre": _scripted_before,
    "m": _matrix,
    "eqArr": _aligned,
    "f": _fraction,
    "rad": _root,
    "nary": _large_operator,
    "d": _delimited,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _group,
    "limLow": _limit,
    "limUpp": _limit,
}


def _base(latex: str) -> str:
    return f"\\{latex}" if latex in FUNCTIONS else latex


def _scripts(node: Any) -> str:
    low, high = _part(node, "sub"), _part(node, "sup")
    return (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")


def _property(node: Any, group: str, name: str, default: str) -> str:
    found = node.find(f"{_M}{group}/{_M}{name}")
    return default if found is None else str(found.get(f"{_M}val", ""))
