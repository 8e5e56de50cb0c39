"""What stands within a line: code, formulas and pictures."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from sdk_core.documents.cleaning import alt_text, clean, one_line

_GUTTERS = ("lineno", "linenos", "line-numbers", "gutter", "linenodiv", "line-number")
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush:)[-\s]?([\w+#-]+)"
)
_NO_LANGUAGE = frozenset(("none", "text", "plain", "plaintext", "default", "notranslate"))
_FORMULA = re.compile(r"(?:^|[\s_-])(?:math|mwe-math\S*|tex|latex|mathjax)(?:$|[\s_-])")
_TEX = "application/x-tex"


def code_text(element: HtmlElement) -> str:
    """Return the text of a listing without the numbers of its lines."""
    pieces = [element.text or ""]
    stack = [(child, False) for child in reversed(element)]
    while stack:
        node, is_end = stack.pop()
        if is_end or not isinstance(node.tag, str) or _is_gutter(node):
            pieces.append(node.tail or "")
            continue
        pieces.append("\n" if node.tag == "br" else node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    return clean("".join(pieces)).strip("\n").rstrip()


def _is_gutter(element: HtmlElement) -> bool:
    return any(name in _GUTTERS for name in (element.get("class") or "").split())


def language_of(element: HtmlElement) -> str:
    """Return the programming language that a listing's classes name, ``""`` for none."""
    code, parent = element.find("code"), element.getparent()
    outer = None if parent is None else parent.getparent()
    for node in (code, element, parent, outer):
        found = _LANGUAGE.search(node.get("class") or "") if node is not None else None
        if found and found[1].lower() not in _NO_LANGUAGE:
            return found[1].lower()
    return ""


def maths(element: HtmlElement) -> str:
    """Return a formula in TeX, its letters when the page has no TeX of it."""
    tex = next(
        (
            node.text or ""
            for node in element.iter("annotation", "{*}annotation")
            if node.get("encoding") == _TEX
        ),
        element.get("alttext") or "",
    )
    return f"${one_line(tex)}$" if tex.strip() else one_line(element.text_content())


def picture(element: HtmlElement) -> str:
    """Return a picture's description where it belongs to the text: of a figure or a formula."""
    alt = alt_text(element.get("alt") or "")
    if not alt:
        return ""
    if _FORMULA.search(element.get("class") or ""):
        return f"${alt}$"
    return f" ![{alt}]() " if next(element.iterancestors("figure"), None) is not None else ""
