"""Finds quotes that the document does not have, has otherwise, or that have nothing to do with it."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded.relevance import content, has, passage_of, place_of
from sdk_builtins.judges.grounded.word_forms import tokens, vocabulary
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.components import Found
from sdk_core.model import Evidence

_SAYS = 4
"""Content words from which a quote says enough to be called unrelated."""


_STRAY = 0.05
"""Share of the weighted words of question and answer that any place of the passage may have."""


def find(exchange: Exchange) -> Iterator[Found]:
    """Yield what is wrong with the quotes of an exchange; nothing where it has none."""
    if not exchange.passage.strip():
        return
    given = [each for each in exchange.evidence if each.match != "answer"]
    is_any_found = any(each.is_found for each in given)
    for each in given:
        if not any(letter.isalnum() for letter in each.quote):
            continue
        if each.match == "none":
            text = f"the quote {quoted(each.quote)} stands nowhere in the document"
            yield Found("evidence_missing", text, not is_any_found)
        elif each.match == "altered":
            differs = f": {each.differs}" if each.differs else ""
            text = f"the quote {quoted(each.quote)} says something else than the document{differs}"
            yield Found("evidence_altered", text)
    found = [each for each in given if each.is_found]
    if not found or _is_led_in(exchange):
        return
    if all(_is_unrelated(each, exchange) for each in found):
        text = f"the quote {quoted(found[0].quote)} has no word in common with question and answer"
        yield Found("evidence_unrelated", text)


def _is_unrelated(evidence: Evidence, exchange: Exchange) -> bool:
    """Tell whether a quote has no word, number or part of a word of question and answer."""
    words = content(evidence.quote)
    if len(words) < _SAYS:
        return False
    about = f"{exchange.question}\n{exchange.answer}"
    known = vocabulary(about)
    if any(has(word, known) for word in words):
        return False
    quote = vocabulary(evidence.quote)
    if any(has(word, quote) for word in content(about)):
        return False
    figures = {token.key for token in tokens(evidence.quote) if token.is_figure}
    return not figures & {token.key for token in tokens(about) if token.is_figure}


def _is_led_in(exchange: Exchange) -> bool:
    """Tell whether the heading of a quote or a sentence near it has words of the question."""
    at = place_of(exchange)
    if at is None:
        return True
    passage = passage_of(exchange.passage)
    words = content(f"{exchange.question}\n{exchange.answer}")
    return passage.share(words, passage.around(at, 2)) > _STRAY
