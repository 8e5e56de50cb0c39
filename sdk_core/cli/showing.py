"""``ingest --show``: what is read, segment by segment, on the screen and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sdk_core.cli import console
from sdk_core.errors import ExitCode, SdkError
from sdk_core.ingest import stage as ingest
from sdk_core.ingest.jobs import InputJob
from sdk_core.model import Segment
from sdk_core.parsing.results import JobResult, ParsedDocument
from sdk_core.reports import worst
from sdk_core.runs import guard
from sdk_core.runs.inputs import Plan
from sdk_core.runs.session import Session


def show(session: Session, plan: Plan, parser: str | None, *, as_json: bool) -> ExitCode:
    """Print what is read of every input and return the worst exit code.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        parser: ``--parser``, ``None`` to choose by name and content.
        as_json: Print a JSON object a line, one for each segment.
    """
    codes = []
    for input_job, outcome in ingest.read_documents(session, plan, parser=parser):
        for error in _errors(input_job, outcome):
            guard.trace(error)
            console.error(error.message, hint=error.hint)
            codes.append(error.exit_code)
        if outcome is not None:
            with closing(outcome):
                for parsed in outcome.documents:
                    _show(outcome, parsed, as_json)
    return worst(codes)


def _errors(input_job: InputJob, outcome: JobResult | None) -> Iterator[SdkError]:
    documents = outcome.documents if outcome else []
    whole = [input_job.error, outcome.error if outcome else None]
    yield from (error for error in (*whole, *(parsed.error for parsed in documents)) if error)


def _show(outcome: JobResult, parsed: ParsedDocument, as_json: bool) -> None:
    if parsed.error is not None:
        return
    if as_json:
        for segment in ingest.segments_of(outcome, parsed):
            console.result(json.dumps(_values(parsed, segment), ensure_ascii=False))
        return
    console.result(f"=== {parsed.uri}" + (f" · {parsed.title}" if parsed.title else ""))
    for key, value in parsed.metadata.items():
        console.result(f"    {key}: {value}")
    for segment in ingest.segments_of(outcome, parsed):
        facts = [f"{segment.kind} {segment.index}", f"{len(segment.text)} characters"]
        if segment.images:
            facts.append(f"{len(segment.images)} images")
        facts += [f"{key}: {value}" for key, value in segment.metadata.items()]
        console.result(f"--- {' · '.join(facts)}")
        console.result(segment.text or "(no text)")
    console.note(f"{parsed.uri}: {parsed.segments} segments, {parsed.characters} characters")
    for warning in parsed.warnings:
        console.note(f"warning: {parsed.uri}: {warning}")


def _values(parsed: ParsedDocument, segment: Segment) -> dict[str, Any]:
    return {
        "source": parsed.uri,
        "kind": segment.kind,
        "index": segment.index,
        "text": segment.text,
        "images": [{"media_type": i.media_type, "alt": i.alt} for i in segment.images],
        "metadata": dict(segment.metadata),
    }
