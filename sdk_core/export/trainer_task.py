"""``--for TRAINER``: what a trainer reads completes what the user left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sdk_core.errors import DocumentError, UsageError
from sdk_core.export.request import ExportRequest
from sdk_core.export.splits import NAMES
from sdk_core.specs import TaskSpec, TrainerSpec


def is_evaluation(task: TaskSpec | None) -> bool:
    """Tell whether a dataset is measured by rather than trained on."""
    return task is not None and task.task == "eval"


def find_task(spec: TrainerSpec, request: ExportRequest) -> TaskSpec:
    """Return the task of a trainer that a request names, else its first one.

    Raises:
        UsageError: It has no such task.
    """
    tasks = {task.task: task for task in spec.tasks}
    if request.task and request.task not in tasks:
        raise UsageError(
            f"--for {request.trainer} has no task {request.task!r}",
            hint=f"it has {', '.join(tasks)}: give --task",
        )
    return tasks[request.task] if request.task else next(iter(tasks.values()))


def complete(request: ExportRequest, name: str, task: TaskSpec) -> ExportRequest:
    """Return a request with what a trainer reads in the place of what was left open.

    Args:
        request: What the user asked.
        name: The trainer.
        task: What it does.

    Raises:
        UsageError: The user chose what the trainer does not read.
    """

    def one_of(flag: str, chosen: str | None, known: tuple[str, ...]) -> str:
        if chosen is None or chosen in known:
            return chosen or known[0]
        reason = f" ({task.reason})" if task.reason else ""
        raise _refusal(name, task, f"{flag} {chosen}", f"it reads {', '.join(known)}{reason}")

    names = one_of("--format", request.format, task.formats)
    storage = one_of("--storage", request.storage, task.storages)
    if request.reasoning == "field" and not task.reads_reasoning:
        raise _refusal(name, task, "--reasoning field", "it takes no notice of that field")
    for flag, value in (
        ("--compress", request.compression),
        ("--shard-size", request.shard_size),
    ):
        if value and not task.pieces:
            raise _refusal(name, task, flag, "it reads one plain file a split")
    reasoning = request.reasoning or task.reasoning
    return replace(request, format=names, storage=storage, reasoning=reasoning)


def needed_options(given: Mapping[str, Any], name: str, task: TaskSpec) -> dict[str, Any]:
    """Return the options that a trainer needs of its own format.

    Args:
        given: The user's own options, of the config and of the command.
        name: The trainer.
        task: What it does.

    Raises:
        UsageError: The user gave one of them another value.
    """
    for option, value in task.options:
        if str(given.get(option, value)) != str(value):
            why = f"it needs {option}={value}"
            raise _refusal(name, task, f"{option}={given[option]}", why)
    return dict(task.options)


def require_rows(rows: Mapping[str, int], name: str, task: TaskSpec) -> None:
    """Make sure that a trainer takes so many rows.

    Args:
        rows: Rows by split.
        name: The trainer.
        task: What it does.

    Raises:
        DocumentError: It does not.
    """
    made = rows.get(NAMES[-1] if is_evaluation(task) else NAMES[0], 0)
    if made < max(task.least, 1):
        raise DocumentError(
            f"{name} takes {task.least} rows or more for {task.task}, and {made} were made",
            hint="add documents or ask for more pairs, or cut off less with --split",
        )
    if task.most and made > task.most:
        raise DocumentError(
            f"{name} takes {task.most:,} rows at most, and {made:,} were made",
            hint=f"give --limit {task.most}",
        )


def _refusal(name: str, task: TaskSpec, what: str, why: str) -> UsageError:
    return UsageError(
        f"{what} does not go with --for {name} --task {task.task}: {why}",
        hint="leave one of them out",
    )
