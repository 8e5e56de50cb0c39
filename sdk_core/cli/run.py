"""``run``: all four steps in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sdk_core.cli import component_flags, export_options, model_options, options


@component_flags.command(
    component_flags.PARSER,
    component_flags.GENERATOR,
    component_flags.JUDGES,
    component_flags.EXPORTER,
    component_flags.STORAGE,
    component_flags.BACKEND,
    first="-o --into --type -n -t --judge -f -r --provider -m --api-base --preview -v -c",
)
@click.argument("inputs", metavar="[INPUT]...", type=click.Path(), nargs=-1)
@click.option(
    "-o",
    "--output-dir",
    type=click.Path(),
    metavar="DIR",
    help="Folder in which parsed/, generated/, curated/ and final/ are made. [default: config]",
)
@click.option("--name", metavar="NAME", help="Name of the outputs, for a single input.")
@click.option("--into", metavar="FOLDER/NAME", help="Write one dataset there from all inputs.")
@options.reading()
@options.fetching()
@options.generation()
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
    from sdk_core import pipeline
    from sdk_core.cli import previewing, reporting, sessions
    from sdk_core.errors import ExitCode
    from sdk_core.export import stage as save_as
    from sdk_core.forecast import forecast
    from sdk_core.ingest import stage as ingest
    from sdk_core.runs.inputs import combine

    state = sessions.of(ctx)
    layers = sessions.target_flag(state, flags["kind"], flags) | _folders(flags["output_dir"])
    session = sessions.open_session(state, layers, flags)
    targets = flags["inputs"] or (sessions.configured_input(session),)
    name = sessions.name_of_single(session, targets, flags["name"])
    steps = pipeline.prepare(
        session,
        generator=flags["kind"],
        export=export_options.export_request(flags),
        into=flags["into"],
        parser=flags["parser"],
        explicit_name=bool(name),
    )
    plan = combine(
        [
            ingest.plan(
                session,
                target,
                name=name,
                recursive=flags["recursive"],
                parser=flags["parser"],
                sitemap=flags["sitemap"],
            )
            for target in targets
        ]
    )
    save_as.check(plan, steps.target)
    if flags["preview"]:
        parsed = Path(session.config.paths.output.parsed)
        ctx.exit(
            previewing.preview(
                plan,
                lambda item: ingest.output_path(parsed, item),
                "run all steps on",
                flags,
                lambda: forecast(
                    session,
                    plan,
                    generator=flags["kind"],
                    parser=flags["parser"],
                    parse=flags["verbose"],
                    pilot=flags["pilot"],
                ),
            )
        )
    if not previewing.print_plan_notes(plan, quiet=state.quiet, verbose=flags["verbose"]):
        ctx.exit(ExitCode.NOTHING)
    if flags["pilot"]:
        reports = pipeline.run_pilot(session, steps, plan, flags["pilot"])
    else:
        reports = pipeline.run(session, steps, plan)
    reporting.conclude(ctx, reports, flags, directory=plan.directory)


def _folders(root: str | None) -> dict[str, dict[str, Any]]:
    if not root:
        return {}
    names = ("parsed", "generated", "curated", "final")
    return {"--output-dir": {"paths": {"output": {name: str(Path(root) / name) for name in names}}}}
