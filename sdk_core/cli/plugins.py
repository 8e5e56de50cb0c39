"""``plugins``: what is installed, what it offers, and whether it works."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from sdk_core.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sdk_core.manager import PluginRecord
    from sdk_core.registry import Registered, Registry

KINDS = ("parser", "generator", "judge", "backend", "exporter", "storage")


PACK = "prompt-pack"


@click.group()
def command() -> None:
    """List, explain and check plugins."""


@command.command("list")
@click.option("--kind", type=click.Choice([*KINDS, PACK]), help="Only this kind.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def list_(ctx: click.Context, kind: str | None, as_json: bool) -> None:
    """List the components and prompt packs of all installed plugins."""
    from sdk_core.cli import console, sessions
    from sdk_core.discovery import CORE
    from sdk_core.registry import plural

    registry = sessions.of(ctx).registry
    rows = [
        {
            "kind": name,
            "name": value.name,
            "summary": value.summary,
            "distribution": plugin.distribution,
            "version": plugin.version,
        }
        for name, value, plugin in _contributions(registry)
        if kind in (None, name)
    ]
    if as_json:
        console.result(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max((len(row["name"]) for row in rows), default=0)
    previous = ""
    for row in rows:
        if row["kind"] != previous:
            console.result(plural(row["kind"]))
            previous = row["kind"]
        foreign = row["distribution"] != CORE
        origin = f"  [{row['distribution']} {row['version']}]" if foreign else ""
        console.result(f"  {row['name']:<{width}}  {row['summary']}{origin}".rstrip())


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def info(ctx: click.Context, name: str, as_json: bool) -> None:
    """Say all about a component, by its name."""
    from sdk_core.cli import console, sessions
    from sdk_core.errors import SdkError

    registry = sessions.of(ctx).registry
    found = [entry for kind in KINDS for entry in registry.all(kind) if _is_called(entry, name)]
    if not found:
        raise _unknown(registry, name)
    facts = [_facts(entry) for entry in found]
    if as_json:
        console.result(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for entry, fact in zip(found, facts, strict=True):
        console.result(f"{entry.spec.kind} {entry.spec.name}: {entry.spec.summary}")
        for key in ("distribution", "version", "location", "target"):
            console.result(f"  {key}: {fact[key]}")
        for key, value in fact["details"].items():
            console.result(f"  {key}: {value}")
        try:
            described = _options(entry)
        except SdkError as error:
            console.result(f"  cannot be loaded: {error.message}")
            continue
        console.result("  options:" if described else "  options: none")
        for option in described:
            console.result(
                f"    {option['name']} ({option['type']}, default {option['default']!r}): "
                f"{option['description']}"
            )


@command.command()
@click.option("--strict", is_flag=True, help="End with an error when something is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@options.after_command()
@click.pass_context
def doctor(ctx: click.Context, strict: bool, as_json: bool) -> None:
    """Check every plugin: does it load, do its targets exist, do names clash."""
    from sdk_core.cli import console, sessions
    from sdk_core.errors import ExitCode
    from sdk_core.templating.packs import installed_packs

    state = sessions.of(ctx)
    installed_packs(state.manager.prompt_packs())  # marks plugins whose packs cannot be opened
    findings = [
        *_target_findings(state.registry),
        *_clash_findings(state.registry),
        *(f"{name}: {text}" for name, text in state.manager.health().items() if text),
    ]
    records = state.manager.records
    bad = [record for record in records if record.state in ("broken", "incompatible")]
    if as_json:
        content = {
            "plugins": [
                {
                    "name": record.name,
                    "version": record.version,
                    "state": record.state,
                    "error": record.error,
                    "seconds": round(record.seconds, 4),
                }
                for record in records
            ],
            "findings": findings,
        }
        console.result(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        for record in records:
            line = f"{record.state:<12} {record.name} {record.version}"
            console.result(f"{line}  {record.error}".rstrip())
            if state.debug and record.traceback:
                console.note(record.traceback)
        for finding in findings:
            console.result(f"finding      {finding}")
        if not bad and not findings:
            console.result("all plugins work")
    ctx.exit(ExitCode.USAGE if strict and (bad or findings) else ExitCode.OK)


def _contributions(registry: Registry) -> Iterator[tuple[str, Any, PluginRecord]]:
    """Yield kind, spec and plugin of everything that is installed."""
    for kind in KINDS:
        for entry in registry.all(kind):
            yield kind, entry.spec, entry.plugin
    for contribution in registry.manager.prompt_packs():
        yield PACK, contribution.value, contribution.plugin


def _is_called(entry: Registered, name: str) -> bool:
    return name in (entry.spec.name, entry.qualified)


def _unknown(registry: Registry, name: str) -> Exception:
    import difflib

    from sdk_core.errors import UnknownComponent

    names = sorted({entry.spec.name for kind in KINDS for entry in registry.all(kind)})
    near = difflib.get_close_matches(name, names, n=1)
    return UnknownComponent(
        f"no plugin provides {name!r}" + (f"; did you mean {near[0]}?" if near else ""),
        hint="see synthetic-data-kit plugins list",
    )


def _facts(entry: Registered) -> dict[str, Any]:
    from dataclasses import fields

    from sdk_core.errors import SdkError

    general = {"name", "target", "summary", "prompts"}
    details = {
        field.name: getattr(entry.spec, field.name)
        for field in fields(entry.spec)
        if field.name not in general and getattr(entry.spec, field.name) not in ("", (), False)
    }
    if prompts := getattr(entry.spec, "prompts", ()):
        details["prompts"] = ", ".join(prompt.name for prompt in prompts)
    try:
        described: list[dict[str, Any]] | None = _options(entry)
    except SdkError:
        described = None
    return {
        "kind": entry.spec.kind,
        "name": entry.spec.name,
        "summary": entry.spec.summary,
        "distribution": entry.plugin.distribution,
        "version": entry.plugin.version,
        "location": _location(entry.plugin.distribution),
        "target": entry.spec.target,
        "details": details,
        "options": described,
    }


def _options(entry: Registered) -> list[dict[str, Any]]:
    schema = entry.load().Options.model_json_schema()
    return [
        {
            "name": name,
            "type": field.get("type")
            or "/".join(a.get("type", "") for a in field.get("anyOf", [])),
            "default": field.get("default"),
            "description": field.get("description", ""),
        }
        for name, field in schema.get("properties", {}).items()
    ]


def _location(distribution: str) -> str:
    """Return where a package is installed; the source folder of an editable install."""
    import importlib_metadata

    found = importlib_metadata.distribution(distribution)
    origin = getattr(found, "origin", None)
    url = getattr(origin, "url", "") if origin else ""
    return url or str(found.locate_file(""))


def _target_findings(registry: Registry) -> list[str]:
    from sdk_core.errors import SdkError

    findings = []
    for kind in KINDS:
        for entry in registry.all(kind):
            try:
                entry.load()
            except SdkError as error:
                findings.append(f"{error.message}" + (f" ({error.hint})" if error.hint else ""))
    return findings


def _clash_findings(registry: Registry) -> list[str]:
    findings = []
    for kind in KINDS:
        by_name: dict[str, list[Registered]] = {}
        for entry in registry.all(kind):
            by_name.setdefault(entry.spec.name, []).append(entry)
        for name, entries in by_name.items():
            if len(entries) > 1:
                owners = " and ".join(entry.distribution for entry in entries)
                winner = "the built-in one wins" if entries[0].plugin.builtin else "say which"
                findings.append(f"{kind} {name!r} is provided by {owners}; {winner}")
    return findings
