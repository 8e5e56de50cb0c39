"""Runs one generator or judge in the core's own contexts, with any backend for a model."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sdk_core.components import Backend, Generator, Judge
from sdk_core.config import load_config
from sdk_core.create.grounding import Grounding
from sdk_core.create.unit_context import UnitContext
from sdk_core.curate.curation_setup import JudgingContext
from sdk_core.documents import chunking
from sdk_core.errors import CallError
from sdk_core.kinds import ComponentT, Kind, SpecT
from sdk_core.llm.engine import Engine
from sdk_core.llm.recorded_answers import request_key
from sdk_core.llm.retry import CallPolicy
from sdk_core.model import (
    Chunk,
    Completion,
    Conversation,
    Document,
    Example,
    Judgement,
    Message,
    RecordPlace,
    Request,
)
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Entry, Registry
from sdk_core.runs import guard
from sdk_core.runs.model_access import Caller, ModelAccess
from sdk_core.runs.session import Session
from sdk_core.specs import GeneratorSpec, JudgeSpec
from sdk_core.testing.factories import make_document, make_image

T = TypeVar("T")

Unit = Chunk | Document | Conversation

TALK: Conversation = (
    Message("system", "You know the Corran Canal well."),
    Message("user", "How many locks does the canal have?"),
    Message("assistant", "It has 22 locks."),
    Message("user", "How much water is in each of them?"),
    Message("assistant", "About 180 cubic metres."),
)
"""The usual conversation."""

_PARAMS = {"temperature": 0.7, "max_tokens": 1024}


@dataclass(slots=True)
class Generated:
    """What came of one unit.

    Args:
        examples: The examples.
        lost: What the generator reported as lost: how many, why.
        requests: The model calls that were made.
        completions: The answers.
        error: Why the generator gave the unit up, ``None`` when it did not.
        running: Tasks that it started and did not wait for.
    """

    examples: list[Example] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    error: CallError | None = None
    running: int = 0


@dataclass(frozen=True, slots=True)
class Bench(Generic[SpecT, ComponentT]):
    """A component with everything that it needs around it.

    Args:
        session: Prompts and settings.
        entry: The component.
        options: Its options.
    """

    session: Session
    entry: Entry[SpecT, ComponentT]
    options: Mapping[str, Any]

    def generate(
        self: Bench[GeneratorSpec, Generator],
        backend: Backend,
        unit: Unit | None = None,
        *,
        wanted: int | None = 3,
        generator: Generator | None = None,
    ) -> Generated:
        """Run the generator on one unit.

        Args:
            backend: The model.
            unit: What it gets; the usual sample of its kind when not given.
            wanted: How many examples are wanted.
            generator: One that was built before, to be used again.

        Raises:
            ComponentError: It broke.
            TemplateError: Its prompt cannot be rendered.
        """
        spec = self.entry.spec
        whole = unit if isinstance(unit, Document) else make_document()
        chosen = sample_unit(spec, whole) if unit is None else unit
        used = self.entry.create(self.options) if generator is None else generator
        result = Generated()

        async def run(access: ModelAccess) -> None:
            context = self._unit_context(access, whole, chosen, wanted, {}, result)
            before = asyncio.all_tasks()
            with guard.component(self.entry):
                prepared = await used.prepare(whole, context) if spec.prepares else {}
                context = self._unit_context(access, whole, chosen, wanted, prepared, result)
                result.examples = await used.generate(chosen, context)
            await asyncio.sleep(0)
            result.running = len(asyncio.all_tasks() - before)

        try:
            self._with_access(_Recorder(backend, result), run)
        except CallError as error:
            result.error = error
        return result

    def prepare(self: Bench[GeneratorSpec, Generator], backend: Backend) -> object:
        """Return what the generator prepares for the usual document.

        Raises:
            CallError: It gave up.
            ComponentError: It broke.
        """
        whole, generator = make_document(), self.entry.create(self.options)

        async def run(access: ModelAccess) -> object:
            context = self._unit_context(access, whole, None, None, {}, Generated())
            with guard.component(self.entry):
                return await generator.prepare(whole, context)

        return self._with_access(backend, run)

    def judge(
        self: Bench[JudgeSpec, Judge],
        backend: Backend,
        examples: Sequence[Example],
        *,
        judge: Judge | None = None,
    ) -> list[Judgement]:
        """Run the judge on some examples.

        Args:
            backend: The model.
            examples: The examples.
            judge: One that was built before, to be used again.

        Raises:
            CallError: It gave them up.
            ComponentError: It broke.
            TemplateError: Its prompt cannot be rendered.
        """
        used = self.entry.create(self.options) if judge is None else judge

        async def run(access: ModelAccess) -> list[Judgement]:
            threshold = self.session.config.curate.threshold
            caller = Caller(access, self.entry, priority=(0,))
            with guard.component(self.entry):
                places = tuple(RecordPlace("examples", n + 1) for n in range(len(examples)))
                context = JudgingContext(caller, self.entry, threshold, places)
                if self.entry.spec.surveys and judge is None:
                    used.survey(list(zip(places, examples, strict=True)))
                return await used.judge(examples, context)

        return self._with_access(backend, run)

    def _unit_context(
        self: Bench[GeneratorSpec, Generator],
        access: ModelAccess,
        document: Document,
        unit: Unit | None,
        wanted: int | None,
        prepared: Mapping[str, Any],
        result: Generated,
    ) -> UnitContext:
        return UnitContext(
            access,
            self.entry,
            priority=(0,),
            kind=self.session.registry.kind_made_by(self.entry.spec),
            document=document,
            chunks=tuple(page_chunks(document)),
            parts=tuple(chunking.cut(document, chunking.spans(document.text, 500, 0))),
            chunk=unit if isinstance(unit, Chunk) else None,
            wanted=wanted,
            prepared=prepared,
            grounding=Grounding(document),
            lost=lambda count, reason: result.lost.append((count, reason)),
        )

    def _with_access(self, backend: Backend, run: Callable[[ModelAccess], Awaitable[T]]) -> T:
        """Run something that calls a model, with a record of its own."""

        async def work() -> T:
            record = _Record()
            access = ModelAccess(
                engine=Engine(
                    backend, CallPolicy(concurrency=4, retries=0), name="scripted", journal=record
                ),
                backend=backend,
                backend_name="scripted",
                prompts=self.session.prompts,
                params=_PARAMS,
                structured=True,
                journal=record,
            )
            return await run(access)

        return asyncio.run(work())


class _Record:
    """The record of answers, in memory: a suite runs hundreds of units, and disks are slow."""

    def __init__(self) -> None:
        self._answers: dict[str, Completion] = {}

    def get(self, request: Request) -> Completion | None:
        return self._answers.get(request_key(request))

    async def put(self, request: Request, completion: Completion) -> None:
        self._answers[request_key(request)] = completion

    async def reject(self, request: Request) -> None:
        self._answers.pop(request_key(request), None)


class _Recorder(Backend):
    """Notes what is asked and answered."""

    def __init__(self, backend: Backend, result: Generated) -> None:
        super().__init__(backend.options)
        self._backend = backend
        self._result = result

    @property
    def model(self) -> str:
        return self._backend.model

    async def complete(self, request: Request) -> Completion:
        self._result.requests.append(request)
        completion = await self._backend.complete(request)
        self._result.completions.append(completion)
        return completion


def installed_bench(
    kind: Kind[SpecT, ComponentT], name: str, options: Mapping[str, Any]
) -> Bench[SpecT, ComponentT]:
    """Return the bench of a component by the name that users type.

    Raises:
        UnknownComponent: Nothing has that name.
    """
    registry = Registry(Manager())
    return Bench(plain_session(registry), registry.get(kind, name), options)


def plain_session(registry: Registry) -> Session:
    """Return a session with the defaults of every setting."""
    return Session(loaded=load_config(environment={}), registry=registry)


def page_chunks(document: Document) -> list[Chunk]:
    """Return one chunk a segment of a document."""
    return [
        Chunk(
            document_id=document.id,
            index=index,
            text=segment.text,
            start=start,
            end=end,
            segment_kind=segment.kind,
            segment_index=segment.index,
            last_segment_index=segment.index,
            images=segment.images,
        )
        for index, (start, end, segment) in enumerate(document.spans())
    ]


def sample_unit(spec: GeneratorSpec, document: Document) -> Unit:
    """Return what a generator may get of a document; not its first chunk, so that places show."""
    if spec.unit == "conversation":
        return TALK
    if spec.unit == "document":
        return document
    chunks = page_chunks(document)
    chunk = chunks[min(1, len(chunks) - 1)]
    return replace(chunk, images=(make_image(),)) if spec.multimodal else chunk
