"""Options of what happens between the steps: how documents are cut, and what transforms do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from sdk_core import defaults
from sdk_core.cli.completion import Name
from sdk_core.cli.options import KEEPING, TO_MAKE, Decorator, chain, layer, setting

if TYPE_CHECKING:
    from sdk_core.cli.state import State

_FLAG = "--transform"


def cutting() -> Decorator:
    """Options for how documents are cut into chunks."""
    return chain(
        setting(
            "generation.chunker",
            "--chunker",
            type=Name("chunker"),
            metavar="NAME",
            help="What cuts documents: fixed, structure, tokens \u2026 "
            f"[default: {defaults.CHUNKER}]",
        ),
        setting(
            "generation.chunk_size",
            "--chunk-size",
            type=click.IntRange(min=1),
            metavar="N",
            help="Characters in a chunk. [default: 4000]",
        ),
        setting(
            "generation.overlap",
            "--chunk-overlap",
            type=click.IntRange(min=0),
            metavar="N",
            help="Characters that chunks share. [default: 200]",
        ),
        section=TO_MAKE,
    )


def transforms(section: str, works_on: str) -> Decorator:
    """``--transform`` of one stage.

    Args:
        section: Section of the config that names its transforms.
        works_on: What passes through it, for the help.
    """
    return chain(
        setting(
            f"{section}.transforms",
            _FLAG,
            "transforms",
            multiple=True,
            type=Name("transform"),
            metavar="NAME",
            help=f"Change or leave out {works_on}, in this order; NAME='{{option: value}}' with "
            "options.",
        ),
        section=KEEPING,
    )


def transforms_of_run() -> Decorator:
    """``--transform`` of ``run``: each goes to the first stage that has what it works on."""
    return chain(
        click.option(
            _FLAG,
            "transforms",
            multiple=True,
            type=Name("transform"),
            metavar="NAME",
            help="Change or leave out documents, segments, chunks or examples, in this order; "
            "NAME='{option: value}' with options.",
        ),
        section=KEEPING,
    )


def transform_layers(state: State, flags: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the layers of the config that the transforms of ``run`` are.

    Raises:
        UsageError: One does not exist, or not on the level that is named.
    """
    from sdk_core.runs.chosen_transforms import section_of

    named: dict[str, list[str]] = {}
    for name in flags["transforms"]:
        named.setdefault(section_of(state.registry, name), []).append(name)
    if not named:
        return {}
    together: dict[str, Any] = {}
    for section, names in named.items():
        together |= layer((section, "transforms"), names)
    return {_FLAG: together}
