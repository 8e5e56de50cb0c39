"""Whether a text asks something or tells to do something."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sdk_builtins.judges.lint.hanging_words import FUNCTION_WORDS
from sdk_builtins.judges.lint.languages import WORD
from sdk_builtins.judges.lint.question_words import IN_SITU, QUESTION_WORDS, RELATIVE

_IN_SITU = {code: re.compile(pattern) for code, pattern in IN_SITU.items()}
_CLAUSE = re.compile(r"(?:^|[.!?:;\n—–(«\"“„])\s*")
_COMMA = re.compile(r",\s*")
_LONGEST = 4000
"""Characters of a text that are looked at; a question stands among them."""

_SEEN = 80
"""Characters at the beginning of a clause that are looked at."""

_BEFORE = 5
"""Words of a clause among which an interrogative stands: ``Up to what amount``."""

_TASKS: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    code: (
        frozenset(each[:-1] for each in known.tasks if each.endswith("=")),
        tuple(each for each in known.tasks if not each.endswith("=")),
    )
    for code, known in QUESTION_WORDS.items()
}


def asks_anywhere(text: str, language: str) -> bool | None:
    """Tell whether a text asks or tells to do something, by the words of a language.

    Returns:
        ``None`` where the language is not known.
    """
    if language in _IN_SITU:
        return _IN_SITU[language].search(text) is not None
    if language not in QUESTION_WORDS:
        return None
    known = QUESTION_WORDS[language]
    lowered = text[:_LONGEST].lower().replace("’", "'")
    words = WORD.findall(lowered)
    if known.personal.intersection(words):
        return True
    is_sentence = text.rstrip().endswith((".", "।"))
    if not is_sentence and known.interrogative.intersection(words) - RELATIVE:
        return True
    if known.last and _ends_asking(lowered, words, known.last):
        return True
    return any(
        _asks_at_start(lowered[clause.end() : clause.end() + _SEEN], language)
        for clause in _CLAUSE.finditer(lowered)
    ) or any(
        _is_task(lowered[comma.end() : comma.end() + _SEEN], language)
        or (
            not is_sentence and _asks_at_start(lowered[comma.end() : comma.end() + _SEEN], language)
        )
        for comma in _COMMA.finditer(lowered)
    )


def asks_from_start(text: str, languages: Iterable[str]) -> bool:
    """Tell whether a text begins as a question or a task, in one of some languages."""
    for language in languages:
        if language in _IN_SITU:
            if _IN_SITU[language].search(text):
                return True
        elif language in QUESTION_WORDS and _asks_at_start(text.lower(), language):
            return True
    return False


def _asks_at_start(clause: str, language: str) -> bool:
    """Tell whether a clause, in small letters, begins with words that ask or tell."""
    known, small = QUESTION_WORDS[language], FUNCTION_WORDS[language]
    words = WORD.findall(clause[:_SEEN])[:_BEFORE]
    if words and words[0] in known.first:
        return True
    for word in words:
        if word in known.interrogative:
            return True
        if not (word in small.common or word in small.hanging or word in small.loose):
            break
    return _is_task(clause, language)


def _is_task(clause: str, language: str) -> bool:
    """Tell whether a clause, in small letters, begins with a verb that tells to do something."""
    words = WORD.findall(clause[:_SEEN])
    if not words:
        return False
    whole, beginnings = _TASKS[language]
    is_verb = words[0] in whole or (bool(beginnings) and words[0].startswith(beginnings))
    return is_verb and words[1:2] != ["of"]


def _ends_asking(text: str, words: list[str], endings: tuple[str, ...]) -> bool:
    """Tell whether a word has one of the endings that ask or tell."""
    if endings[0].startswith("-"):
        return any(ending in text for ending in endings)
    return bool(words) and (words[-1].endswith(endings) or words[0].endswith(endings))
