"""An environment of its own with the built packages in it, and the program that lives there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Finished, run_program
from tests.packages.ollama_server import OllamaServer

ROOT = Path(__file__).parents[2]
PACKAGES = ("sdk-fb2", "sdk-sharegpt", "sdk-ollama", "acme-prompts")


@dataclass(frozen=True)
class Installation:
    """A virtual environment without the sources of this checkout.

    Args:
        folder: Where it is.
        wheels: The built packages by the name of their distribution.
    """

    folder: Path
    wheels: dict[str, Path]

    @property
    def scripts(self) -> Path:
        """Folder of its programs."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    def install(self, *wheels: Path) -> None:
        """Install packages with what they need; modules are compiled when they are first used."""
        late = [] if shutil.which("uv") else ["--no-compile"]
        self._pip("install", "--quiet", *late, *map(str, wheels))

    def uninstall(self, name: str) -> None:
        """Remove a package."""
        assume_yes = [] if shutil.which("uv") else ["--yes"]
        self._pip("uninstall", "--quiet", *assume_yes, name)

    def _pip(self, verb: str, *arguments: str) -> None:
        python = str(self.scripts / "python")
        if uv := shutil.which("uv"):
            _run([uv, "pip", verb, "--python", python, *arguments])
        else:
            _run([sys.executable, "-m", "pip", "--python", python, verb, *arguments])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Yield an environment with the project and the example packages, installed from wheels."""
    folder = tmp_path_factory.mktemp("packages")
    wheels = {name: _build(ROOT / "examples" / name, folder / "wheels" / name) for name in PACKAGES}
    project = _build(ROOT, folder / "wheels" / "project")
    venv.create(folder / "env", symlinks=os.name != "nt")
    installed = Installation(folder / "env", wheels)
    installed.install(project, *wheels.values())
    yield installed
    shutil.rmtree(folder, ignore_errors=True)  # it holds half a gigabyte


@pytest.fixture
def without_fb2(installation: Installation) -> Iterator[None]:
    """Take the parser's package away for the time of one test."""
    installation.uninstall("sdk-fb2")
    yield
    installation.install(installation.wheels["sdk-fb2"])


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return the empty folder in which `packaged` runs."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def packaged(
    installation: Installation, environment: dict[str, str], work: Path
) -> Callable[..., Finished]:
    """Return a function that runs a program of the environment, the console script by default."""

    def run(*arguments: str | Path, program: str = "synthetic-data-kit") -> Finished:
        return run_program(installation.scripts / program, arguments, work, environment)

    return run


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    """Yield a server with default answers; set its ``script`` to change them."""
    with OllamaServer() as server:
        yield server


def _build(source: Path, target: Path) -> Path:
    """Build a wheel; with what is installed here where possible, which saves a download."""
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    _run([sys.executable, "-m", "build", "--wheel", *isolation, "-o", str(target), str(source)])
    return next(target.glob("*.whl"))


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
