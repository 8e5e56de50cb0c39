"""What stands within a line: code, formulas, pictures, raised text and links to a place."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, text_of
from sdk_builtins.parsers.html.dom import types_of
from sdk_builtins.parsers.html.mathml import mathml_tex
from sdk_core.documents.cleaning import alt_text, clean, one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.raised import note_mark, power, raised

_GUTTERS = ("lineno", "linenos", "line-numbers", "gutter", "linenodiv", "line-number")
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight|brush:)[-\s]?([\w+#-]+)"
)
_NO_LANGUAGE = frozenset(("none", "text", "plain", "plaintext", "default", "notranslate"))
_FORMULA = re.compile(r"(?:^|[\s_-])(?:math|mwe-math\S*|tex|latex|mathjax)(?:$|[\s_-])")
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = 4  # words; a shorter description of a picture in no figure is a label
_TEX = "application/x-tex"
_LINES = frozenset(("div", "p", "li", "tr"))  # elements of a listing that are lines of it
_PLACE = re.compile(  # also what `Marks` puts before it
    "[\u00b6#\u00a7\u21a9\u2191^\u221e\u2693\ue000-\uf8ff\U0001f517\ufe0e\ufe0f"
    "\u2800-\u28ff\u4dc0-\u4dff]+"
)
_NOTE = re.compile(r"\d{1,3}|[a-z]|[ivxlc]{1,6}|[*\u2020\u2021]+")


def code_text(element: HtmlElement) -> str:
    """Return the text of a listing without the numbers of its lines."""
    pieces = [element.text or ""]
    stack = [(child, False) for child in reversed(element)]
    while stack:
        node, is_end = stack.pop()
        if is_end or not isinstance(node.tag, str) or is_gutter(node):
            if is_end and node.tag in _LINES and not pieces[-1].endswith("\n"):
                pieces.append("\n")
            pieces.append(node.tail or "")
            continue
        if node.tag == "sup":
            pieces += [power(node.text_content()), node.tail or ""]
            continue
        pieces.append("\n" if node.tag == "br" else node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    return clean("".join(pieces)).strip("\n").rstrip()


def gutters(element: HtmlElement) -> str:
    """Return the numbers of lines that `code_text` leaves out."""
    found = (node for node in element.iter() if isinstance(node.tag, str) and is_gutter(node))
    return " ".join(text_of(node) for node in found)


def is_gutter(element: HtmlElement) -> bool:
    """Whether an element holds the numbers of a listing's lines."""
    if not any(name in _GUTTERS for name in (element.get("class") or "").split()):
        return False
    return _LETTER.search(element.text_content()) is None


def code_span(element: HtmlElement) -> str:
    """Return code within a line, in more backticks than it holds itself."""
    code = one_line(code_text(element))
    if "`" not in code:
        return f"`{code}`" if code else ""
    marks = "`" * (max(map(len, re.findall("`+", code))) + 1)
    return f"{marks} {code} {marks}"


def language_of(element: HtmlElement) -> str:
    """Return the programming language that a listing's classes name, ``""`` for none."""
    code, parent = element.find("code"), element.getparent()
    outer = None if parent is None else parent.getparent()
    for node in (code, element, parent, outer):
        found = _LANGUAGE.search(node.get("class") or "") if node is not None else None
        if found and found[1].lower() not in _NO_LANGUAGE:
            return found[1].lower()
    return ""


def maths(element: HtmlElement, leave_out: LeaveOut) -> str:
    """Return a formula in TeX, the page's own where it has some.

    Args:
        element: The formula in MathML.
        leave_out: Is told of its other forms.
    """
    notes = list(element.iter("annotation", "annotation-xml"))
    own = (note.text or "" for note in notes if note.get("encoding") == _TEX)
    tex = one_line(next(own, element.get("alttext") or ""))
    for other in [element] if tex else notes:
        leave_out(Reason.REPEATED, text_of(other))
    tex = tex or mathml_tex(element)
    return f"${tex}$" if tex else ""


def picture(element: HtmlElement) -> str:
    """Return a picture's description where it belongs to the text: of a figure or a formula."""
    alt = alt_text(element.get("alt") or "")
    if not alt:
        return ""
    if _FORMULA.search(element.get("class") or ""):
        return f"${alt}$"
    if is_in_caption(element):
        return ""
    is_shown = "figure" in {each.tag for each in element.iterancestors()} or (
        len(alt.split()) >= _SENTENCE and next(element.iterancestors("a"), None) is None
    )
    return f" ![{alt}]() " if is_shown else ""


def is_in_caption(element: HtmlElement) -> bool:
    """Whether the caption of a picture's figure says what its description does."""
    figure = next(element.iterancestors("figure"), None)
    captions = figure.iter("figcaption") if figure is not None else ()
    alt = alt_text(element.get("alt") or "").casefold().rstrip(".")
    return any(alt in one_line(caption.text_content()).casefold() for caption in captions)


def raised_text(element: HtmlElement, before: str, text: str) -> str:
    """Return what to write for a ``sup`` element.

    Args:
        element: The element.
        before: What the line holds up to it.
        text: What the element holds.
    """
    links = [*element.iter("a"), *element.iterancestors("a")]
    is_note = any("#" in (link.get("href") or "") for link in links)
    if is_note and _NOTE.fullmatch(text.strip()):
        return note_mark(text)
    index = element.getprevious()
    if index is not None and index.tag == "sub" and not index.tail and before[-1:].isalnum():
        return power(text)  # of a letter with an index, such as the square of x_i
    after, lowered = element.tail or "", element.getnext()
    if lowered is not None and lowered.tag == "sub":  # the other part of a fraction
        after += lowered.text or ""
    return raised(before, text, after)


def is_permalink(element: HtmlElement) -> bool:
    """Whether an element is a mere sign, such as ¶, that links to its own place on the page."""
    if element.tag != "a" or "#" not in (element.get("href") or "#"):
        return False
    return _PLACE.fullmatch(element.text_content().strip()) is not None


def is_note_link(element: HtmlElement) -> bool:
    """Whether an element refers to a note by a mark that only style sheets set apart."""
    is_named = "noteref" in types_of(element) or element.get("role") == "doc-noteref"
    return element.tag == "a" and is_named
