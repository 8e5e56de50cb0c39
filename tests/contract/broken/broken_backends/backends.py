"""One whole backend, and others that differ from it in what they break."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field
from typing_extensions import TypeVar

from sdk_core.components import Backend, BackendOptions
from sdk_core.errors import CallError
from sdk_core.model import Completion, Request, Usage

KINDS = {401: "auth", 400: "bad_request", 429: "rate_limit", 500: "server", 503: "server"}


class WholeOptions(BackendOptions):
    """Where to."""

    api_base: str = Field("http://localhost:1/v1", description="Address of the server.")


WholeT = TypeVar("WholeT", bound=BackendOptions, default=WholeOptions, covariant=True)


class Whole(Backend[WholeT]):
    """Sends the conversation and takes ``{"text": …}``."""

    options: Any

    async def complete(self, request: Request) -> Completion:
        try:
            status, headers, body = await self.send(request)
        except OSError as error:
            raise CallError(f"no server: {error}", kind="connection") from error
        if status != 200:
            raise self.failure(status, headers)
        return self.read(body)

    async def send(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        address = urlsplit(self.options.api_base)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        try:
            body = json.dumps(self.body(request)).encode()
            head = f"POST {address.path} HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            answer = await reader.read()
        finally:
            self.finish(writer)
        top, _, rest = answer.partition(b"\r\n\r\n")
        lines = top.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        return int(lines[0].split()[1]), headers, rest

    def finish(self, writer: asyncio.StreamWriter) -> None:
        writer.close()

    def body(self, request: Request) -> dict[str, Any]:
        turns = [turn.to_dict() for turn in request.messages]
        return {**request.params, "model": request.model, "messages": turns}

    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        wait = headers.get("Retry-After")
        return CallError(
            f"HTTP {status}", kind=KINDS[status], retry_after=float(wait) if wait else None
        )

    def read(self, body: bytes) -> Completion:
        try:
            return self.completion(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CallError("no answer of a model", kind="not_chat") from error

    def completion(self, found: dict[str, Any]) -> Completion:
        usage = found.get("usage", {})
        return Completion(
            text=found["text"],
            finish_reason=found.get("finish_reason", ""),
            usage=Usage(
                prompt_tokens=usage.get("prompt_tokens", 0),
                completion_tokens=usage.get("completion_tokens", 0),
            ),
        )


class LetsErrorsOut(Whole):
    async def complete(self, request: Request) -> Completion:
        status, headers, body = await self.send(request)
        if status != 200:
            raise self.failure(status, headers)
        return self.read(body)


class GivesServersUp(Whole):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        if status == 503:
            return CallError("HTTP 503", kind="bad_request")
        return super().failure(status, headers)


class GoesOnRefused(Whole):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        if status == 401:
            return CallError("HTTP 401", kind="bad_request")
        return super().failure(status, headers)


class Impatient(Whole):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        return super().failure(status, {})


class Gullible(Whole):
    def read(self, body: bytes) -> Completion:
        return Completion(text=json.loads(body)["text"])


class Undecided(Whole):
    def is_retryable(self, error: Exception) -> bool:
        return None  # type: ignore[return-value]


class Uncancelled(Whole):
    async def complete(self, request: Request) -> Completion:
        try:
            return await super().complete(request)
        except CallError:
            raise
        except BaseException as error:
            raise CallError("it failed", kind="server") from error


class ClosesOnce(Whole):
    open = True

    async def aclose(self) -> None:
        if not self.open:
            raise RuntimeError("it is closed already")
        self.open = False


class Still(Backend):
    """Needs no server."""

    async def complete(self, request: Request) -> Completion:
        return Completion(text="ok")


class Wordy(Still):
    async def check(self) -> str:
        return "It works.\nIt has models."


class PlainText(Still):
    async def complete(self, request: Request) -> Completion:
        return "ok"  # type: ignore[return-value]
