"""RTF to blocks of Markdown, without recursion and in one pass.

Control words are those of Microsoft's Rich Text Format Specification 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sdk_builtins.parsers.office.blocks import Inline, OfficeBlock
from sdk_builtins.parsers.office.rtf_words import (
    ANSI,
    CHARACTERS,
    CHARSETS,
    PLAIN_SKIP,
    SKIPPED,
)
from sdk_builtins.parsers.office.runs import join_runs, run
from sdk_core.documents.blocks import BlockKind
from sdk_core.documents.cleaning import one_line
from sdk_core.documents.losses import Reason
from sdk_core.documents.markdown import link, pipe_table

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n\x00]+"
    r"|([^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_ADDRESS = re.compile(r'HYPERLINK\s+"?([^"\s]+)')
_NUMBER = re.compile(r"\d+[.)]")
_ASIDE = {"head": Reason.RUNNING_HEAD, "remark": Reason.COMMENT}
_DESTINATIONS = {
    "header": "head", "headerl": "head", "headerr": "head", "headerf": "head",
    "footer": "head", "footerl": "head", "footerr": "head", "footerf": "head",
    "annotation": "remark",
    "footnote": "note", "title": "title", "author": "author", "fonttbl": "fonts",
    "stylesheet": "styles", "fldinst": "address", "listtext": "mark", "pntext": "mark",
    "shptxt": "box",
}  # fmt: skip
_TEXTS = {"text", *_DESTINATIONS.values()}
_LATE = {"address", "mark", "styles", "note", "box", "remark"}  # known though they may be skipped
_SWITCHES = {
    "v": "hidden", "deleted": "deleted", "strike": "struck", "striked": "struck",
    "super": "raised", "up": "raised",
}  # fmt: skip
_RESETS = {
    "plain": {"hidden", "deleted", "raised", "struck"}, "nosupersub": {"raised"},
    "sub": {"raised"}, "dn": {"raised"},
}  # fmt: skip
_ENDS = {"par", "sect", "page", "cell", "nestcell", "row", "nestrow"}
_SIGNS = {"~": "\u00a0", "_": "-", "-": ""}


@dataclass(slots=True)
class RichText:
    """What a document holds.

    Args:
        title: Its title.
        author: Its author.
        blocks: Its text.
        left_out: What is not in the text, with the reasons.
        is_cut: Whether its last group is not closed.
    """

    title: str = ""
    author: str = ""
    blocks: list[OfficeBlock] = field(default_factory=list)
    left_out: list[tuple[Reason, str]] = field(default_factory=list)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it."""

    target: str = "text"
    skip: int = 1
    font: int = -1
    marks: frozenset[str] = frozenset()  # of hidden, deleted, raised and struck


@dataclass(slots=True)
class _Paragraph(Inline):
    """What is gathered of a paragraph; properties stay until ``\\pard`` resets them."""

    mark: str = ""
    is_in_cell: bool = False
    level: int = 0
    style: int = -1
    depth: int = 0


def read_rtf(data: bytes, numbers: Iterator[int]) -> RichText:
    """Return the content of an RTF file; damage ends it early and never fails.

    Args:
        data: The file.
        numbers: Numbers of its notes.
    """
    return _Reader(data.decode("latin-1"), numbers).read()


