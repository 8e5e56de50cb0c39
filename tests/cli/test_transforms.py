"""Transforms at work in each step: their order, what they leave out, and that offsets hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.artifacts.document_tables import read_document

NOTES = """# Pump

Contents

1 Parts ........ 3
2 Starting ..... 5
3 Stopping ..... 9
4 Cleaning .... 12
5 Storage ..... 20

## Parts

The pump delivers 12 litres a minute. It was built in 1999 and painted red.
"""
GERMAN = "Die Pumpe fördert zwölf Liter in der Minute und wurde im Jahr 1999 rot gestrichen.\n"


@pytest.fixture
def work(sdk, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "docs").mkdir()
    (folder / "docs/pump.md").write_text(NOTES, "utf-8")
    (folder / "docs/pumpe.txt").write_text(GERMAN, "utf-8")
    return folder


def content(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


ENGLISH = "language={only: [en]}"


def test_what_is_left_out_of_a_document_is_counted_and_listed(sdk, work):
    done = sdk("ingest", "docs/pump.md", "--transform", "drop-boilerplate")
    assert done.code == 0, done.err
    assert "drop-boilerplate: contents list 2 ×" in done.err
    document = read_document(work / "data/parsed/pump.lance")
    assert "Cleaning" not in document.text
    assert document.metadata["transforms"] == "drop-boilerplate"
    listed = sdk("inspect", "--dropped", "data/parsed/pump.lance")
    assert "4 Cleaning .... 12" in listed.out


def test_a_document_that_is_left_out_is_no_failure(sdk, work):
    done = sdk("ingest", "docs", "--transform", ENGLISH)
    assert done.code == 0, done.err
    assert "docs/pumpe.txt: left out by language: in de" in done.err
    assert "1 left out by rule" in done.err
    assert not (work / "data/parsed/pumpe.lance").exists()
    alone = sdk("ingest", "docs/pumpe.txt", "--transform", ENGLISH, "--json")
    assert alone.code == 4
    assert alone.json["balance"] == {
        "planned": 1, "made": 0, "filtered": 1, "failed": 0, "skipped": 0, "pending": 0
    }  # fmt: skip


def test_a_table_that_still_holds_what_is_left_out_is_named(sdk, work):
    sdk("ingest", "docs")
    done = sdk("ingest", "docs", "--transform", ENGLISH)
    assert "data/parsed/pumpe.lance still holds it from before" in done.err


def test_other_transforms_read_again_and_the_same_do_not(sdk, work):
    def unchanged(*flags: str) -> int:
        report = sdk("ingest", "docs", "--json", *flags).json
        return sum(item["unchanged"] for item in report["items"])

    assert unchanged() == 0
    assert unchanged() == 2
    assert unchanged("--transform", "clean-text") == 0
    assert unchanged("--transform", "clean-text") == 2
    assert unchanged("--transform", "clean-text={hyphens: true}") == 0


def test_order_counts_and_one_may_stand_twice(sdk, work):
    (work / "config.yaml").write_text(
        "ingest:\n  transforms:\n"
        "    - regex: {pattern: red, replacement: green}\n"
        "    - regex: {pattern: green, replacement: blue}\n",
        "utf-8",
    )
    sdk("-c", "config.yaml", "ingest", "docs/pump.md")
    assert "painted blue" in read_document(work / "data/parsed/pump.lance").text
    flags = ("--transform", "regex={pattern: green, replacement: blue}")
    flags += ("--transform", "regex={pattern: red, replacement: green}")
    sdk("-c", "config.yaml", "ingest", "docs/pump.md", *flags, "-o", "other")
    assert "painted green" in read_document(work / "other/pump.lance").text


def test_tables_go_through_transforms_into_another_folder(sdk, work):
    sdk("ingest", "docs/pump.md")
    onto = sdk("ingest", "data/parsed/pump.lance", "--transform", "drop-boilerplate")
    assert onto.code == 2
    assert "would be replaced" in onto.err
    assert "Cleaning" in read_document(work / "data/parsed/pump.lance").text
    done = sdk("ingest", "data/parsed", "--transform", "drop-boilerplate", "-o", "plain")
    assert done.code == 0, done.err
    found = read_document(work / "plain/pump.lance")
    assert "Cleaning" not in found.text
    assert found.source == "docs/pump.md"
    none = sdk("ingest", "data/parsed/pump.lance")
    assert none.code == 2
    assert "--transform NAME" in none.err


def test_chunks_that_are_left_out_are_told_and_offsets_hold(sdk, work):
    text = "".join(
        f"# Part {n}\n\n" + f"Words of part {n} go on. " * 20 + "\n\n" for n in range(30)
    )
    (work / "long.md").write_text(text, "utf-8")
    done = sdk(
        *("create", "long.md", "--provider", "offline", "-n", "4", "-v"),
        *("--chunk-size", "600", "--chunk-overlap", "0", "--chunker", "structure"),
        *("--transform", "regex@chunk={pattern: 'part [0-4] ', action: drop}"),
    )
    assert done.code == 0, done.err
    assert "left out: long.md: regex@chunk: matches part [0-4]" in done.err
    pairs = content(work / "data/generated/long_qa_pairs.json")["qa_pairs"]
    assert len(pairs) == 4
    for pair in pairs:
        origin = pair["provenance"]
        assert "part 5 " in text[origin["start"] : origin["end"]] or origin["start"] > 0
        assert "part 0 " not in text[origin["start"] : origin["end"]]


def test_examples_that_are_left_out_stand_in_the_file_and_others_are_asked_for(sdk, work):
    text = "".join(f"Lock {n} was built in {1700 + n} of stone and oak.\n\n" for n in range(300))
    (work / "locks.txt").write_text(text, "utf-8")
    done = sdk(
        *("create", "locks.txt", "--provider", "offline", "-n", "4"),
        *("--transform", "regex={pattern: 'Lock [0-9] ', action: drop}"),
    )
    assert done.code == 0, done.err
    made = content(work / "data/generated/locks_qa_pairs.json")
    assert len(made["qa_pairs"]) == 4
    assert made["rejected"]
    assert all(r["reason"] == "regex@example: matches Lock [0-9]" for r in made["rejected"])
    assert made["metadata"]["transforms"] == ["regex@example"]


def test_curate_judges_what_comes_through(sdk, work):
    pairs = [{"question": f"Q{n}?", "answer": "Yes." * n} for n in range(1, 4)]
    (work / "pairs.json").write_text(json.dumps(pairs), "utf-8")
    done = sdk(
        *("curate", "pairs.json", "--provider", "offline", "-t", "0"),
        *("--transform", "length={least: 8, field: answer}"),
    )
    assert done.code == 0, done.err
    made = content(work / "data/curated/pairs_cleaned.json")
    assert [pair["question"] for pair in made["qa_pairs"]] == ["Q2?", "Q3?"]
    assert [r["reason"] for r in made["rejected"]] == ["length: under 8 characters"]
    assert made["metrics"]["total"] == 3
    assert made["metadata"]["curation"]["transforms"] == ["length"]


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_save_as_writes_what_comes_through(sdk, work, ending):
    pairs = [{"question": f"How {n}?", "answer": "Like this."} for n in range(4)]
    lines = "\n".join(map(json.dumps, pairs)) if ending == ".jsonl" else json.dumps(pairs)
    (work / f"pairs{ending}").write_text(lines, "utf-8")
    done = sdk(
        *("save-as", f"pairs{ending}", "-f", "alpaca", "-o", "rows.json", "-v"),
        *("--transform", "regex={pattern: 'How 1', action: drop}"),
        *("--transform", "regex={pattern: Like, replacement: As}"),
    )
    assert done.code == 0, done.err
    rows = json.loads((work / "rows.json").read_text("utf-8"))
    assert [row["instruction"] for row in rows] == ["How 0?", "How 2?", "How 3?"]
    assert {row["output"] for row in rows} == {"As this."}
    assert "record 2: regex" in done.err


def test_run_gives_each_to_the_first_step_that_has_what_it_works_on(sdk, work):
    done = sdk(
        *("run", "docs", "--provider", "offline", "-n", "2", "-t", "0", "--into", "out/set"),
        *("--transform", ENGLISH, "--transform", "length@example={least: 1}"),
        *("--transform", "drop-boilerplate"),
    )
    assert done.code == 0, done.err
    document = read_document(work / "data/parsed/pump.lance")
    assert document.metadata["transforms"] == "language, drop-boilerplate"
    made = content(work / "data/generated/pump_qa_pairs.json")
    assert made["metadata"]["transforms"] == ["length"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["create", "docs", "--transform", "drop-boilerplate"], "give it to ingest"),
        (["ingest", "docs", "--transform", "length@example={least: 1}"], "create or curate"),
        (["ingest", "docs", "--transform", "lenght"], "did you mean length?"),
        (["ingest", "docs", "--transform", "length={lest: 1}"], "did you mean least?"),
        (["ingest", "docs", "--transform", "length=5"], "write them in braces"),
        (["ingest", "docs", "--transform", "length@page={least: 1}"], "it works on"),
        (["ingest", "docs", "--transform", "length"], "give least, most or both"),
        (["create", "docs", "--type", "summary", "--transform", "length@chunk={least: 1}"],
         "works on chunks, and summary does not"),
    ],
)  # fmt: skip
def test_mistakes_end_the_command_before_anything_is_read(sdk, work, command, said):
    done = sdk(*command, *(["--provider", "offline"] if command[0] == "create" else []))
    assert done.code == 2
    assert said in done.err
    assert not (work / "data").exists()


def test_create_reads_documents_through_the_transforms_of_ingest(sdk, work):
    (work / "config.yaml").write_text(
        "ingest: {transforms: [{regex: {pattern: pump, replacement: motor}}]}\n", "utf-8"
    )
    done = sdk("-c", "config.yaml", "create", "docs/pump.md", "--provider", "offline", "-n", "1")
    assert done.code == 0, done.err
    assert "motor" in (work / "data/generated/pump_qa_pairs.json").read_text("utf-8")
