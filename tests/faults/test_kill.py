"""``kill -9`` at random moments: a run that goes on makes what an undisturbed one makes."""

from __future__ import annotations

import random
import signal
import time

import pytest

from tests.cli.model import reply
from tests.faults.runs import outputs, recorded, slowly
from tests.waiting import PATIENCE, wait_until

AT_ONCE = 4


@pytest.fixture(params=["create", "curate"])
def command(request, texts, pairs, at) -> list[str]:
    stage = request.param
    arguments = [texts, "-n", "12"] if stage == "create" else [pairs]
    return [stage, *arguments, *at, "--concurrency", str(AT_ONCE), "-q"]


def kill_and_resume(sdk, start, work, model, command, *, kills: int, seed: int) -> None:
    """Kill a run some times, let it end, and compare it with one that nobody disturbed."""
    dice = random.Random(seed)
    curate = command[0] == "curate"
    golden = ("-o", "golden/qa.json") if curate else ("-o", "golden")
    undisturbed = sdk(*command, *golden)
    assert undisturbed.code == 0, undisturbed.err
    calls = len(model.chat)
    assert recorded(work / "golden") == calls

    model.script(slowly(0.04))
    disturbed = ("-o", "out/qa.json") if curate else ("-o", "out")
    lost = 0
    for _ in range(kills):
        moment = len(model.chat) + dice.randint(1, max(1, 2 * calls // (kills + 1)))
        process = start(*command, *disturbed)
        wait_until(lambda moment=moment: len(model.chat) >= moment, process)
        time.sleep(dice.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        if process.returncode == 0:
            break  # it was faster than the signal
        lost += AT_ONCE
        asked = len(model.chat) - calls
        held = recorded(work / "out") if (work / "out/.sdk/journal.db").exists() else 0
        assert asked - held <= lost
        for name, content in outputs(work / "out").items():
            assert content == outputs(work / "golden")[name]
    model.script(reply)
    finished = sdk(*command, *disturbed)
    assert finished.code == 0, finished.err
    assert outputs(work / "out") == outputs(work / "golden")
    assert len(model.chat) - calls <= calls + lost
    assert recorded(work / "out") == calls


def test_a_killed_run_goes_on_where_it_was(sdk, start, work, model, command):
    kill_and_resume(sdk, start, work, model, command, kills=1, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_many_kills(sdk, start, work, model, command, seed):
    kill_and_resume(sdk, start, work, model, command, kills=10, seed=seed)
