"""What the chunker ``structure`` keeps whole, and where all chunkers may not cut."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdk_core.documents.chunking import inside_character, spans
from sdk_core.kinds import CHUNKER
from sdk_core.model import ChunkLimits, Document, Segment
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.tokens import estimate

REGISTRY = Registry(Manager(disabled=["all"]))
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
LINES = st.sampled_from(
    [
        "# Title\n",
        "### Part\n",
        "#no title\n",
        "Words of one sentence. And of another.\n",
        "\n",
        "\r\n",
        " \t\n",
        "- an item\n",
        "  and more of it\n",
        "12) a step\n",
        "| a | b |\n",
        "|---|---|\n",
        "```python\n",
        "````\n",
        "~~~\n",
        "    indented = 1\n",
        f"{FAMILY} e\u0301 क्षि\n",
        "文字。文字。",
        "x" * 30,
        "\u2028",
        "\x0c",
    ]
)
TEXTS = st.lists(LINES, max_size=40).map("".join)
PAGES = st.lists(TEXTS, min_size=1, max_size=4)


def _places(name: str, text: str, size: int, overlap: int = 0, **options: Any) -> list[Any]:
    return _cutter(name, size, overlap, **options).places(_document(text))


def _cutter(name: str, size: int, overlap: int = 0, **options: Any) -> DocumentCutter:
    entry = REGISTRY.get(CHUNKER, name)
    limits = ChunkLimits(size=size, overlap=overlap)
    return DocumentCutter(entry, entry.create(options), limits, 1)


def _document(*pages: str) -> Document:
    return Document.create("d", [Segment(text=text, index=n) for n, text in enumerate(pages, 1)])


def _pieces(text: str, size: int, **options: Any) -> list[str]:
    return [text[start:end] for start, end in _places("structure", text, size, **options)]


@pytest.mark.parametrize("name", ["fixed", "structure", "tokens"])
@given(pages=PAGES, size=st.integers(24, 120), overlap=st.integers(0, 11))
def test_chunks_are_in_order_exact_and_all_of_the_text(
    name: str, pages: list[str], size: int, overlap: int
) -> None:
    document = _document(*pages)
    options = {"chunk_tokens": size, "overlap_tokens": overlap} if name == "tokens" else {}
    cutter = _cutter(name, size, overlap, **options)
    places, text, covered = cutter.places(document), document.text, 0
    for start, end in places:
        assert not text[covered:start].strip()
        assert not inside_character(text, start)
        assert not inside_character(text, end)
        covered = end
    assert not text[covered:].strip()
    for (start, end), (following, next_end) in pairwise(places):
        assert start < following
        assert end < next_end
    for chunk in cutter.cut(document):
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()


@given(TEXTS, st.integers(2, 90), st.integers(0, 40))
def test_fixed_cuts_as_scripts_rely_on(text: str, size: int, share: int) -> None:
    overlap = min(share, size - 1)
    assert _places("fixed", text, size, overlap) == list(spans(text, size, overlap))


@given(TEXTS, st.integers(10, 90), st.integers(0, 9), st.integers(1, 50))
def test_structure_is_never_longer_than_the_size(
    text: str, size: int, overlap: int, least: int
) -> None:
    for start, end in _places("structure", text, size, overlap, least=least):
        assert len(text[start:end].rstrip()) <= size


@given(TEXTS, st.integers(60, 200), st.integers(0, 50))
def test_no_chunk_has_more_tokens_than_told(text: str, most: int, overlap: int) -> None:
    places = _places("tokens", text, 1, chunk_tokens=most, overlap_tokens=overlap)
    assert all(estimate(text[start:end]) <= most for start, end in places)
    for (_, end), (following, _) in pairwise(places):
        assert estimate(text[following:end]) <= overlap


@given(st.text("ab .\n", min_size=1, max_size=300))
def test_a_chunk_by_tokens_is_no_shorter_than_a_word_needs(text: str) -> None:
    places = _places("tokens", text, 1, chunk_tokens=20, overlap_tokens=0)
    assert len(places) <= 1 + 2 * estimate(text) // 10


@pytest.mark.parametrize(
    "block",
    [
        "```python\ndef f():\n\n    return 1\n\n# no title\n\n- no item\n```\n",
        "~~~\nfirst\n\n```\nsecond\n~~~\n",
        "````\n```\ninner\n```\n\nstill\n````\n",
        "  ```\n  indented fence\n\n  # no title\n  ```\n",
        "```\nnever closed\n\n# no title\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    ],
    ids=["code", "tildes", "longer", "indented", "open", "table"],
)
@pytest.mark.parametrize("before", [1, 20, 40, 60])
def test_what_fits_is_kept_whole(block: str, before: int) -> None:
    text = f"{'w' * before} end.\n\n{block}"
    assert any(block.strip() in piece for piece in _pieces(text, 80))


@given(st.integers(0, 100), st.integers(1, 12), st.integers(60, 120))
def test_tables_that_fit_are_kept_whole_wherever_they_stand(
    before: int, rows: int, size: int
) -> None:
    table = "| a |\n" * min(rows, size // 6)
    text = f"{'word ' * before}\n\n{table}\n{'word ' * 30}"
    assert any(table.strip() in piece for piece in _pieces(text, size))


def test_code_that_does_not_fit_is_cut_as_fixed_does() -> None:
    code = "```\n" + "x = 1\n" * 60 + "```\n"
    text = f"Before.\n\n{code}\nBehind.\n"
    places = _places("structure", text, 100, 10)
    assert all(end - start <= 100 for start, end in places)
    assert [end - following for (_, end), (following, _) in pairwise(places)].count(10) >= 2


def test_headings_stay_with_what_follows_however_many_there_are() -> None:
    text = f"{'Words. ' * 8}\n\n# One\n\n## Two\n\n### Three\n\n{'More. ' * 8}\n"
    pieces = _pieces(text, 80)
    assert [piece.startswith("# One") for piece in pieces] == [False, True]
    assert "Three\n\nMore." in pieces[1]


def test_a_heading_at_the_end_of_the_text_is_there_too() -> None:
    text = "Words that fill most of it.\n\n# The end"
    assert "".join(_pieces(text, 30)) == text


def test_a_heading_begins_a_chunk_once_the_one_before_is_long_enough() -> None:
    text = f"# One\n\n{'a' * 30}\n\n# Two\n\n{'b' * 30}\n"
    assert len(_pieces(text, 400)) == 1
    assert len(_pieces(text, 156)) == 2
    assert len(_pieces(text, 160)) == 1
    assert len(_pieces(text, 400, least=39)) == 2
    assert len(_pieces(text, 156, least=40)) == 1


def test_an_item_stays_with_the_lines_that_belong_to_it() -> None:
    first = "- The first item\n  goes on here\n\n  with a paragraph of its own.\n"
    second = "- The second item\n  goes on here as well, and is long.\n"
    assert _pieces(first + second, 70) == [first, second]


def test_paragraphs_are_parted_by_blank_lines_of_any_kind() -> None:
    first, second = "One, of a few words.\r\n \r\n", "Two, of a few words.\r\n"
    assert _pieces(first + second, 24) == [first, second]


@example("")
@example(" \n ")
@given(st.text(" \n\t", max_size=20))
def test_blank_text_has_no_chunks(text: str) -> None:
    for name in ("fixed", "structure", "tokens"):
        assert _cutter(name, 10).cut(_document(text)) == []


@pytest.mark.parametrize("name", ["structure", "tokens"])
def test_a_chunk_says_where_it_stands(name: str) -> None:
    pages = (f"# One\n\n{'Words of one. ' * 9}", f"## Two\n\n{'Words of two. ' * 9}")
    options = {"chunk_tokens": 60, "overlap_tokens": 0} if name == "tokens" else {}
    chunks = _cutter(name, 90, **options).cut(_document(*pages))
    last = chunks[-1]
    assert (last.segment_index, last.section) == (2, "One > Two")
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
