"""Which records go into a dataset and into which split of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import UsageError
from sdk_core.export.left_out import MOST
from sdk_core.export.preference_pairs import find_pairs
from sdk_core.export.record_store import RecordStore
from sdk_core.export.request import ExportRequest
from tests.export.stores import kept, row, select
from tests.record_kinds import KINDS

Fill = Callable[..., RecordStore]


@pytest.fixture
def fill(tmp_path: Path) -> Iterator[Fill]:
    pools: list[RecordStore] = []

    def make(*rows: dict[str, Any], content: Any = None, **options: Any) -> RecordStore:
        path = tmp_path / f"rows{len(pools)}.json{'l' if content is None else ''}"
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        path.write_text(lines if content is None else json.dumps(content), encoding="utf-8")
        pool = RecordStore(KINDS, **options)
        pools.append(pool)
        list(pool.read(path))
        return pool

    yield make
    for pool in pools:
        pool.__exit__()


def test_everything_in_order_unless_something_is_asked(fill: Fill) -> None:
    pool = fill(row("a"), row("b"), row("a"))
    assert kept(pool, select(pool, ExportRequest())) == ["a", "b", "a"]


def test_ratings(fill: Fill) -> None:
    pool = fill(row("a", rating=9), row("b", rating=6.5), row("c"))
    selected = select(pool, ExportRequest(min_rating=7))
    assert kept(pool, selected) == ["a"]
    assert selected.dropped == {"rating": 2}


def test_repetitions(fill: Fill) -> None:
    long = "How many days after the delivery may goods be returned to the shop?"
    near = "How many days after the delivery may the goods be returned to a shop?"
    pool = fill(row(long), row(long.upper()), row(near), row("Something else entirely?"))
    exact = select(pool, ExportRequest(exact=True))
    assert kept(pool, exact) == [long, near, "Something else entirely?"]
    loose = select(pool, ExportRequest(exact=True, near=0.7))
    assert kept(pool, loose) == [long, "Something else entirely?"]
    assert loose.dropped == {"repetition": 1, "near-repetition": 1}
    name = pool.place(0)[0]
    assert [(each["file"], each["record"], each["because"]) for each in loose.left_out.listed] == [
        (name, 2, "repeats record 1 of rows0.jsonl"),
        (name, 3, "nearly repeats record 1 of rows0.jsonl"),
    ]


def test_what_is_left_out_is_listed_up_to_a_number(fill: Fill) -> None:
    pool = fill(*(row("a") for _ in range(MOST + 10)))
    selected = select(pool, ExportRequest(exact=True))
    assert selected.dropped == {"repetition": MOST + 9}
    assert [each["record"] for each in selected.left_out.listed] == [*range(2, MOST + 2)]


def shared_pieces(one: str, other: str) -> float:
    """Return the share of five-letter pieces that two texts have in common."""
    first, second = ({t[i : i + 5] for i in range(len(t) - 4)} for t in (one, other))
    return len(first & second) / len(first | second)


def test_what_shares_too_few_pieces_is_no_repetition(fill: Fill) -> None:
    """MinHash alone would take most of these pairs for repetitions."""
    pairs = [(words(n), f"{words(n)} and so on and on") for n in range(60)]
    assert all(0.6 < shared_pieces(*pair) < 0.7 for pair in pairs)
    pool = fill(*(row(text) for pair in pairs for text in pair))
    assert select(pool, ExportRequest(near=0.7)).dropped == {}


def test_length_by_characters_and_by_a_tokenizer(fill: Fill, tmp_path: Path) -> None:
    pool = fill(row("short"), row("x " * 400))
    assert kept(pool, select(pool, ExportRequest(max_tokens=100))) == ["short"]
    tokenizers = pytest.importorskip("tokenizers")
    model = tokenizers.models.WordLevel({"[UNK]": 0}, unk_token="[UNK]")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    by_words = ExportRequest(max_tokens=801 + 10, tokenizer=str(tmp_path))
    assert len(kept(pool, select(pool, by_words))) == 2
    with pytest.raises(UsageError, match="there is no file"):
        select(pool, ExportRequest(max_tokens=1, tokenizer=str(tmp_path / "nothing")))


def test_shuffle_limit_and_balance(fill: Fill) -> None:
    pool = fill(*(row(f"q{n}", "a" if n < 8 else "bc"[n % 2]) for n in range(12)))
    once = kept(pool, select(pool, ExportRequest(shuffle=7)))
    assert once == kept(pool, select(pool, ExportRequest(shuffle=7)))
    assert once != kept(pool, select(pool, ExportRequest(shuffle=8)))
    assert sorted(once) == sorted(kept(pool, select(pool, ExportRequest())))
    selected = select(pool, ExportRequest(balance="document", limit=5))
    assert kept(pool, selected) == ["q0", "q1", "q8", "q9", "q10"]
    assert selected.dropped == {"balance": 6, "limit": 1}


def words(number: int) -> str:
    """Return a question that shares nothing with that of another number."""
    return " ".join(f"{chr(97 + number % 26)}{number * 7919 + k * 104729:x}" for k in range(6))


def test_pairs_of_answers(fill: Fill) -> None:
    content = {
        "qa_pairs": [
            {"question": "own", "answer": "good", "rejected": "bad"},
            {"question": "two", "answer": "better", "rating": 9},
            {"question": "Two", "answer": "worse", "rating": 5},
            {"question": "one", "answer": "alone", "rating": 9},
            {"question": "tie", "answer": "x", "rating": 5},
            {"question": "tie", "answer": "y", "rating": 5},
        ],
        "rejected": [{"question": "one", "answer": "thrown out", "rating": 9, "reason": "no"}],
    }
    pool = fill(content=content, rejected=True)
    pairs = find_pairs(pool, range(len(pool)))
    answers = {
        pool[i].fields["answer"]: pool[pairs.worse[i]].fields["answer"]
        for i in pairs.order
        if i in pairs.worse
    }
    assert answers == {"better": "worse", "alone": "thrown out"}
    assert pool[pairs.order[0]].fields["rejected"] == "bad"
    assert [pool[i].fields["question"] for i in pairs.alone] == ["tie", "tie"]
    assert len(fill(content=content)) == 6
