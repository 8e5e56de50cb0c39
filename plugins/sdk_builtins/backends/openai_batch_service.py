"""The endpoints for files and batches of one server, with patience for what passes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from sdk_builtins.backends.openai_batch_files import ENDPOINT, PASSING
from sdk_builtins.backends.openai_client import ChatClient
from sdk_builtins.backends.openai_errors import shorten
from sdk_core.errors import CallError, ErrorKind

_SUBMIT_PATIENCE = 300.0
"""Seconds for which a submission is tried while the server does not take it."""

_WATCH_PATIENCE = 3600.0
"""Seconds for which the server may be away while a batch of hours is under way."""

_POLL_GROWTH = 1.5
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_AMBIGUOUS = frozenset({ErrorKind.CONNECTION, ErrorKind.TIMEOUT, ErrorKind.SERVER})

T = TypeVar("T")


class BatchService:
    """Uploads, starts, watches and fetches.

    Args:
        backend: Sends the requests; its options say how often to look.
    """

    def __init__(self, backend: ChatClient) -> None:
        self._backend = backend

    async def upload(self, lines: bytes) -> str:
        """Upload a file of calls and return its id.

        Raises:
            CallError: The server does not take it.
        """
        upload = partial(self._backend.send, "POST", "/files", {"purpose": "batch"}, file=lines)
        try:
            return self._id(await self._patiently(upload, _SUBMIT_PATIENCE), "file")
        except CallError as error:
            raise self._explained(error) from None

    async def start(self, file: str, *, perhaps_started: bool) -> str:
        """Start the batch of an uploaded file and return its id; it is never started twice.

        Args:
            file: Id of the file.
            perhaps_started: Whether an earlier try may have reached the server.

        Raises:
            CallError: The server refuses.
        """
        body = {"input_file_id": file, "endpoint": ENDPOINT, "completion_window": "24h"}

        async def start() -> str:
            nonlocal perhaps_started
            if perhaps_started and (found := await self._find(file)):
                return found
            try:
                return self._id(await self._backend.send("POST", "/batches", body), "batch")
            except CallError as error:
                perhaps_started = perhaps_started or error.kind in _AMBIGUOUS
                raise

        try:
            return await self._patiently(start, _SUBMIT_PATIENCE)
        except CallError as error:
            raise self._explained(error) from None

    async def ended(self, batch: str) -> dict[str, Any]:
        """Return what the server says of a batch, once it has ended in some way.

        Raises:
            CallError: The server does not know it, or is away for too long.
        """
        look = partial(self._backend.send, "GET", f"/batches/{batch}")
        for pause in self._pauses():
            answer = await self._patiently(look, _WATCH_PATIENCE)
            self._id(answer, "batch")
            if answer.get("status") in _ENDED:
                break
            await asyncio.sleep(pause)
        return dict(answer)

    async def content(self, file: str) -> bytes:
        """Return a file of results.

        Raises:
            CallError: It cannot be had.
        """
        fetch = partial(self._backend.send, "GET", f"/files/{file}/content", raw=True)
        return bytes(await self._patiently(fetch, _WATCH_PATIENCE))

    def reason(self, batch: dict[str, Any]) -> str:
        """Return why a batch failed, in the server's words."""
        errors = batch.get("errors")
        entries = errors.get("data") if isinstance(errors, dict) else None
        first = entries[0] if isinstance(entries, list) and entries else errors
        said = first.get("message") or first.get("code") if isinstance(first, dict) else first
        line = first.get("line") if isinstance(first, dict) else None
        where = f" (line {line})" if isinstance(line, int) else ""
        text = shorten(str(said or "no reason given")) + where
        return self._backend.redacted(CallError(text, kind=ErrorKind.BAD_REQUEST)).message

    async def _find(self, file: str) -> str:
        """Return the id of the newest batch of a file, ``""`` when there is none."""
        try:
            answer = await self._backend.send("GET", "/batches?limit=100")
        except CallError as error:
            if error.kind in (ErrorKind.NOT_FOUND, ErrorKind.BAD_REQUEST):
                return ""  # the server lists no batches
            raise
        entries = answer.get("data") if isinstance(answer, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if not isinstance(entry, dict) or entry.get("status") == "failed":
                continue
            if entry.get("input_file_id") == file:
                return self._id(entry, "batch")
        return ""

    async def _patiently(self, attempt: Callable[[], Awaitable[T]], patience: float) -> T:
        """Return what comes of an attempt, made again while the failure is one that passes.

        Raises:
            CallError: Another failure, or one that has lasted longer than the patience in seconds.
        """
        loop = asyncio.get_running_loop()
        pauses, end = self._pauses(), None
        while True:
            try:
                return await attempt()
            except CallError as error:
                end = end or loop.time() + patience
                wait = max(next(pauses), error.retry_after or 0.0)
                if error.kind not in PASSING or loop.time() + wait > end:
                    raise
            await asyncio.sleep(wait)

    def _explained(self, error: CallError) -> CallError:
        """Return the error, in other words where the server knows no batches at all."""
        if error.status not in (404, 405, 501):
            return error
        return CallError(
            f"{self._backend.address} has no batch API (HTTP {error.status})",
            kind=error.kind,
            status=error.status,
            hint="leave --batch out, or name a service that has one with --api-base",
        )

    def _pauses(self) -> Iterator[float]:
        pause, longest = self._backend.options.batch_poll, self._backend.options.batch_poll_longest
        while True:
            yield min(pause, longest)
            pause = min(pause * _POLL_GROWTH, longest)

    def _id(self, answer: object, what: str) -> str:
        found = answer.get("id") if isinstance(answer, dict) else None
        if not isinstance(found, str) or not found:
            raise CallError(
                f"{self._backend.address} sent something that is no {what} of the batch API",
                kind=ErrorKind.NOT_CHAT,
                hint="leave --batch out, or check the address (--api-base)",
            )
        return found
