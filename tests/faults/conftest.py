"""Fixtures of the fault tests: real servers, real processes, real signals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import at, model, numbered_text, read, start, write
from tests.faults.runs import CHUNKED
from tests.server.fixtures import start_server

__all__ = ["at", "model", "read", "start", "start_server", "write"]


@pytest.fixture
def environment(environment: dict[str, str]) -> dict[str, str]:
    """Return the usual environment, with hardly any wait between two tries and small chunks."""
    return {**environment, **CHUNKED, "SDK_VLLM__RETRY_DELAY": "0.05"}


@pytest.fixture
def texts(work: Path) -> str:
    """Return a folder of three texts, each of about five chunks."""
    for number in range(3):
        path = work / "in" / f"d{number}.txt"
        path.parent.mkdir(exist_ok=True)
        text = numbered_text(40).replace("station", f"station {number}-")
        path.write_text(text, encoding="utf-8")
    return "in"


@pytest.fixture
def notes(work: Path) -> str:
    """Return a folder of twelve short texts, one call each."""
    for number in range(12):
        path = work / "notes" / f"n{number:02}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Note {number:02}. {numbered_text(4)}", encoding="utf-8")
    return "notes"


@pytest.fixture
def pairs(write) -> str:
    """Return a file of 40 pairs, eight rating calls."""
    return write("qa.json", [{"question": f"Question {n}?", "answer": "A"} for n in range(40)])
