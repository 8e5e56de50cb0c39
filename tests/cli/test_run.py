"""``run``: all four stages with one command."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHORT, numbered_text
from tests.cli.model import of_task, saying


def test_all_stages_with_one_output_folder(sdk, work, documents, read, at, model):
    for name in ("handbook.docx", "report.pdf", "slides.pptx", "README.md"):
        (documents / name).unlink()
    done = sdk("run", "documents/", "-o", "out", "-n", "3", "-t", "6", "-f", "ft", *at)
    assert done.code == 0, done.err
    files = sorted(
        str(path.relative_to(work / "out"))
        for path in (work / "out").glob("*/*")
        if path.name != ".sdk"
    )
    assert files == [
        "curated/article_cleaned.json",
        "curated/notes_cleaned.json",
        "final/article_cleaned_ft.json",
        "final/notes_cleaned_ft.json",
        "generated/article_qa_pairs.json",
        "generated/notes_qa_pairs.json",
        "parsed/article.lance",
        "parsed/notes.lance",
    ]
    assert len(read("out/final/notes_cleaned_ft.json")) == 3
    for line in (
        "Text successfully extracted to out/parsed/notes.lance",
        "Content saved to out/generated/notes_qa_pairs.json",
        "Cleaned content saved to out/curated/notes_cleaned.json",
        "out/final/notes_cleaned_ft.json",
    ):
        assert line in done.out
    assert not (work / "data").exists()

    spent = len(model.chat)
    again = sdk("run", "documents", "-o", "out", "-n", "3", "-t", "6", "-f", "ft", *at, "--json")
    assert again.code == 0, again.err
    assert len(model.chat) == spent
    stages = again.json["stages"]
    assert [stage["stage"] for stage in stages] == ["ingest", "create", "curate", "save-as"]
    assert [stage["made"] for stage in stages][1:] == [6, 6, 6]
    assert all(stage["exit_code"] == 0 for stage in stages)


def test_the_worst_stage_decides(sdk, write, work, at, model):
    write("in/notes.txt", SHORT)
    write("in/empty.txt", "")
    some = sdk("run", "in", "-n", "1", "-o", "some", "--name", "ignored", *at)
    assert some.code == 3
    assert "in/empty.txt" in some.err
    assert "--name option is ignored" in some.err
    assert (work / "some/final/notes_cleaned.jsonl").exists()
    model.script(saying(rating='[{"index": 1, "rating": 2}]'))
    none = sdk("run", "in/notes.txt", "-n", "1", "-o", "none", *at)
    assert none.code == 4
    assert (work / "none/generated/notes_qa_pairs.json").exists()
    assert not (work / "none/final").exists()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--type", "qq"], "qq"),
        (["--type", "cot-enhance"], "cot-enhance"),
        (["--type", "multimodal-qa"], "--multimodal"),
        (["-f", "alpacca"], "alpaca?"),
        (["--storage", "hff"], "hf?"),
        (["--judge", "ratings"], "rating?"),
        (["--provider", "vlm"], "vllm?"),
        (["--parser", "textt"], "text?"),
        (["-t", "11"], "11"),
        (["--chunk-overlap", "4000"], "smaller"),
    ],
)
def test_mistakes_are_found_before_the_first_stage(sdk, write, work, at, model, flags, words):
    write("notes.txt", SHORT)
    done = sdk("run", "notes.txt", *flags, *at)
    assert done.code == 2, done.err
    assert words in done.err
    assert not model.log
    assert not (work / "data").exists()


def test_several_inputs_become_one_dataset_that_is_made_anew_for_nothing(
    sdk, write, work, read, at, model
):
    write("a/notes.txt", SHORT)
    write("b/notes.txt", numbered_text(5))
    command = ["run", "a", "b/notes.txt", "-n", "3", "-f", "ft", *at]
    both = sdk(*command, "--into", "sets/mine", "--merge", "other")
    assert both.code == 2
    assert not model.chat

    done = sdk(*command, "--into", "sets/mine")
    assert done.code == 0, done.err
    assert "b_notes_txt, because another input has the same name" in done.err
    files = {path.name: path.read_bytes() for path in (work / "sets/mine").iterdir()}
    assert len(json.loads(files["train.json"])) == 6
    assert not (work / "data/final").exists()

    spent = len(model.chat)
    again = sdk(*command, "--into", "sets/mine")
    assert again.code == 0, again.err
    assert len(model.chat) == spent
    assert {path.name: path.read_bytes() for path in (work / "sets/mine").iterdir()} == files

    trained = sdk(
        "run", "a", "b/notes.txt", "-n", "3", "--for", "trl", "--merge", "m", "--split", "8/2", *at
    )
    assert trained.code == 0, trained.err
    assert len(model.chat) == spent
    assert [p.name for p in (work / "data/final").iterdir()] == ["m"]


def test_each_stage_takes_several_inputs(sdk, write, listing, at, model):
    write("in/a.txt", SHORT)
    write("b.txt", f"{SHORT} And more.")
    assert sdk("ingest", "in", "b.txt").code == 0
    assert listing("data/parsed") == ["a.lance", "b.lance"]
    named = sdk("ingest", "in/a.txt", "b.txt", "--name", "x")
    assert named.code == 2
    assert "--name" in named.err
    tables = ["data/parsed/a.lance", "data/parsed/b.lance"]
    assert sdk("create", *tables, "-n", "1", *at).code == 0
    made = [f"data/generated/{name}_qa_pairs.json" for name in "ab"]
    assert sdk("curate", *made, *at).code == 0
    assert listing("data/curated") == ["a_cleaned.json", "b_cleaned.json"]
    kept = [f"data/curated/{name}_cleaned.json" for name in "ab"]
    assert sdk("save-as", *kept, "-f", "ft").code == 0
    assert listing("data/final") == ["a_cleaned_ft.json", "b_cleaned_ft.json"]
    some = sdk("curate", *made, "gone.json", *at)
    assert some.code == 2


def test_a_pilot_goes_as_far_as_the_judges(sdk, write, work, at, model):
    write("in/long.txt", numbered_text(200))
    write("in/notes.txt", SHORT)
    command = ["run", "in", "-n", "10", "-o", "out", *at]
    pilot = sdk(*command, "--pilot", "2", "--json")
    assert pilot.code == 0, pilot.err
    stages = pilot.json["stages"]
    assert [stage["stage"] for stage in stages] == ["ingest", "create", "curate"]
    told = stages[-1]["prediction"]
    assert told["kept"][1] == told["made"][1] == 20
    assert "prediction" not in stages[1]
    asked, judged = (len(of_task(model, task)) for task in ("qa", "rating"))
    assert asked == 2
    assert judged > 0
    assert not list((work / "out").glob("*/*.json*"))
    assert sdk(*command).code == 0
    assert len(of_task(model, "qa")) == 5
    words = sdk(*command, "--pilot", "2").out
    assert "rows kept: 20 (" in words
    assert "The whole run, with 95% confidence" in words
