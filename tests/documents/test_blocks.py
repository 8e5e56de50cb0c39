"""Blocks to Markdown: nothing is lost, and a reader of Markdown sees the structure again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sdk_core.documents.blocks import Block, BlockKind, chapters, write_blocks
from sdk_core.documents.markdown import pipe_table

Place = tuple[str, tuple[str, ...], str]
"""Kind of a block, the items and quotations around it from the outside, and its text."""

READER = MarkdownIt("commonmark").enable("table")
WORD = st.text(alphabet="abcdefgh", min_size=1, max_size=6)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
CODE = st.lists(st.one_of(LINE, st.just(""), st.just("  # no heading"), st.just("```"),
                          st.just("- no item")), min_size=1, max_size=4).map(
    lambda lines: "\n".join(["begin", *lines, "end"])
)  # fmt: skip
TABLE = st.lists(st.lists(LINE, min_size=2, max_size=2), min_size=2, max_size=3).map(pipe_table)
CONTENT = st.one_of(
    st.builds(Block, LINES),
    st.builds(Block, CODE, kind=st.just(BlockKind.CODE)),
    st.builds(Block, TABLE, kind=st.just(BlockKind.TABLE)),
    st.builds(Block, LINE, kind=st.just(BlockKind.HEADING), level=st.integers(1, 6)),
)
MARKERS = st.one_of(
    st.just(["-"] * 9),
    st.integers(1, 1200).map(lambda start: [f"{start + offset}." for offset in range(9)]),
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0, quotes: tuple[int, ...] = ()) -> list[Block]:
    """Return blocks of paragraphs, lists and quotations in one another."""
    found: list[Block] = []
    for _ in range(draw(st.integers(1, 3))):
        shape = draw(st.sampled_from(("block", "list", "quote"))) if depth + len(quotes) < 5 else ""
        if shape == "list":
            markers = draw(MARKERS)
            for number in range(draw(st.integers(1, 3))):
                inner = draw(trees(depth=depth + 1, quotes=quotes))
                found.extend(_item(inner, markers[number], depth + 1, quotes))
        elif shape == "quote":
            found.extend(draw(trees(depth=depth, quotes=(*quotes, depth))))
        else:
            found.append(_put(draw(CONTENT), depth, quotes))
    return found


def _put(block: Block, depth: int, quotes: tuple[int, ...]) -> Block:
    return Block(block.text, block.kind, block.level, depth, "", quotes)


def _item(inner: list[Block], marker: str, depth: int, quotes: tuple[int, ...]) -> Iterator[Block]:
    first, *more = inner
    if first.marker:
        yield Block("", depth=depth, marker=marker, quotes=quotes)
        yield first
    else:
        yield Block(first.text, first.kind, first.level, depth, marker, first.quotes)
    yield from more


def seen(text: str) -> list[Place]:
    """Return what a reader of Markdown finds."""
    found: list[Place] = []
    around: list[str] = []
    kind = ""
    rows: list[list[str]] = []
    for token in READER.parse(text):
        if token.type in ("list_item_open", "blockquote_open"):
            around.append(f"{token.info}{token.markup}")
        elif token.type in ("list_item_close", "blockquote_close"):
            around.pop()
        elif token.type == "fence":
            found.append(("code", tuple(around), token.content.rstrip("\n")))
        elif token.type == "table_open":
            kind, rows = "table", []
        elif token.type == "table_close":
            kind = ""
            found.append(("table", tuple(around), pipe_table(rows)))
        elif token.type == "tr_open":
            rows.append([])
        elif token.type in ("heading_open", "paragraph_open"):
            kind = token.tag
        elif token.type == "inline" and kind == "table":
            rows[-1].append(token.content)
        elif token.type == "inline":
            found.append((kind, tuple(around), token.content))
    return found


def meant(blocks: list[Block]) -> list[Place]:
    """Return what blocks say of themselves."""
    found: list[Place] = []
    around: list[tuple[int, int, str]] = []
    for block in blocks:
        depth = block.depth - 1 if block.marker else block.depth
        around = [each for each in around if not each[1] and each[0] <= depth]
        if block.marker:
            around.append((block.depth, 0, block.marker))
        if not block.text:
            continue
        quotes = [(quote, 1, ">") for quote in block.quotes]
        names = tuple(name for _, _, name in sorted(around + quotes, key=lambda each: each[:2]))
        kind = {"heading": f"h{block.level}", "paragraph": "p"}.get(block.kind, str(block.kind))
        found.append((kind, names, block.text))
    return found


@given(trees())
def test_a_reader_of_markdown_sees_the_same_structure(blocks: list[Block]) -> None:
    assert seen(write_blocks(blocks)) == meant(blocks)


@given(st.lists(st.builds(
    Block, LINES, kind=st.sampled_from(BlockKind), level=st.integers(0, 9), depth=st.integers(0, 9),
    marker=st.sampled_from(("", "-", "7.", "[^1]:")),
    quotes=st.lists(st.integers(0, 4), max_size=3).map(tuple),
), max_size=8))  # fmt: skip
def test_no_word_is_lost_wherever_blocks_stand(blocks: list[Block]) -> None:
    """Also where levels are missing, as office programs leave them out."""
    words = re.findall("[a-h]+", write_blocks(blocks))
    assert words == [word for block in blocks for word in re.findall("[a-h]+", block.text)]


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([Block("One"), Block("Two")], "One\n\nTwo"),
        ([Block("Chapter", BlockKind.HEADING, 2), Block("")], "## Chapter"),
        (
            [Block("a", depth=1, marker="10."), Block("b", depth=2, marker="-"), Block("c")],
            "10. a\n    - b\n\nc",
        ),
        (
            [Block("a", depth=1, marker="-"), Block("x = 1\n\ny = 2", BlockKind.CODE, depth=1)],
            "- a\n\n  ```\n  x = 1\n\n  y = 2\n  ```",
        ),
        ([Block("deep", depth=4, marker="-"), Block("up", depth=2, marker="-")], "- deep\n- up"),
        (
            [Block("a", quotes=(0,)), Block("b", quotes=(0, 0)), Block("c")],
            "> a\n>\n> > b\n\nc",
        ),
        (
            [Block("a", depth=1, marker="-"), Block("said", depth=1, quotes=(1,))],
            "- a\n\n  > said",
        ),
        (
            [
                Block("a"),
                Block("One.", BlockKind.NOTE, marker="[^1]:"),
                Block("Two.", BlockKind.NOTE, marker="[^2]:"),
            ],
            "a\n\n[^1]: One.\n[^2]: Two.",
        ),
        ([Block("a", depth=1, marker="-"), Block("b", depth=2, marker="3.")], "- a\n\n  3. b"),
    ],
)
def test_written_text(blocks: list[Block], text: str) -> None:
    assert write_blocks(blocks) == text


def test_chapters_begin_with_headings_down_to_a_level() -> None:
    one, two, three = (Block("h", BlockKind.HEADING, level) for level in (1, 2, 3))
    text = Block("text")
    assert list(chapters([text, one, three, text, two], 2)) == [[text], [one, three, text], [two]]
