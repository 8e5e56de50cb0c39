"""Fixtures of the command line's tests: a model to ask, documents, and running processes."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli import model as good_model
from tests.conftest import PROGRAM
from tests.server.openai_server import OpenAIServer

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT / "examples" / "documents"


@pytest.fixture
def model(openai_server: OpenAIServer) -> OpenAIServer:
    """Return a server whose model does every task well."""
    openai_server.script(good_model.reply)
    return openai_server


@pytest.fixture
def at(model: OpenAIServer) -> tuple[str, str]:
    """Return the flags that lead to that server."""
    return ("--api-base", model.url)


@pytest.fixture
def documents(work: Path) -> Path:
    """Return a folder with the example documents."""
    return Path(shutil.copytree(DOCUMENTS, work / "documents"))


@pytest.fixture
def write(work: Path) -> Callable[[str, Any], str]:
    """Return a function that writes text, or a value as JSON, and returns the relative path."""

    def do(name: str, content: Any) -> str:
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return name

    return do


@pytest.fixture
def read(work: Path) -> Callable[[str], Any]:
    """Return a function that reads a JSON or JSON Lines file of the work folder."""

    def do(name: str) -> Any:
        text = (work / name).read_text(encoding="utf-8")
        if name.endswith(".jsonl"):
            return [json.loads(line) for line in text.splitlines()]
        return json.loads(text)

    return do


@pytest.fixture
def listing(work: Path) -> Callable[[str], list[str]]:
    """Return a function that lists what lies in a folder, records of runs left out."""

    def do(name: str) -> list[str]:
        return sorted(path.name for path in (work / name).iterdir() if path.name != ".sdk")

    return do


@pytest.fixture
def start(
    work: Path, environment: dict[str, str]
) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts the console script and does not wait for it.

    ``patient`` gives calls under way an hour to end, so that what does not wait for them is told
    from what does.
    """
    running: list[subprocess.Popen[str]] = []
    # Tests that a shell runs in the background ignore it, and so would what they start.
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)

    def do(
        *arguments: str | Path, env: dict[str, str] | None = None, patient: bool = False
    ) -> subprocess.Popen[str]:
        program: list[str | Path] = [PROGRAM]
        variables = {**environment, **(env or {})}
        if patient:
            program = [sys.executable, "-m", "tests.faults.patient"]
            variables["PYTHONPATH"] = str(ROOT)
        process = subprocess.Popen(
            [*program, *map(str, arguments)],
            cwd=work,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        running.append(process)
        return process

    yield do
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()
    signal.signal(signal.SIGINT, earlier)


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Return a function that installs a plugin package and returns the environment to see it.

    Its arguments are the package's name, the source of its registration module, and by keyword
    the sources of other modules.
    """

    def do(name: str, code: str, **modules: str) -> dict[str, str]:
        site = tmp_path / "site"
        information = site / f"{name}-1.0.dist-info"
        information.mkdir(parents=True)
        (information / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        (information / "entry_points.txt").write_text(f"[sdk_core.plugins]\nmain = {name}\n")
        for module, source in {name: code, **modules}.items():
            (site / f"{module}.py").write_text(source, encoding="utf-8")
        return {"PYTHONPATH": str(site)}

    return do


def numbered_text(sentences: int) -> str:
    """Return a text of numbered sentences, about 70 characters each, without paragraphs."""
    return " ".join(
        f"Fact {number:04} says that station {number:04} recorded {number * 7 % 997} millimetres."
        for number in range(sentences)
    )


SHORT = "The Rhône rises at 2 209 m. It flows into the Mediterranean. " * 4
"""A document that fits into one call."""
