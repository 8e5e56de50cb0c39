"""What a plugin author subclasses: one abstract method for each kind of component.

Components read no environment, no config file and no clock. They get their validated ``Options``
and a context, and reach a model only through the context, so that scheduling, retries, the record
of what was paid for and provenance are written once, in the core.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, get_args

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeVar, get_original_bases

from sdk_core.errors import UsageError
from sdk_core.model.calls import Completion, Conversation, Request
from sdk_core.model.documents import Chunk, Document, Image, Segment, Source
from sdk_core.model.examples import Example, Judgement, TrainingSet
from sdk_core.server_memory import ServerAware


class Options(BaseModel):
    """Base of a component's options: every field described, unknown names refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


OptionsT = TypeVar("OptionsT", bound=Options, default=Options, covariant=True)


class BackendOptions(Options):
    """Base of a backend's options for which the core's retries can be set."""

    max_retries: int = Field(default=3, ge=0, description="Further tries of a call that failed")
    retry_delay: float = Field(
        default=1.0, ge=0, description="Seconds before the first further try; doubles each time"
    )


class Component(Generic[OptionsT]):
    """Base of every component: holds its validated options.

    A subclass names the class of its options once, in brackets behind its base:
    ``class Fb2Parser(Parser[Fb2Options])``; without brackets it has none.
    """

    options_type: ClassVar[type[Any]] = Options

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "Options" in vars(cls):
            raise TypeError(
                f"the options of {cls.__name__} are named in brackets behind its base class, "
                "rather than inside of it as Options"
            )
        for argument in (a for base in get_original_bases(cls) for a in get_args(base)):
            named = getattr(argument, "__default__", argument)  # of a type variable
            if isinstance(named, type) and issubclass(named, Options):
                cls.options_type = named

    def __init__(self, options: OptionsT | None = None) -> None:
        self.options: OptionsT = self.options_type() if options is None else options


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


class ModelContext(Protocol):
    """The way to a model, shared by generators and judges."""

    async def complete(
        self,
        prompt: str,
        *,
        images: Sequence[Image] = (),
        schema: Mapping[str, Any] | None = None,
        sample: int = 0,
        **variables: Any,
    ) -> Completion:
        """Render a prompt of this component and return the model's answer.

        Args:
            prompt: Name of the prompt, as the component's spec declares it.
            images: Pictures to show with it.
            schema: JSON schema of the answer, for servers that can hold to one.
            sample: Number of the sample; another number is another call for the same prompt.
            variables: Values for the template.

        Raises:
            CallError: This call failed for good; the unit should be given up.
        """


class GenerationContext(ModelContext, Protocol):
    """What a generator is told about its unit, and how it asks a model."""

    @property
    def document(self) -> Document:
        """The document that the unit belongs to; for conversations, one without text."""

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The document cut into chunks by the run's settings."""

    @property
    def parts(self) -> tuple[Chunk, ...]:
        """The document cut into the larger parts that one summary call is shown."""

    @property
    def wanted(self) -> int | None:
        """How many examples are wanted from this unit, ``None`` for as many as come."""

    @property
    def prepared(self) -> Mapping[str, Any]:
        """What the generator's `Generator.prepare` returned for the document.

        Empty when no template of the generator uses it: preparation then runs beside generation
        rather than before it.
        """

    def uses(self, variable: str) -> bool:
        """Tell whether some template of this generator uses a variable."""

    async def items(
        self,
        prompt: str,
        fields: Sequence[str],
        *,
        images: Sequence[Image] = (),
        **variables: Any,
    ) -> list[dict[str, str]]:
        """Ask for a list of objects with these fields and return the whole ones.

        A broken answer is asked for once more; what cannot be had is counted and reported.

        Raises:
            CallError: The call failed for good.
        """

    async def text(self, prompt: str, **variables: Any) -> str:
        """Ask for free text and return it without reasoning blocks; never empty or a refusal.

        Raises:
            CallError: The call failed for good, or the model said nothing or declined.
        """

    def example(
        self,
        fields: Mapping[str, Any] | None = None,
        *,
        messages: Conversation = (),
    ) -> Example:
        """Build an example that carries its provenance and the passage it rests on."""

    def lost(self, count: int, reason: str) -> None:
        """Report items that were asked for and could not be had."""


class Generator(Component[OptionsT], ABC):
    """Makes training examples from a unit: a chunk, a document or a conversation."""

    async def prepare(self, document: Document, ctx: GenerationContext) -> Mapping[str, Any]:
        """Return template variables that hold for a whole document, such as its summary.

        The value of ``summary``, if any, is stored in the output file.
        """
        return {}

    @abstractmethod
    async def generate(
        self, unit: Chunk | Document | Conversation, ctx: GenerationContext
    ) -> list[Example]:
        """Return the examples made from one unit, ``ctx.wanted`` of them where it is a number."""


class JudgeContext(ModelContext, Protocol):
    """What a judge is told, and how it asks a model."""

    @property
    def threshold(self) -> float:
        """The score from which an example is kept, on the judge's own scale or its lowest."""


