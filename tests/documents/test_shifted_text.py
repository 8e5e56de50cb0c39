"""Text in ISO-2022, whole and damaged, and text that holds its escapes by chance."""

from __future__ import annotations

import pytest

from sdk_core.documents.decoding import canonical, decode

JAPANESE = "これは灯台守の日記である。毎晩、灯をともす。\n" * 20
KOREAN = "등대지기는 매일 저녁 등불을 켠다.\n" * 20


@pytest.mark.parametrize(("text", "encoding"), [(JAPANESE, "iso2022_jp"), (KOREAN, "iso2022_kr")])
def test_a_damaged_byte_does_not_make_rubbish_of_the_rest(text: str, encoding: str) -> None:
    whole = text.encode(encoding)
    assert decode(whole).text == text
    for at in range(40, 60):
        for flipped in (0x80, 0x20):
            data = bytearray(whole)
            data[at] ^= flipped
            found = decode(bytes(data))
            assert found.encoding == encoding
            assert found.text.count("\n") >= 19
            assert found.text[-15:] == text[-15:]


def test_an_escape_alone_is_no_sign() -> None:
    log = "start \x1b$B and then plain wörds of a terminal, line after line \x1b[0m\n" * 5
    assert "plain wörds" in decode(log.encode()).text


def test_names_of_encodings() -> None:
    assert canonical(" Latin-1 ") == "iso8859-1"
    assert canonical("SJIS") == "shift_jis"
    for name in ("klingon", "", "rot13", "base64", "a\0b"):
        assert canonical(name) == ""
