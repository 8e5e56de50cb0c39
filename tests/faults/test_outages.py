"""Servers that are away: before the run, in the middle of it, for a while or for good."""

from __future__ import annotations

import threading

import pytest

from tests.cli.model import reply
from tests.faults.runs import held, outputs
from tests.server.openai_server import OpenAIServer
from tests.waiting import PATIENCE, wait_until


def go_away(server: OpenAIServer) -> int:
    """Close a server and return its port."""
    port = server.port
    server.close(None, None, None)
    return port


@pytest.fixture
def command(notes) -> list[str]:
    return ["create", notes, "-n", "2", "--concurrency", "3", "-o", "out"]


@pytest.mark.parametrize("stage", ["create", pytest.param("curate", marks=pytest.mark.soak)])
def test_nobody_is_there(sdk, work, notes, pairs, openai_server, stage):
    address = openai_server.url
    go_away(openai_server)
    done = sdk(stage, notes if stage == "create" else pairs, "--api-base", address)
    assert done.code == 5, done.err
    assert address in done.err
    assert "Traceback" not in done.err
    assert not (work / "data").exists()


def test_a_server_that_comes_back(start, start_server, work, command):
    server = start_server(held(threading.Event(), first=3))
    # Hardly any wait between two tries would give it up before it is back on a slow machine.
    process = start(*command, "--api-base", server.url, env={"SDK_VLLM__RETRY_DELAY": "1"})
    wait_until(lambda: len(server.chat) >= 6, process)
    port = go_away(server)
    back = start_server(reply, port=port)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert len(outputs(work / "out")) == 12
    answered = sum(r.ended > 0 and r.status == 200 for r in [*server.chat, *back.chat])
    assert answered <= 12 + 3


def test_a_server_that_stays_away(sdk, start, start_server, work, command):
    server = start_server(held(threading.Event(), first=6))
    address = ("--api-base", server.url)
    process = start(*command, *address)
    wait_until(lambda: len(server.chat) >= 9 and outputs(work / "out"), process)
    port = go_away(server)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 5, err
    assert "run the same command again" in err or "--api-base" in err
    assert "Traceback" not in err
    assert 0 < len(outputs(work / "out")) < 12

    back = start_server(reply, port=port)
    done = sdk(*command, *address)
    assert done.code == 0, done.err
    assert len(outputs(work / "out")) == 12
    assert len(back.chat) <= 12 - 3
