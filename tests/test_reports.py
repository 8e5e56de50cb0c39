"""A stage ends in the code that its inputs earn, and reports itself as plain JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sdk_core.errors import ExitCode
from sdk_core.model import Failure, Usage
from sdk_core.reports import SEVERITY, ItemReport, StageReport, worst


def _report(*codes: ExitCode) -> StageReport:
    items = [ItemReport(input=str(n), exit_code=code) for n, code in enumerate(codes)]
    return StageReport(stage="create", items=items)


def test_every_exit_code_has_a_severity() -> None:
    assert sorted(SEVERITY) == sorted(ExitCode)


def test_the_worst_code_follows_the_order_of_the_contract() -> None:
    order = [6, 5, 1, 2, 4, 3, 0]
    for place, code in enumerate(order):
        assert worst(ExitCode(c) for c in order[place:]) == code
    assert worst([]) is ExitCode.OK
    assert worst([ExitCode.STORAGE, ExitCode.INTERRUPTED]) is ExitCode.INTERRUPTED


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), ExitCode.OK),
        ((ExitCode.OK, ExitCode.OK), ExitCode.OK),
        ((ExitCode.NOTHING,), ExitCode.NOTHING),
        ((ExitCode.NOTHING, ExitCode.NOTHING), ExitCode.NOTHING),
        ((ExitCode.OK, ExitCode.NOTHING), ExitCode.PARTIAL),
        ((ExitCode.PARTIAL, ExitCode.NOTHING), ExitCode.PARTIAL),
        ((ExitCode.OK, ExitCode.STORAGE), ExitCode.STORAGE),
        ((ExitCode.OK, ExitCode.NOTHING, ExitCode.BACKEND), ExitCode.BACKEND),
    ],
)
def test_a_run_ends_in_what_its_inputs_earn(
    codes: tuple[ExitCode, ...], expected: ExitCode
) -> None:
    assert _report(*codes).exit_code is expected


def test_what_stopped_the_run_wins() -> None:
    report = _report(ExitCode.OK)
    report.stopped = ExitCode.TERMINATED
    assert report.exit_code is ExitCode.TERMINATED


def test_a_report_is_plain_json() -> None:
    report = _report(ExitCode.PARTIAL)
    report.items[0].outputs.append(Path("data/a.json"))
    report.items[0].made = 3
    report.failures.append(
        Failure(item="a", stage="create", component="qa", error="lost", retryable=True)
    )
    report.usage += Usage(prompt_tokens=5)
    told = json.loads(json.dumps(report.to_dict()))
    assert (told["exit_code"], told["made"], told["outputs"]) == (3, 3, ["data/a.json"])
    assert told["failures"][0]["retryable"] is True
    assert told["usage"] == {"prompt_tokens": 5, "completion_tokens": 0}
