"""Tells OpenTelemetry of stages and model calls; it is imported when the first of them begins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sdk_core.api import CallInfo, CallOutcome, HealthCheck, StageInfo, hookimpl

if TYPE_CHECKING:
    from sdk_core.reports import StageReport
    from sdk_otel.spans import Spans

SDK_API = 1


@cache
def telemetry() -> Spans | None:
    """Return what makes the spans, ``None`` where OpenTelemetry is not installed."""
    if find_spec("opentelemetry") is None:
        return None
    from sdk_otel.spans import Spans

    return Spans()


@hookimpl
def sdk_stage_started(stage: StageInfo) -> None:
    """Begin the span of a stage."""
    if (found := telemetry()) is not None:
        found.begin_stage(stage)


@hookimpl
def sdk_stage_finished(stage: StageInfo, report: StageReport) -> None:
    """End the span of a stage."""
    if (found := telemetry()) is not None:
        found.end_stage(stage, report)


@hookimpl
def sdk_call_started(call: CallInfo) -> None:
    """Begin the span of a call."""
    if (found := telemetry()) is not None:
        found.begin_call(call)


@hookimpl
def sdk_call_finished(call: CallInfo, outcome: CallOutcome) -> None:
    """End the span of a call."""
    if (found := telemetry()) is not None:
        found.end_call(call, outcome)


@hookimpl
def sdk_health_checks() -> Iterator[HealthCheck]:
    """Say when nothing can be told to anybody."""
    yield HealthCheck(name="opentelemetry", run=_missing, optional=True)


def _missing() -> str:
    found = find_spec("opentelemetry") is not None
    return "" if found else "opentelemetry-api is not installed, so that no spans are made"
