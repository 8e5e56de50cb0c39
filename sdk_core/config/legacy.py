"""Older spellings of the configuration, so that files written for them load unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RENAMED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("cleanup",): ("curate",),
    ("paths", "output", "cleaned"): ("paths", "output", "curated"),
}
"""Old key path to today's."""

OBSOLETE: dict[tuple[str, ...], str] = {
    ("generation", "processing_strategy"): "single_call_max_size decides by length",
    ("generation", "similarity_threshold"): "only exact repetitions are left out",
    ("ingest", "youtube_captions"): "set parsers.youtube.languages",
    ("vllm", "sleep_time"): "pacing follows the server",
    ("api-endpoint", "sleep_time"): "pacing follows the server",
}
"""Keys that load and do nothing, and what to know instead."""


def modernise(values: Mapping[str, Any], origin: str, notes: list[str]) -> dict[str, Any]:
    """Return the values under today's names, and note what is obsolete.

    Args:
        values: The content of a config file.
        origin: The file's name, for the notes.
        notes: Sentences are added here.
    """
    result: dict[str, Any] = _copy(values)
    for old, new in RENAMED.items():
        holder = _find(result, old[:-1])
        if holder is None or old[-1] not in holder:
            continue
        moved = holder.pop(old[-1])
        target = result
        for part in new[:-1]:
            target = target.setdefault(part, {})
        if new[-1] in target and isinstance(target[new[-1]], dict) and isinstance(moved, dict):
            target[new[-1]] = {**moved, **target[new[-1]]}
        else:
            target.setdefault(new[-1], moved)
        notes.append(f"{origin}: {'.'.join(old)} is now called {'.'.join(new)}")
    for path, instead in OBSOLETE.items():
        holder = _find(result, path[:-1])
        if holder is not None and path[-1] in holder:
            notes.append(f"{origin}: {'.'.join(path)} has no effect ({instead})")
    return result


def _copy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _copy(v) if isinstance(v, Mapping) else v for k, v in values.items()}


def _find(values: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any] | None:
    for part in path:
        inner = values.get(part)
        if not isinstance(inner, dict):
            return None
        values = inner
    return values
