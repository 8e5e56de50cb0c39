"""Chunkers: chunks that are the text, no longer than is wanted, with nothing cut in two."""

from __future__ import annotations

from sdk_core.components import Chunker
from sdk_core.documents.chunking import inside_character
from sdk_core.errors import SdkError
from sdk_core.kinds import CHUNKER
from sdk_core.model import ChunkLimits, Document
from sdk_core.registry.registry import Entry
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.specs import ChunkerSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, must_survive, must_work
from sdk_core.testing.contract.transforms import ODD_TEXTS
from sdk_core.testing.factories import PAGES, make_document
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import Violation

ChunkerCase = Case[Entry[ChunkerSpec, Chunker]]

_STORY = "\n\n".join(
    f"# Part {number}\n\n{page}\n\n- one item\n- another\n\n| a | b |\n|---|---|\n| 1 | {number} |"
    for number, page in enumerate(PAGES * 8, start=1)
)
"""A text of some 7,000 characters with headings, lists and tables."""

_LIMITS = (ChunkLimits(size=400, overlap=50), ChunkLimits(size=1200), ChunkLimits(size=60))


def covers_the_text(case: ChunkerCase) -> None:
    """The chunks less their overlap are the text: in order, without gaps, with exact offsets."""
    for limits in _LIMITS:
        document = make_document(_STORY)
        for chunk in _cut(case, document, limits):
            if document.text[chunk[0] : chunk[1]] == "":
                raise Violation("a chunk is empty.", "Yield what holds some text.")


def heeds_the_size(case: ChunkerCase) -> None:
    """With a smaller size there are more chunks, and none is far longer than is wanted."""
    document = make_document(_STORY)
    with found_elsewhere():
        many, few = (_cut(case, document, _LIMITS[n]) for n in (0, 1))
    own = bool(case.thing.load().options_type.model_fields)
    longest = max(end - start for start, end in many)
    if own and len(many) == len(few) and longest < len(document.text):
        return  # it goes by an option of its own
    if longest > 2 * _LIMITS[0].size:
        raise Violation(
            f"a chunk of {longest} characters is longer than limits.size, {_LIMITS[0].size}.",
            "Cut what is too long by itself: sdk_core.documents.chunking.spans does so.",
        )


def leaves_characters_whole(case: ChunkerCase) -> None:
    """No chunk begins or ends inside of what a reader sees as one character."""
    text = ODD_TEXTS["emoji and accents"] * 5
    with found_elsewhere():
        places = _cut(case, make_document(text), _LIMITS[2])
    for place in (place for pair in places for place in pair):
        if inside_character(text, place):
            raise Violation(
                f"it cuts inside of a character, in {text[max(0, place - 3) : place + 3]!r}.",
                "Move the cut by sdk_core.documents.chunking.inside_character.",
            )


def survives_odd_texts(case: ChunkerCase) -> None:
    """Texts of any sort are cut."""
    for what, text in ODD_TEXTS.items():
        if not text.strip():
            continue
        with must_survive(
            what,
            passing=_Nothing,
            crashed="Expect any text that is not empty.",
            raised="Raise nothing: any text can be cut.",
        ):
            _cutter(case, _LIMITS[2]).places(make_document(text))


def does_the_same_again(case: ChunkerCase) -> None:
    """Two cuts of a document are the same, so that answers that were paid for serve again."""
    document, cutter = make_document(_STORY), _cutter(case, _LIMITS[0])
    with found_elsewhere(), must_work("it fails", ""):
        first, second = (cutter.places(document) for _ in range(2))
    if first != second:
        raise Violation(
            "two cuts of a document differ.",
            "Let nothing but the document and the limits decide: nothing left over in self.",
        )


def leaves_nothing_behind(case: ChunkerCase) -> None:
    """It neither prints nor leaves files or threads."""
    document, cutter = make_document(_STORY), _cutter(case, _LIMITS[0])

    def use() -> None:
        with found_elsewhere(), must_work("it fails", ""):
            cutter.places(document)

    leaves_nothing("spans()", use, case.folder)


class _Nothing(SdkError):
    """No error may come of a text."""


def _cutter(case: ChunkerCase, limits: ChunkLimits) -> DocumentCutter:
    return DocumentCutter(case.thing, case.component(), limits, 1)


def _cut(case: ChunkerCase, document: Document, limits: ChunkLimits) -> list[tuple[int, int]]:
    with must_work("spans() failed on an ordinary text", "Yield the place of each chunk."):
        return _cutter(case, limits).places(document)


CHECKS = checks_over(
    CHUNKER,
    covers_the_text,
    heeds_the_size,
    leaves_characters_whole,
    survives_odd_texts,
    does_the_same_again,
    leaves_nothing_behind,
)
