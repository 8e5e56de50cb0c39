"""``validate``: whether files that anybody wrote are what a format's readers want."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sdk_core.artifacts.compressed import inner_suffix
from sdk_core.artifacts.layouts import SAMPLE
from sdk_core.components import Exporter
from sdk_core.errors import DocumentError, ExitCode
from sdk_core.kinds import EXPORTER
from sdk_core.model import Example
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.rows.findings import Findings
from sdk_core.rows.measures import Measurements
from sdk_core.rows.row_rules import RowRules
from sdk_core.rows.set_rules import SetRules
from sdk_core.runs import guard
from sdk_core.runs.inputs import existing
from sdk_core.runs.row_formats import ExporterRows
from sdk_core.runs.session import Session
from sdk_core.specs import ExporterSpec
from sdk_core.validate import readers

_ELSEWHERE = ("data:", "http://", "https://", "s3://", "gs://")
_PICTURES = "images"
_TRUTH = {"True": True, "true": True, "TRUE": True, "False": False, "false": False, "FALSE": False}


@dataclass(slots=True)
class FileReport:
    """What was found in a file or folder.

    Args:
        path: What was looked at.
        format: Name of the format.
        files: Files with rows that were read.
        rows: Their rows.
        findings: What is wrong with them.
        measured: Figures about the rows, as `Measurements.to_dict` has them.
    """

    path: str
    format: str
    files: int = 0
    rows: int = 0
    findings: Findings = field(default_factory=Findings)
    measured: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends."""
        return ExitCode.PARTIAL if self.findings.counts else ExitCode.OK

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-serialisable values."""
        return {
            "path": self.path,
            "format": self.format,
            "exit_code": int(self.exit_code),
            "files": self.files,
            "rows": self.rows,
            "counts": dict(self.findings.counts.most_common()),
            "problems": [asdict(problem) for problem in self.findings.problems],
            "notes": self.findings.notes,
            "measured": self.measured,
        }


def run(session: Session, target: str, format_name: str, measurements: Measurements) -> FileReport:
    """Look at a file or folder of anybody's.

    Args:
        session: The command's surroundings.
        target: The path, as the user gave it.
        format_name: The format that it should have, ``""`` for the one that its keys tell.
        measurements: Is shown each row that is right.

    Raises:
        UsageError: There is no such path, or it is no kind of file that is known.
        UnknownComponent: There is no such format.
        DocumentError: It cannot be read, or its keys tell no format, or several.
    """
    path = existing(target)
    files = readers.files_of(session, path)
    entry = session.registry.get(EXPORTER, format_name or _told(session, files))
    exporter = session.component(entry)
    verdict = FileReport(target, entry.spec.name)
    whole = SetRules(entry.spec)
    for file in files:
        many = Findings() if len(files) > 1 else verdict.findings
        uniform = entry.spec.uniform and (_is_text(file) or _is_csv(file))
        rules = RowRules(many, uniform=uniform, typed=uniform and _is_text(file))
        name = str(file.relative_to(path)) if len(files) > 1 else ""
        look = _Checker(entry, exporter, measurements, many, rules, whole, file, name)
        for place, row in readers.read_rows(session, file, many):
            verdict.rows += 1
            look.see(place, row)
        many.notes += rules.notes()
        if many is not verdict.findings:
            _merge(verdict.findings, many, name)
    _tell_whole(whole, verdict.findings, path.name)
    verdict.files = len(files)
    least = entry.spec.least
    unread = not verdict.rows and verdict.findings.counts
    if verdict.rows < least and not unread:
        held = f"it holds {verdict.rows} rows" if verdict.rows else "it holds no rows"
        wanted = f"; {entry.spec.name} takes {least} or more" if least > 1 else ""
        verdict.findings.add("rows", path.name, f"{held}{wanted}")
    if verdict.rows:
        verdict.measured = measurements.to_dict()
    verdict.findings.notes += measurements.warnings()
    return verdict


def _told(session: Session, files: Sequence[Path]) -> str:
    """Return the format that the keys of the first rows tell."""
    formats = ExporterRows(session)
    for file in files:
        read = (row for _, row in readers.read_rows(session, file, Findings()))
        rows = list(islice((row for row in read if isinstance(row, dict)), SAMPLE))
        if rows and (name := formats.format_of(file, rows)):
            return name
    raise DocumentError(
        f"{files[0]}: its keys tell no format that is known", hint="name the format: --as NAME"
    )


def _tell_whole(whole: SetRules, findings: Findings, name: str) -> None:
    for place, text in whole.repeats():
        findings.add("repeats", place, text)
    if more := whole.uncounted():
        findings.counts["repeats"] += more
    for text in whole.one_sided():
        findings.add("rows", name, text)
    findings.notes += whole.notes()


@dataclass(slots=True)
class _Checker:
    """Looks at the rows of a file, one after the other."""

    entry: Entry[ExporterSpec, Exporter]
    exporter: Exporter
    measurements: Measurements
    findings: Findings
    rules: RowRules
    whole: SetRules
    file: Path
    name: str
    readable: bool = True

    def see(self, place: str, row: object) -> None:
        """Look at a row."""
        if not self.rules.check(place, row) or not isinstance(row, Mapping):
            return
        row = self._labelled(row)
        self.whole.see(f"{self.name}: {place}" if self.name else place, row)
        with guard.component(self.entry):
            problems = returned.problems(self.exporter.check(row))
            if not problems and self.readable:
                self._measure(row)
        for problem in problems:
            self.findings.add("shape", place, problem)
        if self.entry.spec.media:
            self._check_pictures(place, row.get(_PICTURES))

    def _labelled(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return a row of a table of text with its labels as readers take them."""
        if not _is_csv(self.file):
            return row
        names = [name for name in self.entry.spec.labels if row.get(name) in _TRUTH]
        return {**row, **{name: _TRUTH[row[name]] for name in names}}

    def _measure(self, row: Mapping[str, Any]) -> None:
        try:
            self.measurements.see(returned.one(self.exporter.read(row), Example, "read()"))
        except NotImplementedError:
            self.readable = False
        except ValueError:  # it is for the check to tell
            return

    def _check_pictures(self, place: str, names: object) -> None:
        for name in names if isinstance(names, list) else ():
            if not isinstance(name, str) or name.startswith(_ELSEWHERE):
                continue
            with suppress(OSError):  # a name that no file can have
                if (self.file.parent / name).is_file():
                    continue
            self.findings.add("pictures", place, f"its picture {name[:80]} is not there")


def _is_text(file: Path) -> bool:
    """Tell whether types have to be guessed by whoever reads a file."""
    return not file.is_dir() and inner_suffix(file) not in (".parquet", ".lance", ".csv")


def _is_csv(file: Path) -> bool:
    return inner_suffix(file) == ".csv"


def _merge(whole: Findings, part: Findings, name: str) -> None:
    for problem in part.problems:
        place = problem.place if problem.place.endswith(name) else f"{name}: {problem.place}"
        whole.add(problem.kind, place, problem.text)
    whole.counts.update(
        {k: n - sum(p.kind == k for p in part.problems) for k, n in part.counts.items()}
    )
    whole.notes += [note if name in note else f"{name}: {note}" for note in part.notes]
