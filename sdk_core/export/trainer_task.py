"""``--for TRAINER``: what a trainer reads completes what the user left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sdk_core.components import Trainer
from sdk_core.errors import DocumentError, UsageError
from sdk_core.export.filters import Selection
from sdk_core.export.splits import NAMES
from sdk_core.kinds import TRAINER
from sdk_core.registry.registry import Entry
from sdk_core.runs.session import Session
from sdk_core.specs import TaskSpec, TrainerSpec

if TYPE_CHECKING:
    from sdk_core.export.request import ExportRequest

EVAL = "eval"
_TEST = NAMES[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerTask:
    """A trainer and one of its tasks.

    Args:
        entry: The trainer's registration.
        trainer: The trainer.
        task: The task.
    """

    entry: Entry[TrainerSpec, Trainer]
    trainer: Trainer
    task: TaskSpec

    @property
    def name(self) -> str:
        """Name of the trainer."""
        return self.entry.spec.name

    def complete(self, request: ExportRequest) -> ExportRequest:
        """Return the request with what the trainer reads in the place of what was left open.

        Raises:
            UsageError: The user chose what the trainer does not read.
        """
        task, layout = self.task, request.layout
        names = self._one_of("--format", request.format, task.formats)
        storage = self._one_of("--storage", request.storage, task.storages)
        if request.reasoning == "field" and not task.reads_reasoning:
            raise self._refusal("--reasoning field", "it takes no notice of that field")
        for flag, value in (
            ("--compress", layout.compression),
            ("--shard-size", layout.shard_size),
        ):
            if value and not task.pieces:
                raise self._refusal(flag, "it reads one plain file a split")
        return replace(
            request,
            format=names,
            storage=storage,
            reasoning=request.reasoning or task.reasoning,
            layout=replace(layout, folder=True, split_names=dict(task.split_names)),
        )

    def options(self, exporter: Entry, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options of the format that the trainer needs.

        Args:
            exporter: The format.
            given: The user's own options, of the config and of the command.

        Raises:
            UsageError: The user gave one of them another value.
        """
        if self.task.formats[0] not in (exporter.spec.name, exporter.qualified):
            return {}
        for name, value in self.task.options:
            if str(given.get(name, value)) != str(value):
                raise self._refusal(f"{name}={given[name]}", f"it needs {name}={value}")
        return dict(self.task.options)

    def pick(self, selected: Selection) -> None:
        """Keep of an evaluation set what is held out: its test split, or all when it is not cut."""
        if self.task.task != EVAL:
            return
        splits = selected.splits
        held_out = splits.get(_TEST, ()) if len(splits) > 1 else next(iter(splits.values()), ())
        others = sum(map(len, splits.values())) - len(held_out)
        if others:
            selected.dropped["other splits"] += others
        selected.splits = {_TEST: held_out}

    def require_rows(self, rows: Mapping[str, int]) -> None:
        """Make sure that the trainer takes so many rows.

        Raises:
            DocumentError: It does not.
        """
        task = self.task
        made = rows.get(_TEST if task.task == EVAL else NAMES[0], 0)
        if made < max(task.least, 1):
            raise DocumentError(
                f"{self.name} takes {task.least} rows or more for {task.task}, "
                f"and {made} were made",
                hint="add documents or ask for more pairs, or cut off less with --split",
            )
        if task.most and made > task.most:
            raise DocumentError(
                f"{self.name} takes {task.most:,} rows at most, and {made:,} were made",
                hint=f"give --limit {task.most}",
            )

    def _one_of(self, flag: str, chosen: str | None, known: tuple[str, ...]) -> str:
        if chosen is None:
            return known[0]
        if chosen not in known:
            reason = f" ({self.task.reason})" if self.task.reason else ""
            raise self._refusal(f"{flag} {chosen}", f"it reads {', '.join(known)}{reason}")
        return chosen

    def _refusal(self, what: str, why: str) -> UsageError:
        return UsageError(
            f"{what} does not go with --for {self.name} --task {self.task.task}: {why}",
            hint="leave one of them out",
        )


def find_task(session: Session, name: str, task: str | None) -> TrainerTask:
    """Return a trainer with one of its tasks.

    Args:
        session: The command's surroundings.
        name: The trainer.
        task: The task, ``None`` for its first one.

    Raises:
        UnknownComponent: There is no such trainer.
        UsageError: It has no such task.
    """
    entry = session.registry.get(TRAINER, name)
    tasks = {spec.task: spec for spec in entry.spec.tasks}
    if task and task not in tasks:
        raise UsageError(
            f"--for {name} has no task {task!r}", hint=f"it has {', '.join(tasks)}: give --task"
        )
    return TrainerTask(
        entry=entry,
        trainer=session.component(entry, options=False),
        task=tasks[task] if task else next(iter(tasks.values())),
    )
