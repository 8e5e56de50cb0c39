"""Does what a command is for, or says with ``--preview`` what would be read, made and paid."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from sdk_core.cli import console, measures_report, progress, reporting, sessions
from sdk_core.cli.closing import command_line
from sdk_core.errors import ExitCode
from sdk_core.naming import printable
from sdk_core.reports import FATES, ItemReport, StageReport
from sdk_core.runs.inputs import Plan, Planned

Work = Callable[[], Iterable[StageReport]]
"""Does what a command is for, and reports on each stage as it ends."""


def perform(
    ctx: click.Context,
    plan: Plan,
    flags: Mapping[str, Any],
    work: Work,
    *,
    action: str,
    output: Callable[[Planned], Path | str],
) -> NoReturn:
    """Preview what a command does, or do it and say what came of it; then exit.

    Args:
        ctx: The command's context.
        plan: The command's inputs.
        flags: The command's flags.
        work: Does it; with ``--preview``, it asks no model, writes nothing, and gives one report.
        action: What is done, for the heading of the preview.
        output: Where an input's output would go.
    """
    if flags["preview"]:
        ctx.exit(_preview(plan, flags, work, action, output))
    if not _print_plan_notes(plan, quiet=sessions.of(ctx).quiet, verbose=flags["verbose"]):
        ctx.exit(ExitCode.NOTHING)
    reporting.conclude(ctx, work(), flags, directory=plan.directory)


def _preview(
    plan: Plan,
    flags: Mapping[str, Any],
    work: Work,
    action: str,
    output: Callable[[Planned], Path | str],
) -> ExitCode:
    """List a plan's inputs with their outputs and what they would take."""
    plan = replace(plan, items=list(plan.items))  # members of archives come into the other's
    nothing = StageReport(stage=action, stopped=ExitCode.NOTHING)
    [report] = work() if plan.items else [nothing]
    lines = _lines(plan.items, output, report)
    if flags["as_json"]:
        failures = [f"{f.item}: {f.error}" for f in report.failures]
        content = {
            **_content(plan, lines, action),
            **({"estimate": report.quote} if report.quote is not None else {}),
            "notes": report.warnings,
            "failures": failures,
            "command": _command_without_preview(),
        }
        console.result(json.dumps(content, ensure_ascii=False, indent=2))
        return report.exit_code
    _print_inputs(plan, lines, action)
    for name, value in report.settings.items():
        if value:
            console.result(f"{name.capitalize()}: {_said(value)}")
    if report.quote is not None:
        _print_quote(report.quote)
    for warning in report.warnings:
        console.result(f"  {warning}")
    for item in report.items:
        measures_report.print_measured(item.measured, histogram=flags["verbose"])
    reporting.print_failures(report, flags["verbose"])
    if plan.items and report.exit_code is not ExitCode.NOTHING:
        console.result("To process these files, run:")
        console.result(f"  {_command_without_preview()}")
    return report.exit_code


def _lines(
    planned: Sequence[Planned], output: Callable[[Planned], Path | str], report: StageReport
) -> list[dict[str, Any]]:
    """Return each input with its output and what is known of it, as plain values.

    What one input or all of them become, the documents of an archive or one dataset, comes after
    the inputs.
    """
    known = {item.input: item for item in report.items if item.note}
    lines = []
    for each in planned:
        item = known.pop(each.label, None)
        lines.append({"input": each.label, "output": str(output(each))} | _facts(item))
    return lines + [{"input": item.input} | _facts(item) for item in known.values()]


def _facts(item: ItemReport | None) -> dict[str, Any]:
    """Return what is known of an input: where it goes, and how much of it in numbers."""
    if item is None:
        return {}
    facts = {name: getattr(item, name) for name in ("note", "unchanged", "planned", *FATES)}
    if item.outputs:
        facts["output"] = str(item.outputs[0])
    elif item.failed or item.skipped:
        facts["output"] = None
    return facts


