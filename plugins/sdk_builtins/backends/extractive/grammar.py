"""English patterns that turn a statement into a question about it.

Each pattern fires only where the question can be built without bending a word, in the manner of
rule-based question generation (Heilman and Smith, "Good question! Statistical ranking for question
generation", NAACL 2010), restricted to what needs no parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from sdk_builtins.backends.extractive.vocabulary import (
    ACTIONS,
    ARTICLES,
    MADE,
    NO_SUBJECT_END,
    NO_SUBJECT_PART,
    NO_SUBJECT_START,
    NUMBERS,
)

_OPENING = (
    r"^(?:(?:However|Moreover|Therefore|Thus|Also|Today|Finally|In addition|For example),\s+)?"
)
_SUBJECT = r"(?P<subject>[^,;:()\"“”\[\]\n][^,;:()\"“”\[\]]{1,70}?)"


@dataclass(frozen=True, slots=True)
class Found:
    """A question that a pattern made.

    Args:
        rule: Name of the pattern.
        question: The question.
        answer: The part of the sentence that answers it, as it stands there.
    """

    rule: str
    question: str
    answer: str


def ask(sentence: str, lower_words: Set[str]) -> Iterator[Found]:
    """Yield the questions that a sentence answers, the most specific first.

    Args:
        sentence: The sentence as it stands in the text.
        lower_words: Words that occur in lower case somewhere in the text, so that a common noun
            at the start of a sentence can be told from a name.
    """
    for rule, pattern, build in _RULES:
        match = pattern.match(sentence)
        if match is None:
            continue
        built = build(match, lower_words)
        if built is not None:
            question, answer = built
            yield Found(rule, " ".join(question.split()), answer.strip())


_Built = tuple[str, str] | None
_Builder = Callable[[re.Match[str], Set[str]], _Built]


def _subject(match: re.Match[str], lower_words: Set[str]) -> str:
    """Return the subject as it reads inside a question, ``""`` when it does not stand alone."""
    parts = match["subject"].split()
    lowered = [part.lower() for part in parts]
    if not 1 <= len(parts) <= 10 or lowered[0] in NO_SUBJECT_START or lowered[-1] in NO_SUBJECT_END:
        return ""
    if NO_SUBJECT_PART.intersection(lowered) or not any(c.isalpha() for c in parts[0]):
        return ""
    second_is_name = len(parts) > 1 and parts[1][:1].isupper()
    common = lowered[0] in lower_words and parts[0].istitle() and not second_is_name
    if lowered[0] in ARTICLES or common:
        parts[0] = lowered[0]
    return " ".join(parts)


def _definition(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    return (f"What {match['be']} {subject}?", match[0]) if subject else None


def _identity(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    if not subject or len(match["rest"].split()) > 10:
        return None
    return f"What {match['be']} {match['rest']}?", match["subject"]


def _named(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    return (f"What {match['be']} {subject} {match['called']}?", match["name"]) if subject else None


def _purpose(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    return (f"What {match['be']} {subject} used for?", match[0]) if subject else None


def _reason(match: re.Match[str], lower_words: Set[str]) -> _Built:
    parts = match["clause"].split()
    if not 3 <= len(parts) <= 25 or parts[0].lower() in NO_SUBJECT_START:
        return None
    if parts[0].lower() in ARTICLES or parts[0].lower() in lower_words:
        parts[0] = parts[0].lower()
    return f"Why is it that {' '.join(parts)}?", match["because"]


def _condition(match: re.Match[str], lower_words: Set[str]) -> _Built:
    if not 2 <= len(match["clause"].split()) <= 16:
        return None
    return f"What happens {match['word'].lower()} {match['clause']}?", match[0]


def _year(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    if not subject or not 1 <= len(match["rest"].split()) <= 12:
        return None
    return f"In which year {match['be']} {subject} {match['rest']}?", match["year"]


def _event(match: re.Match[str], lower_words: Set[str]) -> _Built:
    return f"What happened in {match['year']}?", match[0]


def _count(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    if not subject:
        return None
    verb = match["verb"]
    base = {"has": "have", "contains": "contain", "includes": "include"}.get(verb, verb)
    helper = "do" if verb == base else "does"
    return f"How many {match['noun']} {helper} {subject} {base}?", match["amount"]


def _action(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject, verb = _subject(match, lower_words), match["verb"]
    if not subject:
        return None
    if verb.endswith("s") and verb not in ACTIONS:
        return f"What does {subject} {verb[:-1]}?", match[0]
    # Without the third person the verb may be a noun, unless the subject is a plural.
    return (f"What do {subject} {verb}?", match[0]) if subject.endswith("s") else None


def _maker(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    if not subject or len(match["maker"].split()) > 8:
        return None
    return f"By whom {match['be']} {subject} {match['made']}?", match["maker"]


def _term(match: re.Match[str], lower_words: Set[str]) -> _Built:
    if len(match["term"].split()) > 5 or len(match["meaning"].split()) < 4:
        return None
    return f"What does the text say about “{match['term']}”?", match["meaning"]


def _about(match: re.Match[str], lower_words: Set[str]) -> _Built:
    subject = _subject(match, lower_words)
    return (f"What does the text say about {subject}?", match[0]) if subject else None


def _pattern(body: str) -> re.Pattern[str]:
    return re.compile(_OPENING + body, re.DOTALL)


_BE = r"(?P<be>is|are|was|were)"
_YEAR = r"(?:1\d|20)\d\d"
_MADE_BY = rf"(?P<made>{'|'.join(MADE)})\s+by"
_CALLED = r"(?P<called>called|named|known\s+as)"
_KIND = r"(?:an?|one\s+of|any|defined\s+as|the)"
_BECAUSE = r"because\s(?!of\s)"
_SAYS = r"(?:is|are|was|were|has|have|can|may|must|should|will)"
_COUNTED = rf"(?P<amount>(?:\d[\d,.]*|{'|'.join(NUMBERS)})\s+(?P<noun>(?:[a-z-]+\s)?[a-z-]+s))\b"
_VERBS = "|".join(f"{verb}s?" for verb in ACTIONS)

_RULES: tuple[tuple[str, re.Pattern[str], _Builder], ...] = (
    (
        "year",
        _pattern(rf"{_SUBJECT}\s+{_BE}\s+(?P<rest>[^,;:]+?)\s+in\s+(?P<year>{_YEAR})\.?$"),
        _year,
    ),
    (
        "maker",
        _pattern(rf"{_SUBJECT}\s+(?P<be>was|were)\s+{_MADE_BY}\s+(?P<maker>[^,;:.]+)\b"),
        _maker,
    ),
    (
        "count",
        _pattern(rf"{_SUBJECT}\s+(?P<verb>has|have|contains?|includes?)\s+{_COUNTED}"),
        _count,
    ),
    ("named", _pattern(rf"{_SUBJECT}\s+{_BE}\s+{_CALLED}\s+(?P<name>[^,;:.]+)\b"), _named),
    ("purpose", _pattern(rf"{_SUBJECT}\s+{_BE}\s+used\s+(?:to|for)\s.+$"), _purpose),
    ("definition", _pattern(rf"{_SUBJECT}\s+{_BE}\s+{_KIND}\s.+$"), _definition),
    (
        "identity",
        _pattern(rf"{_SUBJECT}\s+(?P<be>is|are)\s+(?P<rest>the\s+[^,;:]+?)\.?$"),
        _identity,
    ),
    ("reason", _pattern(rf"(?P<clause>[^,;:]+?),?\s+(?P<because>{_BECAUSE}[^;:]+?)\.?$"), _reason),
    ("condition", _pattern(r"(?P<word>If|When)\s+(?P<clause>[^,;:]+),\s.+$"), _condition),
    ("event", _pattern(rf"In\s+(?P<year>{_YEAR}),\s.+$"), _event),
    ("action", _pattern(rf"{_SUBJECT}\s+(?P<verb>{_VERBS})\s.+$"), _action),
    ("term", _pattern(r"(?P<term>[A-Z][^:.;]{1,50}?)\s?:\s+(?P<meaning>[^\s/].+)$"), _term),
    ("about", _pattern(rf"{_SUBJECT}\s+{_SAYS}\s.+$"), _about),
)
