"""How the OpenAI-protocol backends find a form that a server takes, and remember it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sdk_builtins.backends.openai_chat import OpenAIChatBackend
from sdk_core.errors import CallError, ErrorKind
from sdk_core.llm.server_facts import ServerFacts
from sdk_core.model import Completion, Message, Request
from sdk_core.server_memory import ON_PART
from tests.llm.clients import KEY, backend
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion, error

SCHEMA = {"type": "object", "properties": {"answer": {"type": "string"}}}
PARAMS = {"temperature": 0.7, "top_p": 0.95, "max_tokens": 4096, "seed": 5}

Script = Callable[[Received], Reply | None]


class Memory:
    """A memory that a test can look into."""

    def __init__(self) -> None:
        self.facts: dict[str, Mapping[str, Any]] = {}
        self.told: list[str] = []

    def recall(self, server: str) -> Mapping[str, Any]:
        return self.facts.get(server, {})

    def keep(self, server: str, facts: Mapping[str, Any]) -> None:
        self.facts[server] = json.loads(json.dumps(facts))

    def tell(self, message: str) -> None:
        self.told.append(message)


def question(text: str = "Why?", system: str = "Be brief.", **settings: Any) -> Request:
    messages = (Message("system", system), Message("user", text))
    return Request(messages=messages, **{"params": PARAMS, "schema": SCHEMA, **settings})


def complete(
    used: OpenAIChatBackend, *requests: Request, memory: Any = None, at_once: bool = False
) -> list[Completion | BaseException]:
    """Make the calls, one after another or all at once, and close the backend."""

    async def main() -> list[Completion | BaseException]:
        used.attach(memory or Memory())
        try:
            if at_once:
                calls = map(used.complete, requests)
                return list(await asyncio.gather(*calls, return_exceptions=True))
            return [await used.complete(request) for request in requests]
        finally:
            await used.aclose()

    return asyncio.run(main())


def bodies(server: OpenAIServer) -> list[dict[str, Any]]:
    return [request.body for request in server.chat]


def refusing(*names: str, words: str = "Unsupported parameter: '{}' is not supported") -> Script:
    """Return a script by which parameters are refused, the first of them that is sent."""

    def script(request: Received) -> Reply | None:
        found = next((name for name in names if name in request.body), None)
        return error(400, words.format(found), param=found) if found else None

    return script


def test_refused_parameters_are_left_out_of_all_later_calls(openai_server: OpenAIServer) -> None:
    openai_server.script(refusing("temperature", "top_p", "seed"))
    memory = Memory()
    complete(backend(openai_server), question("a"), question("b"), memory=memory)
    *_, last = sent = bodies(openai_server)
    assert len(sent) == 5
    assert not {"temperature", "top_p", "seed"} & last.keys()
    assert last["max_tokens"] == 4096
    assert last["response_format"]["type"] == "json_schema"
    assert len(memory.told) == 3
    assert "generation.temperature: null" in memory.told[0]


def test_of_two_that_exclude_each_other_one_stays(openai_server: OpenAIServer) -> None:
    said = "`temperature` and `top_p` cannot both be specified for this model."
    openai_server.script(
        lambda r: error(400, said) if {"temperature", "top_p"} <= r.body.keys() else None
    )
    complete(backend(openai_server), question())
    assert "temperature" in bodies(openai_server)[-1]
    assert "top_p" not in bodies(openai_server)[-1]


def test_a_refusal_that_many_get_is_learned_and_told_once(openai_server: OpenAIServer) -> None:
    openai_server.script(refusing("temperature"))
    memory = Memory()
    calls = [question(str(number)) for number in range(12)]
    answers = complete(backend(openai_server), *calls, memory=memory, at_once=True)
    assert all(isinstance(answer, Completion) for answer in answers)
    assert len(memory.told) == 1
    assert len(openai_server.chat) <= 24
    complete(backend(openai_server), question(), memory=memory)
    assert "temperature" not in bodies(openai_server)[-1]


def test_both_names_of_the_limit_may_be_refused(openai_server: OpenAIServer) -> None:
    openai_server.script(refusing("max_tokens", "max_completion_tokens"))
    memory = Memory()
    complete(backend(openai_server), question(), memory=memory)
    assert ["as max_completion_tokens from now on" in told for told in memory.told] == [True, False]
    names = [
        {"max_tokens", "max_completion_tokens"} & body.keys() for body in bodies(openai_server)
    ]
    assert names == [{"max_tokens"}, {"max_completion_tokens"}, set()]


def test_what_the_user_has_named_is_not_left_out(openai_server: OpenAIServer) -> None:
    openai_server.script(refusing("top_k"))
    used = backend(openai_server, extra_body={"top_k": 20})
    request = question(params={**PARAMS, **used.params}, schema=None)
    with pytest.raises(CallError, match="top_k"):
        complete(used, request)
    assert len(openai_server.chat) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, "System role not supported"),
        error(500, "Jinja Exception: System role not supported"),
        error(400, "Developer instruction is not enabled for models/gemma-3-27b-it"),
    ],
)
def test_a_system_turn_goes_before_the_users(openai_server: OpenAIServer, refusal: Reply) -> None:
    openai_server.script(lambda r: refusal if r.body["messages"][0]["role"] == "system" else None)
    complete(backend(openai_server), question("a"), question("b"))
    turns = [body["messages"] for body in bodies(openai_server)]
    assert turns[1:] == [[{"role": "user", "content": f"Be brief.\n\n{t}"}] for t in "ab"]


def test_an_empty_system_text_is_no_turn(openai_server: OpenAIServer) -> None:
    complete(backend(openai_server), question("a", system=" \n"))
    assert [turn["role"] for turn in bodies(openai_server)[0]["messages"]] == ["user"]


def test_the_limit_that_a_refusal_names_is_kept_to(openai_server: OpenAIServer) -> None:
    said = (
        "'max_tokens' or 'max_completion_tokens' is too large: {0}. This model's maximum context "
        "length is 2048 tokens and your request has 900 input tokens ({0} > 2048 - 900)."
    )
    answer = completion("It is.", {}).body
    assert isinstance(answer, dict)
    counted = {**answer, "usage": {"prompt_tokens": 900, "completion_tokens": 3}}

    def script(request: Received) -> Reply:
        asked = request.body["max_tokens"]
        return error(400, said.format(asked)) if asked + 900 > 2048 else Reply(body=counted)

    openai_server.script(script)
    complete(backend(openai_server), question("a" * 2000), question("b" * 2000))
    limits = [body["max_tokens"] for body in bodies(openai_server)]
    assert len(limits) == 3
    assert limits[0] == 4096
    assert set(limits[1:]) == {2048 - 900}


def test_tokens_a_minute_bound_each_request_and_are_no_context(openai_server: OpenAIServer) -> None:
    said = "Request too large on tokens per minute (TPM): Limit 2000, Requested {}."

    def script(request: Received) -> Reply | None:
        total = request.body["max_tokens"] + 600
        return error(413, said.format(total)) if total > 2000 else None

    openai_server.script(script)
    used, memory = backend(openai_server), Memory()
    complete(used, question("a" * 2000), question("b" * 2000), memory=memory)
    first, *others = (body["max_tokens"] for body in bodies(openai_server))
    assert first == 4096
    assert max(others) < 1500
    assert ["tokens a minute" in told for told in memory.told] == [True]
    assert "context" not in str(memory.facts)


def test_a_prompt_that_leaves_no_room_is_too_long(openai_server: OpenAIServer) -> None:
    said = "maximum context length is 1000 tokens. However, you requested 5046 tokens (950 in the"
    openai_server.script(error(400, f"This model's {said} messages, 4096 in the completion)."))
    with pytest.raises(CallError) as caught:
        complete(backend(openai_server), question("a" * 3800))
    assert caught.value.kind == ErrorKind.CONTEXT_LENGTH
    assert len(openai_server.chat) == 1


def test_an_answer_that_is_longer_speaks_against_a_limit(openai_server: OpenAIServer) -> None:
    used, memory = backend(openai_server), Memory()
    openai_server.script([error(400, "max_tokens must be at most 100"), None, None])
    usage = {"prompt_tokens": 10, "completion_tokens": 200}
    body = completion("It is.", {}).body
    assert isinstance(body, dict)
    openai_server.script(
        [error(400, "max_tokens must be at most 100"), Reply(body={**body, "usage": usage}), None]
    )
    complete(used, question(), question(), memory=memory)
    assert [b["max_tokens"] for b in bodies(openai_server)] == [4096, 100, 4096]


def test_a_server_that_breaks_at_a_format_is_found_out(openai_server: OpenAIServer) -> None:
    openai_server.script(
        lambda r: error(500, "Internal server error") if "response_format" in r.body else None
    )
    used, memory = backend(openai_server), Memory()
    with pytest.raises(CallError) as caught:  # it may be a failure that passes
        complete(used, question("a"), memory=memory)
    assert caught.value.kind == ErrorKind.SERVER
    complete(used, question("a"), question("b"), question("c"), memory=memory)
    assert "response_format" not in bodies(openai_server)[-1]
    assert any("llm.structured_output: false" in told for told in memory.told)
    again = backend(openai_server)
    with pytest.raises(CallError):  # a guess is not kept: another run finds out anew
        complete(again, question("d"), memory=memory)


def test_one_text_that_is_refused_costs_no_format(openai_server: OpenAIServer) -> None:
    refused = error(400, "Input data may contain inappropriate content.", code="data_inspection")
    openai_server.script(lambda r: refused if r.prompt == "bad" else None)
    calls = [question("bad"), question("a"), question("bad"), question("b")]
    answers = complete(backend(openai_server), *calls, at_once=True)
    assert [isinstance(answer, CallError) for answer in answers] == [True, False, True, False]
    assert answers[0].kind == ErrorKind.REFUSED  # type: ignore[union-attr]
    assert len(openai_server.chat) == 4
    assert all("response_format" in body for body in bodies(openai_server))


def test_a_format_that_works_is_refused_for_one_call_only(openai_server: OpenAIServer) -> None:
    def script(request: Received) -> Reply | None:
        hard = request.prompt == "hard" and "response_format" in request.body
        return error(400, "the json_schema is too complex") if hard else None

    openai_server.script(script)
    complete(backend(openai_server), question("a"), question("hard"), question("b"))
    assert "response_format" in bodies(openai_server)[-1]


def test_a_generation_that_failed_is_asked_again_once(openai_server: OpenAIServer) -> None:
    failed = error(400, "Failed to validate JSON.", code="json_validate_failed")
    openai_server.script([failed, None, failed, failed])
    used = backend(openai_server)
    complete(used, question("a"))
    with pytest.raises(CallError) as caught:
        complete(used, question("b"))
    assert caught.value.kind == ErrorKind.REFUSED
    assert all("response_format" in body for body in bodies(openai_server))


def test_a_server_that_only_streams(openai_server: OpenAIServer) -> None:
    events = [
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]},
        {"choices": [{"index": 0, "delta": {"content": "It is\u2028"}}], "model": "m1"},
        {"choices": [{"index": 0, "delta": {"content": "so."}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 3}},
    ]
    lines = [f"data: {json.dumps(event, ensure_ascii=False)}\r\n\r\n" for event in events]
    stream = ": keep-alive\n\n" + "".join(lines) + "data: [DONE]\n\n"

    def script(request: Received) -> Reply | None:
        if not request.body.get("stream"):
            return error(400, "This model only support stream mode, please enable the stream")
        return Reply(body=stream, content_type="text/event-stream")

    openai_server.script(script)
    parts: list[None] = []
    ON_PART.set(lambda: parts.append(None))
    answers = complete(backend(openai_server), question("a"), question("b"))
    assert len(parts) >= 2
    for answer in answers:
        assert isinstance(answer, Completion)
        assert (answer.text, answer.model) == ("It is\u2028so.", "m1")
        assert answer.usage.completion_tokens == 3
    assert [bool(body.get("stream")) for body in bodies(openai_server)] == [False, True, True]
    complete(backend(openai_server, stream=True), question("c"))
    assert bodies(openai_server)[-1]["stream"] is True


def test_a_server_that_cuts_prompts_in_silence_is_told_once(openai_server: OpenAIServer) -> None:
    body = completion("Yes.", {}).body
    assert isinstance(body, dict)
    cut = {**body, "usage": {"prompt_tokens": 2048, "completion_tokens": 3}}
    openai_server.script(Reply(body=cut))
    memory = Memory()
    text = "The lamp was lit by its keeper. " * 1000
    complete(backend(openai_server), question(text), question(text + "x"), memory=memory)
    assert len(memory.told) == 1
    assert "num_ctx" in memory.told[0]
    rules = "-" * 40_000 + "\n"
    openai_server.script(Reply(body={**cut, "usage": {"prompt_tokens": 900}}))
    complete(backend(openai_server), question(rules), memory=memory)
    assert len(memory.told) == 1


def test_the_address_may_have_parameters(openai_server: OpenAIServer) -> None:
    used = backend(f"{openai_server.url}/?api-version=2024-10-21", extra_query={"user": "x y"})
    complete(used, question())
    assert openai_server.chat[0].path == "/v1/chat/completions?api-version=2024-10-21&user=x+y"
    assert used.address == openai_server.url


def test_a_key_in_another_header(openai_server: OpenAIServer) -> None:
    used = backend(openai_server, key_header="api-key", extra_headers={"X-Title": "rows"})
    complete(used, question())
    headers = openai_server.chat[0].headers
    assert headers["api-key"] == KEY
    assert headers["x-title"] == "rows"
    assert "authorization" not in headers


def test_secrets_of_headers_and_address_are_not_repeated(openai_server: OpenAIServer) -> None:
    secret = "canary-0123456789"
    openai_server.script(lambda r: error(400, f"bad: {r.headers['x-api-token']} {r.path}"))
    used = backend(f"{openai_server.url}?key={secret}", extra_headers={"X-Api-Token": secret})
    with pytest.raises(CallError) as caught:
        complete(used, question(schema=None))
    assert "bad:" in caught.value.message
    assert secret not in caught.value.message


def test_facts_outlive_the_process(openai_server: OpenAIServer, tmp_path: Any) -> None:
    openai_server.script(refusing("temperature"))
    path, told = tmp_path / "journal.db", []
    complete(backend(openai_server), question(), memory=ServerFacts(path, tell=told.append))
    complete(backend(openai_server), question(), memory=ServerFacts(path, tell=told.append))
    assert len(openai_server.chat) == 3
    assert len(told) == 1
    other = backend(openai_server, model="other")
    assert list(other.known()) == []
    reader = backend(openai_server)
    reader.attach(ServerFacts(path, writes=False))
    assert list(reader.known()) == ["it refuses temperature"]
    before = path.read_bytes()
    complete(reader, question(params={"max_tokens": 5, "stop": "x"}))
    assert path.read_bytes() == before
