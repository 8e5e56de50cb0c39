"""Where a damaged string ends: only at a quote that a structure can follow."""

from __future__ import annotations

import re
from enum import Enum

from sdk_core.answers.answer_tree import TORN, Torn
from sdk_core.answers.escapes import unescape
from sdk_core.answers.fields import FieldNames

OPENERS = {
    '"': '"', "'": "'", "`": "`", "“": "”“\"", "”": "”“\"", "„": "“”\"", "‘": "’‘'", "’": "’‘'",
    "＂": "＂", "«": "»",
}  # fmt: skip
OPEN_BRACKETS = "[{［｛"
CLOSE_BRACKETS = "]}］｝"
COMMAS = ",，;；、"

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_COMMENT = re.compile(r"//[^\n]{0,300}(?=\n|\Z)|/\*[^*]{0,300}\*/|#[^\n]{0,300}(?=\n|\Z)")
_RUN = re.compile(r"[\s,，;；\]}］｝\u200b-\u200f\u2060\ufeff]*")
_CLOSERS = re.compile(r"[\]}］｝]")
_QUOTED_KEY = re.compile(
    r"""(?:["“”„＂]([^"“”„＂\\\n]{1,200})["“”＂]|['‘’`]([^'‘’`\\\n]{1,200})['‘’`])"""
    r"""\s{0,50}(?:[=-]>|[:：=])(?![=/])"""
)
_BARE_KEY = re.compile(r"(\**[^\W\d_][\w \-]{0,40}\**)\s{0,20}(?:[=-]>|[:：=])(?![=/])")
_IDENTIFIER = re.compile(r"[\w .$*-]{1,60}")
_VALUE_START = re.compile(
    r"""[\s\u200b-\u200f]{0,200}(?:["'“‘`\[{［｛(]|-?\d|-?Inf|true|false|null|None|True|False|NaN|undef|\Z)"""
)
_STRUCTURE_HEAD = re.compile(r"""\s*:\s*["“]""")
_STRUCTURE_TAIL = re.compile(r"""(?<!\\)["”]\s*(?:([}\]\s]*[}\]]),?|,)\s*\Z""")
_BRACE = re.compile(r"[{}｛｝]")
_ANCHOR = re.compile(r"""["'“”]([^"'“”\\\n]{1,60})["'“”]\s{0,9}[:：]""")
_ANY_QUOTE = re.compile(r"""["“”＂]""")

# What may follow a closing quote; anything else rules the quote out at once.
_MAY_FOLLOW = frozenset(" \t\r\n\f\v\u00a0\u2003\u3000\u2028\u2029\u200b\u200c\u200d\u2060\ufeff"
                        ",，;；、]}］｝)+/#\"'“”‘’`＂[{［｛")  # fmt: skip


# An unknown key is looked up in the whole text; more names than this are not plausible.
_MAX_LOOKUPS = 50
_MAX_CUT_KEY = 60
_MAX_FIRST_VALUE = 400


class _End(Enum):
    NO = 0
    YES = 1
    LAST_RESORT = 2
    UNCLEAR = 3


def _when(accepted: bool) -> _End:
    return _End.YES if accepted else _End.NO


def _holds_structure(raw: str) -> bool:
    """Tell whether a stray quote made a string begin or end inside the structure around it."""
    if _STRUCTURE_HEAD.match(raw):
        return True
    tail = _STRUCTURE_TAIL.search(raw[-40:])
    if not tail:
        return False
    # Quoted code may end with a brace, but then it also opened one.
    return tail.group(1) is None or raw.count("}") > raw.count("{")


