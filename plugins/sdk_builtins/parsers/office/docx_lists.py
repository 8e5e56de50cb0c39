"""Styles and numbering of a Word document: which paragraphs are headings or list items."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sdk_builtins.parsers.office.xml_names import qn

_HEADING = re.compile(r"heading (\d)")
_NESTED = re.compile(r"list (?:bullet|number) ([2-9])")  # Word's styles for inner lists
_PLACEHOLDER = re.compile(r"%(\d)")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_DEPTH = 9

OFF = frozenset(("0", "false", "off"))
"""What the value of a switch is when it is off (ECMA-376 part 1, 22.9.2.7)."""


def is_on(parent: Any, name: str) -> bool | None:
    """Return the value of a switch such as ``w:vanish``, ``None`` when it is not there."""
    found = parent.find(qn(name)) if parent is not None else None
    if found is None:
        return None
    return found.get(qn("w:val"), "1") not in OFF


def value_of(parent: Any, *path: str) -> str | None:
    """Return the ``w:val`` of the element at a path of child names."""
    for name in path:
        parent = parent.find(qn(name)) if parent is not None else None
    return None if parent is None else parent.get(qn("w:val"))


def number_of(parent: Any, *path: str) -> int | None:
    """Return the ``w:val`` at a path as a whole number, ``None`` when it is none."""
    text = value_of(parent, *path)
    try:
        return int(text) if text else None
    except ValueError:
        return None


def is_raised(properties: Any, inherited: bool = False) -> bool:
    """Whether the text of a run stands above the line, as its own properties or its style say."""
    align = value_of(properties, "w:vertAlign")
    if align is not None:
        return align == "superscript"
    height = number_of(properties, "w:position")  # in half-points
    return inherited if height is None else height > 0


def is_struck(properties: Any, inherited: bool = False) -> bool:
    """Whether a line is drawn through the text of a run, as its properties or its style say."""
    stated = is_on(properties, "w:strike"), is_on(properties, "w:dstrike")
    return inherited if stated == (None, None) else any(stated)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style says of its paragraphs or runs."""

    heading: int = 0
    num_id: str | None = None
    level: int | None = None
    indent: int = 0
    hidden: bool = False
    raised: bool = False
    struck: bool = False


class Styles:
    """The styles of a document by id, with what they inherit.

    Args:
        root: The root of the part that defines them, ``None`` for no styles.
    """

    def __init__(self, root: Any | None) -> None:
        elements = () if root is None else root.iterchildren(qn("w:style"))
        self._elements = {each.get(qn("w:styleId"), ""): each for each in elements}
        self._known: dict[str, ParagraphStyle] = {}

    def get(self, style_id: str | None) -> ParagraphStyle:
        """Return a style; an unknown one says nothing."""
        if not style_id:
            return ParagraphStyle()
        if style_id not in self._known:
            self._known[style_id] = ParagraphStyle()  # ends a chain of styles that runs in a circle
            self._known[style_id] = self._resolve(style_id)
        return self._known[style_id]

    def _resolve(self, style_id: str) -> ParagraphStyle:
        element = self._elements.get(style_id)
        if element is None:
            return ParagraphStyle()
        base = self.get(value_of(element, "w:basedOn"))
        name = (value_of(element, "w:name") or "").lower()
        properties = element.find(qn("w:pPr"))
        outline = number_of(properties, "w:outlineLvl")
        heading = base.heading
        if match := _HEADING.fullmatch(name):
            heading = int(match.group(1))
        elif name == "title":
            heading = 1
        elif outline is not None:
            heading = outline + 1 if outline < _MAX_DEPTH else 0
        level = number_of(properties, "w:numPr", "w:ilvl")
        nested = _NESTED.fullmatch(name)
        runs = element.find(qn("w:rPr"))
        hidden = is_on(runs, "w:vanish")
        return ParagraphStyle(
            heading=heading,
            num_id=value_of(properties, "w:numPr", "w:numId") or base.num_id,
            level=base.level if level is None else level,
            indent=int(nested.group(1)) - 1 if nested else base.indent,
            hidden=base.hidden if hidden is None else hidden,
            raised=base.raised if runs is None else is_raised(runs, base.raised),
            struck=is_struck(runs, base.struck),
        )


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list definition."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


class Numbering:
    """The running numbers of all lists of a document."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, ListLevel]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for definition in root.iterchildren(qn("w:abstractNum")):
            self._levels[definition.get(qn("w:abstractNumId"), "")] = dict(
                map(_level, definition.iterchildren(qn("w:lvl")))
            )
        for number in root.iterchildren(qn("w:num")):
            num_id = number.get(qn("w:numId"), "")
            self._abstract[num_id] = value_of(number, "w:abstractNumId") or ""
            for override in number.iterchildren(qn("w:lvlOverride")):
                start = number_of(override, "w:startOverride")
                depth = override.get(qn("w:ilvl"), "0")
                if start is not None and depth.isdigit():
                    self._restarts.setdefault(num_id, {})[int(depth)] = start

    def is_list(self, num_id: str | None) -> bool:
        """Whether paragraphs with this number are list items; number 0 switches a list off."""
        return bool(num_id) and num_id != "0" and num_id in self._abstract

    def next(self, num_id: str, depth: int) -> tuple[str, int]:
        """Count one item and return its printed label (``""`` for a bullet) and its number."""
        abstract = self._abstract[num_id]
        levels = self._levels.get(abstract, {})
        depth = min(max(depth, 0), _MAX_DEPTH - 1)
        counts = self._counts.setdefault(abstract, [None] * _MAX_DEPTH)
        if num_id not in self._begun:
            self._begun.add(num_id)
            for restarted, start in self._restarts.get(num_id, {}).items():
                if restarted < _MAX_DEPTH:
                    counts[restarted] = start - 1
        level = levels.get(depth, ListLevel())
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        counts[depth + 1 :] = [None] * (_MAX_DEPTH - depth - 1)
        if level.form in ("bullet", "none"):
            return "", counts[depth] or 0

        def label(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            shown = levels.get(at, ListLevel())
            count = counts[at] if 0 <= at < _MAX_DEPTH else None
            return _format(shown.start if count is None else count, shown.form)

        return _PLACEHOLDER.sub(label, level.text), counts[depth] or 0


def _level(element: Any) -> tuple[int, ListLevel]:
    depth = element.get(qn("w:ilvl"), "0")
    start = number_of(element, "w:start")
    text = value_of(element, "w:lvlText")
    return (
        int(depth) if depth.isdigit() else 0,
        ListLevel(
            form=value_of(element, "w:numFmt") or "decimal",
            text="" if text is None else text,
            start=1 if start is None else start,
        ),
    )


def _format(number: int, form: str) -> str:
    label = str(number)
    if form in ("lowerLetter", "upperLetter") and number > 0:
        label = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        label = ""
        for size, sign in _ROMAN:
            label += sign * (number // size)
            number %= size
    return label.upper() if form.startswith("upper") else label
