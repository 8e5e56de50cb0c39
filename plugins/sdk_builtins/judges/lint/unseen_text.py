"""References to a text that the reader of a record has not got: "the passage above", "table 3".

A definite article or a demonstrative with a noun for a text points at it, unless the noun phrase
names the text, or what the record is about is such a thing: a page of a programme, a figure in
bronze, a document that travellers carry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint import east_asian_pointers as east_asian
from sdk_builtins.judges.lint import english_pointers as english
from sdk_builtins.judges.lint import germanic_pointers as germanic
from sdk_builtins.judges.lint import iberian_pointers as iberian
from sdk_builtins.judges.lint import other_pointers as other
from sdk_builtins.judges.lint import romance_pointers as romance
from sdk_builtins.judges.lint import slavic_pointers as slavic
from sdk_builtins.judges.lint.languages import languages_of
from sdk_builtins.judges.lint.pointer_words import Phrases
from sdk_builtins.judges.lint.quoting import quoted

_PHRASES = {
    "en": english.ENGLISH,
    "de": germanic.GERMAN,
    "nl": germanic.DUTCH,
    "sv": germanic.SCANDINAVIAN,
    "da": germanic.SCANDINAVIAN,
    "no": germanic.SCANDINAVIAN,
    "fr": romance.FRENCH,
    "es": iberian.SPANISH,
    "pt": iberian.PORTUGUESE,
    "it": romance.ITALIAN,
    "ro": romance.ROMANIAN,
    "ru": slavic.RUSSIAN,
    "uk": slavic.UKRAINIAN,
    "pl": slavic.POLISH,
    "cs": slavic.CZECH,
    "zh": east_asian.CHINESE,
    "ja": east_asian.JAPANESE,
    "ko": east_asian.KOREAN,
    "th": east_asian.THAI,
    "vi": east_asian.VIETNAMESE,
    "id": east_asian.INDONESIAN,
    "tr": other.TURKISH,
    "ar": other.ARABIC,
    "he": other.HEBREW,
    "hi": other.HINDI,
    "el": other.GREEK,
    "fi": other.FINNISH,
    "hu": other.HUNGARIAN,
}

_QUOTED = re.compile(
    r"\"[^\"\n]+\"|“[^”\n]+[”“]|„[^“”\n]+[“”]|«[^»\n]+»|《[^》\n]+》|「[^」\n]+」|`[^`\n]+`"
)
_TITLED = re.compile(r'""(?:这一?[篇部本]|一|という)?(?:文章|短文|文本|文|記事|글|기사)')
_CODE_NAME = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[\w.-]{2,}\b|\b[A-Z]{2,}(?:-\d+)?\b")
_CAPITAL = re.compile(r"(?<=[\w,;:'’] )[\"“]?[A-ZÀ-ÞА-ЯЁІЇЄΑ-Ω][\w'’-]+")
_GERMAN_NAME = re.compile(r"\b[A-ZÄÖÜ]\w+er (?=[A-ZÄÖÜ])")
"""An adjective made from a place, as in German other capitals tell no names."""

_GENERIC = frozenset({"FAQ", "FAQS", "AI", "PDF", "OK", "I", "URL"})
_NOUN = re.compile(r"[^\W\d_]+")
_LONG_QUESTION = 600
"""Characters of a question from which on it quotes the text that it speaks of."""

_MIN_NOUN = 4
"""Letters of a word from which on it is looked for in the passage."""


def find_unseen_text(exchange: Exchange) -> Iterator[str]:
    """Yield the words with which an exchange points at a text that is not in it.

    A summary rests on a text that its reader has; a long question brings its own.
    """
    if not exchange.question or len(exchange.question) > _LONG_QUESTION:
        return
    fields = (
        ("question", exchange.question),
        (exchange.field, exchange.answer),
        ("reasoning", exchange.reasoning),
    )
    languages = [code for code in languages_of(exchange) if code in _PHRASES]
    for field, text in fields:
        plain = _TITLED.sub('""', _QUOTED.sub('""', text)).lower()
        for language in languages:
            known = _PHRASES[language]
            if not any(hint in plain for hint in known.hints):
                continue
            if found := next(_pointing(field, plain, exchange, known, language), ""):
                yield f"the {field} refers to {quoted(found)}, which a reader has not got"
                return


def _pointing(
    field: str, text: str, exchange: Exchange, known: Phrases, language: str
) -> Iterator[str]:
    """Yield the words of one text, in small letters, that point at another."""
    is_question = field == "question"
    first_line = text.find("\n")
    for found in known.sure.finditer(text):
        if is_question or not 0 <= first_line < found.start():  # "above" may be its own lines
            yield found[0]
    for found in known.this.finditer(text):
        if not _was_named(found[0], found.start(), text, exchange, field):
            yield found[0]
    for found in known.told.finditer(text):
        if is_question or not _was_asked(found[0], exchange.question):
            yield found[0]
    passage = exchange.passage.lower()
    for found in known.text.finditer(text):
        if not _is_subject(found[0], passage) and (
            is_question or not _was_asked(found[0], exchange.question)
        ):
            yield found[0]
    yield from _weaker(text, exchange, known, language, is_question=is_question)


def _weaker(
    text: str, exchange: Exchange, known: Phrases, language: str, *, is_question: bool
) -> Iterator[str]:
    """Yield words that point at a text, unless the question names it."""
    for found in (known.part if is_question else known.see).finditer(text):
        yield found[0]
    for pattern in (known.work, known.numbered) if is_question else (known.work,):
        for found in pattern.finditer(text):
            if not is_question and _was_asked(found[0], exchange.question):
                continue
            if not _has_name(exchange.question, found[0], language):
                yield found[0]


def _was_named(found: str, at: int, text: str, exchange: Exchange, field: str) -> bool:
    """Tell whether the noun of a demonstrative phrase stands before it, and is taken up."""
    if text[:at].rstrip().endswith('"'):  # a title: "The Weir", this article
        return True
    words = _NOUN.findall(found)
    noun = max(words, key=len) if words else found
    before = text[:at] if field == "question" else f"{exchange.question.lower()}\n{text[:at]}"
    return noun in before


def _was_asked(found: str, question: str) -> bool:
    """Tell whether the question speaks of such a text itself: ``the passage on the seals``."""
    asked = question.lower()
    words = _NOUN.findall(found)[1:]
    return any(len(word) >= _MIN_NOUN and word in asked for word in words)


def _is_subject(found: str, passage: str) -> bool:
    """Tell whether the passage has the noun too, so that the record may be about it."""
    words = _NOUN.findall(found)
    return bool(words) and max(words, key=len) in passage


def _has_name(question: str, pointer: str, language: str) -> bool:
    """Tell whether a question names something, beside its pointer, that tells its document."""
    question = re.sub(re.escape(pointer), " ", question, flags=re.IGNORECASE)
    if any(not each[1:2].islower() for each in _QUOTED.findall(question)):
        return True
    if any(each not in _GENERIC for each in _CODE_NAME.findall(question)):
        return True
    capital = _GERMAN_NAME if language == "de" else _CAPITAL
    return capital.search(question) is not None
