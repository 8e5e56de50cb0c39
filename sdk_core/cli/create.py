"""``create``: text to training examples."""

from __future__ import annotations

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
    from sdk_core.cli import previewing, sessions
    from sdk_core.kit.steps import CreateStep

    state, kind = sessions.of(ctx), flags["kind"]
    session = sessions.open_session(state, sessions.target_flag(state, kind, flags), flags)
    step = CreateStep.prepare(
        session,
        flags["inputs"],
        kind,
        output=flags["output_dir"],
        recursive=flags["recursive"],
        pilot=flags["pilot"],
    )

    def work() -> list[StageReport]:
        return [step.preview() if flags["preview"] else step.run()]

    previewing.perform(ctx, step.plan, flags, work, action="create", output=step.place)
