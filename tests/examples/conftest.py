"""An environment of its own with the built packages in it, and the program that lives there."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sdk_core.testing.program import Finished, run_command
from tests.examples.ollama_server import OllamaServer
from tests.prefork.starting import ADDRESS
from tests.scaffold.conftest import build_wheel

ROOT = Path(__file__).parents[2]
PACKAGES = ("sdk-fb2", "sdk-sharegpt", "sdk-ollama", "sdk-glossary", "acme-prompts")


@dataclass(frozen=True)
class Installation:
    """Where the example packages are installed.

    Args:
        programs: Its programs by name.
        variables: Variables that they need.
        site: The folder with the packages.
        wheels: The built packages by the name of their distribution.
    """

    programs: dict[str, Path]
    variables: dict[str, str]
    site: Path
    wheels: dict[str, Path]

    def install(self, name: str) -> None:
        """Put a package of pure Python where an installer would."""
        with zipfile.ZipFile(self.wheels[name]) as wheel:
            wheel.extractall(self.site)

    def uninstall(self, name: str) -> None:
        """Remove a package."""
        with zipfile.ZipFile(self.wheels[name]) as wheel:
            for member in wheel.namelist():
                (self.site / member).unlink()


@pytest.fixture(scope="session")
def beside_the_checkout(
    tmp_path_factory: pytest.TempPathFactory, prefork: tuple[Path, str]
) -> Installation:
    """Return the example packages of wheels in a folder, and the program that the checkout has."""
    folder = tmp_path_factory.mktemp("packages")
    wheels = {name: build_wheel(ROOT / "examples" / name, folder / name) for name in PACKAGES}
    program, address = prefork
    site = folder / "site"
    installed = Installation(
        programs={program.name: program, "python": Path(sys.executable)},
        variables={"PYTHONPATH": str(site), ADDRESS: address},
        site=site,
        wheels=wheels,
    )
    for name in wheels:
        installed.install(name)
    return installed


@pytest.fixture(scope="session")
def of_wheels_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Yield an environment with the project and the example packages, and nothing else."""
    folder = tmp_path_factory.mktemp("packages")
    wheels = {name: _build(ROOT / "examples" / name, folder / "wheels" / name) for name in PACKAGES}
    project = _build(ROOT, folder / "wheels" / "project")
    venv.create(folder / "env", symlinks=os.name != "nt")
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    _install(scripts / "python", project, *wheels.values())
    yield Installation(
        programs={name: scripts / name for name in ("synthetic-data-kit", "python")},
        variables={},
        site=Path(sysconfig.get_path("purelib", vars={"base": str(folder / "env")})),
        wheels=wheels,
    )
    shutil.rmtree(folder, ignore_errors=True)  # it holds half a gigabyte


@pytest.fixture(
    params=["beside_the_checkout", pytest.param("of_wheels_alone", marks=pytest.mark.soak)]
)
def installation(request: pytest.FixtureRequest) -> Installation:
    """Return an installation; ``make soak`` uses one as a user would have it."""
    found: Installation = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def without_fb2(installation: Installation) -> Iterator[None]:
    """Take the parser's package away for the time of one test."""
    installation.uninstall("sdk-fb2")
    yield
    installation.install("sdk-fb2")


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
        variables = {**environment, **installation.variables}
        return run_command([installation.programs[program], *arguments], work, variables)

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


def _install(python: Path, *wheels: Path) -> None:
    packages = list(map(str, wheels))
    if uv := shutil.which("uv"):
        _run([uv, "pip", "install", "--quiet", "--python", str(python), *packages])
    else:
        pip = [sys.executable, "-m", "pip", "--python", str(python)]
        _run([*pip, "install", "--quiet", "--no-compile", *packages])


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
