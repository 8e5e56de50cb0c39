"""``ingest --show``: what is read, segment by segment, on the screen and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sdk_core.cli import console
from sdk_core.errors import ExitCode, SdkError
from sdk_core.ingest import stage as ingest
from sdk_core.ingest.jobs import Ticket
from sdk_core.model import Segment
from sdk_core.parsing.results import Draft, Outcome
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
    for ticket, outcome in ingest.read(session, plan, parser=parser):
        for error in _errors(ticket, outcome):
            guard.trace(error)
            console.error(error.message, hint=error.hint)
            codes.append(error.exit_code)
        if outcome is not None:
            with closing(outcome):
                for draft in outcome.documents:
                    _show(outcome, draft, as_json)
    return worst(codes)


def _errors(ticket: Ticket, outcome: Outcome | None) -> Iterator[SdkError]:
    drafts = outcome.documents if outcome else []
    whole = [ticket.error, outcome.error if outcome else None]
    yield from (error for error in (*whole, *(draft.error for draft in drafts)) if error)


def _show(outcome: Outcome, draft: Draft, as_json: bool) -> None:
    if draft.error is not None:
        return
    if as_json:
        for segment in outcome.segments_of(draft):
            console.result(json.dumps(_values(draft, segment), ensure_ascii=False))
        return
    console.result(f"=== {draft.uri}" + (f" · {draft.title}" if draft.title else ""))
    for key, value in draft.metadata.items():
        console.result(f"    {key}: {value}")
    for segment in outcome.segments_of(draft):
        facts = [f"{segment.kind} {segment.index}", f"{len(segment.text)} characters"]
        if segment.images:
            facts.append(f"{len(segment.images)} images")
        facts += [f"{key}: {value}" for key, value in segment.metadata.items()]
        console.result(f"--- {' · '.join(facts)}")
        console.result(segment.text or "(no text)")
    console.note(f"{draft.uri}: {draft.segments} segments, {draft.characters} characters")
    for warning in draft.warnings:
        console.note(f"warning: {draft.uri}: {warning}")


def _values(draft: Draft, segment: Segment) -> dict[str, Any]:
    return {
        "source": draft.uri,
        "kind": segment.kind,
        "index": segment.index,
        "text": segment.text,
        "images": [{"media_type": i.media_type, "alt": i.alt} for i in segment.images],
        "metadata": dict(segment.metadata),
    }
