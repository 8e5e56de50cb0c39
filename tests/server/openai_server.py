"""A scriptable server of the OpenAI protocol on 127.0.0.1, for tests that want the real wire."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.server.answers import answer
from tests.server.replies import Reply, completion, error

_POLL = 0.005
"""Seconds between two looks at what an answer waits for."""


@dataclass(slots=True)
class Received:
    """One request as it arrived, and what became of it.

    Args:
        method: ``GET`` or ``POST``.
        path: Path with query.
        headers: Headers, names in lower case.
        body: The decoded JSON body, ``{}`` when there is none.
        data: The body as it came, when it is no JSON.
        number: 0-based number among the chat requests.
        in_flight: Chat requests in work when this one was read, itself included.
        connection: Number of the connection it came over.
        started: Monotonic seconds at which it was read.
        ended: Monotonic seconds at which its answer was written, 0 before.
        status: HTTP status that it got, 0 for none.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    number: int = -1
    in_flight: int = 0
    connection: int = 0
    started: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    status: int = 0
    data: bytes = b""

    @property
    def prompt(self) -> str:
        """Text of the last message, without images."""
        content = self.body.get("messages", [{}])[-1].get("content", "")
        if isinstance(content, list):
            return "".join(p.get("text", "") for p in content)
        return str(content)


Script = Callable[[Received], Reply | None] | Iterable[Reply | None] | Reply | None


