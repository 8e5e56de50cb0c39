"""The two backends that speak the OpenAI chat completions protocol."""

from __future__ import annotations

import asyncio
import importlib
import ipaddress
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field
from typing_extensions import TypeVar

from sdk_builtins.backends import openai_errors as errors
from sdk_builtins.backends import openai_wire as wire
from sdk_builtins.backends.openai_answers import not_chat, read_answer, reported_error
from sdk_builtins.backends.openai_client import EndpointOptions, Form
from sdk_builtins.backends.openai_transport import BODY_LIMIT, create_http_client
from sdk_builtins.backends.redaction import redact
from sdk_core import components
from sdk_core.errors import CallError, ErrorKind, MissingKey
from sdk_core.model import Completion, Message, Request

_CHECK_SECONDS = 30.0
_LISTED = 5  # models that a message names


EndpointT = TypeVar("EndpointT", bound=EndpointOptions, default=EndpointOptions, covariant=True)


class OpenAIChatBackend(components.Backend[EndpointT]):
    """Asks an OpenAI-compatible server; one client with one set of connections for all calls."""

    def __init__(self, options: EndpointT | None = None) -> None:
        super().__init__(options)
        self._client: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._openai: Any = None
        self._response_type: Any = None
        self._headers: dict[str, Any] = {}
        self._structure = wire.JSON_SCHEMA
        self._structure_works = False  # whether an answer came to a call that asked for structure
        self._token_limit = "max_tokens"
        self._body_limit = BODY_LIMIT

    @property
    def address(self) -> str:
        """Base URL of the server, without a user name or password in it."""
        parts = urlsplit(self._base_url())
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

    @property
    def unreachable_hint(self) -> str:
        """What to do when nothing answers."""
        return "check the address (--api-base) and that the server runs"

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""
        return str(self.options.model)

    async def complete(self, request: Request) -> Completion:
        """Answer one request, with as much structure as the server understands."""
        while True:
            form = self.form
            body = self.body(request, form)
            try:
                completion = await self._asked(body, limit=body.get(form[1]))
            except CallError as error:
                if not self.adapts(error, request, form):
                    raise
            else:
                self._structure_works |= request.schema is not None
                return completion

    async def _asked(self, body: Mapping[str, Any], *, limit: object) -> Completion:
        """Return what came with status 200, of use or not: it was paid for.

        Raises:
            CallError: Nothing did, or something that no model sends.
        """
        try:
            content = await self.send("POST", "/chat/completions", body, raw=True)
        except CallError as error:
            if error.status != 200:
                raise
            return Completion(text="", finish_reason="", failure=error)  # too long to be read
        try:
            completion = read_answer(content, address=self.address, limit=limit)
        except CallError as error:
            raise self.redacted(error) from None
        if completion.failure is None:
            return completion
        return replace(completion, failure=self.redacted(completion.failure))

    def batched(self, folder: Path) -> components.Backend:
        """Return a backend that sends the calls through the server's batch endpoint."""
        from sdk_builtins.backends.openai_batch import FILE_LIMIT, OpenAIBatchBackend

        self._body_limit = FILE_LIMIT
        return OpenAIBatchBackend(self, folder)

    @property
    def form(self) -> Form:
        """How requests are put at present, by what the server has refused so far."""
        return self._structure, self._token_limit

    def body(self, request: Request, form: Form) -> dict[str, Any]:
        """Return the JSON body of a request."""
        structure, token_limit = form
        body = wire.request_body(request, model=self.model, structure=structure)
        if token_limit != "max_tokens" and "max_tokens" in body:
            body[token_limit] = body.pop("max_tokens")
        return body

    def adapts(self, error: CallError, request: Request, form: Form) -> bool:
        """Whether the call can be put in another way, which is then kept for all later ones.

        Raises:
            CallError: The server complained of a format that was not asked for.
        """
        structure, token_limit = form
        refused = error.kind in (ErrorKind.BAD_REQUEST, ErrorKind.FORMAT)
        if refused and "max_completion_tokens" in error.message and token_limit == "max_tokens":
            self._token_limit = "max_completion_tokens"
            return "max_tokens" in request.params
        asked = request.schema is not None and structure != wire.PLAIN
        if error.kind == ErrorKind.BAD_REQUEST and asked and not self._structure_works:
            # Some servers refuse a format without saying so: find out whether it was that.
            self._structure = max(self._structure, structure + 1)
            return True
        if error.kind != ErrorKind.FORMAT:
            return False
        if request.schema is None or structure == wire.PLAIN:
            raise CallError(
                error.message, kind=ErrorKind.BAD_REQUEST, status=error.status, hint=error.hint
            ) from None
        self._structure = max(self._structure, structure + 1)
        return True

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
            CallError: In every other case; no text of it holds the key.
        """
        try:
            response = await self._exchange(method, path, body, file)
            return response.content if raw else self._decoded(response)
        except CallError as error:
            raise self.redacted(error) from None  # the client's exceptions hold its headers

    def redacted(self, error: CallError) -> CallError:
        """Return the error without the key in its text, and with a hint when nothing answers."""
        key = self.options.api_key.get_secret_value()
        hint = error.hint
        if error.kind == ErrorKind.CONNECTION:
            hint = hint or self.unreachable_hint
        return error.but(message=redact(key, error.message), hint=hint)

    async def check(self) -> str:
        """Say what the server serves."""
        models = await self._models()
        found = f"{self.address} serves {_listing(models)}"
        return found if self.model in models else f"{found}; {self.model!r} is not in its list"

    async def aclose(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _base_url(self) -> str:
        return str(self.options.api_base).rstrip("/")

    async def _models(self) -> list[str]:
        answer = await self._in_time(self.send("GET", "/models"))
        entries = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(entries, list):
            raise not_chat(self.address, "no list of models")
        return [str(e["id"]) for e in entries if isinstance(e, dict) and "id" in e]

    async def _in_time(self, call: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await asyncio.wait_for(call, _CHECK_SECONDS)
        except TimeoutError:
            said = f"{self.address} did not answer within {_CHECK_SECONDS:g} s"
            raise CallError(said, kind=ErrorKind.TIMEOUT, hint=self.unreachable_hint) from None

    async def _exchange(
        self, method: str, path: str, body: Mapping[str, Any] | None, file: bytes | None
    ) -> Any:
        client = self._connected()
        openai = self._openai
        send: Callable[..., Any] = client.post if method == "POST" else client.get
        arguments: dict[str, Any] = {"options": {"headers": self._headers}}
        if body is not None:
            arguments["body"] = body
        if file is not None:
            arguments["files"] = [("file", ("batch.jsonl", file, "application/jsonl"))]
            headers = {**self._headers, "Content-Type": "multipart/form-data"}
            arguments["options"] = {"headers": headers}
        try:
            # Through the client's generic door: typed requests are copied and checked once more.
            return await send(path, cast_to=self._response_type, **arguments)
        except openai.APIStatusError as error:
            raise errors.status_error(
                error.status_code, error.body, error.response.headers, address=self.address
            ) from None
        except openai.APITimeoutError as error:
            connecting = "Connect" in type(error.__cause__).__name__
            if connecting:
                raise CallError(
                    f"{self.address} cannot be reached: no connection in time",
                    kind=ErrorKind.CONNECTION,
                ) from None
            raise CallError(
                f"{self.address} did not answer in time", kind=ErrorKind.TIMEOUT
            ) from None
        except openai.APIConnectionError as error:
            raise errors.connection_error(error, address=self.address) from None

    def _decoded(self, response: Any) -> Any:
        try:
            answer = json.loads(response.content)
        except (ValueError, RecursionError):
            page = response.content.lstrip()[:1] == b"<"
            raise not_chat(self.address, "an HTML page" if page else "no JSON") from None
        if isinstance(answer, dict) and answer.get("error"):
            raise reported_error(answer["error"], address=self.address)
        return answer

    def _require_key(self) -> None:
        """Raise `MissingKey` where a call without one cannot work."""

    def _connected(self) -> Any:
        """Return the client, built at the first call: its connections belong to the event loop."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._require_key()
            self._openai = openai = importlib.import_module("openai")
            http_client = create_http_client(self._base_url(), body_limit=self._body_limit)
            module = type(openai.DEFAULT_CONNECTION_LIMITS).__module__.partition(".")[0]
            self._response_type = importlib.import_module(module).Response
            key = self.options.api_key.get_secret_value()
            if not (key.isascii() and key.isprintable()) or " " in key:
                raise MissingKey(
                    "the API key holds a character that no key has",
                    hint="copy it again; in the config file it may still be a placeholder",
                )
            self._client = openai.AsyncOpenAI(
                api_key=key or "none",
                base_url=self._base_url(),
                max_retries=0,
                http_client=http_client,
            )
            self._headers = {
                # Named here, so that no key from the environment can take its place.
                "Authorization": f"Bearer {key}" if key else openai.Omit(),
                # Compressed, a body of bounded length could grow without bound.
                "Accept-Encoding": "identity",
            }
            self._loop = loop
        return self._client


