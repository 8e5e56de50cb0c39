"""Fixtures for the whole suite: the installed program, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.server.fixtures import openai_server

__all__ = ["openai_server"]

PROGRAM = Path(sys.executable).parent / "synthetic-data-kit"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name file contents by their argument: an archive made just now holds the time of day.

    Workers that collect in different seconds would otherwise disagree about the names of tests.
    """
    return argname if isinstance(val, bytes) else None


@dataclass(frozen=True)
class Finished:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return what was printed, read as JSON."""
        return json.loads(self.out)


def run_program(
    program: Path, arguments: Iterable[str | Path], folder: Path, environment: dict[str, str]
) -> Finished:
    """Run a program in a folder until it ends and return what it printed."""
    done = subprocess.run(
        [program, *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a process environment without the settings of whoever runs the tests."""
    dropped = ("SDK_", "API_ENDPOINT_KEY", "VLLM_", "OPENAI_", "PYTHONPATH", "HTTP", "http", "ALL_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return {**kept, "HOME": str(tmp_path / "home"), "NO_COLOR": "1", "COLUMNS": "100"}


@pytest.fixture
def sdk(tmp_path: Path, environment: dict[str, str]) -> Callable[..., Finished]:
    """Return a function that runs the installed console script in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Finished:
        return run_program(PROGRAM, arguments, folder, {**environment, **(env or {})})

    return run


@pytest.fixture
def work(sdk: Callable[..., Finished], tmp_path: Path) -> Path:
    """Return the folder in which `sdk` runs."""
    return tmp_path / "work"
