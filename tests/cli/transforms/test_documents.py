"""``--transform`` of documents and segments, and what is refused before anything is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdk_core.artifacts import document_tables
from sdk_core.testing.program import Finished
from tests.cli.transforms.texts import LIST, OFFLINE, PROSE, facts_of, text_of

Sdk = Callable[..., Finished]

Write = Callable[[str, Any], str]

Read = Callable[[str], Any]


def test_documents_and_segments_go_through_in_order(sdk: Sdk, work: Path) -> None:
    done = sdk(
        *("ingest", "a.txt", "--transform", "drop-boilerplate"),
        *("--transform", "regex={pattern: lock, replacement: weir}", "--json"),
    )
    assert done.code == 0, done.err
    table = work / "data/parsed/a.lance"
    assert text_of(table) == f"# Locks\n\n{PROSE.replace('lock', 'weir')}"
    [item] = done.json["items"]
    size = len("Contents") + len(LIST)
    assert item["left_out"] == {"drop-boilerplate: contents list": {"parts": 2, "characters": size}}
    assert "drop-boilerplate" in facts_of(table)["transforms"]
    assert "regex" in facts_of(table)["transforms"]

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
    assert "Buy" not in text_of(work / "data/parsed/page.lance")
    assert "Weirs" in text_of(work / "data/parsed/page.lance")
    dropped = sdk("inspect", "--dropped", "data/parsed/page.lance")
    assert "# Adverts Buy a boat." in dropped.out


def test_the_order_of_transforms_matters_and_one_may_come_twice(
    sdk: Sdk, write: Write, work: Path
) -> None:
    first, second = ("regex={pattern: a, replacement: b}", "regex={pattern: b, replacement: c}")
    write("letters.txt", "a b")
    assert sdk("ingest", "letters.txt", "--transform", first, "--transform", second).code == 0
    assert text_of(work / "data/parsed/letters.lance") == "c c"
    back = sdk("ingest", "letters.txt", "--transform", second, "--transform", first, "-o", "back")
    assert back.code == 0, back.err
    assert text_of(work / "back/letters.lance") == "b c"

    listed: list[Any] = [
        {"regex": {"pattern": "a", "replacement": "b"}},
        {"regex@document": {"pattern": "b", "replacement": "d"}},
        "clean-text",
    ]
    write("c.yaml", json.dumps({"ingest": {"transforms": listed}}))
    done = sdk("-c", "c.yaml", "ingest", "letters.txt", "-o", "config")
    assert done.code == 0, done.err
    assert text_of(work / "config/letters.lance") == "d d"


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
    assert "Each weir holds" in text_of(work / "data/parsed/a.lance")


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
    assert "Each door holds" in text_of(work / "data/parsed/a.lance")
    assert ingest() == [False, False]
    assert "Each lock holds" in text_of(work / "data/parsed/a.lance")


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
    assert text_of(work / "plain/a.lance") == f"# Locks\n\n{PROSE}"
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


def test_a_preview_refuses_what_the_run_would_and_writes_nothing(sdk: Sdk, work: Path) -> None:
    good = sdk("ingest", "a.txt", "--transform", "drop-boilerplate", "--preview")
    assert good.code == 0, good.err
    assert "drop-boilerplate" in good.out.partition("run:")[2]
    bad = sdk("ingest", "a.txt", "--transform", "drop-boilerplat", "--preview")
    assert bad.code == 2
    assert not (work / "data").exists()
