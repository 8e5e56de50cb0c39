"""``save-as``: examples to the files that trainers read."""

from __future__ import annotations

from typing import Any

import click

from sdk_core.cli import component_flags, export_options, model_options, options, step_options


@component_flags.command(
    component_flags.EXPORTER,
    component_flags.STORAGE,
    component_flags.TRAINER,
    first="-f --storage --for --merge --split --min-rating --dedup -o -r --preview --json -v -c",
)
@click.argument("inputs", metavar="INPUT...", type=click.Path(), nargs=-1, required=True)
@export_options.export()
@export_options.dataset()
@step_options.transforms("format", "records before rows are made")
@export_options.destination()
@options.output(
    "--output", "PATH", "A file for a file, a directory for a directory. [default: data/final]"
)
@options.brought_rows()
@model_options.prompt_choices()
@options.component_options()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Write the examples of files, or of directories of files, in a trainer's format."""
    from sdk_core.cli import previewing, sessions
    from sdk_core.kit.steps import SaveAsStep

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    step = SaveAsStep.prepare(
        session,
        flags["inputs"],
        export_options.export_request(flags),
        output=flags["output"],
        recursive=flags["recursive"],
    )
    previewing.perform(
        ctx, step.plan, flags, lambda: [step.run()], action="save-as", output=step.place
    )
