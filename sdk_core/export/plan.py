"""What an export is made with and where it goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sdk_core.components import Exporter, Storage
from sdk_core.errors import UsageError
from sdk_core.export import hub
from sdk_core.export import trainer_task as trainer_tasks
from sdk_core.export.filters import FilterOptions
from sdk_core.export.request import CardOptions, ExportRequest, HubTarget, OutputLayout
from sdk_core.export.style import RowStyle
from sdk_core.export.trainer_task import TrainerTask
from sdk_core.kinds import EXPORTER, STORAGE
from sdk_core.registry.registry import Entry
from sdk_core.rows.measures import MeasureOptions
from sdk_core.runs.session import Session
from sdk_core.specs import ExporterSpec, StorageSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlan:
    """The chosen format and storage, ready to use, with all that the user wants of them."""

    exporter_entry: Entry[ExporterSpec, Exporter]
    exporter: Exporter
    storage_entry: Entry[StorageSpec, Storage]
    storage: Storage
    style: RowStyle = field(default_factory=RowStyle)
    filters: FilterOptions = field(default_factory=FilterOptions)
    layout: OutputLayout = field(default_factory=OutputLayout)
    about: CardOptions = field(default_factory=CardOptions)
    measures: MeasureOptions = field(default_factory=MeasureOptions)
    trainer_task: TrainerTask | None = None
    push: HubTarget | None = None

    @property
    def format(self) -> ExporterSpec:
        """What the exporter says of itself."""
        return self.exporter_entry.spec

    @property
    def place(self) -> StorageSpec:
        """What the storage says of itself."""
        return self.storage_entry.spec

    @property
    def ending(self) -> str:
        """Ending of a file of rows, ``""`` for a storage that writes directories."""
        if self.place.suffix and not self.place.extension:
            return ""
        compressed = f".{self.layout.compression}" if self.layout.compression else ""
        return (self.place.extension or self.format.extension) + compressed

    @property
    def takes_all(self) -> bool:
        """Whether rows can be made of each record as it is read: nothing is chosen among them."""
        spec, anything = self.format, FilterOptions(tokenizer=self.filters.tokenizer)
        chooses = self.trainer_task is not None or self.filters != anything
        return not (chooses or spec.preference or spec.needs_all)

    def check(self) -> None:
        """Refuse what does not go together.

        Raises:
            UsageError: Format, storage and layout contradict each other.
        """
        place, compression = self.place, self.layout.compression
        if compression and compression not in place.compressions:
            known = ", ".join(place.compressions)
            raise UsageError(
                f"the storage {place.name!r} writes no .{compression} files",
                hint=f"it writes {known}" if known else "leave --compress out, it packs by itself",
            )


def plan_export(session: Session, request: ExportRequest) -> ExportPlan:
    """Return the format, storage and style that a request comes to, ready to use.

    Raises:
        UnknownComponent: There is none of that name.
        ConfigError: An option is wrong.
        UsageError: Parts of the request contradict each other.
    """
    trainer_task = _trainer_task(session, request)
    if trainer_task is not None:
        request = trainer_task.complete(request)
    exporter = session.registry.get(EXPORTER, request.format or session.config.format.default)
    storage = session.registry.get(STORAGE, request.storage or STORAGE.default)
    implied: dict[str, Any] = {}
    if trainer_task is not None:
        configured = session.config.components(EXPORTER).get(exporter.spec.name, {})
        implied = trainer_task.options(exporter, {**configured, **session.options})
    spec = exporter.spec
    target = ExportPlan(
        exporter_entry=exporter,
        exporter=session.component(exporter, extra=implied),
        storage_entry=storage,
        storage=session.component(storage, options=False),
        style=RowStyle(
            reasoning=request.reasoning or (None if spec.view == "fields" else spec.reasoning),
            system=request.system,
            default_system=spec.system,
            system_mode=request.system_mode,
            context=request.context,
            one_answer=request.one_answer or spec.one_answer,
        ),
        filters=request.filters,
        layout=replace(
            request.layout, folder=request.layout.folder or _needs_folder(spec, request)
        ),
        about=request.about,
        measures=request.measures,
        trainer_task=trainer_task,
        push=request.push,
    )
    target.check()
    if request.push is not None:
        hub.require(request.push)
    return target


def _trainer_task(session: Session, request: ExportRequest) -> trainer_tasks.TrainerTask | None:
    if request.trainer is not None:
        return trainer_tasks.find_task(session, request.trainer, request.task)
    if request.task is not None:
        raise UsageError("--task says what a trainer does", hint="name the trainer with --for")
    return None


def _needs_folder(spec: ExporterSpec, request: ExportRequest) -> bool:
    return request.push is not None or (spec.media and request.layout.images == "path")
