"""Where things are printed and how: streams, JSON, quiet, colour, help, global options."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import SHORT
from tests.cli.model import saying
from tests.conftest import PROGRAM
from tests.prefork.starting import ADDRESS

COMMANDS = ("system-check", "ingest", "create", "curate", "save-as", "run")


@pytest.fixture
def notes(write) -> str:
    return write("in/notes.txt", SHORT)


def test_results_go_to_stdout_and_all_else_to_stderr(sdk, notes, at):
    done = sdk("create", "in", "-n", "2", *at, "-v")
    assert done.out == "Content saved to data/generated/notes_qa_pairs.json (2)\n"
    assert "in/notes.txt" in done.err
    assert "1 model calls" in done.err or "1 model call" in done.err
    quiet = sdk("create", "in", "-n", "2", *at, "--quiet")
    assert quiet.out == done.out
    assert quiet.err == ""
    before = sdk("-q", "create", "in", "-n", "2", *at)
    assert (before.out, before.err) == (done.out, "")


def test_json_is_all_there_is_on_stdout(sdk, notes, write, at, model):
    write("in/empty.txt", "")
    created = sdk("create", "in", "-n", "2", *at, "--json")
    assert created.code == 3
    report = created.json
    assert (report["stage"], report["exit_code"], report["made"]) == ("create", 3, 2)
    assert report["outputs"] == ["data/generated/notes_qa_pairs.json"]
    assert {item["input"]: item["exit_code"] for item in report["items"]} == {
        "in/empty.txt": 4,
        "in/notes.txt": 0,
    }
    assert report["failures"][0]["item"] == "in/empty.txt"
    assert report["calls"] == 1

    model.models = ("meta-llama/Llama-3.3-70B-Instruct",)
    for command in (
        ["ingest", notes, "-v"],
        ["curate", "data/generated/notes_qa_pairs.json", *at],
        ["save-as", "data/generated/notes_qa_pairs.json"],
        ["system-check", *at],
        ["plugins", "list"],
        ["plugins", "doctor"],
        ["plugins", "info", "qa"],
    ):
        done = sdk(*command, "--json")
        assert done.code == 0, done.err
        assert done.json
    refused = sdk("system-check", "--json", "--api-base", "http://127.0.0.1:9/v1")
    assert refused.code == 5
    assert refused.json["ok"] is False
    assert refused.json["exit_code"] == 5


def test_options_stand_anywhere(sdk, notes, write, at, read):
    write("three.yaml", "generation: {num_pairs: 3}\n")
    for order, arguments in enumerate(
        (
            ["-c", "three.yaml", "create", notes, *at],
            ["create", "-c", "three.yaml", *at, notes],
            ["create", *at, notes, "--config", "three.yaml"],
        )
    ):
        done = sdk(*arguments, "-o", f"o{order}")
        assert done.code == 0, done.err
        assert len(read(f"o{order}/notes_qa_pairs.json")["qa_pairs"]) == 3


def test_flags_beat_the_environment_and_that_beats_the_config(sdk, notes, write, read, at):
    write("three.yaml", "generation: {num_pairs: 3}\n")
    environment = {"SDK_GENERATION__NUM_PAIRS": "4"}
    assert sdk("create", notes, *at, "-c", "three.yaml", env=environment).code == 0
    assert len(read("data/generated/notes_qa_pairs.json")["qa_pairs"]) == 4
    done = sdk("create", notes, *at, "-c", "three.yaml", "-n", "5", env=environment)
    assert done.code == 0
    assert len(read("data/generated/notes_qa_pairs.json")["qa_pairs"]) == 5


@pytest.fixture
def terminal(prefork, work, environment):
    """Return a function that runs the program on a terminal and returns what it shows."""
    program, address = prefork

    def run(*arguments, **variables):
        given = {**environment, ADDRESS: address, "TERM": "xterm", **variables}
        return on_terminal([program, *arguments], work, given)

    return run


def on_terminal(command, folder, environment):
    """Run a command with stderr and stdout on a terminal and return what it shows."""
    leader, follower = os.openpty()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=follower, stderr=follower
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    process.wait()
    return shown.decode()


def test_colour_only_where_it_is_welcome(terminal):
    assert "\x1b[" in terminal("create", "gone.txt", NO_COLOR="")
    plain = terminal("create", "gone.txt", NO_COLOR="1")
    assert "gone.txt does not exist" in plain
    assert "\x1b" not in plain


EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil"


def test_control_sequences_never_reach_the_terminal(terminal, write, model, sdk, at):
    write(f"in/doc{EVIL.replace('/', '')}.txt", SHORT)
    model.script(saying(qa=json.dumps([{"question": f"Q{EVIL}?", "answer": EVIL}])))
    for arguments in (
        ["create", "in", "-v", "-o", "out.d", *at],
        ["create", "in", "--preview"],
        ["curate", "qa.json", *at],
    ):
        write("qa.json", [{"question": f"Q{EVIL}?", "answer": EVIL}])
        shown = terminal(*arguments)
        assert "evil" in shown or "qa" in shown
        for bad in ("\x1b", "\x07", "\x9b", "\u202e"):
            assert bad not in shown, arguments
    model.script(saying(rating="none"))
    told = sdk("curate", "qa.json", "-o", "x.json", *at)
    assert told.code == 4
    assert "\x1b" not in told.err


def test_help_and_version(sdk):
    from importlib.metadata import version

    assert sdk("--version").out == f"synthetic-data-kit {version('synthetic-data-kit')}\n"
    root = sdk("-h")
    assert root.code == 0
    for name in (*COMMANDS, "plugins", "prompts", "config"):
        assert name in root.out
    assert sdk("--help").out == root.out
    for name, flags in {
        "create": "--chunk-overlap --prompt-pack --option --max-cost --batch",
        "run": "--reasoning --sitemap --concurrency",
    }.items():
        first, shown = sdk(name, "--help"), sdk(name, "--help-all")
        assert first.code == shown.code == 0
        assert all(flag in shown.out and flag not in first.out for flag in flags.split())
        assert "--help-all" in first.out
        for page in (first.out, shown.out):
            assert page.index("\nWhat to make:\n  --type") < page.index(
                "\nInput and output:\n  -o,"
            )
            assert "\nModel:\n  --provider" in page


@pytest.mark.parametrize("command", ["ingest", "create", "curate", "save-as", "run"])
def test_the_first_page_of_help_has_the_flags_that_people_use_first(sdk, command):
    pages = [sdk(command, flag).out for flag in ("--help", "--help-all")]
    few, every = ([row for row in page.splitlines() if row.startswith("  -")] for page in pages)
    assert 10 <= len(few) <= 16  # help itself, -v and -c are among them
    assert len(every) > len(few) + 4


def test_verbose_stands_before_the_command_as_after_it(sdk, write):
    write("a.txt", SHORT)
    write("b.txt", SHORT + "More.")
    write("in/a.txt", SHORT)
    said = [sdk(*words).err for words in (("-v", "ingest", "in"), ("ingest", "in", "-v"))]
    assert "ingest in/a.txt: " in said[0]
    assert "ingest in/a.txt: unchanged" in said[1]
    assert "in/a.txt" not in sdk("ingest", "in").err


@pytest.mark.parametrize(
    ("command", "flags"),
    [
        ("system-check", "--api-base --provider"),
        ("ingest", "--output-dir --name --multimodal --parser --recursive --preview -v --json"),
        ("curate", "--threshold --output --judge --model --prompt --preview --json"),
        ("save-as", "--format --storage --output --recursive --preview --json"),
        ("plugins", "list info doctor"),
        ("prompts", "list show eject"),
        ("config", "show init validate"),
    ],
)
def test_short_help_of_each_command(sdk, command, flags):
    shown = sdk(command, "-h")
    assert shown.code == 0
    assert all(flag in shown.out for flag in flags.split())


def test_the_package_runs_as_a_module(work, environment, write):
    write("notes.txt", SHORT)
    done = subprocess.run(
        [sys.executable, "-m", "sdk_core", "create", "notes.txt", "--provider", "offline"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Content saved to data/generated/notes_qa_pairs.json" in done.stdout
    assert (
        "synthetic-data-kit"
        in subprocess.run(
            [sys.executable, "-m", "sdk_core", "-h"],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )


def test_a_reader_that_goes_away(work, environment):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [PROGRAM, "plugins", "list"],
        cwd=work,
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, "")


def test_a_folder_is_not_named_like_a_file(sdk, work, write, at):
    document = write("notes.txt", SHORT)
    examples = write("qa.json", [{"question": "Q?", "answer": "A"}])
    for command, name in (
        (("ingest", document, "-o"), "notes.lance"),
        (("create", document, *at, "-o"), "x.jsonl"),
        (("save-as", examples, "--merge", "one", "-o"), "x.json"),
        (("save-as", examples, "--split", "50/50", "-o"), "x.JSONL"),
        (("save-as", examples, "--storage", "hf", "-o"), "x.parquet"),
        (("run", document, *at, "-o"), "x.json"),
        (("run", document, *at, "--into"), "x.json"),
    ):
        refused = sdk(*command, name)
        assert refused.code == 2, command
        assert f"{name} is the name of one file" in refused.err
    assert sorted(path.name for path in work.iterdir()) == ["notes.txt", "qa.json"]
    assert sdk("save-as", examples, "--merge", "one", "-o", "x.json/").code == 0
    assert sdk("save-as", examples, "--merge", "one", "-o", "x.json").code == 0, "it is there"
    assert (work / "x.json" / "train.jsonl").is_file()
    assert sdk("create", document, "-n", "2", *at, "-o", "Y.JSON").code == 0
    assert (work / "Y.JSON").is_file()


def test_a_file_is_not_named_like_that_of_another_storage(sdk, work, write):
    examples = write("qa.json", [{"question": "Q?", "answer": "A"}])
    for flags, hint in (
        (("-o", "x.parquet"), "give --storage parquet"),
        (("--storage", "csv", "-o", "x.jsonl"), "give --storage jsonl"),
        (("--storage", "jsonl", "-o", "x.json"), "end it in .jsonl"),
    ):
        refused = sdk("save-as", examples, *flags)
        assert refused.code == 2, flags
        assert hint in refused.err
    assert [path.name for path in work.iterdir()] == ["qa.json"]
    assert sdk("save-as", examples, "--storage", "csv", "-o", "x.csv").code == 0
