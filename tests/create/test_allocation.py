"""Targets are dealt out over chunks exactly, and asked for again once at most."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from sdk_core.create.allocation import (
    Allocation,
    Coverage,
    TargetAllocator,
    allocator,
    assemble,
    counts,
)
from sdk_core.model import Chunk, Example

Answer = Callable[[Allocation], int]


def play(chunks: int, target: int | None, answer: Answer) -> list[list[Allocation]]:
    """Return the rounds that are asked when each ask brings what ``answer`` says."""
    rounds, history, made = TargetAllocator(chunks, target), [], 0
    results: dict[Allocation, int] = {}
    while asks := rounds.next(
        sorted(results.items(), key=lambda r: (r[0].sample, r[0].chunk)), made
    ):
        history.append(asks)
        results.update((ask, answer(ask)) for ask in asks)
        made = sum(results.values())
        assert len(history) < 1000
    return history


def full(ask: Allocation) -> int:
    return ask.wanted or 0


@given(st.integers(1, 50), st.integers(1, 500))
def test_the_first_round_deals_out_the_target_exactly(chunks: int, target: int) -> None:
    [asks] = play(chunks, target, full)
    shares = [ask.wanted or 0 for ask in asks]
    assert sum(shares) == target
    assert max(shares) - min(shares) <= 1
    assert shares == sorted(shares, reverse=True), "larger shares first"
    assert [ask.chunk for ask in asks] == list(range(min(chunks, target)))
    assert {ask.sample for ask in asks} == {0}


@given(st.integers(0, 30))
def test_without_a_target_every_chunk_is_asked_once_for_all(chunks: int) -> None:
    history = play(chunks, None, lambda ask: 7)
    assert list(chain(*history)) == [Allocation(n, None) for n in range(chunks)]


def test_what_falls_short_goes_to_the_chunks_that_follow() -> None:
    first, second = play(10, 3, lambda ask: 0 if ask.chunk == 1 else full(ask))
    assert first == [Allocation(0, 1), Allocation(1, 1), Allocation(2, 1)]
    assert second == [Allocation(3, 1)]


def test_when_all_were_asked_those_behind_the_short_one_are_asked_again() -> None:
    history = play(3, 9, lambda ask: 1 if (ask.chunk, ask.sample) == (0, 0) else full(ask))
    assert history[1] == [Allocation(1, 1, 1), Allocation(2, 1, 1)]
    assert len(history) == 2


def test_a_document_of_one_chunk_is_asked_once() -> None:
    assert play(1, 10, lambda ask: 3) == [[Allocation(0, 10)]]


def test_nothing_at_all_is_not_asked_for_again() -> None:
    assert len(play(4, 8, lambda ask: 0)) == 1


@given(st.integers(1, 12), st.integers(1, 40), st.randoms(use_true_random=False))
def test_every_chunk_is_asked_twice_at_most_and_the_same_answers_ask_the_same(
    chunks: int, target: int, random: object
) -> None:
    brought: dict[Allocation, int] = {}

    def answer(ask: Allocation) -> int:
        return brought.setdefault(ask, random.randint(0, full(ask)))  # type: ignore[attr-defined]

    history = play(chunks, target, answer)
    asked = list(chain(*history))
    assert len({(a.chunk, a.sample) for a in asked}) == len(asked)
    assert {a.sample for a in asked} <= {0, 1}
    assert all(a.wanted and a.wanted > 0 for a in asked)
    assert sum(1 for asks in history if asks[0].sample) <= 1
    assert play(chunks, target, answer) == history


def _qa(question: str, **fields: str) -> Example:
    return Example(kind="qa", fields={"question": question, "answer": "A", **fields})


def test_examples_come_in_document_order_and_those_of_the_first_round_go_first() -> None:
    results = {
        Allocation(1, 1): [_qa("b")],
        Allocation(0, 1): [_qa("a")],
        Allocation(0, 2, 1): [_qa("c"), _qa("d")],
    }
    assert [(ask.chunk, ask.sample, n) for ask, n in counts(results)] == [
        (0, 0, 1),
        (1, 0, 1),
        (0, 1, 2),
    ]
    assert [e.fields["question"] for e in assemble(results, True, 3)] == ["a", "c", "b"]


def test_a_question_asked_before_is_left_out_whatever_its_case_and_ending() -> None:
    results = {Allocation(0, 3): [_qa("What is  X?"), _qa("what is x"), _qa("What is Y?")]}
    assert len(assemble(results, True, None)) == 2
    assert len(assemble(results, False, None)) == 3


def test_questions_that_differ_in_signs_are_different_questions() -> None:
    questions = ["What is C?", "What is C++?", "What is C#?", "Is x < 5?", "Is x > 5?", "?", "!"]
    results = {Allocation(0, 7): [_qa(q) for q in questions]}
    assert [e.fields["question"] for e in assemble(results, True, None)] == questions


def test_the_same_question_about_two_pictures_is_two_questions() -> None:
    results = {Allocation(0, 2): [_qa("What is it?", image="a#1"), _qa("What is it?", image="a#2")]}
    assert len(assemble(results, True, None)) == 2


def test_examples_that_ask_nothing_are_all_kept() -> None:
    results = {Allocation(0, 2): [Example(kind="glossary", fields={"term": "x"})] * 2}
    assert len(assemble(results, True, None)) == 2


def _chunks(*texts: str) -> list[Chunk]:
    return [
        Chunk(document_id="d", index=n, text=text, start=0, end=len(text))
        for n, text in enumerate(texts)
    ]


def _said(words: int, start: int) -> str:
    letters = str.maketrans("0123456789", "abcdefghij")
    return " ".join(f"w{start}x{n}".translate(letters) for n in range(words))


def _first(chunks: list[Chunk], target: int, coverage: Coverage) -> dict[int, int | None]:
    asks = allocator("chunk", chunks, target, coverage).next((), 0)
    return {ask.chunk: ask.wanted for ask in asks}


def test_examples_are_spread_over_a_document_or_taken_from_its_beginning() -> None:
    chunks = _chunks(*(_said(100, n) for n in range(40)))
    assert list(_first(chunks, 10, "sequential")) == list(range(10))
    assert list(_first(chunks, 10, "even")) == list(range(2, 40, 4))
    assert set(_first(chunks, 40, "all").values()) == {1}


def test_a_chunk_that_says_more_is_asked_for_more_and_one_that_repeats_for_none() -> None:
    chunks = _chunks(_said(300, 0), _said(100, 1), _said(300, 0), _said(100, 2))
    assert _first(chunks, 10, "even") == {0: 6, 1: 2, 3: 2}
    assert _first(chunks, 10, "all") == {0: 5, 1: 3, 3: 2}


def test_what_falls_short_is_dealt_out_among_the_others() -> None:
    rounds = allocator("chunk", _chunks(_said(100, 0), _said(100, 1)), 10, "even")
    first = rounds.next((), 0)
    assert [(ask.chunk, ask.wanted) for ask in first] == [(0, 5), (1, 5)]
    assert rounds.next([(first[0], 1), (first[1], 5)], 6) == [Allocation(1, 4, 1)]
    assert rounds.next([], 9) == []


@given(
    st.lists(st.integers(0, 300), min_size=1, max_size=30),
    st.integers(1, 60),
    st.sampled_from(["even", "all"]),
)
def test_all_that_is_wanted_is_asked_for(sizes: list[int], target: int, how: Coverage) -> None:
    chunks = _chunks(*(_said(size, n) for n, size in enumerate(sizes)))
    asked = _first(chunks, target, how)
    filled = {n for n, size in enumerate(sizes) if size}
    assert asked.keys() <= filled
    assert sum(number or 0 for number in asked.values()) == (target if filled else 0)
    if how == "all" and target >= len(filled):
        assert asked.keys() == filled
