"""Backends of servers: what they send, and what they make of an answer."""

from __future__ import annotations

import asyncio
import copy
import json
import os
from collections.abc import Callable
from typing import Any

from sdk_core.components import Backend
from sdk_core.errors import CallError
from sdk_core.kinds import BACKEND
from sdk_core.model import Completion, Ending, Usage
from sdk_core.registry import returned
from sdk_core.registry.boundary import foreign_code
from sdk_core.testing.checks import checks_over, found_elsewhere, must_be_right, must_work
from sdk_core.testing.contract.server_calls import (
    MODEL,
    MOST_TOKENS,
    QUESTION,
    SYSTEM,
    BackendCase,
    options_for,
    request,
    require_error,
    require_http,
    run,
)
from sdk_core.testing.loopback import LoopbackServer
from sdk_core.testing.traces import leaves_nothing, unblocked
from sdk_core.testing.violations import NotApplicable, Violation

_TEXT = "  It is 41 kilometres long:\n\n\tfrom Alder Hill – 運河. "
_USAGE = Usage(prompt_tokens=211, completion_tokens=17)
_KEY = "contract-key-0123456789"
_KEY_OPTIONS = ("api_key", "key", "token", "api_token")
_KEY_WORDS = "leave the key out of messages: they stand in logs and in reports."


def answer_in_all_forms(text: str = _TEXT, ending: str = "stop") -> bytes:
    """Return the answer of a model as the common servers give it, all in one object.

    Those of OpenAI's chat and text completions, of Anthropic's messages, of Ollama, of Gemini, of
    llama.cpp and of text-generation-inference.

    Args:
        text: What the model says.
        ending: ``stop`` or ``length``.
    """
    cut = ending == "length"
    turn = {"role": "assistant", "content": text}
    given, made = _USAGE.prompt_tokens, _USAGE.completion_tokens
    candidate = {
        "content": {"role": "model", "parts": [{"text": text}]},
        "finishReason": "MAX_TOKENS" if cut else "STOP",
    }
    answer = {
        "id": "answer-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": MODEL,
        "choices": [{"index": 0, "message": turn, "text": text, "finish_reason": ending}],
        "usage": {
            "prompt_tokens": given,
            "completion_tokens": made,
            "total_tokens": given + made,
            "input_tokens": given,
            "output_tokens": made,
        },
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": text}],
        "stop_reason": "max_tokens" if cut else "end_turn",
        "message": turn,
        "response": text,
        "done": True,
        "done_reason": ending,
        "prompt_eval_count": given,
        "eval_count": made,
        "candidates": [candidate],
        "usageMetadata": {
            "promptTokenCount": given,
            "candidatesTokenCount": made,
            "totalTokenCount": given + made,
        },
        "text": text,
        "generated_text": text,
        "output_text": text,
        "finish_reason": ending,
    }
    return json.dumps(answer).encode()


def sends_what_it_is_told(case: BackendCase) -> None:
    """The server gets every turn, the model and the limit of tokens; the request is not changed."""
    with _server(case) as server:
        asked = request()
        before = copy.deepcopy(asked)
        _ask(case, server, lambda backend: backend.complete(asked), understood=False)
        sent = " ".join(server.requests)
    if not sent:
        raise NotApplicable("it sends no HTTP request to that address")
    told = {
        "the system turn": SYSTEM,
        "the user's turn": QUESTION,
        "request.model": MODEL,
        "max_tokens of request.params": str(MOST_TOKENS),
    }
    for what, value in told.items():
        if value not in sent:
            raise Violation(
                f"the server is not told {what} ({value!r}).",
                "Send all turns of request.messages, request.params and request.model.",
            )
    if asked != before:
        raise Violation(
            "complete() changes the request that it is given.",
            "Copy what you change: dict(request.params); the request is also sent again.",
        )


def asks_once(case: BackendCase) -> None:
    """A call that fails is one request: trying again is for the core, which also counts it."""
    with _server(case) as server:
        server.status = 500
        require_error(case, server.place, "HTTP 500")
        count = len(server.requests)
    if count > 1:
        raise Violation(
            f"it sends {count} requests for one call that fails.",
            "Switch the retries of the client library off: the core waits, tries again and knows "
            "when to stop.",
        )


def reads_an_answer(case: BackendCase) -> None:
    """An answer comes as it was given: its text, the counts of tokens, whether it was cut off."""
    with _server(case) as server:
        found = {ending: _answer(case, server, ending=ending) for ending in ("stop", "length")}
    for ending, completion in found.items():
        with must_be_right():
            returned.completion(completion)
        if completion.text != _TEXT:
            same = completion.text.split() == _TEXT.split()
            how = "in its white space" if same else "as another text"
            raise Violation(
                f"the text of an answer differs {how}: {completion.text!r:.80} for {_TEXT!r}.",
                "Give the text verbatim: the core reads it, and keeps it as it came.",
            )
        if completion.usage != _USAGE:
            raise Violation(
                f"the server counts {_USAGE.prompt_tokens} and {_USAGE.completion_tokens} tokens, "
                f"and usage says {completion.usage.prompt_tokens} and "
                f"{completion.usage.completion_tokens}.",
                "Pass the counts of the server on: costs and limits are made of them.",
            )
        if (completion.ending is Ending.CUT) != (ending == "length"):
            raise Violation(
                f"an answer that ended by {ending!r} has finish_reason="
                f"{completion.finish_reason!r}.",
                "Pass the server's own word on: an answer that was cut off is treated as such.",
            )


