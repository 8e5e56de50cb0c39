"""Records of JSON files, whatever their shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import build


def read(name: str, data: bytes, uri: str, **options: Any) -> tuple[list[Segment], HeardContext]:
    context = HeardContext()
    source = Source(uri=uri, data=data)
    return list(build(name, **options).parse(source, context)), context


def test_field_of_records_is_named_or_guessed() -> None:
    records = [{"title": "One", "body": "first", "meta": {"note": "deep"}}, {"body": " "}, {"x": 1}]
    data = json.dumps({"count": 3, "items": records}).encode()
    segments, context = read("json", data, "x.json")
    assert [(s.text, dict(s.metadata)) for s in segments] == [
        ("# One\n\nfirst", {"record": "1", "title": "One"})
    ]
    assert context.warnings == [
        "the text of x.json was taken from the field 'body' (-O text=FIELD)",
        "2 of 3 records of x.json hold no text in body",
    ]
    segments, context = read("json", data, "x.json", text="meta.note", title="none")
    assert segments[0].text == "deep"
    with pytest.raises(DocumentError, match="no record holds text in foo") as caught:
        read("json", data, "x.json", text="foo")
    assert "title, body, meta" in caught.value.hint


def test_lines_of_records_and_strings_of_unknown_records() -> None:
    lines = b'{"a": {"b": ["x", {"c": "y"}]}, "n": 3}\n{broken\n\n{"a": "z"}\n'
    segments, context = read("json", lines, "data/x.jsonl")
    assert [s.text for s in segments] == ["a.b: x\na.b.c: y\nn: 3", "a: z"]
    assert context.warnings == ["1 line is not JSON and left out, the first is line 2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "line 1"),
        (b"[" * 200_000, "nested too deep"),
        (b"[]", "no record"),
        (b"[1]", "string"),
    ],
    ids=["cut", "deep", "empty", "numbers"],
)
def test_json_errors(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read("json", data, "x.json")


LEAF = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8)


VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), LEAF),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LEAF, inner, max_size=3),
    max_leaves=12,
)


def scalars(value: Any) -> list[str]:
    """Return every text, number and truth value, as JSON writes them."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [text for each in inner for text in scalars(each)]
    return [] if value is None else [value if isinstance(value, str) else json.dumps(value)]


@given(st.dictionaries(st.sampled_from(["alpha", "beta", "gamma"]), VALUE, min_size=1))
def test_every_value_of_unknown_json_is_kept(value: dict[str, Any]) -> None:
    wanted = scalars(value)
    data = f"{json.dumps(value)}\n".encode()
    if not wanted:
        with pytest.raises(DocumentError):
            read("json", data, "x.jsonl")
        return
    segments, _ = read("json", data, "x.jsonl", title="none")
    assert all(text in segments[0].text for text in wanted)


RECORDS = [{"a": "one"}, {"a": "two", "b": {"c": "three"}}]


SHAPES = {
    "list": json.dumps(RECORDS),
    "indented list": json.dumps(RECORDS, indent=2),
    "lines": "\n".join(map(json.dumps, RECORDS)),
    "lines with commas": ",\r\n".join(map(json.dumps, RECORDS)),
    "indented values": "\n".join(json.dumps(each, indent=4) for each in RECORDS),
    "values without a gap": "".join(map(json.dumps, RECORDS)),
    "sequence": "".join(f"\x1e{json.dumps(each)}\n" for each in RECORDS),
    "byte order marks": "".join(f"\ufeff{json.dumps(each)}\r\n" for each in RECORDS),
    "zero bytes at the end": json.dumps(RECORDS) + "\x00\x00",
}


@pytest.mark.parametrize("ending", ["json", "jsonl", "ndjson"])
@pytest.mark.parametrize("shape", SHAPES)
def test_records_are_read_whatever_their_ending(shape: str, ending: str) -> None:
    segments, context = read("json", SHAPES[shape].encode(), f"x.{ending}")
    assert [s.text for s in segments] == ["a: one", "a: two\nb.c: three"]
    assert context.warnings == []


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_ends_of_lines_within_strings_are_no_syntax(ending: str) -> None:
    record = {"note": "a\u2028b\u2029c\x85d\u00a0e", "the\u2028key": "x\x0by"}
    data = json.dumps(record, ensure_ascii=False)
    segments, context = read("json", data.encode().replace(rb"\u000b", b"\x0b\x07"), f"x.{ending}")
    assert segments[0].text == "note: a\nb\nc\nd\u00a0e\nthe key: x\ny"
    assert context.warnings == [f"1 control character was dropped from x.{ending}"]


def test_numbers_are_kept_as_they_are_written() -> None:
    long = "9" * 5000
    data = f'{{"name": "x", "id": {long}, "price": 1.10, "way": [1, 2e3], "ok": true, "no": NaN}}'
    (segment,), _ = read("json", data.encode(), "x.json")
    assert segment.text == f"name: x\nid: {long}\nprice: 1.10\nway: 1, 2e3\nok: true"


def test_what_json_holds_twice_or_beside_its_records_is_told() -> None:
    (segment,), context = read("json", b'{"a": "x", "a": "y"}', "x.json")
    assert segment.text == "a: x\na: y"
    assert "1 repeated key" in context.warnings[0]
    data = b'{"about": "tides", "rows": [{"a": "x"}], "next": null}'
    (segment,), context = read("json", data, "x.json")
    assert segment.text == "a: x"
    assert context.warnings == [
        "of x.json only the records in 'rows' were read, not 'about' beside them"
    ]
    segments, context = read("json", b'{\n"a": "x"\n}\n{\n"a": \n}\n{"a": "z"}', "x.jsonl")
    assert [s.text for s in segments] == ["a: x", "a: z"]
    assert context.warnings == ["1 part is not JSON and left out, the first is in line 4"]


def test_text_with_a_list_beside_it_is_one_record() -> None:
    data = b'{"text": "A storm", "comments": [{"body": "It blew"}]}'
    segments, context = read("json", data, "x.json")
    assert [each.text for each in segments] == ["text: A storm\ncomments.body: It blew"]
    assert not context.left_out
