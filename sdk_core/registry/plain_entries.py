"""Components as plain values, for processes that know no plugins but those named to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sdk_core.kinds import ComponentT, Kind, SpecT
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.registry import Entry

_OF_PLUGIN = ("name", "distribution", "version", "value")
"""What another process needs to know of the plugin of a component."""


def plain_entry(entry: Entry) -> dict[str, Any]:
    """Return a component as plain values, for another process."""
    return {
        "spec": {name: value for name, value in asdict(entry.spec).items() if name != "kind"},
        "plugin": {name: getattr(entry.plugin, name) for name in _OF_PLUGIN},
    }


def entry_from_plain(
    kind: Kind[SpecT, ComponentT], plain: Mapping[str, Any]
) -> Entry[SpecT, ComponentT]:
    """Return the component that `plain_entry` describes, after a way through JSON."""
    spec: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in plain["spec"].items()
    }
    return Entry(kind, kind.spec(**spec), PluginRecord(**plain["plugin"]))
