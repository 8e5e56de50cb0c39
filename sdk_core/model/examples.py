"""Training examples: where they come from, what judges said of them, and sets of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sdk_core.model.calls import Conversation
from sdk_core.model.documents import Image
from sdk_core.model.drafts import fast_constructor
from sdk_core.model.evidence import Evidence
from sdk_core.model.rating_scale import RATINGS, to_rating
from sdk_core.model.record_kinds import UNDECLARED, RecordKind, with_reasoning


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an example comes from and how it was made.

    ``text_hash`` is the SHA-256 of the document's text, 16 hex digits: offsets are of that text.
    """

    source: str = ""
    document_id: str = ""
    chunk: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    last_page: int | None = None
    section: str = ""
    text_hash: str = ""
    generator: str = ""
    prompt: str = ""
    prompt_origin: str = ""
    prompt_sha256: str = ""
    backend: str = ""
    model: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A judge's word on one side of an example.

    Args:
        name: What was looked at: ``accuracy``, ``style``.
        score: Score on ``scale``; ``None`` when it could not be had.
        scale: Lowest and highest score.
        reason: Why, in the judge's words.
    """

    name: str
    score: float | None
    scale: tuple[float, float] = RATINGS
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check without a model found in an example.

    Args:
        rule: Name of the rule.
        text: What was found, in words that end a sentence: ``its question refers to "the text"``.
        drops: Whether it speaks against keeping the example, or is a remark only.
    """

    rule: str
    text: str
    drops: bool = True


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a record stands.

    Args:
        file: Its file, as the user named it.
        number: Its number in the file, from 1.
        earlier: Whether the file is only there to be compared with (``--against``).
    """

    file: str
    number: int
    earlier: bool = False

    def __str__(self) -> str:
        return f"record {self.number} of {self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A judge's word on one example.

    Args:
        judge: Name of the judge.
        score: Score on the judge's own scale; ``None`` when it could not be had.
        reasons: Why, in the judge's words.
        keep: Overrides the threshold: ``True`` keep, ``False`` drop, ``None`` let the threshold
            decide.
        caveat: What was not as it should be, as the end of a sentence that begins with "judged";
            ``""`` when nothing was.
        scale: Lowest and highest score of the judge; the core fills it in from the judge's spec.
        criteria: What the score is made of, one side of the example at a time.
        findings: What a check found, one finding for each rule that applies.
        instead: The example to go on with, where the judge was told to change it; never written.
    """

    judge: str
    score: float | None
    reasons: str = ""
    keep: bool | None = None
    caveat: str = ""
    scale: tuple[float, float] = RATINGS
    criteria: tuple[Criterion, ...] = ()
    findings: tuple[Finding, ...] = ()
    instead: Example | None = field(default=None, repr=False, compare=False)

    @property
    def rating(self) -> float | None:
        """The score on the scale from 0 to 10 that thresholds and ratings are on."""
        return None if self.score is None else to_rating(self.score, self.scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One training example.

    Args:
        kind: Name of its record kind.
        fields: Its own values by name, in the order in which they are written.
        messages: The conversation, for examples that are one.
        provenance: Where it comes from.
        judgements: What judges said of it.
        passage: The source text that the example rests on, for judges; ``""`` when unknown.
        kept: Whether it passed its judges; exporters see others only when their spec asks.
        rejected: The worse answer that preference formats set against the last turn; filled for
            exporters whose spec asks for it.
        images: The pictures that the example is about; filled for exporters whose spec asks for
            them.
        declared: The declaration of its kind, by which it becomes a conversation.
        evidence: The quotes that it rests on.
    """

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    messages: Conversation = ()
    provenance: Provenance = field(default_factory=Provenance)
    judgements: tuple[Judgement, ...] = ()
    passage: str = field(default="", repr=False)
    kept: bool = True
    rejected: Conversation = ()
    images: tuple[Image, ...] = ()
    declared: RecordKind = field(default=UNDECLARED, repr=False, compare=False)
    evidence: tuple[Evidence, ...] = ()

    def with_judgement(self, judgement: Judgement) -> Example:
        """Return a copy that carries one more judgement."""
        return replace(self, judgements=(*self.judgements, judgement))

    def to_messages(self) -> Conversation:
        """Return the example as a conversation, the one shape that every exporter can use.

        Its kind says which turns it becomes. Reasoning stands before the answer in ``<think>``
        tags, the form that most chat templates keep.

        Raises:
            ValueError: The example has neither messages nor what its kind makes turns of.
        """
        return self.messages or self.declared.conversation(self.fields, self.passage)

    def _repr_html_(self) -> str:
        """Return what a notebook shows of it."""
        from sdk_core.model.html_view import table  # a notebook alone needs it

        rows: list[tuple[str, object]] = [(turn.role, turn.content) for turn in self.messages]
        rows += self.fields.items()
        rows += [
            (f"judged by {each.judge}", f"{each.score} {each.reasons}".strip())
            for each in self.judgements
        ]
        origin = self.provenance
        pages = "" if origin.page is None else f", page {origin.page}"
        rows += [("source", f"{origin.source}{pages}")] if origin.source else []
        return table(rows, self.kind)

    def full_answer(self) -> str:
        """Return the field ``answer`` with its reasoning, if any, in ``<think>`` tags before it."""
        reasoning = self.fields.get("reasoning")
        thought = reasoning if isinstance(reasoning, str) else ""
        return with_reasoning(str(self.fields.get("answer", "")), thought)


new_example = fast_constructor(Example)
"""`Example`, for what makes millions of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """The content of one generated or curated file.

    Args:
        kind: The kind of its examples.
        examples: The examples in document order.
        summary: Summary of the document, ``""`` when there is none.
        metadata: Facts about the run that made it.
        left_out: Examples that transforms left out, and why.
    """

    kind: RecordKind
    examples: tuple[Example, ...] = ()
    summary: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    left_out: tuple[tuple[Example, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSet:
    """A dataset on disk, as a trainer is told of it.

    Args:
        name: Name of its folder.
        task: What it is for: ``sft``, ``dpo``, ``kto``, ``grpo`` or ``eval``.
        format: Name of the exporter that made its rows.
        storage: Name of the storage that wrote them.
        files: Data files by split, relative to the folder.
        rows: Number of rows by split.
        columns: Names of the columns, in order.
        reasoning: Where reasoning is: ``inline``, in a ``field``, or ``""`` where there is none.
        sequence_length: Tokens that a row may have in training.
        longest: Tokens of the longest row.
        longer: How many rows are longer than ``sequence_length``.
        counter: What counted the tokens: ``chars`` for an estimate, else a tokenizer.
        epochs: How many times a trainer should go over the training rows.
    """

    name: str
    task: str
    format: str
    storage: str
    files: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    columns: tuple[str, ...] = ()
    reasoning: str = ""
    sequence_length: int = 1024
    longest: int = 0
    longer: int = 0
    counter: str = "chars"
    epochs: int = 1
