"""Two runs at once into one output folder: the second one is turned away."""

from __future__ import annotations

import threading

from tests.cli.model import reply
from tests.faults.runs import held, outputs
from tests.waiting import PATIENCE, wait_until


def test_the_second_run_is_turned_away_and_the_first_goes_on(
    sdk, start, work, pairs, notes, at, model
):
    release = threading.Event()
    model.script(held(release))
    first = start("curate", pairs, *at, "-o", "out/qa.json", "--concurrency", "1")
    wait_until(lambda: model.chat, first)
    second = sdk("create", notes, *at, "-o", "out")
    assert second.code == 6, second.err
    assert str(first.pid) in second.err
    assert "what to do" in second.err
    assert "Traceback" not in second.err
    model.script(reply)
    release.set()
    _, err = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, err
    assert list(outputs(work / "out")) == ["qa.json"]
    assert len(model.chat) == 8
