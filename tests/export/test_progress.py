"""Rows are counted as they are made, for whoever shows progress."""

from __future__ import annotations

import json

from sdk_core.artifacts.atomic import replace_path
from sdk_core.config import load_config
from sdk_core.export import stage
from sdk_core.export.plan import plan_export
from sdk_core.export.request import ExportRequest
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.session import Progress, Session
from tests.registry.distributions import core


class Watching(Progress):
    def start(self, stage, counters):
        self.counters = counters


def test_rows_are_counted_before_their_file_is_written(tmp_path, monkeypatch):
    pairs = [{"question": f"Question {n}?", "answer": f"Answer {n}."} for n in range(2500)]
    (tmp_path / "pairs.json").write_text(json.dumps(pairs), encoding="utf-8")
    seen = []
    progress = Watching()
    registry = Registry(Manager(distributions=[core()]))
    session = Session(load_config(environment={}), registry, progress=progress)

    def write(path, fill):
        seen.append((progress.counters.done, progress.counters.made))
        return replace_path(path, fill)

    monkeypatch.setattr(stage, "replace_path", write)
    target = plan_export(session, ExportRequest())
    plan = stage.plan(session, str(tmp_path / "pairs.json"), target, recursive=False)
    report = stage.run(session, plan, str(tmp_path / "rows.jsonl"), target)
    assert report.made == progress.counters.made == 2500
    assert seen == [(0, 2500)]
