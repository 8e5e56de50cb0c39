"""Base classes of what brings documents in and makes passages of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Generic, Protocol

from typing_extensions import TypeVar

from sdk_core.components.base import Component, OptionsT
from sdk_core.model.documents import Chunk, ChunkLimits, Document, Segment, Source
from sdk_core.model.examples import Example
from sdk_core.model.inputs import Listed


class ParseContext(Protocol):
    """What a parser is told, and what it may say beside the text."""

    @property
    def multimodal(self) -> bool:
        """Whether images are wanted in the segments."""

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Give the document a title and facts such as ``author`` or ``date``."""

    def warn(self, message: str) -> None:
        """Tell the user of something that was lost or guessed, in one sentence."""

    def leave_out(self, reason: str, text: str = "", *, segment: int = 0) -> None:
        """Account for a part of the document that is not put into the text.

        It is counted, kept beside the document and listed by ``inspect --dropped``.

        Args:
            reason: Why, one of `sdk_core.documents.losses.Reason` or other short words.
            text: What it says, ``""`` when that is unknown.
            segment: 1-based index of the segment that it belongs to, 0 for none.
        """


class Parser(Component[OptionsT], ABC):
    """Reads documents of some kinds."""

    @abstractmethod
    def parse(self, source: Source, ctx: ParseContext) -> Iterable[Segment]:
        """Yield the parts of a document in reading order.

        Raises:
            DocumentError: The document is broken, encrypted or holds nothing to read.
        """

    @classmethod
    def name_for(cls, url: str) -> str:
        """Return the name of the output for a URL of the parser's own hosts.

        ``""``, the default, leaves the choice to the core: ``<host>_<path>``.
        """
        return ""


class SourceContext(Protocol):
    """What a source may ask of the core, and say beside what it lists."""

    def warn(self, message: str) -> None:
        """Tell the user of something that was passed over or guessed, in one sentence."""

    def download(self, url: str) -> Source:
        """Fetch a URL as the program does: politely, within its limits, with its retries.

        Raises:
            DocumentError: It cannot be had.
            UsageError: It is no URL of http or https, or leads where it may not.
        """


class InputSource(Component[OptionsT], ABC):
    """Lists and fetches the inputs of some schemes."""

    @abstractmethod
    def find(self, address: str, ctx: SourceContext) -> Iterable[Listed]:
        """Yield what an address holds, in an order that stays the same.

        Args:
            address: What the user gave, with its scheme (``git:docs@v2``).
            ctx: Takes warnings.

        Raises:
            UsageError: The address makes no sense, or there is nothing at it.
        """

    @abstractmethod
    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        """Return one thing that was listed, with its content; called when its turn has come.

        It is not called for what has a `Listed.path`, nor for what is stored already by its
        `Listed.change_token`.

        Raises:
            DocumentError: It cannot be had any more.
        """


class TransformContext(Protocol):
    """What a transform is told of the thing before it, and what it may say."""

    @property
    def source(self) -> str:
        """The path or URL of the document that the thing is of, ``""`` when unknown."""

    def warn(self, message: str) -> None:
        """Tell the user of something that was lost or guessed, in one sentence."""

    def leave_out(self, reason: str, text: str = "") -> None:
        """Account for what is not passed on: the whole thing, or a part of its text.

        Args:
            reason: Why, in a few words that are the same for the same reason: they are counted.
            text: What it says, ``""`` for the whole thing.
        """


ItemT = TypeVar("ItemT", bound=Document | Segment | Chunk | Example, default=Any)


class Transform(Component[OptionsT], ABC, Generic[ItemT, OptionsT]):
    """Changes, filters or splits documents, segments, chunks or examples.

    In brackets behind the base stand what it works on and its options:
    ``class Short(Transform[Segment | Example, ShortOptions])``.
    """

    @abstractmethod
    def apply(self, item: ItemT, ctx: TransformContext) -> Iterable[ItemT]:
        """Yield what becomes of a thing: itself, a changed one, several, or nothing.

        Where nothing is yielded `TransformContext.leave_out` must have said why. What is yielded
        of a chunk stays within its offsets, since these refer to the text that is stored.
        """


class Chunker(Component[OptionsT], ABC):
    """Cuts documents into chunks."""

    @abstractmethod
    def spans(self, document: Document, limits: ChunkLimits) -> Iterable[tuple[int, int]]:
        """Yield where each chunk starts and ends, in order: offsets into ``document.text``.

        Each starts and ends behind the one before it, and none leaves out more than white space
        between them, so that the chunks less their overlap are the text. The core puts the heading
        path and the pictures to each.
        """
