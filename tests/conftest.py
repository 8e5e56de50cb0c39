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
from hypothesis import settings

from tests.prefork.starting import ADDRESS, forking_process, write_programs
from tests.server.fixtures import openai_server

__all__ = ["openai_server"]

settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=500, deadline=None)
settings.load_profile("quick")

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
        timeout=600,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a process environment without the settings of whoever runs the tests."""
    dropped = ("SDK_", "API_ENDPOINT_KEY", "VLLM_", "OPENAI_", "PYTHONPATH", "HTTP", "http", "ALL_")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return {**kept, "HOME": str(tmp_path / "home"), "NO_COLOR": "1", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def prefork(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a program that runs what the console script runs, without its time to start."""
    folder = tmp_path_factory.mktemp("prefork")
    write_programs(folder, (PROGRAM.name,))
    return folder / PROGRAM.name, forking_process(tmp_path_factory.getbasetemp())


@pytest.fixture
def sdk(
    tmp_path: Path, environment: dict[str, str], request: pytest.FixtureRequest
) -> Callable[..., Finished]:
    """Return a function that runs the program in an empty folder.

    Tests marked ``installed`` run the installed console script itself, and so do all of them when
    ``SDK_TEST_INSTALLED`` is set; for the others a process forks that has the libraries loaded.
    """
    folder = tmp_path / "work"
    folder.mkdir()
    program, forked = PROGRAM, dict[str, str]()
    if not (request.node.get_closest_marker("installed") or os.environ.get("SDK_TEST_INSTALLED")):
        program, forked[ADDRESS] = request.getfixturevalue("prefork")

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Finished:
        return run_program(program, arguments, folder, {**environment, **(env or {}), **forked})

    return run


@pytest.fixture
def work(sdk: Callable[..., Finished], tmp_path: Path) -> Path:
    """Return the folder in which `sdk` runs."""
    return tmp_path / "work"
