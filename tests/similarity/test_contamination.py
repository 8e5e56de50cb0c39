"""What a record repeats of benchmarks: shares, templates, quotes, short entries, formatting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.similarity.contamination import ContaminationIndex, Item, Match
from sdk_core.similarity.ngrams import RUN, folded, runs, shown

WORDS = (
    *("river", "42", "bridge", "Zürich", "straße", "мост", "город", "γέφυρα", "the", "is", "7"),
    *("जल", "شهر", "다리", "open", "keeper", "lock", "canal", "boat", "gate", "winter"),
)
LONG = "How many boats may the keeper of the upper lock let through on a winter morning?"

texts = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
entries = st.lists(st.sampled_from(WORDS), min_size=8, max_size=40).map(" ".join)
chinese = st.text(st.sampled_from("河流桥城市冬天船门开水上下大小"), min_size=13, max_size=40)


def index(*items: Item) -> ContaminationIndex:
    return ContaminationIndex((0, item) for item in items)


def asked(*questions: str) -> ContaminationIndex:
    return index(*(Item((question,)) for question in questions))


def match(found: ContaminationIndex, text: str, passage: str = "") -> Match | None:
    return found.match([text], [(text, "")], passage)


def verdict(found: ContaminationIndex, text: str, passage: str = "") -> str | None:
    got = match(found, text, passage)
    return None if got is None else got.verdict


@given(entry=st.one_of(entries, chinese), before=texts, after=texts, other=entries)
def test_a_copy_is_always_dropped_unless_the_passage_holds_it(
    entry: str, before: str, after: str, other: str
) -> None:
    found = asked(entry, other)
    text = f"{before}\n{entry}\n{after}"
    assert verdict(found, text) == "repeats"
    assert verdict(asked(entry), text, f"Before. {entry} After.") == "held"


@given(entry=entries, cut=st.integers(0, 40), before=texts, after=texts, other=texts)
def test_text_around_never_turns_a_drop_into_a_pass(
    entry: str, cut: int, before: str, after: str, other: str
) -> None:
    found = asked(entry, other)
    part = " ".join(entry.split()[cut:])
    if verdict(found, part) == "repeats" and len(part.split()) >= 8:
        assert verdict(found, f"{before} {part} {after}") == "repeats"


@given(
    entry=entries,
    spaces=st.sampled_from([" ", "  ", "\n", "\u00a0", "\t", ", ", " — ", "\u200b ", "... "]),
    around=st.sampled_from(["{}", "**{}**", "> {}", "« {} »", "# {}", "- {}"]),
    wide=st.booleans(),
    upper=st.booleans(),
)
def test_formatting_makes_no_difference(
    entry: str, spaces: str, around: str, wide: bool, upper: bool
) -> None:
    text = around.format(entry.replace(" ", spaces))
    if wide:
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    text = text.upper() if upper else text
    assert verdict(asked(entry), text) == "repeats"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5 + 3", ["5", "+", "3"]),
        ("5+3=8", ["5", "+", "3", "=", "8"]),
        ("5 \u2212 3, 5-3", ["5", "-", "3", "5", "-", "3"]),
        ("x ≤ 2y", ["x", "≤", "2y"]),
        ("a well-known either/or", ["a", "well", "known", "either", "or"]),
        ("**5** and *6*", ["5", "and", "6"]),
        ("> quoted\n> twice\n====\n- 5\n- 6", ["quoted", "twice", "5", "6"]),
        ("\uff21\uff22\uff23 \uff11\uff12", ["abc", "12"]),
    ],
)
def test_figures_and_operators_stay_and_punctuation_goes(text: str, parts: list[str]) -> None:
    assert folded(text) == parts


@pytest.mark.parametrize(
    ("sign", "least"), [("word ", 8), ("河", 13), ("あ", 13), ("ก", 32), ("ກ", 32)]
)
def test_a_run_is_as_long_as_the_script_needs(sign: str, least: int) -> None:
    assert len(runs(folded(sign * least))) == 1
    assert runs(folded(sign * (least - 1))) == []
    assert RUN % least == 0


def test_a_run_is_the_same_wherever_it_stands() -> None:
    mixed = "The 河流桥城市 of Zürich has seven gates and one keeper"
    assert set(runs(folded(mixed))) <= set(runs(folded(f"Well: 小小 {mixed} 大 indeed")))


def test_half_of_an_entry_drops_and_less_is_told() -> None:
    words = [f"w{n}" for n in range(27)]  # twenty runs
    found = asked(" ".join(words))
    assert verdict(found, " ".join(words[:17])) == "repeats"  # ten of them
    touched = match(found, " ".join(words[:16]))
    assert touched is not None
    assert (touched.verdict, touched.words) == ("touches", " ".join(words[:16])[:80])
    assert touched.share == pytest.approx(9 / 20)
    assert verdict(found, " ".join(words[:7])) is None


def test_the_question_counts_by_itself_and_so_does_the_whole() -> None:
    solution = " ".join(f"step{n}" for n in range(80))
    found = index(Item((LONG,), (solution,)))
    assert verdict(found, LONG) == "repeats"
    assert verdict(found, solution) == "repeats"
    assert verdict(found, " ".join(solution.split()[:20])) == "touches"


def test_templates_and_examples_before_each_question_do_not_count() -> None:
    template = "Answer the following question with one word and nothing else please."
    found = asked(*(f"{template} {' '.join(f'q{n}w{i}' for i in range(9))}" for n in range(30)))
    assert verdict(found, template) is None
    assert verdict(found, " ".join(f"q7w{i}" for i in range(9))) == "repeats"


def test_a_question_that_many_entries_share_counts_with_an_answer_of_its_own() -> None:
    generic = "Which of the following statements about the text above is true?"
    found = index(*(Item((generic,), (f"Statement {n}.",)) for n in range(30)))
    assert found.match([generic, "Other."], [(generic, "Other.")]) is None
    got = found.match([generic, "Statement 8."], [(generic, "statement 8")])
    assert got is not None
    assert (got.entry, got.verdict) == (8, "repeats")


def test_quotes_in_three_files_do_not_count_and_entries_in_three_files_do() -> None:
    quote = "To be or not to be, that is the question of this play."
    items = [
        (n, Item((f"{quote} {' '.join(f'f{n}w{i}' for i in range(9))}",))) for n in range(3)
    ] + [(n, Item((LONG,), (f"option {n}",))) for n in range(3)]
    found = ContaminationIndex(sorted(items, key=lambda each: each[0]))
    assert verdict(found, quote) is None
    assert verdict(found, LONG) == "repeats"
    two = ContaminationIndex([each for each in items if each[0] < 2])
    assert verdict(two, quote) in ("touches", "repeats")


def test_copies_of_an_entry_do_not_make_it_common() -> None:
    found = asked(*[LONG] * 50)
    got = match(found, LONG)
    assert got is not None
    assert (got.entry, got.verdict) == (0, "repeats")


def test_passages_of_one_benchmark_are_entries_of_their_own() -> None:
    found = index(Item(others=(LONG,)), Item(others=(" ".join(f"w{n}" for n in range(9)),)))
    got = match(found, " ".join(f"w{n}" for n in range(9)))
    assert got is not None
    assert (got.entry, got.verdict) == (1, "repeats")


def test_nothing_is_found_in_nothing() -> None:
    assert verdict(index(), LONG) is None
    assert verdict(asked(LONG), "") is None
    assert verdict(asked("", "?!"), "?!") is None
    assert verdict(asked(LONG), "Is the bridge open in winter for all of the boats?") is None


def test_words_are_shown_as_people_write_them() -> None:
    assert shown(folded("河流 桥 of Zürich, 城市"), 80) == "河流桥 of zürich 城市"
    assert shown(["winter"] * 20, 20) == "winter winter winter…"
