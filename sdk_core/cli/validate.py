"""``validate``: whether a file is what the readers of a format want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import component_flags, console, export_options, options
from sdk_core.cli.completion import Name

if TYPE_CHECKING:
    from sdk_core.validate.stage import FileReport

LISTED = 20
"""Problems that are listed without ``-v``."""


@component_flags.command(component_flags.EXPORTER)
@click.argument("path", metavar="PATH", type=click.Path())
@click.option(
    "--as",
    "format_name",
    type=Name("exporter"),
    metavar="FORMAT",
    help="Format that it should have: messages, alpaca, dpo, openai … [default: told by its keys]",
)
@options.chain(*export_options.measuring())
@options.component_options()
@options.verbose("List every problem, and show lengths.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Check a file or folder, whoever wrote it, against what the readers of a format want.

    PATH is a file (.jsonl, .json, .csv, .parquet, packed or not), a .lance table, or a folder of
    such files. Exit code 0 says that all is well, 3 that something is wrong.
    """
    from sdk_core.cli import sessions
    from sdk_core.validate import stage as validation

    state = sessions.of(ctx)
    session = sessions.open_session(state, {}, flags)
    verdict = validation.run(
        session, flags["path"], flags["format_name"] or "", export_options.measurements(flags)
    )
    if flags["as_json"]:
        console.json_result(verdict.to_dict())
    else:
        _print(verdict, verbose=flags["verbose"], quiet=state.quiet)
    ctx.exit(verdict.exit_code)


def _print(verdict: FileReport, *, verbose: bool, quiet: bool) -> None:
    from sdk_core.cli import measures_report

    found = verdict.findings
    listed = found.problems if verbose else found.problems[:LISTED]
    for problem in listed:
        console.result(f"{problem.place}: {problem.text}")
    total = found.counts.total()
    if total > len(listed):
        more = "" if verbose else "; -v lists more"
        console.result(f"… and {total - len(listed):,} more{more}")
    if not quiet:
        for note in found.notes:
            console.note(f"note: {note}")
        measures_report.print_measured(verdict.measured, histogram=verbose)
    rows = f"{verdict.rows:,} {'row' if verdict.rows == 1 else 'rows'}"
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in found.counts.most_common())
    problems = "problem" if total == 1 else "problems"
    outcome = f"{total:,} {problems} ({kinds})" if total else "no problems"
    files = f" in {verdict.files:,} files" if verdict.files > 1 else ""
    console.result(f"{verdict.path} as {verdict.format}: {rows}{files}, {outcome}")
