"""Transforms at work: the steps that a user named, and what each of them lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Protocol, TypeVar

from sdk_core.components import Transform
from sdk_core.documents.cleaning import one_line
from sdk_core.errors import LeftOutError
from sdk_core.kinds import TRANSFORM
from sdk_core.model import Chunk, Document, Example, Segment
from sdk_core.registry import returned
from sdk_core.registry.boundary import WrongReturn
from sdk_core.registry.plain_entries import entry_from_plain, plain_entry
from sdk_core.registry.registry import Entry
from sdk_core.specs import Level, TransformSpec

TransformEntry = Entry[TransformSpec, Transform]

ItemT = TypeVar("ItemT", Document, Segment, Chunk, Example)

INCOMPLETE = "no whole record any more: "
"""How the reason begins where a transform has taken away what the kind of a record needs."""

_MAX_REASON = 60
"""Characters of the words by which something was left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """A transform in its place in the order.

    Args:
        entry: The transform.
        level: What it works on.
        options: Its options by name, as they were given.
        transform: It, built with them.
    """

    entry: TransformEntry
    level: Level
    options: Mapping[str, Any]
    transform: Transform

    @classmethod
    def build(cls, entry: TransformEntry, level: Level, options: Mapping[str, Any]) -> Step:
        """Build a transform and return its step.

        Raises:
            ConfigError: An option is unknown or has a wrong type.
            PluginError: The transform cannot be imported.
        """
        return cls(entry, level, options, entry.create(options))

    @property
    def label(self) -> str:
        """What messages call it: its name, with what it works on where that is not usual."""
        name = self.entry.spec.name
        return name if self.level == self.entry.spec.on[0] else f"{name}@{self.level}"

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain values, for another process."""
        return {**plain_entry(self.entry), "level": self.level, "options": dict(self.options)}


def step_from_plain(plain: Mapping[str, Any]) -> Step:
    """Return the step that `Step.to_plain` describes.

    Raises:
        PluginError: The transform cannot be imported.
    """
    return Step.build(entry_from_plain(TRANSFORM, plain), plain["level"], plain["options"])


@dataclass(slots=True)
class Losses:
    """The `TransformContext` of one thing: keeps what was said of it.

    Args:
        source: The path or URL of its document.
        on_warning: Is told what the user should know.
    """

    source: str
    on_warning: Callable[[str], None]
    parts: list[tuple[str, str]] = field(default_factory=list)

    def warn(self, message: str) -> None:
        """Pass on what the user should know."""
        self.on_warning(str(message))

    def leave_out(self, reason: str, text: str = "") -> None:
        """Keep why something was left out."""
        self.parts.append((one_line(str(reason))[:_MAX_REASON], str(text)))


def apply(step: Step, item: ItemT, said: Losses) -> list[ItemT]:
    """Return what a transform makes of a thing: none, one or several.

    Args:
        step: The transform.
        item: The thing.
        said: Takes what it says; where nothing is left, the last reason there is why.

    Raises:
        ComponentError: The transform broke, gave something else, or gave nothing and no reason.
    """
    with step.entry.guarded():
        given: object = step.transform.apply(item, said)
        found = returned.several(given, type(item), "apply()")
        if not found and not said.parts:
            raise WrongReturn(
                "apply() left out a thing without a reason", "call ctx.leave_out(reason) before"
            )
        for each in found:
            if isinstance(each, Example):
                if problem := returned.unwritable_example(each):
                    raise WrongReturn(
                        f"apply() gave an example whose {problem}", "give what JSON has"
                    )
                continue
            for part in each.segments if isinstance(each, Document) else (each,):
                text: object = getattr(part, "text", None)
                if not isinstance(text, str):
                    what = f"apply() gave a {type(part).__name__} whose text is {text!r:.40}"
                    raise WrongReturn(what, "give it a text")
            if isinstance(item, Chunk) and isinstance(each, Chunk):
                _check_offsets(item, each)
    return _whole(item, found, said)


def _whole(item: ItemT, found: list[ItemT], said: Losses) -> list[ItemT]:
    """Return what is left when records are left out that lost what their kind needs."""
    if not isinstance(item, Example) or returned.problem_of(item, item.declared):
        return found
    kept: list[ItemT] = []
    for each in found:
        assert isinstance(each, Example)
        if problem := returned.problem_of(each, each.declared):
            said.leave_out(f"{INCOMPLETE}{problem}")
        else:
            kept.append(each)
    return kept


def _check_offsets(before: Chunk, after: Chunk) -> None:
    """Make sure that a chunk still says where its text is stored.

    Raises:
        WrongReturn: It says another place.
    """
    if after.document_id != before.document_id or not (
        before.start <= after.start <= after.end <= before.end
    ):
        raise WrongReturn(
            f"apply() gave a chunk of {after.start} to {after.end} for one of {before.start} to "
            f"{before.end}",
            "stay within the offsets of the chunk that it is given",
        )


@dataclass(frozen=True, slots=True)
class Through(Generic[ItemT]):
    """What came through some steps.

    Args:
        items: The things, in order.
        left_out: The things that did not, each with the label of the step and its reason.
    """

    items: list[ItemT]
    left_out: list[tuple[ItemT, str, str]]


def pass_through(
    steps: Sequence[Step], item: ItemT, source: str, on_warning: Callable[[str], None]
) -> Through[ItemT]:
    """Return what becomes of one thing in all of the steps.

    Args:
        steps: The steps, in order.
        item: The thing.
        source: The path or URL of its document.
        on_warning: Is told what the user should know.

    Raises:
        ComponentError: As `apply`.
    """
    items, left_out = [item], list[tuple[ItemT, str, str]]()
    for step in steps:
        after: list[ItemT] = []
        for each in items:
            said = Losses(source, on_warning)
            found = apply(step, each, said)
            after += found
            if not found:
                left_out.append((each, step.label, said.parts[-1][0]))
        items = after
    return Through(items, left_out)


def pass_all_through(
    steps: Sequence[Step], items: Iterable[tuple[ItemT, str]], on_warning: Callable[[str], None]
) -> tuple[list[ItemT], list[tuple[ItemT, str]]]:
    """Return what becomes of several things, and what was left out of them with the reason.

    Args:
        steps: The steps, in order.
        items: The things, each with the path or URL of its document.
        on_warning: Is told what the user should know.

    Raises:
        ComponentError: As `apply`.
    """
    found: list[ItemT] = []
    lost: list[tuple[ItemT, str]] = []
    for item, source in items:
        through = pass_through(steps, item, source, on_warning)
        found += through.items
        lost += [(left, f"{step}: {reason}") for left, step, reason in through.left_out]
    return found, lost


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that is being read.

    Args:
        uri: Its source.
        media_type: Its type.
        segments: Its parts, as they come.
        title: Its title, once it is known.
        metadata: Facts about it.
        number: Which of the documents it is that one was split into, from 1 on.
    """

    uri: str
    media_type: str
    segments: Iterable[Segment]
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    number: int = 1

    def whole(self, title: str, facts: Mapping[str, str]) -> Document:
        """Return it as a document, which takes all that is still to come.

        Args:
            title: What its parser calls it.
            facts: What its parser says of it.
        """
        segments = list(self.segments)
        return Document.create(
            self.uri,
            segments,
            title=self.title or title,
            media_type=self.media_type,
            metadata={**facts, **self.metadata},
        )


