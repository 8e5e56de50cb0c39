"""``--preview``: says what would be done, and does nothing."""

from __future__ import annotations

import json
import shlex
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, numbered_text

CASES = {
    "ingest": ("data/parsed/{}.lance", "txt"),
    "create": ("data/generated/{}_qa_pairs.json", "txt"),
    "curate": ("data/curated/{}_cleaned.json", "json"),
    "save-as": ("data/final/{}.jsonl", "json"),
    "run": ("data/parsed/{}.lance", "txt"),
}


@pytest.mark.parametrize("command", CASES)
def test_a_file_and_a_directory(sdk, write, work, model, command):
    pattern, kind = CASES[command]
    for name in ("a", "b", "deep/c"):
        write(f"in/{name}.{kind}", SHORT if kind == "txt" else '[{"question": "Q", "answer": "A"}]')
    write("in/picture.bmp", "BM")
    flags = ["--api-base", model.url] if command in ("create", "curate", "run") else []

    one = sdk(command, f"in/a.{kind}", *flags, "--preview")
    assert one.code == 0, one.err
    assert one.out.startswith("Preview:")
    assert "Total files: 1\nSupported files: 1\n" in one.out
    assert f"in/a.{kind} -> {pattern.format('a')}" in one.out

    many = sdk("-q", command, "--preview", "in/", *flags)
    assert many.code == 0, many.err
    assert "Total files: 3\nSupported files: 2\n" in many.out
    assert f"in/b.{kind} -> {pattern.format('b')}" in many.out
    assert "picture.bmp" in many.out
    assert "-r: 1" in many.out
    proposed = many.out.partition("To process these files, run:\n")[2].strip()
    assert shlex.split(proposed) == ["synthetic-data-kit", "-q", command, "in/", *flags]

    as_json = sdk(command, "in", "-r", *flags, "--preview", "--json")
    assert as_json.code == 0
    assert [item["output"] for item in as_json.json["items"]] == [
        pattern.format(name) for name in ("a", "b", "deep/c")
    ]
    assert ("estimate" in as_json.json) == (command != "save-as")
    assert not (work / "data").exists()
    assert not model.log


def test_ingest_says_who_reads_what_and_how_much_that_may_be(sdk, write, work):
    write("in/old.txt", SHORT)
    assert sdk("ingest", "in").code == 0
    write("in/new.txt", "Three words more. " * 40)
    write("in/page.html", "<p>A page.</p>" * 9)
    write("in/same.txt", SHORT)
    with zipfile.ZipFile(work / "in/all.zip", "w") as archive:
        archive.writestr("one.txt", "In an archive.")
    before = state_of(work)
    command = ["ingest", "in", "https://example.org/x", "--preview"]
    shown = sdk(*command)
    assert shown.code == 0, shown.err
    for line in (
        "in/all.zip -> data/parsed/all (archive)",
        "in/new.txt -> data/parsed/new.lance (text)",
        "in/page.html -> data/parsed/page.lance (html)",
        "in/old.txt -> data/parsed/old.lance (unchanged)",
        "https://example.org/x -> data/parsed/example.org_x.lance (known once it is fetched)",
        "Unchanged, not read again: 1",
        "a guess from the sizes of 3; -v reads them",
        "archives and URLs that are not in it: 2",
    ):
        assert line in shown.out
    low, high = sdk(*command, "--json").json["estimate"]["characters"]
    read = sdk("ingest", "in", "--preview", "-v", "--json").json
    members = [item for item in read["items"] if item["input"] == "in/all.zip!one.txt"]
    assert [m["output"] for m in members] == ["data/parsed/all/one.lance"]
    assert read["estimate"]["guessed"] == 0
    texts = [read["estimate"]["characters"][0] - len("In an archive.")] * 2
    assert low <= texts[0] <= high
    one = sdk("ingest", "in", "--into", "corpus", "--preview")
    assert "in/same.txt -> nothing (same content as in/old.txt)" in one.out
    assert state_of(work) == before


