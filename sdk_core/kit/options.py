"""The arguments of the steps: what the flags of the command line are, with the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypedDict

from sdk_core.kit.events import Event

Input = str | PathLike[str]
"""A file, a directory, a URL, or an address of a source."""

Named = str | Mapping[str, Mapping[str, Any]]
"""A transform by its name, alone or with its options: ``{"length": {"least": 200}}``."""


class Surroundings(TypedDict, total=False):
    """What every step may be told.

    ``config`` is a file or a nested mapping; ``settings`` are keys of the config that go over it;
    ``options`` are those of the component that the step is about, ``-O`` on the command line.
    """

    folder: Input
    config: Input | Mapping[str, Any] | None
    plugins: Sequence[Input]
    on_event: Callable[[Event], None] | None
    settings: Mapping[str, Any]
    options: Mapping[str, Any]


class ModelOptions(TypedDict, total=False):
    """Which model is asked, with which prompts, within which limits."""

    provider: str
    model: str
    api_base: str
    prompts: Mapping[str, Input]
    prompt_packs: Sequence[str]
    batch: bool
    fresh: bool
    replay: bool
    concurrency: int
    rpm: float
    tpm: float
    max_cost: float
    max_tokens: int
    deadline: float


class DocumentOptions(TypedDict, total=False):
    """Which documents are read, and how."""

    name: str
    recursive: bool
    parser: str
    multimodal: bool
    encoding: str
    include: Sequence[str]
    exclude: Sequence[str]
    sitemap: bool


class IngestOptions(DocumentOptions, total=False):
    """Arguments of ``ingest``."""

    output: Input
    into: str
    force: bool
    transforms: Sequence[Named]


class CreateOptions(ModelOptions, total=False):
    """Arguments of ``create``."""

    type: str
    output: Input
    num_pairs: int | Literal["auto"]
    chunker: str
    chunk_size: int
    chunk_overlap: int
    transforms: Sequence[Named]
    recursive: bool
    pilot: int
    reads_as: str
    columns: Mapping[str, str]


class CurateOptions(ModelOptions, total=False):
    """Arguments of ``curate``."""

    output: Input
    threshold: float
    judges: Sequence[str]
    combine: Literal["all", "any", "weighted"]
    select: int
    against: Sequence[str]
    transforms: Sequence[Named]
    recursive: bool
    reads_as: str
    columns: Mapping[str, str]


class RowOptions(TypedDict, total=False):
    """What is wanted of the rows, as `sdk_core.export.request.ExportRequest` has it."""

    format: str
    storage: str
    trainer: str
    task: str
    reasoning: Literal["inline", "field", "drop"]
    evidence: Literal["drop", "column"]
    system: str
    system_mode: Literal["turn", "user"]
    context: bool
    one_answer: bool
    images: Literal["path", "data-url"]
    min_rating: float
    exact: bool
    near: float
    decontaminate: tuple[Path, ...]
    record_tokens: int
    balance: Literal["", "document", "type"]
    shuffle: int
    limit: int
    split: tuple[float, ...]
    split_by: Literal["document", "source", "row"]
    merged: str
    shard_size: int
    compression: str
    card: bool
    license: str
    language: str
    tokenizer: str
    sequence_length: int
    repository: str
    private: bool


class SaveAsOptions(RowOptions, total=False):
    """Arguments of ``save_as``."""

    output: Input
    transforms: Sequence[Named]
    recursive: bool
    reads_as: str
    columns: Mapping[str, str]


class RunOptions(DocumentOptions, ModelOptions, RowOptions, total=False):
    """Arguments of ``run``."""

    type: str
    output: Input
    into: str
    num_pairs: int | Literal["auto"]
    chunker: str
    chunk_size: int
    chunk_overlap: int
    transforms: Sequence[str]
    threshold: float
    judges: Sequence[str]
    pilot: int
