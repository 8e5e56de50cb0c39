"""Raised figures on a page of pdfium: exponents and the marks of notes, by size and rise."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sdk_builtins.parsers.pdf.pdfium_characters import Characters
from sdk_builtins.parsers.pdf.pdfium_objects import union
from sdk_builtins.parsers.pdf.pdfium_words import Word
from sdk_core.documents.raised import raised

JOINER = "\u2060"
"""What takes the place of a line break that pdfium sees at a raised figure; it is not printed."""

_UNPRINTED = f"{JOINER}\ufffe"
_SMALLER = 0.88  # of the size of the type beside it
_RISE = (0.15, 0.75)  # of that size, from baseline to baseline
_TIGHT = 0.12  # of the height of the type; a space is wider
_NEAR = 0.6
_INSIDE = re.compile(r"\d(?<=[^\W\d_].)(?:\d{0,2}(?=[^\s\w])|(?=[^\W\d_]))")
_AT_STOP = re.compile(r"\d[\w\u2212\u2013+-]*\w(?=[,.;:!?)\]\u201d\"]+\s)")
_DENOMINATOR = re.compile(r"\s*[/\u2044]\s*\d")
_UNKNOWN = re.compile(r"\s*[/\u2044]\s*[^\W\d_]\b")  # n in 1/n
_LONG = 20  # characters that follow the mark of a note, and no formula


def joined_words(text: str, words: Sequence[Word]) -> tuple[str, list[Word]]:
    """Return the text and words of a page without breaks between parts of one word.

    pdfium begins a new line where the type changes its height in the middle of a line.
    """
    joined: list[Word] = []
    pieces: list[str] = []
    done = 0
    for word in words:
        last = joined[-1] if joined else None
        is_next = last is not None and word[0] - last[1] == 2  # most words follow a space
        if last and is_next and text[last[1] : word[0]] == "\r\n" and _adjoins(last, word):
            pieces += [text[done : last[1]], JOINER * 2]
            done = word[0]
            joined[-1] = last[0], word[1], *union(last[2:6], word[2:6]), last[6]
        else:
            joined.append(word)
    return ("".join((*pieces, text[done:])), joined) if pieces else (text, list(words))


def _adjoins(word: Word, other: Word) -> bool:
    height = max(word[5] - word[3], other[5] - other[3])
    shared = min(word[5], other[5]) - max(word[3], other[3])
    is_beside = shared > 0.3 * min(word[5] - word[3], other[5] - other[3])
    return is_beside and not word[6] and abs(other[2] - word[4]) < _TIGHT * height


def raised_spans(
    text: str, words: Sequence[Word], uneven: Sequence[Word], characters: Characters
) -> list[tuple[int, int]]:
    """Return where raised characters begin and end, in order.

    Args:
        text: The text of the page.
        words: Its words.
        uneven: Those that begin or end with characters of unlike height.
        characters: Characterss a character.
    """
    spans: set[tuple[int, int]] = set()
    joined = [word for word in words if JOINER in text[word[0] : word[1]]] if JOINER in text else []
    for word in (*uneven, *joined):
        spans.update(_within(text, word[0], word[1], characters))
    found = [(match.start() - 1, match.end()) for match in _INSIDE.finditer(text)]
    found += [match.span() for match in _AT_STOP.finditer(text)]
    for start, end in found:
        if characters.size(start) != characters.size(end - 1):
            spans.update(_within(text, start, end, characters))
    heights = [word[5] - word[3] for word in words]
    for place, (last, height) in enumerate(pairwise(heights), 1):
        before, word = words[place - 1], words[place]
        if height < _SMALLER * last and _is_above(word, before):
            spans.update(_apart(word, before[1] - 1, characters))
        elif last < _SMALLER * height and _is_above(before, word):
            spans.update(_apart(before, word[0], characters))
    return _merged(spans)


def with_carets(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text of a line with its raised parts written so that they join nothing.

    Args:
        text: The text of the page.
        start: Where the line begins in it.
        end: Where it ends.
        spans: The raised parts of the page, in order.
    """

    def printed(first: int, last: int) -> str:
        return text[first:last].replace(JOINER, "")

    line = ""
    for first, last in spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]:
        line += printed(start, first)
        line = _with_mark(line, printed(first, last), printed(last, max(end, last + 8)))
        start = last
    return line + printed(start, end)


def _with_mark(line: str, mark: str, after: str) -> str:
    """Return a line up to a raised part with that part."""
    if _DENOMINATOR.match(after):
        return f"{line} {mark}" if line and not line[-1].isspace() else line + mark
    if mark.isupper() and after[:1].isalpha():
        return line + mark  # as in the name of a typesetter
    if not line.strip() and mark.isdigit() and len(after) > _LONG:
        return f"[{mark}] "  # a note at the foot of the page
    written = raised(line.rstrip(), mark, after)
    if mark.isdigit() and written[0] == "[" and _UNKNOWN.match(after):
        written = f" {mark}"
    return (line.rstrip() if line and written[:1] in "[^" else line) + written


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _is_above(word: Word, other: Word) -> bool:
    """Whether a short word of smaller type stands above the baseline of the one beside it."""
    height = other[5] - other[3]
    return (
        word[1] - word[0] < 8
        and other[3] + 0.1 * height < word[3] < other[5]
        and -_TIGHT * height < max(word[2] - other[4], other[2] - word[4]) < _NEAR * height
        and not word[6]
    )


def _within(text: str, start: int, end: int, characters: Characters) -> Iterator[tuple[int, int]]:
    """Yield the raised parts of a word."""
    places = [place for place in range(start, end) if text[place] not in _UNPRINTED]
    sizes = list(map(characters.size, places))
    base = max(sizes)
    if min(sizes) >= _SMALLER * base:
        return
    baselines = [characters.origin(place)[1] for place in places]
    first = next(n for n, size in enumerate(sizes) if size > _SMALLER * base)
    level = baselines[first]
    begun: int | None = None
    for place, size, baseline in zip(places, sizes, baselines, strict=True):
        is_raised = size < _SMALLER * base and _RISE[0] * base < baseline - level < _RISE[1] * base
        if is_raised and begun is None:
            begun = place
        elif not is_raised:
            level = baseline if size > _SMALLER * base else level
            if begun is not None:
                yield begun, place
            begun = None
    if begun is not None:
        yield begun, end


def _apart(word: Word, beside: int, characters: Characters) -> Iterator[tuple[int, int]]:
    """Yield a word as a whole when it is raised beside a character of another."""
    size, base = characters.size(word[0]), characters.size(beside)
    if size < _SMALLER * base:
        rise = characters.origin(word[0])[1] - characters.origin(beside)[1]
        if _RISE[0] * base < rise < _RISE[1] * base:
            yield word[0], word[1]
