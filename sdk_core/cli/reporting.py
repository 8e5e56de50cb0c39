"""Prints a stage's report, for people or as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from sdk_core.cli import console
from sdk_core.errors import ExitCode
from sdk_core.reports import ItemReport, StageReport

MAX_LISTED = 20
"""Failures and warnings that are listed without ``-v``."""

OUTCOMES = {
    "ingest": "Text successfully extracted to",
    "create": "Content saved to",
    "curate": "Cleaned content saved to",
    "save-as": "Converted and saved to",
}
"""What each stage says of an output; scripts match these lines."""

Success = Callable[[Path, ItemReport], str]


def print_json(*reports: StageReport) -> None:
    """Print one report as an object, several as ``{"stages": […]}``."""
    content = [report.to_dict() for report in reports]
    whole = content[0] if len(content) == 1 else {"stages": content}
    console.result(json.dumps(whole, ensure_ascii=False, indent=2))


def print_report(
    report: StageReport, success: Success, *, directory: bool, quiet: bool, verbose: bool
) -> None:
    """Print what came of a stage.

    Args:
        report: The report.
        success: Makes the line for one output.
        directory: Whether the input was a directory, so that totals are of use.
        quiet: Print outputs and errors only.
        verbose: List everything rather than the first few.
    """
    for item in report.items:
        for path in item.outputs:
            console.result(success(path, item))
        if item.exit_code is ExitCode.OK and not item.outputs and item.note and not quiet:
            console.note(f"skipped {item.input}: {item.note}")
    if not quiet:
        _list("warning", report.warnings, verbose)
    _print_failures(report, verbose)
    if quiet:
        return
    if directory:
        good = sum(bool(item.outputs) for item in report.items)
        skipped = sum(item.exit_code is ExitCode.OK and not item.outputs for item in report.items)
        bad = len(report.items) - good - skipped
        line = f"{report.stage}: {good} of {len(report.items)} written, {bad} failed"
        console.note(line + (f", {skipped} skipped" if skipped else ""))
    if report.calls:
        used = report.usage.prompt_tokens + report.usage.completion_tokens
        reused = f" ({report.reused} from earlier runs, free)" if report.reused else ""
        console.note(f"{report.calls} model calls{reused}, {used:,} tokens, {report.seconds:.1f} s")


def _print_failures(report: StageReport, verbose: bool) -> None:
    told = set()
    for failure in report.failures[: None if verbose else MAX_LISTED]:
        prefix = "" if failure.item in failure.error else f"{failure.item}: "
        hint = "" if failure.hint in told else failure.hint
        told.add(failure.hint)
        console.error(f"{prefix}{failure.error}", hint=hint)
    hidden = len(report.failures) - MAX_LISTED
    if hidden > 0 and not verbose:
        console.note(f"… and {hidden} more failures; -v lists them all")
    named = {failure.item for failure in report.failures}
    for item in report.items:
        silent = not any(item.input in name for name in named)
        if item.exit_code is not ExitCode.OK and silent:
            console.error(f"{item.input}: {item.note}")


def _list(kind: str, lines: list[str], verbose: bool) -> None:
    for line in lines[: None if verbose else MAX_LISTED]:
        console.note(f"{kind}: {line}")
    if len(lines) > MAX_LISTED and not verbose:
        console.note(f"… and {len(lines) - MAX_LISTED} more; -v lists them all")
