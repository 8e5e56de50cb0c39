"""Backends with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import replace
from typing import Any

from pydantic import Field

from broken_backends.backends import Still, Whole
from sdk_core.components import BackendOptions
from sdk_core.errors import CallError
from sdk_core.model import Completion, Message, Request, Usage


class LastTurnOnly(Whole):
    def body(self, request: Request) -> dict[str, Any]:
        return super().body(replace(request, messages=request.messages[-1:]))


class Unlimited(Whole):
    def body(self, request: Request) -> dict[str, Any]:
        kept = {name: value for name, value in request.params.items() if name != "max_tokens"}
        return super().body(replace(request, params=kept))


class OneModel(Whole):
    def body(self, request: Request) -> dict[str, Any]:
        return super().body(replace(request, model="favourite"))


class TriesAgain(Whole):
    async def complete(self, request: Request) -> Completion:
        for _ in range(2):
            try:
                return await super().complete(request)
            except CallError as error:
                if error.kind != "server":
                    raise
        return await super().complete(request)


class LimitsForGood(Whole):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        if status == 429:
            return CallError("HTTP 429", kind="bad_request")
        return super().failure(status, headers)


class CountsNothing(Whole):
    def read(self, body: bytes) -> Completion:
        return replace(super().read(body), usage=Usage())


class NeverCut(Whole):
    def read(self, body: bytes) -> Completion:
        return replace(super().read(body), finish_reason="stop")


class Strips(Whole):
    def read(self, body: bytes) -> Completion:
        answer = super().read(body)
        return replace(answer, text=" ".join(answer.text.split()))


class MixesUp(Whole):
    async def complete(self, request: Request) -> Completion:
        self.request = request
        await asyncio.sleep(0.05)
        return await super().complete(self.request)


class Blocks(Whole):
    async def complete(self, request: Request) -> Completion:
        return await asyncio.to_thread(lambda: None) or self.wait(request)

    def wait(self, request: Request) -> Completion:
        import http.client
        from urllib.parse import urlsplit

        address = urlsplit(self.options.api_base)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=1)
        try:
            connection.request("POST", address.path, json.dumps(self.body(request)))
            answer = connection.getresponse()
            body = answer.read()
        except OSError as error:
            raise CallError(f"no server: {error}", kind="connection") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise self.failure(answer.status, dict(answer.getheaders()))
        return self.read(body)


class OneLoop(Whole):
    async def complete(self, request: Request) -> Completion:
        loop = asyncio.get_running_loop()
        self.loop = getattr(self, "loop", loop)
        if loop is not self.loop:
            raise RuntimeError("the client is bound to a different event loop")
        return await super().complete(request)


class Exits(Whole):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        if status == 401:
            sys.exit("the key is wrong")
        return super().failure(status, headers)


class Prints(Whole):
    async def complete(self, request: Request) -> Completion:
        print("calling")  # noqa: T201
        return await super().complete(request)


class KeyedOptions(BackendOptions):
    """Where to, and with which key."""

    api_base: str = Field("http://localhost:1/v1", description="Address of the server.")
    api_key: str = Field("", description="The key.")


class TellsItsKey(Whole[KeyedOptions]):
    def failure(self, status: int, headers: dict[str, str]) -> CallError:
        if status == 401:
            return CallError(f"HTTP 401 for the key {self.options.api_key}", kind="auth")
        return super().failure(status, headers)


class ChangesRequests(Whole):
    async def complete(self, request: Request) -> Completion:
        request.params["stream"] = False  # type: ignore[index]
        return await super().complete(request)


class KeepsConnections(Whole):
    def finish(self, writer: asyncio.StreamWriter) -> None:
        self.kept = [*getattr(self, "kept", []), writer]


class Slow(Still):
    async def complete(self, request: Request) -> Completion:
        time.sleep(0.01)
        return await super().complete(request)


class TextForUsage(Still):
    async def complete(self, request: Request) -> Completion:
        return Completion(text="ok", usage={"total_tokens": 5})  # type: ignore[arg-type]


class NoText(Still):
    async def complete(self, request: Request) -> Completion:
        return Completion(text=None)  # type: ignore[arg-type]


class AnswersInTurns(Still):
    async def complete(self, request: Request) -> Completion:
        return Completion(text=Message("assistant", "ok"))  # type: ignore[arg-type]
