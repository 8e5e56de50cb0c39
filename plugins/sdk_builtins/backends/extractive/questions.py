"""Question and answer pairs whose answers stand in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sdk_builtins.backends.extractive.grammar import Found, ask
from sdk_builtins.backends.extractive.ranking import rank
from sdk_builtins.backends.extractive.sentences import (
    Sentence,
    is_prose,
    is_unspaced,
    main_sentences,
    words,
)
from sdk_builtins.backends.extractive.vocabulary import STOP_WORDS

GAP = "____"
CLOZE = "Complete the statement: "

_INNER_PAUSE = re.compile(r"[,，、；;：:،؛\s]\s*")
# A rule that was used before yields to the next one of the sentence, so that questions vary.
_REPEAT_COST = 0.4


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer.

    Args:
        question: The question.
        answer: A sentence of the text, or a part of one, as it stands there.
        evidence: The sentence that answers it.
        rule: The rule that made the question.
    """

    question: str
    answer: str
    evidence: str
    rule: str


def make_pairs(text: str, count: int, skip: int = 0) -> list[Pair]:
    """Return up to ``count`` different pairs about a text, about its main points first.

    Args:
        text: The text.
        count: How many are wanted.
        skip: How many of the best to leave out, for a caller that has them already.
    """
    if count < 1 or not text.strip():
        return []
    ranking = rank(main_sentences(text))
    lower_words = frozenset(word for word in words(text) if word.islower())
    wanted = count + skip
    chosen = [
        (sentence, _questions(sentence, lower_words, ranking.weights))
        for sentence in ranking.select(wanted)
    ]
    return list(_vary(chosen, wanted))[skip:]


def _vary(chosen: list[tuple[Sentence, list[Found]]], wanted: int) -> Iterator[Pair]:
    """Yield one pair for each sentence, then further ones, no question twice."""
    used: Counter[str] = Counter()
    seen: set[str] = set()
    while wanted > 0 and any(options for _, options in chosen):
        for sentence, options in chosen:
            options[:] = [found for found in options if found.question.casefold() not in seen]
            if not options or wanted < 1:
                continue
            costs = [place + _REPEAT_COST * used[o.rule] for place, o in enumerate(options)]
            best = options.pop(costs.index(min(costs)))
            used[best.rule] += 1
            seen.add(best.question.casefold())
            wanted -= 1
            yield Pair(best.question, best.answer, sentence.text, best.rule)


def _questions(
    sentence: Sentence, lower_words: frozenset[str], weights: Mapping[str, float]
) -> list[Found]:
    options = list(ask(sentence.text, lower_words)) if is_prose(sentence.text) else []
    cloze = _cloze_tail(sentence.text) if is_unspaced(sentence.text) else None
    cloze = cloze or _cloze_word(sentence.text, weights)
    if cloze is not None:
        options.append(cloze)
    if not options:
        options.append(Found("whole", "What does the text say?", sentence.text))
    return [o for o in options if o.answer and o.answer.casefold() not in o.question.casefold()]


def _cloze_word(sentence: str, weights: Mapping[str, float]) -> Found | None:
    """Blank the most telling word of a sentence, wherever it stands in it."""
    candidates = words(sentence)
    if len(candidates) < 4:
        return None

    def weight(word: str) -> tuple[float, int]:
        folded = word.casefold()
        telling = 0.0 if folded in STOP_WORDS or len(word) < 3 else weights.get(folded, 0.0)
        return telling + (0.5 if word != candidates[0] and not word.islower() else 0.0), len(word)

    word = max(candidates, key=weight)
    blanked = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", GAP, sentence, flags=re.IGNORECASE)
    if word.casefold() in blanked.casefold():
        return None
    return Found("cloze", CLOZE + " ".join(blanked.split()), word)


def _cloze_tail(sentence: str) -> Found | None:
    """Blank the end of a sentence, from a pause in it if there is one in the second half."""
    body = sentence.rstrip("。！？｡．.!?។៕။ ")
    pauses = [m.end() for m in _INNER_PAUSE.finditer(body, len(body) // 3, len(body) - 1)]
    cut = pauses[0] if pauses else max(1, len(body) * 2 // 3)
    answer = body[cut:].strip()
    if len(body) < 6 or not answer or answer in body[:cut]:
        return None
    end = sentence[len(body) :].strip()
    return Found("cloze", CLOZE + " ".join((body[:cut] + GAP + end).split()), answer)