class VllmOptions(EndpointOptions):
    """Options of the vLLM backend."""

    api_base: str = Field(
        default="http://localhost:8000/v1", description="Base URL of the server, ending in /v1"
    )
    port: int = Field(
        default=8000,
        ge=1,
        le=65535,
        description="Port on this machine; used only when api_base is not given",
    )
    model: str = Field(
        default="meta-llama/Llama-3.3-70B-Instruct", description="Model that the server serves"
    )


class VllmBackend(OpenAIChatBackend[VllmOptions]):
    """A vLLM server."""

    @property
    def unreachable_hint(self) -> str:
        """How to get a server, or to do without."""
        port = urlsplit(self._base_url()).port or 8000
        return (
            f"start it with `vllm serve {self.model} --port {port}`, name another server with "
            "--api-base or another service with --provider api-endpoint; "
            "--provider offline needs neither"
        )

    def _base_url(self) -> str:
        if "api_base" in self.options.model_fields_set:
            return super()._base_url()
        return f"http://localhost:{self.options.port}/v1"


class ApiEndpointOptions(EndpointOptions):
    """Options of the backend for hosted services."""

    api_base: str = Field(
        default="https://api.openai.com/v1", description="Base URL of the service"
    )
    model: str = Field(default="gpt-4o-mini", description="Model to ask")
    sleep_time: float = Field(
        default=0.5, ge=0, deprecated=True, description="Obsolete: has no effect"
    )


class ApiEndpointBackend(OpenAIChatBackend[ApiEndpointOptions]):
    """A service that speaks the OpenAI protocol."""

    def _require_key(self) -> None:
        if not self.options.api_key.get_secret_value() and not _is_local(self.address):
            raise MissingKey(
                f"{self.address} needs an API key and none was found",
                hint="set API_ENDPOINT_KEY, or api-endpoint.api_key in the config file",
            )

    async def check(self) -> str:
        """Say what the service serves, or that it answers where it lists no models."""
        try:
            return await super().check()
        except CallError as error:
            if error.status not in (404, 405):
                raise
        ping = Request(messages=(Message("user", "Say OK."),), params={"max_tokens": 1})
        # One token may hold no text; that an answer came is what was asked.
        answer = await self._in_time(self.complete(ping))
        if answer.failure is not None:
            raise answer.failure
        return f"{self.address} answers as {self.model!r}"


def _is_local(address: str) -> bool:
    """Whether the host is this machine or one of the private network."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def _listing(models: list[str]) -> str:
    if not models:
        return "no model"
    more = f" and {len(models) - _LISTED} more" if len(models) > _LISTED else ""
    return ", ".join(models[:_LISTED]) + more
