"""The frame around every stage: observers, progress, time, and the report that comes of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sdk_core.errors import ExitCode
from sdk_core.model import Failure
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs.inputs import Plan
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.specs import StageInfo


@contextmanager
def stage(
    session: Session, name: str, plan: Plan, counters: ProgressCounters, **settings: Any
) -> Iterator[StageReport]:
    """Open a stage and close its report, whatever happens in between.

    Inputs that the stage did not come to are in the report as such: none goes missing.

    Args:
        session: The command's surroundings.
        name: The stage.
        plan: Its inputs.
        counters: What progress is shown of.
        settings: Facts about the stage, for observers.
    """
    started = time.monotonic()
    report = StageReport(stage=name, settings=settings)
    info = StageInfo(
        name=name,
        inputs=tuple(item.label for item in plan.items),
        settings=tuple(sorted(settings.items())),
    )
    observed = session.answers != "count"  # counting is no run
    if observed:
        session.registry.manager.stage_started(info)
    session.progress.start(name, counters)
    try:
        yield report
    finally:
        session.progress.stop()
        for planned in plan.items[len(report.items) :]:
            item = ItemReport(input=planned.label, started=False, note="not started")
            item.exit_code = report.stopped
            item.planned = item.pending = 1
            report.items.append(item)
        _check_balance(report)
        report.plugins = session.plugins()
        report.seconds = time.monotonic() - started
        if session.on_recorded is not None:
            session.on_recorded(report)
            session.on_recorded = None
        if observed:
            session.registry.manager.stage_finished(info, report)


def _check_balance(report: StageReport) -> None:
    """Make a bug of ours out of anything that has gone missing, rather than a silent loss."""
    for item in report.items:
        if report.quote is None and not item.is_balanced:
            report.stopped = report.stopped or ExitCode.BUG
            report.failures.append(
                Failure(
                    item=item.input,
                    stage=report.stage,
                    component="",
                    error=f"a bug: of {item.planned} things planned, not all are accounted for",
                    hint="report it, with the output of --json",
                )
            )
