"""Chunks less their overlap are the text, whatever cuts it; what belongs together stays whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.documents.chunking import inside_character, spans
from sdk_core.kinds import CHUNKER
from sdk_core.model import ChunkLimits, Document
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.testing import make_document
from sdk_core.tokens import estimate

REGISTRY = Registry(Manager(disabled=["all"]))
NAMES = ["fixed", "structure", "tokens"]
PIECES = st.sampled_from(
    ["word ", "A sentence. ", "\n\n", "\r\n", "# Title\n\n", "## Part\n", "- item\n", "1. step\n",
     "| a | b |\n", "```\n", "    code()\n", "e\u0301", "\U0001f44d\U0001f3fd", "文字。", "x" * 15]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


def cutter(name: str, size: int, overlap: int = 0, **options: Any) -> DocumentCutter:
    entry = REGISTRY.get(CHUNKER, name)
    chunker = entry.create(options)
    return DocumentCutter(entry, chunker, ChunkLimits(size=size, overlap=overlap), 1)


def pieces(text: str, size: int, name: str = "structure", **options: Any) -> list[str]:
    chunks = cutter(name, size, **options).cut(make_document(text))
    return [chunk.text for chunk in chunks]


@pytest.mark.parametrize("name", NAMES)
@given(text=TEXTS, size=st.integers(5, 80), share=st.floats(0, 0.9))
def test_chunks_less_overlap_are_the_text(name: str, text: str, size: int, share: float) -> None:
    overlap = int(size * share)
    options = {"chunk_tokens": size + 12, "overlap_tokens": overlap} if name == "tokens" else {}
    document = Document.create("d", make_document(text or "x").segments)
    whole, last = document.text, 0
    for start, end in cutter(name, size, overlap, **options).places(document):
        assert not whole[last:start].strip()
        assert not inside_character(whole, start)
        assert not inside_character(whole, end)
        last = end
    assert not whole[last:].strip()


@given(text=TEXTS.filter(bool), size=st.integers(5, 80))
def test_fixed_cuts_as_ever(text: str, size: int) -> None:
    document = make_document(text)
    assert cutter("fixed", size, 3).places(document) == list(spans(text, size, 3))


@given(text=TEXTS.filter(bool), size=st.integers(10, 80))
def test_structure_heeds_the_size(text: str, size: int) -> None:
    document = make_document(text)
    for start, end in cutter("structure", size).places(document):
        assert len(document.text[start:end].rstrip()) <= size


def test_sections_paragraphs_and_items_stay_whole() -> None:
    text = (
        "# One\n\nFirst words here.\n\nSecond words here.\n\n## Two\n\n- an item\n- another item\n"
    )
    assert pieces(text, 40) == [
        "# One\n\nFirst words here.\n\n",
        "Second words here.\n\n",
        "## Two\n\n- an item\n- another item\n",
    ]


def test_a_heading_stays_with_what_follows() -> None:
    text = "Some words that fill the chunk.\n\n# Title\n\nThe text below the title.\n"
    first, second = pieces(text, 45)
    assert first == "Some words that fill the chunk.\n\n"
    assert second.startswith("# Title")


@pytest.mark.parametrize(
    "block",
    [
        "```python\nx = 1\n\n\ny = 2\n# no title\n```\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
    ],
    ids=["code", "table"],
)
def test_code_and_tables_stay_whole(block: str) -> None:
    text = f"Words before it, some.\n\n{block}\nWords behind it, some.\n"
    assert any(block in piece for piece in pieces(text, 50))


def test_small_sections_share_a_chunk_unless_told_otherwise() -> None:
    text = "".join(f"# {n}\n\nWords of {n}.\n\n" for n in range(4))
    assert len(pieces(text, 400)) == 1
    assert len(pieces(text, 400, least=1)) == 4


def test_chunks_bear_the_path_of_headings() -> None:
    text = "# One\n\nWords.\n\n## Two\n\n" + "More words here. " * 20
    chunks = cutter("structure", 120).cut(make_document(text))
    assert [chunk.section for chunk in chunks][-1] == "One > Two"


@given(text=TEXTS.filter(bool), size=st.integers(8, 60))
def test_tokens_are_not_exceeded(text: str, size: int) -> None:
    chunks = cutter("tokens", 9, chunk_tokens=size, overlap_tokens=2).cut(make_document(text))
    assert all(estimate(chunk.text) <= size for chunk in chunks)


def test_a_document_below_the_limit_is_one_chunk() -> None:
    text = "word " * 1599 + "ends"
    entry = REGISTRY.get(CHUNKER, "fixed")
    limits = ChunkLimits(size=4000, overlap=200)
    usual = DocumentCutter(entry, entry.create({}), limits, 8000)
    [whole] = usual.cut(make_document(text))
    assert (whole.start, whole.end, whole.text) == (0, 7999, text)
    assert len(usual.cut(make_document("word " * 1600))) > 1
    assert usual.cut(make_document(" \n ")) == []
