"""Sends calls through the batch endpoint of the OpenAI protocol: half the price, within a day."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sdk_builtins.backends.openai_batch_files import (
    CANCELLED,
    EXPIRED,
    PASSING,
    Outcome,
    read_outcomes,
    request_line,
)
from sdk_builtins.backends.openai_batch_service import BatchService
from sdk_builtins.backends.openai_batch_state import Batch, BatchState
from sdk_builtins.backends.openai_client import ChatClient
from sdk_builtins.backends.openai_options import EndpointOptions
from sdk_builtins.backends.server_profile import ServerProfile
from sdk_core import components
from sdk_core.errors import BackendFailure, CallError, ErrorKind, SdkError, StorageError
from sdk_core.llm.recorded_answers import request_key
from sdk_core.model import Completion, Request
from sdk_core.server_memory import ServerMemory

FILE_LIMIT = 1024**3
"""Bytes of a file of results that are read at most."""

MAX_BYTES = 100_000_000
"""Size of an uploaded file, beyond which the rest goes into another one."""

_AGAIN = "run the same command again to go on"
_FETCH = "what is under way goes on at the provider: run the same command again to fetch it"


@dataclass(slots=True)
class _Call:
    """A call that waits for its answer, and everybody who asked for it."""

    request: Request
    waiters: list[asyncio.Future[Completion]] = field(default_factory=list)
    tries: int = 0

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not all(waiter.done() for waiter in self.waiters)


class OpenAIBatchBackend(components.Backend[EndpointOptions]):
    """Collects calls into batches and hands their results out.

    Calls that are open at the same time go into one batch, which is sent when no new one has come
    for a moment. Batches under way are noted on disk: a call that one of them holds, from an
    earlier run, waits for it instead of being paid for again.

    Args:
        backend: Puts the calls into words and speaks to the server.
        folder: The folder of the journal, where the batches under way are noted.
    """

    def __init__(self, backend: ChatClient, folder: Path) -> None:
        super().__init__(backend.options)
        self._backend = backend
        self._folder = folder
        self._service = BatchService(backend)
        self._calls: dict[str, _Call] = {}
        self._delivered: set[str] = set()
        self._pool: list[str] = []
        self._due: set[Batch] = set()
        self._watched: set[Batch] = set()
        self._running: set[Batch] = set()
        self._one_ended = asyncio.Event()
        self._ends = 0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""
        return self._backend.model

    def attach(self, memory: ServerMemory) -> None:
        """Go on with what earlier runs learned of the server."""
        self._backend.attach(memory)

    async def check(self) -> str:
        """Say what the server serves."""
        return await self._backend.check()

    async def complete(self, request: Request) -> Completion:
        """Put the request into the next batch, or attach it to the one that has it, and wait.

        Raises:
            CallError: The call failed, or no batch has answered it in the end.
            BackendFailure: A batch was refused or cancelled, or the server is gone for good.
            StorageError: The batches under way cannot be noted.
        """
        key = request_key(request)
        if key not in self._calls:
            self._calls[key] = _Call(request)
            # An answer that was handed out and is wanted again was of no use: fetching it once more
            # would not help.
            known = key not in self._delivered
            batch = self._state.find(key, self._backend.address) if known else None
            if batch is None:
                self._pool.append(key)
            else:
                self._due.add(batch)
        waiter: asyncio.Future[Completion] = asyncio.get_running_loop().create_future()
        self._calls[key].waiters.append(waiter)
        self._wait_for_more()
        return await waiter

    async def aclose(self) -> None:
        """Close the connections; batches under way go on at the server and stay noted."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            if "_state" in self.__dict__:
                self._state.forget_recorded()
        except StorageError:
            pass  # what is noted still holds: the next run fetches it once more
        finally:
            await self._backend.aclose()

    @cached_property
    def _state(self) -> BatchState:
        # Read at the first call: by then this run is known to be the only one in the folder.
        return BatchState(self._folder)

    def _wait_for_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if len(self._pool) >= self.options.batch_requests:
            self._flush()
        else:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self.options.batch_settle, self._flush)

    def _flush(self) -> None:
        for batch in self._due - self._watched:
            self._begin(self._watch(batch))
        self._due.clear()
        keys, self._pool = self._pool, []
        # A caller that has given up meanwhile pays for nothing.
        wanted = [key for key in keys if key in self._calls and self._calls[key].wanted]
        for key in set(keys) - set(wanted):
            self._calls.pop(key, None)
        if wanted:
            self._begin(self._submit(wanted))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # It concerns the server or the disk, not a call: the run is to stop.
            for key in list(self._calls):
                self._fail(key, error)

    async def _submit(self, keys: list[str]) -> None:
        # One profile for the whole batch, so that what it refuses is known to be new or old.
        profile = self._backend.forms.knowledge.of(self.model)
        for part, lines in self._parts(keys, profile):
            try:
                file = await self._service.upload(lines)
            except CallError as error:
                raise _as_failure(error, _AGAIN) from None
            batch = self._state.add(self._backend.address, file, profile, part)
            self._begin(self._watch(batch, new=True))

    def _parts(self, keys: list[str], profile: ServerProfile) -> Iterator[tuple[set[str], bytes]]:
        """Yield calls and the file that holds them, cut by size and number."""
        part: set[str] = set()
        lines = bytearray()
        for key in keys:
            if key not in self._calls:
                continue  # the run has failed while another part was uploaded
            body = self._backend.forms.body(self._calls[key].request, profile)
            line = request_line(key, body)
            full = len(part) >= self.options.batch_requests or len(lines) + len(line) > MAX_BYTES
            if part and full:
                yield part, bytes(lines)
                part, lines = set(), bytearray()
            part.add(key)
            lines += line
        if part:
            yield part, bytes(lines)

    async def _watch(self, batch: Batch, *, new: bool = False) -> None:
        """Start a batch if need be, wait until it has ended, and hand its results out."""
        self._watched.add(batch)
        try:
            ended = await self._ended(batch, new=new)
            outcomes: dict[str, Outcome] = {}
            for name in ("error_file_id", "output_file_id"):
                if file := ended.get(name):
                    content = await self._service.content(str(file))
                    outcomes |= await asyncio.to_thread(
                        read_outcomes, content, batch.keys, address=self._backend.address
                    )
            self._deliver(batch, outcomes, str(ended.get("status")))
        except CallError as error:
            if error.kind != ErrorKind.NOT_FOUND:
                raise _as_failure(error, _FETCH) from None
            self._deliver(batch, {}, EXPIRED)  # the server has forgotten it, or its files
        finally:
            self._watched.discard(batch)
            self._running.discard(batch)
            self._ends += 1
            self._one_ended.set()

    async def _ended(self, batch: Batch, *, new: bool) -> Mapping[str, Any]:
        """Return what the server says of a batch that it has worked on.

        A batch that it refuses is tried again when another one has ended, since many providers
        limit what may be queued at the same time.

        Raises:
            BackendFailure: It refuses the batch although no other was under way.
        """
        while True:
            self._running.add(batch)
            ends = self._ends
            try:
                if not batch.id:
                    batch.id = await self._service.start(batch.file, perhaps_started=not new)
                    self._state.save()
                ended = await self._service.ended(batch.id)
            except CallError as error:
                if batch.id:
                    raise
                failure = _as_failure(error, _AGAIN)
            else:
                if ended["status"] != "failed":
                    return ended
                reason = self._service.reason(ended)
                failure = BackendFailure(f"{self._backend.address} refused the batch: {reason}")
            self._running.discard(batch)
            if self._ends == ends:
                if not self._running:
                    self._state.remove(batch)
                    raise failure
                self._one_ended.clear()
                await self._one_ended.wait()
            batch.id, new = "", True

    def _deliver(self, batch: Batch, outcomes: Mapping[str, Outcome], status: str) -> None:
        """Hand out what came of a batch: answers first, so that they are safe whatever follows."""
        unanswered = {key for key in batch.keys if not isinstance(outcomes.get(key), Completion)}
        batch.keys -= unanswered
        self._state.save()
        for key, outcome in outcomes.items():
            if isinstance(outcome, Completion) and key in self._calls:
                self._delivered.add(key)
                said = outcome.failure
                failure = None if said is None else self._backend.redacted(said)
                request = self._calls[key].request
                self._backend.forms.answered(request, batch.profile, outcome)
                for waiter in self._calls.pop(key).waiters:
                    if not waiter.done():
                        waiter.set_result(replace(outcome, failure=failure))
        kind = CANCELLED if status == "cancelled" else EXPIRED
        for key in unanswered & self._calls.keys():
            error = outcomes.get(key)
            if not isinstance(error, CallError):
                error = CallError("the batch ended without an answer to this call", kind=kind)
            self._handle(key, self._backend.redacted(error), batch.profile)

    def _handle(self, key: str, error: CallError, profile: ServerProfile) -> None:
        """Put a call that failed into the next batch, or give it up."""
        call, forms = self._calls[key], self._backend.forms
        try:
            again = forms.adapts(error, call.request, profile)
            again = again or forms.supposes(error, call.request, profile)
        except CallError as failure:
            again, error = False, failure
        if not again and error.kind in PASSING:
            call.tries += 1
            again = call.tries <= self.options.max_retries
            error = CallError(
                f"{error.message} ({call.tries} batches)", kind=EXPIRED, status=error.status
            )
        if again:
            self._pool.append(key)
            self._wait_for_more()
        elif error.kind == CANCELLED:
            self._fail(key, BackendFailure("the batch was cancelled at the provider", hint=_AGAIN))
        else:
            self._fail(key, error)

    def _fail(self, key: str, error: BaseException) -> None:
        for waiter in self._calls.pop(key).waiters:
            if not waiter.done():
                waiter.set_exception(_copy(error))


def _as_failure(error: CallError, hint: str) -> BackendFailure:
    return BackendFailure(error.message, hint=error.hint or hint)


def _copy(error: BaseException) -> BaseException:
    """Return an error of its own for each caller, or one would collect the tracebacks of all."""
    if isinstance(error, CallError):
        return error.but()
    return type(error)(error.message, hint=error.hint) if isinstance(error, SdkError) else error
