"""The approximate search, against a table of edit distances that is filled cell by cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sdk_core.evidence.infix import best_ends, best_starts, distance, end_distances

LETTERS = st.text(alphabet="abc中", max_size=14)
PATTERNS = st.text(alphabet="abc中", min_size=1, max_size=9)


def table(pattern: str, text: str, *, anchored: bool) -> list[int]:
    """Return the last row of the table of P. H. Sellers (1980), without its first cell."""
    column = list(range(len(pattern) + 1))
    row = []
    for at, character in enumerate(text, 1):
        before, column = column, [at if anchored else 0]
        for i, letter in enumerate(pattern, 1):
            replaced = before[i - 1] + (letter != character)
            column.append(min(before[i] + 1, column[-1] + 1, replaced))
        row.append(column[-1])
    return row


@given(PATTERNS, LETTERS)
def test_distances_are_those_of_the_table(pattern: str, text: str) -> None:
    assert list(end_distances(pattern, text)) == table(pattern, text, anchored=False)


@given(PATTERNS, LETTERS)
def test_anchored_distances_are_those_of_the_table(pattern: str, text: str) -> None:
    assert list(end_distances(pattern, text, anchored=True)) == table(pattern, text, anchored=True)


@given(PATTERNS, LETTERS)
def test_the_span_between_a_start_and_its_end_has_the_fewest_edits(pattern: str, text: str) -> None:
    fewest, ends = best_ends(pattern, text)
    for end in ends:
        edits, starts = best_starts(pattern, text, end, len(text))
        assert edits == fewest
        assert all(distance(pattern, text[start:end]) == fewest for start in starts)


@given(LETTERS, LETTERS)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


def test_patterns_longer_than_a_machine_word_and_any_alphabet() -> None:
    alphabet = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    text = "前" * 50 + alphabet + "后" * 50
    pattern = alphabet[:300] + "错" + alphabet[301:]
    fewest, ends = best_ends(pattern, text)
    assert (fewest, ends) == (1, [650])
    assert best_starts(pattern, text, 650, 700) == (1, [50])
