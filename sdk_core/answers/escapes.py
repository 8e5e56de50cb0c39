"""Backslash escapes: undo JSON ones, keep LaTeX, paths and regular expressions literal."""

from __future__ import annotations

import json
import re

_ESCAPE = re.compile(r"\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_LAYOUT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_SIMPLE = {mark: mark for mark in "\"\\/'`"} | _LAYOUT

# Commands whose first letter makes them look like a newline, tab or carriage return. The first
# set cannot be read as the escape plus ordinary text; the second can, so it needs more evidence.
_LATEX_SURE = frozenset([
    "theta", "text", "textbf", "textit", "textrm", "texttt", "textsc", "textstyle", "times",
    "triangle", "tilde", "tfrac", "tbinom", "therefore", "thinspace", "thickspace", "triangleq",
    "triangleleft", "triangleright", "twoheadrightarrow", "nabla", "neq", "neg", "notin", "nmid",
    "nleq", "ngeq", "nless", "ngtr", "nexists", "nparallel", "nsubseteq", "nsim", "ncong",
    "newline", "newcommand", "nonumber", "nolimits", "nearrow", "nwarrow", "nRightarrow",
    "nrightarrow", "natural", "normalsize", "rho", "rangle", "rightarrow", "rightleftharpoons",
    "rfloor", "rceil", "rbrace", "rbrack", "right", "rightharpoonup", "rightsquigarrow",
    "risingdotseq", "rvert", "rVert", "renewcommand",
])  # fmt: skip
_LATEX_MAYBE = frozenset([
    "tan", "tanh", "tau", "to", "top", "tag", "tiny", "title", "nu", "ne", "ni", "not", "rm", "ref",
    "root",
])  # fmt: skip
_LATEX_CONTEXT = re.compile(
    r"\$|\\(?:[(\[{]|frac|sqrt|alpha|beta|gamma|delta|epsilon|lambda|mu|pi|sigma|phi|omega|sum|int"
    r"|prod|lim|infty|partial|cdot|left|mathbb|mathrm|begin|leq|geq|approx|pm|theta|nabla|neq"
    r"|times)(?![A-Za-z])"
)
_WORD = re.compile(r"[A-Za-z]+")

# A drive letter, then at least two backslash segments without blanks at their ends.
_DRIVE_PATH = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:(?:\\[\w.$%~()+-]+){2,}\\?")
# Inside such a path these cannot be layout, unlike \n, \r and \u.
_PATH_EVIDENCE = re.compile(r"\\[^nru\\\"'`/]")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """Return text with LF line ends, without control characters and encodable as UTF-8."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def unescape(raw: str) -> str:
    """Undo the escapes of one string literal.

    raw: the characters between the quotes. A backslash that starts no JSON escape is kept, and
    so are LaTeX commands and drive paths whose backslashes happen to look like escapes.
    """
    if "\\" not in raw:
        return raw
    # In drive paths every backslash is a separator.
    paths = [m.span() for m in _DRIVE_PATH.finditer(raw) if _PATH_EVIDENCE.search(m.group())][::-1]
    in_latex = _LATEX_CONTEXT.search(raw) is not None

    def plain(found: re.Match[str]) -> str:
        while paths and paths[-1][1] <= found.start():
            paths.pop()
        in_path = paths and paths[-1][0] <= found.start()
        return found.group() if in_path else _decode(found, in_latex)

    return _ESCAPE.sub(plain, raw)


def _decode(found: re.Match[str], in_latex: bool) -> str:
    """Return what an escape stands for, which is itself when its backslash is literal."""
    token = found.group()
    mark = token[1]
    if len(token) > 2:
        code = int(token[2:].strip("{}"), 16)
        return chr(code) if code <= 0x10FFFF else token
    letters = _WORD.match(found.string, found.end())
    if letters and mark in "bf":
        return token
    if letters and mark in "ntr":
        word = mark + letters.group()
        if word in _LATEX_SURE or (in_latex and word in _LATEX_MAYBE):
            return token
    return _SIMPLE.get(mark, token)


# What stands between two quotes that are not escaped.
_PIECE = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)


def protect(text: str) -> str:
    """Rewrite JSON text so that a strict decoder reads every escape as unescape does."""
    return _PIECE.sub(_reescape, text) if "\\" in text else text


def _reescape(found: re.Match[str]) -> str:
    piece = found.group()
    if "\\" not in piece:
        return piece
    return json.dumps(unescape(piece), ensure_ascii=False)[1:-1]
