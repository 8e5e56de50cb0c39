"""Runs the model calls of a stage: engine, signals, and the end of it all."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sdk_core.components import Backend, BackendOptions
from sdk_core.errors import (
    BackendFailure,
    CallError,
    ConfigError,
    ErrorKind,
    SdkError,
)
from sdk_core.llm.costs import Budget, Price, estimate
from sdk_core.llm.dry_run import CountingBackend, ReplayBackend
from sdk_core.llm.engine import Engine, EngineStats
from sdk_core.llm.journal import Journal
from sdk_core.llm.observation import CallObservation
from sdk_core.llm.retry import RESUME, CallPolicy
from sdk_core.llm.server_facts import ServerFacts
from sdk_core.model import Failure
from sdk_core.registry.registry import Entry
from sdk_core.reports import StageReport
from sdk_core.runs.dispatcher import PATIENCE, Dispatcher, Job
from sdk_core.runs.guard import component, trace
from sdk_core.runs.inputs import Plan
from sdk_core.runs.model_access import ModelAccess
from sdk_core.runs.run_record import FOLDER, LoggedProgress, RunRecord
from sdk_core.runs.run_stopping import ended_by_signals, stop_from_outside
from sdk_core.runs.session import ProgressCounters, Session

Openers = Iterable[Awaitable[Job | None]]

BATCH_CALLS = 100_000
"""Calls that wait at the same time in a batch run, so that all there are go out together."""

BATCH_DEADLINE = 7 * 86_400.0
"""Seconds for a call in a batch run; each batch it is put into ends by itself after a day."""

ASSUMED_CONCURRENCY = 32
"""Calls in flight that a quote assumes when the number is to be found while running."""

BATCH_PATIENCE = 1.0
"""As `PATIENCE`, in a batch run: enough to record what has just arrived; the rest is not lost."""


def run_jobs(
    session: Session,
    plan: Plan,
    report: StageReport,
    counters: ProgressCounters,
    *,
    concurrency_key: str,
    params: Mapping[str, Any],
    openers: Callable[[ModelAccess], Openers],
    output: Path,
    needs_model: bool = True,
) -> None:
    """Run the jobs of a stage over one engine and put how it ended into the report.

    Args:
        session: The command's surroundings.
        plan: Its inputs.
        report: The stage's report; ``stopped``, ``calls`` and the failure that ended the run are
            set here.
        counters: Kept up to date with the engine's numbers.
        concurrency_key: The stage's older key for the number of calls in flight
            (``generation.batch_size``), which counts when the user has set it.
        params: Sampling parameters of the stage.
        openers: Makes the jobs, given the way to the model.
        output: The output directory, where the record of paid answers lies.
        needs_model: Whether some component asks a model, which then must be there.
    """
    backend, entry = session.backend()
    params = {**params, **backend.params}
    policy = _policy(session, backend, concurrency_key)
    if session.batch and session.answers == "live":
        backend = backend.batched(journal_path(output).parent)
        session.progress.note(
            "calls are sent in batches, and answers may take a day; stop whenever you like: the "
            "same command again picks up what is under way"
        )
    if session.answers == "replay":
        backend = ReplayBackend(backend)
    elif session.answers == "count":
        backend = CountingBackend(backend, session.shown)
    price = price_of(session, backend.model)
    stage = _ModelStage(
        session, report, counters, backend, entry, policy, params, price, plan, needs_model
    )
    try:
        asyncio.run(stage.run(openers, output))
    except SdkError as error:
        _note_end(report, error, entry.spec.name)


@dataclass(frozen=True, slots=True)
class _ModelStage:
    session: Session
    report: StageReport
    counters: ProgressCounters
    backend: Backend
    entry: Entry
    policy: CallPolicy
    params: Mapping[str, Any]
    price: Price | None
    plan: Plan
    needs_model: bool

    async def run(self, openers: Callable[[ModelAccess], Openers], output: Path) -> None:
        """Check the backend, open the journal, and work through the jobs."""
        try:
            if self.session.answers == "live" and self.needs_model:
                with component(self.entry):
                    await _check(self.backend)
            with self._journal(output) as journal:
                if self.session.answers != "count":
                    self._record(output)
                if self.session.answers == "live":
                    with component(self.entry):
                        facts = ServerFacts(journal_path(output), tell=self._tell)
                        self.backend.attach(facts)
                counts = isinstance(self.backend, CountingBackend)
                history = journal.history() if counts else {}  # before placeholders are in it
                await self._dispatch(openers, journal)
                if isinstance(self.backend, CountingBackend):
                    self.report.quote = self._quote(self.backend, history)
        finally:
            await self.backend.aclose()

    def _observation(self, name: str) -> CallObservation | None:
        """Return what tells observers of calls, where there are some and calls go out."""
        manager = self.session.registry.manager
        if self.session.answers != "live" or not manager.observes_calls:
            return None
        return CallObservation(manager, name, texts=self.session.config.plugins.call_texts)

    @contextmanager
    def _journal(self, output: Path) -> Iterator[Journal]:
        """Open the record; counting is done on a copy, which changes nothing and locks nobody."""
        path = journal_path(output)
        note: Callable[[str], None] | None = self.session.progress.note
        with ExitStack() as opened:
            if self.session.answers == "count":
                original, note = path, None  # of damage, a run tells where it puts the file
                path = journal_path(Path(opened.enter_context(TemporaryDirectory())))
                path.parent.mkdir(parents=True)
                for suffix in ("", "-wal"):
                    with suppress(FileNotFoundError):
                        shutil.copyfile(f"{original}{suffix}", f"{path}{suffix}")
            replay = self.session.answers == "replay"
            yield opened.enter_context(
                Journal(path, fresh=self.session.fresh, replay=replay, note=note)
            )

    def _tell(self, message: str) -> None:
        self.session.progress.note(message)  # looked up each time: a record may stand before it

    def _record(self, output: Path) -> None:
        inputs = [planned.label for planned in self.plan.items]
        record = RunRecord(output, self.session, self.report, inputs)
        progress = self.session.progress
        self.session.progress = LoggedProgress(progress, record)

        def finish(report: StageReport) -> None:
            self.session.progress = progress
            record.finish(report)

        self.session.on_recorded = finish

    def _quote(
        self, counter: CountingBackend, history: Mapping[str, tuple[float, float]]
    ) -> dict[str, Any]:
        counted = estimate(
            counter.demands,
            recorded=self.report.reused,
            history=history,
            concurrency=self.policy.concurrency or ASSUMED_CONCURRENCY,
            price=self.price,
        )
        first = self.session.shown.request if self.session.verbose else None
        shown = first and [{"role": m.role, "content": m.content} for m in first.messages]
        return {
            **counted.to_dict(),
            "backend": self.entry.spec.name,
            "model": self.backend.model,
            **({"first_call": {"prompt": first.task, "messages": shown}} if first else {}),
        }

    async def _dispatch(self, openers: Callable[[ModelAccess], Openers], journal: Journal) -> None:
        session, earlier = self.session, self.session.paid
        limits = session.limits if session.answers != "count" else {}  # counting costs nothing
        budget = Budget(price=self.price, **limits)

        def changed(stats: EngineStats) -> None:
            self.counters.in_flight = stats.in_flight
            self.counters.calls = stats.answered + stats.from_journal
            self.counters.reused = stats.from_journal
            spent = stats.usage
            self.counters.tokens = spent.prompt_tokens + spent.completion_tokens
            if self.price is not None:
                self.counters.cost = self.price.cost(spent.prompt_tokens, spent.completion_tokens)
            session.paid = earlier + stats.usage
            elapsed = time.monotonic() - session.started
            reason = budget.check(session.paid, elapsed, stats.in_flight)
            if reason is not None:
                engine.stop(reason)  # the run goes on for as long as it needs no new call
            dispatcher.wake()

        name = self.entry.spec.name
        engine = Engine(
            self.backend,
            self.policy,
            name=name,
            journal=journal,
            on_change=changed,
            observation=self._observation(name),
        )
        patience = BATCH_PATIENCE if self.session.batch else PATIENCE
        dispatcher = Dispatcher(engine, patience=patience, writes=self.session.answers != "count")
        access = ModelAccess(
            engine=engine,
            backend=self.backend,
            backend_name=name,
            prompts=self.session.prompts,
            params=self.params,
            structured=self.session.config.llm.structured_output,
            journal=journal,
        )
        if budget.seconds is not None:
            left = session.started + budget.seconds - time.monotonic()
            loop = asyncio.get_running_loop()
            loop.call_later(max(0.0, left), lambda: changed(engine.stats))
        session.on_stop = partial(stop_from_outside, asyncio.get_running_loop(), dispatcher)
        if session.stopping:
            session.on_stop()
        changed(engine.stats)  # an earlier stage may have used up what there was
        try:
            with ended_by_signals(dispatcher, self.session.progress.note):
                await dispatcher.run(openers(access))
        finally:
            engine.stop()
            session.on_stop = None
            if dispatcher.given_up:
                self.report.warnings.append(
                    "calls given up while the server worked on them, which it may charge for: "
                    f"{dispatcher.given_up}"
                )
            spent = engine.ledger.total
            self.report.calls, self.report.reused = spent.calls, spent.reused
            self.report.usage = spent.usage
            asked = engine.ledger.components.items()
            self.report.spending = {name: sums.to_dict() for name, sums in asked}
            if self.price is not None:
                paid = spent.paid
                self.report.cost = self.price.cost(paid.prompt_tokens, paid.completion_tokens)
        if dispatcher.stopped is not None:
            _note_end(self.report, dispatcher.stopped, name)


def price_of(session: Session, model: str) -> Price | None:
    """Return the price of the model.

    Raises:
        ConfigError: A limit on money was set, and the config has no price.
    """
    known = session.config.prices.get(model)
    if known is not None:
        return Price(known.input, known.output)
    if session.limits.get("cost") is not None:
        raise ConfigError(
            f"--max-cost needs the price of {model!r}",
            hint="give it in the config: prices: {MODEL: {input: 0.15, output: 0.60}}",
        )
    return None


_HOPELESS = (
    ErrorKind.CONNECTION,
    ErrorKind.TIMEOUT,
    ErrorKind.TLS,
    ErrorKind.AUTH,
    ErrorKind.QUOTA,
)


async def _check(backend: Backend) -> None:
    """Find out in one cheap call that the server is there, before anything is sent to it.

    A server that is there and merely lists no models is given a chance.

    Raises:
        BackendFailure: It is not there, it refuses the key, or it has not got the model.
    """
    try:
        await backend.check()
    except CallError as error:
        missing_model = error.kind == ErrorKind.NOT_FOUND and error.status is None
        if missing_model or error.kind in _HOPELESS:
            raise BackendFailure(error.message, hint=error.hint) from error


def _policy(session: Session, backend: Backend, concurrency_key: str) -> CallPolicy:
    """Return the call policy by config; the backend's section gives retries and their delay."""
    section, _, key = concurrency_key.partition(".")
    llm = session.config.llm
    concurrency = llm.concurrency
    if concurrency is None and session.loaded.is_set(section, key):
        concurrency = getattr(getattr(session.config, section), key)
    policy = CallPolicy(concurrency=concurrency, deadline=llm.deadline, rpm=llm.rpm, tpm=llm.tpm)
    if session.batch and session.answers == "live":
        policy = CallPolicy(concurrency=BATCH_CALLS, at_once=True, deadline=BATCH_DEADLINE)
    if isinstance(backend.options, BackendOptions):
        wanted = backend.options
        policy = replace(policy, retries=wanted.max_retries, base_delay=wanted.retry_delay)
    return policy


def _note_end(report: StageReport, reason: SdkError, backend: str) -> None:
    trace(reason)
    report.stopped = reason.exit_code
    report.failures.append(
        Failure(
            item="the run",
            stage=report.stage,
            component=backend,
            error=reason.message,
            hint=reason.hint or RESUME,
            retryable=True,
        )
    )


def journal_path(output: Path) -> Path:
    """Return where the record of paid answers of an output directory lies."""
    return output / FOLDER / "journal.db"


def kept_facts(session: Session) -> ServerFacts:
    """Return what runs by this config have learned of servers, to be looked at only."""
    outputs = session.config.paths.output
    paths = [journal_path(Path(folder)) for folder in (outputs.generated, outputs.curated)]
    return ServerFacts(next((p for p in paths if p.is_file()), paths[0]), writes=False)
