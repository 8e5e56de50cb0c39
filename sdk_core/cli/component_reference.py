"""The options of components as a page of Markdown, for this product's docs and plugin authors'."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sdk_core.cli.plugin_facts import options_of, unknown_name
from sdk_core.registry.manager import normal_name
from sdk_core.registry.registry import Entry, Registry


def page(registry: Registry, name: str) -> str:
    """Return the reference of a component, or of all components of a package.

    Raises:
        UnknownComponent: Nothing bears the name.
        PluginError: A component cannot be loaded.
    """
    chosen = [
        entry
        for entry in registry.everything()
        if name in (entry.spec.name, entry.qualified)
        or normal_name(entry.plugin.distribution) == normal_name(name)
    ]
    if not chosen:
        raise unknown_name(registry, name)
    return "\n".join(_page(chosen, name)).rstrip()


def _page(entries: list[Entry], name: str) -> Iterator[str]:
    yield "# Components and their options"
    yield ""
    yield f"<!-- Made by: synthetic-data-kit plugins info {name} --markdown -->"
    yield ""
    yield "An option is set by a flag of the command that chooses the component (`--num-ctx`), by"
    yield "`-O num_ctx=VALUE`, by the config section named below, or by the environment variable"
    yield "`SDK_<KIND>S__<NAME>__<OPTION>`; of a backend, `SDK_<NAME>__<OPTION>`."
    previous = None
    for entry in entries:
        if entry.kind is not previous:
            yield ""
            yield f"## {entry.kind.plural.capitalize()}"
            previous = entry.kind
        yield ""
        yield f"### {entry.kind.name} `{entry.spec.name}`"
        yield ""
        yield f"{entry.spec.summary.rstrip('.')}."
        yield ""
        yield from _options(entry)


def _options(entry: Entry) -> Iterator[str]:
    described = options_of(entry)
    if not described:
        yield "It has no options."
        return
    yield f"Config section `{'.'.join(entry.section)}`."
    yield ""
    yield "| option | type | default | meaning |"
    yield "|---|---|---|---|"
    for option in described:
        default = "required" if option["required"] else f"`{_text(option['default'])}`"
        meaning = option["description"].replace("|", "\\|").replace("<", "&lt;").rstrip(".")
        yield f"| `{option['name']}` | {option['type']} | {default} | {meaning} |"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str).replace("|", "\\|")
