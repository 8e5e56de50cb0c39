"""Backends: failures as the call policy names them, cancellation, and closing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from sdk_core.components import Backend
from sdk_core.errors import CallError, ComponentError, ErrorKind, SdkError
from sdk_core.kinds import BACKEND
from sdk_core.llm.retry import FATAL, CallPolicy
from sdk_core.model import Completion, Message, Request
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import BackendSpec
from sdk_core.testing.checks import Case, checks_over, in_words, must_work
from sdk_core.testing.loopback import LoopbackServer, closed_port
from sdk_core.testing.violations import NotApplicable, Violation

BackendCase = Case[Entry[BackendSpec, Backend]]

_ADDRESSES = ("api_base", "base_url", "url", "endpoint", "address", "host", "server")
"""Names of options that hold a server's address."""

_KINDS = {value for name, value in vars(ErrorKind).items() if name.isupper()}

_UNREACHABLE = (ErrorKind.CONNECTION, ErrorKind.TIMEOUT, ErrorKind.SERVER)

_RETRY_AFTER = 7

_GARBAGE = (
    b"<html><body>It works!</body></html>",
    b"",
    b"{}",
    b"[]",
    b'{"choices": [], "message": null}',
    b'{"choices": [{"message": {"cont',
)
"""Bodies of successful responses that are no answer of a model."""

_PATIENCE = 60.0
"""Seconds until a call that waits for a server is cancelled at the latest."""

REQUEST = Request(
    messages=(Message("system", "Be brief."), Message("user", "How long is the canal?")),
    params={"temperature": 0.2, "max_tokens": 64},
    model="test-model",
    task="contract",
    variables={"text": "The canal is 41 kilometres long."},
)


def tells_that_nobody_answers(case: BackendCase) -> None:
    """A port where nothing listens gives a CallError that may go away by itself."""
    error = _require_error(case, closed_port(), "a server that is not there")
    if error.kind not in _UNREACHABLE:
        raise Violation(
            f"a server that is not there gives the kind {error.kind!r}.",
            'Raise CallError(message, kind="connection"): the core tries again and then stops.',
        )


def maps_server_errors(case: BackendCase) -> None:
    """HTTP 500 and 503 give a CallError that is tried again."""
    for status in (500, 503):
        error = _status_error(case, status)
        if not _is_retryable(error.kind):
            raise Violation(
                f"HTTP {status} gives the kind {error.kind!r}, which is not tried again.",
                'Raise CallError(message, kind="server").',
            )


def maps_refusals(case: BackendCase) -> None:
    """HTTP 401 ends the run, and HTTP 400 gives one call up; neither is tried again."""
    refused = _status_error(case, 401)
    if refused.kind not in FATAL:
        raise Violation(
            f"HTTP 401 gives the kind {refused.kind!r}, after which every other call is sent too.",
            'Raise CallError(message, kind="auth"), which ends the run.',
        )
    wrong = _status_error(case, 400)
    if _is_retryable(wrong.kind):
        raise Violation(
            f"HTTP 400 gives the kind {wrong.kind!r}, which is tried again in vain.",
            'Raise CallError(message, kind="bad_request").',
        )


def maps_rate_limits(case: BackendCase) -> None:
    """HTTP 429 makes the core wait as long as the server's ``Retry-After`` asks."""
    error = _status_error(case, 429, {"Retry-After": str(_RETRY_AFTER)})
    if error.kind not in (ErrorKind.RATE_LIMIT, ErrorKind.QUOTA):
        raise Violation(
            f"HTTP 429 gives the kind {error.kind!r}.",
            'Raise CallError(message, kind="rate_limit"), for which the core slows down.',
        )
    if error.kind == ErrorKind.RATE_LIMIT and error.retry_after != _RETRY_AFTER:
        raise Violation(
            f"the server asked for {_RETRY_AFTER} seconds, and the error says "
            f"{error.retry_after!r}.",
            "Pass the header on: CallError(…, retry_after=seconds).",
        )