def test_save_as_says_how_many_rows_come_of_which_records(sdk, write, work):
    rated = [{"question": f"Q{n}", "answer": "A", "rating": n} for n in range(10)]
    write("in/a.json", json.dumps({"qa_pairs": rated}))
    write("in/b.json", '{"summary": "Short.", "qa_pairs": [{"question": "Q0", "answer": "A"}]}')
    write("in/none.json", '{"a": 1}')
    before = state_of(work)
    shown = sdk("save-as", "in", "-f", "alpaca", "--min-rating", "4", "--preview")
    assert shown.code == 3
    assert "a_alpaca.json (10 records read: 10 qa; 6 rows; 4 left out: rating)" in shown.out
    assert "in/none.json -> nothing (in/none.json is not a file of examples" in shown.out
    assert "Storage: json" in shown.out
    merged = ["save-as", "in/a.json", "in/b.json", "--merge", "all", "--split", "50/50"]
    made = sdk(*merged, "--preview", "--json").json["items"][-1]
    assert state_of(work) == before
    assert sdk(*merged).code == 0
    done = sdk(*merged, "--json").json["items"][0]
    assert (made["output"], made["made"]) == (done["outputs"][0], done["made"])
    assert made["note"].split("; ")[1:3] == done["note"].split("; ")[:2]


def test_nothing_to_preview(sdk, write):
    write("in/picture.bmp", "BM")
    done = sdk("create", "in", "--preview")
    assert done.code == 4
    assert "Supported files: 0" in done.out
    assert "No supported files found" in done.out
    assert sdk("create", "gone", "--preview").code == 2


def state_of(folder: Path) -> dict[str, tuple[int, int]]:
    """Return time of change and size of everything in a folder."""
    paths = [folder, *folder.rglob("*")]
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in paths}


@pytest.mark.parametrize(
    "command",
    [
        ["ingest", "documents"],
        ["create", "documents", "-n", "3"],
        ["create", "documents", "--type", "summary"],
        ["curate", "data/generated"],
        ["save-as", "data/curated"],
        ["run", "documents"],
        ["run", "documents", "-o", "new", "-v"],
    ],
    ids=" ".join,
)
def test_nothing_is_written_by_a_preview(sdk, work, at, model, documents, command):
    sdk("run", "documents/notes.txt", "-n", "3", *at)
    before, asked = state_of(work), len(model.log)
    flags = [] if command[0] in ("ingest", "save-as") else at
    shown = sdk(*command, *flags, "--preview", "--debug")
    assert shown.code == 0, shown.err
    assert state_of(work) == before
    assert len(model.log) == asked


@pytest.mark.parametrize("wanted", ["10", "auto"])
def test_documents_that_are_not_parsed_give_a_range_that_holds_what_they_take(
    sdk, write, work, at, model, documents, wanted
):
    write("documents/long.txt", numbered_text(600))
    command = ["run", "documents", "-n", wanted, *at]
    guess = sdk(*command, "--preview", "--json").json["estimate"]
    assert guess["guessed"] == 7
    assert "a guess from the sizes of 7 unparsed; -v parses them" in sdk(*command, "--preview").out
    parsed = sdk(*command, "--preview", "-v", "--json").json["estimate"]
    assert parsed["guessed"] == 0
    [report] = [r for r in sdk(*command, "--json").json["stages"] if r["stage"] == "create"]
    low, high = parsed["calls"]
    assert low == high == report["calls"]
    assert guess["calls"][0] <= low <= guess["calls"][1]
    assert guess["prompt_tokens"][0] <= parsed["prompt_tokens"][0] <= guess["prompt_tokens"][1]
    known = sdk(*command, "--preview", "--json").json["estimate"]
    assert (known["guessed"], known["calls"], known["recorded"]) == (0, [0, 0], report["calls"])


