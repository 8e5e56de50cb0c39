"""What a plugin hands the core: small frozen descriptions, never classes or instances.

A spec names its component with a ``"package.module:Class"`` target, which is imported only when
the component is used. Listings, help and name look-ups therefore cost nothing.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from sdk_core import defaults

_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_TARGET = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")

Unit = Literal["chunk", "document", "conversation"]
Reasoning = Literal["inline", "field", "drop"]
Task = Literal["sft", "dpo", "kto", "grpo", "eval"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSpec:
    """A prompt that a component renders, and the variables it may use.

    Args:
        name: Name of the prompt; its template is ``<name>.j2`` in a prompt pack.
        variables: Every variable that a template may use.
        required: Those without which the prompt makes no sense; a template that lacks one is
            refused before any call.
    """

    name: str
    variables: tuple[str, ...]
    required: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = set(self.required) - set(self.variables)
        if unknown:
            raise ValueError(f"prompt {self.name!r} requires undeclared {sorted(unknown)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentSpec:
    """What every kind of component says of itself.

    Args:
        name: Lower-case name, words joined by ``-``; users type it.
        target: Where the class is: ``"package.module:Class"``.
        summary: One line for listings.
        extra: The optional dependency group that brings what the target imports, for the
            install line in the error message; ``""`` when there is none.

    Raises:
        ValueError: The name, the target or the summary is not valid.
    """

    kind: ClassVar[str] = "component"

    name: str
    target: str
    summary: str
    extra: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                f"{self.kind} name {self.name!r} must be lower-case letters, digits, '-' '_' '.'"
            )
        what = f"{self.kind} {self.name!r}"
        if not _TARGET.fullmatch(self.target):
            raise ValueError(f"{what}: target {self.target!r} is not 'mod:Class'")
        if not self.summary.strip():
            raise ValueError(f"{what} needs a summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserSpec(ComponentSpec):
    """A parser: documents of some kinds to text.

    Args:
        extensions: File endings that it reads, lower case with the dot (``".pdf"``).
        media_types: MIME types that it reads, for URLs.
        hosts: Host names whose URLs it reads by itself, without the core fetching them.
        multimodal: Whether it can keep images.
        plain: Whether it reads plain text, so that ``create`` takes files of its endings and of
            unknown ones without ``ingest``.
    """

    kind: ClassVar[str] = "parser"

    extensions: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    multimodal: bool = False
    plain: bool = False

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        for extension in self.extensions:
            if not extension.startswith(".") or extension != extension.lower():
                raise ValueError(
                    f"parser {self.name!r}: extension {extension!r} is not like '.pdf'"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorSpec(ComponentSpec):
    """A generator: passages, documents or conversations to training examples.

    Args:
        unit: What ``generate`` gets: a `Chunk`, a `Document` or a conversation.
        example_kind: Name of the record kind of what it makes.
        suffix: Ending of the file it writes (``report`` + ``_qa_pairs`` + ``.json``).
        prompts: The prompts it renders; the first one is its main prompt.
        prepares: Variables that ``prepare`` returns for a document; empty when there is nothing to
            prepare. Generation waits for them only if one of the templates uses one.
        multimodal: Whether it looks at images.
        key: Deprecated: what the record kind's ``list_key`` says; ``""`` for that.
        target_key: Deprecated: what the record kind's ``target_key`` says; ``""`` for that.
    """

    kind: ClassVar[str] = "generator"

    unit: Unit = "chunk"
    example_kind: str = defaults.RECORD_KIND
    suffix: str = ""
    prompts: tuple[PromptSpec, ...] = ()
    prepares: tuple[str, ...] = ()
    multimodal: bool = False
    key: str = ""
    target_key: str = ""

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        if self.key or self.target_key:
            warnings.warn(
                f"generator {self.name!r}: key and target_key belong to its record kind: declare "
                "one with sdk_record_kinds",
                DeprecationWarning,
                stacklevel=3,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSpec(ComponentSpec):
    """A judge: examples to ratings.

    Args:
        prompts: The prompts it renders.
        scale: Lowest and highest score that it gives; one that does not end at 10 is
            mapped onto 0 to 10 where scores are compared with the threshold.
        media: Whether it looks at the pictures of an example (`Example.images`); one whose picture
            cannot be found is not rated by it.

    Raises:
        ValueError: The scale has no room.
    """

    kind: ClassVar[str] = "judge"

    prompts: tuple[PromptSpec, ...] = ()
    scale: tuple[float, float] = (1.0, 10.0)
    media: bool = False

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        if not self.scale[0] < self.scale[1]:
            raise ValueError(f"judge {self.name!r}: scale {self.scale!r} must rise")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendSpec(ComponentSpec):
    """A backend: requests to completions. Its section in the config bears its name.

    Args:
        key_variables: Environment variables that may hold its API key, the first one set wins.
        title: What messages call it, ``""`` for its name.
        pretends: Whether what it answers is for trying the program only, so that it never takes
            the place of what a model made.
    """

    kind: ClassVar[str] = "backend"

    key_variables: tuple[str, ...] = ()
    title: str = ""
    pretends: bool = False


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
        if not _NAME.fullmatch(self.name):
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
