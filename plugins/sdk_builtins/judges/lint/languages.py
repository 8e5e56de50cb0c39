"""Which languages a short text may be in: by its script, then by its function words.

Statistical classifiers guess at a few words (an answer such as "12 bar" is French to some of them);
function words either stand there or do not.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.hanging_words import FUNCTION_WORDS

_SAMPLE = 1500
"""Characters of a text by which its language is told."""

LETTER = (
    r"(?:[^\W\d_]"
    r"|[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e])"
)
"""A letter, or a mark that belongs to one, as vowels of Hindi and Thai do."""

WORD = re.compile(rf"{LETTER}+(?:['’](?={LETTER}))?")
"""A word; one that is cut off by an apostrophe keeps it, as ``l'``."""

_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("uk", re.compile(r"[\u0404\u0406\u0407\u0454\u0456\u0457\u0490\u0491]")),
    ("ru", re.compile(r"[\u0410-\u044f]")),
    ("fa", re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
)
"""The first that a text has letters of counts, as Japanese has Chinese letters too."""

_MANY = 4
"""Letters of the Latin script for one of another, up to which a text is in the other."""

_LATIN = re.compile(r"[A-Za-z]")
_NOT_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3041-\ud7a3]")

_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _known in FUNCTION_WORDS.items():
    for _word in _known.common | _known.hanging | _known.loose:
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


@lru_cache(maxsize=16)
def languages_of(exchange: Exchange) -> tuple[str, ...]:
    """Return the ISO 639-1 codes that an exchange may be in, the likeliest first.

    Its own words count; where they leave it open, those of the passage do. Nothing is returned
    where no known language shows.
    """
    own = _ranked(f"{exchange.question}\n{exchange.answer}\n{exchange.reasoning}"[:_SAMPLE])
    if len(own) > 1 or not own:
        there = _ranked(exchange.passage[:_SAMPLE])
        if not own:
            return there[:1]
        both = [each for each in own if each in there[:1]]
        return (*both, *(each for each in own if each not in both))
    return own


@lru_cache(maxsize=4096)
def _ranked(text: str) -> tuple[str, ...]:
    """Return the languages that have most words of a text, several where they have as many."""
    other = len(_NOT_LATIN.findall(text))
    if other and other * _MANY >= len(_LATIN.findall(text)):
        return next(((code,) for code, letter in _SCRIPTS if letter.search(text)), ())
    counts: Counter[str] = Counter()
    for word in WORD.findall(text.lower()):
        counts.update(_LANGUAGES_OF.get(word.replace("’", "'"), ()))
    if not counts:
        return ()
    best = max(counts.values())
    return tuple(code for code, count in counts.most_common(3) if count == best)
