"""``run``: all four steps in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import component_flags, export_options, model_options, options, step_options

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sdk_core.reports import StageReport


@component_flags.command(
    component_flags.PARSER,
    component_flags.GENERATOR,
    component_flags.CHUNKER,
    component_flags.JUDGES,
    component_flags.EXPORTER,
    component_flags.STORAGE,
    component_flags.BACKEND,
    first="-o --into --type -n -t --judge -f -r --provider -m --api-base --preview -v -c",
)
@click.argument("inputs", metavar="[INPUT]...", type=click.Path(), nargs=-1)
@options.output(
    "--output-dir",
    "DIR",
    "Folder in which parsed/, generated/, curated/ and final/ are made. [default: config]",
)
@click.option("--name", metavar="NAME", help="Name of the outputs, for a single input.")
@click.option("--into", metavar="FOLDER/NAME", help="Write one dataset there from all inputs.")
@options.reading()
@options.fetching()
@options.generation()
@step_options.cutting()
@step_options.transforms_of_run()
@options.pilot()
@options.curation()
@export_options.export()
@export_options.dataset(lengths=False)
@export_options.destination()
@model_options.model()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Take documents through ingest, create, curate and save-as.

    INPUT is paths.input of the config when it is not given.
    """
    from sdk_core.cli import previewing, sessions
    from sdk_core.kit.steps import RunStep
    from sdk_core.runs.inputs import FILE_SUFFIXES, refuse_file_name

    state, kind = sessions.of(ctx), flags["kind"]
    refuse_file_name("-o", flags["output_dir"], FILE_SUFFIXES, "four folders are made in it")
    layers = sessions.target_flag(state, kind, flags) | _folders(flags["output_dir"])
    layers |= step_options.transform_layers(state, flags)
    session = sessions.open_session(state, layers, flags)
    step = RunStep.prepare(
        session,
        sessions.document_choice(flags),
        kind,
        export_options.export_request(flags),
        into=flags["into"],
        pilot=flags["pilot"],
    )

    def work() -> Iterable[StageReport]:
        return [step.preview()] if flags["preview"] else step.run()

    previewing.perform(ctx, step.plan, flags, work, action="run all steps on", output=step.place)


def _folders(root: str | None) -> dict[str, dict[str, Any]]:
    if not root:
        return {}
    names = ("parsed", "generated", "curated", "final")
    return {"--output-dir": {"paths": {"output": {name: str(Path(root) / name) for name in names}}}}
