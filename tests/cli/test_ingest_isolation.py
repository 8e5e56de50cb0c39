"""A parser that crashes, hangs, eats memory or talks rubbish costs its document alone."""

from __future__ import annotations

import signal

import pytest

from tests.waiting import PATIENCE, read_until, wait_until

REGISTRATION = """
from sdk_core.api import ParserSpec, hookimpl

@hookimpl
def sdk_parsers():
    yield ParserSpec(
        name="moody",
        target="moody_parser:Moody",
        summary="Does what it reads",
        extensions=(".mood",),
    )
"""

PARSER = """
import ctypes, os, time
from sdk_core.components import Parser
from sdk_core.model import Segment

class Moody(Parser):
    def parse(self, source, ctx):
        mood = source.read().decode()
        print("never on our stdout")
        ctx.describe(title=mood, mood=mood)
        yield Segment(text=f"first {mood}", kind="page", index=1)
        if mood == "segfault":
            ctypes.string_at(0)
        elif mood == "hang":
            while True:
                pass
        elif mood == "eat":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 22))
        elif mood == "exit":
            os._exit(3)
        elif mood == "flood":
            while True:
                yield Segment(text="x" * (1 << 20))
        elif mood == "rubbish":
            for pipe in range(3, 10):
                try:
                    os.write(pipe, b"rubbish" * 100)
                except OSError:
                    pass
        elif mood == "orphan":
            if os.fork() == 0:
                time.sleep(3600)
            os._exit(4)
        elif mood == "sleep":
            time.sleep(3600)
        yield Segment(text=f"last {mood}", kind="page", index=2)
"""

MOODS = ["calm", "eat", "exit", "flood", "orphan", "quiet", "rubbish", "segfault", "tired"]

LIMITS = "ingest: {timeout: 300, max_memory: 192, max_output: 20, workers: 2}"


@pytest.fixture
def moody(install, tmp_path):
    """Return the environment in which the parser is installed."""
    environment = install("moody", REGISTRATION)
    (tmp_path / "site" / "moody_parser.py").write_text(PARSER)
    return environment


@pytest.mark.installed
def test_a_directory_of_parsers_gone_wrong(sdk, write, work, moody, listing):
    write("limits.yaml", LIMITS)
    for mood in MOODS:
        write(f"in/{mood}.mood", mood)
    done = sdk("-c", "limits.yaml", "ingest", "in", "--json", env=moody)
    assert done.code == 3, done.err
    report = done.json
    assert [item["input"] for item in report["items"]] == [f"in/{mood}.mood" for mood in MOODS]
    errors = {failure["item"]: failure["error"] for failure in report["failures"]}
    reasons = {
        "eat": "the parser moody needs more than 192 MB of memory",
        "exit": "the parser moody ended its process with code 3",
        "flood": "the parser moody gave more than 20 MB",
        "orphan": "the parser moody ended its process with code 4",
        "rubbish": "the parser moody broke off with a message",
        "segfault": "the parser moody died by signal 11",
    }
    assert set(errors) == {f"in/{mood}.mood" for mood in reasons}
    for mood, reason in reasons.items():
        assert reason in errors[f"in/{mood}.mood"]
    assert report["failures"][0]["hint"] == "raise ingest.max_memory"
    assert "Traceback" not in done.err
    assert listing("data/parsed") == ["calm.lance", "quiet.lance", "tired.lance"]

    write("in/hang.mood", "hang")
    hanging = sdk("ingest", "in/hang.mood", env={**moody, "SDK_INGEST__TIMEOUT": "1"})
    assert hanging.code == 4
    assert "the parser moody was stopped after 1 s" in hanging.err

    debug = sdk("-c", "limits.yaml", "--debug", "ingest", "in/segfault.mood", env=moody)
    assert debug.code == 4
    assert "moody_parser.py" in debug.err
    assert "never on our stdout" in debug.err
    assert debug.out == ""


def test_an_interrupted_run_leaves_no_process_and_no_table(write, work, moody, start):
    write("in/a.txt", "A text that is read at once.")
    write("in/sleep.mood", "sleep")
    process = start("ingest", "in", "-v", env=moody)
    read_until("in/a.txt", process)  # on a slow machine a line of progress comes first
    children = _children(process.pid)
    assert children
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "stopped on request" in err
    assert [path.name for path in (work / "data/parsed").iterdir()] == ["a.lance"]
    wait_until(lambda: not any(map(_runs, children)))


def _children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