class Judge(Component[OptionsT], ABC):
    """Rates examples."""

    @abstractmethod
    async def judge(self, examples: Sequence[Example], ctx: JudgeContext) -> list[Judgement]:
        """Return one judgement for each example, in their order.

        An example that could not be rated gets a judgement whose score is ``None``; the core asks
        again for it alone.
        """


class Backend(Component[OptionsT], ServerAware, ABC):
    """Answers requests."""

    @abstractmethod
    async def complete(self, request: Request) -> Completion:
        """Answer one request; called many times at once.

        Raises:
            CallError: The call failed; its ``kind`` tells the core what to do.
        """

    async def check(self) -> str:
        """Say in one line that the backend works, with what it serves.

        Raises:
            CallError: It does not. A kind `ErrorKind.NOT_FOUND` without a status says that it has
                not got the model, so that a run ends before anything is sent.
        """
        return "nothing to check"

    async def probe(self) -> str:
        """As `check`, and make sure of the model, if need be by a call of one token.

        Raises:
            CallError: It does not work, or has not got the model.
        """
        return await self.check()

    def is_retryable(self, error: Exception) -> bool:
        """Whether a failure that is no `CallError` may go away by itself."""
        return False

    @property
    def model(self) -> str:
        """The model that is asked when a request names none."""
        return ""

    def batched(self, folder: Path) -> Backend:
        """Return a backend that sends the calls through the provider's batch API.

        It is asked for everything at once, may take a day to answer, and must find again what was
        under way when a run is stopped. It is closed in place of this one.

        Args:
            folder: The folder of the run's record of answers, where it keeps its own notes. It
                may be written from the first call on, when no other run uses it.

        Raises:
            UsageError: There is no such API; the default.
        """
        raise UsageError(
            f"this backend ({type(self).__name__}) has no batch API",
            hint="leave --batch out, or name another backend with --provider",
        )

    async def aclose(self) -> None:
        """Release connections; called once, after the last request."""


class Exporter(Component[OptionsT], ABC):
    """Turns examples into the rows that a trainer reads; pure, without I/O."""

    @abstractmethod
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield JSON-serialisable rows, all with the same keys.

        The core calls this with one example at a time, so that a bad one is left out and reported
        alone, unless the spec says ``needs_all``. A row may hold `Image` values where a picture
        belongs: the core writes them beside the rows, or into them, as the user wants.

        Raises:
            ValueError: An example cannot be put into this format; the text says why.
        """

    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        """Return what is wrong with a row of this format that anybody may have written.

        Called by ``validate``, and for each row that `rows` yields before it is written: one that
        is not right is left out and reported. Say what the row is to have and has not, one sentence
        a problem that goes on from "row 3:". By default every row is right.
        """
        return ()

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return what a row holds, whoever wrote it: a file of such rows is input like any other.

        Conversations are in ``messages``, with the worse answer in ``rejected`` and ``kept`` false
        for one that is labelled bad; other texts, and what else the row has, in ``fields``. The
        keys by which such rows are told are those of the spec's ``told_by``.

        Raises:
            ValueError: The row is none of this format; the text says why.
            NotImplementedError: The format has no way back; the default.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot read its rows")


Splits = Mapping[str, Sequence[Iterable[Mapping[str, Any]]]]
"""Rows by split, each split in parts; the name is empty for rows that are not split."""


class Storage(Component[OptionsT], ABC):
    """Writes rows to a place on disk."""

    @abstractmethod
    def write(self, splits: Splits, path: Path) -> int:
        """Write all rows to ``path``, a name that does not exist yet, and return their number.

        The core moves what was written to its final name, so an interrupted write never shows.
        Unless the spec says ``splits`` there is one split, named ``""``, in one part. Otherwise
        there may be several, each part of which is to be a file of its own.
        Rows may be iterated several times. Those that the core gives have a ``columns`` attribute
        (`sdk_core.columns.ColumnType`), and each row has all of the columns. Their method ``lines``
        gives each row as JSON with a line feed, for storages of text.

        Raises:
            OSError: The place cannot be written.
            ValueError: The rows do not fit this storage.
        """

    def read(self, path: Path) -> Iterator[tuple[str, Iterator[Mapping[str, Any] | bytes]]]:
        """Yield each split that `write` wrote with its rows, for the check after writing.

        Rows that were not split may come back under any name.
        A storage of text may yield a row as its line of JSON, which is compared as it stands.

        Raises:
            NotImplementedError: It cannot be read back; the default.
            OSError: It cannot be read.
            ValueError: It is damaged.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot read back what it wrote")


class Trainer(Component[OptionsT], ABC):
    """Knows what a trainer, a tuning service or a harness needs beside the data."""

    @abstractmethod
    def files(self, data: TrainingSet) -> Iterator[tuple[str, str]]:
        """Yield the text files that go beside the data: their names and contents.

        They are run or read in the folder of the data, so they name its files without a folder
        before them, and lengths and epochs are those of ``data``.
        """
