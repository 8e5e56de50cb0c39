"""Disks that are full or cannot be written: exit 6, and nothing that was there is harmed."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sdk_core.testing.program import Finished
from tests.cli.conftest import numbered_text
from tests.cli.model import reply
from tests.conftest import PROGRAM
from tests.faults.runs import outputs

Limited = Callable[..., Finished]


@pytest.fixture
def limited(work: Path, environment: dict[str, str]) -> Limited:
    """Return a function that runs the program with a bound on the size of each file it writes.

    To write beyond it fails like a full disk does; Python itself ignores the signal that comes
    with it.
    """

    def run(*arguments: str, size: int) -> Finished:
        done = subprocess.run(
            [PROGRAM, *arguments],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def mount(work: Path) -> Iterator[Callable[..., Path]]:
    """Return a function that mounts a small disk in memory, and one that makes it read-only."""
    mounted: list[Path] = []

    def do(name: str, options: str) -> Path:
        folder = work / name
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("a small disk cannot be mounted here")
        mounted.append(folder)
        return folder

    yield do
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def assert_refused(done: Finished, *words: str) -> None:
    """Assert that a command ended for the disk's sake and says so."""
    assert done.code == 6, done.err
    assert "Traceback" not in done.err
    assert "what to do" in done.err
    for word in words:
        assert word in done.err


def test_a_record_of_answers_that_cannot_grow(sdk, limited, work, texts, at, model):
    command = ["create", texts, "-n", "12", *at, "-o", "out"]
    assert_refused(limited(*command, size=48 * 1024), "out/.sdk/journal.db")
    spent = len(model.chat)
    assert spent
    done = sdk(*command)
    assert done.code == 0, done.err
    assert len(outputs(work / "out")) == 3


@pytest.mark.parametrize("stage", ["create", "curate"])
def test_an_output_that_does_not_fit_leaves_the_older_one(
    sdk, limited, work, write, at, model, stage
):
    """The answers fit, the file that is made of them does not."""
    if stage == "create":
        command = ["create", write("t.txt", numbered_text(40)), "-n", "500", *at, "-o", "out"]
        name = "out/t_qa_pairs.json"
    else:
        wide = [{"question": f"Question {n}?", "answer": "wide " * 4000} for n in range(20)]
        command = ["curate", write("qa.json", wide), *at, "--judge", "rating", "-o", "out/qa.json"]
        name = "out/qa.json"
    older = work / write(name, [{"question": "Old?", "answer": "Yes."}])
    before = older.read_bytes()
    assert_refused(limited(*command, size=300 * 1024), name)
    assert older.read_bytes() == before
    assert list(outputs(work / "out")) == [older.name]  # no half file beside it
    spent = len(model.chat)
    done = sdk(*command)
    assert done.code in (0, 3), done.err
    assert older.read_bytes() != before
    assert len(model.chat) == spent


def test_rows_that_do_not_fit_leave_the_older_ones(sdk, limited, work, write):
    rows = write("qa.json", [{"question": f"Q{n}?", "answer": "wide " * 4000} for n in range(20)])
    older = work / write("out/qa.jsonl", '{"question": "Old?", "answer": "Yes."}\n')
    before = older.read_bytes()
    assert_refused(limited("save-as", rows, "-o", "out/", size=100 * 1024), "free some space")
    assert older.read_bytes() == before
    assert list(outputs(work / "out")) == ["qa.jsonl"]
    assert sdk("save-as", rows, "-o", "out/").code == 0


def test_a_full_disk(sdk, work, mount, texts, at, model):
    disk = mount("out", "size=512k")
    (disk / "d0_qa_pairs.json").write_text('[{"question": "Old?", "answer": "Yes."}]')
    older = outputs(disk)
    (disk / "ballast").write_bytes(b"x" * 480 * 1024)
    command = ["create", texts, "-n", "12", *at, "-o", "out"]
    assert_refused(sdk(*command), "out")
    assert {name: outputs(disk)[name] for name in older} == older
    (disk / "ballast").unlink()
    done = sdk(*command)
    assert done.code == 0, done.err
    assert len(outputs(disk)) == 3


@pytest.mark.parametrize("stage", ["create", "curate"])
def test_an_output_that_cannot_be_written_costs_no_call(
    sdk, work, mount, notes, pairs, at, model, stage
):
    if os.geteuid():
        (work / "out").mkdir(mode=0o555)
    else:
        mount("out", "ro")
    source, output = (notes, "out") if stage == "create" else (pairs, "out/qa.json")
    assert_refused(sdk(stage, source, *at, "-o", output), "out")
    assert not model.chat


def test_a_file_where_a_folder_should_be_costs_no_call(sdk, write, notes, at, model):
    write("out", "I was here first")
    assert_refused(sdk("create", notes, *at, "-o", "out"), "out")
    assert not model.chat


@pytest.mark.soak
@pytest.mark.parametrize("size", [1, 8, 16, 24, 32, 40, 64, 96, 128])
def test_any_size_of_disk(sdk, limited, work, texts, at, model, size):
    command = ["create", texts, "-n", "12", *at, "-o", "out"]
    done = limited(*command, size=size * 1024)
    assert done.code in (0, 6), done.err
    assert "Traceback" not in done.err
    model.script(reply)
    assert sdk(*command).code == 0
    assert len(outputs(work / "out")) == 3
