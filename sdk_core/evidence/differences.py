"""What a quote says otherwise than the text that it was found to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from sdk_core.evidence.infix import distance
from sdk_core.evidence.turning_words import (
    CJK_NUMBERS,
    CJK_OPPOSITES,
    DENYING,
    DENYING_PREFIXES,
    MEASURES,
    NEGATIONS,
    NUMBER_WORDS,
    OPPOSITES,
    TURKISH_NEGATIVE,
)
from sdk_core.evidence.word_alignment import Pair
from sdk_core.evidence.words import Word

_MOST = 3
"""Differences that are named."""

_CUT = 60
"""Characters of a word that are named."""

_GROUP = re.compile(r"[., '](?=\d{3}(?!\d))")
_LONGEST_HEAD = 80
"""Characters of a line between two pages that is still a running head."""

_SUFFIXES = ("less", "ful", "los", "voll", "frei", "free")


def changes(text: str, pairs: Sequence[Pair], is_known: Callable[[str], bool]) -> str:
    """Return the differences that change what is said, ``""`` where all are slips of letters.

    They are: a number, a sign, a unit, a negation, an opposite, a name, whether replaced, put in or
    left out, and a word that is wholly another.

    Args:
        text: The text of the source.
        pairs: The words of the quote, each with its counterpart.
        is_known: Tells whether a word stands in the text: then it is no slip.
    """
    found: dict[str, None] = {}
    for hunk in _hunks(pairs):
        if _same_letters(hunk) or _is_page_furniture(text, hunk):
            continue
        for one, other in _changed(hunk, is_known):
            if one is None and other is not None and _is_glued_note(text, other):
                continue
            found[f"{_named(one)} for {_named(other)}"] = None
    if not found:
        denied = _denials(one for one, _ in pairs), _denials(other for _, other in pairs)
        if denied[0] != denied[1]:
            new = next(iter(denied[0] - denied[1]), "")
            old = next(iter(denied[1] - denied[0]), "")
            found[f"{_quoted(new)} for {_quoted(old)}"] = None
    return ", ".join(list(found)[:_MOST])


def _hunks(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    def is_other(pair: Pair) -> bool:
        one, other = pair
        return one is None or other is None or one.text != other.text

    for differs, group in groupby(pairs, is_other):
        if differs:
            yield list(group)


def _changed(hunk: Sequence[Pair], is_known: Callable[[str], bool]) -> Iterator[Pair]:
    replaced = [
        pair for pair in hunk if pair[0] and pair[1] and pair[0].kind == "character" == pair[1].kind
    ]
    if len(replaced) > 1:  # one character may be a slip, a whole word is not
        yield _joined(one for one, _ in replaced), _joined(other for _, other in replaced)
        return
    found = [pair for pair in hunk if _pair_changes(*pair, is_known)]
    if not found and any(one is None or other is None for one, other in hunk):
        capitals = [
            [word for word in side if word and word.is_capitalised]
            for side in zip(*hunk, strict=True)
        ]
        if all(capitals):  # names of unlike length, at the start of a sentence
            found = [(_joined(capitals[0]), _joined(capitals[1]))]
    yield from found


def _pair_changes(one: Word | None, other: Word | None, is_known: Callable[[str], bool]) -> bool:
    if one is not None and other is not None:
        return _replacement_changes(one, other, is_known)
    alone = one or other
    return alone is not None and _presence_matters(alone)


def _joined(words: Iterable[Word | None]) -> Word:
    """Return several words as one."""
    parts = [word for word in words if word is not None]
    gap = "" if parts[0].kind == "character" else " "
    raw = gap.join(each.raw for each in parts)
    return Word(raw, raw, parts[0].kind, parts[0].start, parts[-1].end)


def _presence_matters(word: Word) -> bool:
    """Tell whether it changes what is said that a word is put in or left out."""
    if word.kind in ("sign", "number"):
        return True
    if word.kind == "character":
        return word.measured or word.text in CJK_NUMBERS or DENYING.search(word.text) is not None
    if word.stem in NEGATIONS or word.stem in NUMBER_WORDS or DENYING.search(word.text):
        return True
    if word.measured and word.text in MEASURES:
        return True
    return word.is_capitalised and not word.opens


def _is_glued_note(text: str, word: Word) -> bool:
    """Tell whether a number stands right behind a word or its full stop, as a footnote's does."""
    before = text[max(0, word.start - 2) : word.start]
    is_glued = re.fullmatch(
        r"[^\W\d_][^\W\d_.,;:!?»”’\"')。，]?|[^\W\d_][.,;:!?»”’\"')。，]", before
    )
    return (
        word.kind == "number" and word.text.isdecimal() and len(word.text) <= 2 and bool(is_glued)
    )


def _replacement_changes(one: Word, other: Word, is_known: Callable[[str], bool]) -> bool:
    """Tell whether a word of the quote says something else than its counterpart."""
    if one.kind != other.kind:
        return _presence_matters(one) or _presence_matters(other)
    if one.kind == "number":
        return _number(one.text) != _number(other.text)
    if one.kind == "sign":
        return True
    if one.kind == "character":
        pair = frozenset((one.text, other.text))
        is_unit = one.measured or other.measured
        return is_unit or bool(pair & CJK_NUMBERS) or pair in CJK_OPPOSITES or _denies(one, other)
    if any(map(str.isdigit, one.text + other.text)):
        return not _is_same_code(one.text, other.text)
    is_slip = _is_slip(one, other, is_known)
    if is_slip and other.stem in NEGATIONS and one.stem not in NEGATIONS:
        return False
    if _denies(one, other) or frozenset((one.text, other.text)) in OPPOSITES:
        return True
    if one.stem in NUMBER_WORDS or other.stem in NUMBER_WORDS:
        return True
    if _are_measures(one.text, other.text):
        return True
    matters = _may_be_name(one, other) or (one.measured and other.measured)
    return not is_slip and (matters or _is_other_word(one.text, other.text))


