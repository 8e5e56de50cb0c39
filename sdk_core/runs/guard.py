"""The guard around one item of a stage: what goes wrong in it is told, and the others go on."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from sdk_core.errors import ExitCode, LeftOutError, SdkError, UsageError
from sdk_core.model import Failure
from sdk_core.registry.registry import Entry
from sdk_core.reports import ItemReport, StageReport

_log = logging.getLogger(__name__)


def component(entry: Entry) -> AbstractContextManager[None]:
    """Turn whatever a component raises into an error that names it and its package."""
    return entry.guarded()


def record(report: StageReport, item: ItemReport, error: SdkError, component_name: str) -> None:
    """Put an item's error into the report.

    Args:
        report: The stage's report.
        item: The item's entry in it.
        error: What went wrong.
        component_name: The component at work.
    """
    trace(error)
    item.exit_code = ExitCode.NOTHING if isinstance(error, UsageError) else error.exit_code
    if isinstance(error, UsageError) and len(report.items) == 1:
        item.exit_code = error.exit_code
    item.give_up()
    item.note = error.message
    report.failures.append(
        Failure(
            item=item.input,
            stage=report.stage,
            component=component_name,
            error=error.message,
            hint=error.hint,
        )
    )


def leave_out(item: ItemReport, reason: LeftOutError) -> None:
    """Note that a transform left out an input as a whole, which is no failure."""
    item.planned = item.filtered = 1
    item.dropped.append({"file": item.input, "record": 0, "reason": reason.message})
    item.note = f"left out by {reason.message}"


def settle_left_out(report: StageReport) -> None:
    """Have a stage end with nothing usable when transforms left out all that there was."""
    if not any(item.outputs for item in report.items):
        for item in report.items:
            if item.filtered and item.exit_code is ExitCode.OK:
                item.exit_code = ExitCode.NOTHING


def trace(error: SdkError) -> None:
    """Log the traceback of an error that is told in one sentence; ``--debug`` shows it."""
    _log.debug("%s", error.message, exc_info=error)
