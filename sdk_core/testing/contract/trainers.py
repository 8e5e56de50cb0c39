"""Trainers: tasks that name what there is, and files that stand beside the data."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml
from yaml import YAMLError

from sdk_core.components import Trainer
from sdk_core.kinds import EXPORTER, STORAGE, TRAINER
from sdk_core.model import TrainingSet
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import TaskSpec, TrainerSpec
from sdk_core.testing.checks import Case, checks_over, found_elsewhere, in_words, must_work
from sdk_core.testing.traces import leaves_nothing
from sdk_core.testing.violations import Violation

TrainerCase = Case[Entry[TrainerSpec, Trainer]]

_SPLITS = ("train", "validation", "test")
_TAKEN = ("README.md", "export.json")

_READERS: dict[str, Callable[[str], object]] = {
    ".yaml": lambda text: list(yaml.parse(text)),  # whose tags only the trainer knows
    ".yml": lambda text: list(yaml.parse(text)),
    ".json": json.loads,
    ".toml": tomllib.loads,
    ".py": ast.parse,
}
_UNFILLED = re.compile(r"\{\{\s*\w+\s*\}\}")
"""The name of a variable in the braces of a template."""


def reads_what_there_is(case: TrainerCase) -> None:
    """Formats and storages of every task are installed."""
    registry = case.plugin.registry
    for task in case.thing.spec.tasks:
        for kind, names in ((EXPORTER, task.formats), (STORAGE, task.storages)):
            reached = registry.by_bare_name(kind)
            known = {*reached, *(entry.qualified for entry in reached.values())}
            for name in names:
                if name not in known:
                    raise Violation(
                        f"its task {task.task!r} names the {kind.name} {name!r}, which is not "
                        "there.",
                        f"Name one of those that synthetic-data-kit plugins list --kind "
                        f"{kind.name} shows.",
                    )


def gives_files(case: TrainerCase) -> None:
    """Every task has files, of plain names that are not those of data, card and manifest."""
    for task, data in _datasets(case):
        files = _files(case, data)
        if not files:
            raise Violation(
                f"files() gives nothing for the task {task.task!r}.",
                "Give the settings or the command that the trainer needs, or leave the task out.",
            )
        taken = {*_TAKEN, *(name for names in data.files.values() for name in names)}
        for name, text in files:
            if not text.strip():
                raise Violation(
                    f"files() gives {name!r} without text for the task {task.task!r}.",
                    "Yield the name and the text of each file.",
                )
            if name in taken or name != Path(name).name:
                raise Violation(
                    f"it wants to write {name!r} for the task {task.task!r}.",
                    "Choose a plain file name that nothing else has.",
                )
            taken.add(name)


def names_the_data(case: TrainerCase) -> None:
    """The training file is named in the files, unless the spec gives splits names of their own."""
    for task, data in _datasets(case):
        if task.split_names:
            continue
        (first, *_), files = data.files.values(), _files(case, data)
        if files and not any(first[0] in text for _, text in files):
            raise Violation(
                f"no file for the task {task.task!r} names {first[0]!r}.",
                "Use data.files; split_names of the spec are for trainers that find files by name.",
            )


def gives_whole_files(case: TrainerCase) -> None:
    """Files are of the language that their name says, with nothing left to be filled in."""
    for task, data in _datasets(case):
        for name, text in _files(case, data):
            read = _READERS.get(Path(name).suffix)
            try:
                if read is not None:
                    read(text)
            except (ValueError, SyntaxError, YAMLError) as error:
                raise Violation(
                    f"{name} for the task {task.task!r} cannot be read: {in_words(error)}.",
                    "Quote names and texts in the way of that language.",
                ) from error
            left = _UNFILLED.search(text)
            if left and task.task != "eval":  # harnesses have templates of their own
                raise Violation(
                    f"{name} for the task {task.task!r} holds {left.group()!r}.",
                    "Fill every place of the template.",
                )
            for files in data.files.values():
                if left := re.search(rf"[\w.-]+/{re.escape(files[0])}\b", text):
                    raise Violation(
                        f"{name} names {left.group()!r}, in a folder.",
                        "Name data files without a folder: they stand beside this file.",
                    )


def heeds_lengths_and_epochs(case: TrainerCase) -> None:
    """Files for training are others for other lengths or epochs."""
    for task, data in _datasets(case):
        if task.task == "eval":
            continue
        other = replace(data, sequence_length=2048, longest=2000, epochs=7)
        if _files(case, data) == _files(case, other):
            raise Violation(
                f"the files for {task.task!r} do not depend on sequence_length and epochs.",
                "Use data.sequence_length and data.epochs: users set them for the dataset.",
            )


def leaves_nothing_behind(case: TrainerCase) -> None:
    """It neither prints nor leaves files or threads."""
    _, data = _datasets(case)[0]

    def use() -> None:
        with found_elsewhere():
            _files(case, data)

    leaves_nothing("files()", use, case.folder)


def says_the_same_twice(case: TrainerCase) -> None:
    """The same dataset gives the same files."""
    for task, data in _datasets(case):
        if _files(case, data) != _files(case, data):
            raise Violation(
                f"files() gives something else the second time for the task {task.task!r}.",
                "Use nothing but its argument and the options: no clock and no random numbers.",
            )


def _datasets(case: TrainerCase) -> list[tuple[TaskSpec, TrainingSet]]:
    """Return a dataset for each task: one that is cut, and one that is whole."""
    found = []
    for task in case.thing.spec.tasks:
        names = dict(task.split_names)
        place = case.plugin.registry.get(STORAGE, task.storages[0])
        for splits in (_SPLITS[:1], _SPLITS):
            kept = ("test",) if task.task == "eval" else splits
            ending = place.spec.extension or ".jsonl"
            found.append(
                (
                    task,
                    TrainingSet(
                        name="canal",
                        task=task.task,
                        format=task.formats[0],
                        storage=task.storages[0],
                        files={split: (f"{names.get(split, split)}{ending}",) for split in kept},
                        rows=dict.fromkeys(kept, 40),
                        columns=("messages",),
                        reasoning="inline",
                        sequence_length=512,
                        longest=480,
                        epochs=2,
                    ),
                )
            )
    return found


def _files(case: TrainerCase, data: TrainingSet) -> list[tuple[str, str]]:
    trainer = case.component()
    remedy = "Give the files for every task that the spec names, cut or not."
    failing = f"files() failed for the task {data.task!r}"
    with must_work(failing, remedy), guard.component(case.thing):
        return returned.pairs(trainer.files(data), "files()")


CHECKS = checks_over(
    TRAINER,
    reads_what_there_is,
    gives_files,
    names_the_data,
    gives_whole_files,
    heeds_lengths_and_epochs,
    says_the_same_twice,
    leaves_nothing_behind,
)
