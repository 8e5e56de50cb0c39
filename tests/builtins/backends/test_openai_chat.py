"""The OpenAI-protocol backends: what goes over the wire, and what comes of the answers."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sdk_builtins.backends.openai_chat import (
    ApiEndpointBackend,
    ApiEndpointOptions,
    OpenAIChatBackend,
    VllmBackend,
    VllmOptions,
)
from sdk_builtins.backends.openai_errors import retry_after, status_error
from sdk_core.errors import CallError, ErrorKind, MissingKey
from sdk_core.model import Completion, Image, Message, Request
from sdk_core.server_memory import ON_PART
from tests.llm.clients import KEY, ask, backend
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import HTML, Reply, completion, error

SCHEMA = {"type": "object", "properties": {"answer": {"type": "string"}}}


def complete(used: OpenAIChatBackend, *requests: Request) -> list[Completion]:
    """Make the calls one after another and close the backend."""

    async def main() -> list[Completion]:
        try:
            return [await used.complete(request) for request in requests]
        finally:
            await used.aclose()

    return asyncio.run(main())


def check(used: OpenAIChatBackend) -> str:
    """Run the check and close the backend."""

    async def main() -> str:
        try:
            return await used.check()
        finally:
            await used.aclose()

    return asyncio.run(main())


def test_messages_and_parameters_on_the_wire(openai_server: OpenAIServer) -> None:
    request = Request(
        messages=(Message("system", "Be brief."), Message("user", "Hello")),
        params={"temperature": 0.2, "max_tokens": 7, "top_k": 40, "seed": 5, "stop": None},
        sample=2,
    )
    complete(backend(openai_server), request)
    (got,) = openai_server.chat
    assert got.body == {
        "model": "test-model",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Hello"},
        ],
        "temperature": 0.2,
        "max_tokens": 7,
        "top_k": 40,
        "seed": 7,
    }
    assert got.headers["authorization"] == f"Bearer {KEY}"


def test_images_are_data_urls(openai_server: OpenAIServer) -> None:
    image = Image(data=b"\x89PNG", media_type="image/png")
    message = Message("user", "What is this?", (image,))
    complete(backend(openai_server), Request(messages=(message,)))
    parts = openai_server.chat[0].body["messages"][0]["content"]
    assert parts[0] == {"type": "text", "text": "What is this?"}
    url = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()
    assert parts[1] == {"type": "image_url", "image_url": {"url": url}}


def test_answer_is_read_verbatim(openai_server: OpenAIServer) -> None:
    hidden = {"reasoning_content": "secret thoughts"}
    openai_server.script(completion(" It is so.\n", finish_reason="length", message=hidden))
    (answer,) = complete(backend(openai_server), ask("Why?", model="other"))
    assert answer.text == " It is so.\n"
    assert answer.finish_reason == "length"
    assert answer.usage.completion_tokens > 0
    assert openai_server.chat[0].body["model"] == "other"


def test_content_in_parts(openai_server: OpenAIServer) -> None:
    parts: Any = [{"type": "text", "text": "a"}, {"type": "other"}, {"type": "text", "text": "b"}]
    openai_server.script(completion(parts))
    assert complete(backend(openai_server), ask())[0].text == "ab"


def test_no_key_sends_no_header(
    openai_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(variable, "from-the-environment")
    complete(backend(openai_server, api_key=""), ask())
    assert "authorization" not in openai_server.chat[0].headers
    complete(backend(openai_server), ask())
    assert openai_server.chat[1].headers["authorization"] == f"Bearer {KEY}"


def test_hosted_service_needs_a_key() -> None:
    with pytest.raises(MissingKey) as caught:
        complete(ApiEndpointBackend(ApiEndpointOptions()), ask())
    assert "API_ENDPOINT_KEY" in caught.value.hint


def test_schema_is_asked_for_and_given_up_step_by_step(openai_server: OpenAIServer) -> None:
    def script(request: Received) -> Reply | None:
        wanted = request.body.get("response_format", {}).get("type")
        return error(400, f"response_format {wanted} is not supported") if wanted else None

    openai_server.script(script)
    request = ask("A?", schema=SCHEMA, task="qa generation")
    complete(backend(openai_server), request, request)
    sent = [r.body.get("response_format") for r in openai_server.chat]
    assert [s and s["type"] for s in sent] == ["json_schema", "json_object", None, None]
    assert sent[0] is not None
    assert sent[0]["json_schema"] == {"name": "qa_generation", "schema": SCHEMA}


def test_format_complaint_without_a_format_is_a_bad_request(openai_server: OpenAIServer) -> None:
    openai_server.script(error(400, "response_format is broken"))
    with pytest.raises(CallError) as caught:
        complete(backend(openai_server), ask())
    assert caught.value.kind == ErrorKind.BAD_REQUEST
    assert len(openai_server.chat) == 1


def test_renamed_token_limit_is_learned(openai_server: OpenAIServer) -> None:
    def script(request: Received) -> Reply | None:
        if "max_tokens" not in request.body:
            return None
        said = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
        return error(400, said, code="unsupported_parameter", param="max_tokens")

    openai_server.script(script)
    request = ask("A?", params={"max_tokens": 9})
    complete(backend(openai_server), request, request)
    assert [r.body.get("max_completion_tokens") for r in openai_server.chat] == [None, 9, 9]


def test_error_object_with_status_200(openai_server: OpenAIServer) -> None:
    openai_server.script(Reply(body={"error": {"code": 429, "message": "slow down"}}))
    with pytest.raises(CallError) as caught:
        complete(backend(openai_server), ask())
    assert caught.value.kind == ErrorKind.RATE_LIMIT


def test_body_is_bounded(openai_server: OpenAIServer) -> None:
    openai_server.script(completion("x" * (9 * 1024 * 1024)))
    (answer,) = complete(backend(openai_server), ask())
    assert answer.failure is not None
    assert "longer than 8 MiB" in answer.failure.message


def test_the_key_is_in_no_failure_of_an_answer(openai_server: OpenAIServer) -> None:
    openai_server.script(completion("half", message={"error": {"message": f"no: {KEY}"}}))
    (answer,) = complete(backend(openai_server), ask())
    assert answer.failure is not None
    assert "broke the answer off" in answer.failure.message
    assert KEY not in answer.failure.message


def test_one_client_for_all_calls_and_another_loop(openai_server: OpenAIServer) -> None:
    used = backend(openai_server)
    complete(used, ask("a"), ask("b"), ask("c"))
    assert openai_server.connections == 1
    complete(used, ask("d"))
    assert openai_server.connections == 2


def test_redirects_are_not_followed(start_server: Callable[..., OpenAIServer]) -> None:
    other = start_server()
    server = start_server(Reply(status=302, headers={"Location": other.url}))
    with pytest.raises(CallError) as caught:
        complete(backend(server), ask())
    assert caught.value.kind == ErrorKind.NOT_FOUND
    assert not other.log


def test_password_in_the_address_is_not_shown() -> None:
    used = backend("http://user:secret@127.0.0.1:9/v1")
    with pytest.raises(CallError) as caught:
        complete(used, ask())
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:9" in str(caught.value)


def test_unknown_host() -> None:
    with pytest.raises(CallError) as caught:
        complete(backend("http://no-such-host.invalid/v1"), ask())
    assert caught.value.kind == ErrorKind.CONNECTION


def test_certificate_that_is_not_trusted(tmp_path: Any) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with pytest.raises(CallError) as caught:
            complete(backend(f"https://127.0.0.1:{listener.getsockname()[1]}/v1"), ask())
        thread.join(5)
    assert caught.value.kind == ErrorKind.TLS
    assert "self" in caught.value.message


def test_vllm_check(openai_server: OpenAIServer) -> None:
    served = VllmBackend(VllmOptions(api_base=openai_server.url, model="test-model"))
    assert check(served) == f"{openai_server.url} serves test-model"
    other = VllmBackend(VllmOptions(api_base=openai_server.url, model="absent"))
    assert "'absent' is not in its list" in check(other)


def test_vllm_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(CallError) as caught:
        check(VllmBackend(VllmOptions(api_base="http://127.0.0.1:9/v1", model="some/model")))
    assert "127.0.0.1:9" in caught.value.message
    for part in ("vllm serve some/model --port 9", "--api-base", "--provider offline"):
        assert part in caught.value.hint


def test_vllm_port_counts_without_an_address() -> None:
    assert VllmBackend().address == "http://localhost:8000/v1"
    assert VllmBackend(VllmOptions(port=8111)).address == "http://localhost:8111/v1"
    both = VllmOptions(api_base="http://host:1/v1/", port=8111)
    assert VllmBackend(both).address == "http://host:1/v1"


def test_endpoint_check_without_a_list_of_models(openai_server: OpenAIServer) -> None:
    openai_server.models = None
    assert "answers as 'test-model'" in check(backend(openai_server))
    assert openai_server.chat[0].body["max_tokens"] == 1
    openai_server.script(completion("", finish_reason="length"))
    assert "answers as" in check(backend(openai_server))
    openai_server.script(HTML)
    with pytest.raises(CallError):
        check(backend(openai_server))


def test_check_with_a_wrong_key(start_server: Callable[..., OpenAIServer]) -> None:
    with pytest.raises(CallError) as caught:
        check(backend(start_server(api_key="another")))
    assert caught.value.kind == ErrorKind.AUTH
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "said", "headers", "kind"),
    [
        (400, "the request exceeds the available context size", {}, ErrorKind.CONTEXT_LENGTH),
        (400, "prompt is too long: 9 tokens > 8 maximum", {}, ErrorKind.CONTEXT_LENGTH),
        (400, "Please reduce the length of the messages", {}, ErrorKind.CONTEXT_LENGTH),
        (400, "guided_json is not supported", {}, ErrorKind.FORMAT),
        (429, "quota exceeded: insufficient balance", {}, ErrorKind.QUOTA),
        (429, "You exceeded your current quota", {"retry-after": "20"}, ErrorKind.RATE_LIMIT),
        (405, "Method Not Allowed", {}, ErrorKind.NOT_FOUND),
        (529, "overloaded", {}, ErrorKind.SERVER),
    ],
)
def test_kinds_of_refusals(status: int, said: str, headers: dict[str, str], kind: str) -> None:
    body = {"error": {"message": said}}
    assert status_error(status, body, headers, address="http://x").kind == kind
    assert status_error(status, said, headers, address="http://x").kind == kind


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        (
            {
                "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT",
                "date": "Wed, 21 Oct 2026 07:27:30 GMT",
            },
            30.0,
        ),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_importing_the_backends_is_cheap() -> None:
    code = (
        "import sys, sdk_builtins.backends\n"
        "assert not {'openai', 'pydantic', 'httpx2', 'httpx'} & set(sys.modules)\n"
        "import sdk_builtins.backends.openai_chat\n"
        "assert 'openai' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_came_of_a_stream_that_stalls_is_kept_but_a_stopped_call_ends(
    openai_server: OpenAIServer,
) -> None:
    event = 'data: {"choices": [{"delta": {"content": "It is"}}]}\n\n'
    openai_server.script(Reply(body=event, headers={"Content-Length": "9999"}))

    async def main(expired: bool) -> Completion:
        came, used = asyncio.Event(), backend(openai_server)

        def hear() -> bool:
            came.set()
            return expired

        ON_PART.set(hear)
        call = asyncio.ensure_future(used.complete(ask("Why?")))
        try:
            await came.wait()
            call.cancel()
            return await call
        finally:
            await used.aclose()

    done = asyncio.run(main(expired=True))
    assert done.failure is not None
    assert (done.text, done.failure.kind) == ("It is", ErrorKind.TIMEOUT)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main(expired=False))
