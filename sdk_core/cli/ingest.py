"""``ingest``: documents to clean text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sdk_core.cli import options


@click.command()
@click.argument("input", metavar="INPUT", required=False)
@click.option("-o", "--output-dir", metavar="DIR", help="Where tables go. [default: data/parsed]")
@click.option("-n", "--name", metavar="NAME", help="Name of the table, for a single input.")
@options.reading()
@options.component_options()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Turn a file, a directory of files or a URL into clean text.

    INPUT is paths.input of the config when it is not given.

    Each document becomes a Lance table <output-dir>/<name>.lance with one row for each page,
    slide or section.
    """
    from sdk_core.cli import previewing, reporting, sessions
    from sdk_core.errors import ExitCode
    from sdk_core.stages import ingest

    state = sessions.of(ctx)
    session = sessions.open_session(state, {}, flags)
    target, parser = flags["input"] or sessions.configured_input(session), flags["parser"]
    name = sessions.name_of_single(session, target, flags["name"])
    plan = ingest.plan(session, target, name=name, recursive=flags["recursive"], parser=parser)
    output = Path(flags["output_dir"] or session.config.paths.output.parsed)
    if flags["preview"]:
        previewing.print_preview(
            plan,
            lambda item: output / item.folder / f"{item.name}.lance",
            "ingest",
            as_json=flags["as_json"],
        )
        return
    ingest.check_options(session, plan, parser)
    if not previewing.print_plan_notes(plan, quiet=state.quiet):
        ctx.exit(ExitCode.NOTHING)
    report = ingest.run(session, plan, output, parser=parser, explicit_name=bool(name))
    reporting.conclude(ctx, [report], flags, directory=plan.directory)
