"""The demo: each request is recorded, nobody is connected to, the home page shows its rows."""

from __future__ import annotations

import json
import runpy
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

HOME = DOCS / "index.md"


def test_the_demo_finds_every_answer_and_connects_to_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    class Local(socket.socket):
        def __init__(self, family: int = socket.AF_INET, *rest: Any, **more: Any) -> None:
            assert family in (-1, socket.AF_UNIX), "something connects to the network"
            super().__init__(family, *rest, **more)

    monkeypatch.setattr(socket, "socket", Local)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", sys.argv)
    on_end = signal.getsignal(signal.SIGTERM)
    demo = runpy.run_path("examples/demo/demo.py")

    demo["walk"](tmp_path)
    demo["show"](tmp_path)
    signal.signal(signal.SIGTERM, on_end)

    shown = capfd.readouterr()
    assert "no answer" not in shown.out + shown.err
    rows = (tmp_path / "final" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) >= 20
    recorded = demo["CASSETTE"].read_text(encoding="utf-8").splitlines()
    models = {json.loads(line)["model"] for line in recorded}
    assert all(model in shown.out for model in models)
    kept = [json.loads(row) for row in rows]
    left_out = [
        record
        for file in (tmp_path / "curated").glob("*.json")
        for record in json.loads(file.read_text(encoding="utf-8"))["rejected"]
    ]
    for value in (json.loads(b.text) for b in blocks(HOME) if b.language == "json"):
        assert value in kept or any(value.items() <= record.items() for record in left_out)
    for file in (tmp_path / "generated").glob("*.json"):
        metadata = json.loads(file.read_text(encoding="utf-8"))["metadata"]
        assert metadata["model"] in models