def refuses_other_answers(case: BackendCase) -> None:
    """HTTP 200 with something that is no answer of a model gives a CallError."""
    _require_http(case)
    with LoopbackServer() as server:
        server.status = 200
        for body in _GARBAGE:
            server.body = body
            _require_error(case, server.place, f"HTTP 200 with {body.decode()!r}")


def answers(case: BackendCase) -> None:
    """A backend that needs no server answers with a Completion."""
    if _address_option(case) is not None:
        raise NotApplicable("it needs a server")
    try:
        completion = _run(case, {}, lambda backend: backend.complete(REQUEST))
    except CallError as error:
        raise NotApplicable(f"it does not answer: {error.message}") from error
    if not isinstance(completion, Completion) or not isinstance(completion.text, str):
        raise Violation(
            f"complete() gives an object of the type {type(completion).__name__}.",
            "Return Completion(text=…, model=…, finish_reason=…, usage=…).",
        )


def checks_itself(case: BackendCase) -> None:
    """``check`` gives one line, or a CallError when the server is not there."""
    options = _options_for(case, closed_port()) if _address_option(case) else {}
    try:
        said = _run(case, options, lambda backend: backend.check())
    except CallError as error:
        _require_kind(error, "check()")
        return
    if not isinstance(said, str) or not said.strip() or "\n" in said.strip():
        raise Violation(
            f"check() gives {said!r}.", "Return one line that says what answers and what it serves."
        )


def tells_whether_to_retry(case: BackendCase) -> None:
    """``is_retryable`` says yes or no of any exception, and ``model`` is text."""
    backend = case.component()
    for error in (RuntimeError("x"), OSError(5, "x"), ValueError()):
        remedy = "Return True or False for whatever it is given."
        with must_work(f"is_retryable({error!r}) failed", remedy), guard.component(case.thing):
            verdict: object = backend.is_retryable(error)
            model: object = backend.model
        if not isinstance(verdict, bool):
            raise Violation(f"is_retryable({error!r}) gives {verdict!r}.", remedy)
        if not isinstance(model, str):
            raise Violation(f"model is {model!r}.", 'Make it text; "" when there is none.')


def survives_cancellation(case: BackendCase) -> None:
    """A cancelled call ends as cancelled, and the backend goes on answering and closes."""
    failing = "the next call or aclose() after a cancelled call fails"
    remedy = "Keep what calls share (clients, locks) usable when one of them is cancelled."
    with must_work(failing, remedy):
        if _address_option(case) is None:
            _run(case, {}, lambda backend: _cancel(backend, None))
            return
        with LoopbackServer() as server:
            server.silent = True
            _run(case, _options_for(case, server.place), lambda backend: _cancel(backend, server))


def closes(case: BackendCase) -> None:
    """``aclose`` works before the first call, after one, and a second time."""
    options = _options_for(case, closed_port()) if _address_option(case) else {}

    async def close_early(backend: Backend) -> None:
        await backend.aclose()
        await backend.aclose()

    async def close_late(backend: Backend) -> None:
        with suppress(SdkError), guard.component(case.thing):
            await backend.complete(REQUEST)
        await backend.aclose()

    for way in (close_early, close_late):
        with must_work("aclose() failed", "Let aclose() do nothing when nothing is left to close."):
            _run(case, options, way)


async def _cancel(backend: Backend, server: LoopbackServer | None) -> None:
    task = asyncio.ensure_future(backend.complete(REQUEST))
    if server is None:
        await asyncio.sleep(0)
    else:
        await asyncio.to_thread(server.asked.wait, _PATIENCE)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=_PATIENCE)
    if not done:
        raise Violation(
            "a call goes on after it was cancelled.",
            "Let asyncio.CancelledError pass: catch Exception, never BaseException.",
        )
    if server is None and not task.cancelled() and task.exception() is None:
        return  # it had answered before
    if not task.cancelled():
        ended = task.exception() or task.result()
        raise Violation(
            f"a call that was cancelled ends in {type(ended).__name__}.",
            "Let asyncio.CancelledError pass: catch Exception, never BaseException.",
        )
    if server is not None:
        server.release()
        with suppress(CallError):
            await backend.complete(REQUEST)


