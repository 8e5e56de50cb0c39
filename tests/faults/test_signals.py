"""SIGINT and SIGTERM: what was paid for is kept, and the second one ends the run at once."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from tests.cli.model import reply
from tests.faults.runs import held, outputs, slowly
from tests.server.replies import HANG
from tests.waiting import PATIENCE, read_until, wait_until

ENDS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(
    ("number", "code"), [ENDS[0], pytest.param(*ENDS[1], marks=pytest.mark.soak)]
)
def test_calls_under_way_are_waited_for_and_never_paid_again(
    sdk, start, work, texts, at, model, number, code
):
    command = ["create", texts, "-n", "12", "--concurrency", "3", *at, "-o", "out"]
    release = threading.Event()
    model.script(held(release, first=3))
    process = start(*command)
    wait_until(lambda: len(model.chat) >= 6, process)
    process.send_signal(number)
    said = read_until("a second time stops at once", process)
    release.set()
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, said + err
    assert "Traceback" not in said + err
    assert len(model.chat) == 6
    assert out.count("Content saved to") == len(outputs(work / "out"))
    assert "run the same command again" in err
    asked = [request.body["messages"] for request in model.chat]

    model.script(reply)
    again = sdk(*command)
    assert again.code == 0, again.err
    assert len(outputs(work / "out")) == 3
    later = [request.body["messages"] for request in model.chat[len(asked) :]]
    assert not [messages for messages in later if messages in asked]


def test_a_second_signal_does_not_wait(start, work, pairs, at, model):
    model.script(HANG)
    process = start("curate", pairs, *at, "-o", "out/qa.json", patient=True)
    wait_until(lambda: len(model.chat) >= 3, process)
    process.send_signal(signal.SIGTERM)
    read_until("calls under way get 3600 s; a second time stops at once", process)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 143, err
    assert "Traceback" not in err
    assert "calls given up while the server worked on them" in err
    assert "qa.json: not finished: 0 of " in err
    assert outputs(work / "out") == {}


@pytest.mark.soak
@pytest.mark.parametrize("moment", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5])
@pytest.mark.parametrize(("number", "code"), ENDS)
def test_a_signal_at_any_time_ends_in_its_code(start, texts, at, model, moment, number, code):
    """Before Python has set its handlers the system's own rule holds, hence the negative code."""
    model.script(slowly(1.0))
    process = start("create", texts, "-n", "12", *at)
    time.sleep(moment)
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (code, -number), err
    if process.returncode == code:
        assert "Traceback" not in err
