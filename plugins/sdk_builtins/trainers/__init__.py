"""Registers the trainers, tuning services and harnesses that ``trainers.toml`` describes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from sdk_core.api import TaskSpec, TrainerSpec, hookimpl

SDK_API = 1


@hookimpl
def sdk_trainers() -> Iterator[TrainerSpec]:
    """Give the trainers, by where they run."""
    for name, described in descriptions().items():
        made = f"templated:{name.replace('-', '_')}"
        yield TrainerSpec(
            name=name,
            target=f"{__name__}.{described.get('target', made)}",
            summary=described["summary"],
            tasks=tuple(
                TaskSpec(task=task, **{key: _plain(value) for key, value in fields.items()})
                for task, fields in described["tasks"].items()
            ),
        )


@cache
def descriptions() -> dict[str, dict[str, Any]]:
    """Return what is said of each trainer, by its name."""
    return tomllib.loads((files(__name__) / "trainers.toml").read_text(encoding="utf-8"))


def _plain(value: Any) -> Any:
    """Return a list or an object as a spec holds it."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(value) if isinstance(value, list) else value
