"""Every answer that a model gave is recorded and counted, of use or not."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.engine import Engine, EngineStats
from sdk_core.llm.journal import Journal
from sdk_core.model import Completion
from tests.llm.clients import ask, with_engine
from tests.server.openai_server import OpenAIServer
from tests.server.replies import Reply, completion

USAGE = {"prompt_tokens": 70, "completion_tokens": 30, "total_tokens": 100}


def answered(message: Any, finish: str | None = "stop", **more: Any) -> Reply:
    """Return an answer that cost `USAGE`, with whatever message."""
    choice = {"index": 0, "message": message, "finish_reason": finish, **more}
    return Reply(body={"model": "m", "choices": [choice], "usage": USAGE})


def with_broken_characters(reply: Reply) -> Reply:
    """Return a reply whose text is in Latin-1."""
    return Reply(body=json.dumps(reply.body, ensure_ascii=False).encode("latin-1"))


TEXT = {"role": "assistant", "content": "It is so."}
HALF = {"role": "assistant", "content": '[{"question": "Who?", "ans'}

OF_NO_USE = {
    "no text": (answered({"content": None}), ErrorKind.EMPTY, 2),
    "blank": (answered({"content": " \n"}), ErrorKind.EMPTY, 2),
    "no text before the limit": (answered({"content": ""}, "length"), ErrorKind.EXHAUSTED, 1),
    "the same in other words": (answered({"content": ""}, "MAX_TOKENS"), ErrorKind.EXHAUSTED, 1),
    "only thoughts": (
        answered({"content": "", "reasoning_content": "Perhaps [1]?"}), ErrorKind.EMPTY, 2,
    ),
    "thoughts that were cut": (
        answered({"content": "", "reasoning": '[{"question": "Draft?"}]'}, "length"),
        ErrorKind.EXHAUSTED, 1,
    ),
    "filtered": (answered({"content": ""}, "content_filter"), ErrorKind.REFUSED, 1),
    "filtered, in other words": (answered({"content": ""}, "SAFETY"), ErrorKind.REFUSED, 1),
    "refused": (answered({"content": None, "refusal": "I cannot."}), ErrorKind.REFUSED, 1),
    "broken characters": (
        with_broken_characters(answered({"content": "Gr\u00f6\u00dfe"})), ErrorKind.NOT_CHAT, 2,
    ),
    "no choices": (
        Reply(body={"choices": [], "usage": USAGE}), ErrorKind.NOT_CHAT, 2,
    ),
    "an error that was paid for": (
        Reply(body={"error": {"message": "upstream is gone"}, "usage": USAGE}),
        ErrorKind.NOT_CHAT, 2,
    ),
    "an error behind half an answer": (
        answered(HALF, "error", error={"code": 502, "message": "upstream is gone"}),
        ErrorKind.SERVER, 2,
    ),
    "an error beside the choices": (
        Reply(body={"error": {"message": "gone"}, "usage": USAGE,
                    "choices": [{"message": HALF, "finish_reason": "stop"}]}),
        ErrorKind.SERVER, 2,
    ),
    "given up by the server": (answered(HALF, "abort"), ErrorKind.SERVER, 2),
}  # fmt: skip


def run(server: OpenAIServer, path: Path, **settings: Any) -> tuple[Any, EngineStats]:
    """Ask once and return what came of it, and the engine's numbers."""

    async def work(engine: Engine) -> tuple[Any, EngineStats]:
        outcome: Any
        try:
            outcome = await engine.complete(ask("Why?", **settings))
        except CallError as error:
            outcome = error
        return outcome, engine.stats

    with Journal(path) as journal:
        return with_engine(server, work, journal=journal, concurrency=1)


def rows(path: Path) -> list[tuple[int, int, int]]:
    """Return whether each recorded answer is of use, and its tokens."""
    connection = sqlite3.connect(path)
    try:
        select = "SELECT usable, prompt_tokens, completion_tokens FROM answers ORDER BY id"
        return connection.execute(select).fetchall()
    finally:
        connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".sdk" / "journal.db"


@pytest.mark.parametrize("name", OF_NO_USE)
def test_an_answer_of_no_use_is_recorded_and_counted_each_time(
    openai_server: OpenAIServer, path: Path, name: str
) -> None:
    reply, kind, tries = OF_NO_USE[name]
    openai_server.script(reply)
    failed, stats = run(openai_server, path)
    assert isinstance(failed, CallError)
    assert failed.kind == kind
    assert failed.hint or kind not in (ErrorKind.EMPTY, ErrorKind.EXHAUSTED)
    assert len(openai_server.chat) == tries
    assert rows(path) == [(0, 70, 30)] * tries
    assert (stats.received, stats.answered, stats.failed) == (tries, 0, 1)
    assert (stats.usage.prompt_tokens, stats.usage.completion_tokens) == (70 * tries, 30 * tries)


