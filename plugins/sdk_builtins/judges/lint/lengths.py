"""Finds texts that are absurdly long, or that go round in circles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.lint.quoting import quoted

MOST_QUESTION, MOST_ANSWER = 5_000, 20_000
"""Characters of a question and of an answer beyond which something has gone wrong."""

REPEATS = 4
"""Times that one and the same sentence may not stand in a text."""

_SHARES = {2: 0.20, 3: 0.18, 4: 0.16}
"""Share of a text that its most frequent run of so many words may take (Rae et al. 2021, Gopher)."""

_FEWEST = 50
"""Words from which on such shares say something."""

_SENTENCE = re.compile(r"[^.!?。！？\n]{12,}")


def find_length(exchange: Exchange) -> Iterator[str]:
    """Yield what is too long, and what repeats itself."""
    if len(exchange.question) > MOST_QUESTION:
        yield f"the question has {len(exchange.question):,} characters"
    if len(exchange.answer) > MOST_ANSWER:
        yield f"the {exchange.field} has {len(exchange.answer):,} characters"
    for name, text in ((exchange.field, exchange.answer), ("reasoning", exchange.reasoning)):
        if piece := _repeated(text):
            yield f"the {name} repeats itself: {quoted(piece)}"


def _repeated(text: str) -> str:
    if len(text) < 12 * REPEATS:
        return ""
    sentences = Counter(s.strip().casefold() for s in _SENTENCE.findall(text))
    sentence, count = sentences.most_common(1)[0] if sentences else ("", 0)
    if count >= REPEATS and not sentence.startswith("|"):
        return sentence
    words = text.split()
    if len(words) < _FEWEST or "|" in text or "```" in text:
        return ""
    length = sum(map(len, words))
    for size, most in _SHARES.items():
        runs = Counter(tuple(words[n : n + size]) for n in range(len(words) - size + 1))
        run, times = runs.most_common(1)[0]
        if times > 2 and times * sum(map(len, run)) > most * length:
            return " ".join(run)
    return ""
