"""What the user asked of ``save-as``, before a plan is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sdk_core.export.splits import By
from sdk_core.specs import Reasoning
from sdk_core.specs.exports import Evidencing
from sdk_core.tokens import BY_CHARACTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """The flags of ``save-as``; ``None`` is what the format, trainer or config decides.

    Args:
        format: Name of the exporter.
        storage: Name of the storage.
        trainer: Name of the trainer that it is for.
        task: What it does with it.
        reasoning: Where reasoning goes.
        system: The system turn of every row, ``""`` for none, ``None`` for the record's own.
        system_mode: Whether it is a turn or stands before the first question, for chat templates
            that refuse the role.
        context: Whether the passage that an example rests on stands before its question.
        one_answer: Whether a conversation becomes a row for each answer.
        images: How pictures are written.
        evidence: Whether rows have a column with what a record rests on.
        min_rating: Lowest rating of a record that is kept; those without one are left out.
        exact: Whether repetitions of a whole record are left out.
        near: Similarity from 0 to 1 from which a question is a repetition, 0 for never.
        decontaminate: Files with the texts of benchmarks that must not be trained on.
        max_tokens: Longest record in tokens, 0 for any length.
        balance: ``document`` so that none has more records than the median one, ``type`` so that
            no kind has more than the rarest.
        shuffle: Seed of the order, ``None`` to keep it.
        limit: Records in all, 0 for all of them.
        split: Share of each split, as `splits.parse_shares` gives them; empty for one.
        split_by: What stays together in a split.
        merged: Name of the one dataset that all inputs go into, ``""`` for one an input.
        shard_size: Rows in a file, 0 for all.
        compression: ``gz`` or ``zst``, ``""`` for none.
        card: Whether a card is written into the folder of a dataset.
        license: Licence for the card, as the Hub names it; ``""`` for none.
        language: ISO 639-1 code for the card, ``""`` to find it out.
        tokenizer: What counts tokens, as `tokens.counter` has it.
        sequence_length: Tokens that a row may have in training, 0 for any number.
        show_loss: Whether the tokens that carry loss are shown.
        repository: Repository of the Hugging Face Hub that it is uploaded to, ``user/name``.
        private: Whether that is made private, if it is new.
    """

    format: str | None = None
    storage: str | None = None
    trainer: str | None = None
    task: str | None = None
    reasoning: Reasoning | None = None
    system: str | None = None
    system_mode: Literal["turn", "user"] = "turn"
    context: bool = False
    one_answer: bool = False
    images: Literal["path", "data-url"] = "path"
    evidence: Evidencing | None = None
    min_rating: float | None = None
    exact: bool = False
    near: float = 0.0
    decontaminate: tuple[Path, ...] = ()
    max_tokens: int = 0
    balance: Literal["", "document", "type"] = ""
    shuffle: int | None = None
    limit: int = 0
    split: tuple[float, ...] = ()
    split_by: By = "document"
    merged: str = ""
    shard_size: int = 0
    compression: str = ""
    card: bool = True
    license: str = ""
    language: str = ""
    tokenizer: str = BY_CHARACTERS
    sequence_length: int = 0
    show_loss: bool = False
    repository: str = ""
    private: bool = False

    @property
    def arranges(self) -> bool:
        """Whether records are put in another order, or chosen by what the others are."""
        return bool(self.shuffle is not None or self.balance or self.limit or self.split)
