"""Prints a stage's report, for people or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from sdk_core.cli import closing, console, measures_report, pilot_report, sessions
from sdk_core.documents import losses
from sdk_core.errors import ExitCode
from sdk_core.reports import FATES, ItemReport, StageReport, worst

MAX_LISTED = 20
"""Failures and warnings that are listed without ``-v``."""

OUTCOMES = {
    "ingest": "Text successfully extracted to {path}",
    "create": "Content saved to {path} ({note})",
    "curate": "Cleaned content saved to {path} ({note})",
    "save-as": "Converted to {format} format: {path} ({note})",
}
"""What each stage says of an output; scripts match these lines."""

LISTED = {
    "ingest": "`synthetic-data-kit inspect --dropped {}` lists it",
    "create": "{} lists them under chunks_left_out",
    "curate": "{} lists them under rejected",
}
"""Where each stage keeps what it left out."""


def conclude(
    ctx: click.Context, reports: Iterable[StageReport], flags: Mapping[str, Any], *, directory: bool
) -> NoReturn:
    """Print what came of the stages as they end, and exit with the worst of their codes.

    Args:
        ctx: The command's context.
        reports: The report of each stage.
        flags: The command's flags; ``as_json`` and ``verbose`` count.
        directory: Whether the input was a directory, so that totals are of use.
    """
    quiet = sessions.of(ctx).quiet
    ended = []
    for report in reports:
        ended.append(report)
        if not flags["as_json"]:
            print_report(report, directory=directory, quiet=quiet, verbose=flags["verbose"])
            if report.prediction is not None:
                pilot_report.print_prediction(report.prediction)
    if flags["as_json"]:
        print_json(*ended)
    elif not quiet and ended:
        closing.close(sessions.of(ctx), ended, flags)
    ctx.exit(worst(report.exit_code for report in ended))


def print_json(*reports: StageReport) -> None:
    """Print one report as an object, several as ``{"stages": […]}``."""
    content = [report.to_dict() for report in reports]
    whole = content[0] if len(content) == 1 else {"stages": content}
    console.json_result(whole)


def print_report(report: StageReport, *, directory: bool, quiet: bool, verbose: bool) -> None:
    """Print what came of a stage.

    Args:
        report: The report.
        directory: Whether the input was a directory, so that totals are of use.
        quiet: Print outputs and errors only.
        verbose: List everything rather than the first few.
    """
    for path, items in _written(report).items():
        facts = {**report.settings, "path": path, "note": items[0].note}
        if len(items) > 1:  # a corpus is the output of many documents
            facts["note"] = f"{sum(item.made for item in items)} from {len(items)} documents"
        console.result(OUTCOMES[report.stage].format_map(facts))
    if not quiet:
        for item in report.items:
            measures_report.print_measured(item.measured, histogram=verbose)
        skipped = [i for i in report.items if _is_skipped(i) and (verbose or not i.unchanged)]
        _print_left_out(report, verbose)
        for each in (each for item in report.items if verbose for each in item.dropped):
            because = f", {each['because']}" if "because" in each else ""
            console.note(f"{each['file']}, record {each['record']}: {each['reason']}{because}")
        _list("skipped", [f"{item.input}: {item.note}" for item in skipped], verbose)
    if not quiet:
        _list("warning", report.warnings, verbose)
    print_failures(report, verbose)
    if quiet:
        return
    if directory:
        console.note(_totals(report))
    if verbose:
        balance = report.balance
        parts = " + ".join(f"{name} {balance[name]}" for name in FATES)
        console.note(f"planned {balance['planned']} = {parts}")
    if report.calls:
        used = report.usage.prompt_tokens + report.usage.completion_tokens
        reused = f" ({report.reused} from earlier runs, free)" if report.reused else ""
        cost = f", {report.cost:.4f} USD" if report.cost is not None else ""
        console.note(
            f"{report.calls} model calls{reused}, {used:,} tokens{cost}, {report.seconds:.1f} s"
        )


def _written(report: StageReport) -> dict[Path, list[ItemReport]]:
    """Return the inputs of each output, in order; what was left as it was is not among them."""
    found: dict[Path, list[ItemReport]] = {}
    for item in report.items:
        for path in () if item.unchanged else item.outputs:
            found.setdefault(path, []).append(item)
    return found


def _totals(report: StageReport) -> str:
    unchanged = sum(item.unchanged for item in report.items)
    written = sum(bool(item.outputs) for item in report.items) - unchanged
    pending = sum(not item.started for item in report.items)
    skipped = sum(map(_is_skipped, report.items)) - unchanged
    failed = len(report.items) - written - pending - skipped - unchanged
    parts = [f"{report.stage}: {written} of {len(report.items)} written, {failed} failed"]
    parts += [f"{unchanged} unchanged"] if unchanged else []
    parts += [f"{skipped} skipped"] if skipped else []
    parts += [f"{pending} not started"] if pending else []
    return ", ".join(parts)


def _is_skipped(item: ItemReport) -> bool:
    nothing_made = item.unchanged or not item.outputs
    return item.started and item.exit_code is ExitCode.OK and nothing_made and bool(item.note)


def _print_left_out(report: StageReport, verbose: bool) -> None:
    """Say what inputs hold beyond what was used: of each with ``-v``, else of all together."""
    losing = [item for item in report.items if item.left_out]
    if not losing:
        return
    for item in losing if verbose else ():
        console.note(f"left out: {item.input}: {losses.describe(item.left_out)}")
    whole = losses.describe(losses.add(item.left_out for item in losing))
    where = losing[0].input if len(losing) == 1 else f"{len(losing)} documents"
    shown = losing[0].outputs[0] if len({*losing[0].outputs}) == len(losing) == 1 else "TABLE"
    told = "" if verbose and len(losing) == 1 else f"left out of {where}: {whole}; "
    console.note(f"{told}{LISTED[report.stage].format(shown)}")


def print_failures(report: StageReport, verbose: bool) -> None:
    """Print what failed; each advice once."""
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
        if item.started and item.exit_code is not ExitCode.OK and silent:
            console.error(f"{item.input}: {item.note}")


def _list(kind: str, lines: list[str], verbose: bool) -> None:
    for line in lines[: None if verbose else MAX_LISTED]:
        console.note(f"{kind}: {line}")
    if len(lines) > MAX_LISTED and not verbose:
        console.note(f"… and {len(lines) - MAX_LISTED} more; -v lists them all")
