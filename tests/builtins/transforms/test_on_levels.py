"""The transforms of several levels: what they make of documents, segments, chunks and examples."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sdk_builtins.transforms.clean_text import CleanText, CleanTextOptions
from sdk_builtins.transforms.item_texts import text_of
from sdk_builtins.transforms.language import Language, LanguageOptions
from sdk_builtins.transforms.length import Length, LengthOptions
from sdk_builtins.transforms.regex import Regex, RegexOptions
from sdk_core.components import Transform
from sdk_core.model import Chunk, Document, Example, Segment
from sdk_core.testing import HeardLosses, make_chunk, make_document, make_example
from sdk_core.tokens import estimate

LETTERS = st.text(
    st.sampled_from("aZ9 -\u00ad\u2010\n\r\t\u00a0\u3000\ufb01\ufb04\u0301\u200b\x07\x1b[m\ufeff")
    | st.characters(codec="utf-8"),
    max_size=40,
)
CLEANING = st.fixed_dictionaries(
    {name: st.booleans() for name in ("ligatures", "spaces", "blank_lines", "hyphens")}
)


def _apply(transform: Transform[Any], item: Any) -> tuple[list[Any], list[str]]:
    """Return what comes through, and the reasons for what does not."""
    said = HeardLosses()
    found = list(transform.apply(item, said))
    return found, [reason for reason, _ in said.parts]


def _regex(**options: Any) -> Regex:
    return Regex(RegexOptions.model_validate(options))


@given(LETTERS, CLEANING)
@example("\ufb01\u0301", {"blank_lines": False})
@example("a- \nb", {"hyphens": True})
def test_clean_text_is_done_when_it_is_done_once(text: str, chosen: dict[str, bool]) -> None:
    transform = CleanText(CleanTextOptions.model_validate(chosen))
    [once], _ = _apply(transform, Segment(text=text))
    [twice], _ = _apply(transform, once)
    assert twice.text == once.text


@given(LETTERS)
def test_clean_text_does_the_same_on_every_level(text: str) -> None:
    [segment], _ = _apply(CleanText(), Segment(text=text))
    [document], _ = _apply(CleanText(), Document.create("d", [Segment(text=text)]))
    [record], _ = _apply(CleanText(), make_example(question="Q", answer=text))
    assert document.segments[0].text == record.fields["answer"] == segment.text


def test_clean_text_changes_only_what_it_is_told_to() -> None:
    text = "\ufb01ne\u00a0day \n\n\n\nof the wa-\nter"
    off = {"ligatures": False, "spaces": False, "blank_lines": False}
    [same], reasons = _apply(CleanText(CleanTextOptions.model_validate(off)), Segment(text=text))
    assert (same.text, reasons) == (text, [])
    [joined], _ = _apply(CleanText(CleanTextOptions(hyphens=True)), Segment(text=text))
    assert joined.text == "fine day\n\nof the water"


def test_clean_text_joins_no_compound_whose_parts_have_capitals_or_digits() -> None:
    text = "Sankt-\nMoritz, 1-\n2"
    [found], _ = _apply(CleanText(CleanTextOptions(hyphens=True)), Segment(text=text))
    assert found.text == text


def test_a_replacement_may_use_groups_by_number_and_name() -> None:
    [found], reasons = _apply(
        _regex(pattern=r"(?P<month>\d\d)/(\d{4})", replacement=r"\2-\g<month>"),
        Segment(text="Dug 05/1789, done 11/1804."),
    )
    assert (found.text, reasons) == ("Dug 1789-05, done 1804-11.", [])


def test_a_replacement_is_made_in_every_segment_of_a_document() -> None:
    document = make_document(pages=["One lock.", "No bridge.", "A lock, a lock."])
    [found], _ = _apply(_regex(pattern="lock", replacement="weir"), document)
    assert [each.text for each in found.segments] == ["One weir.", "No bridge.", "A weir, a weir."]
    assert [each.index for each in found.segments] == [1, 2, 3]


def test_a_replacement_in_a_chunk_leaves_its_place_as_it_was() -> None:
    chunk = make_chunk()
    [found], _ = _apply(_regex(pattern="Canal", replacement="Great Canal"), chunk)
    assert isinstance(found, Chunk)
    assert "Great Canal" in found.text
    assert (found.start, found.end, found.document_id) == (
        chunk.start,
        chunk.end,
        chunk.document_id,
    )


def test_a_replacement_reaches_turns_and_lists_of_an_example() -> None:
    talk = make_example(messages=[("user", "Where is the lock?"), ("assistant", "The lock? Here.")])
    [found], _ = _apply(_regex(pattern="lock", replacement="weir"), talk)
    assert [turn.content for turn in found.messages] == ["Where is the weir?", "The weir? Here."]
    listed = make_example(options=["a lock", "a boat"], grade=3)
    [found], _ = _apply(_regex(pattern="lock", replacement="weir"), listed)
    assert list(found.fields["options"]) == ["a weir", "a boat"]
    assert found.fields["grade"] == 3


def test_a_field_keeps_the_replacement_to_itself() -> None:
    record = make_example(question="A lock?", answer="A lock.")
    [found], _ = _apply(_regex(pattern="lock", replacement="weir", field="answer"), record)
    assert (found.fields["question"], found.fields["answer"]) == ("A lock?", "A weir.")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"pattern": "km", "action": "drop"}, "matches km"),
        ({"pattern": "miles", "action": "keep"}, "does not match miles"),
        ({"pattern": "km", "action": "keep"}, ""),
        ({"pattern": "miles", "action": "drop"}, ""),
        ({"pattern": "^IT", "action": "drop", "flags": "mi"}, "matches ^IT"),
        ({"pattern": "km", "action": "keep", "field": "question"}, "does not match km"),
        ({"pattern": "km", "action": "keep", "field": "nothing"}, "does not match km"),
    ],
)
def test_what_is_dropped_and_kept_says_why(options: dict[str, str], reason: str) -> None:
    record = make_example(question="How long?", answer="It is 41 km.")
    found, reasons = _apply(_regex(**options), record)
    assert (found, reasons) == (([], [reason]) if reason else ([record], []))


@pytest.mark.parametrize(
    "options",
    [
        {"pattern": "["},
        {"pattern": ""},
        {"pattern": "(a)", "replacement": r"\2"},
        {"pattern": "a", "replacement": r"\g<x>"},
        {"pattern": "a", "flags": "q"},
        {"pattern": "a", "action": "delete"},
    ],
)
def test_what_makes_no_sense_is_refused_when_it_is_given(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(reversed(options))):
        RegexOptions.model_validate(options)


@given(st.text("ab \n文é", max_size=30), st.integers(1, 20))
def test_units_are_characters_words_and_estimated_tokens(text: str, least: int) -> None:
    lengths = {"characters": len(text), "words": len(text.split()), "tokens": estimate(text)}
    for unit, length in lengths.items():
        options = LengthOptions.model_validate({"least": least, "unit": unit})
        found, reasons = _apply(Length(options), Segment(text=text))
        assert bool(found) == (length >= least)
        assert reasons == ([] if found else [f"under {least} {unit}"])


def test_limits_are_part_of_what_is_kept() -> None:
    exactly = Length(LengthOptions(least=4, most=4))
    assert _apply(exactly, Segment(text="four"))[0]
    assert _apply(exactly, Segment(text="fours")) == ([], ["over 4 characters"])
    assert _apply(exactly, Segment(text="fou")) == ([], ["under 4 characters"])


def test_an_example_is_measured_by_a_field_or_by_all_that_it_says() -> None:
    record = make_example(question="Q" * 8, answer="A" * 3)
    assert _apply(Length(LengthOptions(least=8)), record)[0]
    assert _apply(Length(LengthOptions(least=8, field="answer")), record)[0] == []
    assert _apply(Length(LengthOptions(least=1, field="nothing")), record)[0] == []


@pytest.mark.parametrize("options", [{"least": -1}, {"most": 0}, {"least": 1, "unit": "pages"}])
def test_lengths_that_make_no_sense_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(reversed(options))):
        LengthOptions.model_validate(options)


def test_the_language_of_an_example_is_that_of_all_that_it_says_or_of_a_field() -> None:
    german = "Der Kanal wurde gegraben, weil die Kohle den Fluss nicht hinauf kam, sagt man."
    record = make_example(question="Why was the canal dug, and when was it done?", answer=german)
    only_german = Language(LanguageOptions(only=["de"], field="answer"))
    only_english = Language(LanguageOptions(only=["en"], field="answer"))
    assert _apply(only_german, record)[0] == [record]
    assert _apply(only_english, record) == ([], ["in de"])


def test_one_language_may_be_named_without_a_list() -> None:
    assert LanguageOptions.model_validate({"only": "de"}).only == ["de"]
    with pytest.raises(ValueError, match="only"):
        LanguageOptions.model_validate({"only": []})


@pytest.mark.parametrize("item", [make_document(), Segment(text="a"), make_chunk(), make_example()])
def test_what_comes_through_is_of_the_kind_that_went_in(item: Any) -> None:
    for transform in (CleanText(), _regex(pattern="x"), Length(LengthOptions(least=1))):
        found, _ = _apply(transform, item)
        assert [type(each) for each in found] == [type(item)]


def test_the_text_of_an_example_is_all_that_it_says() -> None:
    record: Example = make_example(question="Q", answer="A", grade=3)
    assert text_of(record) == "Q\nA"
    assert text_of(record, "answer") == "A"
    assert text_of(record, "grade") == ""
