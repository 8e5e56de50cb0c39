"""``--transform``: what each step leaves out and says of it, and what is refused before it runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdk_core.artifacts import document_tables
from sdk_core.testing.program import Finished

Sdk = Callable[..., Finished]

Write = Callable[[str, Any], str]

Read = Callable[[str], Any]

PROSE = "Each lock holds about 180 cubic metres of water, and a boat is lifted in ten minutes."
LIST = "\n".join(f"{n} Part {n} ..... {n * 7}" for n in range(1, 8))
OFFLINE = ("--provider", "offline")
SECTIONS = 40
"""Sections of the long document, each a chunk of its own."""

CUT = (*OFFLINE, "--chunker", "structure", "--chunk-size", "700", "--least", "1")


@pytest.fixture(autouse=True)
def inputs(write: Write) -> None:
    write("a.txt", f"Contents\n\n{LIST}\n\n# Locks\n\n{PROSE}\n")
    write("b.txt", f"Contents\n\n{LIST}\n")


@pytest.fixture
def long(write: Write) -> str:
    """Return a document of many sections, whose text is stored as it stands."""
    sections = (
        f"## Section {n:02}\n\n"
        + " ".join(f"Fact {n:02}{k} says that station {k} recorded {k * 7 % 97}." for k in range(9))
        for n in range(SECTIONS)
    )
    return write("long.md", "\n\n".join(sections) + "\n")


@pytest.fixture
def pairs(write: Write) -> str:
    answers = ("Yes.", "It is 41 kilometres long.", "A keeper, who has a secret, opens it.")
    records = [{"question": f"Part {n}?", "answer": answer} for n, answer in enumerate(answers)]
    return write("q.json", records)


def _text(path: Path) -> str:
    return document_tables.read_document(path).text


def _facts(path: Path) -> dict[str, str]:
    return dict(document_tables.read_document(path).metadata)


def test_documents_and_segments_go_through_in_order(sdk: Sdk, work: Path) -> None:
    done = sdk(
        *("ingest", "a.txt", "--transform", "drop-boilerplate"),
        *("--transform", "regex={pattern: lock, replacement: weir}", "--json"),
    )
    assert done.code == 0, done.err
    table = work / "data/parsed/a.lance"
    assert _text(table) == f"# Locks\n\n{PROSE.replace('lock', 'weir')}"
    [item] = done.json["items"]
    size = len("Contents") + len(LIST)
    assert item["left_out"] == {"drop-boilerplate: contents list": {"parts": 2, "characters": size}}
    assert "drop-boilerplate" in _facts(table)["transforms"]
    assert "regex" in _facts(table)["transforms"]

    dropped = sdk("inspect", "--dropped", "data/parsed/a.lance")
    assert dropped.code == 0, dropped.err
    assert "drop-boilerplate: contents list 2 ×" in dropped.out
    assert "7 Part 7 ..... 49" in dropped.out


def test_segments_that_are_left_out_are_counted_and_listed(
    sdk: Sdk, write: Write, work: Path
) -> None:
    write("page.md", f"# Locks\n\n{PROSE}\n\n# Adverts\n\nBuy a boat.\n\n# Weirs\n\n{PROSE}\n")
    drop = "regex@segment={pattern: Buy, action: drop}"
    done = sdk("ingest", "page.md", "--transform", drop, "-v")
    assert done.code == 0, done.err
    assert "page.md: regex: matches Buy 1 × (" in done.err
    assert "Buy" not in _text(work / "data/parsed/page.lance")
    assert "Weirs" in _text(work / "data/parsed/page.lance")
    dropped = sdk("inspect", "--dropped", "data/parsed/page.lance")
    assert "# Adverts Buy a boat." in dropped.out


def test_the_order_of_transforms_matters_and_one_may_come_twice(
    sdk: Sdk, write: Write, work: Path
) -> None:
    first, second = ("regex={pattern: a, replacement: b}", "regex={pattern: b, replacement: c}")
    write("letters.txt", "a b")
    assert sdk("ingest", "letters.txt", "--transform", first, "--transform", second).code == 0
    assert _text(work / "data/parsed/letters.lance") == "c c"
    back = sdk("ingest", "letters.txt", "--transform", second, "--transform", first, "-o", "back")
    assert back.code == 0, back.err
    assert _text(work / "back/letters.lance") == "b c"

    listed: list[Any] = [
        {"regex": {"pattern": "a", "replacement": "b"}},
        {"regex@document": {"pattern": "b", "replacement": "d"}},
        "clean-text",
    ]
    write("c.yaml", json.dumps({"ingest": {"transforms": listed}}))
    done = sdk("-c", "c.yaml", "ingest", "letters.txt", "-o", "config")
    assert done.code == 0, done.err
    assert _text(work / "config/letters.lance") == "d d"


def test_flags_take_the_place_of_the_list_and_add_to_the_options_of_the_config(
    sdk: Sdk, write: Write, work: Path
) -> None:
    config = {
        "ingest": {"transforms": ["clean-text", {"length@document": {"least": 9000}}]},
        "transforms": {"regex": {"replacement": "weir"}},
    }
    write("c.yaml", json.dumps(config))
    assert sdk("-c", "c.yaml", "ingest", "a.txt").code == 4
    done = sdk("-c", "c.yaml", "ingest", "a.txt", "--transform", "regex={pattern: lock}")
    assert done.code == 0, done.err
    assert "Each weir holds" in _text(work / "data/parsed/a.lance")


def test_a_document_that_is_left_out_is_no_failure_beside_others(sdk: Sdk, work: Path) -> None:
    flags = ("--transform", "drop-boilerplate")
    both = sdk("ingest", "a.txt", "b.txt", *flags, "--json")
    assert both.code == 0, both.err
    first, second = both.json["items"]
    assert (first["made"], first["filtered"]) == (1, 0)
    assert (second["made"], second["filtered"], second["failed"]) == (0, 1, 0)
    assert second["note"] == "left out by drop-boilerplate: nothing but boilerplate"
    assert not (work / "data/parsed/b.lance").exists()

    alone = sdk("ingest", "b.txt", *flags)
    assert alone.code == 4
    assert "b.txt: left out by drop-boilerplate: nothing but boilerplate" in alone.err
    assert not (work / "data/parsed/b.lance").exists()


def test_an_earlier_table_of_a_document_that_is_left_out_is_named(sdk: Sdk, work: Path) -> None:
    assert sdk("ingest", "a.txt", "b.txt").code == 0
    done = sdk("ingest", "a.txt", "b.txt", "--transform", "drop-boilerplate")
    assert done.code == 0, done.err
    assert "b.txt is left out, and data/parsed/b.lance still holds it from before" in done.err
    assert document_tables.is_table(work / "data/parsed/b.lance")
    assert "a.lance still holds" not in done.err


def test_another_way_reads_again_and_the_same_way_does_not(sdk: Sdk, work: Path) -> None:
    def ingest(*flags: str) -> list[bool]:
        done = sdk("ingest", "a.txt", "b.txt", "--json", *flags)
        assert done.code == 0, done.err
        return [item["unchanged"] for item in done.json["items"]]

    assert ingest() == [False, False]
    assert ingest() == [True, True]
    weirs = ("--transform", "regex={pattern: lock, replacement: weir}")
    assert ingest(*weirs) == [False, False]
    assert ingest(*weirs) == [True, True]
    assert ingest("--transform", "regex={pattern: lock, replacement: door}") == [False, False]
    assert "Each door holds" in _text(work / "data/parsed/a.lance")
    assert ingest() == [False, False]
    assert "Each lock holds" in _text(work / "data/parsed/a.lance")


def test_a_table_is_stored_once_more_elsewhere_and_never_onto_itself(sdk: Sdk, work: Path) -> None:
    flags = ("--transform", "drop-boilerplate")
    assert sdk("ingest", "a.txt", "b.txt").code == 0
    before = document_tables.read_document(work / "data/parsed/a.lance")
    refused = sdk("ingest", "data/parsed/a.lance", *flags)
    assert refused.code == 2
    assert "would be replaced" in refused.err
    assert "-o" in refused.err
    assert document_tables.read_document(work / "data/parsed/a.lance") == before

    done = sdk("ingest", "data/parsed/a.lance", *flags, "-o", "plain")
    assert done.code == 0, done.err
    after = document_tables.read_document(work / "plain/a.lance")
    assert after.text == f"# Locks\n\n{PROSE}"
    assert after.source == before.source == "a.txt"
    assert "Part 7" in sdk("inspect", "--dropped", "plain/a.lance").out


def test_a_folder_of_tables_is_stored_once_more(sdk: Sdk, work: Path) -> None:
    assert sdk("ingest", "a.txt", "b.txt").code == 0
    flags = ("--transform", "drop-boilerplate", "-o", "plain", "--json")
    done = sdk("ingest", "data/parsed", *flags)
    assert done.code == 0, done.err
    assert [(item["made"], item["filtered"]) for item in done.json["items"]] == [(1, 0), (0, 1)]
    assert _text(work / "plain/a.lance") == f"# Locks\n\n{PROSE}"
    assert not (work / "plain/b.lance").exists()
    again = sdk("ingest", "data/parsed", *flags)
    assert [item["unchanged"] for item in again.json["items"]] == [True, False]
    onto = sdk("ingest", "data/parsed", "--transform", "clean-text")
    assert onto.code == 2
    assert "a.lance would be replaced" in onto.err
    assert "b.lance would be replaced" in onto.err


def test_a_table_of_many_documents_is_refused_with_a_way_out(sdk: Sdk) -> None:
    assert sdk("ingest", "a.txt", "b.txt", "--into", "all").code == 0
    done = sdk("ingest", "data/parsed/all.lance", "--transform", "clean-text", "-o", "x")
    assert done.code == 2
    assert "holds many documents" in done.err
    assert "--into" in done.err


def test_documents_of_one_table_go_through_transforms_too(sdk: Sdk, work: Path) -> None:
    flags = ("--into", "all", "--transform", "drop-boilerplate")
    done = sdk("ingest", "a.txt", "b.txt", *flags)
    assert done.code == 0, done.err
    assert "b.txt: left out by drop-boilerplate" in done.err
    shown = sdk("inspect", "data/parsed/all.lance", "--json")
    assert [found["documents"] for found in shown.json] == [1]


@pytest.mark.parametrize(
    ("command", "transform", "said"),
    [
        ("ingest", "length@chunk={least: 9}", ["works on a chunk", "give it to create"]),
        ("create", "drop-boilerplate", ["works on a document", "give it to ingest"]),
        ("create", "clean-text@segment", ["works on a segment", "give it to ingest"]),
        ("curate", "length@chunk={least: 9}", ["works on a chunk", "give it to create"]),
        ("save-as", "clean-text@document", ["works on a document", "give it to ingest"]),
        ("ingest", "length@example={least: 9}", ["create or curate or save-as"]),
        ("ingest", "length@page={least: 9}", ["does not work on 'page'", "document and segment"]),
        ("ingest", "drop-boilerplate@chunk", ["does not work on 'chunk'", "it works on document"]),
        ("ingest", "length@document@x", ["does not work on 'document@x'"]),
    ],
)
def test_a_level_that_a_step_does_not_have(
    sdk: Sdk, pairs: str, work: Path, command: str, transform: str, said: list[str]
) -> None:
    target = "a.txt" if command in ("ingest", "create") else pairs
    model = OFFLINE if command in ("create", "curate") else ()
    done = sdk(command, target, *model, "--transform", transform)
    assert done.code == 2
    assert all(each in done.err for each in said), done.err
    assert not (work / "data").exists()


@pytest.mark.parametrize(
    ("transform", "said"),
    [
        ("drop-boilerplat", ["no transform 'drop-boilerplat'", "did you mean drop-boilerplate?"]),
        ("length={leest: 9}", ["no option 'leest'", "did you mean least?"]),
        ("length=9", ["no mapping", "braces"]),
        ("length=[1, 2]", ["no mapping", "braces"]),
        ("length={least: many}", ["least"]),
        ("length", ["least"]),
        ("regex={pattern: '('}", ["pattern"]),
        ("language={only: [xx]}", ["xx"]),
        ("regex={pattern: a", ["regex"]),
        ("", ["transform"]),
    ],
)
@pytest.mark.parametrize("command", ["ingest", "create", "curate", "save-as", "run"])
def test_what_is_wrong_is_told_before_anything_is_read(
    sdk: Sdk, pairs: str, work: Path, command: str, transform: str, said: list[str]
) -> None:
    target = pairs if command in ("curate", "save-as") else "a.txt"
    model = () if command in ("ingest", "save-as") else OFFLINE
    if command in ("create", "curate", "save-as") and transform == "drop-boilerplat":
        said = said[:1]
    done = sdk(command, target, *model, "--transform", transform)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert all(each in done.err for each in said), done.err
    assert not (work / "data").exists()


def test_a_list_of_the_config_that_is_wrong(sdk: Sdk, write: Write, work: Path) -> None:
    wrong: list[Any] = [[{"length": 9}], [{"length": {"least": 1}, "regex": {"pattern": "a"}}], [9]]
    for number, listed in enumerate(wrong):
        name = write(f"c{number}.yaml", json.dumps({"ingest": {"transforms": listed}}))
        done = sdk("-c", name, "ingest", "a.txt")
        assert done.code == 2, listed
        assert "Traceback" not in done.err
        assert "transform" in done.err or "length" in done.err
    assert not (work / "data").exists()


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
    stored = _text(work / "data/parsed/long.lance")
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
    stored = _text(work / "data/parsed/long.lance")
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
    assert _text(work / "out/parsed/a.lance") == f"# Locks\n\n{PROSE}"
    made = read("out/generated/a_qa_pairs.json")
    assert made["metadata"]["transforms"][-2:] == ["length", "clean-text@example"]
    assert (work / "out/final/a_cleaned.jsonl").exists()


def test_a_preview_refuses_what_the_run_would_and_writes_nothing(sdk: Sdk, work: Path) -> None:
    good = sdk("ingest", "a.txt", "--transform", "drop-boilerplate", "--preview")
    assert good.code == 0, good.err
    assert "drop-boilerplate" in good.out.partition("run:")[2]
    bad = sdk("ingest", "a.txt", "--transform", "drop-boilerplat", "--preview")
    assert bad.code == 2
    assert not (work / "data").exists()
