"""Cuts, mutations and floods: no half item, no silent loss, no exception, linear time."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk_core.llm.parsing import parse_items, parse_messages, parse_ratings, visible_text

CUTS = 10_000
MEGABYTE = 1_000_000
# Twice the time one megabyte takes on a slow machine that is busy with other tests.
LIMIT_S = 6.0

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


def test_cut_answers_give_no_half_item_and_no_silent_loss() -> None:
    rng = random.Random(20)
    layouts = list(LAYOUTS.values())
    for n in range(CUTS):
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
    for _ in range(1500):
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
    for _ in range(1500):
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


@pytest.mark.parametrize("damage", ["drop", "quote", "newline"])
def test_one_damaged_character_rarely_corrupts(damage: str) -> None:
    """A missing or extra character may cost items, but must not change their text much."""
    rng = random.Random(9)
    wrong = 0
    total = 600
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
        # Damage inside a text is not detectable; compare without what was added or removed.
        plain = ["".join(c for c in r["question"] + r["answer"] if c.isalnum()) for r in rows]
        for item in parse_items(text).items:
            got = "".join(c for c in item["question"] + item["answer"] if c.isalnum())
            wrong += (
                not any(got in p and len(got) >= len(p) - 1 for p in plain) and damage != "drop"
            )
            wrong += damage == "drop" and not any(abs(len(got) - len(p)) <= 1 for p in plain)
    assert wrong <= total * 0.03


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from((None, "stop", "length")))
def test_any_text_is_survived(text: str, reason: str | None) -> None:
    _survives(text, reason)


@settings(max_examples=400, deadline=None)
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


@settings(max_examples=200, deadline=None)
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
    rows = [r for r in rows if any(c.isalpha() for c in r["question"])]
    if rows:
        assert list(parse_items(json.dumps(rows)).items) == _strip(rows)


OPEN = '[{"question":"a?","answer":"'
FLOODS = {
    "many items": "[" + ",".join(['{"question":"a?","answer":"b\\n\\"c\\""}'] * 25_000) + "]",
    "many items, cut": "[" + ",".join(['{"question":"a?","answer":"b"}'] * 33_000) + ',{"que',
    "one quoted text": OPEN + 'he said "yes", and ' * 52_000 + '"}]',
    "open brackets": "[" * MEGABYTE,
    "open objects": '{"a":' * (MEGABYTE // 5),
    "closed brackets": "[" * (MEGABYTE // 2) + "]" * (MEGABYTE // 2),
    "quotes": OPEN + '"' * MEGABYTE,
    "escaped quotes": OPEN + '\\"' * (MEGABYTE // 2),
    "backslashes": OPEN + "\\" * MEGABYTE,
    "closing braces": OPEN + '"}' * (MEGABYTE // 2),
    "quote and comma": OPEN + '", ' * (MEGABYTE // 3),
    "open comments": OPEN + '"/*' * (MEGABYTE // 3),
    "blanks": '[{"question":"a?","answer":"b"},' + "\n    " * (MEGABYTE // 5),
    "tags": "<question>" * (MEGABYTE // 10),
    "reasoning tags": '"<think>' * (MEGABYTE // 8),
    "labels": "Q: a?\nA: b\n" * (MEGABYTE // 11),
    "unknown keys": OPEN + '"x", "k": "y" z ' * (MEGABYTE // 16),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_megabyte_takes_linear_time(name: str) -> None:
    text = FLOODS[name]
    start = time.perf_counter()
    parsed = parse_items(text)
    assert time.perf_counter() - start < LIMIT_S
    expected = {"many items": ("ok", 25_000), "many items, cut": ("partial", 33_000)}
    if name in expected:
        assert (parsed.status, len(parsed.items)) == expected[name]
    if name == "one quoted text":
        assert len(parsed.items[0]["answer"]) > 900_000
