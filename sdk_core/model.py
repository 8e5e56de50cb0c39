"""The records that flow between the stages: frozen, plain, and cheap to import."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

SEGMENT_SEPARATOR = "\n\n"

SegmentKind = Literal["page", "slide", "section", "caption"]
Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input of ``ingest``: a file on disk, or the body of a URL that was fetched.

    Args:
        uri: The path as the user gave it, or the URL.
        media_type: MIME type, from the server or guessed from the name; ``""`` when unknown.
        path: The file, when there is one.
        data: The body, when it was fetched; a URL parser that fetches by itself gets ``None``.
        charset: Character set the server named, ``""`` when none.
    """

    uri: str
    media_type: str = ""
    path: Path | None = None
    data: bytes | None = None
    charset: str = ""

    @property
    def is_url(self) -> bool:
        """Whether the input is a URL rather than a file."""
        return self.path is None

    def read(self) -> bytes:
        """Return the whole content.

        Raises:
            OSError: The file cannot be read.
            ValueError: The source is a URL that was not fetched.
        """
        if self.data is not None:
            return self.data
        if self.path is None:
            raise ValueError(f"{self.uri} was not fetched")
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture of a document.

    Args:
        data: The encoded file (PNG, JPEG …), not pixels.
        media_type: MIME type of ``data``.
        alt: The author's description, ``""`` when there is none.
        name: Where it is stored (``report.lance#4``: table and row); set by the store.
    """

    data: bytes = field(repr=False)
    media_type: str
    alt: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a document that keeps its own place: a page, a slide, a section.

    Args:
        text: Its text.
        kind: What kind of part it is.
        index: 1-based position among the parts of its kind (page 3 is ``3``).
        images: Pictures that stand in this part.
        metadata: String facts about the part (a heading, a start time in seconds …).
    """

    text: str
    kind: SegmentKind = "section"
    index: int = 1
    images: tuple[Image, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed document.

    Args:
        id: Hash of source and text, so that a changed document has another identity.
        source: The path or URL it came from.
        segments: Its parts in reading order.
        title: Its title, ``""`` when unknown.
        media_type: MIME type of the source.
        metadata: String facts about the whole document.
    """

    id: str
    source: str
    segments: tuple[Segment, ...]
    title: str = ""
    media_type: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def create(
        cls,
        source: str,
        segments: Sequence[Segment],
        *,
        title: str = "",
        media_type: str = "",
        metadata: Mapping[str, str] | None = None,
    ) -> Document:
        """Build a document and compute its id from source and text (SHA-256, 16 hex digits)."""
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass"))
        for segment in segments:
            digest.update(b"\0")
            digest.update(segment.text.encode("utf-8", "surrogatepass"))
        return cls(
            id=digest.hexdigest()[:16],
            source=source,
            segments=tuple(segments),
            title=title,
            media_type=media_type,
            metadata=metadata or {},
        )

    @property
    def text(self) -> str:
        """The whole text: the segments joined by a blank line, empty ones left out."""
        return SEGMENT_SEPARATOR.join(s.text for s in self.segments if s.text)

    def spans(self) -> Iterator[tuple[int, int, Segment]]:
        """Yield ``(start, end, segment)`` with character offsets into `text`.

        A segment without text is where the next text starts, or at the end when there is none.
        """
        last = max((n for n, s in enumerate(self.segments) if s.text), default=-1)
        position = end = 0
        for number, segment in enumerate(self.segments):
            if not segment.text:
                place = position if number < last else end
                yield place, place, segment
                continue
            end = position + len(segment.text)
            yield position, end, segment
            position = end + len(SEGMENT_SEPARATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of a document, as it is put before a model.

    Args:
        document_id: `Document.id` of the document it is cut from.
        index: 0-based position among the document's chunks.
        text: Exactly ``document.text[start:end]``.
        start: Character offset of the first character.
        end: Character offset after the last character.
        segment_kind: Kind of the segment in which the chunk starts.
        segment_index: `Segment.index` of that segment, 0 when the document has none.
        images: Pictures of the segments that the chunk touches.
    """

    document_id: str
    index: int
    text: str
    start: int
    end: int
    segment_kind: str = ""
    segment_index: int = 0
    images: tuple[Image, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    Args:
        role: ``system``, ``user`` or ``assistant``.
        content: Its text.
        images: Pictures that are shown with it, in requests.
        reasoning: What an assistant thought before it answered, where that is kept apart from the
            content; ``None`` where it is not, ``""`` where it is and there was none.
    """

    role: str
    content: str
    images: tuple[Image, ...] = ()
    reasoning: str | None = None

    def to_dict(self) -> dict[str, str]:
        """Return ``{"role", "content"}``, and ``"reasoning_content"`` where it is kept apart."""
        turn = {"role": self.role, "content": self.content}
        if self.reasoning is not None:
            turn["reasoning_content"] = self.reasoning
        return turn


Conversation = tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call, or of many added up."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One model call, as a backend sees it.

    Args:
        messages: The rendered conversation.
        params: Sampling parameters (``temperature``, ``top_p``, ``max_tokens``, ``seed`` …).
        model: The model to ask for, ``""`` for the backend's own choice.
        schema: JSON schema of the answer, when the caller wants structure.
        task: Name of the prompt, for instance ``qa_generation``.
        variables: The values that were rendered into the prompt; never sent to a server, but the
            offline backend and test doubles answer from them.
        sample: Number of the sample, so that asking the same question twice is two calls.
    """

    messages: Conversation
    params: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    schema: Mapping[str, Any] | None = None
    task: str = ""
    variables: Mapping[str, Any] = field(default_factory=dict, repr=False)
    sample: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A model's answer.

    Args:
        text: What it said, verbatim.
        model: The model that answered, as the server names it.
        finish_reason: ``stop``, ``length``, ``content_filter`` … as in the OpenAI protocol.
        usage: Tokens that were counted by the server.
    """

    text: str
    model: str = ""
    finish_reason: str = "stop"
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an example comes from and how it was made."""

    source: str = ""
    document_id: str = ""
    chunk: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    generator: str = ""
    prompt: str = ""
    prompt_origin: str = ""
    prompt_sha256: str = ""
    backend: str = ""
    model: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A judge's word on one example.

    Args:
        judge: Name of the judge.
        score: Rating on the judge's scale, ``None`` when it could not be had.
        reasons: Why, in the judge's words.
        keep: Overrides the threshold: ``True`` keep, ``False`` drop, ``None`` let the threshold
            decide.
    """

    judge: str
    score: float | None
    reasons: str = ""
    keep: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One training example.

    Args:
        kind: Its shape: ``qa``, ``cot``, ``conversation`` or ``summary``, or a plugin's own.
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

    def with_judgement(self, judgement: Judgement) -> Example:
        """Return a copy that carries one more judgement."""
        return replace(self, judgements=(*self.judgements, judgement))

    def to_messages(self) -> Conversation:
        """Return the example as a conversation, the one shape that every exporter can use.

        A question and answer become a user and an assistant turn. Reasoning stands before the
        answer in ``<think>`` tags, the form that most chat templates keep.

        Raises:
            ValueError: The example has neither messages nor a question and an answer.
        """
        if self.messages:
            return self.messages
        question, answer = self.fields.get("question"), self.fields.get("answer")
        if not isinstance(question, str) or not isinstance(answer, str):
            raise ValueError("the record has neither messages nor a question and an answer")
        return (Message("user", question), Message("assistant", self.full_answer()))

    def full_answer(self) -> str:
        """Return the answer with its reasoning, if any, in ``<think>`` tags before it."""
        reasoning = self.fields.get("reasoning")
        answer = str(self.fields.get("answer", ""))
        if isinstance(reasoning, str) and reasoning:
            return f"<think>\n{reasoning}\n</think>\n\n{answer}"
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """The content of one generated or curated file.

    Args:
        kind: Kind of its examples (``qa``, ``cot``, ``conversation`` …), or ``summary``.
        examples: The examples in document order.
        summary: Summary of the document, ``""`` when there is none.
        metadata: Facts about the run that made it.
    """

    kind: str
    examples: tuple[Example, ...] = ()
    summary: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that was planned and could not be had.

    Args:
        item: What it was (``report.pdf``, ``report.lance chunk 4`` …).
        stage: The stage in which it happened.
        component: The component that failed, ``""`` when the core did.
        error: What failed, in one sentence.
        hint: What to do next.
        retryable: Whether running again may help.
    """

    item: str
    stage: str
    component: str
    error: str
    hint: str = ""
    retryable: bool = False
