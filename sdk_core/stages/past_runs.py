"""Finds the records of earlier runs, and removes them."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_core.errors import StorageError, UsageError
from sdk_core.llm.journal import lock_folder
from sdk_core.stages.record import FOLDER


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that was recorded.

    Args:
        id: Its name: time of its start and stage.
        folder: Where its record lies.
        output: The output directory.
        plan: What was planned.
        report: How it ended; empty when it was killed or is under way.
    """

    id: str
    folder: Path
    output: Path
    plan: dict[str, Any]
    report: dict[str, Any]

    @property
    def arguments(self) -> list[str]:
        """The command line that started it, without the name of the program."""
        return [str(word) for word in self.plan.get("arguments", [])]

    @property
    def directory(self) -> str:
        """The directory in which the command was given."""
        return str(self.plan.get("directory", "."))

    @property
    def state(self) -> str:
        """How it ended, in a word or two."""
        if not self.report:
            return "killed or under way"
        code = self.report.get("exit_code", 1)
        words = {0: "complete", 3: "partial", 4: "nothing", 130: "interrupted", 143: "terminated"}
        return words.get(code, f"failed ({code})")


def find(outputs: list[Path]) -> list[PastRun]:
    """Return the runs into some output directories, oldest first."""
    found = []
    for output in outputs:
        for folder in sorted((output / FOLDER / "runs").glob("*")):
            plan = _read(folder / "plan.json")
            if plan:
                report = _read(folder / "report.json")
                found.append(PastRun(folder.name, folder, output, plan, report))
    return sorted(found, key=lambda run: run.id)


def choose(runs: list[PastRun], name: str | None) -> PastRun:
    """Return the run whose id starts with a name, the last one for ``None``.

    Raises:
        UsageError: There is none, or there are several.
    """
    matching = [run for run in runs if run.id.startswith(name)] if name else runs[-1:]
    if len(matching) == 1:
        return matching[0]
    what = f"run {name!r}" if name else "run"
    problem = "there is no" if not matching else "there is more than one"
    raise UsageError(f"{problem} {what}", hint="see synthetic-data-kit runs list")


def purge(output: Path) -> int:
    """Remove the answers and records of an output directory; returns how many bytes are free now.

    Raises:
        StorageError: A run is using it.
    """
    folder = output / FOLDER
    if not folder.is_dir():
        return 0
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    with lock_folder(folder):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise StorageError(f"{folder} cannot be removed: {error.strerror}") from error
    return size


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
