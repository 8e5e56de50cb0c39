"""Numbers, units, dates and times are read in the forms of many countries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.grounded.chinese_numerals import chinese_numbers
from sdk_builtins.judges.grounded.comparison import same
from sdk_builtins.judges.grounded.dates import clocks, dates
from sdk_builtins.judges.grounded.grounds import sentences
from sdk_builtins.judges.grounded.number_words import number_words
from sdk_builtins.judges.grounded.numerals import plain_digits, read
from sdk_builtins.judges.grounded.values import Value, values_of
from tests.builtins.judges.grounded.value_cases import TEXTS
from tests.builtins.judges.grounded.value_exchanges import exchange, found


def one(text: str, language: str = "en") -> Value:
    """Return the only value of a text."""
    (value,) = values_of(text, frozenset({language}))
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("1'234.56", 1234.56),
        ("12,5", 12.5),
        ("½", 0.5),
        ("2½", 2.5),
        ("3/4", 0.75),
        ("10²", 100),
        ("3×10⁻⁴", 3e-4),
        ("2e3", 2000),
        ("１２", 12),
        ("٣٫٥", 3.5),
        ("०.५", 0.5),
        ("1,00,000", 100_000),
    ],
)
def test_digits(text: str, value: float) -> None:
    numeral = read(plain_digits(text))
    assert numeral is not None
    assert any(reading == pytest.approx(value) for reading in numeral.readings)


@given(st.integers(0, 10**9), st.integers(0, 99), st.sampled_from([",.", ".,", " ,", "'.", " ."]))
def test_a_number_is_the_same_in_every_country(whole: int, cents: int, marks: str) -> None:
    written = f"{whole:,}.{cents:02}".replace(",", "g").replace(".", marks[1])
    written = written.replace("g", marks[0])
    numeral = read(plain_digits(written))
    assert numeral is not None
    assert numeral.readings == (pytest.approx(whole + cents / 100),)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "one hundred and ninety-six", 196),
        ("en", "two thousand five hundred", 2500),
        ("de", "siebenundvierzig", 47),
        ("de", "viertausendfünfhundert", 4500),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "deux cent soixante et onze", 271),
        ("es", "treinta y cinco", 35),
        ("es", "cuarenta y dos mil", 42000),
        ("it", "ventitré", 23),
        ("it", "trecentoquindici", 315),
        ("pt", "cento e vinte e cinco", 125),
        ("nl", "tweeëntwintig", 22),
        ("sv", "tjugofem", 25),
        ("da", "femogtyve", 25),
        ("pl", "dwadzieścia pięć", 25),
        ("ru", "тридцать два", 32),
        ("tr", "yirmi beş", 25),
    ],
)
def test_number_words(language: str, text: str, value: int) -> None:
    assert [each.value for each in number_words(text, frozenset({language}))] == [value]


def test_words_of_other_languages_say_no_number() -> None:
    assert not list(number_words("set fire to it on the bin", frozenset({"en"})))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二百", 1200),
        ("三分之一", 1 / 3),
        ("两千五", 2500),
        ("三点五", 3.5),
        ("一亿二千万", 120_000_000),
    ],
)
def test_chinese_numerals(text: str, value: float) -> None:
    assert [each.value for each in chinese_numbers(text)] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("one_way", "other"),
    [
        ("1.5 kW", "1,500 W"),
        ("90 min", "1.5 h"),
        ("2 weeks", "14 days"),
        ("72 km/h", "20 m/s"),
        ("£6m", "6 million pounds"),
        ("50 cents", "$0.50"),
        ("68 °F", "20 °C"),
        ("3 dl", "300 ml"),
        ("24-hour", "1 day"),
        ("5 g/L", "500 mg/dl"),
        ("12 months", "one year"),
        ("3.5 t", "3500 kg"),
    ],
)
def test_units_are_converted(one_way: str, other: str) -> None:
    assert same(one(one_way), one(other))


@pytest.mark.parametrize(
    ("one_way", "other"),
    [
        ("5 kg", "5 g"),
        ("2 weeks", "2 months"),
        ("5 kg", "5 m"),
        ("€5", "$5"),
        ("6 million", "6 billion"),
        ("DW-620", "DW-602"),
        ("3 p.m.", "3 a.m."),
        ("5 May 2020", "6 May 2020"),
    ],
)
def test_other_units_are_told_apart(one_way: str, other: str) -> None:
    assert not same(one(one_way), one(other))


@pytest.mark.parametrize(
    "text",
    [
        "3 April 1979",
        "April 3, 1979",
        "3. April 1979",
        "3 avril 1979",
        "3 de abril de 1979",
        "3 aprile 1979",
        "3 kwietnia 1979",
        "3 апреля 1979",
        "1979-04-03",
        "03.04.1979",
        "3/4/1979",
        "1979年4月3日",
        "1979년 4월 3일",
        "3 nisan 1979",
    ],
)
def test_dates(text: str) -> None:
    (date,) = dates(text)
    assert (date.year, {date.month, date.day}) == (1979, {4, 3})


@pytest.mark.parametrize("text", ["He may come", "to march on", "1.2.3", "version 10.4"])
def test_no_dates(text: str) -> None:
    assert not list(dates(text))


@pytest.mark.parametrize("text", ["15:00", "3 p.m.", "15.00 Uhr", "15h00", "下午三点", "15時"])
def test_times_of_day(text: str) -> None:
    (clock,) = clocks(text)
    assert clock.minutes == 15 * 60


@pytest.mark.parametrize("code", ["480-1132", "E01", "DW-620", "PW-4410-9982-17", "CR2032", "v2"])
def test_codes_are_no_numbers(code: str) -> None:
    assert one(code).code == code.lower()


def test_a_range_shares_its_unit() -> None:
    low, high = values_of("5 to 10 kg")
    assert low.unit == high.unit is not None


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for value in values_of(text, frozenset({"en", "de", "fr"})):
        assert text[value.start : value.end].startswith(value.text[:1])


_SIGNS = "0123456789 .,-+/:%€$£|\n" + "abkgmhp年月日时分万三十"


@given(st.text(_SIGNS, max_size=120))
def test_a_copy_of_the_passage_is_right(text: str) -> None:
    for sentence in sentences(text):
        assert [
            f for f in found(exchange(text, sentence, "", sentence)) if "makes" not in f.text
        ] == []


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_of_the_passage_is_right(language: str) -> None:
    passage = " ".join(TEXTS[language])
    for sentence in TEXTS[language]:
        for quote in (sentence, ""):
            assert not found(exchange(passage, quote, "What is said?", sentence))
