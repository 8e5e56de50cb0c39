"""Observers of model calls: one word when a call goes out, one when it has ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.openai_server import OpenAIServer
from tests.server.replies import Reply, completion, error

WATCHER = '''
"""Writes down what it is told."""
import json
from dataclasses import asdict

from sdk_core.api import hookimpl


def note(name, *told):
    with open("calls.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps([name, *map(asdict, told)]) + "\\n")


@hookimpl
def sdk_call_started(call):
    note("started", call)


@hookimpl
def sdk_call_finished(call, outcome):
    note("finished", call, outcome)
'''

PAIR = '[{"question": "How long is it?", "answer": "41 kilometres."}]'


@pytest.fixture
def work(sdk, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "watcher.py").write_text(WATCHER, "utf-8")
    (folder / "canal.txt").write_text("The canal is 41 kilometres long.\n", "utf-8")
    return folder


def told(work: Path) -> list[list[object]]:
    lines = (work / "calls.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def priced(body: dict[str, object]) -> Reply:
    reply = completion(PAIR, body)
    usage = {
        "prompt_tokens": 120,
        "completion_tokens": 40,
        "prompt_tokens_details": {"cached_tokens": 100},
        "completion_tokens_details": {"reasoning_tokens": 30},
        "cost": 0.00125,
    }
    content = json.loads(reply.encoded())
    return Reply(body=json.dumps({**content, "usage": usage}).encode())


def test_each_try_is_told_with_what_the_server_counts(sdk, work, openai_server: OpenAIServer):
    replies: Iterator[Reply] = iter([error(503, "busy")])
    openai_server.script(lambda request: next(replies, None) or priced(request.body))
    at = ("--api-base", openai_server.url, "-m", "test-model", "--plugin", "watcher.py")
    done = sdk("create", "canal.txt", "-n", "1", *at)
    assert done.code == 0, done.err
    assert (work / "data/generated/canal_qa_pairs.json").is_file()
    started = {c["id"]: c for n, c, *_ in told(work) if n == "started"}  # type: ignore[index]
    ended = [(c, o) for n, c, *rest in told(work) if n == "finished" for o in rest]
    assert {call["id"] for call, _ in ended} == set(started)  # type: ignore[index]
    failed = [o for _, o in ended if o["status"] == "failed"]  # type: ignore[index]
    assert [outcome["error"] for outcome in failed] == ["server"]  # type: ignore[index]
    call, outcome = next(pair for pair in ended if pair[0]["prompt"] == "qa_generation"
                         and pair[1]["status"] == "answered")  # type: ignore[index]  # fmt: skip
    assert call["component"] == "synthetic-data-kit/qa"  # type: ignore[index]
    assert call["backend"] == "vllm"  # type: ignore[index]
    assert call["messages"] == []  # type: ignore[index]
    assert outcome["text"] == ""  # type: ignore[index]
    assert (outcome["prompt_tokens"], outcome["cached_tokens"]) == (120, 100)  # type: ignore[index]
    assert (outcome["reasoning_tokens"], outcome["cost"]) == (30, 0.00125)  # type: ignore[index]
    attempts = [c["attempt"] for c, _ in ended]  # type: ignore[index]
    assert max(attempts) == 2


def test_answers_that_are_recorded_are_no_calls(sdk, work, openai_server: OpenAIServer):
    openai_server.script(lambda request: priced(request.body))
    at = ("--api-base", openai_server.url, "-m", "test-model", "--plugin", "watcher.py")
    sdk("create", "canal.txt", "-n", "1", *at)
    before = len(told(work))
    assert sdk("create", "canal.txt", "-n", "1", *at).code == 0
    assert sdk("create", "canal.txt", "-n", "1", *at, "--preview").code == 0
    assert len(told(work)) == before


def test_texts_are_shown_where_the_user_asks_for_it(sdk, work, openai_server: OpenAIServer):
    openai_server.script(lambda request: priced(request.body))
    (work / "config.yaml").write_text(
        "plugins: {files: [watcher.py], call_texts: true}\n"
        f"vllm: {{api_base: '{openai_server.url}', model: test-model}}\n",
        "utf-8",
    )
    assert sdk("-c", "config.yaml", "create", "canal.txt", "-n", "1").code == 0
    calls = [c for n, c, *_ in told(work) if n == "finished"]
    texts = [o["text"] for n, _, *rest in told(work) if n == "finished" for o in rest]  # type: ignore[index]
    assert any("41 kilometres long" in json.dumps(call["messages"]) for call in calls)  # type: ignore[index]
    assert PAIR in texts


def test_an_observer_that_fails_is_told_once_and_ends_nothing(
    sdk, work, openai_server: OpenAIServer
):
    openai_server.script(lambda request: priced(request.body))
    broken = WATCHER.replace('note("started", call)', "raise SystemExit(3)")
    (work / "watcher.py").write_text(broken, "utf-8")
    at = ("--api-base", openai_server.url, "-m", "test-model", "--plugin", "watcher.py")
    done = sdk("create", "canal.txt", "-n", "1", *at)
    assert done.code == 0, done.err
    assert done.err.count("sdk_call_started failed: SystemExit") == 1
