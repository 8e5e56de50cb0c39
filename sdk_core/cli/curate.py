"""``curate``: rate examples and keep the good ones."""

from __future__ import annotations

from typing import Any

import click

from sdk_core.cli import component_flags, model_options, options, step_options


@component_flags.command(
    component_flags.JUDGES,
    component_flags.BACKEND,
    first="-t --judge -o -r --preview --json --provider -m --api-base --prompt -v -c",
)
@click.argument("inputs", metavar="INPUT...", type=click.Path(), nargs=-1, required=True)
@options.curation()
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
    previewing.perform(
        ctx, step.plan, flags, lambda: [step.run()], action="curate", output=step.place
    )
