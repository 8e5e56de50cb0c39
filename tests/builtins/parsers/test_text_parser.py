"""Plain text: decoding, cleaning and what is refused."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.documents.cleaning import clean, one_line, tidy
from sdk_core.documents.decoding import decode
from sdk_core.errors import DocumentError
from sdk_core.model import Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import build

Parse = Callable[..., Any]

SAMPLES = {
    "utf-8": "Größe, naïve, 東京 and Москва",
    "utf-16": "Größe, naïve, 東京 and Москва",
    "utf-16-le": "Отчёт о погоде за 2024 год. Ветер слабый, без осадков.\n",
    "utf-32": "Größe und Maß",
    "utf-8-sig": "begins with a mark",
    "iso2022_jp": "これは日本語の文章です。",
    "cp1251": "Отчёт о погоде: ветер слабый, осадков не ожидается. Температура воздуха днём около "
    "пятнадцати градусов, ночью возможны заморозки. Следующий отчёт выйдет завтра утром.",
    "cp1252": "Les élèves ont déjà été prévenus que l'école sera fermée à Noël, où la neige a "
    "rendu les routes très dangereuses. « Restez chez vous », répète le maire.",
    "shift_jis": "東京の天気は晴れです。気温は十五度で、風は弱いでしょう。明日は雨かもしれません。",
    "euc_kr": "서울의 날씨는 맑습니다. 기온은 십오 도이고 바람은 약합니다. 내일은 비가 옵니다.",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_decodes_common_encodings_without_being_told(parse: Parse, encoding: str) -> None:
    sample = SAMPLES[encoding]
    assert parse("text", sample.encode(encoding)).text == clean(sample).strip()


def test_guess_is_told(parse: Parse) -> None:
    parsed = parse("text", SAMPLES["cp1252"].encode("cp1252"))
    assert parsed.warnings == [
        "the encoding of test.text is not stated and was guessed to be cp1252"
    ]


def test_damaged_bytes_cost_only_themselves(parse: Parse) -> None:
    parsed = parse("text", "Ünder naïve cafés, größer ".encode() + b"\xff\xfe end")
    assert parsed.text == "Ünder naïve cafés, größer \ufffd\ufffd end"
    assert parsed.warnings[1] == "2 characters of test.text are damaged and were replaced"


def test_charset_of_the_server_is_believed(parse: Parse) -> None:
    parsed = parse("text", "Зима".encode("koi8-r"), charset="koi8-r")
    assert (parsed.text, parsed.warnings) == ("Зима", [])


def test_unknown_or_wrong_charset_is_passed_over() -> None:
    assert decode("naïve".encode(), charset="no-such-charset").text == "naïve"
    assert decode("naïve".encode(), charset="ascii").text in ("naïve", "naÃ¯ve")


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    data = ("Größe über alles. " * 40).encode() + b"\xff" + "Maß".encode()
    decoded = decode(data)
    assert decoded.encoding == "utf-8"
    assert decoded.guessed
    assert decoded.text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("dirty", "expected"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("\ufeffstart\x00 en\ufeffd", "start end"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07text", "red text"),
        ("lone \ud800 and pair \ud83d\ude00", "lone \ufffd and pair \U0001f600"),
        ("form\x0cfeed\tand tab", "form\nfeed\tand tab"),
    ],
)
def test_clean(dirty: str, expected: str) -> None:
    assert clean(dirty) == expected


def test_tidy_and_one_line() -> None:
    assert tidy("\n\na  \n\n\n\nb\t\n") == "a\n\nb"
    assert one_line("  a \n\t b ") == "a b"


def test_indentation_and_inner_blank_lines_stay(parse: Parse) -> None:
    assert parse("text", b"\n    code\n\n\n\nmore  \n\n").text == "    code\n\n\n\nmore"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "no text found"),
        (b"%PDF-1.7\n...", "not text but a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "not text but a PNG image"),
        (bytes(range(256)) * 40, "not text but binary data"),
        (codecs.BOM_UTF8, "no text found"),
    ],
)
def test_refuses_what_is_not_text(parse: Parse, content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        parse("text", content)
    assert caught.value.hint


def test_unreadable_file(parse: Parse, tmp_path: Any) -> None:
    with pytest.raises(DocumentError, match="cannot be read: No such file"):
        parse("text", tmp_path / "gone.txt")


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "cp1251", "utf-16", "junk", "zlib"]))
def test_decoding_never_fails(data: bytes, charset: str) -> None:
    text = clean(decode(data, charset=charset, declared=charset, markup=True).text)
    assert not set(text) & {chr(code) for code in range(32) if chr(code) not in "\n\t"}
    text.encode("utf-8")


@given(st.text(st.characters(), max_size=200))
def test_cleaned_text_is_stable_and_encodes(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert clean(cleaned) == cleaned


def test_dropped_characters_are_counted_and_accents_composed(parse: Parse) -> None:
    parsed = parse("text", "a\x00b\x07 \x1b[31mcafe\u0301\r\n".encode() + b"plain " * 20)
    assert parsed.text == "ab café\n" + ("plain " * 20).strip()
    assert parsed.warnings == ["3 control characters were dropped from test.text"]


def test_mojibake_is_mended_only_on_request(parse: Parse) -> None:
    garbled = "schÃ¶n â€œquoteâ€\x9d &amp; ﬁne".encode()
    assert "schÃ¶n" in parse("text", garbled).text
    mended = parse("text", garbled, fix_text=True)
    assert (mended.text, mended.warnings) == ("schön “quote” &amp; ﬁne", [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_large_file_comes_in_pieces(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "large.txt"
    line = "Отчёт о погоде: ветер слабый, осадков не ожидается. "
    # The first two megabytes are ASCII, so that the encoding shows only later.
    path.write_bytes(("plain words " * 180_000 + line * 160_000).encode(encoding))
    context = HeardContext()
    segments = list(build("text").parse(Source(uri="large.txt", path=path), context))
    assert len(segments) > 8
    assert max(len(segment.text) for segment in segments) <= 1_000_000
    words = Counter(word for segment in segments for word in segment.text.split())
    assert (words["plain"], words["Отчёт"], words["\ufffd"]) == (180_000, 160_000, 0)
    assert len(context.warnings) == (encoding == "cp1251")
