"""The HTTP side of one server: its address and key, and one client with one set of connections."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sdk_builtins.backends import openai_errors as errors
from sdk_builtins.backends.openai_address import Address, split_address
from sdk_builtins.backends.openai_answers import not_chat, reported_error
from sdk_builtins.backends.openai_options import EndpointOptions
from sdk_builtins.backends.openai_transport import BODY_LIMIT, CUT, create_http_client, find_proxy
from sdk_builtins.backends.redaction import redact
from sdk_core.errors import CallError, ErrorKind, MissingKey
from sdk_core.network import Proxy

_SECRET_NAME = re.compile(r"key|token|secret|auth|sig|code|passw|cookie", re.I)
"""Names of headers and parameters whose values are not repeated in messages."""

_SHORTEST_SECRET = 8  # characters; what is shorter is a version or a word


class Connection:
    """Sends requests and gives back decoded answers.

    Args:
        base_url: The server's base URL.
        options: Key, further headers and parameters of the address.
        require_key: Raises `MissingKey` where a call without one cannot work.
    """

    def __init__(
        self, base_url: str, options: EndpointOptions, require_key: Callable[[], None]
    ) -> None:
        self._address: Address = split_address(base_url)
        self._options = options
        self._require_key = require_key
        self._client: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._openai: Any = None
        self._response_type: Any = None
        self._proxy: Proxy | None = None
        self.body_limit = BODY_LIMIT

    @property
    def shown(self) -> str:
        """The base URL without anything secret."""
        return self._address.shown

    def redacted(self, text: str) -> str:
        """Return a text without the key and whatever else is secret."""
        for secret in self._secrets():
            text = redact(secret, text)
        return text

    async def send(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        file: bytes | None = None,
        raw: bool = False,
    ) -> Any:
        """Send a request and return the decoded JSON of the answer.

        Args:
            method: ``GET`` or ``POST``.
            path: Path below the base URL.
            body: The JSON body; with a file, the fields of the form.
            file: JSON Lines to upload.
            raw: Whether the bytes of the answer are wanted as they are.

        Raises:
            CallError: In every other case; its text may hold the key.
        """
        client = self._connected()
        send: Callable[..., Any] = client.post if method == "POST" else client.get
        headers = self._headers()
        arguments: dict[str, Any] = {}
        if body is not None:
            arguments["body"] = body
        if file is not None:
            arguments["files"] = [("file", ("batch.jsonl", file, "application/jsonl"))]
            headers["Content-Type"] = "multipart/form-data"
        query = {**self._address.query, **self._options.extra_query}
        arguments["options"] = {"headers": headers, "params": query}
        try:
            # Through the client's generic door: typed requests are copied and checked once more.
            response = await send(path, cast_to=self._response_type, **arguments)
        except self._openai.APIError as error:
            raise self._failure(error) from None
        if CUT in response.extensions:
            kind, why = response.extensions[CUT]
            said = f"the answer of {self.shown} {why}"
            raise errors.BrokenOff(said, kind=kind, content=response.content)
        return response.content if raw else self._decoded(response)

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _failure(self, error: Any) -> CallError:
        """Return what an exception of the client means."""
        place, hint = self._on_the_way()
        if isinstance(error, self._openai.APIStatusError):
            if error.status_code == 407 and self._proxy is not None:
                return CallError(
                    f"{self._proxy} wants another name or password (HTTP 407)",
                    kind=ErrorKind.AUTH,
                    status=407,
                    hint=f"put them into {self._proxy.variable}: http://NAME:PASSWORD@HOST:PORT",
                )
            headers = error.response.headers
            return errors.status_error(error.status_code, error.body, headers, address=self.shown)
        if not isinstance(error, self._openai.APITimeoutError):
            return errors.connection_error(error, address=self.shown, place=place, hint=hint)
        if "Connect" in type(error.__cause__).__name__:
            said = f"{place} cannot be reached: no connection in time"
            return CallError(said, kind=ErrorKind.CONNECTION, hint=hint)
        return CallError(f"{self.shown} did not answer in time", kind=ErrorKind.TIMEOUT)

    def _decoded(self, response: Any) -> Any:
        try:
            answer = json.loads(response.content)
        except (ValueError, RecursionError):
            page = response.content.lstrip()[:1] == b"<"
            raise not_chat(self.shown, "an HTML page" if page else "no JSON") from None
        if isinstance(answer, dict) and answer.get("error"):
            raise reported_error(answer["error"], address=self.shown)
        return answer

    def _on_the_way(self) -> tuple[str, str]:
        """Return whom a connection is made to, and what to do when it cannot be."""
        if self._proxy is None:
            return self.shown, ""
        variable = self._proxy.variable
        return (
            f"{self._proxy}, on the way to {self.shown},",
            f"start the proxy, unset {variable}, or list the server in no_proxy",
        )

    def _headers(self) -> dict[str, Any]:
        key = self._options.api_key.get_secret_value()
        # Named here, so that no key from the environment can take its place.
        headers: dict[str, Any] = {"Authorization": self._openai.Omit()}
        if key and self._options.key_header.lower() == "authorization":
            headers["Authorization"] = f"Bearer {key}"
        elif key:
            headers[self._options.key_header] = key
        for name, value in self._options.extra_headers.items():
            headers = {n: v for n, v in headers.items() if n.lower() != name.lower()}
            headers[name] = value
        # Compressed, a body of bounded length could grow without bound.
        headers["Accept-Encoding"] = "identity"
        return headers

    def _secrets(self) -> Iterator[str]:
        yield self._options.api_key.get_secret_value()
        named = (self._options.extra_headers, self._options.extra_query, self._address.query)
        for values in named:
            for name, value in values.items():
                word = (value.split() or [""])[-1]  # "Bearer" before it is none
                if _SECRET_NAME.search(name) and len(word) >= _SHORTEST_SECRET:
                    yield word
        password = self._address.base.partition("://")[2].rpartition("@")[0].partition(":")[2]
        if password:
            yield password

    def _connected(self) -> Any:
        """Return the client, built at the first call: its connections belong to the event loop."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._require_key()
            self._proxy = find_proxy(self._address.base)
            self._openai = openai = importlib.import_module("openai")
            http_client = create_http_client(
                self._address.base, proxy=self._proxy, body_limit=self.body_limit
            )
            module = type(openai.DEFAULT_CONNECTION_LIMITS).__module__.partition(".")[0]
            self._response_type = importlib.import_module(module).Response
            key = self._options.api_key.get_secret_value()
            if not (key.isascii() and key.isprintable()) or " " in key:
                raise MissingKey(
                    "the API key holds a character that no key has",
                    hint="copy it again; in the config file it may still be a placeholder",
                )
            self._client = openai.AsyncOpenAI(
                api_key=key or "none",
                base_url=self._address.base,
                max_retries=0,
                http_client=http_client,
            )
            self._loop = loop
        return self._client
