"""Recorded answers: found by the whole request, asked for where a server is named, else refused."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from sdk_builtins.backends.recorded import RecordedBackend, RecordedOptions
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Message, Request
from tests.server.openai_server import OpenAIServer

REQUEST = Request(messages=(Message("user", "Who lit it?"),), params={"temperature": 0.5})


def ask(request: Request, cassette: Path, server: str = "") -> Completion:
    """Return the answer of a backend made for this one request."""
    options = RecordedOptions(
        cassette=cassette, api_base=server, model="test-model" if server else ""
    )

    async def answer() -> Completion:
        backend = RecordedBackend(options)
        try:
            return await backend.complete(request)
        finally:
            await backend.aclose()

    return asyncio.run(answer())


def test_what_a_server_answered_is_played_back_for_the_same_request_alone(
    tmp_path: Path, openai_server: OpenAIServer
) -> None:
    cassette = tmp_path / "answers.jsonl"

    first = ask(REQUEST, cassette, openai_server.url)
    again = ask(REQUEST, cassette, openai_server.url)
    played = ask(replace(REQUEST, model="another", variables={"text": "seen by nobody"}), cassette)

    assert len(openai_server.chat) == 1
    assert first.text == again.text == played.text
    assert played.model == "test-model"
    [line] = map(json.loads, cassette.read_text().splitlines())
    assert line["answer"] == first.text
    for other in (
        replace(REQUEST, messages=(Message("user", "Who lit it then?"),)),
        replace(REQUEST, params={"temperature": 0.6}),
        replace(REQUEST, sample=1),
        replace(REQUEST, schema={"type": "array"}),
    ):
        with pytest.raises(CallError, match="holds no answer") as missed:
            ask(other, cassette)
        assert missed.value.kind == ErrorKind.UNRECORDED


@pytest.mark.parametrize("content", [None, "no JSON", "[1]", '{"key": "k", "model": "m"}'])
def test_a_file_that_holds_no_answers_is_told(tmp_path: Path, content: str | None) -> None:
    cassette = tmp_path / "answers.jsonl"
    if content is not None:
        cassette.write_text(content)

    with pytest.raises(CallError, match=r"answers\.jsonl cannot be read as recorded answers"):
        ask(REQUEST, cassette)
