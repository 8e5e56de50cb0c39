"""``save-as`` a second time, of nothing, and under names that mean something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.testing.program import Finished

Sdk = Callable[..., Finished]

ROWS = [
    {"question": f"What is part {n} for?", "answer": "Hold.", "rating": n % 10} for n in range(40)
]


@pytest.fixture(autouse=True)
def rows(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(work)
    Path("q.json").write_text(json.dumps(ROWS))


@pytest.mark.parametrize("more", [["--split", "90/10"], ["--storage", "hf"], ["--for", "trl"]])
def test_an_output_is_replaced_and_other_files_are_not(sdk: Sdk, more: list[str]) -> None:
    def written() -> set[str]:
        done = sdk("save-as", "q.json", "-o", "x", *more)
        assert done.code == 0, done.err
        return {str(path) for path in Path("x").rglob("*")}

    assert written() == written()
    Path("x/own").mkdir()
    Path("x/own/notes.txt").write_text("mine")
    assert written() > {"x/own/notes.txt"}


def test_a_folder_of_other_things_is_written_into(sdk: Sdk) -> None:
    Path("there").mkdir()
    assert sdk("save-as", "q.json", "-o", "there", "--split", "90/10").code == 0
    assert sdk("save-as", "q.json", "-o", "there", "--storage", "hf").code == 0
    assert sorted(path.name for path in Path("there").iterdir()) == ["q_jsonl", "q_jsonl_hf"]


def test_a_dataset_is_not_named_like_a_file(sdk: Sdk) -> None:
    done = sdk("save-as", "q.json", "--merge", "all.jsonl")
    assert done.code == 2
    assert "'all.jsonl' is the name of one file, and a folder is made" in done.err
    assert not Path("data").exists()


def test_nothing_left_is_no_success(sdk: Sdk) -> None:
    Path("b.json").write_text(json.dumps([{k: r[k] for k in ("question", "answer")} for r in ROWS]))
    done = sdk(
        "save-as", "q.json", "--min-rating", "8", "--decontaminate", "b.json", "-o", "x.jsonl"
    )
    assert done.code == 4
    assert "all records were left out, 32 by rating, 8 by contamination" in done.err
    assert not Path("x.jsonl").exists()


@pytest.mark.parametrize("storage", ["csv", "parquet", "hf"])
def test_benchmarks_that_are_tables(sdk: Sdk, storage: str) -> None:
    Path("b.json").write_text(json.dumps([{"question": "What is part 7 for?", "answer": "Hold."}]))
    [bench] = json.loads(sdk("save-as", "b.json", "--storage", storage, "--json").out)["outputs"]
    done = sdk("save-as", "q.json", "--decontaminate", bench, "-o", "x.jsonl", "-v")
    assert "(39 rows; 1 left out: contamination)" in done.out, done.err
    assert "record 8: contamination, repeats 100% of entry 1 of" in done.err


@pytest.mark.parametrize("command", ["ingest", "create", "curate", "save-as"])
def test_a_preview_of_nothing_is_no_success(sdk: Sdk, command: str) -> None:
    Path("other").mkdir()
    Path("other/a.xyz").write_text("x")
    done = sdk(command, "other", "--preview")
    assert done.code == 4
    assert "No supported files found" in done.out


def test_what_is_left_out_is_listed(sdk: Sdk) -> None:
    Path("twice.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [ROWS[0], ROWS[0]]))
    done = sdk("save-as", "twice.jsonl", "--dedup", "exact", "-o", "x.jsonl", "-v")
    assert "twice.jsonl, record 2: repetition, repeats record 1 of twice.jsonl" in done.err
    done = sdk("save-as", "twice.jsonl", "--dedup", "exact", "--merge", "set", "--json")
    listed = {"file": "twice.jsonl", "record": 2, "reason": "repetition"}
    listed["because"] = "repeats record 1 of twice.jsonl"
    assert json.loads(done.out)["items"][0]["dropped"] == [listed]
    manifest = json.loads(Path("data/final/set/export.json").read_text())
    assert manifest["dropped_records"] == [listed]


@pytest.mark.parametrize("name", ["more/q.json", "./q.json", "{cwd}/q.json", "linked/r.json"])
def test_a_split_is_the_same_from_anywhere(sdk: Sdk, name: str) -> None:
    def cut(name: str) -> dict[str, str]:
        done = sdk("save-as", name.format(cwd=Path.cwd()), "--split", "80/10/10", "--merge", "set")
        assert done.code == 0, done.err
        return {path.name: path.read_text() for path in Path("data/final/set").glob("*.jsonl")}

    Path("more").mkdir()
    Path("more/q.json").write_text(json.dumps(ROWS))
    Path("linked").mkdir()
    Path("linked/r.json").symlink_to(Path("q.json").resolve())
    expected = cut("q.json")
    assert len(expected) == 3
    assert cut(name) == expected


def test_what_a_label_keeps_out_is_told(sdk, write) -> None:
    rows = [{"prompt": f"q{n}?", "completion": "a", "label": n > 0} for n in range(3)]
    write("k.json", rows)
    done = sdk("save-as", "k.json", "-f", "messages", "-o", "out/")
    assert done.code == 0, done.err
    assert "(2 rows)" in done.out
    assert "k.json: 1 labelled bad stays out; formats with labels take them" in done.err


def test_worse_answers_without_a_place_are_told(sdk: Sdk) -> None:
    pair = {"question": "When?", "answer": "At dusk.", "rejected": "Never."}
    Path("pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [pair, *ROWS[:2]]))
    done = sdk("save-as", "pairs.jsonl", "-f", "messages", "-o", "y/")
    assert done.code == 0
    assert "1 record holds a worse answer, for which the format has no place" in done.err
    for name in ("dpo", "kto"):
        assert "no place" not in sdk("save-as", "pairs.jsonl", "-f", name, "-o", "y/").err
