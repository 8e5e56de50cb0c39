"""Progress: a line that moves with time, and a time left that is not made up."""

from __future__ import annotations

import os
import pty
import subprocess
import threading
from contextlib import suppress

import pytest

from sdk_core.cli.progress import Speed
from sdk_core.runs.session import ProgressCounters
from tests.cli.conftest import SHORT
from tests.cli.model import answer
from tests.conftest import PROGRAM
from tests.server.replies import completion


@pytest.mark.installed
def test_a_line_moves_while_nothing_else_happens(work, environment, write, model, at):
    write("a.txt", SHORT)
    seen = threading.Event()

    def patient(request):
        seen.wait(60)  # for the line, however slow the machine is
        return completion(answer(request), request.body)

    model.script(patient)
    ours, theirs = pty.openpty()
    command = [PROGRAM, "create", "a.txt", "-n", "3", *at]
    process = subprocess.Popen(
        command, cwd=work, env=environment, stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    told = b""
    with suppress(OSError):  # how a terminal ends on Linux
        while piece := os.read(ours, 4096):
            told += piece
            if told.count(b"1 calls in flight, 0 done") >= 2:
                seen.set()
    os.close(ours)
    process.communicate()
    assert process.returncode == 0, told
    assert b"create: 0/1 documents" in told
    assert b"time left unknown" in told


def test_no_line_is_drawn_when_quiet_or_where_there_is_no_terminal(sdk, write, model, at):
    write("a.txt", SHORT)
    for flags in (["-q"], []):
        assert "in flight" not in sdk("create", "a.txt", "-n", "2", *at, *flags).err


def test_the_time_left_follows_the_speed_of_late():
    counters, speed = ProgressCounters(total=1, wanted=100), Speed()
    assert speed.left(counters, 1.0) is None
    counters.calls, counters.made = 2, 2
    assert speed.left(counters, 10.0) is None  # two calls are no speed yet
    counters.calls, counters.made = 20, 20
    assert speed.left(counters, 20.0) == pytest.approx(80.0)


def test_recorded_answers_say_nothing_of_the_time_left():
    counters, speed = ProgressCounters(total=1, wanted=100), Speed()
    speed.left(counters, 0.5)
    counters.calls = counters.reused = counters.made = 90
    assert speed.left(counters, 1.0) is None
    counters.calls = counters.made = 95
    assert speed.left(counters, 51.0) == pytest.approx(50.0)
