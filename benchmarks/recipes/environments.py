"""One virtual environment a trainer, since no two of them agree on their libraries."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class BuildFailed(Exception):
    """An environment could not be made; holds the last lines that pip said."""


def make_environment(name: str, root: Path) -> Path:
    """Return the folder of an environment, made when it is missing or other packages are wanted.

    Args:
        name: A section of ``environments.toml``.
        root: Folder of all environments.

    Raises:
        BuildFailed: It could not be made.
    """
    described: dict[str, Any] = _environments()[name]
    folder = root / name
    built = folder / "built.json"
    if built.exists() and json.loads(built.read_text(encoding="utf-8")) == described:
        return folder
    _run(sys.executable, "-m", "venv", str(folder))
    install = (str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--no-compile")
    _run(*install, *described["packages"])
    if "alone" in described:
        _run(*install, "--no-deps", *described["alone"])
    (site,) = folder.glob("lib/python3*/site-packages")
    for module in described.get("empty_modules", ()):
        (site / f"{module}.py").touch()
    built.write_text(json.dumps(described), encoding="utf-8")
    return folder


def _environments() -> dict[str, Any]:
    return tomllib.loads((HERE / "environments.toml").read_text(encoding="utf-8"))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed("\n".join(done.stderr.strip().splitlines()[-5:]))
