"""What an answer says beside its records: told, because it was paid for and is in no row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sdk_core.answers.answer_tree import AnswerTree, Bare, Node, Obj
from sdk_core.answers.drafts import LABEL
from sdk_core.answers.escapes import encodable
from sdk_core.answers.fields import FieldNames

_LETTER = re.compile(r"[^\W\d_]")
_CELL = re.compile(r"[:：|]|^\s*(?:\d+[.)]|[-*•])\s")
_MARKUP = " \t\r\n`~*#>|-_.:：\"'[]{}(),"
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"</?[^\W\d][^<>\n]{0,200}>")
_HEADING = re.compile(r"[^:：]{1,40}[:：][\s*_]*")
_HEADING_WORDS = 5
_SEARCHED = 200
"""Pieces looked for inside longer texts, so that the time grows with the answer alone."""

_NAMED = 4  # names that a sentence lists at most
_SHOWN = 80  # characters of the example that it gives

Items = Sequence[Mapping[str, str]]

Piece = tuple[str, str]
"""The name of a member of an object, ``""`` where there is none, and its text."""


@dataclass(slots=True)
class Leftovers:
    """What all answers of a run held beside their records."""

    counts: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def add(self, pieces: Iterable[Piece]) -> None:
        """Count what one answer held."""
        for name, text in pieces:
            self.counts[name] += 1
            self.first = self.first or text

    def sentence(self) -> str:
        """Return what to tell of it, ``""`` when there was nothing."""
        if not self.counts:
            return ""
        named = [(name, count) for name, count in self.counts.most_common() if name]
        parts = [f"{count} in {name!r}" for name, count in named[:_NAMED]]
        if more := sum(count for _, count in named[_NAMED:]):
            parts.append(f"{more} in other fields")
        if around := self.counts[""]:
            parts.append(f"{around} around or between the records")
        example = " ".join(self.first.split())[:_SHOWN]
        return (
            f"the model's answers held {self.counts.total()} texts that nobody asked for, which "
            f"are in no record: {', '.join(parts)}; the first is “{example}”"
        )


def left_in_tree(document: AnswerTree, items: Items) -> tuple[Piece, ...]:
    """Return the texts of a JSON tree, and around it, that are in none of its records.

    Numbers and truth values are no text.
    """
    leaves = (piece for value in document.values for piece in _leaves(value))
    gaps = (_FENCE.sub("", gap).strip() for gap in (*document.gaps, document.tail))
    around = (gap.strip(_MARKUP) for gap in gaps if not LABEL.fullmatch(gap))
    return (*_unused(leaves, items), *(("", text) for text in around if _LETTER.search(text)))


def left_in_text(text: str, items: Items, names: FieldNames) -> tuple[Piece, ...]:
    """Return what lines of labelled, tagged or tabular text say that none of their records does.

    Labels, and what heads a list, are no text.
    """
    used = {cell for item in items for part in _parts(item) for cell in _cells(part)}
    whole = "\0".join(value for item in items for value in item.values())
    searched = 0
    left = []
    for line in _FENCE.sub("", text).split("\n"):
        if _HEADING.fullmatch(line.strip()) and len(line.split()) < _HEADING_WORDS:
            continue
        cells = (cell for cell in _cells(_TAG.sub("|", line)) if cell not in used)
        new = [cell for cell in cells if _LETTER.search(cell) and not names.find(cell)]
        searched += len(new)
        if searched <= _SEARCHED:
            new = [cell for cell in new if cell not in whole]
        left += [("", cell) for cell in new]
    return tuple(left)


def _cells(line: str) -> Iterator[str]:
    """Yield what stands between the labels, bars and marks of a line."""
    yield from (cell.strip(_MARKUP) for cell in _CELL.split(line))


def _unused(pieces: Iterable[Piece], items: Items) -> Iterator[Piece]:
    parts = {part for item in items for part in _parts(item)}
    whole = "\0".join(value for item in items for value in item.values())
    searched = 0
    for name, text in pieces:
        plain = encodable(text).strip()
        if not _LETTER.search(plain) or plain in parts:
            continue
        searched += 1
        if searched > _SEARCHED or plain not in whole:
            yield name, plain


def _parts(item: Mapping[str, str]) -> Iterator[str]:
    """Yield the values of a record, and their lines."""
    for value in item.values():
        yield value
        yield from (line.strip() for line in value.split("\n") if line.strip())


def _leaves(value: Node) -> Iterator[Piece]:
    """Yield the texts of a tree with the names of their members, in order."""
    stack: list[tuple[str, Node]] = [("", value)]
    while stack:
        name, node = stack.pop()
        if isinstance(node, str):
            yield name, node
        elif isinstance(node, list):
            stack.extend((name, child) for child in reversed(node))
        elif isinstance(node, Obj):
            stack.extend(reversed(node.pairs))
        elif isinstance(node, Bare):
            yield name, node.text
