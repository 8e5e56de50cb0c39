"""What a plugin hands over beside components, and what observers are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sdk_core.specs.base import NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPack:
    """A folder of ``*.j2`` templates inside an installed package.

    Args:
        name: Name by which users ask for it.
        package: Import name of the package that holds the folder.
        directory: The folder, relative to the package.
        summary: One line for listings.
    """

    name: str
    package: str
    directory: str = "prompts"
    summary: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"prompt pack name {self.name!r} is not valid")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """An extra command: ``target`` names a `click.Command`.

    Args:
        name: The command's name; a built-in command of that name wins.
        target: ``"package.module:command"``.
        summary: One line for ``--help``.
    """

    name: str
    target: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    """A check that ``system-check`` and ``plugins doctor`` run.

    Args:
        name: Short name.
        run: Returns ``""`` when all is well, else one sentence on what is wrong.
        optional: Whether one can do without, so that the sentence is a note and no failure.
    """

    name: str
    run: Callable[[], str] = field(repr=False)
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInfo:
    """What an observer is told about a stage.

    Args:
        name: ``ingest``, ``create``, ``curate`` or ``save-as``.
        inputs: The inputs, as the user gave them.
        settings: Facts about the stage (type, model …) as plain values.
    """

    name: str
    inputs: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()
