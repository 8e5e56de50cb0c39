"""Cut text of any script into sentences and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sdk_builtins.backends.extractive.vocabulary import ABBREVIATIONS, NO_SUBJECT_START

LONGEST = 400
"""Characters after which a sentence without any end is cut all the same."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_MARKER = re.compile(r"\s*(?:[-*+•‣▪–—]\s+|#{1,6}\s+|>\s+|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s+)")
_CLOSERS = "\"'”’»›)\\]】」』〉》"
# Full stops of Arabic and Urdu, Devanagari, Armenian, Ethiopic, Burmese, Khmer and CJK end a
# sentence by themselves; the Latin ones only before white space.
# A run of marks is tried once and never given back, or a row of dots would take quadratic time.
_END = re.compile(
    rf"(?P<latin>(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?:\[\d+\])*+(?=\s|$))"
    rf"|[。！？｡．؟۔।॥։።፧។៕]+[{_CLOSERS}]*"
)
_REFERENCES = re.compile(r"(?:\[\d+\]\s*)+")
_SOFT_END = re.compile(r"[;,，、；،؛]\s*|\s+")

_ADDRESS = re.compile(r"\]\([^)\s]*\)|https?://\S+|www\.\S+")
_WORD = re.compile(
    r"[^\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    r"\u060c\u061b\u061f\u06d4\u0964\u0965\u0589\u1362-\u1368\u104a\u104b\u17d4\u17d5"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff61-\uff65]+"
)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence exactly as it stands in the text, and its number there."""

    text: str
    index: int

    @property
    def flat(self) -> str:
        """The sentence on one line."""
        return " ".join(self.text.split())


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order, without the marks of lists and headings."""
    found = (piece for block in _blocks(text) for piece in _sentences(block))
    return [Sentence(piece, index) for index, piece in enumerate(found)]


def main_sentences(text: str) -> list[Sentence]:
    """Return the sentences worth asking about: each once, and only prose if there is any."""
    first: dict[str, Sentence] = {}
    for sentence in split_sentences(text):
        first.setdefault(sentence.flat.casefold(), sentence)
    prose = [sentence for sentence in first.values() if is_prose(sentence.text)]
    return prose or list(first.values())


def words(text: str) -> list[str]:
    """Return the words of a text: runs of anything but white space and punctuation."""
    return _WORD.findall(text)


def is_unspaced(text: str) -> bool:
    """Whether a text is mostly of a script that puts no spaces between words."""
    return 2 * len(_UNSPACED.findall(text)) > len("".join(text.split()))


def is_prose(text: str) -> bool:
    """Whether a text reads like a sentence rather than like code, a table or a list of links."""
    text = _ADDRESS.sub(" ", text)
    dense = "".join(text.split())
    letters = sum(character.isalpha() for character in dense)
    marks = sum(character in "{}=<>|\\_;$`~^" for character in dense)
    if not dense or text.rstrip().endswith(":") or marks > 0.05 * len(dense):
        return False
    if is_unspaced(text):
        return len(dense) >= 8
    # Vowel signs of Indic scripts are no letters for Python, hence no stricter share.
    return letters >= 0.55 * len(dense) and len(words(text)) >= 4 and not text.isupper()


def standing(text: str) -> float:
    """Return from 0 to 1 how well a sentence can be understood without its neighbours."""
    share = 1.0
    if text[:1].islower() or not _END.search(text[-4:]):
        share *= 0.3  # a fragment
    first = words(text[:40])[:1]
    if first and first[0].lower() in NO_SUBJECT_START:
        share *= 0.7
    return share * (0.8 if len(text) > 0.6 * LONGEST else 1.0)


def _blocks(text: str) -> Iterator[str]:
    """Yield runs of text that belong together: a paragraph, a list item, a heading."""
    for paragraph in _PARAGRAPH.split(text):
        lines = paragraph.split("\n")
        width = max(map(len, lines))
        start = 0
        for number, line in enumerate(lines[:-1]):
            following = lines[number + 1]
            # A line well short of its neighbours was not broken for want of room, unless the
            # sentence plainly goes on.
            short = len(line.rstrip()) < 0.6 * width and not following.lstrip()[:1].islower()
            if short or _MARKER.match(following):
                yield "\n".join(lines[start : number + 1])
                start = number + 1
        yield "\n".join(lines[start:])


def _sentences(block: str) -> Iterator[str]:
    marker = _MARKER.match(block)
    start = marker.end() if marker else 0
    for end in _END.finditer(block, start):
        if end.group("latin") and not _ends_here(block, start, end):
            continue
        yield from _pieces(block[start : end.end()])
        start = end.end()
    yield from _pieces(block[start:])


def _ends_here(block: str, start: int, end: re.Match[str]) -> bool:
    if not end.group("latin").startswith(".") or end.group("latin").startswith(".."):
        return True
    following = block[end.end() :].lstrip()[:1]
    if following.islower():
        return False
    before = block[max(start, end.start() - 12) : end.start()].split()
    last = before[-1].lstrip("([\"'“") if before else ""
    initial = len(last) == 1 and last.isupper() and last.isascii()
    return not initial and last.lower() not in ABBREVIATIONS


def _pieces(text: str) -> Iterator[str]:
    text = text.strip()
    references = _REFERENCES.match(text)
    text = text[references.end() :] if references else text
    while len(text) > LONGEST + LONGEST // 2:
        ends = [m.end() for m in _SOFT_END.finditer(text, LONGEST // 2, LONGEST)]
        cut = ends[-1] if ends else LONGEST
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text
