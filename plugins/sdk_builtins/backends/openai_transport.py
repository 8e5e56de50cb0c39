"""The HTTP transport below the OpenAI client: one connection a call, reused, and a bounded body.

The client's own pool looks through all connections at each request and each answer, which costs
more than the request itself once some hundred calls are in flight. Here a free connection is taken
from a stack, so the cost stays the same at any width, and there are never more connections than
there have been calls in flight.
"""

from __future__ import annotations

import asyncio
import importlib
import os
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from sdk_core.errors import ErrorKind, UsageError
from sdk_core.network import CERTIFICATES, KEY_LOG, Proxy, check_certificates, proxy_for
from sdk_core.server_memory import ON_PART

BODY_LIMIT = 8 * 1024 * 1024
"""Bytes of a response that are read at most, where nothing else is said."""

CUT = "sdk_cut"
"""Extension of a response: kind of failure and why its body was not read to the end."""

_SOCKS = ("socksio", "socksio")
"""Module and package by which the HTTP library speaks SOCKS."""

_IDLE_SECONDS = 4.0  # shorter than the 5 s after which uvicorn, and so vLLM, hangs up
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 3600.0  # the call's own deadline is enforced by the caller


def find_proxy(base_url: str) -> Proxy | None:
    """Return the proxy that the environment names for a server, ``None`` for none.

    To be called before the OpenAI client is imported, which opens what variables for TLS name.

    Raises:
        UsageError: The environment names a proxy that cannot be used, or a file that is not there.
    """
    check_certificates()
    return proxy_for(base_url, socks=_SOCKS)


def create_http_client(base_url: str, *, proxy: Proxy | None, body_limit: int) -> Any:
    """Return an HTTP client for the OpenAI client to use; call it inside the running event loop.

    It follows no redirect, so that the key never goes to an address that the user did not name.

    Raises:
        UsageError: The environment names certificates that cannot be read.
    """
    openai = importlib.import_module("openai")
    # The client is built on httpx2 or, before, on httpx: the names used here are the same in both.
    limits_type = type(openai.DEFAULT_CONNECTION_LIMITS)
    http = importlib.import_module(limits_type.__module__.partition(".")[0])
    secure = urlsplit(base_url).scheme == "https"
    settings = {
        "verify": _trusted(http, secure),
        "limits": limits_type(
            max_connections=1, max_keepalive_connections=1, keepalive_expiry=_IDLE_SECONDS
        ),
        "proxy": proxy.url if proxy is not None else None,
    }
    return openai.DefaultAsyncHttpxClient(
        transport=_transport_type(http, body_limit)(partial(http.AsyncHTTPTransport, **settings)),
        timeout=http.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS, pool=None),
        follow_redirects=False,
    )


def _trusted(http: Any, secure: bool) -> Any:
    """Return what certificates are checked against.

    Raises:
        UsageError: A variable names a file that holds no certificates.
    """
    if not secure:
        return False
    try:
        return http.create_ssl_context()
    except OSError as error:  # of which TLS's own errors are some
        names = [n for n in (*CERTIFICATES, "SSL_CERT_DIR", KEY_LOG) if os.environ.get(n)]
        raise UsageError(
            f"the certificates to trust cannot be read: {error}",
            hint=f"check what {' and '.join(names) or 'the Python installation'} names",
        ) from error


def _transport_type(http: Any, body_limit: int) -> Any:
    """Return the transport class; its bases are known only once the HTTP library is loaded."""

    class BoundedBody(http.AsyncByteStream):  # type: ignore[misc]
        """A response body that says why it ended early, and frees its lane."""

        def __init__(self, response: Any, lane: Any, idle: list[Any]) -> None:
            self._body = response.stream
            self._notes = response.extensions
            self._lane = lane
            self._idle: list[Any] | None = idle

        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            try:
                async for part in self._body:
                    size += len(part)
                    if b"data:" in part:
                        ON_PART.get()()
                    if size > body_limit:
                        why = f"is longer than {body_limit // 1024**2} MiB"
                        self._notes[CUT] = ErrorKind.NOT_CHAT, why
                        return
                    yield part
            except http.TransportError as error:
                why = f"broke off after {size} bytes ({str(error) or type(error).__name__})"
                self._notes[CUT] = ErrorKind.CONNECTION, why
            except asyncio.CancelledError:
                if not (size and ON_PART.get()()):
                    raise
                why = f"broke off after {size} bytes: no more came within llm.deadline"
                self._notes[CUT] = ErrorKind.TIMEOUT, why

        async def aclose(self) -> None:
            try:
                await self._body.aclose()
            finally:
                if self._idle is not None:
                    self._idle.append(self._lane)
                    self._idle = None

    class LaneTransport(http.AsyncBaseTransport):  # type: ignore[misc]
        """Sends each request over a lane, a transport of one connection, that is not in use."""

        def __init__(self, create_lane: Any) -> None:
            self._create_lane = create_lane
            self._lanes: list[Any] = []
            self._idle: list[Any] = []

        async def handle_async_request(self, request: Any) -> Any:
            if self._idle:
                lane = self._idle.pop()
            else:
                lane = self._create_lane()
                self._lanes.append(lane)
            try:
                response = await lane.handle_async_request(request)
            except BaseException:
                self._idle.append(lane)
                raise
            response.stream = BoundedBody(response, lane, self._idle)
            return response

        async def aclose(self) -> None:
            for lane in self._lanes:
                await lane.aclose()

    return LaneTransport
