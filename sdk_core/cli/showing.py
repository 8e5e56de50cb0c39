"""``ingest --show``: what is read, segment by segment, on the screen and nowhere else."""

from __future__ import annotations

import json
from typing import Any

from sdk_core.cli import console
from sdk_core.errors import ExitCode
from sdk_core.ingest import stage as ingest
from sdk_core.ingest.reading import Reading
from sdk_core.model import Segment
from sdk_core.parsing.results import ParsedDocument
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
    for reading in ingest.read_documents(session, plan, parser=parser):
        error = reading.parsed.error
        if error is not None:
            guard.trace(error)
            console.error(error.message, hint=error.hint)
            codes.append(error.exit_code)
        elif as_json:
            for segment in reading.segments():
                values = _values(reading.parsed, segment)
                console.result(json.dumps(values, ensure_ascii=False))
        else:
            _show(reading)
    return worst(codes)


def _show(reading: Reading) -> None:
    parsed = reading.parsed
    console.result(f"=== {parsed.uri}" + (f" · {parsed.title}" if parsed.title else ""))
    for key, value in parsed.metadata.items():
        console.result(f"    {key}: {value}")
    for segment in reading.segments():
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
