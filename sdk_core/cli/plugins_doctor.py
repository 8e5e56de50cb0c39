"""``plugins doctor``: does everything work, whose fault is it, and what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import console, options

if TYPE_CHECKING:
    from sdk_core.cli.state import State
    from sdk_core.diagnosis import PluginFinding
    from sdk_core.registry.manager import PluginRecord


@click.command()
@click.option("--strict", is_flag=True, help="End with an error when something is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def doctor(ctx: click.Context, strict: bool, as_json: bool) -> None:
    """Check every plugin: does it load and how fast, is all there that it needs, what clashes."""
    from sdk_core.cli import sessions
    from sdk_core.cli.root import COMMANDS
    from sdk_core.diagnosis import PluginFinding, diagnose, foreign_cores
    from sdk_core.errors import ExitCode, PluginError

    state = sessions.of(ctx)
    records: list[PluginRecord] = []
    findings = foreign_cores()
    try:
        findings += diagnose(state.registry, commands=COMMANDS)
        findings += _of_config(state)
        records = state.manager.records
    except PluginError as error:  # this copy is not installed: say what took its place
        if not findings:
            raise
        findings.append(PluginFinding("problem", "built-in plugins", error.message, error.hint))
    problems = [finding for finding in findings if finding.level == "problem"]
    if as_json:
        console.json_result(_content(records, findings))
    else:
        _print(records, findings, debug=state.debug)
    ctx.exit(ExitCode.USAGE if strict and problems else ExitCode.OK)


def _of_config(state: State) -> list[PluginFinding]:
    """Return what the config asks for and the plugins are not; a broken config is told too."""
    from sdk_core.diagnosis import PluginFinding
    from sdk_core.errors import SdkError
    from sdk_core.registry.requirements import check_required

    try:
        wanted = state.load_config().config.plugins.require
        check_required(wanted, state.manager.records)
    except SdkError as error:
        return [PluginFinding("problem", "config", error.message, error.hint)]
    return []


def _content(records: list[PluginRecord], findings: list[PluginFinding]) -> dict[str, Any]:
    from sdk_core.diagnosis import remedy
    from sdk_core.hookspecs import API_VERSION

    return {
        "api": API_VERSION,
        "plugins": [
            {
                "name": record.name,
                "distribution": record.distribution,
                "version": record.version,
                "state": record.state,
                "error": record.error,
                "hint": remedy(record) if record.state in ("broken", "incompatible") else "",
                "api": record.api,
                "milliseconds": round(record.seconds * 1000, 1),
            }
            for record in records
        ],
        "findings": [asdict(finding) for finding in findings],
    }


def _print(records: list[PluginRecord], findings: list[PluginFinding], *, debug: bool) -> None:
    from sdk_core.diagnosis import api_of

    groups: dict[str, list[PluginRecord]] = {}
    for record in records:
        groups.setdefault(record.distribution, []).append(record)
    order = ("broken", "incompatible", "disabled", "ok")
    names = {name: f"{name} {group[0].version}".strip() for name, group in groups.items()}
    width = max(map(len, names.values()), default=0)
    for name, group in groups.items():
        worst = min(group, key=lambda record: order.index(record.state))
        milliseconds = sum(record.seconds for record in group) * 1000
        took = "" if worst.state == "disabled" else f"{milliseconds:6.0f} ms"
        line = f"{worst.state:<12} {names[name]:<{width}} {took:<9}  {api_of(worst)}"
        console.result(line.rstrip())
        for record in group if debug else ():
            if record.traceback:
                console.note(record.traceback)
    for finding in findings:
        console.result(f"{finding.level}: {finding.about}: {finding.message}")
        if finding.hint:
            console.result(f"  what to do: {finding.hint}")
    if not any(finding.level == "problem" for finding in findings):
        console.result("all plugins work")