class _Reader:
    def __init__(self, text: str, numbers: Iterator[int]) -> None:
        self._text = text
        self._numbers = numbers
        self._found = RichText()
        self._state = _State()
        self._stack: list[tuple[_State, str]] = []
        self._codec = ANSI
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, int] = {}
        self._bytes = bytearray()
        self._skip = 0
        self._paragraph = _Paragraph()
        self._side: list[str] = []  # text of a destination other than the document
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._address = ""
        self._link_start: int | None = None
        self._unseen: dict[Reason, list[str]] = {Reason.HIDDEN: [], Reason.DELETED: []}
        self._defined_font = self._defined_style = -1
        self._pending_level = 0

    def read(self) -> RichText:
        at, end = 0, len(self._text)
        while at < end:
            token = _TOKEN.match(self._text, at)
            if token is None:
                at += 1
                continue
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if code:
                self._byte(bytes((int(code, 16),)))
                continue
            if plain:
                self._byte(plain.encode("latin-1"))
                continue
            self._flush()
            if brace == "{":
                self._skip = 0
                self._stack.append((self._state, ""))
            elif brace == "}":
                self._close()
                if not self._stack:
                    break  # what follows the document is no part of it
            elif word == "bin":
                at += max(int(number or 0), 0)
            elif word:
                self._word(word.lower(), None if number is None else int(number))
            elif sign:
                self._sign(sign)
        self._flush()
        self._found.is_cut = bool(self._stack)
        self._end_paragraph()
        self._end_table()
        return self._found

    def _byte(self, data: bytes) -> None:
        dropped = min(self._skip, len(data))
        self._skip -= dropped
        self._bytes += data[dropped:]

    def _flush(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._state.font, self._codec)
            text = bytes(self._bytes).decode(codec, "replace")
            self._bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        target, marks = self._state.target, self._state.marks
        if target not in _TEXTS:
            return
        if "deleted" in marks or "hidden" in marks:
            self._unseen[Reason.DELETED if "deleted" in marks else Reason.HIDDEN].append(text)
        else:
            pieces = self._paragraph.pieces if target == "text" else self._side
            pieces.append(run(text, raised="raised" in marks, struck="struck" in marks))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._enter("skip")  # a destination that a reader may not know; some are known
        elif sign in "\r\n":
            self._word("par", None)
        elif self._skip:
            self._skip -= 1
        else:
            self._say(_SIGNS.get(sign, sign))

    def _word(self, word: str, number: int | None) -> None:
        if word in _DESTINATIONS:
            self._enter(_DESTINATIONS[word])
        elif word in SKIPPED:
            self._enter("skip")
        elif word == "u":
            self._say(chr((number or 0) % 0x10000))
            self._skip = self._state.skip
        elif word in CHARACTERS:
            self._say(CHARACTERS[word])
        elif self._state.target == "styles":
            self._define_style(word, number)
        elif self._state.target == "fonts":
            self._define_font(word, number)
        elif word in _ENDS:
            self._end(word)
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        marks = self._state.marks
        if word in _SWITCHES:
            mark = {_SWITCHES[word]}
            marks = marks - mark if number == 0 else marks | mark
            self._state = replace(self._state, marks=marks)
        elif word in _RESETS:
            self._state = replace(self._state, marks=marks - _RESETS[word])
        elif word == "uc":
            self._state = replace(self._state, skip=max(number or 0, 0))
        elif word == "f":
            self._state = replace(self._state, font=-1 if number is None else number)
        elif word == "ansicpg" and number:
            self._codec = _known(f"cp{number}")
        elif word == "mac":
            self._codec = "mac_roman"
        elif self._state.target == "text":
            self._paragraph_property(word, number)

    def _paragraph_property(self, word: str, number: int | None) -> None:
        paragraph = self._paragraph
        if word == "pard":
            paragraph.level = paragraph.depth = 0
            paragraph.style = -1
            paragraph.is_in_cell = False
        elif word == "intbl":
            paragraph.is_in_cell = True
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            paragraph.level = number + 1
        elif word == "s" and number is not None:
            paragraph.style = number
        elif word == "ilvl" and number is not None:
            paragraph.depth = min(max(number, 0), 8)
        elif word == "fldrslt":
            self._link_start = len(paragraph.pieces)

    def _enter(self, target: str) -> None:
        outer = self._state.target
        if outer not in ("text", "skip") and target != "skip":
            return
        if outer == "skip" and target not in _LATE:
            return
        if self._stack:
            self._stack[-1] = (self._stack[-1][0], target)
        if target != "skip":
            self._side = []
        marks = self._state.marks - {"raised", "struck"}
        self._state = replace(self._state, target=target, marks=marks)

    def _close(self) -> None:
        if not self._stack:
            return
        state, entered = self._stack.pop()
        inner = self._state
        if inner.target == "styles" and self._defined_style >= 0:
            self._finish_style()
        self._state = state
        self._skip = 0
        if entered and entered != "skip" and inner.target == entered:
            self._finish(entered, join_runs(self._side))
            self._side = []
        start, paragraph = self._link_start, self._paragraph
        if start is None or not self._address or state.target != "text":
            return
        if start < len(paragraph.pieces):
            paragraph.pieces[start:] = [link(paragraph.since(start), self._address)]
            self._address, self._link_start = "", None

    def _finish(self, target: str, text: str) -> None:
        if target == "title":
            self._found.title = text
        elif target == "author":
            self._found.author = text
        elif target == "address":
            match = _ADDRESS.search(text)
            self._address = match.group(1) if match else ""
        elif target == "mark":
            self._paragraph.mark = one_line(text) or "-"
        elif target == "box" and text.strip():
            self._paragraph.pieces.append(f"\n{text.strip()}\n")
        elif target == "note" and text.strip():
            label = str(next(self._numbers))
            self._paragraph.pieces.append(f"[^{label}]")
            self._paragraph.notes.append((label, one_line(text)))
        elif target in _ASIDE and text.strip():
            self._found.left_out.append((_ASIDE[target], one_line(text)))

    def _define_font(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._defined_font = number
        elif word == "fcharset" and number in CHARSETS:
            self._fonts[self._defined_font] = CHARSETS[number]

    def _define_style(self, word: str, number: int | None) -> None:
        if word == "s" and number is not None:
            self._defined_style = number
            self._side = []
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self._pending_level = number + 1

    def _finish_style(self) -> None:
        match = _HEADING.search("".join(self._side))
        level = int(match.group(1)) if match else self._pending_level
        if level:
            self._styles[self._defined_style] = level
        self._defined_style, self._pending_level = -1, 0
        self._side = []

    def _end(self, word: str) -> None:
        if self._state.target in ("note", "box", *_ASIDE):
            self._side.append(" ")
        if self._state.target != "text":
            return
        if word == "cell":
            self._cells.append(one_line(join_runs(self._paragraph.pieces)))
            self._paragraph.pieces.clear()
        elif word == "row":
            self._rows.append(self._cells)
            self._cells = []
            self._paragraph.is_in_cell = False
        elif self._cells or self._paragraph.is_in_cell or word.startswith("nest"):
            self._paragraph.pieces.append(" ")  # a paragraph within a cell
        else:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        paragraph = self._paragraph
        if text := paragraph.text:
            self._end_table()
            level = paragraph.level or self._styles.get(paragraph.style, 0)
            self._found.blocks.append(paragraph.anchored(_block(paragraph, text, level)))
        for reason, unseen in self._unseen.items():
            if said := one_line("".join(unseen)):
                self._found.left_out.append((reason, said))
            unseen.clear()
        paragraph.pieces.clear()
        paragraph.notes.clear()
        paragraph.mark = ""
        self._link_start = None

    def _end_table(self) -> None:
        if self._cells:  # a row whose end is missing
            self._rows.append(self._cells)
            self._cells = []
        if text := pipe_table(self._rows):
            table = self._paragraph.anchored(OfficeBlock(text, BlockKind.TABLE))
            self._found.blocks.append(table)
            self._paragraph.notes.clear()
        self._rows = []


def _block(paragraph: _Paragraph, text: str, level: int) -> OfficeBlock:
    if level:
        return OfficeBlock(one_line(text), BlockKind.HEADING, level)
    if not paragraph.mark:
        return OfficeBlock(text)
    marker = paragraph.mark if _NUMBER.fullmatch(paragraph.mark) else "-"
    if marker == "-" and any(letter.isalnum() for letter in paragraph.mark):
        text = f"{paragraph.mark} {text}"  # (a), iv. and 2.3.1 are what the text refers to
    return OfficeBlock(text, depth=paragraph.depth + 1, marker=marker)


def _known(codec: str) -> str:
    try:
        codecs.lookup(codec)
    except LookupError:
        return PLAIN_SKIP.get(codec, ANSI)
    return codec
