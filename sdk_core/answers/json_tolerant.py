"""Schema-anchored scanner: reads damaged JSON-like text without recursion, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sdk_core.answers.answer_tree import TORN, AnswerTree, Bare, Node, Obj, Torn
from sdk_core.answers.fields import FieldNames
from sdk_core.answers.json_strict import MAX_DEPTH
from sdk_core.answers.json_strings import (
    CLOSE_BRACKETS,
    COMMAS,
    OPEN_BRACKETS,
    OPENERS,
    StringReader,
)

_START = re.compile(
    r"""[{｛](?=\s{0,200}(?:["'“‘`＂}]|\**[^\W\d_][\w \-]{0,40}\**\s{0,20}[:：=]|//|/\*|\#))"""
    r"""|[\[［](?=\s{0,200}(?:["'“‘`＂\[{［｛(\]]|//|/\*|\#|\**[^\W\d_]\w{0,40}\**\s{0,20}:))"""
    r"""|^[ \t]*(?=["“]\w{1,40}["”]\s{0,20}[:：])""",
    re.MULTILINE,
)
_BRACKETS = re.compile(r"[\[{［｛]+")
_BARE_STOP = re.compile(r"[,，\n}\]｝］)]")
_CONSTANT = re.compile(r"-?[\w.+\-/%]{1,400}|-?\d+")
_ELLIPSIS = re.compile(r"\.{2,}|…+")
_JUNK = re.compile(r"""[^\[\]{}［］｛｝,，"'“”‘’`\n]+""")
_KEY = re.compile(r'(?<!\\)"([^"\\\n]{1,80})"\s{0,50}:')


@dataclass(slots=True)
class _Frame:
    node: Obj | list[Node]
    implied: bool = False
    paren: bool = False
    key: str | None = None


class Scanner:
    """Reads all values of one text.

    text: the answer. names: known keys, the anchors of the structure.
    """

    def __init__(self, text: str, names: FieldNames) -> None:
        """Prepare to read text."""
        self.text = text
        self.names = names
        self.strings = StringReader(text, names)
        self.stack: list[_Frame] = []
        self.values: list[Node] = []
        self.gaps: list[str] = []
        self.keys_read = 0
        self.damaged = False
        self._prose_from = 0

    def read(self) -> AnswerTree | None:
        """Return everything found, or None when the text holds nothing JSON-like."""
        at = 0
        while at < len(self.text):
            if not self.stack:
                at = self._next_start(at)
                continue
            at = self.strings.skip(at)
            if at < len(self.text):
                before = at
                at = self._step(at)
                # Every step must consume something, or a damaged spot could hold the loop.
                if at == before and not self.stack:
                    at += 1
        closed = not self.damaged
        tail = "" if self.stack else self.text[self._prose_from :]
        while self.stack:
            frame = self.stack[-1]
            if not frame.implied:
                closed = False
                self._put(TORN)
            self.stack.pop()
        if not self.values:
            return None
        # A question inside a value, not read as a key, may be an item that a string swallowed.
        anchors = sum(1 for m in _KEY.finditer(self.text) if self._is_first_field(m.group(1)))
        swallowed = max(0, anchors - self.keys_read)
        return AnswerTree(self.values, self.gaps, closed, "scanner", swallowed, tail)

    def _is_first_field(self, key: str) -> bool:
        match = self.names.find(key)
        return match is not None and match.field == self.names.fields[0]

    def _next_start(self, at: int) -> int:
        start = _START.search(self.text, at)
        if not start:
            return len(self.text)
        opener = start.group().strip()
        if not opener and not self.strings.key(start.end(), known=True, bare=False):
            return max(start.end(), start.start() + 1)
        self.gaps.append(self.text[self._prose_from : start.start()])
        frame = _Frame([] if opener in ("[", "［") else Obj(), implied=not opener)
        self.values.append(frame.node)
        self.stack.append(frame)
        return start.end()

    def _step(self, at: int) -> int:
        char = self.text[at]
        frame = self.stack[-1]
        if char in CLOSE_BRACKETS:
            return self._close(at)
        if char == ")" and frame.paren:
            self._pop(at + 1)
            return at + 1
        if isinstance(frame.node, Obj) and frame.key is None:
            return self._read_key(at, frame.node)
        if char in COMMAS:
            if frame.key is not None:
                self._put(None)
            return at + 1
        if char in OPENERS:
            return self._read_string(at)
        if char in OPEN_BRACKETS or char == "(":
            return self._open(at)
        return self._read_bare(at)

    def _put(self, value: Node) -> None:
        frame = self.stack[-1]
        if isinstance(frame.node, Obj):
            frame.node.pairs.append((frame.key or "", value))
            frame.key = None
        else:
            frame.node.append(value)

    def _open(self, at: int) -> int:
        if len(self.stack) >= MAX_DEPTH:
            run = _BRACKETS.match(self.text, at)
            return run.end() if run else at + 1
        char = self.text[at]
        self._push(_Frame(Obj() if char in "{｛" else [], paren=char == "("))
        return at + 1

    def _push(self, frame: _Frame) -> None:
        self._put(frame.node)
        self.stack.append(frame)

    def _pop(self, end: int) -> None:
        if self.stack[-1].key is not None:
            self._put(None)
        self.stack.pop()
        if not self.stack:
            self._prose_from = end

    def _close(self, at: int) -> int:
        is_object = self.text[at] in "}｝"
        depth = len(self.stack)
        while depth and isinstance(self.stack[depth - 1].node, Obj) != is_object:
            depth -= 1
        if depth:
            while len(self.stack) >= depth:
                self._pop(at + 1)
            return at + 1
        following = self.strings.skip(at + 1)
        if following >= len(self.text) or self.text[following] in "`<~":
            # The writer closed with the wrong bracket; a cut text never shows this.
            while self.stack:
                self._pop(at + 1)
        return at + 1

    def _read_key(self, at: int, node: Obj) -> int:
        char = self.text[at]
        if char in COMMAS:
            return at + 1
        found = self.strings.key(at, known=False) or self._loose_key(at)
        if found:
            self.stack[-1].key = found[0]
            self.keys_read += self._is_first_field(found[0])
            return found[1]
        if char in OPEN_BRACKETS:
            if node.pairs and len(self.stack) > 1 and isinstance(self.stack[-2].node, list):
                self._pop(at)
                return at
            self.stack[-1].key = ""
            return at
        if char in OPENERS:
            return self._string_at(at)[1]
        return self._skip_junk(at)

    def _loose_key(self, at: int) -> tuple[str, int] | None:
        """Read a quoted key of any wording, or a known one whose colon is missing."""
        text = self.text
        if text[at] not in OPENERS:
            return None
        end = self.strings.closer(at, 300)
        if end < 0:
            return None
        name = text[at + 1 : end]
        after = self.strings.skip(end + 1)
        if text[after : after + 1] in (":", "：", "="):
            return name, after + 1
        known = self.names.find(name) is not None
        return (name, end + 1) if known and text[after : after + 1] in OPENERS else None

    def _string_at(self, at: int) -> tuple[str | Torn, int]:
        depth = sum(not frame.implied for frame in self.stack)
        value, end = self.strings.read(at, depth, isinstance(self.stack[-1].node, list))
        self.damaged = self.damaged or value is TORN
        return value, end

    def _read_string(self, at: int) -> int:
        in_list = isinstance(self.stack[-1].node, list)
        if in_list and self.strings.key(at, known=True, bare=False):
            # The opening brace of an object is missing.
            self._push(_Frame(Obj()))
            return at
        value, end = self._string_at(at)
        parts: list[str] = []
        while isinstance(value, str):
            parts.append(value)
            quote = self._continuation(end)
            if quote < 0:
                break
            value, end = self._string_at(quote)
        self._put(value if value is TORN else "".join(parts))
        return end

    def _continuation(self, end: int) -> int:
        """Return the quote of a literal that continues a string, after + or on the next line."""
        text = self.text
        at = self.strings.skip(end)
        if text[at : at + 1] == "+":
            at = self.strings.skip(at + 1)
        elif (
            "\n" not in text[end:at]
            or isinstance(self.stack[-1].node, list)
            or self.strings.key(at, known=False)
        ):
            return -1
        return at if at < len(text) and text[at] in OPENERS else -1

    def _read_bare(self, at: int) -> int:
        """Read a value without quotes: a constant, or text up to a structural continuation."""
        text = self.text
        dots = _ELLIPSIS.match(text, at)
        if dots and isinstance(self.stack[-1].node, list):
            return dots.end()
        constant = _CONSTANT.match(text, at)
        if constant and constant.end() < len(text):
            after = self.strings.skip(constant.end())
            if after < len(text) and (text[after] in COMMAS or text[after] in CLOSE_BRACKETS + ")"):
                self._put(Bare(constant.group()))
                return after
        if isinstance(self.stack[-1].node, list):
            return self._skip_junk(at)
        for stop in _BARE_STOP.finditer(text, at):
            after = self.strings.skip(stop.start() + 1)
            if text[stop.start()] in "}]｝］" or self.strings.key(after, known=True):
                raw = text[at : stop.start()].strip()
                dirty = any(quote in raw for quote in '"“”')
                self._put(TORN if dirty else Bare(raw))
                self.damaged = self.damaged or dirty
                return stop.start()
        self._put(TORN)
        return len(text)

    def _skip_junk(self, at: int) -> int:
        junk = _JUNK.match(self.text, at)
        return junk.end() if junk else at + 1


def scan(text: str, names: FieldNames) -> AnswerTree | None:
    """Read damaged JSON-like text.

    text: the cleaned answer. names: known keys. Returns None when nothing JSON-like is found.
    """
    return Scanner(text, names).read()
