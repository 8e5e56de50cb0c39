"""What the user asked of ``save-as``, before a plan is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sdk_core.export.filters import FilterOptions
from sdk_core.rows.measures import MeasureOptions
from sdk_core.specs import Reasoning


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputLayout:
    """How the output lies on disk.

    Args:
        folder: Whether it is a folder of its own rather than one file an input: because of
            splits, shards, pictures, a card or files for a trainer.
        merged: Name of the one dataset that all inputs go into, ``""`` for one an input.
        split_names: File name of a split where it is not the split's own name.
        shard_size: Rows in a file, 0 for all.
        compression: ``gz`` or ``zst``, ``""`` for none.
        images: How pictures are written.
    """

    folder: bool = False
    merged: str = ""
    split_names: Mapping[str, str] = field(default_factory=dict)
    shard_size: int = 0
    compression: str = ""
    images: Literal["path", "data-url"] = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOptions:
    """What the user says of a dataset.

    Args:
        card: Whether a card is written into its folder.
        license: Licence, as the Hub names it; ``""`` for none.
        language: ISO 639-1 code, ``""`` to find it out.
    """

    card: bool = True
    license: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubTarget:
    """Where a finished dataset is uploaded.

    Args:
        repo: Repository of the Hugging Face Hub, ``user/name``.
        private: Whether it is made private, if it is new.
    """

    repo: str
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """The flags of ``save-as``; ``None`` is what the format, trainer or config decides.

    Args:
        format: Name of the exporter.
        storage: Name of the storage.
        reasoning: Where reasoning goes.
        system: The system turn of every row, ``""`` for none.
        system_mode: Whether it is a turn or stands before the first question.
        context: Whether the passage stands before the question.
        one_answer: Whether a conversation becomes a row for each answer.
        filters: Which records, in which splits and order.
        layout: How the output lies on disk.
        about: What the user says of the dataset.
        measures: What the user wants to know of the rows.
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
    filters: FilterOptions = field(default_factory=FilterOptions)
    layout: OutputLayout = field(default_factory=OutputLayout)
    about: CardOptions = field(default_factory=CardOptions)
    measures: MeasureOptions = field(default_factory=MeasureOptions)
    trainer: str | None = None
    task: str | None = None
    push: HubTarget | None = None
