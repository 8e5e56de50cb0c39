"""The steps as functions, each in a project of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from typing_extensions import Unpack

from sdk_core.kit.options import (
    CreateOptions,
    CurateOptions,
    IngestOptions,
    Input,
    RunOptions,
    SaveAsOptions,
    Surroundings,
)
from sdk_core.kit.project import Inputs, Project

if TYPE_CHECKING:
    from sdk_core.model import Document, Example
    from sdk_core.reports import StageReport


class IngestCall(IngestOptions, Surroundings, total=False):
    """Arguments of `ingest`, and of the project that it stands in."""


class CreateCall(CreateOptions, Surroundings, total=False):
    """Arguments of `create`, and of the project that it stands in."""


class CurateCall(CurateOptions, Surroundings, total=False):
    """Arguments of `curate`, and of the project that it stands in."""


class SaveAsCall(SaveAsOptions, Surroundings, total=False):
    """Arguments of `save_as`, and of the project that it stands in."""


class RunCall(RunOptions, Surroundings, total=False):
    """Arguments of `run`, and of the project that it stands in."""


def ingest(inputs: Inputs = (), **arguments: Unpack[IngestCall]) -> StageReport:
    """As `Project.ingest`; the arguments of `Project` may stand among its own."""
    project, rest = _project(dict(arguments))
    return project.ingest(inputs, **rest)


def create(inputs: Inputs, **arguments: Unpack[CreateCall]) -> StageReport:
    """As `Project.create`; the arguments of `Project` may stand among its own."""
    project, rest = _project(dict(arguments))
    return project.create(inputs, **rest)


def curate(inputs: Inputs, **arguments: Unpack[CurateCall]) -> StageReport:
    """As `Project.curate`; the arguments of `Project` may stand among its own."""
    project, rest = _project(dict(arguments))
    return project.curate(inputs, **rest)


def save_as(inputs: Inputs, **arguments: Unpack[SaveAsCall]) -> StageReport:
    """As `Project.save_as`; the arguments of `Project` may stand among its own."""
    project, rest = _project(dict(arguments))
    return project.save_as(inputs, **rest)


def run(inputs: Inputs = (), **arguments: Unpack[RunCall]) -> list[StageReport]:
    """As `Project.run`; the arguments of `Project` may stand among its own."""
    project, rest = _project(dict(arguments))
    return project.run(inputs, **rest)


async def aingest(inputs: Inputs = (), **arguments: Unpack[IngestCall]) -> StageReport:
    """As `ingest`, while the event loop goes on."""
    project, rest = _project(dict(arguments))
    return await project.aingest(inputs, **rest)


async def acreate(inputs: Inputs, **arguments: Unpack[CreateCall]) -> StageReport:
    """As `create`, while the event loop goes on."""
    project, rest = _project(dict(arguments))
    return await project.acreate(inputs, **rest)


async def acurate(inputs: Inputs, **arguments: Unpack[CurateCall]) -> StageReport:
    """As `curate`, while the event loop goes on."""
    project, rest = _project(dict(arguments))
    return await project.acurate(inputs, **rest)


async def asave_as(inputs: Inputs, **arguments: Unpack[SaveAsCall]) -> StageReport:
    """As `save_as`, while the event loop goes on."""
    project, rest = _project(dict(arguments))
    return await project.asave_as(inputs, **rest)


async def arun(inputs: Inputs = (), **arguments: Unpack[RunCall]) -> list[StageReport]:
    """As `run`, while the event loop goes on."""
    project, rest = _project(dict(arguments))
    return await project.arun(inputs, **rest)


def documents(
    target: Input = "", *, recursive: bool = False, **around: Unpack[Surroundings]
) -> Iterator[Document]:
    """As `Project.documents`."""
    project, _ = _project(dict(around))
    return project.documents(target, recursive=recursive)


def examples(
    target: Input,
    *,
    recursive: bool = False,
    rejected: bool = False,
    **around: Unpack[Surroundings],
) -> Iterator[Example]:
    """As `Project.examples`."""
    project, _ = _project(dict(around))
    return project.examples(target, recursive=recursive, rejected=rejected)


_OF_PROJECT = ("folder", "config", "plugins", "on_event", "options")


def _project(arguments: dict[str, Any]) -> tuple[Project, dict[str, Any]]:
    """Return the project that some arguments are of, and the other ones."""
    own = {name: arguments.pop(name) for name in _OF_PROJECT if name in arguments}
    return Project(own.pop("folder", "."), **own), arguments
