"""Answers that begin with yes or no."""

from __future__ import annotations

import re
from typing import Literal

from sdk_builtins.judges.lint.closed_classes import NO, YES

Opening = Literal["yes", "no", ""]

_UNSPACED = {
    "zh": (r"是的|是|对|對|可以|能|会|會|需要|有|要", r"不是|不能|不会|不會|不可以|不需要|不用|没有|沒有|不对|不|否"),
    "ja": (r"はい|ええ|そうです", r"いいえ|いえ"),
    "ko": (r"네|예|그렇습니다|맞습니다", r"아니요|아니오|아닙니다"),
    "th": (r"ใช่|ได้|ครับ|ค่ะ", r"ไม่ใช่|ไม่ได้|ไม่"),
}  # fmt: skip

_BEHIND = r"(?=\s*(?:[,.;:!،。，、！；：—–-]|\Z))"


def _patterns() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    made = {}
    for code, yes in YES.items():
        sides = [sorted(words, key=len, reverse=True) for words in (yes, NO.get(code, frozenset()))]
        made[code] = tuple(
            re.compile(rf"\s*(?:{'|'.join(map(re.escape, side))}){_BEHIND}", re.IGNORECASE)
            for side in sides
        )
    for code, (yes_words, no_words) in _UNSPACED.items():
        made[code] = (
            re.compile(rf"\s*(?:{yes_words}){_BEHIND}"),
            re.compile(rf"\s*(?:{no_words}){_BEHIND}"),
        )
    return {code: (yes, no) for code, (yes, no) in made.items()}


_PATTERNS = _patterns()


def opening(answer: str, language: str) -> tuple[Opening, str]:
    """Return whether an answer begins with yes or no, and what follows it.

    Args:
        answer: The answer.
        language: ISO 639-1 code of its language.
    """
    if language in _PATTERNS:
        yes, no = _PATTERNS[language]
        if match := yes.match(answer):
            return "yes", answer[match.end() :].lstrip(" ,.;:!،。，、！；：—–-")
        if match := no.match(answer):
            return "no", answer[match.end() :].lstrip(" ,.;:!،。，、！；：—–-")
    return "", answer
