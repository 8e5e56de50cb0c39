"""Leaves out what says where things stand rather than what they are: contents, indexes, references.

A list is told by its lines, and only where most of them look the part; a list of references also
by the heading above it. What parsers have marked as contents or index is taken at their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pydantic import Field

from sdk_core.components import Options, Transform, TransformContext
from sdk_core.documents.sections import PART
from sdk_core.model import Document

Sort = Literal["contents", "index", "references", "cookies"]

_REASONS: dict[Sort, str] = {
    "contents": "contents list",
    "index": "index",
    "references": "list of references",
    "cookies": "cookie notice",
}

_LEAST, _SHARE = 5, 0.7
"""Lines of a list, and how many of its lines must look like entries."""

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_PARAGRAPH = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)*")
_NUMBERING = re.compile(r"(?:(?:\d+|[ivxlc]+|[A-Z])[.)]?(?:\d+\.?)*[ \t]+)?")

_LISTING = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis|s\u00fcbersicht)?|table des mati\u00e8res"
    r"|sommaire"
    r"|(?:tabla de contenidos?|\u00edndice|contenido)|sommario|indice|inhoud(?:sopgave)?"
    r"|sum\u00e1rio|spis tre\u015bci|\u0441\u043e\u0434\u0435\u0440\u0436\u0430\u043d\u0438\u0435"
    r"|\u043e\u0433\u043b\u0430\u0432\u043b\u0435\u043d\u0438\u0435|\u76ee\u5f55|\u76ee\u6b21|\ucc28\ub840",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:list of )?references(?: cited)?|bibliography|works cited|literature(?: cited)?"
    r"|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|bibliographie|r\u00e9f\u00e9rences"
    r"(?: bibliographiques)?|bibliograf\u00eda|referencias(?: bibliogr\u00e1ficas)?|bibliografia"
    r"|riferimenti(?: bibliografici)?|refer\u00eancias(?: bibliogr\u00e1ficas)?"
    r"|literatuur(?:lijst)?"
    r"|\u043b\u0438\u0442\u0435\u0440\u0430\u0442\u0443\u0440\u0430|\u53c2\u8003\u6587\u732e|\u53c3\u8003\u6587\u737b"
    r"|\ucc38\uace0\s?\ubb38\ud5cc",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:\d{1,4}|[ivxlc]{1,6})$")
_LEADERS = ".\u2026\u00b7_"
_INDEX_LINE = re.compile(
    r"[^\W\d][^.!?:;]{0,80}?,?[ \t]+\d{1,4}(?:[-\u2013]\d{1,4})?[a-z]?"
    r"(?:,[ \t]*\d{1,4}(?:[-\u2013]\d{1,4})?[a-z]?)*"
    r"|[^\W\d][^.!?:;]{0,60},?[ \t]+(?:see(?: also)?|siehe(?: auch)?|voir|v\u00e9ase)[ \t].{1,60}"
    r"|[A-Z]"
)
_SEVERAL_PAGES = re.compile(r"\d{1,4}(?:[-\u2013]\d{1,4})?[a-z]?,[ \t]*\d{1,4}")
_REFERENCE = re.compile(
    r"\b(?:1[5-9]|20)\d\d[a-z]?\b|\bdoi\b|https?://|\barXiv\b|\bISBN\b|\bin press\b|\bet al\b",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"\((?:1[5-9]|20)\d\d[a-z]?\)|\bdoi\b|https?://|\barXiv\b|\bISBN\b|\bet al\b"
    r"|^[ \t]*[^\W\d_][\w'\u2019-]+,?[ \t](?:[A-Z]\.|[A-Z]{1,3}[,.]|[A-Z][\w-]+[:.])"
    r"|[.,;:(][ \t]*(?:1[5-9]|20)\d\d[a-z]?\)?[ \t]*[.;:]?[ \t]*$",
    re.MULTILINE,
)
"""What an entry has that a sentence seldom has: authors' initials, a year in its own place."""