def test_create_reckons_documents_by_their_sizes_until_it_is_to_parse_them(sdk, at, documents):
    command = ["create", "documents", "-n", "4", *at]
    guess = sdk(*command, "--preview")
    assert "unparsed; -v parses them" in guess.out
    parsed = sdk(*command, "--preview", "-v", "--json").json["estimate"]
    assert not parsed.get("guessed")
    low, high = sdk(*command, "--preview", "--json").json["estimate"]["calls"]
    assert low <= parsed["calls"][0] <= high
    assert low < high or parsed["calls"][0] == low


def test_pictures_are_not_guessed_by_sizes(sdk, at, documents):
    for command in (["run", "--multimodal"], ["create"]):
        asked = [*command, "documents", "--type", "multimodal-qa", *at, "--preview"]
        shown = sdk(*asked)
        assert shown.code == 0, shown.err
        assert "with pictures are not in it" in shown.out
        assert "at most 0" not in shown.out


def test_the_first_prompt_is_shown_with_placeholders_for_answers_of_other_calls(
    sdk, write, at, model
):
    write("a.txt", SHORT)
    template = "{% block user %}About: {{ summary }}. {{ num_pairs }} of {{ text }}{% endblock %}"
    write("ask.j2", template)
    command = ["create", "a.txt", "-n", "2", "--prompt", "qa_generation=ask.j2", *at]
    shown = sdk(*command, "--preview", "-v")
    assert shown.code == 0, shown.err
    assert "Calls: 2 new, 0 recorded already and free" in shown.out
    said = shown.out.partition("First call, by the prompt qa_generation:")[2]
    assert f"About: [summary: the answer of another call]. 2 of {SHORT.strip()}" in said
    assert "First call" not in sdk(*command, "--preview").out


@pytest.mark.parametrize("flag", ["--plan", "--dry-run"])
@pytest.mark.parametrize("command", ["create", "curate", "run"])
def test_the_names_of_earlier_dry_runs_lead_to_this_one(sdk, write, command, flag):
    write("a.txt", SHORT)
    refused = sdk(command, "a.txt", flag)
    assert refused.code == 2
    assert "--preview" in refused.err
    assert flag not in sdk(command, "--help-all").out


def test_what_cannot_be_previewed_is_said(sdk, write, at):
    write("in/a.txt", SHORT)
    write("in/empty.txt", "")
    shown = sdk("create", "in", *at, "--preview")
    assert shown.code == 3
    assert "in/empty.txt" in shown.err
    assert "Calls: 1 new" in shown.out


def test_all_steps_are_previewed_with_what_cannot_be_read(sdk, write, at):
    write("bad.pdf", "%PDF-1.4 cut short")
    write("good.txt", SHORT)
    some = sdk("run", "bad.pdf", "good.txt", *at, "--preview", "-v")
    assert some.code == 3
    assert "bad.pdf -> nothing (bad.pdf is damaged" in some.out
    assert "at most 5" in some.out
    assert "To process these files, run:" in some.out
    none = sdk("run", "bad.pdf", *at, "--preview", "-v")
    assert none.code == 4
    assert "error: bad.pdf is damaged" in none.err
    assert "To process these files" not in none.out


def test_all_steps_are_previewed_with_where_the_rows_go(sdk, write, at):
    write("a.txt", SHORT)
    for flags, place in (
        ([], "data/final"),
        (["-o", "out", "--merge", "one"], "out/final/one"),
        (["--into", "sets/one", "--split", "90/10"], "sets/one"),
    ):
        shown = sdk("run", "a.txt", *flags, *at, "--preview")
        assert f"  the rows go to {place}\n" in shown.out
    assert "rows go to" not in sdk("run", "a.txt", *at, "--pilot", "2", "--preview").out


@pytest.mark.parametrize("command", ["create", "curate", "save-as"])
def test_an_address_given_to_a_later_step_is_to_be_ingested_first(sdk, command):
    refused = sdk(command, "http://me:secret@127.0.0.1:9/a?b=1&c=2", "--preview")
    assert refused.code == 2
    assert "is a URL, and this command reads files" in refused.err
    assert "synthetic-data-kit ingest 'http://127.0.0.1:9/a?b=1&c=2'" in refused.err
    assert "secret" not in refused.err
