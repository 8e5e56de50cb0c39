"""Finds questions and answers in another language than that of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.hanging_words import FUNCTION_WORDS
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.documents.language import LANGUAGES

FEWEST = 25
"""Letters of a text below which its language cannot be told by statistics."""

_FEW_SIGNS = 6
"""Letters of another script from which on a text is in that script."""

SURE, UNLIKELY = 0.8, 0.1
"""Chance of another language at least, and of the document's at most, for a text to be in it."""

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Latin", "A-Za-z\u00c0-\u024f"),
    ("Cyrillic", "\u0400-\u04ff"),
    ("Greek", "\u0370-\u03ff"),
    ("Arabic", "\u0600-\u06ff"),
    ("Hebrew", "\u0590-\u05ff"),
    ("Devanagari", "\u0900-\u097f"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Hangul", "\uac00-\ud7a3"),
    ("kana", "\u3041-\u30ff"),
    ("Han", "\u3400-\u9fff"),
)
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS}
_CODE = re.compile(
    r"```.*?(?:```|$)|`[^`\n]*`|https?://\S+|<[^<>]*>|[\x21-\x7e]*[\d_/\\@{}][\x21-\x7e]*",
    re.DOTALL,
)
_QUOTED = re.compile(r"[\"“„«「『][^\"”“»」』]{1,200}[\"”“»」』]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def find_language(exchange: Exchange) -> Iterator[str]:
    """Yield which part is in another language, and in which."""
    passage = exchange.passage
    if not passage:
        return
    parts = (
        ("question", exchange.question),
        ("reasoning", exchange.reasoning),
        (exchange.field, exchange.answer),
    )
    for name, text in parts:
        own = _QUOTED.sub(" ", _CODE.sub(" ", text))
        other = _other_script(own, passage) or _other_language(own, passage)
        if other:
            yield f"the {name} is in another language ({other}) than the document: {quoted(text)}"


def _scripts(text: str) -> Counter[str]:
    return Counter({name: len(letter.findall(text)) for name, letter in _LETTERS.items()})


@lru_cache(maxsize=64)
def _passage_scripts(passage: str) -> Counter[str]:
    return _scripts(passage[:4000])


def _other_script(text: str, passage: str) -> str:
    """Return the script of a text that the document is not written in, ``""`` for none."""
    there, here = _passage_scripts(passage), _scripts(text)
    total = sum(here.values())
    if not total or not there:
        return ""
    if here["kana"] > 2 and there["Han"] and there["kana"] < sum(there.values()) * 0.02:
        return "Japanese"
    script, count = here.most_common(1)[0]
    whole = sum(there.values())
    if script == "Han" and there["kana"] > whole * 0.1:
        # Japanese without kana: short terms are, sentences are not.
        return "Chinese" if count >= _FEW_SIGNS and not here["kana"] and not _is_term(text) else ""
    if script == "Han" and there["Han"] > whole * 0.2:
        return ""
    if script == "kana" and there["kana"]:
        return ""
    if there[script] > whole * 0.05 and script != "Latin":
        return ""
    needed = FEWEST if script == "Latin" else _FEW_SIGNS
    foreign = count
    if script == "Latin":
        if there["Latin"] > whole * 0.3:
            return ""
        known = set(map(str.casefold, _WORD.findall(passage)))
        foreign = sum(len(word) for word in _WORD.findall(text) if word.casefold() not in known)
    return script if foreign >= needed and count >= total * 0.7 else ""


def _is_term(text: str) -> bool:
    """Whether a text of Chinese signs alone may be a term of Japanese, by the grammar it lacks."""
    return not re.search("[的了是在和不也这這们們为為与與就都很]", text)


def _other_language(text: str, passage: str) -> str:
    """Return the language of a text in the document's script, ``""`` where it is the document's."""
    if len(_WORD.findall(text)) < 3:
        return ""
    expected = _language_of(passage)
    own = FUNCTION_WORDS.get(expected)
    if not expected or own is None:
        return ""
    there = own.common | own.hanging | own.loose
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    known = set(map(str.casefold, _WORD.findall(passage)))
    hits: Counter[str] = Counter()
    for word in words:
        if word in there or word in known:
            continue
        for language, table in FUNCTION_WORDS.items():
            if language != expected and word in table.common | table.hanging | table.loose:
                hits[language] += 1
    mine = sum(word in there for word in words)
    best, count = hits.most_common(1)[0] if hits else ("", 0)
    if count >= 3 and count > 2 * (mine - _shared(words, there, best)):
        return best
    letters = sum(map(len, words))
    if letters < FEWEST or mine >= max(2, count):
        return ""
    return _by_statistics(" ".join(words), expected)


def _shared(words: list[str], there: frozenset[str] | set[str], other: str) -> int:
    """Return how many of the document's own function words another language has too."""
    table = FUNCTION_WORDS[other]
    return sum(
        word in there and word in table.common | table.hanging | table.loose for word in words
    )


@lru_cache(maxsize=64)
def _language_of(passage: str) -> str:
    ranked = _identifier().rank(passage[:2000])
    code, chance = ranked[0]
    return str(code) if chance >= SURE else ""


def _by_statistics(text: str, expected: str) -> str:
    ranked = dict(_identifier().rank(text))
    best = max(ranked, key=lambda code: ranked[code])
    if best != expected and ranked[best] >= SURE and ranked.get(expected, 0.0) < UNLIKELY:
        return str(best) if best in FUNCTION_WORDS else ""
    return ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
