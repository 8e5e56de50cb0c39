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
    from sdk_core.export import stage as save_as
    from sdk_core.export.plan import plan_export
    from sdk_core.runs.inputs import (
        EXAMPLE_SUFFIXES,
        FILE_SUFFIXES,
        combine,
        refuse_file_name,
        require_folder,
    )

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    target = plan_export(session, export_options.export_request(flags))
    plan = combine(
        [save_as.plan(session, i, target, recursive=flags["recursive"]) for i in flags["inputs"]]
    )
    if target.folder or not target.ending:
        refuse_file_name("-o", flags["output"], FILE_SUFFIXES, "a folder is made")
    else:
        require_folder(plan, flags["output"], {*EXAMPLE_SUFFIXES, target.ending})
        save_as.require_ending(session, flags["output"], target)
    save_as.check(plan, target)
    previewing.perform(
        ctx,
        plan,
        flags,
        lambda: [save_as.run(session, plan, flags["output"], target)],
        action="save-as",
        output=lambda item: save_as.output_path(session, plan, item, flags["output"], target),
    )