class StringReader:
    """Reads string values of a damaged JSON-like text.

    text: the whole text. names: known keys, the anchors of the structure.
    """

    def __init__(self, text: str, names: FieldNames) -> None:
        """Prepare to read from text."""
        self.text = text
        self.names = names
        self._uses: dict[str, int] = {}
        self._escapes = {
            closers: re.compile(rf"\\.|[{re.escape(closers)}]", re.DOTALL)
            for closers in set(OPENERS.values())
        }

    def skip(self, at: int) -> int:
        """Return the position after blanks and comments."""
        text = self.text
        while at < len(text):
            blank = _BLANK.match(text, at)
            if blank:
                at = blank.end()
                continue
            comment = _COMMENT.match(text, at) if text[at] in "/#" else None
            if not comment:
                return at
            at = comment.end()
        return at

    def key(self, at: int, *, known: bool, bare: bool = True) -> tuple[str, int] | None:
        """Return the key at a position and where its value begins, or None.

        known: accept only keys that mean a requested field; otherwise an identifier with a
        value after it is enough. bare: also accept a key without quotes.
        """
        match = _QUOTED_KEY.match(self.text, at)
        if not match and bare:
            match = _BARE_KEY.match(self.text, at)
        if not match:
            return None
        name = next(g for g in match.groups() if g is not None)
        if not known and _IDENTIFIER.fullmatch(name) and _VALUE_START.match(self.text, match.end()):
            return name, match.end()
        return (name, match.end()) if self.names.find(name) else None

    def closer(self, at: int, reach: int) -> int:
        """Return the first quote within reach that pairs with the one at a position, or -1."""
        closers = OPENERS[self.text[at]]
        window = self.text[at + 1 : at + reach]
        return next((at + n for n, char in enumerate(window, start=1) if char in closers), -1)

    def read(self, at: int, depth: int, in_array: bool) -> tuple[str | Torn, int]:
        """Read the string whose opening quote is at a position.

        depth: open brackets around it; without any, the end of the text may end the string.
        in_array: it is an element, not the value of a key. Returns the unescaped text, or TORN
        when no acceptable end was found, and the position to go on from.
        """
        text = self.text
        if text.startswith('"""', at) and self._ends(at + 2, depth, in_array) is _End.NO:
            stop = text.find('"""', at + 3)
            return (unescape(text[at + 3 : stop]), stop + 3) if stop >= 0 else (TORN, len(text))
        fallback = -1
        last = at + 1
        for match in self._escapes[OPENERS[text[at]]].finditer(text, at + 1):
            quote = match.start()
            if text[quote] == "\\":
                continue
            follow = text[quote + 1 : quote + 2]
            if not follow:
                return (TORN, len(text)) if depth else (unescape(text[at + 1 : quote]), quote + 1)
            if follow in _MAY_FOLLOW:
                end = self._ends(quote + 1, depth, in_array)
                if end is _End.YES:
                    raw = text[at + 1 : quote]
                    return TORN if _holds_structure(raw) else unescape(raw), quote + 1
                if end is _End.UNCLEAR:
                    return TORN, quote + 1
                if end is _End.LAST_RESORT and fallback < 0:
                    fallback = quote
            resume = self._torn_at(quote, last)
            if resume >= 0:
                if fallback >= 0:
                    break
                return TORN, resume
            last = quote + 1
        if fallback >= 0:
            return unescape(text[at + 1 : fallback]), fallback + 1
        return TORN, len(text)

    def _ends(self, at: int, depth: int, in_array: bool) -> _End:
        """Tell whether a string can end before a position."""
        text = self.text
        start = at
        at = self.skip(at)
        if at >= len(text):
            return _End.NO
        char = text[at]
        if char in CLOSE_BRACKETS:
            return self._closes(at, depth, in_array)
        if char == ")":
            return _when(in_array)
        if char in COMMAS:
            return self._continues(self.skip(at + 1), depth, in_array)
        if char in OPENERS and "\n" in text[start:at] and not in_array:
            # A key on the next line, or a string literal continued there.
            return _End.YES
        if char == "+":
            following = self.skip(at + 1)
            return _when(text[following : following + 1] in OPENERS)
        if char in OPEN_BRACKETS:
            return _when(self._opens(at))
        return _when(not in_array and self.key(at, known=True) is not None)

    def _continues(self, at: int, depth: int, in_array: bool) -> _End:
        """Tell whether a structure goes on after a comma."""
        text = self.text
        if at >= len(text):
            return _End.NO
        char = text[at]
        if char in CLOSE_BRACKETS:
            return self._closes(at, depth, in_array)
        if in_array:
            return _when(char in OPENERS or char.isdigit() or char in OPEN_BRACKETS + ".…)")
        if char in OPEN_BRACKETS:
            return _when(self._opens(at))
        if self.key(at, known=True):
            return _End.YES
        found = self.key(at, known=False, bare=False)
        if found:
            return _End.YES if self._is_sound(*found) else _End.UNCLEAR
        bare = self.key(at, known=False)
        return _when(bare is not None and " " not in bare[0])

    def _is_sound(self, name: str, at: int) -> bool:
        """Tell whether an unknown key is one, judged by its value and by its other uses."""
        at = self.skip(at)
        if at >= len(self.text) or self.text[at] not in OPENERS:
            return True
        end = self.closer(at, 2000)
        after = self.skip(end + 1)
        if end < 0 or after >= len(self.text) or self.text[after] in COMMAS + CLOSE_BRACKETS:
            return True
        if name not in self._uses:
            if len(self._uses) >= _MAX_LOOKUPS:
                return False
            self._uses[name] = self.text.count(f'"{name}"')
        return self._uses[name] > 1

    def _opens(self, at: int) -> bool:
        """Tell whether a bracket begins an object with keys."""
        inner = self.skip(at + 1)
        levels = 1
        while inner < len(self.text) and self.text[inner] in OPEN_BRACKETS:
            inner = self.skip(inner + 1)
            levels += 1
            if levels > 8:
                return True
        rest = self.text[inner : inner + _MAX_CUT_KEY]
        if inner + len(rest) >= len(self.text) and not any(q in rest[1:] for q in OPENERS):
            # The text was cut in the first key of the object.
            return rest[:1] == "" or rest[:1] in OPENERS
        if self.key(inner, known=True):
            return True
        # An unknown or damaged first key counts when a known one follows in the same object.
        brace = _BRACE.search(self.text, inner, inner + _MAX_FIRST_VALUE)
        end = brace.start() if brace else min(len(self.text), inner + _MAX_FIRST_VALUE)
        return any(self.names.find(m.group(1)) for m in _ANCHOR.finditer(self.text, inner, end))

    def _closes(self, at: int, depth: int, in_array: bool) -> _End:
        """Tell whether closing brackets at a position close a structure rather than quoted code."""
        text = self.text
        run = _RUN.match(text, at)
        end = run.end() if run else at
        count = len(_CLOSERS.findall(text, at, end))
        end = self.skip(end)
        if end >= len(text):
            return _End.YES
        char = text[end]
        comma = any(c in COMMAS for c in text[at:end])
        if char in OPEN_BRACKETS and (self._opens(end) or (in_array and comma)):
            return _End.YES
        if text.startswith(("...", "…", "```", "~~~"), end):
            return _End.YES
        if count < depth:
            return _when(comma and self.key(end, known=False) is not None)
        quote = _ANY_QUOTE.search(text, end)
        if not quote:
            return _End.YES
        opens = text[quote.start() - 1] in "[{［｛ \n"
        if opens and self.key(quote.start(), known=True, bare=False):
            return _End.YES
        return _End.LAST_RESORT if depth > 1 or "\n" in text[at:end] else _End.NO

    def _torn_at(self, quote: int, last: int) -> int:
        """Return where reading goes on if a quote begins a key, so no string ended; or -1."""
        text = self.text
        match = _QUOTED_KEY.match(text, quote)
        if not match or not self.names.find(match.group(1) or match.group(2)):
            return -1
        between = text[last:quote]
        before = between.rstrip()
        if not before or "\n" in between[len(before) :]:
            brace = before.endswith(("{", "｛"))
            return last + len(before) - 1 if brace else quote
        if before[-1] in COMMAS:
            return quote
        if before[-1] in "{｛":
            outer = before[:-1].rstrip()
            line_start = "\n" in before[len(outer) :] or not outer
            if line_start or outer[-1] in "}],]｝，":
                return last + len(before) - 1
        return -1
