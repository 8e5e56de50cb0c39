"""Spans and metrics by the conventions of OpenTelemetry for generative AI.

https://opentelemetry.io/docs/specs/semconv/gen-ai/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from opentelemetry import metrics, trace  # type: ignore[import-not-found,unused-ignore]

from sdk_core.api import CallInfo, CallOutcome, StageInfo

if TYPE_CHECKING:
    from sdk_core.reports import StageReport

_NAME = "synthetic-data-kit"


class Spans:
    """The spans that are open, by stage and by call.

    Calls overlap, so that none of them is ever the current span: each is told its parent.
    """

    def __init__(self) -> None:
        self._tracer = trace.get_tracer(_NAME)
        meter = metrics.get_meter(_NAME)
        self._tokens = meter.create_histogram(
            "gen_ai.client.token.usage", unit="{token}", description="Tokens of model calls"
        )
        self._seconds = meter.create_histogram(
            "gen_ai.client.operation.duration", unit="s", description="Time of model calls"
        )
        self._stages: dict[str, Any] = {}
        self._calls: dict[str, Any] = {}

    def begin_stage(self, stage: StageInfo) -> None:
        """Open the span of a stage."""
        settings = {f"sdk.{name}": str(value) for name, value in stage.settings if value}
        attributes = {"sdk.stage": stage.name, "sdk.inputs": len(stage.inputs), **settings}
        self._stages[stage.name] = self._tracer.start_span(
            f"sdk {stage.name}", attributes=attributes
        )

    def end_stage(self, stage: StageInfo, report: StageReport) -> None:
        """Close it, with what was made."""
        span = self._stages.pop(stage.name, None)
        if span is None:
            return
        span.set_attribute("sdk.made", report.made)
        span.set_attribute("sdk.exit_code", int(report.exit_code))
        if report.exit_code:
            span.set_status(trace.Status(trace.StatusCode.ERROR, report.exit_code.name.lower()))
        span.end()

    def begin_call(self, call: CallInfo) -> None:
        """Open the span of a call, below that of the stage under way."""
        attributes: dict[str, Any] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": call.backend,
            "gen_ai.request.model": call.model,
            "sdk.component": call.component,
            "sdk.prompt": call.prompt,
            "sdk.attempt": call.attempt,
        }
        for name, value in call.params:
            if name in ("temperature", "top_p", "max_tokens", "seed") and value is not None:
                attributes[f"gen_ai.request.{name}"] = value
        if call.messages:
            turns = [{"role": role, "content": text} for role, text in call.messages]
            attributes["gen_ai.input.messages"] = json.dumps(turns, ensure_ascii=False)
        parent = next(reversed(self._stages.values()), None)
        context = None if parent is None else trace.set_span_in_context(parent)
        self._calls[call.id] = self._tracer.start_span(
            f"chat {call.model}".strip(),
            context=context,
            kind=trace.SpanKind.CLIENT,
            attributes=attributes,
        )

    def end_call(self, call: CallInfo, outcome: CallOutcome) -> None:
        """Close it, with what came, and count its tokens and its time."""
        span = self._calls.pop(call.id, None)
        if span is None:
            return
        about = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": call.backend,
            "gen_ai.request.model": call.model,
        }
        self._seconds.record(outcome.seconds, about)
        for kind, count in (
            ("input", outcome.prompt_tokens),
            ("output", outcome.completion_tokens),
        ):
            if count:
                span.set_attribute(f"gen_ai.usage.{kind}_tokens", count)
                self._tokens.record(count, {**about, "gen_ai.token.type": kind})
        told: dict[str, Any] = {
            "gen_ai.response.model": outcome.model,
            "gen_ai.response.finish_reasons": (outcome.finish_reason,),
            "sdk.cached_tokens": outcome.cached_tokens,
            "sdk.reasoning_tokens": outcome.reasoning_tokens,
            "sdk.cost": outcome.cost,
            "gen_ai.output.messages": outcome.text,
        }
        for name, value in told.items():
            if value and value != ("",):
                span.set_attribute(name, value)
        if outcome.status != "answered":
            span.set_attribute("error.type", outcome.error or outcome.status)
            span.set_status(trace.Status(trace.StatusCode.ERROR, outcome.error))
        span.end()
