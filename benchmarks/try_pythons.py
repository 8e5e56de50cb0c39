"""Tries the package on each Python from 3.11 on that is at hand, with newest and oldest libraries.

On a Python that is there, the package is installed twice, and the example documents go through all
four steps. For the others, uv only resolves what would be installed. Needs a package index. Of each
library the oldest version counts that has a wheel for that Python: nothing is compiled.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
RESOLUTIONS = ("highest", "lowest-direct")
BUILT = ("--only-binary", ":all:")
STEPS = (
    ("ingest", str(ROOT / "examples" / "documents")),
    ("create", "data/parsed", "-n", "2", "--provider", "offline"),
    ("curate", "data/generated", "--provider", "offline", "--threshold", "1"),
    ("save-as", "data/curated", "--format", "chatml"),
)


class Failed(Exception):
    """A command did not succeed; holds the end of what it said."""


def run(*command: str | Path, folder: Path) -> str:
    """Run a command and return what it printed.

    Raises:
        Failed: It ended with another code than 0.
    """
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise Failed(
            f"{' '.join(map(str, command[1:3]))} … ended with {done.returncode}: {said[-600:]}"
        )
    return done.stdout


def at_hand(version: str) -> str | None:
    """Return a working interpreter of a version, when there is one."""
    shims = Path.home() / ".pyenv" / "versions"
    found = [str(path) for path in sorted(shims.glob(f"{version}.*/bin/python"))]
    for program in (shutil.which(f"python{version}"), *found):
        try:
            if program and run(program, "-c", "import venv; print(1)", folder=ROOT):
                return program
        except Failed:
            continue
    return None


def smoke(uv: Path, wheel: Path, python: str, resolution: str, folder: Path) -> str:
    """Install the package and take the example documents through it."""
    run(uv, "venv", "-q", "--python", python, "env", folder=folder)
    environment = folder / "env" / "bin"
    wanted = ("--resolution", resolution, "--python", environment / "python", wheel)
    run(uv, "pip", "install", "-q", *BUILT, *wanted, folder=folder)
    for step in STEPS:
        run(environment / "synthetic-data-kit", *step, folder=folder)
    rows = [line for file in folder.glob("data/final/*.jsonl") for line in file.open()]
    return f"installed, {len(rows)} rows"


def resolve(uv: Path, version: str, resolution: str, folder: Path) -> str:
    """Find out what would be installed."""
    wanted = ("--python-version", version, "--resolution", resolution, *BUILT)
    found = run(uv, "pip", "compile", "-q", *wanted, ROOT / "pyproject.toml", folder=folder)
    return f"resolves to {sum('==' in line for line in found.splitlines())} packages"


def main() -> int:
    """Print a line for each Python and resolution; return how many failed."""
    failures = 0
    with tempfile.TemporaryDirectory() as place:
        run(sys.executable, "-m", "venv", "tools", folder=Path(place))
        tools = Path(place) / "tools" / "bin"
        pip = (tools / "python", "-m", "pip")
        run(*pip, "install", "-q", "uv", folder=Path(place))
        run(*pip, "wheel", "-q", "--no-deps", "-w", "dist", ROOT, folder=Path(place))
        [wheel] = Path(place).glob("dist/*.whl")
        for version in VERSIONS:
            python = at_hand(version)
            for resolution in RESOLUTIONS:
                folder = Path(place) / f"{version}-{resolution}"
                folder.mkdir()
                try:
                    said = (
                        smoke(tools / "uv", wheel, python, resolution, folder)
                        if python
                        else resolve(tools / "uv", version, resolution, folder)
                    )
                except Failed as error:
                    failures += 1
                    said = f"FAILED: {error}"
                print(f"{version:5} {resolution:14} {said}", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(bool(main()))
