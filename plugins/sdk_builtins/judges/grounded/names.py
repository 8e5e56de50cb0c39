"""What of a text is a name by the way it is written: in capitals, in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sdk_builtins.judges.grounded.word_forms import MARKS, UNSPACED
from sdk_builtins.judges.lint.closed_classes import ASKING, GRAMMAR, NEGATION, NO, WEIGHTY, YES


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_LETTER = f"[^\\W\\d_{UNSPACED}]"
_WORD = re.compile(
    rf"(?:{_LETTER}|[{MARKS}])+(?:[-‐‑&/.]?(?:{_LETTER}|[{MARKS}]|\d)+)*|\d[^\W_{UNSPACED}]*"
)
_CODE = re.compile(r"(?=\S*[A-Z])(?=\S*\d)[^\W\d_][\w‐‑/.-]*\Z", re.ASCII)
_CODE_SPAN = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_QUOTED = re.compile(r"“([^“”\n]{2,200})”|《([^《》\n]{1,80})》|「([^「」\n]{1,200})」|『([^『』\n]{1,200})』"
                     r"|«\s?([^«»\n]{2,200}?)\s?»|„([^„“”\n]{2,200})[“”]|(?<!\w)\"([^\"\n]{2,200})\"(?!\w)")  # fmt: skip
_OPENS = re.compile(
    r"(?:\A|[.!?:;…।]|\n|[-*•]|\d[.)]|[\"“«„»(\[{|]|['‘](?<!\w['‘]))[\s*_`\"“«„(\[]*\Z"
)
_PARTICLES = _words(
    "of the de du des la le les da do dos das di del della dei van von der den ter zu zum zur af av "
    "al el ibn bin ben"
)
_CALENDAR = _words(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays january february march april may june july august "
    "september october november december spring summer autumn winter christmas easter i "
    "internet god earth sun moon ok utc gmt cet cest est pst bc ad am pm vat pdf usb ceo cfo "
    "iso html json url id tv ai it pc celsius fahrenheit kelvin nm hz khz mhz ghz kw mw gw "
    "kwh mwh pa kpa mpa hpa db kb mb gb tb ph english french german spanish italian latin "
    "greek chinese japanese european american british western eastern northern southern north "
    "south east west roman mr mrs ms dr prof st african arab asian australian belgian brazilian "
    "canadian czech danish dutch finnish hungarian indian irish israeli korean mexican norwegian "
    "polish portuguese russian scottish spanish swedish swiss turkish ukrainian welsh państwo"
)
"""Capitalised words that anybody may use without the passage having them."""

TITLES = _words(
    "mr mrs ms miss dr prof professor herr herrn frau firma monsieur madame mme señor señora "
    "don doña signor signora sr sra senhor senhora meneer mevrouw pan pani panu panią "
    "господин госпожа"
)
"""Words before which nothing but a name stands."""

_SMALL = {
    code: words | WEIGHTY[code] | ASKING[code] | YES[code] | NO[code] | NEGATION[code]
    for code, words in GRAMMAR.items()
}
_ANY_SMALL = frozenset().union(*_SMALL.values())

CAPITALISED_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital letter makes no name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, as its writing tells.

    Args:
        text: As it stands.
        words: Its words without particles.
        start: Code point of the text where it begins.
        is_first: Whether it begins a sentence, so that its first capital says nothing.
        kind: How it shows.
    """

    text: str
    words: tuple[str, ...]
    start: int
    is_first: bool
    kind: str


def is_small(word: str, language: str = "") -> bool:
    """Tell whether a word is one of the closed classes of a language, or of any language."""
    return word.casefold() in _SMALL.get(language, _ANY_SMALL)


def quotations(text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands between quotation marks, and where that begins."""
    for match in _QUOTED.finditer(text):
        yield next(filter(None, match.groups())), match.start()


def names(text: str) -> Iterator[Name]:
    """Yield the names of a text that stand in capitals; what is code of a program has none."""
    text = _CODE_SPAN.sub(lambda match: " " * len(match[0]), text)
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if run and not _continues(text, run, match):
            yield from _made(text, run)
            run = []
        if _is_capital(match[0]) or (run and match[0].casefold() in _PARTICLES):
            run.append(match)
        elif run:
            yield from _made(text, run)
            run = []
    if run:
        yield from _made(text, run)


def _is_capital(word: str) -> bool:
    return word[0].isupper() or _is_mixed(word)


def _is_mixed(word: str) -> bool:
    """Tell whether a word has a capital inside, as product names do."""
    return word[0].isalpha() and any(letter.isupper() for letter in word[1:])


def _continues(text: str, run: list[re.Match[str]], match: re.Match[str]) -> bool:
    between = text[run[-1].end() : match.start()]
    title = run[-1][0].casefold() in TITLES or len(run[-1][0]) == 1
    return between in (" ", "\u00a0", "’", "'", "-") or (title and between == ". ")


def _made(text: str, run: list[re.Match[str]]) -> Iterator[Name]:
    """Yield the name that a run of words is, without small words at its ends."""
    while run and run[-1][0].casefold() in _PARTICLES and not run[-1][0].isupper():
        run = run[:-1]
    is_first = (
        bool(run) and _OPENS.search(text[max(0, run[0].start() - 12) : run[0].start()]) is not None
    )
    while run and is_first and len(run) > 1 and is_small(run[0][0]):
        run, is_first = run[1:], False
    if not run or not _is_capital(run[0][0]):
        return
    words = tuple(each[0] for each in run if each[0].casefold() not in _PARTICLES)
    if len(words) > 1 and len(words[0]) == 1 and ". " in text[run[0].end() : run[1].start() + 1]:
        words, is_first = words[1:], len(words) == 2  # "vitamin C. Hotter" as well as "J. Smith"
    if not words or (len(words) == 1 and len(words[0]) == 1):
        return
    shown = text[run[0].start() : run[-1].end()]
    if len(words) == 1 and _CODE.match(words[0]):
        return  # a code is compared as a value
    if len(words) == 1 and (words[0].isupper() or _is_mixed(words[0])):
        yield Name(shown, words, run[0].start(), is_first, "acronym")
    else:
        yield Name(shown, words, run[0].start(), is_first, "capital")


def is_general(word: str) -> bool:
    """Tell whether a capitalised word is one that texts of any subject have."""
    folded = word.casefold()
    return folded in _CALENDAR or len(folded) == 1 or _ROMAN.match(word) is not None


_ROMAN = re.compile(r"(?=[IVXLC])(?:X[LC]|L?X{0,3})(?:I[XV]|V?I{0,3})\Z")


def is_derived(word: str, text: str) -> bool:
    """Tell whether an acronym is made of the initials of words that follow each other in a text."""
    letters = [letter for letter in word.casefold() if letter.isalpha()]
    if not 2 <= len(letters) <= 6 or not word.isupper():
        return False
    pattern = r"[\s-]+(?:(?:of|the|and|for|de|du|des|la|et|für|und|der|di|y|e|i)\s+)*".join(
        rf"{re.escape(letter)}\w*" for letter in letters
    )
    return re.search(rf"\b{pattern}", text.casefold()) is not None


def expands(words: tuple[str, ...], known: frozenset[str]) -> bool:
    """Tell whether the initials of words are an acronym that a text has."""
    initials = "".join(word[0] for word in words).casefold()
    return len(initials) > 1 and initials in known
