"""The installed program, run as a user runs it but without this user's settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTINGS = (
    "SDK_",
    "API_ENDPOINT_KEY",
    "VLLM_",
    "OPENAI_",
    "XDG_CONFIG_HOME",
    "HTTP",
    "http",
    "ALL_",
)
"""Starts of the names of environment variables that would change what the program does."""

_LONGEST_RUN = 600.0
"""Seconds after which a run is ended."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended.

    Args:
        code: Its exit code.
        out: What it printed.
        err: Its messages.
    """

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, read as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Program:
    """The command line program in a folder of its own.

    Args:
        folder: Where it runs.
        environment: Its variables.
        command: How it is started.
    """

    folder: Path
    environment: Mapping[str, str]
    command: Sequence[str | Path]

    @classmethod
    def isolated(cls, folder: Path) -> Program:
        """Return the program with an empty work folder and an empty home in ``folder``."""
        work, home = folder / "work", folder / "home"
        for each in (work, home):
            each.mkdir(parents=True, exist_ok=True)
        return cls(work, isolated_environment(home), installed_command())

    def __call__(self, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Finished:
        """Run the program until it ends.

        Args:
            arguments: Its arguments.
            env: Further variables.

        Raises:
            subprocess.TimeoutExpired: It ran for more than ten minutes.
        """
        return run_command(
            [*self.command, *arguments], self.folder, {**self.environment, **(env or {})}
        )


def run_command(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]
) -> Finished:
    """Run a command in a folder until it ends and return what it printed.

    Raises:
        subprocess.TimeoutExpired: It ran for more than ten minutes.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=_LONGEST_RUN,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


def isolated_environment(home: Path) -> dict[str, str]:
    """Return the variables of this process without the settings of whoever runs the tests."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(SETTINGS)}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "NO_COLOR": "1", "COLUMNS": "100"}


def installed_command() -> list[str]:
    """Return the console script beside this Python, or how to run it as a module."""
    suffix = ".exe" if os.name == "nt" else ""
    script = Path(sys.executable).parent / f"synthetic-data-kit{suffix}"
    return [str(script)] if script.is_file() else [sys.executable, "-m", "sdk_core"]
