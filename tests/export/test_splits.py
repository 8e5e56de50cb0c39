"""How a dataset is cut: what stays together, how near to the shares, and what moves."""

from __future__ import annotations

import random
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import UsageError
from sdk_core.export.request import ExportRequest
from sdk_core.export.splits import By, Group, parse_shares, place, unlike_asked
from tests.export.stores import places, row, select, store_of

SHARES = st.sampled_from([parse_shares(text) for text in ("90/10", "50/50", "90/5/5", "60/20/20")])


def numbered(sizes: list[int]) -> list[Group]:
    """Return groups of these sizes with keys as hashes are: in no order."""
    keys = random.Random(7).sample(range(10**9), len(sizes))
    return [Group((key,), size) for key, size in zip(keys, sizes, strict=True)]


def made(groups: list[Group], shares: tuple[float, ...]) -> list[int]:
    sizes = [0] * len(shares)
    for group, number in zip(groups, place(groups, shares), strict=True):
        sizes[number] += group.size
    return sizes


@given(st.lists(st.integers(1, 40), min_size=3, max_size=60), SHARES)
def test_parts_come_out_as_asked_within_one_group(
    sizes: list[int], shares: tuple[float, ...]
) -> None:
    groups = numbered(sizes)
    found = made(groups, shares)
    wanted = [share * sum(sizes) for share in shares]
    assert all(found)
    assert all(abs(f - w) <= max(sizes) for f, w in zip(found[1:], wanted[1:], strict=True))
    assert abs(found[0] - wanted[0]) <= max(sizes) or unlike_asked(
        found, groups, shares, "document"
    )


@pytest.mark.parametrize("rows", [3, 40, 400])
@pytest.mark.parametrize("asked", ["90/10", "80/10/10", "90/5/5"])
def test_single_rows_come_out_to_the_row(rows: int, asked: str) -> None:
    shares = parse_shares(asked)
    found = made(numbered([1] * rows), shares)
    assert all(found)
    assert rows == 3 or all(
        abs(size - share * rows) < 1 for size, share in zip(found, shares, strict=True)
    )


def test_a_huge_group_goes_where_there_is_room() -> None:
    for key in range(5):
        groups = [Group((key * 100 + 50,), 900), *(Group((k,), 1) for k in range(0, 500, 5))]
        assert made(groups, parse_shares("90/10")) == [900, 100]


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), SHARES, st.randoms())
def test_the_order_does_not_matter(
    sizes: list[int], shares: tuple[float, ...], shuffler: Any
) -> None:
    groups = numbered(sizes)
    before = dict(zip(groups, place(groups, shares), strict=True))
    shuffler.shuffle(groups)
    assert before == dict(zip(groups, place(groups, shares), strict=True))


def test_few_groups_move_when_others_are_added() -> None:
    groups = numbered([10] * 440)
    shares = parse_shares("80/10/10")
    before, after = place(groups[:400], shares), place(groups, shares)
    assert sum(a != b for a, b in zip(before, after, strict=False)) < 0.04 * 400
    one_more = place(groups[:401], shares)
    assert sum(a != b for a, b in zip(before, one_more, strict=False)) <= 2


def words(number: int) -> str:
    """Return a question that shares nothing with that of another number."""
    return " ".join(f"{chr(97 + number % 26)}{number * 7919 + k * 104729:x}" for k in range(6))


@pytest.mark.parametrize("by", ["document", "source", "row"])
def test_what_a_split_keeps_together(tmp_path: Path, by: By) -> None:
    """Of 40 sources with three documents of two records each."""
    rows = [row(words(n), f"doc{n // 2}") for n in range(240)]
    for n, each in enumerate(rows):
        each["provenance"]["source"] = f"source{n // 6}.pdf"
    store = store_of(tmp_path, rows)
    chosen = places(store, select(store, ExportRequest(split=parse_shares("50/50"), split_by=by)))

    size = {"row": 1, "document": 2, "source": 6}[by]
    together = [{chosen[words(k)] for k in range(n, n + size)} for n in range(0, 240, size)]
    assert all(len(splits) == 1 for splits in together)
    assert by != "row" or sum(chosen[words(n)] != chosen[words(n + 1)] for n in range(239)) > 60
    assert Counter(chosen.values()) == {"train": 120, "test": 120}


