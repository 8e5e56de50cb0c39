"""Finds answers that say the opposite of their evidence.

A clause that denies is held against what the other side asserts: where that has all that the clause
denies, and denies none of it, one of them contradicts the other. Words of contrary meaning count
where the clauses have their other words in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sdk_builtins.judges.exchange_view import Exchange
from sdk_builtins.judges.grounded import spoken
from sdk_builtins.judges.grounded.antonyms import contraries, contraries_unspaced
from sdk_builtins.judges.grounded.limits import frames_differ, leaves_limit
from sdk_builtins.judges.grounded.negation import KNOWN, Statement, prohibits, statements
from sdk_builtins.judges.grounded.openings import opening
from sdk_builtins.judges.grounded.relevance import closest_sentence
from sdk_builtins.judges.grounded.word_forms import joined, same_word, tokens
from sdk_builtins.judges.lint.quoting import quoted
from sdk_core.components import Found

_DENIED = 0.6
"""Share of what a clause denies that the other side asserts, at least."""

_COVERED = 0.7
"""Share of a statement's words that the evidence or the question has, for a finding to be sure."""

_CLAUSE = 3
"""Content words from which a clause says enough to be held against another by contrary words."""

_NO_SPACES = frozenset({"zh", "ja", "ko", "th"})


@dataclass(frozen=True, slots=True)
class _Opposition:
    """What contradicts what, and how sure that is."""

    said: str
    cited: str
    is_sure: bool


def find(exchange: Exchange) -> Iterator[Found]:
    """Yield that the answer says the opposite of the evidence, where it does."""
    if not exchange.passage.strip():
        return
    language = spoken.language(f"{exchange.question}\n{exchange.answer}")
    if language not in KNOWN or spoken.language(exchange.passage) not in ("", language):
        return
    evidence, is_cited = joined(exchange.cited), True
    if not evidence:
        evidence, is_cited = closest_sentence(exchange), False
    if not evidence or leaves_limit(f"{exchange.answer}\n{exchange.question}", evidence):
        return
    found = _opposition(exchange, evidence, language)
    if found is not None:
        text = f"the answer says {quoted(found.said)} where the evidence says {quoted(found.cited)}"
        yield Found("polarity", text, found.is_sure and is_cited)


def _opposition(exchange: Exchange, evidence: str, language: str) -> _Opposition | None:
    opens, claim = opening(exchange.answer, language)
    cited = statements(evidence, language)
    said = statements(claim, language)
    asked = statements(exchange.question, language)
    if not any(len(each.words) > 1 for each in said):
        if opens != "yes" or any(each.cues for each in asked):
            return None
        said = asked
    elif not opens and any(each.cues for each in asked):
        return None
    context = [word for each in asked for word in each.words]
    sides = [_text(said), _text(cited)]
    opposed = None
    if not any(prohibits(side, language) for side in sides):
        opposed = _denied(said, cited, context) or _denied(cited, said, context, turned=True)
    if opposed and frames_differ(opposed.said, opposed.cited, language):
        opposed = None
    contrary = _contrary(said, cited, context, language) if exchange.cited else None
    if opposed and contrary and opposed.said == contrary.said:
        return None
    return opposed or contrary


def _text(side: Sequence[Statement]) -> str:
    return "\n".join(each.text for each in side)


def _among(word: str, words: Sequence[str]) -> bool:
    return any(same_word(word, other) for other in words)


def _denied(
    denying: Sequence[Statement],
    asserting: Sequence[Statement],
    context: Sequence[str],
    *,
    turned: bool = False,
) -> _Opposition | None:
    """Return the clause of one side that denies what the other side asserts.

    Args:
        denying: The side whose denials count.
        asserting: The other side.
        context: Words of the question, which either side may leave unsaid.
        turned: Whether the denying side is the evidence.
    """
    asserted = [word for each in asserting for word in each.words if word not in each.denied]
    counted = [word for each in asserting for word in each.denied]
    elsewhere = [word for each in denying for word in each.words if word not in each.denied]
    for clause in denying:
        if not clause.cues or clause.is_restricted:
            continue
        denied = [word for word in dict.fromkeys(clause.words) if word in clause.denied]
        there = [word for word in denied if _among(word, asserted)]
        if not there or any(_among(word, counted) for word in denied):
            continue
        if not any(_among(word, there) for word in clause.focus):
            continue
        if all(_among(word, elsewhere) for word in there):
            continue
        if len(there) < _DENIED * len(denied):
            continue
        other = max(asserting, key=lambda each: sum(_among(word, each.words) for word in denied))
        if other.is_restricted:
            continue
        claim, ground = (other, denying) if turned else (clause, asserting)
        sides = [*context, *(word for each in ground for word in each.words)]
        covered = sum(_among(word, sides) for word in claim.words) / max(1, len(claim.words))
        theirs = clause if turned else other
        return _Opposition(claim.text, theirs.text, covered >= _COVERED and len(there) > 1)
    return None


def _contrary(
    said: Sequence[Statement], cited: Sequence[Statement], context: Sequence[str], language: str
) -> _Opposition | None:
    """Return clauses that have contrary words, and their other words in common."""
    there = [word for each in cited for word in each.words]
    whole = _text(cited)
    for claim in said:
        for other in cited:
            if language in _NO_SPACES:
                pairs = contraries_unspaced(claim.text, other.text, language)
            else:
                pairs = contraries(
                    [token.key for token in tokens(claim.text)],
                    [token.key for token in tokens(other.text)],
                    language,
                )
            for mine, _ in pairs:
                rest = [word for word in dict.fromkeys(claim.words) if not same_word(word, mine)]
                near = other.words if len(other.words) >= _CLAUSE else there
                shared = [word for word in rest if _among(word, near)]
                if claim.is_denial != other.is_denial or len(claim.cues) > 1 or not shared:
                    continue
                if any(token.key == mine for token in tokens(whole)):
                    continue
                covered = sum(_among(word, [*there, *context]) for word in rest) / len(rest)
                is_sure = covered >= _COVERED and len(shared) > 1
                if is_sure or covered >= 0.5:
                    return _Opposition(claim.text, other.text, is_sure)
    return None
