"""Specs of what makes rows, writes them, and knows who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sdk_core.specs.base import ComponentSpec

Reasoning = Literal["inline", "field", "drop"]
Evidencing = Literal["drop", "column"]
Task = Literal["sft", "dpo", "kto", "grpo", "eval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExporterSpec(ComponentSpec):
    """An exporter: examples to the rows that a trainer reads.

    Args:
        file_suffix: What is added to the input's stem (``"_alpaca"``).
        extension: Ending of the file when rows are written as text: ``".json"`` for one array,
            ``".jsonl"`` for one row a line.
        needs_all: Whether rows are made of all examples together rather than of each alone.
        kinds: Kinds of records that it can carry, others are refused; empty for all that become
            conversations, or for all when it looks at their own fields.
        documents: Whether it takes parsed documents too, a record for each segment.
        view: What of an example it looks at: its ``messages``, which the core has put into the
            wanted style by then, or its own ``fields``.
        system: System turn of examples that have none, ``""`` for none.
        reasoning: Where reasoning goes unless the user says otherwise: ``inline`` in ``<think>``
            tags before the answer, a ``field`` of its own, or nowhere (``drop``). Formats of
            ``fields`` leave it where it is.
        one_answer: Whether a row holds one answer, so that a longer conversation becomes one row
            for each.
        preference: Whether rows need a worse answer beside the good one (`Example.rejected`).
        rejects: Whether it wants the examples that a judge rejected too (`Example.kept`).
        uniform: Whether all rows get the same keys, as most loaders want; not for services that
            take an empty value for a mistake.
        media: Whether rows show the pictures of an example (`Example.images`) and of its turns.
        embeds: Whether these are always inside the rows, as services want them.
        least: Fewest rows that its reader takes.
        labels: Keys of a row that are true or false, and must not be the same in all rows.
        settings: Options that a key under ``format`` sets unless they are given themselves:
            ``(("include_metadata", "include_metadata"),)``, option first.
        told_by: Sets of keys by which rows of the format are told in files of anybody's, for
            formats with a way back (`Exporter.read`): ``(("prompt", "chosen", "rejected"),)``.
        as_text: Names of what is JSON text in a table where its objects have unlike keys.
        evidence: Whether rows have what a record rests on in a ``column`` beside their own, unless
            the user says otherwise, or ``drop`` it.
    """

    kind: ClassVar[str] = "exporter"

    file_suffix: str = ""
    extension: Literal[".json", ".jsonl"] = ".jsonl"
    needs_all: bool = False
    kinds: tuple[str, ...] = ()
    documents: bool = False
    view: Literal["messages", "fields"] = "messages"
    system: str = ""
    reasoning: Reasoning = "inline"
    one_answer: bool = False
    preference: bool = False
    rejects: bool = False
    uniform: bool = True
    media: bool = False
    embeds: bool = False
    least: int = 1
    labels: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    told_by: tuple[tuple[str, ...], ...] = ()
    as_text: tuple[str, ...] = ("tools", "functions", "arguments")
    evidence: Evidencing = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSpec(ComponentSpec):
    """A storage: rows to a file or directory.

    Args:
        suffix: What is added to ``<stem>_<format>`` (``"_hf"``); ``""`` for the exporter's own.
        extension: Ending of its files (``".parquet"``), ``""`` for a directory or the exporter's.
        splits: Whether one directory of it holds all splits of a dataset.
        flat: Whether it has no place for lists and objects inside a row.
        compressions: Endings of compressed files that it writes, without the dot.
        settings: Options that a key under ``format`` sets unless they are given themselves:
            ``(("pretty", "pretty_json"),)``, option first.
    """

    kind: ClassVar[str] = "storage"

    suffix: str = ""
    extension: str = ""
    splits: bool = False
    flat: bool = False
    compressions: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec:
    """What a trainer reads for one of its tasks.

    Args:
        task: ``sft``, ``dpo``, ``kto``, ``grpo`` or ``eval``.
        formats: Exporters whose rows it reads; the first one is taken unless the user names
            another.
        storages: Storages that it reads, the first one likewise.
        options: Options of the first format (``("style", "swift")``).
        reasoning: Where reasoning goes unless the user says otherwise, ``None`` for the format's
            own way.
        reads_reasoning: Whether it looks at reasoning that is in a field of its own.
        split_names: File names of splits that it knows under another name than ours.
        pieces: Whether a split may be packed, or in several files.
        least: Fewest rows that it takes for training.
        most: Most rows that it takes, 0 for any number.
        reason: Why it reads nothing else, to be told when something else is asked for.

    Raises:
        ValueError: It names no format or no storage.
    """

    task: Task
    formats: tuple[str, ...]
    storages: tuple[str, ...]
    options: tuple[tuple[str, Any], ...] = ()
    reasoning: Reasoning | None = None
    reads_reasoning: bool = True
    split_names: tuple[tuple[str, str], ...] = ()
    pieces: bool = False
    least: int = 1
    most: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.formats or not self.storages:
            raise ValueError(f"task {self.task!r} needs at least one format and one storage")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerSpec(ComponentSpec):
    """A trainer: which format and storage it reads, and what it needs beside the data.

    Args:
        tasks: What it does; the first one is taken unless the user names another.

    Raises:
        ValueError: It has no task, or one of them twice.
    """

    kind: ClassVar[str] = "trainer"

    tasks: tuple[TaskSpec, ...] = ()

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        names = [task.task for task in self.tasks]
        if not names or len(names) != len(set(names)):
            raise ValueError(f"trainer {self.name!r} needs tasks, each of them once")