def chunked(text: str, *, end: bytes = b"") -> Reply:
    """Return a body in chunks, of which the last one is missing or half there."""
    data = text.encode()
    headers = {"Transfer-Encoding": "chunked", "Connection": "close"}
    return Reply(body=b"%x\r\n%s\r\n%s" % (len(data), data, end), headers=headers, fault="end")


WHOLE = json.dumps(answered(TEXT).body)
EVENT = 'data: {"choices": [{"index": 0, "delta": {"content": "It is so, and"}}]}\n\ndata: {"cho'
BROKEN = {
    "closed": (completion("It is so. " * 20, fault="cut"), r"broke off after \d+ bytes"),
    "chunks": (chunked(WHOLE[:90]), "broke off after 90 bytes"),
    "half a chunk": (chunked(WHOLE[:90], end=b"50\r\nabc"), r"broke off after 9\d bytes"),
    "half a stream": (chunked(EVENT), r"broke off after \d+ bytes"),
    "half JSON": (Reply(body=WHOLE[:90]), "broke off after 90 bytes"),
    "nothing": (Reply(body=""), "broke off after 0 bytes"),
    "a page": (Reply(body="<title>Gateway time-out</title>"), "HTML page"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_did_not_come_whole_is_recorded_and_its_tokens_are_estimated(
    openai_server: OpenAIServer, path: Path, name: str
) -> None:
    reply, said = BROKEN[name]
    openai_server.script(reply)
    failed, stats = run(openai_server, path)
    assert isinstance(failed, CallError)
    assert re.search(said, failed.message)
    assert "reached" not in failed.message
    tries = 4 if "broke off" in said else 2
    assert len(openai_server.chat) == stats.received == len(rows(path)) == tries
    assert all(prompt for _, prompt, _ in rows(path))
    assert all(text or name == "nothing" for _, _, text in rows(path))
    assert stats.usage.prompt_tokens == sum(prompt for _, prompt, _ in rows(path))


def test_an_answer_too_long_to_be_read_is_recorded(openai_server: OpenAIServer, path: Path) -> None:
    openai_server.script(completion("x" * (9 * 1024 * 1024)))
    failed, stats = run(openai_server, path)
    assert isinstance(failed, CallError)
    assert "longer than 8 MiB" in failed.message
    assert len(openai_server.chat) == stats.received == len(rows(path)) == 2


def test_a_later_run_asks_again_and_the_usable_answer_then_counts(
    openai_server: OpenAIServer, path: Path
) -> None:
    openai_server.script([answered({"content": ""}, "length"), answered(TEXT)])
    run(openai_server, path)
    done, stats = run(openai_server, path)
    assert isinstance(done, Completion)
    assert stats.from_journal == 0
    assert rows(path) == [(0, 70, 30), (1, 70, 30)]
    _, stats = run(openai_server, path)
    assert (stats.from_journal, stats.received) == (1, 0)
    assert len(openai_server.chat) == 2


def test_an_answer_of_no_use_does_not_hide_an_earlier_one(
    openai_server: OpenAIServer, path: Path
) -> None:
    openai_server.script([answered(TEXT), answered({"content": ""}, "length")])
    run(openai_server, path)
    with Journal(path, fresh=True) as journal:
        with_engine(openai_server, _asked, journal=journal)
    done, stats = run(openai_server, path)
    assert done.text == TEXT["content"]
    assert stats.from_journal == 1


async def _asked(engine: Engine) -> None:
    with pytest.raises(CallError):
        await engine.complete(ask("Why?"))


def test_a_text_as_long_as_allowed_was_cut(openai_server: OpenAIServer, path: Path) -> None:
    """Whatever the server says of its end, and in the record of an earlier run too."""
    openai_server.script(answered(TEXT))
    for limit, ending in ((30, "length"), (31, "stop")):
        for _ in ("asked", "recorded"):
            done, _ = run(openai_server, path, params={"max_tokens": limit})
            assert done.finish_reason == ending
    assert len(openai_server.chat) == 2


def test_tokens_that_the_server_does_not_count_are_estimated(
    openai_server: OpenAIServer, path: Path
) -> None:
    """So that limits hold; the estimate is no reason to take the answer for cut."""
    reply = completion("It is so. " * 20)
    openai_server.script(Reply(body={k: v for k, v in reply.body.items() if k != "usage"}))
    for _ in ("asked", "recorded"):
        done, stats = run(openai_server, path, params={"max_tokens": 30})
        assert (done.finish_reason, done.usage.completion_tokens) == ("stop", 29)
        assert done.usage.prompt_tokens
    assert stats.from_journal == 1
