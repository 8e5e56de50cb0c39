"""The exact messages that a model would get for an input, without asking it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sdk_core.artifacts.example_files import read_examples
from sdk_core.components import Backend, Generator, Judge
from sdk_core.create import stage as create
from sdk_core.create.allocation import TargetAllocator
from sdk_core.create.document_inputs import OpenedInput, open_input
from sdk_core.create.target import target_of
from sdk_core.create.unit_context import UnitContext
from sdk_core.curate import stage as curate
from sdk_core.curate.curation_job import JudgingContext
from sdk_core.errors import CallError, ErrorKind, UsageError
from sdk_core.kinds import GENERATOR, JUDGE, KINDS
from sdk_core.llm.costs import ExpectedCall
from sdk_core.llm.ledger import Account
from sdk_core.model import Chunk, Completion, Document, Request
from sdk_core.prompts.library import DEFAULT_SYSTEM
from sdk_core.registry.registry import Entry, Registry, is_a
from sdk_core.runs import guard
from sdk_core.runs.model_access import Caller, ModelAccess
from sdk_core.runs.session import Session
from sdk_core.specs import GeneratorSpec, JudgeSpec, PromptSpec

ESTIMATE = "an upper bound by script"


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """The messages of one call that would be made.

    Args:
        request: The call.
        component: Kind and name of the component that would make it.
        unit: What of the input it is about.
        tokens: Tokens of the messages, by the estimate of `--preview`.
        notes: What else there is to know about it, in sentences.
    """

    request: Request
    component: str
    unit: str
    tokens: int
    notes: tuple[str, ...] = ()


class _CapturingBackend(Backend):
    """Stands for engine and backend: keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []

    async def complete(
        self,
        request: Request,
        *,
        priority: Sequence[int] = (),
        account: Account = Account(),  # noqa: B008  a tuple, which nobody can change
    ) -> Completion:
        """Keep the request.

        Raises:
            CallError: Always.
        """
        self.requests.append(request)
        raise CallError("shown only", kind=ErrorKind.UNRECORDED)

    async def reject(self, request: Request) -> None:
        """Do nothing: no answer comes that could be of no use."""


def users_of(registry: Registry, prompt: str) -> list[Entry]:
    """Return the components that ask for a prompt, those whose main prompt it is first."""
    found = [
        entry
        for kind in KINDS.values()
        if kind.has_prompts
        for entry in registry.all(kind)
        if prompt in [p.name for p in _prompts_of(entry)]
    ]
    return sorted(found, key=lambda entry: _prompts_of(entry)[0].name != prompt)


def render(session: Session, prompt: str, target: str, number: int | None) -> PromptPreview:
    """Return the messages of a prompt for an input; nothing is sent and nothing written.

    Args:
        session: The command's surroundings.
        prompt: The prompt.
        target: The input: what ``create`` or ``curate`` would be given.
        number: The chunk, conversation, part or batch, from 1; ``None`` for the first one.

    Raises:
        UsageError: The input has no such part, or the component asks for something else.
        DocumentError: The input cannot be read.
    """
    entry = users_of(session.registry, prompt)[0]
    if is_a(entry, JUDGE):
        return _for_judge(session, entry, prompt, target, number)
    if is_a(entry, GENERATOR):
        return _for_generator(session, entry, prompt, target, number)
    raise UsageError(f"what a {entry.kind.name} asks a model cannot be shown")


def _for_generator(
    session: Session,
    entry: Entry[GeneratorSpec, Generator],
    prompt: str,
    target: str,
    number: int | None,
) -> PromptPreview:
    spec, component = entry.spec, session.component(entry)
    path = _single(target, create.plan(session, target, entry.qualified, recursive=False).items[:2])
    opened = open_input(session, spec, path)
    kind = session.registry.kind_made_by(spec)
    if prompt in {each.prompt for each in kind.fields}:
        return _of_field(session, entry, prompt, opened.document)
    index, count, noun = _pick(spec, opened, number)
    wanted = target_of(session, entry, component).of(spec, opened).number
    notes = []
    if spec.unit == "conversation":
        wanted = None
    elif spec.unit == "chunk":
        asks = TargetAllocator(count, wanted).next((), 0)
        asked = {ask.chunk: ask.wanted for ask in asks}
        wanted = asked.get(index, 1)
        if index not in asked:
            notes.append(f"this {noun} is asked only when earlier ones bring too little")
    unit = opened.units[0 if spec.unit == "document" else index]
    access, catcher = _access(session)
    uses = {name for p in spec.prompts for name in session.prompts.get(p.name).uses}
    needed = [name for name in spec.prepares if name in uses]
    if needed:
        notes.append(f"one more call a document makes {', '.join(needed)}; a placeholder is shown")
    context = UnitContext(
        caller=_caller(access, entry),
        access=access,
        entry=entry,
        kind=kind,
        document=opened.document,
        chunks=opened.chunks,
        parts=opened.parts[index : index + 1] if spec.unit == "document" else opened.parts,
        chunk=unit if isinstance(unit, Chunk) else None,
        wanted=wanted,
        prepared={name: f"[{name} of the document, made by another call]" for name in needed},
        on_loss=lambda count, reason: None,
    )

    async def work() -> None:
        if prompt != spec.prompts[0].name and spec.prepares:
            await component.prepare(opened.document, context)
        await component.generate(unit, context)

    _run(entry, work())
    place = f"{noun} {index + 1} of {count}"
    return _exhibit(catcher, entry, prompt, place, notes)