_MARKED = re.compile(r"(?:[-*\u2022]|\[[^\]]{1,12}\]|\(?\d{1,3}[.)])[ \t]+\S")
_COOKIES = re.compile(
    r"\bcookies?\b|\u043a\u0443\u043a\u0438|\u30af\u30c3\u30ad\u30fc", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\b(?:we (?:and our partners )?(?:use|set|store)|(?:this|our|the) (?:web)?site (?:uses|sets)"
    r"|by (?:continuing|using|browsing|clicking)|cookie (?:settings|preferences|policy|consent)"
    r"|(?:diese|unsere) (?:web)?seite (?:nutzt|verwendet)|wir (?:verwenden|nutzen)|nous utilisons"
    r"|ce site utilise|utilizamos|este sitio usa|utilizziamo|questo sito utilizza|usamos"
    r"|wij gebruiken|deze (?:web)?site gebruikt)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:accept|agree|consent|allow|reject|decline|manage|opt[ -]out|got it|learn more"
    r"|experience|traffic|visits|visitors|analytics|personali[sz]e|akzeptier|zustimm|einwillig"
    r"|ablehnen|nutzererlebnis|accepte[rz]?|refuser|aceptar?|rechazar|accetta|rifiuta|aceitar"
    r"|accepteer)",
    re.IGNORECASE,
)
_LONGEST_TITLE = 80
"""Characters of a heading that names a list."""

_LONGEST_NOTICE = 700
"""Characters that a cookie notice has at most; a longer text about cookies is about them."""


class DropBoilerplateOptions(Options):
    """What is left out."""

    parts: list[Sort] = Field(
        ["contents", "index", "references", "cookies"], description="The sorts that are left out."
    )


class DropBoilerplate(Transform[Document, DropBoilerplateOptions]):
    """Leaves out contents pages, indexes, lists of references and cookie notices."""

    def apply(self, item: Document, ctx: TransformContext) -> Iterable[Document]:
        """Yield the document without them."""
        blocks = [
            _Block(text, number, gap, segment.metadata.get(PART, ""))
            for number, segment in enumerate(item.segments)
            for gap, text in _paragraphs(segment.text)
        ]
        kept: dict[int, list[_Block]] = {}
        for block, sort in zip(blocks, _sorts(blocks), strict=True):
            if sort and sort in self.options.parts:
                ctx.leave_out(_REASONS[sort], block.text)
            else:
                kept.setdefault(block.segment, []).append(block)
        whole = dict.fromkeys(range(len(item.segments)), 0)
        for block in blocks:
            whole[block.segment] += 1
        segments = []
        for number, segment in enumerate(item.segments):
            left = kept.get(number, [])
            if len(left) == whole[number]:
                segments.append(segment)
            elif left or segment.images:
                text = "".join(block.gap * (block is not left[0]) + block.text for block in left)
                segments.append(replace(segment, text=text))
        if any(segment.text or segment.images for segment in segments):
            yield replace(item, segments=tuple(segments))
        else:
            ctx.leave_out("nothing but boilerplate")


@dataclass(frozen=True, slots=True)
class _Block:
    """What blank lines divide.

    Args:
        text: What it says.
        segment: The number of its segment.
        gap: The blank lines above it.
        marked: What its parser marked the segment as.
    """

    text: str
    segment: int = 0
    gap: str = ""
    marked: str = ""

    @property
    def lines(self) -> list[str]:
        """Its lines that hold something."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each paragraph of a text, after the blank lines above it."""
    start, gap = 0, ""
    for blank in [*_PARAGRAPH.finditer(text), None]:
        paragraph = text[start : blank.start() if blank else None]
        if paragraph.strip():
            yield gap, paragraph
        if blank:
            start, gap = blank.end(), blank[0]


def _sorts(blocks: Sequence[_Block]) -> list[Sort | Literal[""]]:
    """Return of which sort each block is, ``""`` for what is text."""
    found = [_own_sort(block) for block in blocks]
    for number, block in enumerate(blocks):
        if _is_title(block.text, _LISTING) and number + 1 < len(blocks):
            following = blocks[number + 1]
            if found[number + 1] == "contents" or _is_paged(following.lines):
                found[number] = found[number + 1] = "contents"
    for start, end in _reference_lists(blocks):
        found[start:end] = ["references"] * (end - start)
    return found


def _own_sort(block: _Block) -> Sort | Literal[""]:
    """Return of which sort a block is by itself."""
    if block.marked == "contents":
        return "contents"
    if block.marked == "index":
        return "index"
    first, *others = block.lines
    if _is_title(first, _LISTING) and _is_paged(others):
        return "contents"
    if _is_paged(block.lines, dotted=True):
        return "contents"
    if _is_index(block.lines):
        return "index"
    text = block.text
    told = (_COOKIES, _NOTICE, _CONSENT)
    if len(text) <= _LONGEST_NOTICE and all(each.search(text) for each in told):
        return "cookies"
    return ""


def _reference_lists(blocks: Sequence[_Block]) -> Iterator[tuple[int, int]]:
    """Yield where lists of references begin, their headings included, and where they end."""
    number = 0
    while number < len(blocks):
        first, _, rest = blocks[number].text.partition("\n")
        start = number
        number += 1
        if not _is_title(first, _REFERENCES):
            continue
        began = _begins_references(rest)
        while number < len(blocks) and (
            _is_reference(blocks[number]) if began else _begins_references(blocks[number].text)
        ):
            number, began = number + 1, True
        if began:
            yield start, number


def _begins_references(text: str) -> bool:
    """Tell whether a paragraph can be the first entry: text about a subject names years as well."""
    return bool(
        text and _is_reference(_Block(text)) and (_MARKED.match(text) or _CITATION.search(text))
    )


def _is_reference(block: _Block) -> bool:
    """Tell whether a paragraph is an entry of a list of references, or several of them."""
    if _HEADING.match(block.lines[0]):
        return False
    cites = sum(bool(_REFERENCE.search(line)) for line in block.lines)
    marked = sum(bool(_MARKED.match(line)) for line in block.lines)
    return cites > 0 and (len(block.lines) <= 6 or cites + marked >= _SHARE * len(block.lines))


def _is_title(block: str, names: re.Pattern[str]) -> bool:
    if len(block) > _LONGEST_TITLE:
        return False
    title = re.sub(r"^ {0,3}#{1,6}[ \t]+|[ \t#:*_]+$|^[*_]+", "", block.strip())
    return bool(names.fullmatch(_NUMBERING.sub("", title, count=1)) or names.fullmatch(title))


def _is_paged(lines: Sequence[str], *, dotted: bool = False) -> bool:
    """Tell whether most of some lines end in a page, each no earlier than the one above it."""
    entries = [page for page in (_page(line, dotted=dotted) for line in lines) if page]
    pages = [int(page) for page in entries if page.isdecimal()]
    falls = sum(after < before for before, after in pairwise(pages))
    return len(lines) >= _LEAST and len(entries) >= _SHARE * len(lines) and falls * 10 <= len(pages)


def _page(line: str, *, dotted: bool) -> str:
    """Return the page that a line ends in, behind dots or a gap, ``""`` for none."""
    line = line.rstrip("| \t")
    found = _PAGE.search(line, max(0, len(line) - 6))
    if found is None:
        return ""
    before = line[: found.start()]
    text = before.rstrip(f"{_LEADERS}| \t")
    gap = before[len(text) :]
    leads = sum(map(gap.count, _LEADERS)) > 1 if dotted else bool(gap)
    return found[0] if leads and text.strip("| \t") else ""


def _is_index(lines: Sequence[str]) -> bool:
    """Tell whether most of some lines are terms with pages, in the order of the alphabet."""
    entries = [line.casefold() for line in lines if _INDEX_LINE.fullmatch(line)]
    falls = sum(after[0] < before[0] for before, after in pairwise(entries))
    return (
        len(lines) >= _LEAST
        and len(entries) >= _SHARE * len(lines)
        and falls * 5 <= len(entries)
        and any(map(_SEVERAL_PAGES.search, lines))
    )
