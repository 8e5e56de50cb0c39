"""Backends: failures as the call policy names them, cancellation, and closing."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sdk_core.components import Backend
from sdk_core.errors import CallError, ErrorKind, SdkError
from sdk_core.kinds import BACKEND
from sdk_core.llm.retry import FATAL
from sdk_core.registry import returned
from sdk_core.runs import guard
from sdk_core.testing.checks import checks_over, must_be_right, must_work
from sdk_core.testing.contract.server_calls import (
    BackendCase,
    address_option,
    is_retryable,
    options_for,
    request,
    require_error,
    require_http,
    require_kind,
    run,
    status_error,
)
from sdk_core.testing.loopback import LoopbackServer, closed_port
from sdk_core.testing.traces import unblocked
from sdk_core.testing.violations import NotApplicable, Violation

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


def tells_that_nobody_answers(case: BackendCase) -> None:
    """A port where nothing listens gives a CallError that may go away by itself."""
    error = require_error(case, closed_port(), "a server that is not there")
    if error.kind not in _UNREACHABLE:
        raise Violation(
            f"a server that is not there gives the kind {error.kind!r}.",
            'Raise CallError(message, kind="connection"): the core tries again and then stops.',
        )


def maps_server_errors(case: BackendCase) -> None:
    """HTTP 500 and 503 give a CallError that is tried again."""
    for status in (500, 503):
        error = status_error(case, status)
        if not is_retryable(error.kind):
            raise Violation(
                f"HTTP {status} gives the kind {error.kind!r}, which is not tried again.",
                'Raise CallError(message, kind="server").',
            )


def maps_refusals(case: BackendCase) -> None:
    """HTTP 401 ends the run, and HTTP 400 gives one call up; neither is tried again."""
    refused = status_error(case, 401)
    if refused.kind not in FATAL:
        raise Violation(
            f"HTTP 401 gives the kind {refused.kind!r}, after which every other call is sent too.",
            'Raise CallError(message, kind="auth"), which ends the run.',
        )
    wrong = status_error(case, 400)
    if is_retryable(wrong.kind):
        raise Violation(
            f"HTTP 400 gives the kind {wrong.kind!r}, which is tried again in vain.",
            'Raise CallError(message, kind="bad_request").',
        )


def maps_rate_limits(case: BackendCase) -> None:
    """HTTP 429 makes the core wait as long as the server's ``Retry-After`` asks."""
    error = status_error(case, 429, {"Retry-After": str(_RETRY_AFTER)})
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
    require_http(case)
    with LoopbackServer() as server:
        server.status = 200
        for body in _GARBAGE:
            server.body = body
            require_error(case, server.place, f"HTTP 200 with {body.decode()!r}")


def answers(case: BackendCase) -> None:
    """A backend that needs no server answers with a Completion, and blocks no other call."""
    if address_option(case) is not None:
        raise NotApplicable("it needs a server")
    try:
        with unblocked("complete()"):
            completion = run(case, {}, lambda backend: backend.complete(request()))
    except CallError as error:
        raise NotApplicable(f"it does not answer: {error.message}") from error
    with must_be_right():
        returned.completion(completion)


def checks_itself(case: BackendCase) -> None:
    """``check`` gives one line, or a CallError when the server is not there."""
    options = options_for(case, closed_port()) if address_option(case) else {}
    try:
        said = run(case, options, lambda backend: backend.check())
    except CallError as error:
        require_kind(error, "check()")
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
        if address_option(case) is None:
            run(case, {}, lambda backend: _cancel(backend, None))
            return
        with LoopbackServer() as server:
            server.silent = True
            run(case, options_for(case, server.place), lambda backend: _cancel(backend, server))


def closes(case: BackendCase) -> None:
    """``aclose`` works before the first call, after one, and a second time."""
    options = options_for(case, closed_port()) if address_option(case) else {}

    async def close_early(backend: Backend) -> None:
        await backend.aclose()
        await backend.aclose()

    async def close_late(backend: Backend) -> None:
        with suppress(SdkError), guard.component(case.thing):
            await backend.complete(request())
        await backend.aclose()

    for way in (close_early, close_late):
        with must_work("aclose() failed", "Let aclose() do nothing when nothing is left to close."):
            run(case, options, way)


async def _cancel(backend: Backend, server: LoopbackServer | None) -> None:
    task = asyncio.ensure_future(backend.complete(request()))
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
            await backend.complete(request())


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