def _of_field(session: Session, entry: Entry, prompt: str, document: Document) -> PromptPreview:
    """Return what a prompt writes into the records of a document."""
    variables = {"text": document.text, "title": document.title, "source": document.source}
    said = session.prompts.render(prompt, variables).messages
    catcher = _CapturingBackend()
    messages = tuple(message for message in said if message.content != DEFAULT_SYSTEM)
    catcher.requests.append(Request(messages=messages, task=prompt))
    note = "no model is asked: save-as writes it into the rows"
    return _exhibit(catcher, entry, prompt, "the document", [note])


def _for_judge(
    session: Session,
    entry: Entry[JudgeSpec, Judge],
    prompt: str,
    target: str,
    number: int | None,
) -> PromptPreview:
    component = session.component(entry)
    path = _single(target, curate.plan(target, recursive=False).items[:2])
    examples = read_examples(path, session.registry.record_kinds).examples.examples
    if not examples:
        raise UsageError(f"{target} holds no records to rate")
    size = session.config.curate.batch_size
    count = -(-len(examples) // size)
    index = _index(number, count, "batch")
    batch = [replace(e, judgements=()) for e in examples[index * size : (index + 1) * size]]
    access, catcher = _access(session)
    context = JudgingContext(_caller(access, entry), entry, session.config.curate.threshold)

    async def work() -> None:
        await component.judge(batch, context)

    _run(entry, work())
    return _exhibit(catcher, entry, prompt, f"batch {index + 1} of {count}", [])


def _access(session: Session) -> tuple[ModelAccess, _CapturingBackend]:
    catcher = _CapturingBackend()
    access = ModelAccess(
        engine=catcher,
        backend=catcher,
        backend_name="",
        prompts=session.prompts,
        params={},
        structured=session.config.llm.structured_output,
        journal=catcher,
    )
    return access, catcher


def _caller(access: ModelAccess, entry: Entry) -> Caller:
    return Caller(access, entry, priority=(0,))


def _run(entry: Entry, work: Any) -> None:
    """Let a component work until it has asked."""

    async def guarded() -> None:
        try:
            with guard.component(entry):
                await work
        except CallError as error:
            if error.kind != ErrorKind.UNRECORDED:
                raise

    asyncio.run(guarded())


def _exhibit(
    catcher: _CapturingBackend, entry: Entry, prompt: str, unit: str, notes: Sequence[str]
) -> PromptPreview:
    who = f"{entry.spec.kind} {entry.spec.name}"
    request = next((r for r in catcher.requests if r.task == prompt), None)
    if request is None:
        asked = ", ".join(dict.fromkeys(r.task for r in catcher.requests)) or "nothing"
        raise UsageError(f"{who} does not ask for {prompt!r} on this input; it asks for {asked}")
    return PromptPreview(request, who, unit, ExpectedCall.of(request).prompt_tokens, tuple(notes))


def _pick(spec: GeneratorSpec, opened: OpenedInput, number: int | None) -> tuple[int, int, str]:
    """Return the index of the unit to show, how many there are, and what they are called."""
    if spec.unit == "document":
        return _index(number, len(opened.parts), "part"), len(opened.parts), "part"
    noun = "conversation" if spec.unit == "conversation" else "chunk"
    return _index(number, len(opened.units), noun), len(opened.units), noun


def _index(number: int | None, count: int, noun: str) -> int:
    if number is not None and number > count:
        raise UsageError(
            f"there is no {noun} {number}",
            hint=f"the last {noun} of the input is {count}",
        )
    return (number or 1) - 1


def _single(target: str, items: Sequence[Any]) -> Path:
    """Return the one file that was named.

    Raises:
        UsageError: It is a directory.
    """
    if len(items) != 1 or items[0].label != target:
        raise UsageError(f"{target} is a directory", hint="name one document in it")
    path: Path = items[0].path
    return path


def _prompts_of(entry: Entry) -> Sequence[PromptSpec]:
    prompts: Sequence[PromptSpec] = getattr(entry.spec, "prompts", ())
    return prompts
