"""Commands, health checks and observers that break one rule each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sdk_core.api import CommandSpec, HealthCheck, StageInfo, hookimpl

if TYPE_CHECKING:
    from sdk_core.reports import StageReport

_COMMANDS = "broken_extras.commands"


@hookimpl
def sdk_commands() -> Iterator[CommandSpec]:
    """Give the commands."""
    yield CommandSpec(name="create", target=f"{_COMMANDS}:fine", summary="Broken")
    yield CommandSpec(name="function", target=f"{_COMMANDS}:no_command", summary="Broken")
    yield CommandSpec(name="unexplained", target=f"{_COMMANDS}:unexplained", summary="Broken")
    yield CommandSpec(name="absent", target=f"{_COMMANDS}:absent", summary="Broken")
    yield CommandSpec(name="eager", target=f"{_COMMANDS}:eager", summary="Broken")
    yield CommandSpec(name="half", target=f"{_COMMANDS}:half", summary="Broken")
    yield CommandSpec(name="exiting", target="broken_extras.exiting:command", summary="Broken")


@hookimpl
def sdk_health_checks() -> Iterator[HealthCheck]:
    """Give the checks."""
    yield HealthCheck(name="speechless", run=lambda: None)  # type: ignore[arg-type, return-value]
    yield HealthCheck(name="well", run=str)
    yield HealthCheck(name="failing", run=lambda: str(1 / 0))
    yield HealthCheck(name="leaving", run=lambda: sys.exit(1))
    yield HealthCheck(name="printing", run=lambda: print("well") or "")  # type: ignore[func-returns-value]  # noqa: T201
    yield HealthCheck(name="truthful", run=lambda: True)  # type: ignore[arg-type, return-value]


@hookimpl
def sdk_stage_started(stage: StageInfo) -> None:
    """Look at what the stage has not got."""
    stage.title  # type: ignore[attr-defined]  # noqa: B018


@hookimpl
def sdk_stage_finished(stage: StageInfo, report: StageReport) -> None:
    """Look at what there is."""
    assert report.made >= 0
    assert stage.name
    report.items.clear()


@hookimpl
def sdk_secret(name: str, backend: str) -> Any:
    """Give a key that is no text."""
    return b"key"
