"""HTML inside of other documents, such as messages, chapters of books and outputs of notebooks."""

from __future__ import annotations

import html
import re

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, nothing
from sdk_builtins.parsers.html.dom import body_of, drop_invisible, grow
from sdk_builtins.parsers.html.plain import plain_text
from sdk_builtins.parsers.html.walk import page_blocks
from sdk_core.documents.blocks import Block

_UNREAD = re.compile(
    r"<(script|style|noscript|template|svg|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_LETTERS = re.compile(r"\w")
_SHORT = 200  # letters; shorter pages are too small to compare
_LOST = 0.7  # the tree must hold this share of the letters that stand between the tags


def read_markup(markup: str, leave_out: LeaveOut = nothing) -> list[Block]:
    """Return all blocks that a browser shows of a page or of a part of one.

    Args:
        markup: The HTML.
        leave_out: Is told of text that is not shown, with the reason.
    """
    tree = grow(markup)
    if tree is None:
        return []
    if is_cut(tree, markup):
        return [Block(line) for line in plain_text(markup, leave_out).split("\n")]
    return read_tree(tree, leave_out)


def read_tree(tree: HtmlElement, leave_out: LeaveOut = nothing) -> list[Block]:
    """Return all blocks that a browser shows of a page.

    Args:
        tree: The page; what is invisible is removed from it.
        leave_out: Is told of text that is not shown, with the reason.
    """
    drop_invisible(tree, leave_out)
    return list(page_blocks(body_of(tree), leave_out))


def is_cut(tree: HtmlElement, markup: str) -> bool:
    """Whether libxml2 has dropped text, which it does below a certain depth."""
    expected = len(_LETTERS.findall(html.unescape(_UNREAD.sub(" ", markup))))
    kept = len(_LETTERS.findall(tree.text_content()))
    return kept < _LOST * expected and (expected > _SHORT or not kept)
