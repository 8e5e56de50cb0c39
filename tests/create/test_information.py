"""How much a text says, and how many examples that is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.create.information import examples_for, new_words

FACT = "The weir at Keltern was rebuilt in 1932 after the flood had taken two of its five gates."


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_never_counts_for_less(text: str, more: str) -> None:
    assert new_words(f"{text}\n{more}") >= new_words(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("* * *\n--- 12 ---\n", 0),
        (FACT, 18),
        (f"{FACT}\n" * 50, 18),
        (f"{FACT.upper()}\n{FACT}", 18),
        (FACT + "".join(f"\nPage {n} of 40 | Confidential" for n in range(1, 41)), 18 + 5),
        ("".join(f"\nIn {year} the station moved to the hill above the old mill" for year in
                 (1901, 1902)), 12 + 3),
        ("川が流れる", 2),
        (f"{FACT} The gates were made of larch.", 24),
    ],
)  # fmt: skip
def test_only_what_is_new_counts(text: str, words: int) -> None:
    assert new_words(text) == words


def test_the_number_follows_the_words_within_its_bounds() -> None:
    assert [examples_for(words, usual=25, units=1) for words in (0, 59, 120, 650, 9000)] == [
        1,
        1,
        2,
        10,
        25,
    ]
    assert examples_for(9000, usual=25, units=10) == 150
    assert examples_for(9000, usual=5, units=10) == 30
    assert examples_for(0, usual=25, units=3, least=3) == 3
