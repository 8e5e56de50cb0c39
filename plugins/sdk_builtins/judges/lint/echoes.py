"""Finds answers that only repeat the question, and questions that hold their own answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.closed_classes import ASKING, CHOOSING, NO, YES
from sdk_builtins.judges.lint.content_words import content, exchange_language, missing, words
from sdk_builtins.judges.lint.quoting import quoted
from sdk_builtins.judges.lint.remarks import Remark
from sdk_builtins.judges.lint.vague_words import is_generic

_ASKING_CJK = re.compile(
    "什么|什麼|多少|为什么|為什麼|怎|哪|谁|誰|几|幾|何|如何|なぜ|どう|どこ|いつ|だれ|いくつ|いくら|どれ|どの"
)
_ASKING_KO = re.compile("무엇|무슨|어떤|어떻게|어디|언제|누가|누구|왜|얼마|몇|어느")
_ASKING_TH = re.compile("อะไร|ทำไม|ที่ไหน|เมื่อไ|เมื่อใด|ใคร|กี่|เท่าไ|เท่าใด|อย่างไร|เหตุใด")
_CHOOSING_CJK = re.compile(
    "还是|還是|或|之间|之間|吗|嗎|か、|または|あるいは|それとも|どちら|아니면|또는|중에서|หรือ|ระหว่าง"
)
_TH_GRAMMAR = re.compile("เพราะว่า|เพราะ|เนื่องจาก|ดังนั้น|จึง|คือ|เป็น|ที่|ว่า|และ|ของ")
_AND = r"\b(?:and|und|et|y|e|en|i|и|і|a|och|ve|و|và|og|és|ja|și)\b"
_LISTED_AFTER = re.compile(rf"\s*(?:/|、|[–—]|{_AND})")
_LISTED_BEFORE = re.compile(
    rf"(?:/|、|[–—]|{_AND})\s*(?:(?:the|der|die|das|den|le|la|les|el|il|lo|o|os|de|het) |l['’])?$",
    re.I,
)
_QUOTE = re.compile('["“„«「]([^"”“»」]+)["”“»」]')
_SUM = re.compile(r"\d\s?[+×÷*=<>−]|[+×÷*=<>−]\s?\d")
_SENTENCES = re.compile(r"[.!?。！？]+\s")
_END = " \t\n.,;:!?。，！？、\"'“”„«»`*()"
_ENOUGH = 4
"""Content words from which an answer with one other word than the question is still an echo."""


def find_echo(exchange: Exchange) -> Iterator[str]:
    """Yield what makes an exchange an echo.

    An answer of which every content word stands in the question says nothing that the question did
    not. Questions that are answered by yes or no, or that give a choice, are answered so rightly.
    """
    question, answer = exchange.question, exchange.answer
    if not question.strip() or not answer.strip():
        return
    if words(question) == words(answer) and words(answer):
        yield f"the answer is the question again: {quoted(answer)}"
        return
    language = exchange_language(exchange)
    if (
        not language
        or not asks_openly(question, language)
        or _is_choice(question, answer, language)
    ):
        return
    if language == "th":
        answer = _TH_GRAMMAR.sub(" ", answer)
    said = [each for each in content(answer, language) if not is_generic(each, language)]
    if not said or _affirms(answer, language):
        return
    new = missing(said, content(question, language), loosely=len(set(said)) >= _ENOUGH)
    if new:
        return
    if _folded(answer) in _folded(question):
        text = f"the question holds its own answer, {quoted(exchange.answer)}"
        # What the document does not say is of a case that the question supposes.
        known = not exchange.passage or _folded(answer) in _folded(exchange.passage)
        yield text if known else Remark(text)
    else:
        yield f"the answer only repeats the question: {quoted(exchange.answer)}"


def asks_openly(question: str, language: str) -> bool:
    """Return whether a question asks for more than yes or no."""
    if language in ("zh", "ja"):
        return bool(_ASKING_CJK.search(question))
    if language in ("ko", "th"):
        return bool((_ASKING_KO if language == "ko" else _ASKING_TH).search(question))
    asked = ASKING.get(language, frozenset())
    return any(word in asked for word in words(question))


def _is_choice(question: str, answer: str, language: str) -> bool:
    """Return whether the question offers what the answer picks."""
    if _CHOOSING_CJK.search(question):
        return True
    choosing = CHOOSING.get(language, frozenset())
    if any(word in choosing for word in words(question)):
        return True
    picked = answer.strip(_END)
    at = question.casefold().find(picked.casefold())
    if at < 0:
        return len(content(answer, language)) <= 2 and bool(_SENTENCES.search(question.strip()))
    before, after = question[:at], question[at + len(picked) :]
    listed = _LISTED_AFTER.match(after) or _LISTED_BEFORE.search(before)
    in_quote = any(picked in each and picked != each for each in _QUOTE.findall(question))
    counts = picked[:1].isdigit() and _SUM.search(question)
    return bool(listed or in_quote or counts or _SENTENCES.search(question.strip()))


def _affirms(answer: str, language: str) -> bool:
    first = words(answer)[:1]
    return bool(first) and first[0] in YES.get(language, frozenset()) | NO.get(
        language, frozenset()
    )


def _folded(text: str) -> str:
    return "".join(words(text))
