"""What a choice of a page's content missed, although nothing says that it is furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from sdk_builtins.parsers.html.page_furniture import Furniture, link_share
from sdk_builtins.parsers.html.walk import PageBlock
from sdk_core.documents.blocks import BlockKind

_HOME = 0.9  # share of the chosen text that its home holds
_LINKS = 0.3  # share of text in links; more is a list of links
_SECTION_LINKS = 0.1  # the same for a section apart from what was chosen
_LONG = 80  # characters of a section that stands apart
_LABEL = 25  # characters; a shorter line that is in no paragraph is a label or a button
_NO_HOME = frozenset(("p", "li", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "table"))
_TEXTS = frozenset(("p", "dt", "dd", "summary", "figcaption", "aside"))
_LETTER = re.compile(r"[^\W_]")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:gallery|slideshow|slider|carousel|sharedaddy|next-prev|author|bio|tagbox)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)


def take_back(found: Sequence[PageBlock], kept: list[bool], furniture: Furniture) -> None:
    """Keep what stands among the chosen blocks, or in a section beside them, and reads like text.

    Args:
        found: The blocks of a page.
        kept: Whether each was chosen; it is changed.
        furniture: What bears the signs of furniture.
    """
    home = _home(found, kept)
    if furniture.is_in_manual:
        home = furniture.widened(home)
        for number, block in enumerate(found):
            if not kept[number] and home in block.path:
                kept[number] = not furniture.holds(block, home)
    around = {home, *home.iterancestors()}
    chosen = [number for number, is_kept in enumerate(kept) if is_kept]
    last = max(number for number in chosen if home in found[number].path)
    units: dict[HtmlElement, list[int]] = {}
    for number, block in enumerate(found):
        is_amid = chosen[0] < number < chosen[-1] and _is_solid(block)
        if not kept[number] and (is_amid or not furniture.holds(block, home)):
            units.setdefault(_unit(block.element, around), []).append(number)
    for unit, numbers in units.items():
        is_part = unit is home or unit.getparent() is home
        is_after = numbers[0] > last
        least = _LABEL if is_part or is_after else _LONG
        texts = [number for number in numbers if _is_text(found[number], least)]
        if unit not in around:
            above = set(unit.iterancestors())
            path = (each for number in texts for each in found[number].path if each not in above)
            is_aside = any(_ASIDE.search(_names(each)) for each in path)
            is_section = is_part or _is_section(found, numbers, texts, is_after)
            limit = _LINKS if is_part else _SECTION_LINKS
            is_part = is_section and not is_aside and link_share(unit) <= limit
        for number in texts if is_part else ():
            kept[number] = True


def _home(found: Sequence[PageBlock], kept: Sequence[bool]) -> HtmlElement:
    """Return the innermost element that holds nearly all that was chosen, no mere paragraph."""
    sizes: Counter[HtmlElement] = Counter()
    for block, is_kept in zip(found, kept, strict=True):
        for element in block.path if is_kept else ():
            if element.tag not in _NO_HOME:
                sizes[element] += len(block.text)
    whole = max(sizes.values())
    large = [element for element, size in sizes.items() if size >= _HOME * whole]
    return max(large, key=lambda element: sum(1 for _ in element.iterancestors()))


def _unit(element: HtmlElement, around: set[HtmlElement]) -> HtmlElement:
    """Return the outermost element around another one that is no part of the way to the home."""
    while element not in around:
        parent = element.getparent()
        if parent is None or parent in around:
            break
        element = parent
    return element


def _is_text(block: PageBlock, least: int) -> bool:
    if _LETTER.search(block.text) is None or block.kind is BlockKind.HEADING:
        return False  # headings follow what is below them
    if link_share(block.element) > _LINKS:
        return False
    is_structure = block.depth or block.quotes or block.kind is not BlockKind.PARAGRAPH
    return bool(is_structure) or block.element.tag in _TEXTS or len(block.text) >= least


def _is_solid(block: PageBlock) -> bool:
    """Whether a block that stands amid the content belongs to it, whatever it is called."""
    return bool(block.quotes) or block.kind in (BlockKind.TABLE, BlockKind.CODE)


def _is_section(
    found: Sequence[PageBlock], numbers: Sequence[int], texts: Sequence[int], is_after: bool
) -> bool:
    """Whether what stands apart from all that was chosen has a heading and text of its own.

    Before the content one paragraph below a heading is what introduces it, such as a standfirst.
    """
    has_heading = any(found[number].kind is BlockKind.HEADING for number in numbers)
    size = sum(len(found[number].text) for number in texts)
    return has_heading and (size >= _LABEL if is_after else size >= _LONG and len(texts) > 1)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