def _print_inputs(plan: Plan, lines: Sequence[Mapping[str, Any]], action: str) -> None:
    console.result(f"Preview: {action} {plan.root}")
    console.result(f"Total files: {plan.total}")
    console.result(f"Supported files: {len(plan.items)}")
    for said, count in (
        ("Unsupported files", len(plan.unsupported)),
        ("Passed over", len(plan.special)),
        ("Left out by --include, --exclude or .sdkignore", plan.ignored),
        ("In sub-folders, not looked at without -r", plan.nested),
    ):
        if count:
            console.result(f"{said}: {count}")
    if not plan.items:
        console.result("No supported files found")
        return
    kinds = Counter(item.ending or "URL" for item in plan.items)
    console.result("By kind: " + ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items())))
    if sizes := [item.path.stat().st_size for item in plan.items if item.path.is_file()]:
        console.result(f"Size: {sum(sizes) / 1e6:,.2f} MB")
    for line in lines:
        note = f" ({line['note']})" if "note" in line else ""
        console.result(f"  {line['input']} -> {line['output'] or 'nothing'}{note}")
    for path in plan.unsupported:
        console.result(f"  {path}: not supported")
    for path, reason in plan.special:
        console.result(f"  {path}: {reason}")


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _print_quote(quote: Mapping[str, Any]) -> None:
    if "calls" in quote:
        _print_estimate(quote)
        return
    if quote["unchanged"]:
        console.result(f"Unchanged, not read again: {quote['unchanged']}")
    if not quote["parsers"]:
        return
    console.result("By parser: " + ", ".join(f"{name} {n}" for name, n in quote["parsers"].items()))
    if quote["unknown"] < sum(quote["parsers"].values()):
        console.result(f"Text: {_range(quote['characters'])} characters")
    if quote["guessed"]:
        told = "-v reads them and says it exactly"
        console.result(f"  a guess from the sizes of {quote['guessed']}; {told}")
    if quote["unknown"]:
        told = "whose size says nothing; -v reads them"
        console.result(f"  archives and URLs that are not in it: {quote['unknown']}, {told}")


def _print_estimate(quote: Mapping[str, Any]) -> None:
    """Print what a model would be asked, and what that would take."""
    console.result(f"Model: {quote['model'] or 'unknown'} of {quote['backend']}")
    new = _range(quote["calls"])
    console.result(f"Calls: {new} new, {quote['recorded']} recorded already and free")
    if not quote["calls"][1]:
        return
    if quote.get("guessed"):
        told = "-v parses them and finds what is recorded"
        console.result(f"  a guess from the sizes of {quote['guessed']} unparsed; {told}")
    source = "by recorded answers" if quote["learnt"] else "estimated"
    prompts, answers = _range(quote["prompt_tokens"]), _range(quote["completion_tokens"])
    console.result(f"Tokens: about {prompts} of prompts, {answers} of answers ({source})")
    low, high = (progress.duration(3600 * hours) for hours in quote["hours"])
    console.result(f"Time: {low} to {high}, at the speed of common servers")
    if quote["cost"]:
        console.result("Cost: {:.2f} to {:.2f} USD".format(*quote["cost"]))
    else:
        console.result("Cost: unknown; put the model's price under prices: in the config")
    if first := quote.get("first_call"):
        console.result(f"First call, by the prompt {first['prompt']}:")
        for message in first["messages"]:
            console.result(f"--- {message['role']}")
            console.result(message["content"])
        console.result("---")


def _range(pair: tuple[int, int]) -> str:
    low, high = pair
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _content(plan: Plan, lines: Sequence[Mapping[str, Any]], action: str) -> dict[str, Any]:
    return {
        "preview": action,
        "input": plan.root,
        "total": plan.total,
        "items": lines,
        "unsupported": [str(path) for path in plan.unsupported],
        "special": [{"path": str(path), "reason": reason} for path, reason in plan.special],
        "ignored": plan.ignored,
        "nested": plan.nested,
    }


def _print_plan_notes(plan: Plan, *, quiet: bool, verbose: bool) -> bool:
    """Say what a directory run leaves out; returns whether there is anything to do."""
    if not quiet:
        for sentence in (*plan.notes, *plan.renamed):
            console.note(f"note: {sentence}")
        if plan.unsupported and plan.directory:
            names = ", ".join(path.name for path in plan.unsupported[:5])
            more = f" and {len(plan.unsupported) - 5} more" if len(plan.unsupported) > 5 else ""
            console.note(f"note: {len(plan.unsupported)} files not supported: {names}{more}")
        if plan.special:
            most = len(plan.special) if verbose else 5
            listed = "; ".join(
                f"{printable(path.name)} is {reason}" for path, reason in plan.special[:most]
            )
            hidden = len(plan.special) - most
            more = f"; and {hidden} more (-v names them)" if hidden > 0 else ""
            console.note(f"note: {len(plan.special)} passed over: {listed}{more}")
        if plan.ignored:
            console.note(f"note: {plan.ignored} left out by --include, --exclude or .sdkignore")
        if plan.nested:
            console.note(f"note: {plan.nested} files in sub-folders not looked at; -r does that")
    if not plan.items:
        console.error(f"No supported files found in {plan.root}", hint="see --preview")
    return bool(plan.items)


def _command_without_preview() -> str:
    return command_line([word for word in sys.argv[1:] if word != "--preview"])
