"""Runs all model calls of a run: order, concurrency, retries and the decision to give up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sdk_core.components import Backend
from sdk_core.errors import BackendFailure, CallError, ErrorKind, Interrupted, SdkError
from sdk_core.llm.circuit_breaker import CircuitBreaker
from sdk_core.llm.deadlines import Deadlines
from sdk_core.llm.judging import judged
from sdk_core.llm.ledger import Account, Ledger
from sdk_core.llm.observation import CallObservation
from sdk_core.llm.rate_limit import RateLimiter
from sdk_core.llm.recorded_answers import request_key
from sdk_core.llm.retry import RESUME, Call, CallPolicy, FailureHandler
from sdk_core.llm.scheduler import Scheduler, Slot
from sdk_core.llm.window import CAP, AdaptiveWindow
from sdk_core.model import Completion, Request, Usage
from sdk_core.registry import returned
from sdk_core.registry.boundary import WrongReturn, foreign_code, is_stop

_WORKED_ON = (ErrorKind.EMPTY, ErrorKind.EXHAUSTED, ErrorKind.REFUSED)
"""Failures of answers that took the model as long as any other."""

_SECRET = re.compile(r"(?i)\b(bearer\s+|sk-)[\w.~+/=-]{6,}")


class AnswerStore(Protocol):
    """The record of paid answers: what it holds is not asked for again."""

    def get(self, request: Request) -> Completion | None:
        """Return the recorded answer to this request, if there is one."""

    async def put(self, request: Request, completion: Completion) -> None:
        """Record an answer, of use or not; it is safe when this returns.

        Raises:
            StorageError: It could not be written, so the run stops.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStats:
    """Where the calls of a run stand.

    Args:
        planned: Calls asked for so far.
        waiting: Calls without a slot, those between two tries included.
        in_flight: Calls that the backend is working on.
        answered: Calls that it answered.
        received: Answers that came from it, those of no use included: all of them are paid for.
        retried: Tries beyond the first one; waits for a rate limit are not tries.
        failed: Calls given up.
        from_journal: Calls answered from the record of an earlier run.
        usage: Tokens of all answers that were received.
        window: Calls that may be in flight now.
        paused: Seconds until calls go out again, 0 when they do.
    """

    planned: int = 0
    waiting: int = 0
    in_flight: int = 0
    answered: int = 0
    received: int = 0
    retried: int = 0
    failed: int = 0
    from_journal: int = 0
    usage: Usage = field(default_factory=Usage)
    window: int = 0
    paused: float = 0.0


