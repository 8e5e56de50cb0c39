"""Which records go into a dataset and into which split of it."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import UsageError
from sdk_core.export import splits
from sdk_core.export.filters import RecordFilters, Selection, arrange
from sdk_core.export.preference_pairs import find_pairs
from sdk_core.export.record_store import RecordStore
from sdk_core.export.request import ExportRequest
from sdk_core.rows.example_text import example_question
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


def row(text: str, document: str = "", **more: Any) -> dict[str, Any]:
    origin = {"provenance": {"document_id": document, "source": f"{document}.pdf"}}
    return {"question": text, "answer": f"About {text}", **more, **(origin if document else {})}


def select(pool: RecordStore, request: ExportRequest) -> Selection:
    """Choose among records as the stage does."""
    filters = RecordFilters(request, pool)
    order = array("L", [index for index, _ in filters.pass_on(pool.at(range(len(pool))))])
    return arrange(pool, order, request, filters.dropped)


def kept(pool: RecordStore, selected: Selection, split: str = "train") -> list[str]:
    return [example_question(pool[index]) for index in selected.splits.get(split, ())]


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


def test_contamination(fill: Fill, tmp_path: Path) -> None:
    leaked = "In which year did the first tramway open in the old harbour district"
    pool = fill(row(f"Tell me: {leaked}?"), row("Who was it?"), row("When was the bridge built?"))
    bench = tmp_path / "bench.jsonl"
    lines = [{"question": f"{leaked.upper()} of the city?"}, {"text": "When was the bridge built"}]
    bench.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    selected = select(pool, ExportRequest(decontaminate=(bench,)))
    assert kept(pool, selected) == ["Who was it?"]
    assert selected.dropped == {"contamination": 2}
    (tmp_path / "empty.txt").write_text("short\n")
    with pytest.raises(UsageError, match="holds no text to decontaminate against"):
        select(pool, ExportRequest(decontaminate=(tmp_path / "empty.txt",)))


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


def test_splits_keep_documents_together_and_never_move(fill: Fill) -> None:
    rows = [row(words(n), f"doc{n // 4}") for n in range(200)]
    cut = splits.parse_shares("80/10/10")
    small, large = fill(*rows[:120]), fill(*rows)

    def places(pool: RecordStore) -> dict[str, str]:
        chosen = select(pool, ExportRequest(split=cut)).splits
        return {example_question(pool[i]): split for split, order in chosen.items() for i in order}

    before, after = places(small), places(large)
    assert len(before) == 120
    assert before.items() <= after.items()
    assert set(after.values()) == {"train", "validation", "test"}
    for n in range(0, 200, 4):
        assert len({after[words(k)] for k in range(n, n + 4)}) == 1


@pytest.mark.parametrize("by", ["document", "source", "row"])
def test_what_a_split_keeps_together(fill: Fill, by: splits.By) -> None:
    """Of 40 sources with three documents of two records each."""
    rows = [row(words(n), f"doc{n // 2}") for n in range(240)]
    for n, each in enumerate(rows):
        each["provenance"]["source"] = f"source{n // 6}.pdf"
    pool = fill(*rows)
    chosen = select(pool, ExportRequest(split=splits.parse_shares("50/50"), split_by=by)).splits
    split_of = {example_question(pool[i]): split for split, order in chosen.items() for i in order}

    def apart(size: int) -> int:
        groups = [[split_of[words(k)] for k in range(n, n + size)] for n in range(0, 240, size)]
        return sum(len(set(group)) > 1 for group in groups)

    assert (apart(2) > 10, apart(6) > 10) == (by == "row", by != "source")
    assert apart(2) == 0 or by == "row"
    assert apart(6) == 0 or by != "source"


def test_nothing_of_another_split_stays_in_training(fill: Fill) -> None:
    rows = [row(words(n), f"doc{n}") for n in range(60)]
    twins = [row(words(n) + " ", f"other{n}") for n in range(60)]
    pool = fill(*rows, *twins)
    selected = select(pool, ExportRequest(split=splits.parse_shares("50/50")))
    train, test = set(map(str.strip, kept(pool, selected))), kept(pool, selected, "test")
    assert not train & set(map(str.strip, test))
    assert selected.dropped["near-repetition across splits"] > 10


def test_an_empty_split_is_said(fill: Fill) -> None:
    pool = fill(row("a", "d"), row("b", "d"))
    selected = select(pool, ExportRequest(split=splits.parse_shares("98/1/1")))
    assert len(selected.splits) == 1
    assert len(selected.notes) == 2


@pytest.mark.parametrize("text", ["", "90", "a/b", "50/0/50", "1/2/3/4", "-5/105"])
def test_splits_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="not two or three shares"):
        splits.parse_shares(text)


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
    assert pairs.alone == 2
    assert len(fill(content=content)) == 6
