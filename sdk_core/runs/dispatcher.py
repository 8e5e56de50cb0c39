"""Starts the units of all inputs, in order, as fast as the backend takes them.

One queue for the whole run: inputs are opened only when there is room for more calls, so memory
stays bounded, and no input waits for another to finish.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Protocol

from sdk_core.errors import (
    BackendFailure,
    ExitCode,
    Interrupted,
    SdkError,
    StorageError,
    UsageError,
)
from sdk_core.llm.costs import BudgetReached
from sdk_core.llm.engine import Engine

HEADROOM = 8
"""Units that wait for a slot at least, else as many as are in flight: calls often end together,
and the next ones must be ready to go then."""

PATIENCE = 30.0
"""The usual patience with calls under way, in seconds."""

Unit = Callable[[], Awaitable[None]]


class Job(Protocol):
    """The work on one input."""

    def take(self) -> Unit | None:
        """Return the next unit to start, or ``None`` when none can start now."""

    @property
    def finished(self) -> bool:
        """Whether nothing is under way and nothing is left to start."""

    async def close(self) -> None:
        """Write what was made; called once, when the job is finished."""

    def abandon(self, reason: SdkError) -> None:
        """Note that the run ended before the job was finished."""


class Dispatcher:
    """Runs jobs over one engine.

    Args:
        engine: Where the calls of all jobs go.
        patience: Seconds that calls under way get to finish after the run was asked to stop.
        writes: Whether finished jobs write their files; a run that only counts calls does not.
    """

    def __init__(self, engine: Engine, *, patience: float = PATIENCE, writes: bool = True) -> None:
        self._engine = engine
        self._writes = writes
        self.patience = patience
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._active: list[Job] = []
        self.stopped: SdkError | None = None
        self.given_up = 0  # calls that the server was still working on

    def wake(self) -> None:
        """Look again for something to start; called when the engine's numbers change."""
        self._changed.set()

    def stop(self, reason: SdkError) -> None:
        """Start nothing more; what is under way may finish."""
        if self.stopped is None:
            self.stopped = reason
        self._engine.stop()
        self.wake()

    def abort(self) -> None:
        """Give up what is under way as well."""
        self.given_up = max(self.given_up, self._engine.stats.in_flight)
        for task in self._tasks:
            task.cancel()

    async def run(self, jobs: Iterable[Awaitable[Job | None]]) -> None:
        """Work through all jobs; returns when all are closed or abandoned.

        Args:
            jobs: Open the job of each input, in order; ``None`` when there is nothing to do.
        """
        waiting = iter(jobs)
        try:
            while self.stopped is None:
                self._changed.clear()
                await self._fill(waiting)
                if not self._tasks and not self._active:
                    return
                if self.stopped is None:
                    await self._changed.wait()
            await self._drain()
        finally:
            self.abort()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for job in self._active:
            if job.finished:
                await self._close(job)
            else:
                job.abandon(self.stopped)

    async def _fill(self, waiting: Iterator[Awaitable[Job | None]]) -> None:
        """Start units while there is room, of inputs that are open before others are opened."""
        while self.stopped is None:
            await self._close_finished()
            if not self._has_room():
                return
            unit = next((u for job in self._active if (u := job.take()) is not None), None)
            if unit is not None:
                self._start(unit)
                await asyncio.sleep(0)  # let its call reach the engine's queue
                continue
            opener = next(waiting, None)
            if opener is None:
                return
            if (job := await opener) is not None:
                self._active.append(job)

    def _has_room(self) -> bool:
        stats = self._engine.stats
        headroom = max(HEADROOM, stats.window)
        return stats.waiting < headroom and len(self._tasks) < stats.window + headroom

    def _start(self, unit: Unit) -> None:
        task = asyncio.ensure_future(self._guarded(unit))
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def _guarded(self, unit: Unit) -> None:
        try:
            await unit()
        except (BackendFailure, BudgetReached, StorageError, Interrupted, UsageError) as error:
            self.stop(error)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.wake()
        if not task.cancelled() and (error := task.exception()) is not None:
            self.stop(_as_bug(error))

    async def _close_finished(self) -> None:
        for job in [job for job in self._active if job.finished]:
            self._active.remove(job)
            await self._close(job)

    async def _close(self, job: Job) -> None:
        if not self._writes:
            return
        try:
            await job.close()
        except StorageError as error:
            job.abandon(error)
            self.stop(error)

    async def _drain(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self.patience)


def _as_bug(error: BaseException) -> SdkError:
    bug = SdkError(f"{type(error).__name__}: {error}", hint="--debug shows where")
    bug.exit_code = ExitCode.BUG
    bug.__cause__ = error
    return bug
