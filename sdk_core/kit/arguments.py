"""From the arguments of a step to layers of the config, named as messages name them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sdk_core.create.target import target_path
from sdk_core.kinds import GENERATOR
from sdk_core.registry.registry import Registry
from sdk_core.runs.chosen_transforms import Section, section_of

_SETTINGS: dict[str, tuple[str, str]] = {
    "provider": ("llm", "provider"),
    "concurrency": ("llm", "concurrency"),
    "rpm": ("llm", "rpm"),
    "tpm": ("llm", "tpm"),
    "chunker": ("generation", "chunker"),
    "coverage": ("generation", "coverage"),
    "chunk_size": ("generation", "chunk_size"),
    "chunk_overlap": ("generation", "overlap"),
    "threshold": ("curate", "threshold"),
    "judges": ("curate", "judges"),
    "combine": ("curate", "combine"),
    "select": ("curate", "select"),
    "against": ("curate", "against"),
}
"""Arguments that set a key of the config."""

_AUTO = "auto"


def layers_of(
    registry: Registry,
    given: dict[str, Any],
    *,
    stage: str,
    generator: str,
    root: str | None,
) -> dict[str, Mapping[str, Any]]:
    """Take the arguments that set keys of the config, and return them as its layers.

    Args:
        registry: The components.
        given: The arguments; those that are taken are removed.
        stage: Section of the config that names the step's transforms, ``run`` for all of them.
        generator: Name of the generator, ``""`` for none.
        root: Folder in which the four folders of a whole run are made, ``None`` for those of the
            config.

    Raises:
        UsageError: A component that is named does not exist.
    """
    layers: dict[str, Mapping[str, Any]] = {}
    for name, (section, key) in _SETTINGS.items():
        if name in given:
            value = given.pop(name)
            plain = list(value) if isinstance(value, tuple) else value
            layers[f"{name}="] = {section: {key: plain}}
    amount = given.pop("num_pairs", None)
    if amount not in (None, _AUTO) and generator:
        path = target_path(registry, registry.get(GENERATOR, generator))
        if path:
            layers["num_pairs="] = _nested(path, amount)
    if "transforms" in given:
        named = list(given.pop("transforms"))
        layers["transforms="] = _transforms(registry, named, stage)
    if root is not None:
        names = ("parsed", "generated", "curated", "final")
        folders = {name: str(Path(root).absolute() / name) for name in names}
        layers["output="] = {"paths": {"output": folders}}
    return layers


def _transforms(registry: Registry, named: list[Any], stage: str) -> dict[str, Any]:
    if stage != "run":
        return {stage: {"transforms": named}}
    by_section: dict[Section, list[Any]] = {}
    for each in named:
        name = each if isinstance(each, str) else next(iter(each))
        by_section.setdefault(section_of(registry, name), []).append(each)
    return {section: {"transforms": names} for section, names in by_section.items()}


def _nested(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    first, *rest = path
    return {first: _nested(tuple(rest), value) if rest else value}
