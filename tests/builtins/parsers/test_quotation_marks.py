"""Quotation marks in delimited text: those that hold rows together, and plain characters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

Parse = Callable[..., Any]


def test_mark_behind_a_backslash_is_a_plain_character(parse: Parse) -> None:
    data = b'id,txt,z\n1,"so \\"aye, aye\\" it goes",a\n2,"C:\\dir",b\n3,"\\"x\\"",c\n'
    parsed = parse("csv", data)
    assert [line for line in parsed.text.split("\n") if "txt" in line] == [
        'txt: so "aye, aye" it goes', "txt: C:\\dir", 'txt: "x"',
    ]  # fmt: skip
    assert len(parsed.warnings) == 1
    paths = parse("csv", b'path,n\n"C:\\a\\",1\n"C:\\b\\","x ""y"""\n')
    assert "C:\\a\\: 1" in paths.text
    assert 'C:\\b\\: x "y"' in paths.text
    assert not paths.warnings


@pytest.mark.parametrize(
    ("lines", "text", "warning"),
    [
        (
            ['3,"open', "4,next", "5,last"],
            'b: "open\n\na: 4\nb: next\n\na: 5',
            "never closed in line 3",
        ),
        (['3,"open, with', '4,"next"', "5,x"], 'b: "open, with\n\na: 4\nb: next', "line after it"),
        (['3,"one', 'two "x" y"', "4,z"], 'b: one\ntwo x" y"\n\na: 4', "opens in line 3"),
        (['3,"cut off'], "a: 3\nb: cut off", "opens in line 3"),
        (['"3,open', "total", "4,next"], 'a: "3\nb: open\n\na: total\n\na: 4', "2 lines after"),
        (['"3,open', '"4,next', '"5,last'], 'a: "3\nb: open\n\na: "4\nb: next', "lines 3, 4, 5"),
        (['3,"one ""two""', 'three"', '4,5" x'], 'b: one "two"\nthree\n\na: 4\nb: 5" x', ""),
    ],
    ids=["to the end", "to the next", "sloppy", "last line", "uneven", "each", "right"],
)
def test_open_quotation_mark_swallows_no_rows(
    parse: Parse, lines: list[str], text: str, warning: str
) -> None:
    parsed = parse("csv", "\n".join(["a,b", "1,2", *lines, ""]).encode())
    assert text in parsed.text
    assert len(parsed.warnings) == bool(warning)
    assert warning in "".join(parsed.warnings)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ends_of_lines_within_cells_end_no_row(parse: Parse, newline: str) -> None:
    rows = [["a", "b"], ["one\u2028two\x85", "x\x0by\x0cz\x07"], ["in\rner", "3"]]
    target = io.StringIO()
    csv.writer(target, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(rows)
    parsed = parse("csv", target.getvalue().encode())
    assert parsed.text == "a: one\ntwo\nb: x\ny\nz\n\na: in\nner\nb: 3"
    assert parsed.warnings == ["1 control character was dropped from test.csv"]
