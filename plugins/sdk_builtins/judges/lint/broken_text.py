"""Finds text that was decoded wrongly, residue of controls, and markup that was cut or mixed up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ftfy import badness

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.quoting import quoted

_REPLACED = re.compile("\ufffd")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[\u200b\u2060\ufeff\u00ad]{2,}|[\ue000-\uf8ff]|[\ud800-\udfff]"
)
_ESCAPE = re.compile(
    r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|(?<=[\w.,;:!?])\\[nt](?=[A-ZÀ-Þ\s]|\\|$)"
)
_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,5}|nbsp|amp|lt|gt|quot|apos|[a-z]{4,8});")
_HALF_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>\n]*)?$|</$")
_HALF_LATEX = re.compile(r"\\(?:frac|sqrt|text|mathrm|mathbf|left|begin)\b[^{}]*(?:\{[^{}]*)?$|\\$")
_TAG = re.compile(
    r"<(/?)(code|b|i|em|strong|sub|sup|span|p|div|li|ul|td|tr|table|pre|a)(?:\s[^<>]*)?>"
)
_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]*`", re.DOTALL)


def find_broken(exchange: Exchange) -> Iterator[str]:
    """Yield what is broken in question, reasoning or answer, one thing for each of them."""
    for name, text in (
        ("question", exchange.question),
        ("reasoning", exchange.reasoning),
        (exchange.field, exchange.answer),
    ):
        for what, find in _LOOKS:
            piece = find(text)
            if piece and piece not in exchange.passage:
                yield f"the {name} holds {what}, {quoted(piece)}"
                break


def _searching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Return what finds a pattern with some of the text around it."""

    def find(text: str) -> str:
        found = pattern.search(text)
        if found is None:
            return ""
        return text[max(0, found.start() - 10) : found.end() + 10].strip()

    return find


def _in_prose(find: Callable[[str], str]) -> Callable[[str], str]:
    """Return what looks outside of code alone."""
    return lambda text: find(_CODE.sub(" ", text)) if text else ""


def _exactly(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def find(text: str) -> str:
        found = pattern.search(text)
        return found.group() if found else ""

    return find


def _mojibake(text: str) -> str:
    """Return a word that was decoded in another encoding than it was written in.

    By ftfy's measure of sequences that no language has (Apache-2.0).
    """
    if text.isascii() or not badness.badness(text):
        return ""
    words = [word for word in text.split() if not word.isascii() and badness.badness(word)]
    return words[0] if words else text[:40]


def _unclosed(text: str) -> str:
    """Return a tag that is opened and not closed, or closed and not opened."""
    waiting: list[str] = []
    for found in _TAG.finditer(text):
        closes, name = found.groups()
        if not closes:
            waiting.append(name)
        elif name in waiting:
            waiting.remove(name)
        else:
            return found.group()
    left = [name for name in waiting if name not in ("p", "li", "td", "tr")]
    return f"<{left[0]}>" if left else ""


def _odd_marks(text: str) -> str:
    """Return a mark of bold text that has no other."""
    bold = re.findall(r"(?<![*\\])\*\*(?!\*)", text)
    if len(bold) % 2 and not re.search(r"\w\*\*\w", text):
        at = text.rindex("**")
        return text[max(0, at - 15) : at + 17].strip()
    return ""


_LOOKS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("characters that could not be decoded", _searching(_REPLACED)),
    ("text that was decoded wrongly", _mojibake),
    ("control characters", _searching(_CONTROL)),
    ("escapes that were left as they are", _in_prose(_searching(_ESCAPE))),
    ("entities of HTML", _in_prose(_exactly(_ENTITY))),
    ("half a tag", _in_prose(_exactly(_HALF_TAG))),
    ("a tag without its other half", _in_prose(_unclosed)),
    ("half a command of LaTeX", _in_prose(_exactly(_HALF_LATEX))),
    ("a mark of bold text without its other half", _in_prose(_odd_marks)),
)
