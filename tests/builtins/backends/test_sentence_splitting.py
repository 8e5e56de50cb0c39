"""Sentences of texts in many scripts."""

from __future__ import annotations

import pytest

from sdk_builtins.backends.extractive.sentences import is_prose, split_sentences, standing, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Smith met J. Doe, e.g. at 3.5 km. Then he left.", None),
        ("He said “Go.” Then he went.", ["He said “Go.”", "Then he went."]),
        ("It won.[12][3] [4] He left.", ["It won.[12][3]", "He left."]),
        ("你好。再见！“走。”他说", ["你好。", "再见！", "“走。”", "他说"]),
        ("यह पहला है। यह दूसरा है॥", ["यह पहला है।", "यह दूसरा है॥"]),
        ("هل هذا صحيح؟ نعم۔ حسنا", ["هل هذا صحيح؟", "نعم۔", "حسنا"]),
        ("# Title\n\n- first item\n- second item\n1. third", None),
        ("", []),
        ("\n\n \n", []),
    ],
)
def test_split(text: str, expected: list[str] | None) -> None:
    found = [sentence.text for sentence in split_sentences(text)]
    special = {
        "Dr.": ["Dr. Smith met J. Doe, e.g. at 3.5 km.", "Then he left."],
        "# T": ["Title", "first item", "second item", "third"],
    }
    assert found == (expected if expected is not None else special[text[:3]])


def test_wrapped_lines_belong_together_and_headings_do_not() -> None:
    text = (
        "Heading\n"
        "This is a sentence that goes on over the end of a line because there was no more\n"
        "room on it. Here is another one that does the same thing for the very same reason\n"
        "and ends here.\n"
    )
    assert [sentence.flat[:7] for sentence in split_sentences(text)] == [
        "Heading",
        "This is",
        "Here is",
    ]


def test_endless_sentences_are_cut_between_words() -> None:
    text = "word " * 500
    found = split_sentences(text)
    assert len(found) > 5
    assert [word for sentence in found for word in words(sentence.text)] == ["word"] * 500


def test_prose() -> None:
    assert is_prose("The quick brown fox jumps.")
    assert is_prose("सभी मनुष्यों को गौरव और अधिकारों के मामले में स्वतन्त्रता प्राप्त है।")
    assert not is_prose("def f(x): return {x: [1, 2]} if x else {}")
    assert not is_prose("[Dansk](https://da.wikipedia.org/wiki/%C3%86nder)")
    assert not is_prose("The following:")


def test_standing() -> None:
    assert standing("Honey is sweet.") == 1
    assert standing("It is sweet.") < 1
    assert standing("and then left the") < 0.5
