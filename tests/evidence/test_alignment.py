"""Where quotes are found: every stage, several places, scripts, and inputs of any kind."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdk_core.evidence.alignment import align_quotes, still_stands
from sdk_core.model.evidence import Evidence

TEXT = """# The boiler

The **boiler** has a pres-
sure of 12.5 bar.[3] It must not be opened before it has cooled down to 40 °C, as Maria
Keller wrote in 1998³ for well-
known reasons. Open the valve slowly.

14

\fThe outlet is cleaned every second week, and the sieve is rinsed with cold water. Open the valve
slowly.
"""


def one(text: str, quote: str, **more: object) -> Evidence:
    """Return what is found of one quote."""
    (found,) = align_quotes(text, [quote], **more)  # type: ignore[arg-type]
    return found


def span(text: str, found: Evidence) -> str:
    """Return the text of a span."""
    assert found.start is not None
    assert found.end is not None
    assert still_stands(text, found)
    return text[found.start : found.end]


def test_exact_quote_is_the_slice() -> None:
    found = one(TEXT, "It must not be opened")
    assert (found.match, found.score, found.occurrences) == ("exact", 1.0, 1)
    assert span(TEXT, found) == found.quote


def test_quotation_marks_around_a_quote_are_none_of_it() -> None:
    found = one(TEXT, "“It must not be opened”")
    assert found.match == "exact"
    assert span(TEXT, found) == "It must not be opened"
    assert found.quote == "“It must not be opened”"


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "the boiler has a pressure of 12.5 bar. It",
            "boiler** has a pres-\nsure of 12.5 bar.[3] It",
        ),
        ("wrote in 1998 for well-known reasons", "wrote in 1998³ for well-\nknown reasons"),
        ("Open the valve slowly. The outlet is", "slowly.\n\n14\n\n\fThe outlet is"),
    ],
)
def test_marks_notes_pages_and_hyphens_do_not_hide_a_quote(quote: str, expected: str) -> None:
    found = one(TEXT, quote)
    assert found.match == "normalised"
    assert span(TEXT, found).endswith(expected)


def test_a_quote_may_keep_its_footnote_but_not_give_it_another_number() -> None:
    source = "The yield fell in the dry year.[12] Nobody knew\n why."
    assert one(source, "in the dry year.[12] Nobody knew why").match == "normalised"
    assert not one(source, "in the dry year. [13] Nobody knew why").is_found


@pytest.mark.parametrize("dots", ["…", "...", " [...] ", " (…) ", " . . . "])
def test_fragments_stand_in_order(dots: str) -> None:
    found = one(TEXT, f"has cooled down{dots}for well-known reasons")
    assert found.match == "fragments"
    assert span(TEXT, found).startswith("has cooled")
    assert span(TEXT, found).endswith("reasons")
    assert one(TEXT, f"for well-known reasons{dots}has cooled down").match == "none"


def test_fragments_stand_near_one_another() -> None:
    source = "The first part. " + "Something else is said here. " * 12 + "The last part."
    assert one(source, "The first part … The last part").match == "none"


def test_an_ellipsis_does_not_hide_a_negation() -> None:
    found = one(TEXT, "It must … be opened before")
    assert (found.match, found.differs) == ("altered", '"…" for "not"')


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("The outlt is claened every second week", "The outlet is cleaned every second week"),
        ("the sieve is rinsed wiht cold watr", "the sieve is rinsed with cold water"),
        (
            "pressure of 12.5 bar. It must not be opend",
            "pres-\nsure of 12.5 bar.[3] It must not be opened",
        ),
        (
            "before it has coooled down to 40 °C, as Maria Kellr",
            "before it has cooled down to 40 °C, as Maria\nKeller",
        ),
    ],
)
def test_slips_are_found_with_whole_words_at_both_ends(quote: str, expected: str) -> None:
    found = one(TEXT, quote)
    assert (found.match, found.differs) == ("fuzzy", "")
    assert 0.85 <= found.score < 1
    assert span(TEXT, found) == expected


def test_a_short_quote_is_not_found_with_slips() -> None:
    assert one(TEXT, "the sive is rinsd").match == "none"


def test_too_many_edits_are_none_and_keep_the_likeness() -> None:
    found = one(TEXT, "the outer lid is wiped each third month, and a sieve is dried with warm air")
    assert (found.match, found.start) == ("none", None)
    assert 0.2 < found.score < 0.85


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        (
            "压力不得超过十二巴，否则必须立即关闭阀门。",
            "压力不得超过十二巴，否侧必须立即",
            "压力不得超过十二巴，否则必须立即",
        ),
        (
            "ポンプは三時間以上空運転してはならない。",
            "ポンプは三時間以上空運転しはならない",
            "ポンプは三時間以上空運転してはならない",
        ),
        (
            "Насос должен работать\nтихо и ровно всю ночь.",
            "Насос должен рабтать тихо и ровно",
            "Насос должен работать\nтихо и ровно",
        ),
        (
            "यह पंप हर दिन सुबह साफ पानी से धोया जाता है।",
            "पंप हर दिन सुबह साफ पानी स धोया जाता",
            "पंप हर दिन सुबह साफ पानी से धोया जाता",
        ),
        (
            "تُغسَل المضخة كل صباح بماء نظيف من البئر القديمة.",
            "تغسل المضخة كل صباح بماء نظيف من البئر",
            "تُغسَل المضخة كل صباح بماء نظيف من البئر",
        ),
        (
            "המשאבה נשטפת כל בוקר במים נקיים מן הבאר הישנה",
            "המשאבה נשטפת כל בוקר במים נקים מן הבאר",
            "המשאבה נשטפת כל בוקר במים נקיים מן הבאר",
        ),
        (
            "펌프는 매일 아침 깨끗한 물로 씻어서 말린다.",
            "펌프는 매일 아침 깨끗한 물로 씻어서 말린",
            "펌프는 매일 아침 깨끗한 물로 씻어서 말린",
        ),
        (
            "เครื่องสูบน้ำต้องล้างทุกเช้า\nด้วยน้ำสะอาด",
            "เครื่องสูบน้ำต้องล้างทุกเช้าด้วยน้ำสะอาด",
            "เครื่องสูบน้ำต้องล้างทุกเช้า\nด้วยน้ำสะอาด",
        ),
        (
            "Máy bơm được rửa mỗi sáng bằng\nnước sạch lấy từ giếng.",
            "Máy bơm được rửa mỗi sáng bằng nước sạch",
            "Máy bơm được rửa mỗi sáng bằng\nnước sạch",
        ),
    ],
)
def test_scripts(text: str, quote: str, expected: str) -> None:
    found = one(text, quote)
    assert found.is_found, found
    assert span(text, found) == expected


@pytest.mark.parametrize(
    ("text", "quote", "differs"),
    [
        ("It holds at 12.5 bar.", "5 bar", '"5" for "12.5"'),
        ("It falls to -5 °C at night.", "5 °C at night", '"5" for "-5"'),
        ("It is 10² times as large.", "It is 10", '"10" for "10²"'),
        ("It weighs 12 kg.", "It weighs 12 k", '"12 k" for "12 kg"'),
    ],
)
def test_a_part_of_a_number_is_another_number(text: str, quote: str, differs: str) -> None:
    found = one(text, quote)
    assert (found.match, found.differs) == ("altered", differs)


def test_whole_numbers_are_preferred_to_parts() -> None:
    source = "First 15 bar, then 5 bar."
    found = one(source, "5 bar")
    assert (found.match, found.start) == ("exact", source.index("then 5") + 5)


def test_the_passage_comes_first_and_then_the_whole_text() -> None:
    late = TEXT.rindex("Open the valve")
    found = one(TEXT, "Open the valve", start=TEXT.index("The outlet"))
    assert (found.start, found.occurrences) == (late, 1)
    elsewhere = one(TEXT, "It must not be opened", start=late)
    assert (elsewhere.match, elsewhere.start) == ("exact", TEXT.index("It must not"))


def test_the_place_behind_the_last_quote_is_taken() -> None:
    first, second = align_quotes(TEXT, ["The outlet is cleaned", "Open the valve"])
    assert first.end is not None
    assert second.start == TEXT.rindex("Open the valve")
    assert second.occurrences == 2


def test_the_place_near_the_answers_words_is_taken() -> None:
    filler = "Much is said of other things here. " * 12
    source = f"The limit is low. It is for copper pipes. {filler}The limit is low. It is for steel."
    found = one(source, "The limit is low.", answer="For steel the limit is low.")
    assert found.start == source.rindex("The limit")


def test_the_answer_is_found_where_no_quote_is() -> None:
    nothing, answer = align_quotes(TEXT, ["it says something else"], answer="With cold water.")
    assert (nothing.match, nothing.start) == ("none", None)
    assert answer.match == "answer"
    assert answer.quote == span(TEXT, answer) == "with cold water."


def test_without_quotes_only_the_answer_is_looked_for() -> None:
    assert align_quotes(TEXT, []) == ()
    assert [each.match for each in align_quotes(TEXT, [], answer="12.5 bar")] == ["answer"]


@pytest.mark.parametrize("answer", ["No", "5", "the", "It", "bar", "", "14.", "ooled down to 4"])
def test_answers_that_stand_anywhere_are_no_evidence(answer: str) -> None:
    assert align_quotes(TEXT, [], answer=answer) == ()


def test_quotes_that_are_found_leave_the_answer_aside() -> None:
    found = align_quotes(TEXT, ["It must not be opened"], answer="12.5 bar")
    assert [each.match for each in found] == ["exact"]


def test_empty_quotes_are_passed_over() -> None:
    assert align_quotes(TEXT, ["", "  \n", "\u3000"]) == ()


def test_a_running_head_is_no_change() -> None:
    source = (
        "The sieve is rinsed with cold water and laid out\n\n\f12 Boilers\n\nto dry in the sun for"
        " as long as the weather is fair and the yard is free of dust and of ash and leaves.\n"
    )
    found = one(source, " ".join(source.replace("\n\n\f12 Boilers\n\n", " ").split()))
    assert found.match == "fuzzy"
    assert span(source, found) == source.strip()


def test_a_long_quote_is_found_by_its_ends_and_compared_as_a_whole() -> None:
    source = " ".join(f"Part number {i} is kept in box {i * 7} of the store." for i in range(200))
    start, end = source.index("Part number 20 "), source.index("Part number 140 ")
    quote = source[start:end].strip().replace("kept", "kpet", 3)
    found = one(source, quote)
    assert found.match == "fuzzy"
    assert span(source, found) == source[start:end].strip()
    forged = one(source, quote.replace("box 560", "box 650"))
    assert (forged.match, forged.differs) == ("altered", '"650" for "560"')


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("ab" * 50_000, "ab" * 1_200 + "x" + "ab" * 1_300),
        ("a b " * 20_000, "a b " * 400 + "c"),
        ("[" * 20_000 + "](" * 5_000, "[" * 400 + "abcdefghijklmnopqrstuvwxyz"),
        ("12\n\n" * 10_000, "12 13 " * 100),
        ("e\u0301" * 20_000, "e\u0301" * 300 + "xyz"),
    ],
    ids=["letters", "words", "brackets", "pages", "accents"],
)
def test_texts_that_repeat_themselves_come_to_an_end(text: str, quote: str) -> None:
    align_quotes(text, [quote])


@given(st.text(max_size=120), st.data())
def test_a_slice_is_found_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    assume(any(map(str.isalpha, quote)))
    found = one(text, quote)
    assert found.match in ("exact", "altered")  # altered where a number is cut
    assert found.start is not None
    assert text[found.start : found.end] == quote
    if found.match == "altered":
        assert any(map(str.isdecimal, quote))


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=100),
    st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=60), max_size=3),
    st.text(max_size=30),
    st.integers(-5, 120),
    st.none() | st.integers(-5, 120),
)
def test_nothing_raises_and_spans_lie_within(
    text: str, quotes: list[str], answer: str, start: int, end: int | None
) -> None:
    found = align_quotes(text, quotes, answer=answer, start=start, end=end)
    assert len(found) <= len(quotes) + 1
    for each in found:
        assert still_stands(text, each)
        assert 0 <= each.score <= 1


WORDS = (
    "the old pump stands near one narrow brook and every morning someone cleans its copper sieve"
    " with warm water while geese watch from their wooden house beyond that meadow"
)
SENTENCES = st.lists(
    st.sampled_from(WORDS.split()),
    min_size=8,
    max_size=25,
)


@given(
    SENTENCES, SENTENCES, SENTENCES, st.sampled_from(["[3]", "⁴", "\n\n— 7 —\n\n", "\n\f", "\n"])
)
def test_what_is_put_in_does_not_shift_the_ends(
    before: list[str], words: list[str], behind: list[str], put_in: str
) -> None:
    middle = len(words) // 2
    gap = put_in if put_in.endswith(("\n", "\f")) else put_in + " "
    quoted = " ".join(words[:middle]) + gap + " ".join(words[middle:])
    text = f"{' '.join(before)} Start {quoted} Stop {' '.join(behind)}"
    found = one(text, "Start " + " ".join(words) + " Stop")
    assert found.match in ("exact", "normalised")
    assert span(text, found) == f"Start {quoted} Stop"


def test_still_stands_tells_another_text() -> None:
    found = one(TEXT, "It must not be opened")
    assert still_stands(TEXT, found)
    assert not still_stands("Oh. " + TEXT, found)
    assert not still_stands("", found)
    assert still_stands("", Evidence(quote="never there"))