def _may_be_name(one: Word, other: Word) -> bool:
    """Tell whether a word of the source, and what the quote has for it, may be names."""
    if other.is_capitalised:
        return one.is_capitalised or not other.opens
    if other.has_case:
        return False
    if "\uac00" <= other.text[0] <= "\ud7a3":  # a Korean syllable is as much as three letters
        return True
    edits = distance(one.text[:64], other.text[:64])
    return edits >= 2 and edits * 3 > max(len(one.text), len(other.text))


def _number(text: str) -> str:
    """Return a number without the marks between its groups of three, and with a decimal point."""
    return _GROUP.sub("", text).replace(",", ".").replace("'", "").removeprefix("+")


def _is_same_code(one: str, other: str) -> bool:
    """Tell whether words with digits are the same but for a mark of power or a footnote."""
    if one.replace("^", "") == other.replace("^", ""):
        return True
    rest = other.removeprefix(one)
    return len(one) >= 4 and rest != other and rest.isdigit() and len(rest) <= 2


def _denies(one: Word, other: Word) -> bool:
    if (one.stem in NEGATIONS) != (other.stem in NEGATIONS):
        return True
    if len(DENYING.findall(one.text)) != len(DENYING.findall(other.text)):
        return True
    short, long = sorted((one.text, other.text), key=len)
    if len(short) >= 3 and long.endswith(short) and long[: -len(short)] in DENYING_PREFIXES:
        return True
    ends = [next((end for end in _SUFFIXES if each.endswith(end)), "") for each in (short, long)]
    if all(ends) and ends[0] != ends[1] and short[:3] == long[:3]:
        return True
    negative = [TURKISH_NEGATIVE.search(each, 2) is not None for each in (short, long)]
    is_infix = len(long) - len(short) == 2 and any(
        long[:at] + long[at + 2 :] == short and long[at : at + 2] in ("ma", "me")
        for at in range(2, len(long) - 2)
    )
    return short[:3] == long[:3] and len(short) >= 5 and (negative[0] != negative[1] or is_infix)


def _are_measures(one: str, other: str) -> bool:
    if one not in MEASURES or other not in MEASURES or min(len(one), len(other)) < 3:
        return False
    return not (one.startswith(other) or other.startswith(one))


def _is_slip(quoted: Word, source: Word, is_known: Callable[[str], bool]) -> bool:
    """Tell whether a word is another one with a slip: few edits, and no word of the text itself.

    Names are told from one another by their first letters, and a slip seldom makes a capital.
    """
    one, other = quoted.text, source.text
    is_doubled = len(one) > 1 and _single(one) == _single(other)
    if not is_doubled and min(len(one), len(other)) < 4:
        return False
    if not is_doubled and one[0] != other[0] and quoted.raw[0].isupper():
        return False
    is_swap = sorted(one) == sorted(other) and sum(map(str.__ne__, one, other)) == 2
    edits = distance(one[:64], other[:64])
    is_near = is_doubled or is_swap or edits <= max(1, max(len(one), len(other)) // 5)
    return is_near and not is_known(quoted.raw)


def _is_other_word(one: str, other: str) -> bool:
    """Tell whether two words of some length share hardly more than half of their letters."""
    longest = max(len(one), len(other))
    return min(len(one), len(other)) >= 4 and distance(one[:64], other[:64]) * 2 > min(longest, 64)


def _single(text: str) -> str:
    """Return a word with each doubled letter once."""
    return "".join(letter for letter, _ in groupby(text))


def _same_letters(hunk: Sequence[Pair]) -> bool:
    """Tell whether only the spaces between words are other."""
    one = "".join(word.text for word, _ in hunk if word)
    return one == "".join(word.text for _, word in hunk if word)


def _is_page_furniture(text: str, hunk: Sequence[Pair]) -> bool:
    """Tell whether what the quote leaves out is a line of its own between two pages."""
    lost = [word for _, word in hunk if word]
    if any(one for one, _ in hunk) or lost[-1].end - lost[0].start > _LONGEST_HEAD:
        return False
    before = text[max(0, lost[0].start - 40) : lost[0].start]
    behind = text[lost[-1].end : lost[-1].end + 40]
    gap = re.search(r"\n[\s\d|–—-]*$", before), re.match(r"[\s\d|–—-]*\n[\s\d|–—-]*", behind)
    return gap[0] is not None and gap[1] is not None and "\f" in gap[0].group() + gap[1].group()


def _denials(words: Iterable[Word | None]) -> Counter[str]:
    """Return what denies in the words of scripts without spaces, and how often."""
    characters = (word.text for word in words if word and word.kind == "character")
    return Counter(DENYING.findall("".join(characters)))


def _named(word: Word | None) -> str:
    return _quoted(word.raw if word else "")


def _quoted(raw: str) -> str:
    """Return a word in quotation marks and cut, or ``nothing``."""
    flat = " ".join(raw.split())
    return f'"{flat[:_CUT]}"' if flat else "nothing"
