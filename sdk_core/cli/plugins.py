"""``plugins``: what is installed, what it offers, and whether it works."""

from __future__ import annotations

import click

from sdk_core.cli import options, plugins_doctor, plugins_info, plugins_new
from sdk_core.kinds import KINDS

PACK = "prompt-pack"
RECORD_KIND = "record-kind"


@click.group()
def command() -> None:
    """List, explain and check plugins."""


command.add_command(plugins_info.info)
command.add_command(plugins_doctor.doctor)
command.add_command(plugins_new.new)


@command.command("list")
@click.option("--kind", type=click.Choice([*KINDS, RECORD_KIND, PACK]), help="Only this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def list_(ctx: click.Context, kind: str | None, as_json: bool) -> None:
    """List the components, kinds of records and prompt packs of all installed plugins."""
    from sdk_core.cli import console, plugin_facts, sessions
    from sdk_core.registry.discovery import CORE

    found = plugin_facts.contributions(sessions.of(ctx).registry)
    rows = [
        {
            "kind": name,
            "name": value.name,
            "summary": value.summary,
            "distribution": plugin.distribution,
            "version": plugin.version,
            "remark": remark,
        }
        for name, value, plugin, remark in found
        if kind in (None, name)
    ]
    if as_json:
        console.json_result(rows)
        return
    width = max((len(row["name"]) for row in rows), default=0)
    headings = {
        PACK: f"{PACK}s",
        RECORD_KIND: f"{RECORD_KIND}s",
        **{name: each.plural for name, each in KINDS.items()},
    }
    previous = ""
    for row in rows:
        if row["kind"] != previous:
            console.result(headings[row["kind"]])
            previous = row["kind"]
        foreign = row["distribution"] != CORE
        said = [f"{row['distribution']} {row['version']}"] if foreign else []
        said += [row["remark"]] if row["remark"] else []
        origin = f"  [{', '.join(said)}]" if said else ""
        console.result(f"  {row['name']:<{width}}  {row['summary']}{origin}".rstrip())
