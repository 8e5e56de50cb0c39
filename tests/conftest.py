"""Fixtures for the whole suite: the installed program, run as a user runs it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from sdk_core.testing.program import Finished, isolated_environment, run_command
from tests.prefork.starting import Order, finish, forking_process, write_programs
from tests.server.fixtures import openai_server

__all__ = ["openai_server"]

settings.register_profile("quick", max_examples=40, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=500, deadline=None)
settings.load_profile("quick")

PROGRAM = Path(sys.executable).parent / "synthetic-data-kit"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without a search for garbage, which takes a third of the time and finds nothing.

    What was collected and imported stays, so later searches leave it out.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name file contents by their argument: an archive made just now holds the time of day.

    Workers that collect in different seconds would otherwise disagree about the names of tests.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a process environment without the settings of whoever runs the tests."""
    kept = isolated_environment(tmp_path / "home")
    kept.pop("PYTHONPATH", None)
    return kept


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
    installed = request.node.get_closest_marker("installed") or os.environ.get("SDK_TEST_INSTALLED")
    address = "" if installed else request.getfixturevalue("prefork")[1]

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Finished:
        variables = {**environment, **(env or {})}
        if installed:
            return run_command([PROGRAM, *arguments], folder, variables)
        return finish(address, Order(PROGRAM.name, list(map(str, arguments)), folder, variables))

    return run


@pytest.fixture
def work(sdk: Callable[..., Finished], tmp_path: Path) -> Path:
    """Return the folder in which `sdk` runs."""
    return tmp_path / "work"
