"""What an earlier run made is not replaced by another document's, nor by less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SHORT, at, model, numbered_text, read, write
from tests.cli.model import passage, reply, saying
from tests.server.replies import error

__all__ = ["at", "model", "read", "write"]


@pytest.fixture
def two(write) -> tuple[str, str]:
    """Return two documents of one name."""
    return write("a/x.txt", f"Of a. {SHORT}"), write("b/x.txt", f"Of b. {SHORT}")


def rows(work: Path, name: str) -> list[dict]:
    return json.loads((work / name).read_text())["qa_pairs"]


def sources(work: Path, folder: str) -> dict[str, str]:
    return {
        path.name: json.loads(path.read_text())["metadata"]["source"]
        for path in sorted((work / folder).glob("*.json"))
    }


def test_documents_of_one_name_have_files_of_their_own(sdk, work, two, at):
    for document in (*two, *two, str(work / two[1]), "a/../b/x.txt"):
        done = sdk("create", document, "-n", "2", *at, "-o", "out")
        assert done.code == 0, done.err
        other = "out/x_txt_qa_pairs.json (2)"
        assert (other in done.out) == (Path(document).parent.name == "b")
        assert ("was made of another document" in done.err) == (other in done.out)
    assert list(sources(work, "out")) == ["x_qa_pairs.json", "x_txt_qa_pairs.json"]
    assert sources(work, "out")["x_qa_pairs.json"] == two[0]

    for folder, name in (("one", "x_qa_pairs.json"), ("two", "x_txt_qa_pairs.json")):
        (work / folder).mkdir()
        (work / f"out/{name}").rename(work / f"{folder}/x_qa_pairs.json")
        assert sdk("curate", f"{folder}/x_qa_pairs.json", *at, "-o", "cur/").code == 0
    assert list(sources(work, "cur")) == ["x_2_cleaned.json", "x_cleaned.json"]
    assert sources(work, "cur")["x_cleaned.json"] == two[0]


def test_files_that_do_not_name_their_document_are_told_by_their_path(sdk, work, write, at):
    for folder in "ab":
        write(f"{folder}/x.json", [{"question": f"Of {folder}?", "answer": "Yes."}])
        assert sdk("curate", f"{folder}/x.json", *at, "-o", "cur/").code == 0
        assert sdk("curate", f"{folder}/x.json", *at, "-o", "cur/").code == 0
    found = {name: rows(work, f"cur/{name}")[0]["question"] for name in sources_of(work / "cur")}
    assert found == {"x_cleaned.json": "Of a?", "x_2_cleaned.json": "Of b?"}


def sources_of(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.json")]


def test_a_file_that_the_user_names_is_replaced(sdk, work, two, at):
    for document in two:
        assert sdk("create", document, "-n", "2", *at, "-o", "out/rows.json").code == 0
    assert sources(work, "out") == {"rows.json": two[1]}


@pytest.mark.parametrize("stage", ["create", "curate"])
def test_what_a_model_made_is_not_replaced_by_a_trial(sdk, work, two, at, model, stage):
    pairs = "out/x_qa_pairs.json"
    command = ["create", two[0], "-n", "2", "-o", "out"]
    if stage == "curate":
        assert sdk(*command, *at).code == 0
        command = ["curate", pairs, "-o", "out"]
    first = sdk(*command, "--provider", "offline")
    assert first.code in (0, 4), first.err
    assert sdk(*command, *at).code == 0  # a model's takes the place of a trial's
    before = {path: path.read_bytes() for path in (work / "out").glob("*.json")}
    done = sdk(*command, "--provider", "offline")
    assert done.code == 2
    assert "for trying the program only" in done.err
    assert {path: path.read_bytes() for path in (work / "out").glob("*.json")} == before


def test_less_of_a_document_is_put_beside_its_file(sdk, work, write, at, model, read):
    write("t.txt", numbered_text(200))
    command = ["create", "t.txt", "-n", "9", "--chunk-size", "3000", *at, "-o", "out"]
    assert sdk(*command).code == 0
    before = (work / "out/t_qa_pairs.json").read_bytes()

    model.script(lambda r: error(400, "no") if "Fact 0000" in passage(r) else reply(r))
    worse = sdk(*command, "--fresh", "--concurrency", "1")
    assert worse.code == 3, worse.err
    assert "stays as it is, with 9 records" in worse.err
    assert "Content saved" not in worse.out
    assert (work / "out/t_qa_pairs.json").read_bytes() == before
    lesser = read("out/.sdk/lesser/t_qa_pairs.json")["qa_pairs"]
    assert 0 < len(lesser) < 9

    model.script(reply)
    assert sdk(*command, "-n", "4").code == 0  # fewer, as asked
    assert len(rows(work, "out/t_qa_pairs.json")) == 4


def test_fewer_ratings_are_put_beside_the_file(sdk, work, write, at, model):
    pairs = write("qa.json", [{"question": f"Q{n}?", "answer": "A."} for n in range(10)])
    command = ["curate", pairs, *at, "-o", "cur/"]
    assert sdk(*command).code == 0
    before = (work / "cur/qa_cleaned.json").read_bytes()
    model.script(lambda r: reply(r) if "Q0?" in r.prompt else saying(rating="no")(r))
    worse = sdk(*command, "--fresh")
    assert worse.code == 3, worse.err
    assert "stays as it is, with 10 records" in worse.err
    assert (work / "cur/qa_cleaned.json").read_bytes() == before


def test_a_replay_that_lacks_answers_leaves_the_file(sdk, work, write, at):
    write("t.txt", numbered_text(200))
    command = ["create", "t.txt", "--chunk-size", "3000", *at, "-o", "out"]
    assert sdk(*command, "-n", "9").code == 0
    before = (work / "out/t_qa_pairs.json").read_bytes()
    replay = sdk(*command, "-n", "10", "--replay")
    assert replay.code in (3, 4), replay.err
    assert (work / "out/t_qa_pairs.json").read_bytes() == before


def test_one_table_of_many_documents_keeps_its_file(sdk, work, write, at, model, read):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    assert sdk("ingest", "in", "--into", "all", "-o", "parsed").code == 0
    command = ["create", "parsed/all.lance", "-n", "2", *at, "-o", "out"]
    assert sdk(*command).code == 0
    before = (work / "out/all_qa_pairs.json").read_bytes()
    model.script(lambda r: error(400, "no") if "Text b." in passage(r) else reply(r))
    worse = sdk(*command, "--fresh", "--concurrency", "1")
    assert worse.code == 3, worse.err
    assert (work / "out/all_qa_pairs.json").read_bytes() == before
    assert len(read("out/.sdk/lesser/all_qa_pairs.json")["qa_pairs"]) == 4

    model.script(reply)
    assert sdk("ingest", "in/a.txt", "--into", "all", "-o", "other").code == 0
    assert sdk("create", "other/all.lance", "-n", "2", *at, "-o", "out").code == 0
    assert (work / "out/all_qa_pairs.json").read_bytes() == before
    assert read("out/all_2_qa_pairs.json")["metadata"]["table"] == "other/all.lance"


def test_documents_whose_names_are_no_text_go_all_the_way(sdk, work, at, read):
    folder = work / "in"
    folder.mkdir()
    for name in (b"caf\xe9.txt", b"two\nlines.txt"):
        Path(f"{folder}/{name.decode('utf-8', 'surrogateescape')}").write_text(f"{name} {SHORT}")
    assert sdk("create", "in", "-n", "2", *at, "-o", "out").code == 0
    done = sdk("curate", "--judge", "rating", "out", *at, "-o", "cur")
    assert done.code == 0, done.err
    assert len(sources_of(work / "cur")) == 2
    assert "left out" not in done.err
    assert sdk("ingest", "in", "-o", "parsed").code == 0
    assert "2 unchanged" in sdk("ingest", "in", "-o", "parsed").err


def test_records_that_cannot_be_used_are_a_loss(sdk, write, at, work):
    write("in/bad.json", [{"question": "half \udcff", "answer": "A."}])
    write("in/good.json", [{"question": "Q?", "answer": "A."}])
    done = sdk("curate", "in", *at, "-o", "cur")
    assert done.code == 3, done.err
    assert "half a character" in done.err


def test_leftovers_of_a_killed_run_are_gone_after_the_next(sdk, work, write, at):
    write("t.txt", SHORT)
    command = ["create", "t.txt", "-n", "2", *at, "-o", "out"]
    assert sdk(*command).code == 0
    [run] = (work / "out/.sdk/runs").iterdir()
    for folder in (work / "out", run):
        (folder / ".sdk-dead.tmp").mkdir()
        (folder / ".sdk-dead.tmp/t.json").write_text("half of i")
    assert sdk(*command).code == 0
    assert list(work.rglob(".sdk-*.tmp")) == []
