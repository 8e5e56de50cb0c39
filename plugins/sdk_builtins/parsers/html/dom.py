"""Mark-up to a tree of what a browser shows."""

from __future__ import annotations

import re

from lxml import etree, html
from lxml.html import HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, nothing, text_of
from sdk_builtins.parsers.html.style_sheets import HIDING, bears, hidden_names
from sdk_core.documents.losses import Reason

SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "head",
    "title", "datalist", "audio", "video", "map", "embed", "frameset", "noembed", "noframes",
))  # fmt: skip
"""Elements of which a browser shows nothing that can be read."""

_ICON = re.compile(r"(?:^|[\s_-])(?:icons?|symbols|glyphicon|fa[bsr]?)(?:$|[\s_-])", re.IGNORECASE)
_MOST = 0.9
_DRAWN = re.compile(r"(?:^|\s)MathJax(?:_\w+)?(?:$|\s)")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_FORMULAS = ("span", "mjx-container")  # what KaTeX and MathJax put around both forms of one
_LETTER = re.compile(r"\w")
_DATA = "application/ld+json"
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_EMPTY_ROOT = re.compile(r"(<html\b[^>]*?)/>", re.IGNORECASE)


def grow(markup: str) -> HtmlElement | None:
    """Return the tree of a page, ``None`` when the mark-up holds no element and no text."""
    markup = _EMPTY_ROOT.sub(r"\1>", _XML_DECLARATION.sub("", _INVALID.sub("", markup)), count=1)
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,
    )
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # there is nothing in it
        return None
    return tree if isinstance(tree, HtmlElement) else None


def body_of(tree: HtmlElement) -> HtmlElement:
    """Return the body of a page, the whole tree when it has none."""
    body = tree.find("body")
    if body is None:
        body = next(tree.iter("body"), tree)
    return body


def types_of(element: HtmlElement) -> frozenset[str]:
    """Return what an element of a book is for by its ``epub:type``."""
    value = element.get(_EPUB_TYPE) or element.get("epub:type") or ""
    return frozenset(value.lower().split())


def drop_invisible(tree: HtmlElement, leave_out: LeaveOut = nothing) -> None:
    """Remove what a browser hides, less scripts that hold data about the page.

    What hides nearly all of the page is a curtain that a script would lift, and stays.
    A formula that stands there twice, for the eye and for programs, stays once.

    Args:
        tree: The page; it is changed.
        leave_out: Is told of text that is removed.
    """
    _restore_formulas(tree, leave_out)
    hidden: list[HtmlElement] = []
    most = _MOST * _letters(body_of(tree))
    names = hidden_names(tree)
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if element.tag in SILENT:
            is_unseen = element.tag not in ("head", "title") and element.get("type") != _DATA
        else:
            is_hidden = _is_hidden(element) or bears(element, names)
            is_unseen = is_hidden and not 0 < most < _letters(element)
        if is_unseen:
            hidden.append(element)
            walker.skip_subtree()
    for element in hidden:
        if element.getparent() is None:
            continue
        if text := text_of(element):
            leave_out(Reason.PICTURE if element.tag == "svg" else Reason.HIDDEN, text)
        element.drop_tree()


def _restore_formulas(tree: HtmlElement, leave_out: LeaveOut) -> None:
    """Let each formula stand once, as MathML or as its TeX."""
    for script in list(tree.iter("script")):
        if not (script.get("type") or "").lower().startswith("math/tex"):
            continue
        before = script.getprevious()
        while before is not None and _DRAWN.search(before.get("class") or ""):
            drawn, before = before, before.getprevious()
            leave_out(Reason.REPEATED, text_of(drawn))
            drawn.drop_tree()
        script.set("alttext", script.text or "")  # https://docs.mathjax.org/en/v2.7-latest
        script.tag, script.text = "math", None
    for element in [each for each in tree.iter(etree.Element) if each.get("aria-hidden") == "true"]:
        if element.getparent() is None or element.tag in SILENT:
            continue
        parent = element.getparent()
        is_copy = parent.tag in _FORMULAS and next(parent.iter("math"), None) is not None
        if is_copy and next(element.iter("math"), None) is None:
            leave_out(Reason.REPEATED, text_of(element))
            element.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    if element.tag == "dialog" and element.get("open") is None:
        return True
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    if element.get("aria-hidden") == "true":
        is_icon = _ICON.search(element.get("class") or "") is not None
        if _LETTER.search(element.text_content()) is None or (is_icon and not len(element)):
            return True  # an ornament, or one that a font draws for a name
    style = element.get("style")
    return style is not None and HIDING.search(style) is not None


def _letters(element: HtmlElement) -> int:
    return len(_LETTER.findall(element.text_content()))
