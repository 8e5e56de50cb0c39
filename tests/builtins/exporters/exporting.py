"""Exports of one conversation in every format, without a file between."""

from __future__ import annotations

import importlib
from typing import Any

from sdk_builtins.exporters import sdk_exporters
from sdk_core.components import Exporter
from sdk_core.export.request import ExportRequest
from sdk_core.export.style import RowStyle
from sdk_core.model import Conversation, Example, read_turns
from sdk_core.specs import ExporterSpec
from tests.record_kinds import KINDS

SPECS = {spec.name: spec for spec in sdk_exporters()}


def exporter_of(spec: ExporterSpec) -> Exporter:
    """Return a format, ready to use."""
    module, _, name = spec.target.partition(":")
    found: Exporter = getattr(importlib.import_module(module), name)()
    return found


def exported(
    name: str, turns: Any, fields: dict[str, Any] | None = None, **wanted: Any
) -> list[dict[str, Any]]:
    """Return the rows of a conversation as save-as would write them.

    Raises:
        ValueError: It is refused, by the format or by its check.
    """
    spec = SPECS[name]
    if spec.preference:
        fields = {"rejected": "A worse one.", **(fields or {})}
    example = Example(
        kind="conversation",
        fields=fields or {},
        messages=read_turns(turns),
        declared=KINDS.conversation,
    )
    return rows_of(name, example, **wanted)


def rows_of(name: str, example: Example, **wanted: Any) -> list[dict[str, Any]]:
    """Return the rows of an example as save-as would write them.

    Raises:
        ValueError: It is refused, by the format or by its check.
    """
    spec = SPECS[name]
    exporter = exporter_of(spec)
    shaped = RowStyle(ExportRequest(**wanted), spec).apply(example)
    rows = [row for each in shaped for row in exporter.rows([each])]
    problems = [problem for row in rows for problem in exporter.check(row)]
    if problems:
        raise ValueError(problems[0])
    return rows


def by_order(turns: Conversation) -> list[dict[str, Any]]:
    """Return turns as objects, calls named by their order, for formats that have no ids."""
    names: dict[str, str] = {}
    plain = []
    for turn in turns:
        whole = turn.to_dict()
        calls = [dict(call) for call in whole.get("tool_calls", ())]
        for call in calls:
            call["id"] = names.setdefault(str(call.get("id")), f"call {len(names)}")
        if calls:
            whole["tool_calls"] = calls
        if "tool_call_id" in whole:
            whole["tool_call_id"] = names.get(whole["tool_call_id"])
        plain.append(whole)
    return plain
