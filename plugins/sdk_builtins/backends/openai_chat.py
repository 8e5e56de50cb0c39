"""The two backends that speak the OpenAI chat completions protocol."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pydantic import Field
from typing_extensions import TypeVar

from sdk_builtins.backends import openai_embeddings, openai_stream
from sdk_builtins.backends.openai_answers import not_chat, read_answer
from sdk_builtins.backends.openai_connection import Connection
from sdk_builtins.backends.openai_errors import BrokenOff, meaning_of
from sdk_builtins.backends.openai_forms import RequestForms
from sdk_builtins.backends.openai_models import ModelList
from sdk_builtins.backends.openai_options import EndpointOptions
from sdk_builtins.backends.openai_refusals import Meaning
from sdk_builtins.backends.server_profile import TOKEN_FIELDS, Structure
from sdk_core import components
from sdk_core.errors import CallError, ErrorKind, MissingKey
from sdk_core.model import Completion, Message, Request
from sdk_core.server_memory import ServerMemory

_CHECK_SECONDS = 30.0
_LISTED = 5  # models that a message names
_BETWEEN_HINT = (
    "it answered as it should before: see whether a sign-in page or a proxy answers in its place"
)
_MOST_FORMS = 12  # ways in which one call is put before its last refusal counts

EndpointT = TypeVar("EndpointT", bound=EndpointOptions, default=EndpointOptions, covariant=True)


class OpenAIChatBackend(components.Backend[EndpointT]):
    """Asks an OpenAI-compatible server, in whatever form it turns out to understand."""

    section: ClassVar[str] = ""
    key_variable: ClassVar[str] = ""

    def __init__(self, options: EndpointT | None = None) -> None:
        super().__init__(options)
        self._models: ModelList | None = None
        self._chats = False  # whether it has ever answered as a chat endpoint does

    @cached_property
    def _connection(self) -> Connection:
        return Connection(self._base_url(), self.options, self._require_key)

    @cached_property
    def forms(self) -> RequestForms:
        """How requests are put to this server."""
        return RequestForms(self.address, self.options)

    @property
    def address(self) -> str:
        """Base URL of the server, without a user name, a password or parameters in it."""
        return self._connection.shown

    @property
    def unreachable_hint(self) -> str:
        """What to do when nothing answers."""
        return "check the address (--api-base) and that the server runs"

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""
        return str(self.options.model)

    @property
    def params(self) -> Mapping[str, Any]:
        """What the config adds to each request of this server."""
        return self.options.extra_body

    def attach(self, memory: ServerMemory) -> None:
        """Go on with what earlier runs learned of the server."""
        self.forms.knowledge.attach(memory)

    def known(self) -> Sequence[str]:
        """Say what is known of the server for the configured model."""
        return self.forms.knowledge.of(self.model).sentences()

    async def complete(self, request: Request) -> Completion:
        """Answer one request, in the richest form that the server understands."""
        forms, ask = self.forms, partial(self._converse, request)
        try:
            return await ask(Structure.JSON_SCHEMA)
        except CallError as error:
            if not forms.trials.wanted(error, request, forms.model(request)):
                raise
            refusal = error
        return await forms.without_format(refusal, request, ask)

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text."""
        model = self.options.embedding_model or self.model
        return await openai_embeddings.embed(self.send, self.address, model, texts)

    def batched(self, folder: Path) -> components.Backend:
        """Return a backend that sends the calls through the server's batch endpoint."""
        from sdk_builtins.backends.openai_batch import FILE_LIMIT, OpenAIBatchBackend

        self._connection.body_limit = FILE_LIMIT
        return OpenAIBatchBackend(self, folder)

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

        Raises:
            CallError: In every other case; no text of it holds the key.
        """
        try:
            return await self._connection.send(method, path, body, file=file, raw=raw)
        except CallError as error:
            raise self.redacted(error) from None  # the client's exceptions hold its headers

    def redacted(self, error: CallError) -> CallError:
        """Return the error without the key in its text, and with a hint for this server."""
        hint, kind = error.hint, error.kind
        if kind == ErrorKind.CONNECTION and error.status is None:
            hint = hint or self.unreachable_hint
        elif kind == ErrorKind.NOT_CHAT and self._chats:
            hint = _BETWEEN_HINT
        elif kind == ErrorKind.AUTH:
            hint = hint or self._key_hint()
        elif self._models and kind == ErrorKind.NOT_FOUND and meaning_of(error) is Meaning.MODEL:
            hint = f"{hint}; it serves {_listing(self._models)}"
        return error.but(message=self._connection.redacted(error.message), hint=hint)

    async def check(self) -> str:
        """Say what the server serves."""
        models = await self._list()
        found = f"{self.address} serves {_listing(models)}"
        return found if models.has(self.model) else f"{found}; {self.model!r} is not in its list"

    async def probe(self) -> str:
        """Make sure of the model as well, where the list does not have it.

        Raises:
            CallError: The server does not answer, or has not got the model.
        """
        said = await self.check()
        if self._models is None or self._models.has(self.model):
            return said
        return await self._probe_unlisted(self._models)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._connection.aclose()

    async def _converse(self, request: Request, least: Structure) -> Completion:
        """Ask until the server takes the form of the request, or nothing is left to change.

        Args:
            request: The call.
            least: How little structure is asked for at least.
        """
        forms, failed = self.forms, False
        for _ in range(_MOST_FORMS):
            profile = forms.profile(request, least)
            forms.require_room(request, profile)
            try:
                completion = await self._ask(forms.body(request, profile))
            except CallError as error:
                refusal = error
            else:
                forms.answered(request, profile, completion)
                self._chats = self._chats or completion.failure is None
                return forms.with_cause(profile, completion)
            if meaning_of(refusal) is Meaning.AGAIN and not failed:
                failed = True
            elif forms.concerns_format_of(refusal, request, profile):
                least = Structure(profile.structure + 1)
            elif not forms.adapts(refusal, request, profile):
                break
        raise refusal

    async def _ask(self, body: Mapping[str, Any]) -> Completion:
        """Return what came with status 200, of use or not: it was paid for.

        Raises:
            CallError: Nothing did, or something that no model sends.
        """
        cut = None
        try:
            content = await self._connection.send("POST", "/chat/completions", body, raw=True)
        except BrokenOff as error:
            cut, content = error, error.content
        except CallError as error:
            raise self.redacted(error) from None
        if openai_stream.is_stream(content):
            with suppress(ValueError):  # then it is read as it came, and told
                content = json.dumps(openai_stream.whole_answer(content)).encode()
        limit = next((body[name] for name in TOKEN_FIELDS if name in body), None)
        try:
            completion = read_answer(content, address=self.address, limit=limit)
        except CallError as error:
            if cut is None:
                raise self.redacted(error) from None
            completion = Completion(text="", finish_reason="")
        failure = cut or completion.failure
        if failure is None:
            return completion
        text = self._connection.redacted(completion.text)  # a proxy's page may hold the request
        return replace(completion, text=text, failure=self.redacted(failure))

    async def _probe_unlisted(self, models: ModelList) -> str:
        """Say whether a model that is not in the list is there all the same.

        Raises:
            CallError: It is not.
        """
        raise self._not_served(models)

    def _not_served(self, models: ModelList) -> CallError:
        nearest = "".join(get_close_matches(self.model, models.entries, 1))
        meant = f"did you mean {nearest}? " if nearest else ""
        return CallError(
            f"{self.address} does not serve {self.model!r}; it serves {_listing(models)}",
            kind=ErrorKind.NOT_FOUND,
            hint=f"{meant}name one that it serves with {self.section}.model in the config (create "
            "and curate take --model as well)",
        )

    def _key_hint(self) -> str:
        where = f"{self.key_variable} or {self.section}.api_key" if self.section else "api_key"
        if not self.options.api_key.get_secret_value():
            return f"the server wants a key: set {where}"
        return f"check the API key ({where}), and that it is meant for this address"

    def _base_url(self) -> str:
        return str(self.options.api_base)

    async def _list(self) -> ModelList:
        """Return the models that the server lists, and learn what it says of ours."""
        models = ModelList.read(await self._in_time(self.send("GET", "/models")))
        if models is None:
            raise not_chat(self.address, "no list of models")
        self._models = models
        self.forms.learn_limits(self.model, *models.limits(self.model))
        return models

    async def _in_time(self, call: Coroutine[Any, Any, Any]) -> Any:
        try:
            return await asyncio.wait_for(call, _CHECK_SECONDS)
        except TimeoutError:
            said = f"{self.address} did not answer within {_CHECK_SECONDS:g} s"
            raise CallError(said, kind=ErrorKind.TIMEOUT, hint=self.unreachable_hint) from None

    def _require_key(self) -> None:
        """Raise `MissingKey` where a call without one cannot work."""


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

    section = "vllm"
    key_variable = "VLLM_API_KEY"

    @property
    def unreachable_hint(self) -> str:
        """How to get a server, or to do without."""
        port = urlsplit(self._base_url()).port or 8000
        return (
            f"start it with `vllm serve {self.model} --port {port}`, name another server with "
            "--api-base or another service with --provider api-endpoint; "
            "--provider offline tries the program without a model (its rows are not for training)"
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

    section = "api-endpoint"
    key_variable = "API_ENDPOINT_KEY"

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
        return await self._ping()

    async def _probe_unlisted(self, models: ModelList) -> str:
        # Services leave names out of their lists: deployments, versions, those of routers.
        try:
            found = await self._ping()
        except CallError as error:
            missing = self._not_served(models)
            if error.kind == ErrorKind.NOT_FOUND:
                raise missing from None
            said = f"{self.model!r} is not in its list: {_listing(models)}"
            hint = error.hint or missing.hint
            raise error.but(message=f"{error.message}; {said}", hint=hint) from None
        return f"{found}, which is not in its list: {_listing(models)}"

    async def _ping(self) -> str:
        ping = Request(messages=(Message("user", "Say OK."),), params={"max_tokens": 1})
        failure = (await self._in_time(self.complete(ping))).failure
        # One token may hold no text; that an answer came is what was asked.
        if failure is not None and failure.kind not in (ErrorKind.EMPTY, ErrorKind.EXHAUSTED):
            raise failure
        return f"{self.address} answers as {self.model!r}"


def _is_local(address: str) -> bool:
    """Whether the host is this machine or one of the private network."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def _listing(models: ModelList) -> str:
    names = list(models.entries)
    if not names:
        return "no model"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
