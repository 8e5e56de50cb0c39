"""The backend that speaks Ollama's own API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from pydantic import Field
from yarl import URL

from sdk_core.components import Backend, BackendOptions
from sdk_core.errors import CallError, ErrorKind
from sdk_core.model import Completion, Request
from sdk_ollama import failures, wire

BODY_LIMIT = 8 * 1024**2
"""Bytes of a response that are read at most."""

_CONNECT_SECONDS = 10.0
_CHECK_SECONDS = 30.0
_LISTED = 5  # models that a message names


class OllamaOptions(BackendOptions):
    """What the server needs to be told."""

    api_base: str = Field(
        "http://localhost:11434",
        pattern=r"^https?://[^/\s]+",
        description="Address of the server, without /api or /v1",
    )
    model: str = Field("llama3.2", description="Model to ask")
    num_ctx: int | None = Field(
        None, ge=1, description="Tokens of context; null leaves the number to the server"
    )
    keep_alive: str = Field(
        "", description="How long the model stays loaded (10m, -1); empty for the server's own"
    )


class OllamaBackend(Backend[OllamaOptions]):
    """Asks an Ollama server; one client with its connections for all calls."""

    def __init__(self, options: OllamaOptions | None = None) -> None:
        super().__init__(options)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def address(self) -> str:
        """Address of the server, without a user name or password in it."""
        return str(URL(self.options.api_base).with_user(None)).rstrip("/")

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""
        return self.options.model

    async def complete(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            CallError: The server or the network failed, or the answer holds no text.
        """
        body = wire.request_body(request, model=self.model, num_ctx=self.options.num_ctx)
        if self.options.keep_alive:
            body["keep_alive"] = self.options.keep_alive
        answer = await self._send("POST", "/api/chat", body)
        return wire.read_completion(answer, address=self.address)

    async def check(self) -> str:
        """Say which models the server has.

        Raises:
            CallError: It is not there, or has not got the model.
        """
        try:
            answer = await asyncio.wait_for(self._send("GET", "/api/tags", None), _CHECK_SECONDS)
        except TimeoutError:
            said = f"{self.address} did not answer within {_CHECK_SECONDS:g} s"
            raise CallError(said, kind=ErrorKind.TIMEOUT) from None
        models = wire.read_models(answer, address=self.address)
        if self.model not in models and f"{self.model}:latest" not in models:
            raise failures.missing_model(self.address, self.model)
        more = f" and {len(models) - _LISTED} more" if len(models) > _LISTED else ""
        return f"{self.address} has {', '.join(models[:_LISTED])}{more}"

    async def aclose(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        """Send a request and return the decoded JSON of the answer.

        Raises:
            CallError: In every other case.
        """
        url = self.options.api_base.rstrip("/") + path
        try:
            # Redirects are not followed: the documents go where the user said and nowhere else.
            async with self._connected().request(
                method, url, json=body, allow_redirects=False
            ) as response:
                data = await self._read(response)
                status, headers = response.status, response.headers
        except (aiohttp.ClientError, OSError) as error:
            raise failures.transport_error(error, address=self.address) from error
        if status != 200:
            raise failures.status_error(
                status, data, headers, address=self.address, model=self.model
            )
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            raise wire.not_chat(self.address, "no JSON") from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        parts, size = [], 0
        async for part in response.content.iter_any():
            size += len(part)
            if size > BODY_LIMIT:
                raise wire.not_chat(self.address, f"more than {BODY_LIMIT // 1024**2} MiB")
            parts.append(part)
        return b"".join(parts)

    def _connected(self) -> aiohttp.ClientSession:
        """Return the client, built at the first call: its connections belong to the event loop."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            self._session = aiohttp.ClientSession(
                # The core decides how many calls run at once and how long one may take.
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS),
                headers={"Accept-Encoding": "identity"},
            )
            self._loop = loop
        return self._session
