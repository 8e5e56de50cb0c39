"""Calls of a backend under test, with a server of this machine where it needs one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from sdk_core.components import Backend
from sdk_core.errors import CallError, ComponentError, ErrorKind, SdkError
from sdk_core.llm.retry import CallPolicy
from sdk_core.model import Completion, Message, Request
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import BackendSpec
from sdk_core.testing.checks import Case, in_words
from sdk_core.testing.loopback import LoopbackServer
from sdk_core.testing.violations import NotApplicable, Violation

BackendCase = Case[Entry[BackendSpec, Backend]]

ADDRESSES = ("api_base", "base_url", "url", "endpoint", "address", "host", "server")
"""Names of options that hold a server's address."""

KINDS = {value for name, value in vars(ErrorKind).items() if name.isupper()}

SYSTEM = "Be brief."
QUESTION = "How long is the canal?"
MODEL = "test-model"
MOST_TOKENS = 647


_NUMBER = count(1)


def request(question: str = QUESTION) -> Request:
    """Return a call as the core makes it, each another, so that no answer is one kept before."""
    return Request(
        messages=(Message("system", SYSTEM), Message("user", f"{question} ({next(_NUMBER)})")),
        params={"temperature": 0.2, "max_tokens": MOST_TOKENS},
        model=MODEL,
        task="contract",
        variables={"text": "The canal is 41 kilometres long."},
    )


def status_error(
    case: BackendCase, status: int, headers: dict[str, str] | None = None
) -> CallError:
    """Return what a backend makes of an HTTP status.

    Raises:
        NotApplicable: It speaks to no HTTP server.
        Violation: It makes no CallError of it.
    """
    require_http(case)
    with LoopbackServer() as server:
        server.status, server.headers = status, headers or {}
        server.body = b'{"error": {"message": "for a test"}}'
        error = require_error(case, server.place, f"HTTP {status}")
        if not server.asked.is_set():
            raise NotApplicable("it sends no HTTP request to that address")
        return error


def require_error(
    case: BackendCase, place: str, what: str, options: Mapping[str, Any] | None = None
) -> CallError:
    """Return the error of one call.

    Raises:
        NotApplicable: The backend has no option for an address.
        Violation: It answered, or raised something else.
    """
    require_http(case)
    try:
        given = {**options_for(case, place), **(options or {})}
        answer = run(case, given, lambda backend: backend.complete(request()))
    except CallError as error:
        require_kind(error, what)
        return error
    except SdkError as error:
        raise Violation(
            f"{what} gives {in_words(error.__cause__ or error)}.",
            "Turn whatever the client library raises, and answers that cannot be read, into "
            "CallError with one of the kinds in sdk_core.errors.ErrorKind.",
        ) from error
    if isinstance(answer, Completion) and answer.failure is not None:
        require_kind(answer.failure, what)
        return answer.failure
    raise Violation(
        f"{what} gives a {type(answer).__name__} instead of an error.",
        "Look at the status and the form of an answer before you read it, and raise CallError.",
    )


def require_kind(error: CallError, what: str) -> None:
    """Check that an error has one of the kinds that the call policy knows.

    Raises:
        Violation: It has another.
    """
    if error.kind not in KINDS:
        raise Violation(
            f"{what} gives a CallError of the unknown kind {error.kind!r}.",
            "Use one of sdk_core.errors.ErrorKind: the call policy decides by it.",
        )


def require_http(case: BackendCase) -> None:
    """Check that a backend can be pointed to a server of this machine.

    Raises:
        NotApplicable: It has no option for an address.
    """
    if address_option(case) is None:
        raise NotApplicable(f"it has no option for an address ({', '.join(ADDRESSES)})")


def address_option(case: BackendCase) -> str | None:
    """Return the name of the option that holds the server's address, if there is one."""
    known = type(case.component()).options_type.model_fields
    return next((name for name in ADDRESSES if name in known), None)


def options_for(case: BackendCase, place: str) -> dict[str, Any]:
    """Return the options that point the backend to a place, in the form of its default."""
    name = address_option(case) or ""
    default = str(getattr(case.component().options, name) or "")
    parts = urlsplit(default)
    if "://" in default or not default:
        return {name: f"http://{place}{parts.path}"}
    return {name: place}


def is_retryable(kind: str) -> bool:
    """Tell whether the core tries a call again after a failure of a kind."""
    return kind == ErrorKind.RATE_LIMIT or CallPolicy().tries_again(kind, 1)


def run(
    case: BackendCase,
    options: dict[str, Any],
    use: Callable[[Backend], Awaitable[Any]],
    built: Backend | None = None,
) -> Any:
    """Build a backend, use it inside an event loop, and close it.

    Raises:
        ComponentError: It raised something that is no error of the core.
    """

    async def work() -> Any:
        backend = case.component(**options) if built is None else built
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