class OpenAIServer:
    """The server; use it as a context manager.

    Args:
        script: What chat requests get: a function, a list that is used up in order of arrival, or
            one reply for all; ``None`` from either, or the end of the list, is the default answer.
        latency: Seconds that a default answer takes.
        limit: Chat requests in work beyond which 429 is answered.
        slots: Chat requests worked on at a time; further ones wait in order of arrival.
        retry_after: The ``Retry-After`` header of that refusal.
        models: What ``/v1/models`` lists; ``None`` for 404.
        api_key: Key without which 401 is answered.
        certificate: File with key and certificate, to speak TLS.
        port: Port, 0 for a free one.
    """

    def __init__(
        self,
        script: Script = None,
        *,
        latency: float = 0.0,
        limit: int | None = None,
        slots: int | None = None,
        retry_after: str = "1",
        models: tuple[str, ...] | None = ("test-model",),
        api_key: str = "",
        certificate: Path | None = None,
        port: int = 0,
    ) -> None:
        self.latency = latency
        self.limit = limit
        self._slots = asyncio.Semaphore(slots) if slots else None
        self.retry_after = retry_after
        self.models = models
        self.listed: dict[str, Any] = {}  # what else it says of each model
        self.api_key = api_key
        self._certificate = certificate
        self.port = port
        self.log: list[Received] = []
        self.max_in_flight = 0
        self.connections = 0
        self.open_connections = 0
        self.max_connections = 0
        self._in_flight = 0
        self._chat_requests = 0
        self._script: Callable[[Received], Reply | None]
        self.script(script)
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Base URL for clients."""
        scheme = "https" if self._certificate else "http"
        return f"{scheme}://127.0.0.1:{self.port}/v1"

    @property
    def in_flight(self) -> int:
        """Chat requests in work now."""
        return self._in_flight

    @property
    def chat(self) -> list[Received]:
        """The chat requests in order of arrival."""
        return [r for r in list(self.log) if r.number >= 0]

    def script(self, script: Script) -> None:
        """Set what chat requests get from now on."""
        if script is None or isinstance(script, Reply):
            self._script = lambda request: script
        elif callable(script):
            self._script = script
        else:
            replies: Iterator[Reply | None] = iter(script)
            self._script = lambda request: next(replies, None)

    def __enter__(self) -> OpenAIServer:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        if self._server is None:
            raise OSError(f"port {self.port} cannot be opened")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._thread is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    close = __exit__

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        context = None
        if self._certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(self._certificate)
        start = asyncio.start_server(
            self._serve, "127.0.0.1", self.port, backlog=1024, limit=2**26, ssl=context
        )
        try:
            self._server = self._loop.run_until_complete(start)
            self.port = self._server.sockets[0].getsockname()[1]
        finally:
            ready.set()
        self._loop.run_forever()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open_connections += 1
        self.max_connections = max(self.max_connections, self.open_connections)
        connection = self.connections
        try:
            while (request := await _read(reader)) is not None:
                request.connection = connection
                if not await self._handle(request, writer):
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the server ends
        finally:
            self.open_connections -= 1
            self._tasks.discard(task)
            writer.close()

    async def _handle(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        """Answer a request; return whether the connection stays open."""
        path = request.path.partition("?")[0]
        is_chat = request.method == "POST" and path.endswith("/chat/completions")
        if is_chat:
            request.number = self._chat_requests
            self._chat_requests += 1
            self._in_flight += 1
            request.in_flight = self._in_flight
            self.max_in_flight = max(self.max_in_flight, self._in_flight)
        self.log.append(request)
        try:
            reply = self._reply(request, is_chat)
            request.status = reply.status
            while reply.after is not None and not reply.after():
                await asyncio.sleep(_POLL)
            await self._work(reply.delay, queued=is_chat and reply.status == 200)
            if is_chat and reply.fault not in ("hang", "drip"):
                # Before the answer is out: the client may send its next request at once.
                self._in_flight -= 1
                is_chat = False
            return await _write(reply, writer)
        finally:
            request.ended = time.monotonic()
            if is_chat:
                self._in_flight -= 1

    async def _work(self, seconds: float, *, queued: bool) -> None:
        if self._slots is None or not queued:
            await asyncio.sleep(seconds)
            return
        async with self._slots:  # asyncio wakes those who wait in their order
            await asyncio.sleep(seconds)

    def _reply(self, request: Received, is_chat: bool) -> Reply:
        expected = f"Bearer {self.api_key}"
        if self.api_key and request.headers.get("authorization") != expected:
            said = request.headers.get("authorization", "none")
            return error(401, f"Incorrect API key provided: {said}", code="invalid_api_key")
        if request.path.endswith("/models") and self.models is not None:
            listed = [{"id": model, **self.listed} for model in self.models]
            return Reply(body={"object": "list", "data": listed})
        if not is_chat:
            return error(404, "Not Found")
        if self.limit is not None and self._in_flight > self.limit:
            headers = {"Retry-After": self.retry_after}
            return error(429, "Too many requests", code="rate_limit_exceeded", headers=headers)
        scripted = self._script(request)
        if scripted is not None:
            return scripted
        return completion(answer(request.body), request.body, delay=self.latency)


async def _read(reader: asyncio.StreamReader) -> Received | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    method, path, _ = first.split(" ", 2)
    data = await reader.readexactly(int(headers.get("content-length", "0")))
    if headers.get("content-type", "").startswith("multipart/"):
        return Received(method, path, headers, {}, data=data)
    return Received(method, path, headers, json.loads(data) if data else {})


async def _write(reply: Reply, writer: asyncio.StreamWriter) -> bool:
    if reply.fault == "hang":
        await asyncio.sleep(3600)
    if reply.fault == "reset":
        writer.transport.abort()
        return False
    data = reply.encoded()
    headers = {
        "Content-Type": reply.content_type,
        "Date": formatdate(usegmt=True),
        "Content-Length": str(len(data)),
        **reply.headers,
    }
    if "Transfer-Encoding" in headers:
        del headers["Content-Length"]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {reply.status} Scripted\r\n{lines}\r\n".encode("latin-1")
    if reply.fault == "cut":
        writer.write(head + data[: len(data) // 2])
        await writer.drain()
        return False
    if reply.fault == "drip":
        writer.write(head)
        for position in range(len(data)):
            writer.write(data[position : position + 1])
            await writer.drain()
            await asyncio.sleep(reply.drip)
        return True
    writer.write(head + data)
    await writer.drain()
    return reply.fault != "end"
