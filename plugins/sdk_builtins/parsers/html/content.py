"""Which blocks of a web page are its content, and which are furniture around it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement

from sdk_builtins.parsers.html.account import LeaveOut, nothing
from sdk_builtins.parsers.html.dom import body_of
from sdk_builtins.parsers.html.marks import Marks
from sdk_builtins.parsers.html.page_furniture import Furniture, link_share
from sdk_builtins.parsers.html.taking_back import take_back
from sdk_builtins.parsers.html.walk import PageBlock, page_blocks
from sdk_core.documents.cleaning import tidy
from sdk_core.documents.losses import Reason

_LARGE = 6000  # elements; the thorough ways take a time that grows with their square
_SHORT = 200  # characters; a smaller choice is no article
_FRAGMENT_LINKS = 0.25  # share of text in links; a page of more is a list of links
_TRIMMED = 0.85  # share of the usual choice that a stricter one must hold to be believed
_TEXT = 7  # ranks below every heading
TROUBLE = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError,
    etree.LxmlError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Choice:
    """What trafilatura takes for the content: marks of its blocks, or text from elsewhere."""

    marks: frozenset[str] = frozenset()
    text: str = ""
    size: int = 0


def main_content(tree: HtmlElement, markup: str, leave_out: LeaveOut = nothing) -> list[PageBlock]:
    """Return the blocks of the article, of the whole page when there is nothing around it.

    What is left out must show what it is: it bears the tag, role or name of furniture, it is made
    of links, or trafilatura (https://trafilatura.readthedocs.io, Barbaresi 2021) did not choose it
    and it lies apart from all that was chosen. How blocks are written is for `page_blocks`, so that
    tables, lists and listings stay whole.

    Args:
        tree: The page without what is invisible; it is changed.
        markup: The page as text.
        leave_out: Is told of text that is no part of the article.
    """
    body = body_of(tree)
    found = page_blocks(body, leave_out)
    furniture = Furniture(body, found)
    plain = [not furniture.holds(block) for block in found]
    if all(plain) and link_share(body) < _FRAGMENT_LINKS:
        return found
    marks = Marks.unused_in(markup)
    if marks is None:
        return _kept(found, plain, leave_out)
    marks.put(body)
    choice = _choose(tree, marks)
    if choice.text:  # from the data that a page holds for search engines
        _kept(found, [False] * len(found), leave_out)
        return [PageBlock(text, element=body) for text in tidy(choice.text).split("\n") if text]
    marked = page_blocks(body)
    if len(marked) != len(found):
        found = [replace(block, text=marks.off(block.text)) for block in marked]
        furniture = Furniture(body, found)
        plain = [not furniture.holds(block) for block in found]
    kept = _chosen([marks.of(block.text) for block in marked], choice.marks)
    if sum(len(block.text) for block, is_kept in zip(found, kept, strict=True) if is_kept) < _SHORT:
        if furniture.is_in_manual:
            plain = [not furniture.holds(block, body) for block in found]
        return _kept(found, plain, leave_out)
    take_back(found, kept, furniture)
    _head(found, kept)
    _drop_headings(found, kept)
    return _kept(found, kept, leave_out)


def _kept(found: Sequence[PageBlock], kept: Sequence[bool], leave_out: LeaveOut) -> list[PageBlock]:
    """Return the blocks that are kept and account for the others."""
    for block, is_kept in zip(found, kept, strict=True):
        if not is_kept and block.text:
            leave_out(Reason.BOILERPLATE, block.text)
    return [block for block, is_kept in zip(found, kept, strict=True) if is_kept]


def _chosen(marks: Sequence[Sequence[str]], chosen: frozenset[str]) -> list[bool]:
    """Tell for each block whether it was chosen; one without marks goes with both beside it."""
    kept = [_share(own, chosen) >= 0.5 for own in marks]
    before = False
    for number, own in enumerate(marks):
        if own:
            before = kept[number]
            continue
        after = (kept[next_one] for next_one in range(number + 1, len(marks)) if marks[next_one])
        kept[number] = before and next(after, True)
    return kept


def _choose(tree: HtmlElement, marks: Marks) -> _Choice:
    size = sum(1 for _ in tree.iter(etree.Element))
    usual = _ask(tree, marks, quick=size > _LARGE)
    if size > _LARGE:
        return usual
    strict = _ask(tree, marks, strict=True)
    return strict if strict.size >= _TRIMMED * usual.size and not usual.text else usual


def _ask(tree: HtmlElement, marks: Marks, *, strict: bool = False, quick: bool = False) -> _Choice:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it has no say on our terminal
    try:
        document = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_formatting=False,
            favor_precision=strict,
            fast=quick,
        )
    except TROUBLE:
        return _Choice()
    body = getattr(document, "body", None)
    if body is None:
        return _Choice()
    text = "\n".join(body.itertext())
    found = frozenset(marks.of(text))
    plain = marks.off(text)
    return _Choice(found, "" if found else plain, len(plain))


def _share(marks: Sequence[str], chosen: frozenset[str]) -> float:
    return sum(mark in chosen for mark in marks) / len(marks) if marks else 0.0


def _head(found: Sequence[PageBlock], kept: list[bool]) -> None:
    """Keep the headings that stand directly before what is kept, in the same element."""
    for number in range(len(found) - 2, -1, -1):
        block, follower = found[number], found[number + 1]
        if not block.level or kept[number] or not kept[number + 1]:
            continue
        if not follower.level or follower.level > block.level:
            kept[number] = block.element.getparent() in follower.element.iterancestors()


def _drop_headings(found: Sequence[PageBlock], kept: list[bool]) -> None:
    """Leave out the headings of which the whole section was left out."""
    # What is kept next (its level, 7 for text), and whether anything before it is not.
    follower, lost = 0, False
    for number in range(len(found) - 1, -1, -1):
        level = found[number].level
        if kept[number] and level and lost and (not follower or follower <= level):
            kept[number] = False
        if kept[number]:
            follower, lost = level or _TEXT, False
        else:
            lost = True
