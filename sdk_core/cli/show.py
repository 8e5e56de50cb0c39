"""``show``: the records of a file, and why each of them is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import console, options

if TYPE_CHECKING:
    from sdk_core.runs.record_views import FileView, RecordView

_WIDTH = 72
"""Characters of a question in a list."""


@click.command()
@click.argument("file", metavar="FILE", type=click.Path())
@click.argument("record", metavar="[N|ID]", required=False)
@click.option(
    "--why",
    is_flag=True,
    help="Show it beside its passage, with what it rests on marked, and what made and judged it.",
)
@options.brought_rows()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def command(ctx: click.Context, /, **flags: Any) -> None:
    """Show the records of a file that create, curate or somebody else wrote.

    Without N or ID all records are listed, one a line: number, id, what became of it, and what it
    asks. N is the number in that list; an id stays the same when the file is curated.
    """
    from sdk_core.cli import sessions
    from sdk_core.runs.record_views import open_file

    session = sessions.open_session(sessions.of(ctx), {}, flags)
    view = open_file(session, Path(flags["file"]))
    chosen = view.find(flags["record"]) if flags["record"] else None
    if flags["as_json"]:
        shown = [chosen] if chosen else view.records
        values = [_values(view, each, why=flags["why"]) for each in shown]
        console.json_result(values[0] if chosen else values)
    elif chosen or flags["why"]:
        from sdk_core.cli.record_story import tell

        for number, each in enumerate([chosen] if chosen else view.records):
            if number:
                console.result("")
            tell(view, each, session.config.prices, why=flags["why"])
    else:
        for each in view.records:
            console.result(_line(each))


def _line(view: RecordView) -> str:
    from sdk_core.documents.cleaning import one_line
    from sdk_core.rows.example_text import example_question

    asked = one_line(example_question(view.example))
    asked = asked if len(asked) <= _WIDTH else f"{asked[: _WIDTH - 1]}…"
    flags = [f.rule for j in view.example.judgements for f in j.findings if not f.drops]
    said = f"  ({view.reason})" if view.reason else f"  [{', '.join(flags)}]" if flags else ""
    return f"{view.number:>5}  {view.id}  {view.fate:8}  {asked}{said}"


def _values(file: FileView, view: RecordView, *, why: bool) -> dict[str, Any]:
    from sdk_core.artifacts.example_json import to_record

    values = {"number": view.number, "id": view.id, "fate": view.fate, "reason": view.reason}
    record = to_record(view.example, {})
    for name in ("reason",):
        record.pop(name, None)
    values |= {"record": record}
    return {**values, "passage": view.example.passage, "run": file.metadata} if why else values
