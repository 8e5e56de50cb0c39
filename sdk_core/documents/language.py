"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

SAMPLE = 2000
"""Characters of a segment by which its language is told."""


SHORTEST = 40
"""Characters below which a language cannot be told."""


LANGUAGES = [
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en",
    "eo", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy",
    "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko", "la", "lo", "lt", "lv", "mk", "ml",
    "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "sk",
    "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
    "zxx",
]  # fmt: skip
"""Languages that are told apart: rarer ones would mostly be found where they are not."""


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, ``und`` when there is too little of it.

    By py3langid, which is fast and needs no network (BSD-3-Clause).
    """
    sample = text[:SAMPLE].strip()
    if len(sample) < SHORTEST:
        return "und"
    code = str(_classifier()(sample)[0])
    return "und" if code == "zxx" else code


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    import py3langid

    py3langid.set_languages(LANGUAGES)
    classify: Callable[[str], tuple[str, float]] = py3langid.classify
    return classify
