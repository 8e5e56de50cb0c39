"""``ingest``: documents to clean text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import component_flags, options, step_options

if TYPE_CHECKING:
    from sdk_core.reports import StageReport


@component_flags.command(
    component_flags.PARSER,
    first="-o -n --into --parser --multimodal --include -r --preview --json -v -c",
)
@click.argument("inputs", metavar="[INPUT]...", type=click.Path(), nargs=-1)
@options.output("--output-dir", "DIR", "Where tables go. [default: data/parsed]")
@click.option("-n", "--name", metavar="NAME", help="Name of the table, for a single input.")
@click.option("--into", metavar="NAME", help="Put all documents into one table of that name.")
@click.option("--show", is_flag=True, help="Print what is read, and write nothing.")
@options.reading()
@step_options.transforms("ingest", "documents or segments")
@options.selecting()
@options.fetching()
@options.component_options()
@options.common()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Turn files, directories of files and URLs into clean text.

    INPUT is paths.input of the config when it is not given. @FILE names a list with a URL or path
    on each line; @- reads the list from standard input.

    Each document becomes a Lance table <output-dir>/<name>.lance with one row for each page,
    slide or section. Of a directory, documents that have not changed since are left as they are.
    """
    from sdk_core.cli import previewing, sessions, showing
    from sdk_core.kit.steps import IngestStep

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    step = IngestStep.prepare(
        session,
        sessions.document_choice(flags),
        output=flags["output_dir"],
        into=flags["into"],
        force=flags["force"],
    )

    def work() -> list[StageReport]:
        if flags["show"] and not flags["preview"]:
            ctx.exit(showing.show(session, step.plan, step.parser, as_json=flags["as_json"]))
        return [step.run()]

    previewing.perform(ctx, step.plan, flags, work, action="ingest", output=step.place)
