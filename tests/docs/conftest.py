"""What the pages need to run: a model to ask, a program to run, artefacts to begin from."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli import model as good_model
from tests.conftest import PROGRAM
from tests.docs.pages import ROOT
from tests.docs.session import Session, path_with
from tests.prefork.starting import ADDRESS, forking_process, write_programs
from tests.server.batches import BatchServer
from tests.server.openai_server import Received
from tests.server.replies import Reply, completion

EXAMPLES = ROOT / "examples"
SERVED = ("test-model", "meta-llama/Llama-3.3-70B-Instruct")
PIP = ROOT / "tests" / "docs" / "pip.py"
DROPPED = (
    "SDK_",
    "API_ENDPOINT_KEY",
    "VLLM_",
    "OPENAI_",
    "PYTHON",
    "HTTP",
    "http",
    "ALL_",
    "PYTEST",
)


FORM = re.compile(r"\[\s*(\{.+?\})", re.DOTALL)
COUNT = re.compile(r"\b\d+\b")


def reply(request: Received) -> Reply | None:
    """Answer as a model would that is good at what it is asked for.

    A prompt that is not built in gets as many objects as the first number in it says, with the keys
    of the object that it shows; one that shows none gets the server's own answer.
    """
    prompt = "\n".join(str(message["content"]) for message in request.body["messages"])
    try:
        return good_model.reply(request)
    except (AssertionError, ValueError):
        form = FORM.search(prompt)
    try:
        keys = json.loads(form[1]) if form else {}
    except ValueError:
        return None
    count = COUNT.search(request.prompt)
    items = [
        {key: f"{key} {number}" for key in keys} for number in range(int(count[0]) if count else 1)
    ]
    return completion(json.dumps(items), request.body) if keys else None


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Yield the address of a model server."""
    with BatchServer(reply, models=SERVED) as server:
        yield server.url


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a folder with the programs that pages use, and the address of what runs them."""
    place = tmp_path_factory.mktemp("programs")
    write_programs(place / "bin", ("synthetic-data-kit", "python", "pytest"))
    write_programs(place / "bin", ("pip",), PIP)
    return place / "bin", forking_process(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def surroundings(programs: tuple[Path, str], endpoint: str) -> dict[str, str]:
    """Return the environment in which pages run."""
    folder, address = programs
    kept = {k: v for k, v in os.environ.items() if not k.startswith(DROPPED)}
    environment = {
        **kept,
        "PATH": path_with(folder),
        ADDRESS: address,
        "API_ENDPOINT_KEY": "key",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    for name in ("VLLM", "API_ENDPOINT"):
        environment[f"SDK_{name}__API_BASE"] = endpoint
        environment[f"SDK_{name}__BATCH_SETTLE"] = "0.1"
        environment[f"SDK_{name}__BATCH_POLL"] = "0.1"
    return environment


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]) -> Path:
    """Return a folder with the example documents and what the four steps make of the report."""
    folder = tmp_path_factory.mktemp("artefacts")
    (folder / "docs").mkdir()
    shutil.copy(EXAMPLES / "documents" / "report.pdf", folder / "docs" / "report.pdf")
    (folder / "documents").mkdir()
    for name in ("article.html", "handbook.docx", "notes.txt"):
        shutil.copy(EXAMPLES / "documents" / name, folder / "documents" / name)
    for name in ("notes.txt", "document.txt"):
        shutil.copy(EXAMPLES / "documents" / "notes.txt", folder / name)
    shutil.copy(EXAMPLES / "documents" / "slides.pptx", folder / "slides.pptx")
    done = subprocess.run(
        ["synthetic-data-kit", "run", "docs/report.pdf"],
        cwd=folder,
        env={**surroundings, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "data" / "final")
    return folder


@pytest.fixture
def begin(
    tmp_path: Path, artefacts: Path, surroundings: dict[str, str]
) -> Callable[[Path], Session]:
    """Return a function that begins a page in a folder of its own."""

    def do(page: Path, *, installed: bool = False) -> Session:
        folder = Path(shutil.copytree(artefacts, tmp_path / "work", symlinks=True))
        (folder / "examples").symlink_to(EXAMPLES)
        state, site = tmp_path / "state", tmp_path / "site"
        state.mkdir()
        site.mkdir()
        environment = {
            **surroundings,
            "HOME": str(tmp_path / "home"),
            "PYTHONPATH": str(site),
            "SDK_TEST_SITE": str(site),
            "SDK_TEST_STATE": str(state),
        }
        if installed:
            environment["PATH"] = f"{PROGRAM.parent}{os.pathsep}{environment['PATH']}"
            # The interpreter's folder has a real pip, which must not touch it.
            own = tmp_path / "bin"
            write_programs(own, ("pip",), PIP)
            environment["PATH"] = f"{own}{os.pathsep}{environment['PATH']}"
        return Session(page, folder, environment)

    return do