class Engine:
    """The way of every model call, shared by all stages' tasks of one event loop.

    Args:
        backend: Answers the requests.
        policy: Concurrency and retries.
        name: The backend's name, for messages.
        journal: Answers of earlier runs, and where new ones are recorded.
        on_change: Called after each change with the new numbers; it must be quick.
        observation: Tells observers of each call, ``None`` where there are none.
    """

    def __init__(
        self,
        backend: Backend,
        policy: CallPolicy,
        *,
        name: str,
        journal: AnswerStore | None = None,
        on_change: Callable[[EngineStats], None] | None = None,
        observation: CallObservation | None = None,
    ) -> None:
        self._backend = backend
        self._policy = policy
        self._name = name
        self._journal = journal
        self._on_change = on_change
        self._observation = observation
        cap = policy.concurrency or CAP
        self._window = AdaptiveWindow(cap=cap, least=cap if policy.at_once else 1)
        self._deadlines = Deadlines(policy.deadline)
        self._circuit = CircuitBreaker(probes=policy.retries, tries=policy.retries + 1)
        self._rate_limiter = RateLimiter(policy.rpm, policy.tpm)
        self._scheduler = Scheduler(self._window, self._circuit, self._rate_limiter)
        self._failures = FailureHandler(policy, name, self._window, self._scheduler, self._circuit)
        self._ended: Callable[[], SdkError] | None = None
        self._planned = self._answered = self._failed = 0
        self._asked: dict[str, asyncio.Future[Completion]] = {}
        self.ledger = Ledger()
        """What all answers took."""

    @property
    def stats(self) -> EngineStats:
        """The numbers of this moment."""
        try:
            paused = max(0.0, self._scheduler.opens_at - asyncio.get_running_loop().time())
        except RuntimeError:
            paused = 0.0
        spent = self.ledger.total
        return EngineStats(
            planned=self._planned,
            waiting=self._scheduler.waiting,
            in_flight=self._scheduler.in_flight,
            answered=self._answered,
            received=spent.calls - spent.reused,
            retried=self._failures.retried,
            failed=self._failed,
            from_journal=spent.reused,
            usage=spent.paid,
            window=self._window.limit,
            paused=paused,
        )

    async def complete(
        self,
        request: Request,
        *,
        priority: tuple[int, ...] = (),
        account: Account = Account(),  # noqa: B008  a tuple, which nobody can change
    ) -> Completion:
        """Return the model's answer.

        A request that is under way already is not sent a second time: both get the one answer.

        Args:
            request: What to ask.
            priority: Lower goes first among the calls that wait.
            account: Whose every answer is that was paid for, now or in an earlier run, of use or
                not.

        Raises:
            CallError: This call failed for good.
            BackendFailure: The backend cannot be used; every later call gets the same.
            StorageError: The journal could not record an answer; every later call gets the same.
            Interrupted: `stop` was called before the call went out.
        """
        self._planned += 1
        number = self._planned
        key = request_key(request)
        try:
            known = self._recorded(request) or await self._shared(key)
            if known is None:
                return await self._ask(key, Call(request, (priority, number), account))
        except CallError:
            self._failed += 1
            self._changed()
            raise
        self.ledger.add(account, known, reused=True)
        self._changed()
        return known

    async def _shared(self, key: str) -> Completion | None:
        """Return the answer to the same request that is under way, ``None`` when none is."""
        while (asked := self._asked.get(key)) is not None:
            await asyncio.wait([asked])
            if not asked.cancelled():
                error = asked.exception()
                if isinstance(error, CallError):
                    raise error.but(message=error.message)
                if error is not None:
                    raise error if self._ended is None else self._ended()
                return asked.result()
        return None

    async def _ask(self, key: str, call: Call) -> Completion:
        """Return the answer to a request, for all that ask for it meanwhile too."""
        asked = self._asked[key] = asyncio.get_running_loop().create_future()
        try:
            completion = await self._answer(call)
        except SdkError as error:
            asked.set_exception(error)
            asked.exception()  # perhaps nobody else waits for it
            raise
        else:
            asked.set_result(completion)
            return completion
        finally:
            del self._asked[key]
            asked.cancel()  # no effect once it has a result

    def stop(self, reason: SdkError | None = None) -> None:
        """Send nothing more: callers that wait get an error, calls in flight finish.

        Recorded answers are given all the same.

        Args:
            reason: The error, ``None`` for an `Interrupted`.
        """
        usual = Interrupted("the run was stopped before this call went out", hint=RESUME)
        self._end(reason or usual)

    async def aclose(self) -> None:
        """Stop, and close the backend."""
        self.stop()
        await self._backend.aclose()

    def _recorded(self, request: Request) -> Completion | None:
        known = None if self._journal is None else self._journal.get(request)
        if known is None or (known := judged(known, request)).failure is not None:
            return None
        return known

    async def _answer(self, call: Call) -> Completion:
        delay, tokens = 0.0, self._rate_limiter.prompt_tokens(call.request)
        while True:
            if self._ended is not None:
                raise self._ended()
            slot = await self._scheduler.acquire(call.queue_place, delay=delay, tokens=tokens)
            self._changed()
            try:
                completion = await self._observed(call, slot)
                self._note_answer(call, slot, completion)
                # With the slot still held, so that a crash costs no more than the window.
                await self._record(call.request, completion)
                if completion.failure is None:
                    return completion
                failure = completion.failure
            except CallError as error:
                failure = error
            finally:
                self._scheduler.release(slot)
                self._changed()
            delay = self._delay_after(call, slot, failure)

    async def _observed(self, call: Call, slot: Slot) -> Completion:
        """Return what came of one try, and tell observers of it."""
        call.sent += 1
        if self._observation is None:
            return judged(await self._try(call.request, slot), call.request)
        with self._observation.watch(call.request, call.account, call.sent) as observed:
            observed.completion = judged(await self._try(call.request, slot), call.request)
            return observed.completion

    async def _record(self, request: Request, completion: Completion) -> None:
        if self._journal is None:
            return
        try:
            # A caller that is cancelled now must not lose an answer that was paid for.
            await asyncio.shield(self._journal.put(request, completion))
        except SdkError as error:
            raise self._end(error) from None

    def _delay_after(self, call: Call, slot: Slot, failure: CallError) -> float:
        now = asyncio.get_running_loop().time()
        calls = self._planned - self.ledger.total.reused
        try:
            return self._failures.next_delay(call, slot, failure, now=now, calls=calls)
        except BackendFailure as error:
            raise self._end(error) from None

    async def _try(self, request: Request, slot: Slot) -> Completion:
        try:
            async with self._deadlines.watch(slot.number) as deadline:
                with foreign_code():
                    return returned.completion(await self._backend.complete(request))
        except CallError:
            raise
        except SdkError as error:
            raise self._end(error) from None
        except WrongReturn as error:
            said = f"a defect of the backend {self._name!r}: {error}"
            raise CallError(said, kind="invalid", hint=f"its author must {error.remedy}") from error
        except BaseException as error:  # a backend is foreign code and may raise anything
            if is_stop(error):
                raise
            raise self._foreign_error(error, expired=deadline.expired()) from error

    def _foreign_error(self, error: BaseException, *, expired: bool) -> CallError:
        if expired:
            return CallError(
                f"no complete answer within {self._policy.deadline:g} s",
                kind=ErrorKind.TIMEOUT,
                hint="give calls more time with llm.deadline (seconds), ask for fewer at once with "
                "--concurrency, or for shorter answers with generation.max_tokens",
            )
        said = _SECRET.sub(r"\1[redacted]", f"{type(error).__name__}: {error}")[:300]
        try:
            with foreign_code():
                retryable = isinstance(error, Exception) and self._backend.is_retryable(error)
        except Exception:  # noqa: BLE001 - as above; the call's own failure is what matters
            retryable = False
        return CallError(said, kind=ErrorKind.SERVER if retryable else "invalid")

    def _note_answer(self, call: Call, slot: Slot, completion: Completion) -> None:
        now = asyncio.get_running_loop().time()
        call.answers += 1
        self._deadlines.answered(slot.number)
        self.ledger.add(call.account, completion, reused=False)
        self._rate_limiter.settle(slot.tokens, completion.usage, now)
        if completion.failure is None:
            self._answered += 1
            self._failures.completed(slot.number)
        elif completion.failure.kind not in _WORKED_ON:
            return  # perhaps nothing that the model worked on, so it says nothing of the pace
        self._window.answered(
            now=now,
            latency=now - slot.started,
            tokens=completion.usage.completion_tokens,
            in_flight=self._scheduler.in_flight,
            saturated=self._scheduler.saturated,
        )

    def _end(self, error: SdkError) -> SdkError:
        """End the run, for the first reason that comes, and return the error to raise.

        Every caller gets an error object of its own: one object raised in many tasks would collect
        the tracebacks of all.
        """
        if self._ended is None:
            plain = type(error).__init__ is SdkError.__init__
            kind = type(error) if plain else BackendFailure

            def ended() -> SdkError:
                return kind(error.message, hint=error.hint)

            self._ended = ended
            self._scheduler.shut(ended)
            self._changed()
        return self._ended()

    def _changed(self) -> None:
        if self._on_change is not None:
            self._on_change(self.stats)