@pytest.mark.parametrize("by", ["document", "row"])
def test_near_duplicates_go_into_one_part_and_none_is_left_out(tmp_path: Path, by: By) -> None:
    rows = [row(words(n), f"doc{n}") for n in range(60)]
    twins = [row(f"The {words(n)} ?", f"other{n}") for n in range(60)]
    store = store_of(tmp_path, [*rows, *twins])
    selected = select(store, ExportRequest(split=parse_shares("50/50"), split_by=by))
    chosen = places(store, selected)
    assert not selected.dropped
    assert Counter(chosen.values()) == {"train": 60, "test": 60}
    assert all(chosen[words(n)] == chosen[f"The {words(n)} ?"] for n in range(60))


def test_look_alikes_of_other_numbers_are_cut_like_any(tmp_path: Path) -> None:
    rows = [row(f"What is the torque of bolt M{n} in housing {n % 7}?") for n in range(200)]
    store = store_of(tmp_path, rows)
    selected = select(store, ExportRequest(split=parse_shares("80/10/10")))
    assert {name: len(part) for name, part in selected.splits.items()} == {
        "train": 160,
        "validation": 20,
        "test": 20,
    }
    assert not selected.dropped
    assert not selected.notes


def test_a_question_of_every_document_is_said_to_join_them(tmp_path: Path) -> None:
    rows = [row(words(n), f"doc{n // 4}") for n in range(80)]
    common = [row("What is the document about?", f"doc{n}") for n in range(20)]
    store = store_of(tmp_path, [*rows, *common])
    [note] = select(store, ExportRequest(split=parse_shares("90/10"))).notes
    assert note == (
        "no record is in test: records of a document and near-duplicates stay in one split; the "
        "100 records make 1 such groups, the largest of 100, whose 20 documents are joined by "
        "near-duplicates; --dedup near leaves near-duplicates out and --split-by row keeps "
        "near-duplicates together and nothing else"
    )
    by_row = select(store, ExportRequest(split=parse_shares("90/10"), split_by="row"))
    assert {name: len(part) for name, part in by_row.splits.items()} == {"train": 90, "test": 10}
    assert not by_row.notes
    without = select(store, ExportRequest(split=parse_shares("90/10"), near=0.7))
    assert [len(part) for part in without.splits.values()] == [73, 8]


def test_parts_that_are_not_as_asked_are_said(tmp_path: Path) -> None:
    store = store_of(tmp_path, [row(words(n), "ab"[n > 15]) for n in range(30)])
    selected = select(store, ExportRequest(split=parse_shares("90/10")))
    assert [len(part) for part in selected.splits.values()] == [16, 14]
    [note] = selected.notes
    assert note.startswith("the splits are 16 train, 14 test, where 27 train, 3 test were asked: ")
    assert "--split-by row" in note
    one = store_of(tmp_path, [row("a", "d"), row("b", "d")])
    selected = select(one, ExportRequest(split=parse_shares("98/1/1")))
    assert [*selected.splits] == ["train"]
    assert selected.notes[0].startswith("no record is in validation or test: ")


@pytest.mark.parametrize("folder", ["docs/", "./docs/", "/srv/a/docs/", "", "C:\\docs\\"])
@pytest.mark.parametrize("by", ["document", "source"])
def test_a_split_does_not_depend_on_how_a_path_is_typed(
    tmp_path: Path, folder: str, by: By
) -> None:
    """Identities are hashes of path and text, so they too differ with the path."""

    def cut(folder: str) -> dict[str, str]:
        rows = [row(words(n), f"{folder}doc{n // 3}") for n in range(90)]
        store = store_of(tmp_path, rows)
        wanted = ExportRequest(split=parse_shares("70/20/10"), split_by=by)
        return places(store, select(store, wanted))

    assert cut(folder) == cut("elsewhere/")


def test_a_split_does_not_depend_on_the_order_of_inputs(tmp_path: Path) -> None:
    documents = [[row(words(n), f"{k}/index") for n in range(k * 5, k * 5 + 5)] for k in range(4)]
    documents[3].append(row(f"the {words(1)}", "3/index"))
    cuts = []
    for order in permutations(documents):
        store = store_of(tmp_path, [each for part in order for each in part])
        cuts.append(places(store, select(store, ExportRequest(split=parse_shares("60/40")))))
    assert all(cut == cuts[0] for cut in cuts)


@pytest.mark.parametrize(
    "text", ["", "90", "a/b", "50/0/50", "1/2/3/4", "-5/105", "nan/1", "inf/1"]
)
def test_splits_that_are_none(text: str) -> None:
    with pytest.raises(UsageError, match="not two or three shares"):
        parse_shares(text)
