"""``curate``: rate examples and keep the good ones."""

from __future__ import annotations

from typing import Any

import click

from sdk_core.cli import component_flags, model_options, options, step_options


@component_flags.command(
    component_flags.JUDGES,
    component_flags.BACKEND,
    first="-t --judge --calibrate -o -r --preview --json --provider -m --api-base --prompt -v -c",
)
@click.argument("inputs", metavar="INPUT...", type=click.Path(), nargs=-1, required=True)
@options.curation()
@click.option(
    "--calibrate",
    is_flag=True,
    help="Keep nothing: plant faults in these records, and say how many of them the judges find "
    "and how far a threshold may be trusted.",
)
@click.option(
    "--precision",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.9,
    show_default=True,
    metavar="P",
    help="Share of good records among the kept ones for which --calibrate looks for a threshold.",
)
@click.option(
    "--controls",
    type=click.IntRange(min=1),
    default=30,
    show_default=True,
    metavar="N",
    help="Faults of each kind that --calibrate plants.",
)
@step_options.transforms("curate", "records before they are judged")
@options.output(
    "--output", "PATH", "A file for a file, a directory for a directory. [default: data/curated]"
)
@options.brought_rows()
@model_options.model()
@options.component_options()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Rate the examples of files, or of directories of files, and keep the good ones.

    What is kept is byte for byte what was generated; rejected records stay in the file with the
    reason.
    """
    from sdk_core.cli import previewing, sessions
    from sdk_core.kit.steps import CurateStep

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    step = CurateStep.prepare(
        session, flags["inputs"], output=flags["output"], recursive=flags["recursive"]
    )
    if flags["calibrate"]:
        from sdk_core.cli import calibration_report

        calibration_report.perform(ctx, session, step, flags)
        return
    previewing.perform(
        ctx, step.plan, flags, lambda: [step.run()], action="curate", output=step.place
    )