class ReadingContext(Protocol):
    """What the steps of ``ingest`` may ask and say while a document is read."""

    title: str
    facts: dict[str, str]

    def warn(self, message: str) -> None:
        """Take what the user should know."""

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Take what is not in the text."""


def read_through(steps: Sequence[Step], reading: Reading, ctx: ReadingContext) -> Iterator[Reading]:
    """Yield what becomes of a document while it is read: segment by segment where that will do.

    Args:
        steps: Steps on segments and documents, in order.
        reading: The document.
        ctx: Knows what its parser has said of it, and takes what the steps say.

    Raises:
        LeftOutError: Nothing is left of it.
        ComponentError: As `apply`.
    """
    if not steps:
        yield reading
        return
    step, *rest = steps
    if step.level == "segment":
        segments = _each_segment(step, reading, ctx)
        yield from read_through(rest, replace(reading, segments=segments), ctx)
        return
    whole = reading.whole(ctx.title, ctx.facts)
    said = Losses(reading.uri, ctx.warn)
    documents = apply(step, whole, said)
    if not documents:
        raise LeftOutError(f"{step.label}: {said.parts[-1][0]}")
    for reason, text in said.parts:
        ctx.leave_out(f"{step.label}: {reason}", text)
    for number, document in enumerate(documents, 1):
        after = replace(
            reading,
            segments=document.segments,
            title=document.title,
            metadata=document.metadata,
            number=number if len(documents) > 1 else reading.number,
        )
        yield from read_through(rest, after, ctx)


def _each_segment(step: Step, reading: Reading, ctx: ReadingContext) -> Iterator[Segment]:
    for number, segment in enumerate(reading.segments, 1):
        said = Losses(reading.uri, ctx.warn)
        found = apply(step, segment, said)
        for reason, text in said.parts:
            lost = text or ("" if found else segment.text)
            ctx.leave_out(f"{step.label}: {reason}", lost, segment=number)
        yield from found
