"""A fresh environment with a package of every kind in it, as `plugins new` writes them."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from sdk_core.scaffold.package_kinds import KINDS
from sdk_core.testing.program import Finished, run_command
from tests.prefork.starting import ADDRESS, start, write_programs

ROOT = Path(__file__).parents[2]
NAMES = {kind: f"acme-{kind}-trial" for kind in KINDS}
"""Kind to the package of that kind; its component is called the same without any prefix."""

_GENERATE = """
import sys
from sdk_core.cli.main import run
for argument in sys.argv[1:]:
    kind, name = argument.split("=")
    code = run(["plugins", "new", name, "--kind", kind])
    if code:
        sys.exit(code)
"""


def build_wheel(source: Path, target: Path) -> Path:
    """Build the wheel of a project into a folder and return it."""
    target.mkdir(parents=True, exist_ok=True)
    (wheel,) = WheelBuilder(str(source)).build(directory=str(target), versions=["standard"])
    return Path(wheel)


@dataclass(frozen=True)
class Workshop:
    """A virtual environment that has what the tests' own has, and none of the checkout's sources.

    Args:
        folder: Where it is.
        packages: The folders of the packages, by kind.
        said: What `plugins new` printed.
        address: Where the process is asked that has loaded what the environment has.
    """

    folder: Path
    packages: dict[str, Path]
    said: str
    address: Path

    @property
    def scripts(self) -> Path:
        """Folder of its programs, or of what stands in for them and starts at once."""
        return self.folder / ("env/bin" if os.environ.get("SDK_TEST_INSTALLED") else "bin")


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """Yield the environment, with the project and a package of each kind installed from wheels."""
    folder = tmp_path_factory.mktemp("scaffold")
    venv.create(folder / "env", symlinks=True, with_pip=False)
    libraries = sysconfig.get_path("purelib", vars={"base": str(folder / "env")})
    shared = sysconfig.get_path("purelib")
    Path(libraries, "shared.pth").write_text(f"{shared}\n", encoding="utf-8")
    _install(folder / "env", build_wheel(ROOT, folder / "wheels"))
    made = folder / "packages"
    made.mkdir()
    wanted = [f"{kind}={name}" for kind, name in NAMES.items()]
    said = _run([folder / "env" / "bin" / "python", "-c", _GENERATE, *wanted], made)
    packages = {kind: made / name for kind, name in NAMES.items()}
    _install(folder / "env", *(build_wheel(path, folder / "wheels") for path in packages.values()))
    write_programs(folder / "bin", ("synthetic-data-kit", "python"))
    address = folder / "socket"
    with start(address, os.getpid(), folder / "env" / "bin" / "python") as process:
        yield Workshop(folder, packages, said, address)
        process.terminate()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return the empty folder in which `program` runs."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def program(workshop: Workshop, environment: dict[str, str], work: Path) -> Callable[..., Finished]:
    """Return a function that runs a program of the environment, the console script by default."""

    def run(*arguments: str | Path, name: str = "synthetic-data-kit") -> Finished:
        variables = {**environment, ADDRESS: str(workshop.address)}
        return run_command([workshop.scripts / name, *arguments], work, variables)

    return run


def _install(environment: Path, *wheels: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python")]
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    _run([*pip, "install", *options, *wheels], environment)


def _run(command: list[str | Path], folder: Path) -> str:
    done = run_command(command, folder, os.environ)
    assert done.code == 0, f"{command}\n{done.out}\n{done.err}"
    return done.out
