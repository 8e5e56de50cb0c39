"""``create``: text to training examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import component_flags, model_options, options, step_options

if TYPE_CHECKING:
    from sdk_core.reports import StageReport


@component_flags.command(
    component_flags.GENERATOR,
    component_flags.CHUNKER,
    component_flags.BACKEND,
    first="--type -n --chunk-size -o -r --preview --json --provider -m --api-base --prompt -v -c",
)
@click.argument("inputs", metavar="INPUT...", type=click.Path(), nargs=-1, required=True)
@options.generation()
@step_options.cutting()
@step_options.transforms("generation", "chunks or examples")
@options.pilot()
@options.output("--output-dir", "DIR", "Where files go. [default: data/generated]")
@options.brought_rows()
@model_options.model()
@options.component_options()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Make training examples from documents, parsed or not, or directories of them.

    Documents under 8000 characters take one call; longer ones are cut into chunks that overlap,
    taken in order until enough examples are made.
    """
    from sdk_core import pipeline
    from sdk_core.cli import previewing, sessions
    from sdk_core.create import stage as create
    from sdk_core.forecast import forecast_create
    from sdk_core.runs.inputs import (
        EXAMPLE_SUFFIXES,
        FILE_SUFFIXES,
        combine,
        refuse_file_name,
        require_folder,
    )

    state = sessions.of(ctx)
    kind = flags["kind"]
    session = sessions.open_session(state, sessions.target_flag(state, kind, flags), flags)
    plan = combine(
        [create.plan(session, i, kind, recursive=flags["recursive"]) for i in flags["inputs"]]
    )
    plan = pipeline.read_unparsed(session, plan, kind)
    given = flags["output_dir"]
    require_folder(plan, given, EXAMPLE_SUFFIXES)
    output = Path(given or session.config.paths.output.generated)
    file = None
    if given and given.lower().endswith(".json") and (plan.gathered or not plan.directory):
        output, file = output.parent, output
    else:
        refuse_file_name("-o", given, FILE_SUFFIXES, "files that create writes end in .json")
    folder, size = output, flags["pilot"]
    if size:
        folder, file = create.pilot_folder(output), None
    create.check(session, kind)

    def work() -> list[StageReport]:
        if size:
            return [create.run_pilot(session, plan, output, kind, size)[0]]
        if flags["preview"] and not flags["verbose"]:
            return [forecast_create(session, plan, output, kind)]
        return [create.run(session, plan, output, kind, file=file)]

    previewing.perform(
        ctx,
        plan,
        flags,
        work,
        action="create",
        output=lambda item: file or create.output_path(session, kind, folder, item),
    )
