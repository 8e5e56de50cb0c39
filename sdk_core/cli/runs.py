"""``runs``: what earlier runs did, and how to go on with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import console, options

if TYPE_CHECKING:
    from sdk_core.runs.run_record import PastRun

_DIRECTORY = click.option(
    "-d",
    "--directory",
    metavar="DIR",
    help="Output directory. [default: those of create and curate in the config]",
)


_ONE_RUN = options.chain(
    click.argument("run_id", metavar="[ID]", required=False), _DIRECTORY, options.after_command()
)


@click.group()
def command() -> None:
    """List, show, repeat and remove runs."""


@command.command("list")
@_DIRECTORY
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def list_(ctx: click.Context, directory: str | None, as_json: bool) -> None:
    """List the recorded runs, oldest first."""
    runs = _runs(ctx, directory)
    if as_json:
        rows = [
            {"id": run.id, "state": run.state, "output": str(run.output), "made": _made(run)}
            for run in runs
        ]
        console.json_result(rows)
        return
    for run in runs:
        console.result(f"{run.id}  {run.state:<12}  made {_made(run)}  {run.output}")
    if not runs:
        console.note("no runs are recorded")


@command.command()
@_ONE_RUN
@click.pass_context
def show(ctx: click.Context, run_id: str | None, directory: str | None) -> None:
    """Print the plan, the report and the failures of a run; the last one without ID."""
    from sdk_core.runs import run_record

    run = run_record.choose(_runs(ctx, directory), run_id)
    content = {"id": run.id, "state": run.state, "plan": run.plan, "report": run.report}
    console.json_result(content)


@command.command("retry-failed")
@_ONE_RUN
@click.pass_context
def retry_failed(ctx: click.Context, run_id: str | None, directory: str | None) -> None:
    """Give a run's command again: what failed is asked for, what was answered is not."""
    _again(ctx, run_id, directory, [])


@command.command()
@_ONE_RUN
@click.pass_context
def reparse(ctx: click.Context, run_id: str | None, directory: str | None) -> None:
    """Read a run's recorded answers again, for instance with a newer version; nothing is asked."""
    _again(ctx, run_id, directory, ["--replay"])


@command.command()
@_DIRECTORY
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.after_command()
@click.pass_context
def purge(ctx: click.Context, directory: str | None, yes: bool) -> None:
    """Remove recorded answers and runs; the files that were made stay."""
    from sdk_core.runs import run_record
    from sdk_core.runs.run_record import FOLDER

    folders = [f for f in _outputs(ctx, directory) if (f / FOLDER).is_dir()]
    for folder in folders:
        if not yes:
            click.confirm(f"Remove the paid answers in {folder / FOLDER}?", abort=True, err=True)
        console.result(f"removed {run_record.purge(folder) / 1e6:.1f} MB from {folder / FOLDER}")
    if not folders:
        console.note("nothing is recorded")


def _again(ctx: click.Context, run_id: str | None, directory: str | None, extra: list[str]) -> None:
    """Run the recorded command once more, in the directory in which it was given."""
    from sdk_core.cli.main import run as run_command
    from sdk_core.errors import UsageError
    from sdk_core.runs import run_record

    past = run_record.choose(_runs(ctx, directory), run_id)
    if not past.arguments:
        raise UsageError(f"the run {past.id} was not started from the command line")
    once_only = {"--fresh", "--replay"}
    arguments = [word for word in past.arguments if word not in once_only] + extra
    os.chdir(past.directory)
    console.note(f"synthetic-data-kit {' '.join(arguments)}")
    ctx.exit(run_command(arguments))


def _runs(ctx: click.Context, directory: str | None) -> list[PastRun]:
    from sdk_core.runs import run_record

    return run_record.find_runs(_outputs(ctx, directory))


def _outputs(ctx: click.Context, directory: str | None) -> list[Path]:
    from sdk_core.cli import sessions

    if directory:
        return [Path(directory)]
    folders = sessions.of(ctx).load_config().config.paths.output
    return list(dict.fromkeys([Path(folders.generated), Path(folders.curated)]))


def _made(run: PastRun) -> Any:
    return run.report.get("made", 0)
