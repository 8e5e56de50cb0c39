"""The last lines of a command: what was made, what was lost, and the command that goes on."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sdk_core.cli import console
from sdk_core.cli.console import PROGRAM
from sdk_core.cli.state import State
from sdk_core.documents import losses
from sdk_core.errors import ExitCode
from sdk_core.reports import StageReport
from sdk_core.web.addresses import without_login

NEXT = {"ingest": "create", "create": "curate", "curate": "save-as"}
"""The stage that reads what another has written."""

MADE = {
    "ingest": ("page or section read", "pages and sections read"),
    "create": ("example made", "examples made"),
    "curate": ("record kept", "records kept"),
    "save-as": ("record written", "records written"),
}

FILTERED = {"curate": "rejected by judges"}
"""What becomes of things that a stage leaves out as it was told to."""

LOST = {"left_out": "left out by rule", "failed": "failed", "pending": "not come to"}
"""What becomes of other things that do not come out, as people say it."""

LIMITS = ("max_cost", "max_tokens", "deadline")
"""Parameters with which the same command stops again where it stopped."""

ASKING = {"provider": "--provider", "model": "-m", "api_base": "--api-base"}
"""Parameters of a command, and flags, that name the model for the next command as well."""


def command_line(words: Sequence[str]) -> str:
    """Return a command that can be copied into a shell; logins in URLs are left out."""
    return shlex.join([PROGRAM, *map(without_login, words)])


def close(state: State, reports: Sequence[StageReport], flags: Mapping[str, Any]) -> None:
    """Print the last lines, on stderr.

    Args:
        state: The global options.
        reports: Those of the stages, in order.
        flags: The command's flags.
    """
    for report in reports:
        balance, made = report.balance, report.balance["made"]
        left_out = losses.add(item.left_out for item in report.items)
        if report.stage == "curate" and left_out:
            balance["left_out"] = sum(counted["parts"] for counted in left_out.values())
            balance["filtered"] -= balance["left_out"]
        fates = {"filtered": FILTERED.get(report.stage, "left out by rule"), **LOST}
        lost = [f"{balance[fate]:,} {said}" for fate, said in fates.items() if balance.get(fate)]
        if left_out and report.stage != "curate":
            lost.append("parts of documents left out, as said above")
        console.note(
            f"{report.stage}: {made:,} {MADE[report.stage][made != 1]}; "
            f"{', '.join(lost) or 'nothing was lost'}"
        )
    if (words := _next(state, reports[-1], flags)) is not None:
        console.note(f"next: {command_line(words)}")


def _next(state: State, last: StageReport, flags: Mapping[str, Any]) -> list[str] | None:
    """Return the words of the command that goes on, ``None`` when there is none."""
    if last.stopped in (ExitCode.BACKEND, ExitCode.INTERRUPTED, ExitCode.TERMINATED):
        if any(flags.get(name) for name in LIMITS):
            return None
        return list(state.arguments)  # what is recorded is not asked for again
    if last.stage not in NEXT or not last.outputs:
        return None
    if flags.get("pilot"):
        return _without_pilot(state.arguments)
    words = ["-c", state.config] if state.config else []
    words += [NEXT[last.stage], _common(last.outputs)]
    words += ["-r"] if len({path.parent for path in last.outputs}) > 1 else []
    if last.stage == "create":
        words += [
            w for name, flag in ASKING.items() if flags.get(name) for w in (flag, flags[name])
        ]
    return words


def _common(outputs: Sequence[Path]) -> str:
    """Return the one output, or the folder of all."""
    return str(outputs[0]) if len(outputs) == 1 else os.path.commonpath(outputs) or os.curdir


def _without_pilot(words: Sequence[str]) -> list[str]:
    flag = "--pilot"
    return [
        word
        for before, word in zip(["", *words], words, strict=False)
        if flag not in (before, word) and not word.startswith(f"{flag}=")
    ]
