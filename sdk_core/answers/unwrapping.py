"""Take everything off an answer that is not the answer: reasoning, special tokens, one fence."""

from __future__ import annotations

import re

from sdk_core.answers.escapes import encodable

_TAG = re.compile(
    r"<(/?)(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis|"
    r"seed:think|antthinking|inner_monologue|unused9[45])>"
    r"|(\[/?THINK\])|◁(/?)think▷"
    r"|<\|(?:(begin_of_thought|START_THINKING)|(end_of_thought|END_THINKING))\|>",
    re.IGNORECASE,
)
# Some of those names can also be fields that the caller asked for as tagged text.
_FIELD_TAG = re.compile(r"</?(?:reasoning|thinking|thought|thoughts|analysis)>", re.IGNORECASE)
_FINAL_CHANNEL = re.compile(
    r"<\|channel\|>\s*final\b[^<]{0,80}(?:<\|constrain\|>[^<]{0,40})?<\|message\|>"
)
_CHANNEL = re.compile(r"<\|channel\|>\s*(?:analysis|commentary)\b")
_BARE_CHANNEL = re.compile(r"\s*analysis(?=\S)")
_NEXT_TURN = re.compile(
    r"<\|im_start\|>\s*user|<\|start_header_id\|>\s*user|<\|user\|>|<start_of_turn>\s*user|"
    r"<｜User｜>|<\|start\|>\s*user"
)
_TOKEN = (
    r"(?:<[|｜][^<>|｜\n]{1,40}[|｜]>|</?s>|<(?:bos|eos|pad|unk|start_of_turn|end_of_turn)>"
    r"|\[/?INST\]|<</?SYS>>)"
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
_STRUCTURE = re.compile(r"[\[{］｛]")
_FENCE = re.compile(r"(?:```+|~~~+)[^\n`]*\n(.*?)(?:\n[ \t]*)?(?:```+|~~~+)?\s*", re.DOTALL)
_UNESCAPED_QUOTE = re.compile(r'\\.|(")', re.DOTALL)


def strip_wrapping(text: str, *, keep_field_tags: bool = False) -> str:
    """Remove the byte order mark, reasoning blocks and special tokens around the answer.

    keep_field_tags: leave tags such as <reasoning> alone, because they can be requested fields.
    """
    text = _final_channel(text.replace("\ufeff", ""))
    text = _drop_reasoning(text, keep_field_tags)
    turn = _NEXT_TURN.search(text)
    if turn and _outside_string(text[: turn.start()]) and text[: turn.start()].strip():
        before = text[: turn.start()]
        # A template token at the very start is the prompt's tail, not the end of the answer.
        if not re.fullmatch(rf"\s*(?:{_TOKEN}\s*)*", before):
            text = before
    lead = _LEADING.match(text)
    if lead:
        text = text[lead.end() :]
    while True:
        tail = text[-64:]
        match = _TRAILING.search(tail)
        if not match:
            return text.strip()
        text = text[: len(text) - len(tail) + match.start()].rstrip()


def visible_text(text: str) -> str:
    """Return a free-text answer without reasoning, special tokens and one enclosing fence."""
    return unfence(encodable(strip_wrapping(text))).strip()


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
        head = text[: finals[0].start()]
        return text[finals[-1].end() :] if _outside_string(head) or _CHANNEL.search(head) else text
    channel = _CHANNEL.search(text)
    if channel and _outside_string(text[: channel.start()]):
        return text[: channel.start()]
    if _BARE_CHANNEL.match(text) and "assistantfinal" in text:
        return text.rpartition("assistantfinal")[2]
    return text


def _outside_string(before: str) -> bool:
    """Tell whether an even number of unescaped double quotes precedes a position."""
    return sum(1 for m in _UNESCAPED_QUOTE.finditer(before) if m.group(1)) % 2 == 0


def _drop_reasoning(text: str, keep_field_tags: bool) -> str:
    kept: list[str] = []
    start = 0
    depth = 0
    scanned = 0
    even = True
    for match in _TAG.finditer(text):
        if keep_field_tags and _FIELD_TAG.fullmatch(match.group()):
            continue
        at = match.start()
        if depth == 0:
            even = even == _outside_string(text[scanned:at])
            scanned = at
        if _opens(match):
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


def _opens(tag: re.Match[str]) -> bool:
    name = tag.group().lower()
    return not (tag.group(1) or tag.group(3) or tag.group(5) or name in ("[/think]", "<unused95>"))


def _ends_reasoning(text: str, start: int, tag: re.Match[str], even: bool) -> bool:
    """Tell whether a closing tag without its opening tag is one, and not text in a string."""
    at = tag.start()
    if not _STRUCTURE.search(text, start, at):
        return True
    if not even or _ANSWER.match(text, start):
        return _begins_line(text, start, at) or bool(_LINE_END.match(text, tag.end()))
    return bool(_AFTER_REASONING.match(text, tag.end()))


def _begins_line(text: str, start: int, at: int) -> bool:
    window = text[max(start, at - 100) : at]
    return not window.rpartition("\n")[2].strip()
