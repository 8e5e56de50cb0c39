"""What the user asked of ``save-as``, before it is made into something to work with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from sdk_core.components import Exporter, Storage
from sdk_core.errors import UsageError
from sdk_core.specs import ExporterSpec, Reasoning
from sdk_core.stages.export import bundle as bundles
from sdk_core.stages.export import hub
from sdk_core.stages.export.selection import Wishes
from sdk_core.stages.export.style import Style
from sdk_core.stages.export.target import About, Layout, Push, Target
from sdk_core.stages.export.truth import Questions
from sdk_core.stages.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The flags of ``save-as``; ``None`` is what the format, trainer or config decides.

    Args:
        format: Name of the exporter.
        storage: Name of the storage.
        reasoning: Where reasoning goes.
        system: The system turn of every row, ``""`` for none.
        system_mode: Whether it is a turn or stands before the first question.
        context: Whether the passage stands before the question.
        one_answer: Whether a conversation becomes a row for each answer.
        wishes: Which records, in which splits and order.
        layout: How the output lies on disk.
        about: What the user says of the dataset.
        questions: What the user wants to know of the rows.
        trainer: Name of the trainer that it is for.
        task: What it does with it.
        push: Where it is uploaded.
    """

    format: str | None = None
    storage: str | None = None
    reasoning: Reasoning | None = None
    system: str | None = None
    system_mode: Literal["turn", "user"] = "turn"
    context: bool = False
    one_answer: bool = False
    wishes: Wishes = field(default_factory=Wishes)
    layout: Layout = field(default_factory=Layout)
    about: About = field(default_factory=About)
    questions: Questions = field(default_factory=Questions)
    trainer: str | None = None
    task: str | None = None
    push: Push | None = None


def resolve(session: Session, choice: Choice) -> Target:
    """Return the format, storage and style that a choice comes to, ready to use.

    Raises:
        UnknownComponent: There is none of that name.
        ConfigError: An option is wrong.
        UsageError: Parts of the choice contradict each other.
    """
    settings = session.config.format
    bundle = _bundle(session, choice)
    if bundle is not None:
        choice = bundle.complete(choice)
    exporter = session.registry.get("exporter", choice.format or settings.default)
    storage = session.registry.get("storage", choice.storage or "json")
    implied: dict[str, Any] = {}
    if exporter.plugin.builtin and exporter.spec.name == "jsonl":
        implied = {"include_metadata": settings.include_metadata}
    if bundle is not None:
        configured = session.config.exporters.get(exporter.spec.name, {})
        implied |= bundle.options(exporter.spec.name, {**configured, **session.options})
    pretty: dict[str, Any] = {}
    if storage.plugin.builtin and storage.spec.name == "json":
        pretty = {"pretty": settings.pretty_json}
    spec = cast(ExporterSpec, exporter.spec)
    target = Target(
        exporter_entry=exporter,
        exporter=cast(Exporter, session.component(exporter, extra=implied)),
        storage_entry=storage,
        storage=cast(Storage, session.component(storage, extra=pretty, options=False)),
        style=Style(
            reasoning=choice.reasoning or (None if spec.view == "fields" else spec.reasoning),
            system=choice.system,
            default_system=spec.system,
            system_mode=choice.system_mode,
            context=choice.context,
            one_answer=choice.one_answer or spec.one_answer,
        ),
        wishes=choice.wishes,
        layout=replace(choice.layout, folder=choice.layout.folder or _needs_folder(spec, choice)),
        about=choice.about,
        questions=choice.questions,
        bundle=bundle,
        push=choice.push,
    )
    target.check()
    if choice.push is not None:
        hub.require(choice.push)
    return target


def _bundle(session: Session, choice: Choice) -> bundles.Bundle | None:
    if choice.trainer is not None:
        return bundles.find(session, choice.trainer, choice.task)
    if choice.task is not None:
        raise UsageError("--task says what a trainer does", hint="name the trainer with --for")
    return None


def _needs_folder(spec: ExporterSpec, choice: Choice) -> bool:
    return choice.push is not None or (spec.media and choice.layout.images == "path")
