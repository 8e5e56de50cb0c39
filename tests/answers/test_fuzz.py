"""Cuts, mutations and floods: no half item, no silent loss, no exception, linear time."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.answers import (
    ParsedItems,
    parse_items,
    parse_messages,
    parse_ratings,
    visible_text,
)
from tests.growth import assert_linear

MEGABYTE = 1_000_000

WORDS = [
    "granite", "the tide", "Größe", "水位", "🚀", 'the "long" way', "it's", "a, b, and c",
    "\\(x^2\\)", "\\frac{1}{2}", "C:\\data\\in.txt", "{key: [1, 2]}", "line\nbreak", "tab\there",
    '{"question": "inner"}', "```code```", "</think>", "end.", "[1]", "50 %", 'say "yes", then',
]  # fmt: skip

Rows = list[dict[str, str]]


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 6))) + "."


def _rows(rng: random.Random, fields: tuple[str, ...]) -> Rows:
    return [{f: f"{i} {_sentence(rng)}" for f in fields} for i in range(rng.randint(1, 5))]


LAYOUTS: dict[str, Callable[[Any], str]] = {
    "compact": lambda rows: json.dumps(rows, ensure_ascii=False, separators=(",", ":")),
    "ascii": json.dumps,
    "indented": lambda rows: json.dumps(rows, ensure_ascii=False, indent=2),
    "fenced": lambda rows: f"```json\n{json.dumps(rows, indent=1)}\n```",
    "wrapped": lambda rows: json.dumps({"note": "n", "qa_pairs": rows, "count": len(rows)}),
    "nested": lambda rows: json.dumps({"data": {"list": rows}}, indent=4),
    "prose": lambda rows: f"Here are the pairs [draft]:\n\n{json.dumps(rows)}\n\nThat is all.",
    "thought": lambda rows: f"<think>{json.dumps(rows[:1])}?</think>\n{json.dumps(rows)}",
    "single quotes in prose": lambda rows: f"It's the list:\n{json.dumps(rows, indent=0)}",
}


def _strip(rows: Rows) -> list[dict[str, str]]:
    return [{k: v.strip() for k, v in row.items()} for row in rows]


def test_complete_answers_are_read_whole() -> None:
    rng = random.Random(7)
    for layout in LAYOUTS.values():
        for fields in (("question", "answer"), ("question", "reasoning", "answer")):
            for _ in range(30):
                rows = _rows(rng, fields)
                parsed = parse_items(layout(rows), fields)
                assert parsed.status == "ok"
                assert parsed.lost == 0
                assert list(parsed.items) == _strip(rows)


@pytest.mark.parametrize("cuts", [600, pytest.param(20_000, marks=pytest.mark.soak)])
def test_cut_answers_give_no_half_item_and_no_silent_loss(cuts: int) -> None:
    rng = random.Random(20)
    layouts = list(LAYOUTS.values())
    for n in range(cuts):
        fields = ("question", "answer") if n % 3 else ("question", "reasoning", "answer")
        rows = _rows(rng, fields)
        raw = rng.choice(layouts)(rows).encode()
        cut = raw[: rng.randrange(len(raw))].decode(errors="ignore")
        reason = rng.choice((None, "length"))
        parsed = parse_items(cut, fields, finish_reason=reason)
        whole = _strip(rows)
        assert all(item in whole for item in parsed.items), cut
        if len(parsed.items) < len(whole):
            assert parsed.status in ("partial", "failed"), cut
            assert parsed.lost >= 1, cut
            assert parsed.reason, cut


def test_cut_between_two_items_is_reported() -> None:
    rows = [{"question": f"q{i}?", "answer": f"a{i}"} for i in range(3)]
    raw = json.dumps(rows)
    for end in (i + 1 for i, c in enumerate(raw) if c == "}"):
        parsed = parse_items(raw[:end])
        assert parsed.status == "partial"
        assert parsed.lost >= 1


def test_cut_ratings_are_never_misread() -> None:
    rng = random.Random(5)
    for _ in range(500):
        count = rng.randint(1, 5)
        pairs = [{"question": f"{i} {_sentence(rng)}", "answer": "x"} for i in range(count)]
        scores = [rng.choice((1, 7, 10, 2.5)) for _ in pairs]
        rows = [
            {"index": i, "rating": s, "reason": _sentence(rng)}
            for i, s in enumerate(scores, start=1)
        ]
        raw = rng.choice(list(LAYOUTS.values()))(rows)
        cut = raw[: rng.randrange(len(raw))]
        parsed = parse_ratings(cut, pairs, finish_reason="length")
        assert len(parsed.scores) == count
        for got, want in zip(parsed.scores, scores, strict=True):
            assert got is None or got == want, cut
        if None in parsed.scores:
            assert parsed.status in ("partial", "failed"), cut


def test_cut_conversations_are_dropped_whole() -> None:
    rng = random.Random(6)
    for _ in range(500):
        talks = [
            [
                {"role": ("user", "assistant")[i % 2], "content": _sentence(rng)}
                for i in range(rng.choice((2, 4)))
            ]
            for _ in range(rng.randint(1, 3))
        ]
        raw = json.dumps(talks, indent=rng.choice((None, 2)))
        cut = raw[: rng.randrange(len(raw))]
        parsed = parse_messages(cut)
        whole = [tuple(t) for t in talks]
        assert all(c in whole for c in parsed.conversations), cut
        assert parsed.status in ("partial", "failed"), cut
        assert parsed.lost >= 1, cut


def _nearly(got: str, whole: str) -> bool:
    """Tell whether two texts differ by at most one added or missing character."""
    if abs(len(got) - len(whole)) > 1:
        return False
    pairs = enumerate(zip(got, whole, strict=False))
    at = next((i for i, (x, y) in pairs if x != y), min(len(got), len(whole)))
    return got[at:] in (whole[at:], whole[at + 1 :]) or got[at + 1 :] == whole[at:]


@pytest.mark.parametrize("damage", ["drop", "quote", "newline"])
def test_one_damaged_character_corrupts_nothing(damage: str) -> None:
    """A missing or extra character may cost items, but their texts stay apart."""
    rng = random.Random(9)
    wrong = 0
    total = 300
    for _ in range(total):
        rows = [
            {"question": f"What is {i}?", "answer": f"It is number {i}, counted."} for i in range(4)
        ]
        raw = json.dumps(rows)
        at = rng.randrange(1, len(raw) - 1)
        text = {
            "drop": raw[:at] + raw[at + 1 :],
            "quote": raw[:at] + '"' + raw[at:],
            "newline": raw[:at] + "\n" + raw[at:],
        }[damage]
        texts = [row["question"] + row["answer"] for row in rows]
        for item in parse_items(text).items:
            wrong += not any(_nearly(item["question"] + item["answer"], t) for t in texts)
    assert wrong == 0


@given(st.text(max_size=400), st.sampled_from((None, "stop", "length")))
def test_any_text_is_survived(text: str, reason: str | None) -> None:
    _survives(text, reason)


@given(
    st.lists(
        st.sampled_from(
            ["[", "]", "{", "}", '"', "'", ":", ",", "\\", "\n", " ", "question", "answer", "Q:",
             "A: ", "<question>", "</answer>", "|", "- ", "```", "<think>", "</think>", "8", "/10",
             "rating", "role", "user", "content", "\ud83d", "\x00", "“", "：", "#", "//", "/*", "+",
             "null", "...", "&quot;", "\\u12", "(", ")", "1. ", "?", "=", "<|im_end|>"]
        ),
        max_size=60,
    ).map("".join)
)  # fmt: skip
def test_any_token_soup_is_survived(text: str) -> None:
    _survives(text, None)


def _survives(text: str, reason: str | None) -> None:
    items = parse_items(text, finish_reason=reason)
    assert (items.lost >= 1) == (items.status in ("partial", "failed"))
    assert bool(items.items) == (items.status in ("ok", "partial"))
    assert (items.reason == "") == (items.status == "ok")
    for item in items.items:
        assert set(item) == {"question", "answer"}
        assert all(v.strip() for v in item.values())
        assert all(v.encode() for v in item.values())
    pairs = [{"question": "q?", "answer": "a"}, {"question": "r?", "answer": "b"}]
    ratings = parse_ratings(text, pairs, finish_reason=reason)
    assert len(ratings.scores) == len(ratings.reasons) == 2
    assert all(s is None or 1 <= s <= 10 for s in ratings.scores)
    talks = parse_messages(text, finish_reason=reason)
    assert (talks.lost >= 1) == (talks.status in ("partial", "failed"))
    visible_text(text).encode()


@given(
    st.lists(
        st.fixed_dictionaries({"question": st.text(min_size=1), "answer": st.text(min_size=1)}),
        min_size=1,
        max_size=4,
    )
)
def test_valid_json_keeps_every_printable_text(rows: Rows) -> None:
    def printable(text: str) -> bool:
        return bool(text.strip()) and text.isprintable() and "\\" not in text

    rows = [r for r in rows if all(printable(v) for v in r.values())]
    # A question of label words only is taken for the prompt's placeholder.
    rows = [r | {"question": "Which " + r["question"]} for r in rows]
    if rows:
        assert list(parse_items(json.dumps(rows)).items) == _strip(rows)


OPEN = '[{"question":"a?","answer":"'
PAIR = '{"question":"a?","answer":"b\\n\\"c\\""}'

# Each entry is what comes first, what is repeated, and what comes last.
FLOODS = {
    "many items": ("[" + PAIR, "," + PAIR, "]"),
    "many items, cut": ("[" + PAIR, "," + PAIR, ',{"que'),
    "one quoted text": (OPEN, 'he said "yes", and ', '"}]'),
    "open brackets": ("", "[", ""),
    "open objects": ("", '{"a":', ""),
    "quotes": (OPEN, '"', ""),
    "escaped quotes": (OPEN, '\\"', ""),
    "backslashes": (OPEN, "\\", ""),
    "closing braces": (OPEN, '"}', ""),
    "quote and comma": (OPEN, '", ', ""),
    "open comments": (OPEN, '"/*', ""),
    "unknown keys": (OPEN, '"x", "k": "y" z ', ""),
    "blanks": ("[" + PAIR + ",", "\n    ", ""),
    "bare words": ('[{"question":', "a,", ""),
    "tags": ("", "<question>", ""),
    "reasoning tags": ("", '"<think>', ""),
    "labels": ("", "Q: a?\nA: b\n", ""),
    "table rows": ("|Question|Answer|\n|---|---|\n", "|a?|b|\n", ""),
}


def _flood(name: str, size: int) -> None:
    first, repeated, last = FLOODS[name]

    def work(length: int) -> ParsedItems:
        return parse_items(first + repeated * (length // len(repeated)) + last)

    count = size // len(repeated)
    parsed = assert_linear(work, size)
    if name.startswith("many items"):
        assert len(parsed.items) == count + 1
        assert parsed.status == ("partial" if last == ',{"que' else "ok")
    elif name == "one quoted text":
        assert parsed.items[0]["answer"] == (repeated * count).strip()


@pytest.mark.parametrize("name", FLOODS)
def test_floods_take_linear_time(name: str) -> None:
    _flood(name, MEGABYTE // 10)


@pytest.mark.soak
@pytest.mark.parametrize("name", FLOODS)
def test_floods_of_a_megabyte_take_linear_time(name: str) -> None:
    _flood(name, MEGABYTE)
