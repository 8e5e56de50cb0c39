"""Answers in which a model declines, apologises or talks about itself.

Single words tell nothing: people are sorry in interviews, and shops regret. A refusal says, in its
first sentences, in the first person, that it cannot answer or help; or it speaks of the text that
it was given; or it calls itself a language model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.languages import languages_of
from sdk_builtins.judges.lint.quoting import quoted
from sdk_builtins.judges.lint.refusal_words import DECLINES, ENGLISH_HINTS, OFFERS, SELF, UNSAID

_HEAD = 300
"""Characters at the beginning of a text in which a refusal is looked for."""

_QUOTED = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|„[^“\n]*“|«[^»\n]*»|「[^」\n]*」|『[^』\n]*』")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n")
_SENTENCES = 2
"""Sentences at the beginning of a text in which a model declines."""

_TABLES: dict[str, Mapping[str, tuple[str, ...]]] = {
    "self": SELF,
    "declines": DECLINES,
    "unsaid": UNSAID,
    "offers": OFFERS,
}


@cache
def _patterns(tables: tuple[str, ...], language: str) -> re.Pattern[str]:
    """Return what is looked for in a language, from some of the tables of words."""
    found = [
        pattern
        for table in tables
        for codes, patterns in _TABLES[table].items()
        if language in codes.split()
        for pattern in patterns
    ]
    return re.compile("|".join(found) or "(?!)", re.IGNORECASE)


def find_refusals(exchange: Exchange) -> Iterator[str]:
    """Yield the words in which a text of an exchange declines or speaks of the model."""
    fields = (
        ("question", exchange.question),
        (exchange.field, exchange.answer),
        ("reasoning", exchange.reasoning),
    )
    languages = dict.fromkeys((*languages_of(exchange), "en"))
    for field, text in fields:
        for language in languages if text else ():
            if found := _refusal(text, exchange.passage, language, is_question=field == "question"):
                yield f"the {field} declines, or speaks of the model that wrote it: {quoted(found)}"
                return


def _refusal(text: str, passage: str, language: str, *, is_question: bool) -> str:
    """Return the words of a language with which a text declines, ``""`` for none."""
    lowered = f" {text.lower()}"
    if language == "en" and not any(hint in lowered for hint in ENGLISH_HINTS):
        return ""
    anywhere, first = _patterns(("self",), language), _patterns(("declines", "unsaid"), language)
    offers = _patterns(("offers",), language)
    if not (anywhere.search(text) or first.search(text[:_HEAD]) or offers.search(text)):
        return ""
    said = _QUOTED.sub("", text)
    head = "\n".join(_SENTENCE.split(said)[:_SENTENCES])[:_HEAD]
    for pattern, where in ((anywhere, said), (first, head), (offers, said)):
        if is_question and pattern is not anywhere:
            continue
        for found in pattern.finditer(where):
            if " ".join(found[0].lower().split()) not in passage.lower():
                return found[0]
    return ""
