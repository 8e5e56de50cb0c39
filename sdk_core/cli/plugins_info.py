"""``plugins info``: all about a component, a prompt pack or a package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from sdk_core.cli import options


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--markdown", is_flag=True, help="Print a reference page of the options.")
@options.after_command()
@click.pass_context
def info(ctx: click.Context, name: str, as_json: bool, markdown: bool) -> None:
    """Say all about a component, a prompt pack or a package, by its name.

    PACKAGE/NAME means the component of one package where several bear the name.
    """
    from sdk_core.cli import component_reference, console, plugin_facts, sessions

    state = sessions.of(ctx)
    if markdown:
        console.result(component_reference.page(state.registry, name))
        return
    facts = plugin_facts.find_facts(state, name)
    if not facts:
        raise plugin_facts.unknown_name(state.registry, name)
    if as_json:
        console.json_result(facts)
        return
    for fact in facts:
        for line in _lines(fact):
            console.result(line)


def _lines(fact: dict[str, Any]) -> Iterator[str]:
    summary = f": {fact['summary']}" if fact["summary"] else ""
    yield f"{fact['kind']} {fact['name']}{summary}"
    for key in ("standing", "distribution", "version", "location", "target"):
        if fact.get(key):
            yield f"  {key}: {fact[key]}"
    for key, value in fact.get("details", {}).items():
        yield f"  {key}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"
    for module in fact.get("modules", ()):
        state = module["error"] or f"{module['state']}, {module['milliseconds']:.0f} ms"
        asked = f", API {module['api']}" if module["api"] is not None else ""
        yield f"  module {module['module']} ({module['name']}{asked}): {state}"
    for given in fact.get("gives", ()):
        yield f"  {given['kind']} {given['name']}: {given['summary']}"
    if "templates" in fact:
        yield f"  templates: {', '.join(fact['templates']) or 'none'}"
    for prompt in fact.get("prompts", ()):
        starred = [f"{v}*" if v in prompt["required"] else v for v in prompt["variables"]]
        yield f"  prompt {prompt['name']} ({', '.join(starred)}): {prompt['origin']}"
    if fact.get("problem"):
        yield f"  cannot be used: {fact['problem']}"
        if fact.get("hint"):
            yield f"  what to do: {fact['hint']}"
    elif "options" in fact:
        yield "  options:" if fact["options"] else "  options: none"
        for option in fact["options"] or ():
            default = "required" if option["required"] else f"default {_shown(option['default'])}"
            yield f"    {option['name']} ({option['type']}; {default}): {option['description']}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
