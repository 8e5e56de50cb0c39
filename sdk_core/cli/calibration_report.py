"""``curate --calibrate``: how far judges may be believed, on the screen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import console, reporting

if TYPE_CHECKING:
    from sdk_core.curate.calibration.calibrate import Calibration
    from sdk_core.curate.calibration.measures import JudgeFigures
    from sdk_core.curate.calibration.statistics import Estimate
    from sdk_core.kit.steps import CurateStep
    from sdk_core.runs.session import Session


def perform(
    ctx: click.Context, session: Session, step: CurateStep, flags: Mapping[str, Any]
) -> None:
    """Calibrate the judges of a command, print what comes of it, and end with its exit code."""
    from sdk_core.curate.calibration.calibrate import calibrate

    found = calibrate(
        session, step.plan, step.output, precision=flags["precision"], of_each=flags["controls"]
    )
    if flags["as_json"]:
        console.json_result(found.to_dict())
    else:
        _print(found)
    reporting.print_failures(found.report, flags["verbose"])
    ctx.exit(found.report.exit_code)


def _print(found: Calibration) -> None:
    planted = ", ".join(f"{count} {kind}" for kind, count in found.planted.items())
    console.result(f"controls: {planted}")
    for figures in found.figures:
        console.result("")
        _print_judge(figures, found)
    console.result("")
    console.result("planted faults are easier to find than natural ones: labels of people say more")
    console.result(f"Calibration saved to {found.path}")


def _print_judge(figures: JudgeFigures, found: Calibration) -> None:
    judged, total = figures.judged
    console.result(f"{figures.judge}: judged {judged} of {total} controls")
    if not judged:
        return
    console.result(f"  {'fault':22}{'found':>18}{'precision':>18}{'AUC':>18}")
    for kind, each in figures.kinds.items():
        cells = (_percent(each.recall), _percent(each.precision), _number(each.auc))
        console.result(f"  {kind:22}" + "".join(f"{cell:>18}" for cell in cells))
    console.result(
        f"  good ones kept at {found.threshold:g}: {_percent(figures.kept_good)} "
        f"of {figures.kept_good.count}"
    )
    console.result(
        f"  bias: {_number(figures.length)} for twice the length, {_number(figures.position)} from "
        f"place to place in a batch, {_number(figures.order)} when the order is turned around"
    )
    console.result(f"  {_threshold(figures, found.precision)}")
    for note in figures.notes:
        console.result(f"  {note}")


def _threshold(figures: JudgeFigures, precision: float) -> str:
    best = figures.threshold
    wanted = f"{precision:.0%} good ones"
    if best.threshold is not None:
        return (
            f"--threshold {best.threshold:g} is the loosest that keeps at least {wanted}: "
            f"{best.precision:.1%} of {best.kept} kept controls, {best.bound:.1%} or more for sure"
        )
    if best.more is not None:
        return (
            f"no threshold keeps {wanted} for sure: it takes about {best.more} more controls or "
            "labels (--controls)"
        )
    return f"no threshold keeps {wanted}, and more controls would not change that"


def _percent(estimate: Estimate) -> str:
    if math.isnan(estimate.value):
        return "–"
    return f"{estimate.value:.0%} ({estimate.low:.0%}–{estimate.high:.0%})"


def _number(estimate: Estimate) -> str:
    if math.isnan(estimate.value):
        return "–"
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"
