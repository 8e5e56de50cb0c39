"""Servers that refuse, fail, hang or talk nonsense: every row that can be had is had."""

from __future__ import annotations

import pytest

from tests.cli.model import passage, reply
from tests.faults.runs import outputs
from tests.server.replies import (
    HANG,
    HTML,
    RESET,
    Reply,
    completion,
    error,
    rate_limited,
)

CUT = completion("an answer that is cut in the middle of its body", fault="cut")


@pytest.fixture
def command(notes, at) -> list[str]:
    return ["create", notes, "-n", "2", *at, "-o", "out"]


def first_try(*faults: Reply):
    """Return a script by which the first try of every call fails, each in one of these ways."""
    seen: set[str] = set()

    def script(request):
        text = passage(request)
        if text in seen:
            return reply(request)
        seen.add(text)
        return faults[len(seen) % len(faults)]

    return script


def test_storms_of_refusals_are_waited_out(sdk, work, command, model):
    """Three calls at a time are refused, each time in another form; meanwhile nobody asks."""
    forms = {0: {"milliseconds": 500}, 6: {"seconds": 1}, 12: {"until": 2.0}}
    least = {0: 0.5, 6: 1.0, 12: 1.0}  # dates have whole seconds
    # Whoever asks next has seen one of the three refusals, and none came before it was asked for.

    def storm(number):
        return next((start for start in forms if start <= number < start + 3), None)

    def script(request):
        start = storm(request.number)
        return reply(request) if start is None else rate_limited(**forms[start])

    model.script(script)
    done = sdk(*command, "--concurrency", "3")
    assert done.code == 0, done.err
    assert len(outputs(work / "out")) == 12
    refused = [r for r in model.chat if r.status == 429]
    assert len(refused) == 9
    assert len(model.chat) == 12 + 9
    for start, wait in least.items():
        turned_away = min(r.started for r in refused if storm(r.number) == start)
        later = min(r.started for r in model.chat if r.number >= start + 3)
        assert later - turned_away >= wait


def test_a_third_of_all_calls_fails_at_the_server(sdk, work, command, model):
    """Which ones: the first tries of every second text."""
    fails = first_try(error(500), error(502), error(503), error(504, headers={"Retry-After": "0"}))
    model.script(lambda r: fails(r) if int(passage(r)[5:7]) % 2 else reply(r))
    done = sdk(*command)
    assert done.code == 0, done.err
    assert len(outputs(work / "out")) == 12
    assert len(model.chat) == 12 + 6


def test_broken_connections_and_bodies(sdk, work, command, model):
    model.script(first_try(RESET, CUT))
    done = sdk(*command)
    assert done.code == 0, done.err
    assert len(outputs(work / "out")) == 12
    assert len(model.chat) == 24


def test_hangs_and_drips_end_at_the_deadline(sdk, work, command, model, write):
    bad = {"Note 03.": HANG, "Note 07.": completion("x" * 5000, fault="drip")}
    waits = first_try(HANG)

    def script(request):
        text = passage(request)
        for note, fault in bad.items():
            if text.startswith(note):
                return fault
        return waits(request) if text.startswith("Note 05.") else reply(request)

    model.script(script)
    config = write("c.yaml", "llm: {deadline: 4}\n")
    done = sdk("-c", config, *command)
    assert done.code == 3, done.err
    assert len(outputs(work / "out")) == 10
    for note in ("n03.txt", "n07.txt"):
        assert note in done.err
    assert "within 4 s" in done.err


def test_a_web_site_is_told_from_a_model(sdk, work, command, model):
    model.script(HTML)
    done = sdk(*command, "--concurrency", "4")
    assert done.code == 5, done.err
    assert "does not look like a chat endpoint" in done.err
    assert len(model.chat) <= 5 + 4
    assert outputs(work / "out") == {}


def test_answers_without_content_cost_their_item_only(sdk, work, command, model):
    model.script(lambda r: completion(None) if passage(r).startswith("Note 04.") else reply(r))
    done = sdk(*command)
    assert done.code == 3, done.err
    assert len(outputs(work / "out")) == 11
    assert "n04.txt" in done.err

    model.script(reply)
    asked = len(model.chat)
    assert sdk(*command).code == 0
    assert len(model.chat) == asked + 1


def test_nothing_but_answers_without_content(sdk, work, pairs, at, model):
    model.script(completion(None))
    done = sdk("curate", pairs, *at, "-o", "out/qa.json")
    assert done.code in (4, 5), done.err
    assert "Traceback" not in done.err
    assert outputs(work / "out") == {}
