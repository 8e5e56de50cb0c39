"""The normal form: what it takes for the same, what it keeps apart, and where it points to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.evidence.normal_text import Form, normalise

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("aZßİıéﬁ²½①中あ한กअ ا \t\n\r\f-–*_`#>|[]()\\<&;1.,'\"«…\u00ad\u200b\u0301"),
    ),
    max_size=80,
)
FORMS: tuple[Form, ...] = ("strict", "loose")


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The STRAßE ends", "the strasse ends"),
        ("ﬁne oﬃce", "fine office"),
        ("İstanbul'da IŞIK", "istanbul'da ışık"),
        ("cafe\u0301", "café"),
        ("ｶﾞﾗｽ ２０２４", "ガラス 2024"),
        ("“So” – she said", '"So" - she said'),
        ("« oui » dit-il : bien !", "“oui” dit-il: bien!"),
        ("one  two\n\tthree\u00a0four", "one two three four"),
        ("使用 Python\n语言", "使用Python语言"),
        ("ภาษา\nไทย", "ภาษาไทย"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("**bold** _it_ `code` ~~gone~~", "bold it code gone"),
        ("## A heading\n> quoted\n- item", "A heading quoted item"),
        ("see [the page](https://example.org/a_b) now", "see the page now"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("a \\* b &amp; c<br>d", "a * b & c d"),
        ("<b>B</b>old <a href='x'>link</a>", "Bold link"),
        ("CO₂ und µm", "CO2 und μm"),
        ("well-\nknown", "well-known"),
    ],
)
def test_strict_form_takes_marks_of_form_for_nothing(source: str, quote: str) -> None:
    assert normalise(source, "strict").text == normalise(quote, "strict").text


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("the pres-\nsure", "the pressure"),
        ("the pres- sure", "the pressure"),
        ("well-\nknown", "wellknown"),
        ("as shown.[12] Then", "as shown. Then"),
        ("as shown[^note]¹² then†", "as shown then"),
        ("in 1998³ he", "in 1998 he"),
        ("the end\n\n— 14 —\n\nof it", "the end of it"),
        ("the end\nPage 14 of 20\n\fof it", "the end of it"),
        ("das En-\n\n17\n\nde davon", "das Ende davon"),
        ("1. Heat it.\n2. Stir it.", "Heat it. Stir it."),
        ("كِتَابٌ", "كتاب"),
    ],
)
def test_loose_form_leaves_out_what_pages_put_in(source: str, quote: str) -> None:
    assert normalise(source, "loose").text == normalise(quote, "loose").text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10² m", "102 m"),
        ("1½ cups", "11/2 cups"),
        ("2① times", "21 times"),
        ("5 m²", "5 m"),
        ("㎡ 5", "m2 5"),
        ("-5 °C", "5 °C"),
        ("−5 °C", "5 °C"),
        ("x > 5", "x < 5"),
        ("5 %", "5 ‰"),
        ("12.5", "125"),
        ("2·5", "2.5"),
        ("2 * 3", "2 3"),
        ("2**3", "23"),
        ("10-20", "1020"),
        ("5' long", '5" long'),
        ("12\n14\n16", "12 16"),
    ],
)
def test_numbers_and_signs_are_kept_apart(one: str, other: str, form: Form) -> None:
    assert normalise(one, form).text != normalise(other, form).text


def test_numbers_that_were_left_out_are_remembered() -> None:
    normal = normalise("It is so.[12] And\n\n7\n\nthen 10² more¹.", "loose")
    assert [digits for _, digits in normal.marks] == ["12", "7", "1"]
    assert normal.marks_behind(0, normal.text.index(" and")) == ["12"]


def test_map_points_to_what_a_character_stands_for() -> None:
    source = "Die **Straße** ﬁel"
    normal = normalise(source, "strict")
    at = normal.text.index("strasse")
    start, end = normal.span(at, at + len("strasse"))
    assert source[start:end] == "Straße"
    start, end = normal.span(normal.text.index("fiel"), len(normal.text))
    assert source[start:end] == "ﬁel"


@given(TEXTS, st.sampled_from(FORMS))
def test_map_stays_within_the_text_and_never_goes_back(text: str, form: Form) -> None:
    normal = normalise(text, form)
    assert len(normal.text) == len(normal.starts) == len(normal.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(normal.starts, normal.ends, strict=True))
    assert list(normal.starts) == sorted(normal.starts)
    assert list(normal.ends) == sorted(normal.ends)


@given(st.text(alphabet="abcdef ghi,.", max_size=60), st.sampled_from(FORMS))
def test_plain_text_is_its_own_normal_form(text: str, form: Form) -> None:
    assert normalise(text, form).text == " ".join(text.split())
