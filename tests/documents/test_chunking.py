"""Chunks cover a document, overlap as told, and say exactly where they come from."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdk_core.documents import chunking
from sdk_core.documents.chunking import halve, spans
from sdk_core.documents.sections import RUNS_TO
from sdk_core.model import Chunk, Document, Image, Segment
from tests.growth import assert_linear

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PIECES = st.sampled_from(
    [
        "word ",
        "Sentence ends here. ",
        "\n\n",
        "\r\n",
        "\r\n\r\n",
        "e\u0301",
        "a\u0300\u0301\u0302",
        FAMILY,
        "\U0001f44d\U0001f3fd",
        "क्षि",
        "文字。",
        "x" * 15,
        " \u0301",
        "?\u00bb ",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)
SIZES = st.integers(2, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))


def cut(document: Document, *, size: int, overlap: int) -> list[Chunk]:
    """Return the chunks of a document, however short it is."""
    return chunking.cut(document, spans(document.text, size, overlap))


def breaks_a_character(text: str, position: int) -> bool:
    """Tell whether a cut there would part what a reader sees as one character."""
    if not 0 < position < len(text):
        return False
    after, before = text[position], text[position - 1]
    return (
        unicodedata.combining(after) != 0
        or after in "\u200d\ufe0f\U0001f3fd"
        or before == "\u200d"
        or (before, after) == ("\r", "\n")
    )


@given(TEXTS, SIZES)
@example("no-spaces-at-all" * 30, (16, 3))
@example("a" + "\u0301" * 100, (10, 4))
def test_spans_cover_the_text_within_size_and_make_headway(
    text: str, sizes: tuple[int, int]
) -> None:
    size, overlap = sizes
    found = list(spans(text, size, overlap))
    assert "".join(text[a:b] for a, b in _without_overlap(found)) == text
    assert all(0 < b - a <= size for a, b in found)
    for (start, end), (following, next_end) in pairwise(found):
        assert start < following <= end < next_end or (following <= end and next_end == len(text))
        assert end - following <= overlap


def _without_overlap(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    position, pieces = 0, []
    for start, end in found:
        assert start <= position <= end
        pieces.append((position, end))
        position = end
    return pieces


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(20, 60), st.integers(0, 12))
def test_no_cut_falls_inside_a_character(text: str, size: int, overlap: int) -> None:
    for start, end in spans(text, size, overlap):
        assert not breaks_a_character(text, start)
        assert not breaks_a_character(text, end)


@given(st.text("abc .\n", min_size=50, max_size=400), st.integers(10, 40), st.integers(0, 9))
def test_overlap_is_exact_where_no_character_is_in_the_way(
    text: str, size: int, overlap: int
) -> None:
    found = list(spans(text, size, overlap))
    for (_, end), (following, _) in pairwise(found):
        assert end - following == overlap


def test_overlap_gives_way_by_less_than_a_character() -> None:
    text = f"{FAMILY}{'-' * 7}" * 40
    found = list(spans(text, 50, 10))
    for (_, end), (following, _) in pairwise(found):
        assert 10 - len(FAMILY) < end - following <= 10


def test_a_chunk_ends_after_a_paragraph_else_a_sentence_else_a_word() -> None:
    paragraph = "a" * 60 + "\n\n" + "b" * 20 + ". " + "c" * 60
    assert next(spans(paragraph, 100, 0)) == (0, 62)
    sentence = "a" * 60 + ". " + "b " * 40
    assert next(spans(sentence, 100, 0)) == (0, 62)
    words = "word " * 40
    assert next(spans(words, 101, 0)) == (0, 100)
    assert next(spans("x" * 300, 100, 0)) == (0, 100)


def test_crlf_at_the_very_end_of_a_chunk_stays_together() -> None:
    text = "a" * 9 + "\r\n" + "b" * 20
    assert all(not breaks_a_character(text, b) for _, b in spans(text, 10, 0))


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (10, 10), (10, 11), (10, -1)])
def test_sizes_that_make_no_sense_are_refused(size: int, overlap: int) -> None:
    with pytest.raises(ValueError, match="chunk size"):
        list(spans("text", size, overlap))


@pytest.mark.parametrize(
    ("first", "repeated"),
    [
        ("", "word "),
        ("", "x"),
        ("", "\n"),
        ("", '."'),
        ("", "e\u0301"),
        ("a", "\u0301"),
        ("", "Ends. \n"),
    ],
    ids=["words", "one-word", "newlines", "quotes", "marks", "one-character", "sentences"],
)
def test_long_texts_take_linear_time(first: str, repeated: str) -> None:
    def count(size: int) -> int:
        return sum(1 for _ in spans(first + repeated * (size // len(repeated)), 4000, 200))

    assert assert_linear(count, 1_000_000) >= 250


def test_many_small_segments_take_linear_time() -> None:
    def count(size: int) -> int:
        segments = [Segment(text=f"Line {n}.", index=n) for n in range(1, size + 1)]
        document = Document.create("captions", segments)
        return len(cut(document, size=4000, overlap=200))

    assert assert_linear(count, 48_000) > 125


@given(st.lists(TEXTS, max_size=6), SIZES)
def test_offsets_are_exact_and_nothing_but_blank_text_is_left_out(
    texts: list[str], sizes: tuple[int, int]
) -> None:
    document = Document.create("d", [Segment(text=t, index=n) for n, t in enumerate(texts, 1)])
    text = document.text
    chunks = cut(document, size=sizes[0], overlap=sizes[1])
    assert [c.index for c in chunks] == list(range(len(chunks)))
    covered = set()
    for chunk in chunks:
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert chunk.document_id == document.id
        covered.update(range(chunk.start, chunk.end))
    assert all(text[n].isspace() for n in range(len(text)) if n not in covered)


def _pages(*texts: str, image: bytes | None = None) -> list[Segment]:
    images = (Image(data=image, media_type="image/png"),) if image else ()
    return [
        Segment(text=text, kind="page", index=n, images=images if not text else ())
        for n, text in enumerate(texts, 1)
    ]


def test_a_chunk_bears_the_page_on_which_its_text_starts() -> None:
    document = Document.create("d", _pages("a" * 100, "b" * 100, "c" * 100))
    chunks = cut(document, size=102, overlap=0)
    assert [(c.text[0], c.segment_index) for c in chunks] == [("a", 1), ("b", 2), ("c", 3)]
    assert {c.segment_kind for c in chunks} == {"page"}


def test_a_chunk_that_starts_with_the_gap_between_pages_belongs_to_the_next() -> None:
    document = Document.create("d", _pages("a" * 100, "b" * 100))
    chunks = cut(document, size=101, overlap=0)
    assert [c.segment_index for c in chunks if "b" in c.text] == [2] * len(
        [c for c in chunks if "b" in c.text]
    )


def test_a_page_without_text_is_not_where_a_chunk_starts_but_its_image_is_kept() -> None:
    document = Document.create("d", _pages("", "a" * 100, "", "b" * 100, "", image=b"png"))
    first, second = cut(document, size=102, overlap=0)
    assert (first.segment_index, second.segment_index) == (2, 4)
    assert (len(first.images), len(second.images)) == (1, 2)


def test_an_empty_document_has_no_chunks() -> None:
    document = Document.create("d", _pages(" \n ", "\t"))
    assert cut(document, size=10, overlap=0) == []


@given(TEXTS.filter(bool), st.integers(0, 1000))
@example("x", 7)
@example("xy", 7)
def test_halves_meet_and_cover_the_chunk(text: str, start: int) -> None:
    chunk = Chunk(document_id="d", index=3, text=text, start=start, end=start + len(text))
    first, second = halve(chunk)
    assert first.text + second.text == text
    assert (first.start, first.end, second.start, second.end) == (
        start,
        start + len(first.text),
        start + len(first.text),
        chunk.end,
    )
    assert (first.index, second.index) == (3, 3)
    if len(text) >= 8:
        assert min(len(first.text), len(second.text)) >= len(text) // 4


def test_a_chunk_bears_the_pages_that_it_spans() -> None:
    pages = _pages("a" * 100, "b" * 100, "c" * 100)
    whole = cut(Document.create("d", pages), size=500, overlap=0)
    assert [(c.segment_index, c.last_segment_index) for c in whole] == [(1, 3)]
    parts = cut(Document.create("d", pages), size=150, overlap=0)
    assert [(c.segment_index, c.last_segment_index) for c in parts] == [(1, 1), (2, 2), (3, 3)]


def test_a_paragraph_that_runs_over_a_page_ends_on_the_next() -> None:
    pages = [
        Segment(text="a" * 100, kind="page", index=1, metadata={RUNS_TO: "2"}),
        Segment(text="", kind="page", index=2),
    ]
    (chunk,) = cut(Document.create("d", pages), size=500, overlap=0)
    assert (chunk.segment_index, chunk.last_segment_index) == (1, 2)


def test_a_chunk_bears_the_headings_that_it_stands_under() -> None:
    text = (
        "# Lights\n\nBefore.\n\n## Of the bell\n\n```\n# no heading\n```\n\n"
        + "It rang. " * 10
        + "\n\n## Of the horn\n\nIt blew.\n\n# Tides\n\n"
        + "They turn. " * 10
    )
    document = Document.create("d", [Segment(text=text)])
    chunks = cut(document, size=60, overlap=0)
    assert [chunk.section for chunk in chunks if "rang" in chunk.text][-1] == "Lights > Of the bell"
    assert (chunks[0].section, chunks[-1].section) == ("Lights", "Tides")
