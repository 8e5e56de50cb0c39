"""The record of a run: what was planned, what failed and how it ended, beside its answers.

Each run that asks a model has a folder ``<output>/.sdk/runs/<id>/`` with ``plan.json``,
``report.json``, ``failures.jsonl`` and ``log.txt``. Secrets never get into it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sdk_core.artifacts import json_files
from sdk_core.artifacts.atomic import replace_bytes
from sdk_core.artifacts.staging import sweep
from sdk_core.config.layers import flatten, mask
from sdk_core.errors import StorageError, UsageError
from sdk_core.llm.journal import lock_folder
from sdk_core.naming import without_credentials
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs.session import Progress, ProgressCounters, Session

FOLDER = ".sdk"
"""Folder in an output directory that holds the answers and the records of runs."""

VERSION = 1
"""Layout of a run's record, which stands in its ``plan.json``; records without one are of 1."""


class RunRecord:
    """The folder of one run.

    Args:
        output: The output directory.
        session: The command's surroundings.
        report: The stage's report; its name and settings are taken at once.
        inputs: The inputs, as people read them.
    """

    def __init__(
        self, output: Path, session: Session, report: StageReport, inputs: Iterable[str]
    ) -> None:
        for folder in (output, *(output / FOLDER / "runs").glob("*")):
            sweep(folder)
        started = datetime.now(UTC)
        self.folder = output / FOLDER / "runs" / f"{started:%Y%m%d-%H%M%S-%f}-{report.stage}"
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
        values = {**session.config.model_dump(), **session.config.sections}
        plan = {
            "version": VERSION,
            "stage": report.stage,
            "settings": report.settings,
            "started": started.isoformat(timespec="seconds"),
            "directory": os.getcwd(),
            "arguments": [_without_credentials(word) for word in session.arguments],
            "inputs": list(inputs),
            "config": {
                ".".join(path): _without_credentials(mask(path, value))
                for path, value in flatten(values)
            },
            "plugins": session.plugins(),
        }
        self._plan = plan
        self._write("plan.json", plan)
        self._log = (self.folder / "log.txt").open("a", encoding="utf-8", errors="replace")

    def log(self, line: str) -> None:
        """Add a line to the log, with the time."""
        self._log.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")
        self._log.flush()

    def finish(self, report: StageReport) -> None:
        """Write the outcome.

        Raises:
            StorageError: The disk is full or fails.
        """
        if not (self.folder / "plan.json").exists():  # removed in mid-run
            self._write("plan.json", self._plan)
        lines = [json.dumps(asdict(f), ensure_ascii=True) for f in report.failures]
        data = "".join(f"{line}\n" for line in lines).encode()
        replace_bytes(self.folder / "failures.jsonl", data)
        self._write("report.json", report.to_dict())
        self.log(f"ended with exit code {int(report.exit_code)}")
        self._log.close()

    def _write(self, name: str, content: Any) -> None:
        replace_bytes(self.folder / name, json_files.encode_json(content))


class LoggedProgress(Progress):
    """A `Progress` that writes into the run's log what it passes on."""

    def __init__(self, progress: Progress, record: RunRecord) -> None:
        self._progress = progress
        self._record = record

    def start(self, stage: str, counters: ProgressCounters) -> None:
        """Pass it on."""
        self._progress.start(stage, counters)

    def note(self, message: str) -> None:
        """Log and pass it on."""
        self._record.log(message)
        self._progress.note(message)

    def finished(self, item: ItemReport) -> None:
        """Log and pass it on."""
        self._record.log(f"{item.input}: {item.note or 'done'}")
        self._progress.finished(item)

    def stop(self) -> None:
        """Pass it on."""
        self._progress.stop()


def _without_credentials(value: Any) -> Any:
    """Return a URL without the user name and password in it; anything else as it is."""
    return without_credentials(value) if isinstance(value, str) else value


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
    def is_newer(self) -> bool:
        """Whether a newer version of the program recorded it, in a layout unknown here."""
        version = self.plan.get("version", VERSION)
        return not isinstance(version, int) or version > VERSION

    @property
    def state(self) -> str:
        """How it ended, in a word or two."""
        if self.is_newer:
            return "of a newer version"
        if not self.report:
            return "killed or under way"
        code = self.report.get("exit_code", 1)
        words = {0: "complete", 3: "partial", 4: "nothing", 130: "interrupted", 143: "terminated"}
        return words.get(code, f"failed ({code})")


def find_runs(outputs: list[Path]) -> list[PastRun]:
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
        UsageError: There is none, there are several, or it is of a newer version.
    """
    matching = [run for run in runs if run.id.startswith(name)] if name else runs[-1:]
    if len(matching) == 1:
        if matching[0].is_newer:
            raise UsageError(
                f"the run {matching[0].id} was recorded by a newer version of this program",
                hint="update synthetic-data-kit",
            )
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
