"""Where the quotes of a model stand in the text that they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from sdk_core.evidence.approximate import (
    LONGEST_PATTERN,
    LONGEST_SPAN,
    Approximate,
    approximate,
    is_near,
)
from sdk_core.evidence.differences import changes
from sdk_core.evidence.fragments import chains, fragments
from sdk_core.evidence.normal_text import (
    Form,
    NormalText,
    normal_document,
    normal_passage,
    normalise,
)
from sdk_core.evidence.places import Span, choose, cuts_number, cuts_word, find_all, snapped
from sdk_core.evidence.text_scanner import CJK, RUN_TOGETHER
from sdk_core.evidence.turning_words import DENYING, NEGATIONS
from sdk_core.evidence.word_alignment import Pair, align_words
from sdk_core.evidence.words import Word, words_of
from sdk_core.model.evidence import Evidence, Match

LEAST_FUZZY = 20
"""Characters of a quote below which too many places are like it by chance."""

LEAST_FUZZY_CJK = 8
"""The same for scripts whose characters are syllables or words."""

MOST_WIDENED = 12
"""Words without counterpart at the ends of a quote for which the span is widened."""

LEAST_ANSWER = 4
"""Letters and digits of an answer that is looked for in place of quotes."""

_SURE_ANSWER = 10  # letters and digits from which an answer may stand anywhere
_FEW_PLACES = 3
_ROOM = 400  # characters within which those words stand
_JUDGED = 3  # places with few edits that are looked at word by word
_FORMS: tuple[Form, ...] = ("strict", "loose")
_NEAR_NUMBER = 40  # characters that a number is long at most
_NUMBER = re.compile(r"[-−–+]?\d[\d.,'’⁰¹²³⁴⁵⁶⁷⁸⁹¼-¾]*(?<![.,'’])")
_QUANTITY = re.compile(rf"{_NUMBER.pattern}\s?[^\W\d_]{{1,12}}")
_MARKS = "\"'“”„‟«»‹›‘’‚「」『』` \t\r\n\f"


def align_quotes(
    text: str, quotes: Sequence[str], *, answer: str = "", start: int = 0, end: int | None = None
) -> tuple[Evidence, ...]:
    """Return where each quote stands, or, where none does, the answer.

    A quote is looked for as it is, then in normal form, then in fragments between ellipses, then
    with slips; first in what the model was shown, then in the whole text. Of several places that
    behind the last quote's is taken, then that near which most of the answer's words stand.

    Args:
        text: The whole text of the document.
        quotes: What the model wrote; empty ones are passed over.
        answer: The answer, which is looked for where no quote is found.
        start: Code point where what the model was shown begins.
        end: Code point behind its end, ``None`` for the end of the text.

    Returns:
        One for each quote, in order, and one more for the answer where it was looked for and found.
    """
    last = len(text) if end is None else max(0, min(end, len(text)))
    search = _Search(text, (max(0, min(start, last)), last), answer)
    found = [search.quote(quote) for quote in quotes if quote.strip()]
    if all(each.start is None for each in found):
        found += search.answer()
    return tuple(found)


def still_stands(text: str, evidence: Evidence) -> bool:
    """Tell whether a span is of this text, and of an exact quote that it is the quote.

    Args:
        text: The whole text of the document.
        evidence: What was found in it.
    """
    if evidence.start is None or evidence.end is None:
        return evidence.match == "none"
    if not 0 <= evidence.start < evidence.end <= len(text):
        return False
    piece = text[evidence.start : evidence.end]
    if evidence.match in ("exact", "answer"):
        return piece in _spellings(evidence.quote)
    return bool(piece.strip())


def _spellings(quote: str) -> list[str]:
    """Return a quote as it is, without white space around it, and without quotation marks."""
    return [each for each in dict.fromkeys((quote, quote.strip(), quote.strip(_MARKS))) if each]


class _Search:
    """Looks for the quotes of one example.

    Args:
        text: The whole text.
        scope: What the model was shown.
        answer: The answer.
    """

    def __init__(self, text: str, scope: Span, answer: str) -> None:
        self._text = text
        self._scope = scope
        self._answer = answer
        self._after: int | None = None
        self._scopes = [scope] if scope == (0, len(text)) else [scope, (0, len(text))]

    def quote(self, quote: str) -> Evidence:
        """Return where a quote stands."""
        nearest = 0.0
        for scope in self._scopes:
            found = self._unchanged(quote, scope) or self._in_fragments(quote, scope)
            if found is None:
                found = self._with_slips(quote, scope)
                nearest = max(nearest, found.score)
            if found.start is not None:
                self._after = found.end
                return found
        return Evidence(quote=quote, score=round(nearest, 4))

    def answer(self) -> list[Evidence]:
        """Return where the answer stands as a whole, if it says enough to be told by its words."""
        wanted = self._answer.strip()
        for spelling in dict.fromkeys((wanted, wanted.rstrip(".。!！ "))):
            letters = [each for each in spelling if each.isalnum()]
            wide = any(CJK.match(each) or RUN_TOGETHER.match(each) for each in letters)
            size = len(letters) * (2 if wide else 1)
            if size < LEAST_ANSWER:
                return []
            scopes = self._scopes if size >= _SURE_ANSWER else self._scopes[:1]
            for scope in scopes:
                found = self._unchanged(spelling, scope)
                if found is None or found.start is None or found.match == "altered":
                    continue
                span = found.start, found.end or 0
                if size < _SURE_ANSWER and found.occurrences > _FEW_PLACES:
                    continue
                if cuts_word(self._text, span):
                    continue
                piece = self._text[slice(*span)]
                return [replace(found, quote=piece, match="answer")]
        return []

    def _unchanged(self, quote: str, scope: Span) -> Evidence | None:
        """Return where a quote stands as it is, or in normal form."""
        for spelling in _spellings(quote):
            spans = find_all(self._text, spelling, *scope)
            if spans:
                return self._evidence(quote, spans, "exact")
        for form in _FORMS:
            spans = self._normal_places(quote, form, scope)
            if spans:
                return self._evidence(quote, spans, "normalised")
        return None

    def _evidence(self, quote: str, spans: Sequence[Span], match: Match) -> Evidence | None:
        span = choose(self._text, spans, self._scope, self._after, self._answer)
        if span is None:
            return None
        made = Evidence(
            quote=quote, start=span[0], end=span[1], match=match, score=1.0, occurrences=len(spans)
        )
        if not cuts_number(self._text, span):
            return made
        differs = _cut_number(self._text, span)
        return replace(made, match="altered", differs=differs)

    def _normal_places(self, quote: str, form: Form, scope: Span) -> list[Span]:
        """Return the places of the source at which a quote stands in normal form."""
        small = normalise(quote, form)
        wanted = small.text.strip("' ")
        if not any(map(str.isalnum, wanted)):
            return []
        whole = self._normal(form, scope)
        spans = find_all(whole.text, wanted, 0, len(whole.text))
        if small.marks:
            spans = [span for span in spans if not _other_mark(small, whole.marks_behind(*span))]
        return [whole.span(*span) for span in spans]

    def _normal(self, form: Form, scope: Span) -> NormalText:
        if scope == (0, len(self._text)):
            return normal_document(self._text, form)
        return normal_passage(self._text, *scope, form)

    def _in_fragments(self, quote: str, scope: Span) -> Evidence | None:
        """Return where the parts of a quote between ellipses stand, in order."""
        parts = fragments(quote)
        if not parts or parts == [quote]:
            return None
        places = [self._places(part, scope) for part in parts]
        found = chains(places)
        spans = [(chain[0][0], chain[-1][1]) for chain in found]
        span = choose(self._text, spans, self._scope, self._after, self._answer)
        if span is None:
            return None
        made = Evidence(
            quote=quote,
            start=span[0],
            end=span[1],
            match="fragments",
            score=1.0,
            occurrences=len(spans),
        )
        chain = found[spans.index(span)]
        cut = [each for each in chain if cuts_number(self._text, each)]
        if cut:
            return replace(made, match="altered", differs=_cut_number(self._text, cut[0]))
        denied = self._denied_between(chain)
        return replace(made, match="altered", differs=denied) if denied else made

    def _places(self, part: str, scope: Span) -> list[Span]:
        spans = find_all(self._text, part, *scope)
        for form in _FORMS:
            spans = spans or self._normal_places(part, form, scope)
        return _whole(self._text, spans)

    def _denied_between(self, chain: Sequence[Span]) -> str:
        """Return what an ellipsis leaves out of a sentence that denies it, ``""`` for nothing."""
        for (_, end), (start, _) in pairwise(chain):
            gap = self._text[end:start]
            if re.search(r"[.!?。！？]\s|[。！？]|\n\s*\n", gap + " "):
                continue
            for word in re.findall(r"[^\W\d_]+", gap):
                if word.casefold() in NEGATIONS or DENYING.search(word):
                    return f'"…" for "{word[:60]}"'
        return ""

    def _with_slips(self, quote: str, scope: Span) -> Evidence:
        """Return where a quote stands with slips, or with what changes it."""
        best = Evidence(quote=quote)
        forms = reversed(_FORMS) if len(quote) <= LONGEST_PATTERN else _FORMS[1:]
        for form in forms:
            found = self._fuzzy(quote, form, scope)
            if found.match == "fuzzy" and found.score >= best.score:
                return found
            if best.start is None and (found.start is not None or found.score > best.score):
                best = found
        return best

    def _fuzzy(self, quote: str, form: Form, scope: Span) -> Evidence:
        small = normalise(quote.strip(_MARKS), form)
        pattern = small.text
        if not any(map(str.isalnum, pattern)):
            return Evidence(quote=quote)
        whole = self._normal(form, scope)
        scan = scope == self._scope
        places = approximate(pattern, whole.text, 0, len(whole.text), scan=scan)
        wide = len(CJK.findall(pattern)) * 2 > len(pattern)
        is_short = len(pattern) < (LEAST_FUZZY_CJK if wide else LEAST_FUZZY)
        near = [] if is_short else [each for each in places if is_near(each, pattern)]
        best = Evidence(quote=quote, score=round(places[0].score, 4) if places else 0.0)
        for place in near[:_JUDGED]:
            if place.edits > near[0].edits + 1:  # a worse place does not make a forgery genuine
                break
            found = self._judged(quote, small, whole, place)
            same = sum(each.edits == place.edits for each in near)
            found = replace(found, occurrences=same) if found.start is not None else found
            if found.match == "fuzzy":
                return found
            if best.start is None and found.start is not None:
                best = found
        return best

    def _judged(
        self, quote: str, small: NormalText, whole: NormalText, found: Approximate
    ) -> Evidence:
        """Return the evidence of a place with edits: ``altered`` where one changes what is said."""
        first, last = snapped(whole.text, found.span, 0, len(whole.text))
        if last - first > LONGEST_SPAN * len(small.text) + 1:
            return Evidence(quote=quote, score=round(found.score, 4))
        quoted = words_of(quote.strip(_MARKS), small, 0, len(small.text))
        pairs, start, end = self._paired(quoted, whole, first, last)
        differs = changes(self._text, pairs, lambda word: _stands_alone(word, self._text))
        differs = differs or _other_mark(small, whole.marks_behind(first, last))
        return Evidence(
            quote=quote,
            start=start,
            end=end,
            match="altered" if differs else "fuzzy",
            score=round(found.score, 4),
            differs=differs,
        )

    def _paired(
        self, quoted: Sequence[Word], whole: NormalText, first: int, last: int
    ) -> tuple[list[Pair], int, int]:
        """Return the words of a quote with their counterparts, and the span of these.

        Where the first or last words of the quote have none, those that stand before or behind the
        span are: what stands at the ends of a quote and is wholly other adds edits either way.
        """
        pairs = align_words(quoted, words_of(self._text, whole, first, last))
        before = sum(1 for _ in takewhile(lambda pair: pair[1] is None, pairs))
        behind = sum(1 for _ in takewhile(lambda pair: pair[1] is None, reversed(pairs)))
        if 0 < before + behind <= MOST_WIDENED:
            words = words_of(self._text, whole, max(0, first - _ROOM), last + _ROOM)
            start, end = whole.span(first, last)
            low = sum(word.end <= start for word in words)
            high = sum(word.start < end for word in words)
            words = words[max(0, low - before) : high + behind]
            if not words:
                return pairs, start, end
            pairs = align_words(quoted, words)
            ends = words[0].start, words[-1].end
            start = ends[0] if before else start
            end = ends[1] if behind else end
            return pairs, start, end
        return pairs, *whole.span(first, last)


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans that cut no word, or all where each does."""
    return [span for span in spans if not cuts_word(text, span)] or spans


def _other_mark(small: NormalText, there: Sequence[str]) -> str:
    """Return which mark of a quote, as a footnote's number, the source has not, ``""`` for none."""
    rest = iter(there)
    for _, mark in small.marks:
        if not any(mark == other for other in rest):
            return f'"{mark}" for ' + (f'"{there[0]}"' if there else "nothing")
    return ""


def _stands_alone(word: str, text: str) -> bool:
    """Tell whether a word stands in a text, not only as a part of others."""
    return any(not cuts_word(text, span) for span in find_all(text, word, 0, len(text))[:100])


def _cut_number(text: str, span: Span) -> str:
    """Return which number a span takes a part of, as ``"5" for "12.5"``."""
    offset = max(0, span[0] - _NEAR_NUMBER)
    for pattern in (_NUMBER, _QUANTITY):
        for match in pattern.finditer(text, offset, span[1] + _NEAR_NUMBER):
            low, high = match.span()
            if low < span[0] < high or low < span[1] < high:
                part = text[max(low, span[0]) : min(high, span[1])]
                return f'"{part}" for "{match.group()}"'
    return "a part of a number"
