"""The last lines of a command: what was made, what was lost, and the command that goes on."""

from __future__ import annotations

import shlex

from tests.cli.conftest import SHORT
from tests.server.replies import error


def test_each_command_leads_to_the_next(sdk, write, at, work):
    write("in dir/a.txt", SHORT)
    write("in dir/b.txt", f"Other. {SHORT}")
    write("c.yaml", {"paths": {"output": {"generated": "made here"}}})
    words = ["-c", "c.yaml", "ingest", "in dir"]
    for told in ("2 pages and sections read", "6 examples made", "6 records kept"):
        flags = [*at, "-n", "3", "-m", "test-model"] if words[2] == "create" else []
        done = sdk(*words, *flags)
        assert done.code == 0, done.err
        result, following = done.err.splitlines()[-2:]
        assert result == f"{words[2]}: {told}; nothing was lost"
        program, *words = shlex.split(following.removeprefix("next: "))
        assert program == "synthetic-data-kit"
    assert words[2:] == ["save-as", "data/curated"]
    last = sdk(*words)
    assert last.err.splitlines()[-1] == "save-as: 6 records written; nothing was lost"
    assert "next" not in sdk("-q", *words).err


def test_what_was_lost_is_in_the_last_lines(sdk, write, at):
    write("in/a.txt", SHORT)
    write("in/empty.txt", "")
    partly = sdk("create", "in", "-n", "3", *at)
    assert partly.code == 3
    assert "create: 3 examples made; 1 failed\nnext: synthetic-data-kit curate " in partly.err
    nothing = sdk("create", "in/empty.txt", *at)
    assert nothing.code == 4
    assert "next" not in nothing.err


def test_what_is_left_out_of_a_text_or_by_judges_is_no_success_in_the_last_lines(sdk, write, at):
    hidden = '<p style="display:none">Nobody sees this.</p>'
    write("a.html", f"<html><body><article><p>{SHORT}</p>{hidden}</article></body></html>")
    done = sdk("ingest", "a.html")
    told = "ingest: 1 page or section read; parts of documents left out, as said above"
    assert done.err.splitlines()[-2] == told
    write("p.json", [{"question": "How long is it?", "answer": "Two miles."}] * 2)
    none = sdk("curate", "p.json", "-t", "10", *at)
    assert none.err.splitlines()[-1] == "curate: 0 records kept; 2 rejected by judges"


def test_a_run_that_is_stopped_names_itself(sdk, write, at, model):
    write("a.txt", SHORT)
    model.script(lambda request: error(401, "no such key"))
    stopped = sdk("create", "a.txt", *at)
    assert stopped.code == 5
    assert stopped.err.splitlines()[-1] == f"next: synthetic-data-kit create a.txt {' '.join(at)}"


def test_the_next_command_reads_all_that_was_made(sdk, write, at, work):
    write("in/a.txt", SHORT)
    write("in/sub/b.txt", f"Other. {SHORT}")
    words = ["ingest", "in", "-r"]
    for told in ("2 pages and sections read", "6 examples made", "6 records kept"):
        flags = ["-n", "3", *at] if words[0] == "create" else []
        done = sdk(*words, *flags, *(at if words[0] == "curate" else []))
        assert f"{words[0]}: {told}; nothing was lost" in done.err
        words = shlex.split(done.err.splitlines()[-1])[2:]
        assert "-r" in words
    here = sdk("ingest", "in", "-r", "--into", "one", "-o", ".")
    assert here.err.endswith("next: synthetic-data-kit create one.lance\n")
    write("in/c.txt", f"Third. {SHORT}")
    here = sdk("ingest", "in", "-o", ".")
    assert here.err.endswith("next: synthetic-data-kit create .\n")


def test_a_pilot_leads_to_the_whole_run(sdk, write, at):
    write("a.txt", SHORT)
    for given in (["--pilot", "2"], ["--pilot=2"]):
        done = sdk("create", "a.txt", "-n", "3", *given, *at)
        assert done.code == 0, done.err
        assert done.err.splitlines()[-1] == (
            f"next: synthetic-data-kit create a.txt -n 3 {' '.join(at)}"
        )