def _status_error(
    case: BackendCase, status: int, headers: dict[str, str] | None = None
) -> CallError:
    """Return what a backend makes of an HTTP status.

    Raises:
        NotApplicable: It speaks to no HTTP server.
        Violation: It makes no CallError of it.
    """
    _require_http(case)
    with LoopbackServer() as server:
        server.status, server.headers = status, headers or {}
        server.body = b'{"error": {"message": "for a test"}}'
        error = _require_error(case, server.place, f"HTTP {status}")
        if not server.asked.is_set():
            raise NotApplicable("it sends no HTTP request to that address")
        return error


def _require_error(case: BackendCase, place: str, what: str) -> CallError:
    """Return the error of one call.

    Raises:
        NotApplicable: The backend has no option for an address.
        Violation: It answered, or raised something else.
    """
    _require_http(case)
    try:
        answer = _run(case, _options_for(case, place), lambda backend: backend.complete(REQUEST))
    except CallError as error:
        _require_kind(error, what)
        return error
    except SdkError as error:
        raise Violation(
            f"{what} gives {in_words(error.__cause__ or error)}.",
            "Turn whatever the client library raises, and answers that cannot be read, into "
            "CallError with one of the kinds in sdk_core.errors.ErrorKind.",
        ) from error
    if isinstance(answer, Completion) and answer.failure is not None:
        _require_kind(answer.failure, what)
        return answer.failure
    raise Violation(
        f"{what} gives a {type(answer).__name__} instead of an error.",
        "Look at the status and the form of an answer before you read it, and raise CallError.",
    )


def _require_kind(error: CallError, what: str) -> None:
    if error.kind not in _KINDS:
        raise Violation(
            f"{what} gives a CallError of the unknown kind {error.kind!r}.",
            "Use one of sdk_core.errors.ErrorKind: the call policy decides by it.",
        )


def _require_http(case: BackendCase) -> None:
    if _address_option(case) is None:
        raise NotApplicable(f"it has no option for an address ({', '.join(_ADDRESSES)})")


def _address_option(case: BackendCase) -> str | None:
    known = type(case.component()).options_type.model_fields
    return next((name for name in _ADDRESSES if name in known), None)


def _options_for(case: BackendCase, place: str) -> dict[str, Any]:
    """Return the options that point the backend to a place, in the form of its default."""
    name = _address_option(case) or ""
    default = str(getattr(case.component().options, name) or "")
    parts = urlsplit(default)
    if "://" in default or not default:
        return {name: f"http://{place}{parts.path}"}
    return {name: place}


def _is_retryable(kind: str) -> bool:
    return kind == ErrorKind.RATE_LIMIT or CallPolicy().tries_again(kind, 1)


def _run(
    case: BackendCase, options: dict[str, Any], use: Callable[[Backend], Awaitable[Any]]
) -> Any:
    """Build a backend, use it inside an event loop, and close it.

    Raises:
        ComponentError: It raised something that is no error of the core.
    """

    async def work() -> Any:
        backend = case.component(**options)
        try:
            return await use(backend)
        finally:
            await backend.aclose()

    try:
        with guard.component(case.thing):
            return asyncio.run(work())
    except ComponentError as error:
        if isinstance(error.__cause__, (Violation, NotApplicable)):
            raise error.__cause__ from None
        raise


CHECKS = checks_over(
    BACKEND,
    tells_that_nobody_answers,
    maps_server_errors,
    maps_refusals,
    maps_rate_limits,
    refuses_other_answers,
    answers,
    checks_itself,
    tells_whether_to_retry,
    survives_cancellation,
    closes,
)
