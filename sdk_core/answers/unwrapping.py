"""Take everything off an answer that is not the answer: reasoning, special tokens, one fence."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from sdk_core.answers.drafts import after_thinking
from sdk_core.answers.escapes import encodable

_NAME = (
    r"(?:[a-z]{2,12}[:_]|ant)?(?:think(?:ing)?|thoughts?|reasoning|reflections?|scratch_?pad"
    r"|analysis|(?:inner|internal)_?(?:monologue|thoughts?|reasoning)|monologue|chain_of_thought"
    r"|deliberation|drafts?)"
)
_EDGE = r"(?:/|begin_of_|start_of_|end_of_|begin_|start_|end_)?"
_TAG = re.compile(
    rf"</?{_NAME}(?:\s[^<>\n]{{0,100}})?>|<[|｜]{_EDGE}{_NAME}[|｜]>|◁/?{_NAME}▷|\[/?THINK(?:ING)?\]"
    r"|<unused9[45]>|<\|channel>(?!\s*(?:final|answer|response)\b)[ \t]*\w{0,20}|<channel\|>",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[<\[◁]/|<[|｜](?:/|end_)|<unused95>|<channel\|>", re.IGNORECASE)
# Some of those names can also be fields that the caller asked for as tagged text.
_FIELD_TAG = re.compile(r"</?(?:reasoning|thinking|thought|thoughts|analysis)>", re.IGNORECASE)
_FOLDED = re.compile(
    r"<details[^<>]{0,100}>\s*<summary>[^<]{0,80}\b(?:think|thought|reason)[^<]{0,80}</summary>"
    r".*?(?:</details>|\Z)"
    r"|^(`{3,}|~{3,})[ \t]*(?:think(?:ing)?|thoughts?|reasoning|scratch_?pad|drafts?)[ \t]*\n.*?"
    r"(?:^\1[ \t]*$|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
_FINAL_CHANNEL = re.compile(
    r"<\|channel\|>\s*final\b(?:[^<\[{\n]{0,80}(?:<\|constrain\|>[^<]{0,40})?<\|message\|>)?"
    r"|<\|channel>\s*(?:final|answer|response)\b"
)
_CHANNEL = re.compile(r"<\|channel\|>\s*(?:analysis|commentary)\b")
_BARE_CHANNEL = re.compile(r"\s*analysis(?=\S)")
_NEXT_TURN = re.compile(
    r"<\|im_start\|>\s*user|<\|start_header_id\|>\s*user|<\|user\|>|<start_of_turn>\s*user|"
    r"<｜User｜>|<\|start\|>\s*user"
)
_TOKEN = (
    r"(?:<[|｜][^<>|｜\n]{1,40}[|｜]>|</?s>|<(?:bos|eos|pad|unk|start_of_turn|end_of_turn)>"
    r"|\[/?INST\]|<</?SYS>>|<channel\|>)"
)
_LEADING = re.compile(
    rf"\s*(?:{_TOKEN}\s*)+(?:(?:assistant|model)\b(?:\s*\n|\s*(?={_TOKEN})|\s*$))?"
    rf"(?:\s*{_TOKEN})*",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"{_TOKEN}\s*$", re.IGNORECASE)
_AFTER_REASONING = re.compile(r"\s*(?:[\[{<|*#\-［｛]|```|~~~|$)|[ \t]*\n")
_ANSWER = re.compile(r"\s*(?:```\w*\s*)?(?:\[\s*)?[{｛]\s*[\w\"'“‘`]")
_LINE_END = re.compile(r"[ \t]*\n")
# A tag that is a word of a sentence ("the model writes <think> before it answers").
_WORD_BEFORE = re.compile(r"[^\W\d_][,;]? \Z")
_WORD_AFTER = re.compile(r" [^\W\d_A-Z]|[…,;.?!)]|\.\.\.")
_STRUCTURE = re.compile(r"[\[{］｛]")
_ENCLOSED = re.compile(
    r"\s*<(response|answer|final_answer|output|solution|result|summary)>(.*?)(?:</\1>\s*|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_FENCE = re.compile(r"(?:```+|~~~+)[^\n`]*\n(.*?)(?:\n[ \t]*)?(?:```+|~~~+)?\s*", re.DOTALL)
_FENCE_MARK = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_LINE_BREAK = re.compile(r"\n")
_TICK = re.compile(r"`")
_UNESCAPED_QUOTE = re.compile(r'\\.|(")', re.DOTALL)


def strip_wrapping(text: str, *, keep_field_tags: bool = False) -> str:
    """Remove the byte order mark, reasoning blocks and special tokens around the answer.

    keep_field_tags: leave tags such as <reasoning> alone, because they can be requested fields.
    """
    text = _final_channel(text.replace("\ufeff", ""))
    folded = _FOLDED.match(text.lstrip())
    text = folded.string[folded.end() :] if folded else text
    text = after_thinking(_drop_reasoning(text, keep_field_tags))
    turn = _NEXT_TURN.search(text)
    if turn and _is_mark(turn) and text[: turn.start()].strip():
        before = text[: turn.start()]
        # A template token at the very start is the prompt's tail, not the end of the answer.
        if not re.fullmatch(rf"\s*(?:{_TOKEN}\s*)*", before):
            text = before
    lead = _LEADING.match(text)
    text = text[lead.end() :] if lead else text
    while True:
        tail = text[-64:]
        match = _TRAILING.search(tail)
        if not match:
            return text.strip()
        text = text[: len(text) - len(tail) + match.start()].rstrip()


def visible_text(text: str) -> str:
    """Return a free-text answer without reasoning, special tokens and one enclosing mark."""
    plain = strip_wrapping(text)
    enclosed = _ENCLOSED.fullmatch(plain)
    return unfence(encodable(enclosed.group(2).strip() if enclosed else plain)).strip()


def unfence(text: str) -> str:
    """Remove one code fence that encloses the whole text, closed or not."""
    stripped = text.strip()
    if not stripped.startswith(("```", "~~~")):
        return text
    match = _FENCE.fullmatch(stripped)
    if not match or re.search(r"^(?:```|~~~)", match.group(1), re.MULTILINE):
        return text
    return match.group(1)


def _final_channel(text: str) -> str:
    """Keep only the final channel where channel markers leaked into the text."""
    finals = list(_FINAL_CHANNEL.finditer(text))
    if finals:
        led = _CHANNEL.search(text, 0, finals[0].start())
        return text[finals[-1].end() :] if led or _is_mark(finals[0]) else text
    channel = _CHANNEL.search(text)
    if channel and _is_mark(channel):
        return text[: channel.start()]
    if _BARE_CHANNEL.match(text) and "assistantfinal" in text:
        return text.rpartition("assistantfinal")[2]
    return text


def _outside_string(before: str) -> bool:
    """Tell whether an even number of unescaped double quotes precedes a position."""
    return sum(1 for m in _UNESCAPED_QUOTE.finditer(before) if m.group(1)) % 2 == 0


def _is_mark(found: re.Match[str]) -> bool:
    """Tell whether what looks like a mark is one, and not a part of a string or of code."""
    return _outside_string(found.string[: found.start()]) and not _in_code(found, 0)


def _in_code(found: re.Match[str], start: int) -> bool:
    """Tell whether something stands in a block of code, or in code within a line."""
    at = found.start()
    fences, breaks, ticks = _places(found.string)
    line = max(start, breaks[bisect_left(breaks, at) - 1])
    end = breaks[bisect_left(breaks, found.end())]
    opened, closed, last = (bisect_left(ticks, place) for place in (at, found.end(), end))
    if (opened - bisect_left(ticks, line)) % 2 and closed < last:
        return True
    before = bisect_left(fences, at)
    return bool(before % 2 and (len(fences) - before) % 2)


@lru_cache(maxsize=1)
def _places(text: str) -> tuple[list[int], list[int], list[int]]:
    """Return where fences, lines' ends and ticks are; kept, as all marks of one text ask for it."""
    fences, breaks, ticks = (
        [found.start() for found in mark.finditer(text)]
        for mark in (_FENCE_MARK, _LINE_BREAK, _TICK)
    )
    return fences, [-1, *breaks, len(text)], ticks


