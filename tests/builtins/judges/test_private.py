"""Personal data and secrets: found, told without being shown, and taken out."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.private.judge import PrivateJudge
from sdk_builtins.judges.private.patterns import find_private, is_iban, is_luhn
from sdk_core.errors import UsageError
from sdk_core.model import Evidence, Example, Judgement

FOUND = {
    "Write to ines.duarte@lagoa.example or call.": "email",
    "Schreiben Sie an m.weiß@beispiel.example.": "email",
    "Ask anna (at) mill (dot) example for it.": "email",
    "Call +44 20 7946 0958 after ten.": "phone",
    "Tel. 030 901820": "phone",
    "On l'appelle au 02 61 91 50 17.": "phone",
    "Móvil: 612 34 56 78": "phone",
    "тел. +7 900 555-01-83": "phone",
    "手机 138-0000-0000": "phone",
    "電話は03-1234-5678です。": "phone",
    "전화 02-312-3456": "phone",
    "cell 555-0176": "phone",
    "Ring (020) 7946 0123 to book.": "phone",
    "The card 5555 5555 5555 4444 was used.": "card",
    "4111111111111111": "card",
    "Mastercard 2223 0031 2200 3222": "card",
    "IBAN GB82 WEST 1234 5698 7654 32.": "iban",
    "DE89370400440532013000": "iban",
    "PESEL 44051401359": "national_id",
    "CPF 418.220.907-33": "national_id",
    "The SSN is 078-05-1120.": "national_id",
    "身份证号 11010519491231002X": "national_id",
    "Use sk-proj-9fK2mVx7LqT4sWb8ZrYc3NdJ for it.": "key",
    "Bearer pw_test_9fK2mVx7LqT4sWb8ZrYc3NdJ": "key",
    "AKIAIOSFODNN7EXAMPLE": "key",
    "password: Tr0ub4dor&3x": "key",
    "Das Passwort ist hu8Kq2Lx9.": "key",
    "token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N": "key",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----": "key",
}

CLEAN = [
    "The lock was opened on 2021-06-30 and closed on 12/07/2022.",
    "Order part 480-1132 or 480-1140 for serial numbers above 2119-04417.",
    "ISBN 978-3-16-148410-0, printed in 1998.",
    "It has 1,150 bikes at 86 stations, and 1 234 567 rides.",
    "From 10:30 to 18:45 the desk is open.",
    "The fee is 12.50 for 3 to 4 hours, call it 4.",
    "192.168.0.1 is the address of the router.",
    "The mean of 3.14159265358979 is known.",
    "Coordinates 52.5200 13.4050 lie in the town.",
    "Version 2.10.4 of 2023 replaced 1.9.12.",
    "The account number has 22 digits.",
    "Set `token` to the value that you were given.",
    "The password must have at least twelve characters.",
    "A bearer token is sent with each request.",
    "The key opens the upper gate of lock 7.",
    "api_key is a required parameter.",
    "1234 5678 9012 3456 is no valid card.",
    "Numbers such as 1111 1111 1111 1111 check nothing.",
    "The years 1914-1918 and 1939-1945 are covered.",
    "The file is report_2024_final_version.pdf.",
    "Wiederholen Sie Schritt 3 zehnmal, dann 20 Minuten warten.",
    "Le numéro 14 du quai est fermé.",
    "型号为 DW-620，功率 1,800 W。",
    "電話番号は案内板にあります。",
    "Phone support is open from 2019 on, 08:00 to 17:30.",
]


@pytest.mark.parametrize(("text", "rule"), FOUND.items())
def test_what_is_private_is_found(text: str, rule: str) -> None:
    assert [match.rule for match in find_private(text)] == [rule]


@pytest.mark.parametrize("text", CLEAN)
def test_numbers_that_only_look_like_it_are_not(text: str) -> None:
    assert find_private(text) == []


def judged(example: Example, **options: str) -> Judgement:
    judge = PrivateJudge(PrivateJudge.options_type(**options))

    class Context:
        threshold = 1.0
        places = ()

    [given_] = asyncio.run(judge.judge([example], Context()))  # type: ignore[arg-type]
    return given_


SECRET = "ines.duarte@lagoa.example"
EXAMPLE = Example(
    kind="qa",
    fields={"question": "Who answers letters?", "answer": f"Ines Duarte, {SECRET}."},
    passage=f"Letters are answered by Ines Duarte ({SECRET}).",
    evidence=(Evidence(quote=f"Ines Duarte ({SECRET})", start=24, end=64, match="exact"),),
)


def test_the_match_is_never_told() -> None:
    found = judged(EXAMPLE)
    assert found.keep is False
    assert [each.text for each in found.findings] == [
        "an e-mail address in the answer",
        "an e-mail address in the evidence",
    ]
    assert "ines" not in repr(found).casefold()


def test_it_may_be_reported_redacted_or_end_the_run() -> None:
    report = judged(EXAMPLE, action="report")
    assert report.keep
    assert not any(each.drops for each in report.findings)
    redacted = judged(EXAMPLE, action="redact")
    assert redacted.keep
    left = redacted.instead
    assert left is not None
    assert left.fields["answer"] == "Ines Duarte, [EMAIL]."
    assert SECRET not in repr(left.passage + left.evidence[0].quote)
    assert judged(left).keep
    with pytest.raises(UsageError) as error:
        judged(EXAMPLE, action="fail")
    assert SECRET not in str(error.value)


def test_a_rule_may_be_off() -> None:
    assert judged(EXAMPLE, email="off").keep
    assert judged(EXAMPLE, email="flag").findings


@given(st.lists(st.sampled_from([*FOUND, *CLEAN]), max_size=6))
def test_what_was_redacted_is_not_found_again(texts: list[str]) -> None:
    example = Example(kind="qa", fields={"question": "?", "answer": " ".join(texts)})
    left = judged(example, action="redact").instead
    if left is not None:
        assert judged(left).keep


@given(st.integers(10**14, 10**15 - 1))
def test_check_digits(number: int) -> None:
    right = [d for d in range(10) if is_luhn(f"{number}{d}")]
    assert len(right) == 1
    assert is_iban("GB82WEST12345698765432")
    assert not is_iban("GB83WEST12345698765432")


@given(st.text(max_size=200))
def test_any_text_is_searched(text: str) -> None:
    for match in find_private(text):
        assert re.search(r"\S", text[match.start : match.end])
