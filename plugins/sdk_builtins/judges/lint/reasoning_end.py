"""Finds reasoning that ends in another answer than the one that is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.conclusions import Conclusion, conclusion_of
from sdk_builtins.judges.lint.content_words import content, exchange_language, missing
from sdk_builtins.judges.lint.echoes import asks_openly
from sdk_builtins.judges.lint.polarity import denies, polarity_of_answer, told_polarity
from sdk_builtins.judges.lint.quoting import quoted, quoted_end
from sdk_builtins.judges.lint.remarks import Remark
from sdk_builtins.judges.lint.vague_words import is_generic, is_vague
from sdk_builtins.judges.lint.values import Value, values

_CLAUSES = re.compile(
    r"[,;:，；：]|\b(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|en|maar|i|ale|и|но|і|а|och|men|ve|ama)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because(?: of)?|since|due to|weil|wegen|parce qu(?:e|')|car|à cause d(?:e|')|porque|"
    r"debido a|perché|a causa d(?:i|el)|por causa d[eao]|omdat|vanwege|ponieważ|z powodu|потому что|"
    r"из-за|тому що|через те|protože|kvůli|eftersom|på grund av|çünkü|karena|fordi|deoarece|mert)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")

_LONG_ANSWER = 8
"""Content words from which an answer is not compared word by word: it tells more than one thing."""

_MANY = 6
"""Content words from which reasoning says something that an answer can have nothing of."""


_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_OPERATOR = r"(?:[+\-\u2212\u00d7*/\u00f7·]|plus|minus|times|mal)"
_RESULT = re.compile(
    rf"(?<!\d)(?<![.,])(?<![-+*/\u2212\u00d7\u00f7·])(?<![-+*/\u2212\u00d7\u00f7·] ){_NUMBER.pattern}(?![.,\u00a0\u202f]?\d)(?!\s*(?:[^\W\d]{{1,4}}\s*)?{_OPERATOR}\s*\d)"
)
"""A figure that is no operand of what is worked out there."""

_SENTENCE = re.compile(r"(?<=[.!?。！？])(?=\s|[^\x00-\x7f])")


def find_contradiction(exchange: Exchange) -> Iterator[str]:
    """Yield how the end of the reasoning and the answer contradict one another, at most one way."""
    if not exchange.reasoning.strip() or not exchange.answer.strip():
        return
    language = exchange_language(exchange)
    end = conclusion_of(exchange.reasoning)
    if not end.text:
        return
    told = _by_polarity(exchange, end, language)
    if told is None:
        told = _by_values(exchange, end, language)
    if told is None and language:
        told = _by_words(exchange, end, language)
    if told:
        yield told


def _by_polarity(exchange: Exchange, end: Conclusion, language: str) -> str | None:
    """Return how yes and no conflict, ``""`` where they agree, ``None`` where neither is said."""
    answered = polarity_of_answer(exchange.answer, language)
    if answered is None or not language or asks_openly(exchange.question, language):
        return None
    text = (
        f"the reasoning ends in {quoted_end(end.text)}, but the answer is {quoted(exchange.answer)}"
    )
    outright = told_polarity(end.text, language)
    if outright is not None:
        return text if outright != answered else ""
    if denies(exchange.question, language):
        return ""
    asked = content(exchange.question, language)
    clauses = [
        each
        for each in _CLAUSES.split(end.text)
        if len(missing(said := content(each, language), asked)) < len(set(said))
    ]
    if not clauses:
        return ""
    if answered and all(denies(each, language) for each in clauses):
        return text if end.is_marked else Remark(text)
    affirms = not denies(end.text, language)
    is_asked = not missing(content(end.text, language), asked)
    if not answered and affirms and is_asked and end.is_marked:
        return text
    return ""


def _is_worked_out(exchange: Exchange) -> bool:
    """Whether the last figures of the reasoning are those of the answer, and no operands."""
    wanted = set(_NUMBER.findall(exchange.answer))
    last = [each for each in _SENTENCE.split(exchange.reasoning) if _NUMBER.search(each)][-1:]
    return bool(wanted) and wanted <= set(_RESULT.findall(" ".join(last)))


def _by_values(exchange: Exchange, end: Conclusion, language: str) -> str | None:
    """Return which values conflict, ``""`` where one is the same, ``None`` for nothing to compare."""
    asked = values(exchange.question, language)
    given = values(exchange.answer, language)
    if not given:
        return None
    concluded = values(end.text, language)
    if _share(given, concluded) or _is_worked_out(exchange):
        return ""
    new = [each for each in given if not _share([each], asked)]
    pairs = [
        (mine, theirs)
        for mine in new
        for theirs in concluded
        if not _share([theirs], asked) and mine.compares_with(theirs)
    ]
    if not pairs:
        return "" if _FIGURE.search(exchange.answer) else None
    mine, theirs = pairs[0]
    text = f'the reasoning ends in "{theirs.text}", but the answer gives "{mine.text}"'
    if end.is_marked or not _share(new, values(exchange.reasoning, language)):
        return text
    return Remark(text)


def _share(some: list[Value], others: list[Value]) -> bool:
    return any(each.equals(other) for each in some for other in others)


def _by_words(exchange: Exchange, end: Conclusion, language: str) -> str | None:
    """Return how what is said conflicts: in its reason, in its words, in what is named."""
    asked = content(exchange.question, language, bare=True)
    given = missing(content(exchange.answer, language, bare=True), asked)
    given = [each for each in given if not is_generic(each, language)]
    if not given or len(given) > _LONG_ANSWER:
        return None
    thought = content(exchange.reasoning, language, bare=True)
    text = (
        f"the reasoning ends in {quoted_end(end.text)}, but the answer is {quoted(exchange.answer)}"
    )
    if _reasons_differ(exchange.answer, end, language):
        return text
    if len(missing(given, thought)) == len(given):
        if len(given) > 1 and len(set(thought)) >= _MANY:
            return text
        return (
            Remark(text)
            if len(set(thought)) >= _MANY and not any(map(_FIGURE.match, thought))
            else None
        )
    concluded = content(end.text, language, bare=True)
    other = [
        each
        for each in missing(concluded, asked)
        if not is_generic(each, language) and not is_vague(each, language, "thinking")
    ]
    is_about_it = len(missing(concluded, asked)) < len(set(concluded))
    is_earlier = not missing(given, thought)
    turns = end.is_marked and other and is_about_it and is_earlier
    return text if turns and len(missing(given, concluded)) == len(given) else None


def _reasons_differ(answer: str, end: Conclusion, language: str) -> bool:
    """Return whether both give a reason and have no word of it in common."""
    mine, theirs = _BECAUSE.split(answer)[-1], _BECAUSE.split(end.text)[-1]
    if not end.is_marked or mine == answer or theirs == end.text:
        return False
    given, concluded = (content(each, language, bare=True) for each in (mine, theirs))
    return bool(given and concluded) and len(missing(given, concluded)) == len(set(given))