def _drop_reasoning(text: str, keep_field_tags: bool) -> str:
    kept: list[str] = []
    start = 0
    depth = 0
    scanned = 0
    even = True
    spoken_line: int | None = None
    _, breaks, _ = _places(text)
    for match in _TAG.finditer(text):
        if keep_field_tags and _FIELD_TAG.fullmatch(match.group()):
            continue
        at = match.start()
        line = bisect_left(breaks, at)
        if depth == 0 and (line == spoken_line or _is_spoken_of(text, start, match)):
            spoken_line = None if _CLOSING.match(match.group()) else line
            continue
        if depth == 0:
            even = even == _outside_string(text[scanned:at])
            scanned = at
        if not _CLOSING.match(match.group()):
            if depth == 0:
                if not (even or _begins_line(text, start, at)):
                    continue
                kept.append(text[start:at])
            depth += 1
        elif depth > 0:
            depth -= 1
            if depth == 0:
                start = scanned = match.end()
        elif _ends_reasoning(text, start, match, even):
            # The chat template swallowed the opening tag: all text so far is reasoning.
            kept.clear()
            even = True
            start = scanned = match.end()
    if depth == 0:
        kept.append(text[start:])
    return "".join(kept)


def _ends_reasoning(text: str, start: int, tag: re.Match[str], even: bool) -> bool:
    """Tell whether a closing tag without its opening tag is one, and not text in a string."""
    at = tag.start()
    if not _STRUCTURE.search(text, start, at):
        return True
    if not even or _ANSWER.match(text, start):
        return _begins_line(text, start, at) or bool(_LINE_END.match(text, tag.end()))
    return bool(_AFTER_REASONING.match(text, tag.end()))


def _is_spoken_of(text: str, start: int, tag: re.Match[str]) -> bool:
    """Tell whether a tag is named by the text, as inline code or as a word of a sentence."""
    if _in_code(tag, start):
        return True
    before = text[max(start, tag.start() - 3) : tag.start()]
    return bool(_WORD_BEFORE.search(before) and _WORD_AFTER.match(text, tag.end()))


def _begins_line(text: str, start: int, at: int) -> bool:
    window = text[max(start, at - 100) : at]
    return not window.rpartition("\n")[2].strip()
