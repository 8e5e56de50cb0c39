"""Limits that evidence states, and whether what is asked about lies beyond them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?"
_UNIT = r"\s?([^\W\d_]{1,12}[²³]?(?:/[^\W\d_]{1,6})?|%|°\s?[CF]|[$€£])?"
_BELOW = (
    r"below|under|less than|fewer than|lower than|at most|up to|no more than|unter|weniger als|bis zu|höchstens|kleiner als"
    r"|moins de|au plus|inférieure?s? à|jusqu'à|menos de|por debajo de|hasta|inferior a|meno di|sotto|fino a|abaixo de|até"
    r"|minder dan|onder|tot|poniżej|mniej niż|do|менее|ниже|до|低于|小于|不超过|少于|最多|under|mindre än|högst"
)
_ABOVE = (
    r"above|over|more than|greater than|higher than|at least|from|exceed\w*|over|über|mehr als|mindestens|ab|größer als"
    r"|plus de|au moins|supérieure?s? à|à partir de|más de|por encima de|superior a|desde|più di|sopra|oltre|almeno|acima de|mais de"
    r"|meer dan|boven|vanaf|powyżej|więcej niż|od|более|свыше|выше|от|高于|大于|超过|多于|至少|över|mer än|minst"
)
_LIMIT = re.compile(
    rf"(?<!\w)(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE}))(?:\s?(?:the|of|a|de|von)\s)?\s?[$€£]?(?P<number>{_NUMBER}){_UNIT}",
    re.IGNORECASE,
)
_VALUE = re.compile(rf"[$€£]?(?P<number>{_NUMBER}){_UNIT}")
_AFTER = re.compile(
    rf"(?P<number>{_NUMBER})\s?(?P<unit>[^\W\d_]{{1,4}}?|[%℃])?(?:(?P<below>以下|以内|未満|이하|미만)|(?P<above>以上|超|이상|초과))"
)


def _read(digits: str) -> float:
    plain = re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", digits)
    return float(plain.replace(",", ".").replace(" ", ""))


def _limits(text: str) -> Iterator[tuple[bool, float, str]]:
    """Yield whether a limit is an upper one, its number and its unit."""
    for match in _LIMIT.finditer(text):
        yield match["below"] is not None, _read(match["number"]), (match[4] or "").casefold()
    for match in _AFTER.finditer(text):
        yield match["below"] is not None, _read(match["number"]), (match["unit"] or "").casefold()


def leaves_limit(text: str, evidence: str) -> bool:
    """Tell whether a value of a text lies beyond a limit that evidence states for its condition.

    What the evidence says of the condition is then no ground to say that the text contradicts it.

    Args:
        text: The answer with its question.
        evidence: What it is held against.
    """
    values = [
        (_read(match["number"]), (match[2] or "").casefold()) for match in _VALUE.finditer(text)
    ]
    for is_upper, limit, unit in _limits(evidence):
        for value, own in values:
            if value == limit or not (own == unit or (own.startswith(unit) and unit)):
                continue
            if value > limit if is_upper else value < limit:
                return True
    return False


_FRAMES = {
    "en": "after before within until unless except without during outside inside",
    "de": "nach vor innerhalb bis außer ohne während außerhalb",
    "fr": "après avant pendant jusqu sauf hors dès",
    "es": "después antes hasta dentro salvo fuera durante tras",
    "it": "dopo prima entro fino tranne fuori durante",
    "pt": "depois antes até dentro exceto fora durante após",
    "nl": "na voor binnen tot behalve buiten tijdens",
    "sv": "efter före inom tills utom under",
    "pl": "po przed do oprócz podczas",
    "cs": "po před do kromě během",
    "ru": "после до кроме перед течение",
    "uk": "після до крім перед протягом",
    "tr": "sonra önce kadar içinde dışında",
    "zh": "之后 以后 之前 以前 以内 之内 以外 期间",
    "ja": "後 前 以内 以外 まで 間",
    "ko": "후 전 이내 외 까지 동안",
}
"""Words that say when or in which cases something holds."""


def frames_differ(said: str, cited: str, language: str) -> bool:
    """Tell whether two statements say of other times or cases that something holds.

    Then one may deny what the other asserts: ``not after 14 days``, ``within 14 days``.
    """
    frames = _FRAMES.get(language, "").split()
    if language in ("zh", "ja", "ko"):
        here, there = ({word for word in frames if word in text} for text in (said, cited))
    else:
        here, there = (
            set(re.findall(r"[^\W\d_]+", text.lower())) & set(frames) for text in (said, cited)
        )
    return bool(here and there and here != there)
