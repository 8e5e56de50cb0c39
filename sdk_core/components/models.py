"""Base classes of what asks models, and of what answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from sdk_core.components.base import Component, OptionsT
from sdk_core.errors import UsageError
from sdk_core.model.calls import Completion, Conversation, Request
from sdk_core.model.documents import Chunk, Document, Image
from sdk_core.model.examples import Example, Judgement, RecordPlace
from sdk_core.server_memory import ServerAware

ModelT = TypeVar("ModelT", bound=BaseModel)


class ModelContext(Protocol):
    """The way to a model, shared by generators and judges."""

    async def complete(
        self,
        prompt: str,
        *,
        images: Sequence[Image] = (),
        schema: Mapping[str, Any] | None = None,
        sample: int = 0,
        model: str = "",
        temperature: float | None = None,
        **variables: Any,
    ) -> Completion:
        """Render a prompt of this component and return the model's answer.

        Args:
            prompt: Name of the prompt, as the component's spec declares it.
            images: Pictures to show with it.
            schema: JSON schema of the answer, for servers that can hold to one.
            sample: Number of the sample; another number is another call for the same prompt.
            model: The model to ask, ``""`` for that of the run.
            temperature: Sampling temperature, ``None`` for that of the run.
            variables: Values for the template.

        Raises:
            CallError: This call failed for good; the unit should be given up.
        """

    async def object(
        self,
        prompt: str,
        *,
        schema: type[ModelT],
        images: Sequence[Image] = (),
        **variables: Any,
    ) -> ModelT:
        """Ask for a nested answer and return it as an object of a class, valid.

        Servers that can are held to the schema of the class; answers are read as tolerantly as
        lists are, and a broken one is asked for once more.

        Args:
            prompt: Name of the prompt, as the component's spec declares it.
            schema: The class, a pydantic model.
            images: Pictures to show with it.
            variables: Values for the template.

        Raises:
            CallError: The call failed for good, or no answer was such an object.
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
        beside: Sequence[str] = (),
        images: Sequence[Image] = (),
        **variables: Any,
    ) -> list[dict[str, str]]:
        """Ask for a list of objects with these fields and return the whole ones.

        A broken answer is asked for once more; what cannot be had is counted and reported.

        Args:
            prompt: Name of the prompt, as the component's spec declares it.
            fields: What an object must have.
            beside: What it may have besides. Such a field is looked for only where the wording of
                the prompt, which may be the user's own, asks for it.
            images: Pictures to show with it.
            variables: Values for the template.

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
        quotes: Sequence[str] = (),
        document: Document | None = None,
    ) -> Example:
        """Build an example that carries its provenance and the passage it rests on.

        Args:
            fields: Its values by name.
            messages: Its turns, for kinds of conversations.
            quotes: What the model gave as evidence. It is looked up in the document, and where
                nothing of it is there, the answer is.
            document: The document that it rests on, where the unit is several of them.
        """

    def lost(self, count: int, reason: str) -> None:
        """Report items that were asked for and could not be had."""


class Generator(Component[OptionsT], ABC):
    """Makes training examples from a unit: a chunk, a document, a conversation, or others."""

    async def prepare(self, document: Document, ctx: GenerationContext) -> Mapping[str, Any]:
        """Return template variables that hold for a whole document, such as its summary.

        The value of ``summary``, if any, is stored in the output file.
        """
        return {}

    @abstractmethod
    async def generate(self, unit: Any, ctx: GenerationContext) -> list[Example]:
        """Return the examples made from one unit, ``ctx.wanted`` of them where it is a number."""


class JudgeContext(ModelContext, Protocol):
    """What a judge is told, and how it asks a model."""

    @property
    def threshold(self) -> float:
        """The score from which an example is kept, on the judge's own scale or its lowest."""

    @property
    def places(self) -> tuple[RecordPlace, ...]:
        """Where each of the examples stands, in their order."""


class Judge(Component[OptionsT], ABC):
    """Rates examples."""

    def survey(self, records: Iterable[tuple[RecordPlace, Example]]) -> None:
        """Look through records of a run, of which each is judged later.

        Called for one file after the other, before anything is judged, where the spec says
        ``surveys``; the datasets that the files are compared with come first. Records that judges
        before this one drop are not among them.
        """

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

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Return a vector for each text, all of one length, in the order of the texts.

        Args:
            texts: At least one; the backend cuts them into calls as its service wants it.

        Raises:
            CallError: A call failed.
            UsageError: It has no embeddings; the default.
        """
        raise UsageError(
            f"this backend ({type(self).__name__}) has no embeddings",
            hint="name another backend with --provider",
        )

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
