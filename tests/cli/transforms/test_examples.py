"""``--transform`` of chunks and examples: what each step leaves out and says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sdk_core.testing.program import Finished
from tests.cli.transforms.texts import CUT, OFFLINE, PROSE, text_of

Sdk = Callable[..., Finished]

Write = Callable[[str, Any], str]

Read = Callable[[str], Any]


def test_chunks_that_are_left_out_are_asked_nothing(
    sdk: Sdk, long: str, read: Read, work: Path
) -> None:
    drop = "regex@chunk={pattern: 'Section 0[0-4]', action: drop}"
    assert sdk("ingest", long).code == 0
    done = sdk("create", "data/parsed/long.lance", "-n", "6", *CUT, "--transform", drop, "--json")
    assert done.code == 0, done.err
    [item] = done.json["items"]
    [(reason, lost)] = item["left_out"].items()
    assert reason.startswith("regex@chunk: matches Section 0")
    assert lost["parts"] == 5
    stored = text_of(work / "data/parsed/long.lance")
    made = read("data/generated/long_qa_pairs.json")
    assert len(made["qa_pairs"]) == 6
    for pair in made["qa_pairs"]:
        place = pair["provenance"]
        passage = made["metadata"]["passages"][place["passage"]]
        assert stored[place["start"] : place["end"]] == passage
        assert int(passage.removeprefix("## Section ")[:2]) >= 5


def test_a_file_names_the_transforms_of_its_chunks(sdk: Sdk, read: Read) -> None:
    change = "regex@chunk={pattern: lock, replacement: weir}"
    assert sdk("create", "a.txt", "-n", "3", *OFFLINE, "--transform", change).code == 0
    made = read("data/generated/a_qa_pairs.json")
    assert made["metadata"]["transforms"] == ["regex@chunk"]


def test_chunks_that_are_changed_keep_their_places(
    sdk: Sdk, long: str, read: Read, work: Path
) -> None:
    change = "regex@chunk={pattern: station, replacement: post}"
    assert sdk("ingest", long).code == 0
    command = ("create", "data/parsed/long.lance", "-n", "3", *CUT, "--transform", change)
    done = sdk(*command)
    assert done.code == 0, done.err
    stored = text_of(work / "data/parsed/long.lance")
    made = read("data/generated/long_qa_pairs.json")
    assert len(made["qa_pairs"]) == 3
    for pair in made["qa_pairs"]:
        place = pair["provenance"]
        passage = made["metadata"]["passages"][place["passage"]]
        assert "post" in passage
        assert stored[place["start"] : place["end"]].replace("station", "post") == passage


def test_what_is_said_of_chunks_left_out_can_be_followed(sdk: Sdk, long: str) -> None:
    drop = "regex@chunk={pattern: Section 00, action: drop}"
    done = sdk("create", long, "-n", "3", *CUT, "--transform", drop, "-v")
    assert done.code == 0, done.err
    assert "left out: long.md: regex@chunk: matches Section 00 1 ×" in done.err
    proposed = [line for line in done.err.splitlines() if "inspect --dropped" in line]
    for line in proposed:
        words = line.split("`")[1].split()[1:]
        assert sdk(*words).code == 0, line


def test_examples_that_are_left_out_are_kept_with_the_reason(
    sdk: Sdk, long: str, read: Read
) -> None:
    drop = "regex@example={pattern: 'Fact 0[02]', action: drop}"
    done = sdk("create", long, "-n", "6", *CUT, "--transform", drop, "-v", "--json")
    assert done.code == 0, done.err
    made = read("data/generated/long_qa_pairs.json")
    assert len(made["qa_pairs"]) == 6
    assert made["rejected"]
    for pair in made["rejected"]:
        assert pair["reason"] == "regex@example: matches Fact 0[02]"
        assert "Fact 0" in pair["question"]
    assert not any("Fact 00" in pair["question"] for pair in made["qa_pairs"])
    assert made["metadata"]["left_out"] == len(made["rejected"])
    assert done.json["balance"]["filtered"] == len(made["rejected"])
    assert done.json["balance"]["planned"] == 6 + len(made["rejected"])


def test_chunks_and_examples_in_one_list(sdk: Sdk, long: str, write: Write, read: Read) -> None:
    listed: list[Any] = [
        {"regex@chunk": {"pattern": "Section 00", "action": "drop"}},
        {"regex@example": {"pattern": "Fact 01", "action": "drop"}},
        {"length": {"least": 3, "field": "answer"}},
    ]
    write("c.yaml", json.dumps({"generation": {"transforms": listed}}))
    done = sdk("-c", "c.yaml", "create", long, "-n", "3", *CUT)
    assert done.code == 0, done.err
    made = read("data/generated/long_qa_pairs.json")
    assert len(made["qa_pairs"]) == 3
    assert {pair["provenance"]["chunk"] for pair in made["qa_pairs"]}.isdisjoint({0, 1})


def test_nothing_left_of_a_file_of_examples_is_no_success(sdk: Sdk, pairs: str, work: Path) -> None:
    none = ("--transform", "length={least: 9000}")
    made = sdk("create", "a.txt", "-n", "3", *OFFLINE, *none)
    assert made.code == 4
    assert "transforms left out all 3: length: under 9000 characters" in made.err
    saved = sdk("save-as", pairs, *none)
    assert saved.code == 4
    assert "all records were left out, 3 by length" in saved.err
    assert not list(work.glob("data/*/*.json*"))
    chunks = sdk("create", "a.txt", *OFFLINE, "--transform", "length@chunk={least: 9000}")
    assert chunks.code == 4
    assert "under 9000 characters" in chunks.err


def test_nothing_left_for_judges_says_why(sdk: Sdk, pairs: str) -> None:
    none = ("--transform", "length={least: 9000}")
    done = sdk("curate", pairs, "-t", "1", *OFFLINE, *none)
    assert done.code == 4
    assert "under 9000 characters" in done.err
    assert "none of 0 records" not in done.err


def test_records_that_curate_leaves_out_are_rejected_and_not_judged(
    sdk: Sdk, pairs: str, read: Read
) -> None:
    short = "length={least: 10, field: answer}"
    change = "regex={pattern: Part, replacement: Piece}"
    done = sdk("curate", pairs, "-t", "1", *OFFLINE, "--transform", short, "--transform", change)
    assert done.code == 0, done.err
    content = read("data/curated/q_cleaned.json")
    assert [pair["question"] for pair in content["qa_pairs"]] == ["Piece 1?", "Piece 2?"]
    assert [(pair["question"], pair["reason"]) for pair in content["rejected"]] == [
        ("Part 0?", "length: under 10 characters")
    ]
    assert "rating" not in content["rejected"][0]
    assert content["metrics"]["total"] == 3
    assert content["metadata"]["curation"]["transforms"] == ["length", "regex@example"]


def test_curate_says_what_its_transforms_left_out(sdk: Sdk, pairs: str) -> None:
    short = ("--transform", "length={least: 10, field: answer}")
    done = sdk("curate", pairs, "-t", "1", *OFFLINE, *short, "-v")
    assert done.code == 0, done.err
    assert "length: under 10 characters" in done.err
    assert "1 rejected by judges" not in done.err


def test_records_that_save_as_leaves_out_are_in_report_manifest_and_card(
    sdk: Sdk, pairs: str, write: Write, read: Read, work: Path
) -> None:
    write("p.json", read(pairs))
    drop = ("--transform", "regex={pattern: secret, action: drop}")
    flags = ("--merge", "all", "--split", "50/50", "-o", "set", "-v")
    done = sdk("save-as", pairs, "p.json", *flags, *drop)
    assert done.code == 0, done.err
    assert "2 left out: regex" in done.err
    assert "q.json, record 3: regex@example, matches secret" in done.err
    rows = [row for name in ("train", "test") for row in read(f"set/{name}.jsonl")]
    assert len(rows) == 4
    assert not any("secret" in json.dumps(row) for row in rows)
    manifest = json.dumps(read("set/export.json"))
    assert "regex" in manifest
    assert "regex" in (work / "set/README.md").read_text("utf-8")


def test_save_as_writes_what_its_transforms_make(sdk: Sdk, pairs: str, read: Read) -> None:
    change = "regex={pattern: Part, replacement: Piece, field: question}"
    done = sdk("save-as", pairs, "-o", "x.jsonl", "--transform", change)
    assert done.code == 0, done.err
    assert [row["question"] for row in read("x.jsonl")] == ["Piece 0?", "Piece 1?", "Piece 2?"]
    assert read(pairs)[0]["question"] == "Part 0?"


def test_lists_of_the_config_for_curate_and_save_as(
    sdk: Sdk, pairs: str, write: Write, read: Read
) -> None:
    listed = [{"length": {"least": 10, "field": "answer"}}]
    write(
        "c.yaml", json.dumps({"curate": {"transforms": listed}, "format": {"transforms": listed}})
    )
    curated = sdk("-c", "c.yaml", "curate", pairs, "-t", "1", *OFFLINE)
    assert curated.code == 0, curated.err
    assert len(read("data/curated/q_cleaned.json")["rejected"]) == 1
    saved = sdk("-c", "c.yaml", "save-as", pairs, "-o", "x.jsonl")
    assert saved.code == 0, saved.err
    assert len(read("x.jsonl")) == 2


def test_a_run_gives_each_transform_to_the_step_that_has_its_level(
    sdk: Sdk, read: Read, work: Path
) -> None:
    names = (
        *("--transform", "drop-boilerplate"),
        *("--transform", "length@chunk={least: 10}"),
        *("--transform", "length={least: 3, field: answer}"),
        *("--transform", "clean-text@example"),
    )
    done = sdk("run", "a.txt", "-n", "3", "-t", "1", "-o", "out", *OFFLINE, *names)
    assert done.code == 0, done.err
    assert text_of(work / "out/parsed/a.lance") == f"# Locks\n\n{PROSE}"
    made = read("out/generated/a_qa_pairs.json")
    assert made["metadata"]["transforms"][-2:] == ["length", "clean-text@example"]
    assert (work / "out/final/a_cleaned.jsonl").exists()
