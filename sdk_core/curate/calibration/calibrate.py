"""Has judges look at controls, and measures them by what they say."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sdk_core.artifacts.atomic import replace_bytes
from sdk_core.artifacts.example_files import write_examples
from sdk_core.curate import stage
from sdk_core.curate.calibration.controls import GOOD, Control, controls
from sdk_core.curate.calibration.measures import JudgeFigures, Scored, as_rating, measure
from sdk_core.errors import UsageError
from sdk_core.model import Example, ExampleSet
from sdk_core.reports import StageReport
from sdk_core.runs.chosen_judges import NamedJudge, judges_of
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.inputs import Plan, Planned
from sdk_core.runs.session import Session

SUFFIX = "_calibration.json"

_NUMBER = "calibration_control"
"""Field that numbers a control, so that it is found again among what was judged."""

_BACKWARDS = "backwards"
_SEED = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far the judges of a run may be believed.

    Args:
        figures: Figures of each judge.
        threshold: Rating from which records are kept.
        precision: The wanted share of good records among these.
        planted: How many controls there were of each kind.
        report: What the judging took.
        path: The file that holds the figures.
    """

    figures: Sequence[JudgeFigures]
    threshold: float
    precision: float
    planted: Mapping[str, int]
    report: StageReport
    path: Path

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "threshold": self.threshold,
            "precision": self.precision,
            "planted": dict(self.planted),
            "judges": [each.to_dict() for each in self.figures],
            "calls": self.report.calls,
            "usage": self.report.usage.to_dict(),
            "plugins": self.report.plugins,
        }


def calibrate(
    session: Session, plan: Plan, output: str | None, *, precision: float, of_each: int
) -> Calibration:
    """Plant faults in the records of files, and see what the judges of the run make of them.

    Args:
        session: The command's surroundings.
        plan: The files, whose records are taken for good ones.
        output: As for ``curate``; the figures lie beside it.
        precision: The wanted share of good records among the kept ones.
        of_each: Controls of each kind.

    Raises:
        UsageError: No judge can be calibrated, or no record has an answer.
    """
    named = [each for each in judges_of(session) if not each.entry.spec.surveys]
    if not named:
        raise UsageError("judges that compare records with one another cannot be calibrated")
    reader = ExampleReader(session)
    found = [e for each in plan.items for e in reader.read(each.path).examples.examples]
    planted = list(controls(found, of_each=of_each, rng=random.Random(_SEED)))
    if len(planted) < 2:
        raise UsageError(
            f"{plan.root} has no records with an answer to plant faults in",
            hint="controls are made of questions with answers, or of conversations",
        )
    folder = stage.output_path(session, plan, plan.items[0], output).parent
    with TemporaryDirectory() as place:
        report, judged = _judge(session, planted, named, Path(place), folder)
    figures = [
        _figures(session, each, planted, judged, precision)
        for each in (entry.entry.spec.name for entry in named)
    ]
    name = plan.items[0].name if len(plan.items) == 1 else folder.name
    counts: dict[str, int] = {}
    for control in planted:
        counts[control.kind] = counts.get(control.kind, 0) + 1
    result = Calibration(
        figures, session.config.curate.threshold, precision, counts, report,
        folder / f"{name}{SUFFIX}",
    )  # fmt: skip
    if judged:
        text = json.dumps(result.to_dict(), ensure_ascii=False, indent=2)
        replace_bytes(result.path, f"{text}\n".encode())
    return result


Judged = dict[str, dict[int, Example]]
"""The controls with their judgements, by the order in which they were shown and their number."""


def _judge(
    session: Session,
    planted: Sequence[Control],
    named: Sequence[NamedJudge],
    place: Path,
    record: Path,
) -> tuple[StageReport, Judged]:
    """Show the controls to the judges, and those that are good once more in the opposite order."""
    good = [number for number, control in enumerate(planted) if control.kind == GOOD]
    shown = {"forwards": list(range(len(planted))), _BACKWARDS: good[::-1]}
    items = []
    for name, numbers in shown.items():
        examples = [_numbered(planted[number].example, number) for number in numbers]
        path = place / f"{name}.json"
        write_examples(path, ExampleSet(kind=examples[0].declared, examples=tuple(examples)))
        items.append(Planned(label=name, path=path, folder=Path(), name=name))
    plan = Plan(root=str(place), items=items, directory=True)
    out = place / "judged"
    report = stage.run(session, plan, str(out), record=record, judges=named, threshold=0.0)
    reader, judged = ExampleReader(session), {}
    for item in items:
        path = stage.output_path(session, plan, item, str(out))
        if path.is_file():
            found = reader.read(path).examples.examples
            judged[item.name] = {int(str(e.fields[_NUMBER])): e for e in found}
    return report, judged


def _numbered(example: Example, number: int) -> Example:
    fields = {**example.fields, _NUMBER: str(number)}
    return replace(example, fields=fields, judgements=())


def _figures(
    session: Session, judge: str, planted: Sequence[Control], judged: Judged, precision: float
) -> JudgeFigures:
    size = session.config.curate.batch_size
    again = _ratings(judge, judged.get(_BACKWARDS, {}))
    scored = [
        Scored(
            kind=planted[number].kind,
            rating=rating,
            length=len(str(planted[number].example.to_messages()[-1].content)),
            position=number % size,
            again=again.get(number),
        )
        for number, rating in _ratings(judge, judged.get("forwards", {})).items()
    ]
    return measure(
        judge,
        scored,
        len(planted),
        threshold=session.config.curate.threshold,
        precision=precision,
    )


def _ratings(judge: str, judged: Mapping[int, Example]) -> dict[int, float]:
    return {
        number: rating
        for number, example in judged.items()
        for judgement in example.judgements
        if judgement.judge == judge and (rating := as_rating(judgement)) is not None
    }