def keeps_calls_apart(case: BackendCase) -> None:
    """Each of several calls at once gets its own answer, also in a second event loop."""
    names = [f"canal-{number}" for number in range(5)]

    def echo(sent: str) -> bytes:
        return answer_in_all_forms(next((name for name in names if name in sent), "nothing"))

    async def ask(backend: Backend) -> list[str]:
        calls = [backend.complete(request(f"What is {name}?")) for name in names]
        return [completion.text for completion in await asyncio.gather(*calls)]

    with _server(case) as server:
        _answer(case, server)
        server.respond = echo
        with found_elsewhere():
            backend = case.component(**_options(case, server))
        remedy = "Open clients and locks for the running event loop, and again when it is another."
        for loop in ("its first event loop", "a second event loop"):
            with must_work(f"five calls at once fail in {loop}", remedy):
                texts = run(case, {}, ask, backend)
            wrong = next(
                (text for text, name in zip(texts, names, strict=True) if text != name), ""
            )
            if wrong:
                raise Violation(
                    f"a call gets {wrong!r}, the answer of another call.",
                    "Keep nothing of a call in self: many are under way at once.",
                )


def leaves_nothing_behind(case: BackendCase) -> None:
    """It neither prints nor leaves connections or threads, and never blocks the event loop."""
    with _server(case) as server:
        _answer(case, server)
        with unblocked("complete()"):
            _answer(case, server)
        leaves_nothing("complete()", lambda: _answer(case, server), case.folder)
        if (more := run(case, _options(case, server), _connections)) > 1:
            raise Violation(
                f"it leaves {more} connections open when it is closed.",
                "Close the client in aclose().",
            )


def keeps_its_key(case: BackendCase) -> None:
    """No error shows the key."""
    require_http(case)
    known = type(case.component()).options_type.model_fields
    name = next((option for option in _KEY_OPTIONS if option in known), None)
    if name is None:
        raise NotApplicable(f"it has no option for a key ({', '.join(_KEY_OPTIONS)})")
    with LoopbackServer() as server:
        server.status, server.body = 401, b'{"error": {"message": "for a test"}}'
        options = {name: _KEY}
        error = require_error(case, server.place, "HTTP 401", options)
    if _KEY in f"{error.message} {error.hint}":
        raise Violation(f"the error on HTTP 401 shows the key ({name}).", _KEY_WORDS.capitalize())


def _server(case: BackendCase) -> LoopbackServer:
    """Return a server that answers well.

    Raises:
        NotApplicable: The backend needs none.
    """
    require_http(case)
    server = LoopbackServer()
    server.status, server.body = 200, answer_in_all_forms()
    server.headers = {"Content-Type": "application/json"}
    return server


def _options(case: BackendCase, server: LoopbackServer) -> dict[str, Any]:
    return options_for(case, server.place)


def _ask(
    case: BackendCase,
    server: LoopbackServer,
    use: Callable[[Backend], Any],
    *,
    understood: bool = True,
) -> Any:
    """Let a backend be used.

    Raises:
        NotApplicable: It does not understand the server.
    """
    try:
        with must_work("a call that the server answers fails", "Read the answer as it comes."):
            return run(case, _options(case, server), use)
    except CallError as error:
        if understood:
            raise NotApplicable(
                f"it does not understand an answer in the common forms: {error.message}"
            ) from error
    return None


def _answer(case: BackendCase, server: LoopbackServer, ending: str = "stop") -> Completion:
    """Return what a backend makes of an answer.

    Raises:
        NotApplicable: It does not understand any of the common forms.
    """
    server.body = answer_in_all_forms(ending=ending)
    with found_elsewhere():
        completion: Completion = _ask(case, server, lambda backend: backend.complete(request()))
    if isinstance(completion, Completion) and completion.failure is not None:
        raise NotApplicable(f"it takes the answer for a failure: {completion.failure.message}")
    return completion


async def _connections(backend: Backend) -> int:
    """Return how many connections are left of some calls when a backend is closed."""
    await backend.complete(request())
    before = len(os.listdir("/dev/fd"))
    with foreign_code():
        await asyncio.gather(*(backend.complete(request()) for _ in range(6)))
    await backend.aclose()
    more = 0
    for _ in range(50):
        await asyncio.sleep(0.02)
        more = len(os.listdir("/dev/fd")) - before
        if more <= 1:
            break
    return more


CHECKS = checks_over(
    BACKEND,
    sends_what_it_is_told,
    asks_once,
    reads_an_answer,
    keeps_calls_apart,
    leaves_nothing_behind,
    keeps_its_key,
)
