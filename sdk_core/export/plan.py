"""What an export is made with and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sdk_core.components import Exporter, Storage, Trainer
from sdk_core.errors import UsageError
from sdk_core.export import hub, trainer_task
from sdk_core.export.request import ExportRequest
from sdk_core.export.splits import NAMES
from sdk_core.export.style import RowStyle
from sdk_core.kinds import EXPORTER, STORAGE, TRAINER
from sdk_core.registry.registry import Entry
from sdk_core.rows.earlier_storages import in_splits
from sdk_core.runs.session import Session
from sdk_core.specs import ExporterSpec, StorageSpec, TaskSpec, TrainerSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlan:
    """What will be done: the request without gaps, and the components that it comes to.

    Args:
        request: What the user asked, completed by what the trainer reads.
        exporter_entry: The format's registration.
        exporter: The format.
        storage_entry: The storage's registration.
        storage: The storage.
        style: The form in which the format gets its examples.
        folder: Whether the output is a folder of its own rather than one file an input: because
            of splits, shards, pictures, an upload or files for a trainer.
        trainer_entry: The trainer's registration, ``None`` where none is meant.
        trainer: The trainer.
        task: What it does with the dataset.
    """

    request: ExportRequest
    exporter_entry: Entry[ExporterSpec, Exporter]
    exporter: Exporter
    storage_entry: Entry[StorageSpec, Storage]
    storage: Storage
    style: RowStyle
    folder: bool
    trainer_entry: Entry[TrainerSpec, Trainer] | None = None
    trainer: Trainer | None = None
    task: TaskSpec | None = None

    @property
    def format(self) -> ExporterSpec:
        """What the exporter says of itself."""
        return self.exporter_entry.spec

    @property
    def place(self) -> StorageSpec:
        """What the storage says of itself."""
        return self.storage_entry.spec

    @property
    def shows_evidence(self) -> bool:
        """Whether rows have a column with what a record rests on."""
        return (self.request.evidence or self.format.evidence) == "column"

    @property
    def trainer_name(self) -> str:
        """Name of the trainer, ``""`` for none."""
        return self.trainer_entry.spec.name if self.trainer_entry else ""

    @property
    def ending(self) -> str:
        """Ending of a file of rows, ``""`` for a storage that writes directories."""
        if self.place.suffix and not self.place.extension:
            return ""
        compression = self.request.compression
        compressed = f".{compression}" if compression else ""
        return (self.place.extension or self.format.extension) + compressed

    @property
    def only_split(self) -> str:
        """Name of the split of a dataset that is not cut."""
        return NAMES[-1] if trainer_task.is_evaluation(self.task) else NAMES[0]

    @property
    def streams(self) -> bool:
        """Whether rows can be made of each record as it is read, in the order of reading."""
        return not (self.request.arranges or self.format.preference or self.format.needs_all)

    @property
    def rereads(self) -> bool:
        """Whether a record is looked at again after it was read."""
        return bool(self.request.near) or not self.streams


def plan_export(session: Session, request: ExportRequest) -> ExportPlan:
    """Return the format, storage and style that a request comes to, ready to use.

    Raises:
        UnknownComponent: There is none of that name.
        ConfigError: An option is wrong.
        UsageError: Parts of the request contradict each other.
    """
    trainer, task = _find_trainer(session, request)
    if trainer and task:
        request = trainer_task.complete(request, trainer.spec.name, task)
    exporter = session.registry.get(EXPORTER, request.format or session.config.format.default)
    storage = session.registry.get(STORAGE, request.storage or STORAGE.default)
    implied: dict[str, Any] = {}
    if trainer and task and task.formats[0] in (exporter.spec.name, exporter.qualified):
        configured = session.config.components(EXPORTER).get(exporter.spec.name, {})
        given = {**configured, **session.options}
        implied = trainer_task.needed_options(given, trainer.spec.name, task)
    spec = exporter.spec
    plan = ExportPlan(
        request=request,
        exporter_entry=exporter,
        exporter=session.component(exporter, extra=implied),
        storage_entry=storage,
        storage=in_splits(session.component(storage, options=False)),
        style=RowStyle(request, spec),
        folder=bool(
            task
            or request.merged
            or request.shard_size
            or request.split
            or request.repository
            or (spec.media and not spec.embeds and request.images == "path")
        ),
        trainer_entry=trainer,
        trainer=session.component(trainer, options=False) if trainer else None,
        task=task,
    )
    _require_packing(storage.spec, request.compression)
    if request.repository:
        hub.require(request.repository)
    return plan


def _find_trainer(
    session: Session, request: ExportRequest
) -> tuple[Entry[TrainerSpec, Trainer] | None, TaskSpec | None]:
    if request.trainer is None:
        if request.task is not None:
            raise UsageError("--task says what a trainer does", hint="name the trainer with --for")
        return None, None
    entry = session.registry.get(TRAINER, request.trainer)
    return entry, trainer_task.find_task(entry.spec, request)


def _require_packing(place: StorageSpec, compression: str) -> None:
    if compression and compression not in place.compressions:
        known = ", ".join(place.compressions)
        raise UsageError(
            f"the storage {place.name!r} writes no .{compression} files",
            hint=f"it writes {known}" if known else "leave --compress out, it packs by itself",
        )
