"""Whether a text affirms or denies."""

from __future__ import annotations

import re

from sdk_builtins.judges.lint.closed_classes import NEGATION, NO, YES
from sdk_builtins.judges.lint.content_words import words

_CJK_NEGATION = re.compile("不|没|沒|无|無|未|禁止|ない|ません|なかった|せず|않|없|못|아니|ไม่")
_CJK_NO = re.compile("\\s*(?:不|没|沒|否|无|無|いいえ|ない|できません|아니|없|못|ไม่)")
_CJK_YES = re.compile(
    "\\s*(?:是|对|對|可以|能|会|會|有|需要|要|はい|ええ|できます|네|예|그렇|ใช่|ได้)"
)
_ANSWER = (
    "answer|antwort|réponse|respuesta|risposta|resposta|antwoord|odpowiedź|ответ|відповідь|odpověď|"
    "svaret|cevap|yanıt|jawaban|jawabannya|răspunsul|válasz|vastaus"
)
_TOLD = re.compile(rf"\b(?:{_ANSWER})\W+(?:[^\W\d_]+\W+){{0,3}}?(\w+)\W*$", re.IGNORECASE)
_CJK_TOLD = re.compile("(?:答案|答え|回答|답)(?:是|为|為|は|은|：|:)\\s*(?:“|「)?(\\S+)")


def polarity_of_answer(answer: str, language: str) -> bool | None:
    """Return whether an answer begins by affirming or denying; ``None`` where it does neither."""
    if _CJK_NO.match(answer):
        return False
    if _CJK_YES.match(answer):
        return True
    first = words(answer)[:1]
    if first and first[0] in NO.get(language, ()):
        return False
    if first and first[0] in YES.get(language, ()):
        return True
    return None


def told_polarity(conclusion: str, language: str) -> bool | None:
    """Return what a conclusion says outright that the answer is: yes or no."""
    told = _TOLD.search(conclusion) or _CJK_TOLD.search(conclusion)
    if told:
        return polarity_of_answer(told[1], language)
    return polarity_of_answer(conclusion, language) if len(words(conclusion)) == 1 else None


def denies(text: str, language: str) -> bool:
    """Return whether a clause holds a negation."""
    if _CJK_NEGATION.search(text):
        return True
    denying = NEGATION.get(language, frozenset())
    return any(word in denying for word in words(text))
