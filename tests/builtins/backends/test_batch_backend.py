"""The batch backend by itself: structure, attached calls, cut files, and what is noted on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sdk_builtins.backends import openai_batch
from sdk_builtins.backends.openai_batch_files import read_outcomes
from sdk_builtins.backends.openai_batch_state import BatchState
from sdk_builtins.backends.openai_transport import BODY_LIMIT
from sdk_builtins.backends.server_profile import ServerProfile, Structure
from sdk_core.components import Backend
from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.journal import Journal
from sdk_core.llm.recorded_answers import answered_after, last_answer, request_key
from sdk_core.model import Completion, Request
from tests.llm.clients import ask, backend
from tests.server.batches import BatchServer
from tests.server.openai_server import Received
from tests.server.replies import Reply, completion, error

SCHEMA = {"type": "object", "properties": {"answer": {"type": "string"}}}


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer(lambda call: completion(f"to {call.prompt}", call.body)) as server:
        yield server


@pytest.fixture
def answers(server: BatchServer, tmp_path: Path) -> Callable[..., list[Completion | BaseException]]:
    """Return a function that asks everything at once over a new backend."""

    def run(*requests: Request, **options: object) -> list[Completion | BaseException]:
        async def main() -> list[Completion | BaseException]:
            quick = {"batch_settle": 0.1, "batch_poll": 0.02, "batch_poll_longest": 0.05}
            used: Backend = backend(server, **{**quick, **options}).batched(tmp_path)
            try:
                async with asyncio.timeout(30):
                    calls = map(used.complete, requests)
                    return await asyncio.gather(*calls, return_exceptions=True)
            finally:
                await used.aclose()

        return asyncio.run(main())

    return run


def texts(found: list[Completion | BaseException]) -> list[str]:
    assert all(isinstance(one, Completion) for one in found), found
    return [one.text for one in found if isinstance(one, Completion)]


def test_answers_are_joined_by_id(answers, server) -> None:
    names = [f"call {number}" for number in range(40)]
    assert texts(answers(*map(ask, names))) == [f"to {name}" for name in names]
    assert len(server.batches) == 1


def test_identical_calls_share_a_line_and_samples_do_not(answers, server) -> None:
    assert len(texts(answers(ask("a"), ask("a"), ask("a", sample=1)))) == 3
    assert len(server.batches[0].lines) == 2


def test_an_unknown_structure_is_asked_for_in_another_way(answers, server) -> None:
    def script(call: Received) -> Reply:
        if call.body.get("response_format", {}).get("type") == "json_schema":
            return error(400, "response_format json_schema is not supported")
        return completion("{}", call.body)

    server.script(script)
    requests = [ask(f"call {number}", schema=SCHEMA) for number in range(3)]
    assert texts(answers(*requests, max_retries=0)) == ["{}"] * 3
    formats = [
        {line["body"]["response_format"]["type"] for line in b.lines} for b in server.batches
    ]
    assert formats == [{"json_schema"}, {"json_object"}]


def test_a_renamed_token_limit_is_learned(answers, server) -> None:
    def script(call: Received) -> Reply | None:
        if "max_tokens" in call.body:
            return error(400, "use max_completion_tokens instead", param="max_tokens")
        return completion("good", call.body)

    server.script(script)
    assert texts(answers(ask("a", params={"max_tokens": 5}))) == ["good"]
    assert server.asked[-1].body["max_completion_tokens"] == 5


def test_answers_come_before_failures(server, tmp_path) -> None:
    order: list[str] = []
    server.script(lambda call: error(400, "no") if "bad" in call.prompt else None)

    async def main() -> None:
        options = {"batch_settle": 0.1, "batch_poll": 0.02}
        used = backend(server, **options).batched(tmp_path)

        async def one(name: str) -> None:
            try:
                await used.complete(ask(name))
                order.append("answer")
            except CallError:
                order.append("failure")

        await asyncio.gather(*(one(name) for name in ("bad 1", "good 1", "bad 2", "good 2")))
        await used.aclose()

    asyncio.run(main())
    assert order == ["answer"] * 2 + ["failure"] * 2


def test_files_are_cut_by_size(answers, server, monkeypatch) -> None:
    monkeypatch.setattr(openai_batch, "MAX_BYTES", 1000)
    requests = [ask(f"{number} " + "x" * 300) for number in range(7)]
    assert len(texts(answers(*requests))) == 7
    assert len(server.uploads) > 2
    assert all(len(upload) <= 1000 for upload in server.uploads)


def test_results_longer_than_a_direct_answer_may_be(answers, server) -> None:
    long = "x" * (BODY_LIMIT // 3)
    server.script(lambda call: completion(long, call.body))
    found = texts(answers(*(ask(f"call {number}") for number in range(4))))
    assert [len(text) for text in found] == [len(long)] * 4


def test_what_is_not_recorded_is_fetched_again_and_then_forgotten(
    answers, server, tmp_path
) -> None:
    request = ask("call")
    assert texts(answers(request)) == ["to call"]
    state = json.loads((tmp_path / "batches.json").read_text())["batches"]
    assert [entry["keys"] for entry in state] == [[request_key(request)]]
    assert texts(answers(request)) == ["to call"]
    assert len(server.batches) == 1

    with Journal(tmp_path / "journal.db") as journal:
        asyncio.run(journal.put(request, Completion(text="to call")))
    assert texts(answers(request)) == ["to call"]
    assert len(server.batches) == 2


def test_a_failure_is_not_noted(answers, server, tmp_path) -> None:
    server.script(error(400, "no"))
    (failed,) = answers(ask("call"))
    assert isinstance(failed, CallError)
    assert failed.kind == ErrorKind.BAD_REQUEST
    assert not (tmp_path / "batches.json").exists()


def test_outcomes_of_odd_lines() -> None:
    def line(key: object, **parts: object) -> str:
        return json.dumps({"custom_id": key, **parts})

    lines = [
        "",
        "no json",
        "[]",
        line(7),
        line("stranger", error={"code": "batch_expired"}),
        line("none"),
        line("html", response={"status_code": 200, "body": "<html>"}),
        line("busy", response={"status_code": 503, "body": None}),
        line("late", response=None, error={"code": "batch_expired", "message": "…"}),
        line("odd", error="out of luck"),
    ]
    keys = {"none", "html", "busy", "late", "odd", "missing"}
    content = "\n".join(lines).encode()
    found = read_outcomes(content, keys, address="http://x/v1")
    assert {key: getattr(outcome, "kind", "") for key, outcome in found.items()} == {
        "none": ErrorKind.SERVER,
        "html": ErrorKind.NOT_CHAT,
        "busy": ErrorKind.SERVER,
        "late": "expired",
        "odd": ErrorKind.SERVER,
    }


def test_the_record_seen_from_outside(tmp_path) -> None:
    path = tmp_path / ".sdk" / "journal.db"
    assert (last_answer(path), answered_after(path, 0)) == (0, set())
    with Journal(path) as journal:
        for name in ("a", "b"):
            asyncio.run(journal.put(ask(name), Completion(text=name)))
        assert last_answer(path) == 2
        assert answered_after(path, 1) == {request_key(ask("b"))}
    path.write_bytes(b"damaged" * 1000)
    assert (last_answer(path), answered_after(path, 0)) == (0, set())


PROFILE = ServerProfile(structure=Structure.JSON_OBJECT, stated=True, context=9)


def test_state_survives_as_it_was(tmp_path) -> None:
    state = BatchState(tmp_path)
    batch = state.add("http://x/v1", "file-1", PROFILE, {"a", "b"})
    batch.id = "batch_1"
    state.save()
    found = BatchState(tmp_path).find("a", "http://x/v1")
    assert found is not None
    assert (found.id, found.file, found.profile, found.keys, found.after) == (
        "batch_1",
        "file-1",
        PROFILE,
        {"a", "b"},
        0,
    )
    assert BatchState(tmp_path).find("a", "http://y/v1") is None
    state.remove(batch)
    assert not (tmp_path / "batches.json").exists()
