"""The exact messages that a model would get for an input, without asking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sdk_core.components import Generator
from sdk_core.create import stage as create
from sdk_core.create.allocation import allocator
from sdk_core.create.document_inputs import ON_DOCUMENTS, open_input
from sdk_core.create.pilot import Pilot
from sdk_core.create.target import target_of
from sdk_core.curate import stage as curate
from sdk_core.errors import SdkError, UsageError
from sdk_core.kinds import GENERATOR, JUDGE, KINDS
from sdk_core.llm.costs import ExpectedCall
from sdk_core.llm.dry_run import ShownCall
from sdk_core.model import Document, Request
from sdk_core.prompts.library import DEFAULT_SYSTEM
from sdk_core.registry.registry import Entry, Registry, is_a
from sdk_core.reports import StageReport
from sdk_core.runs.inputs import Plan
from sdk_core.runs.session import Progress, Session
from sdk_core.specs import GeneratorSpec, PromptSpec

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

    @classmethod
    def of(cls, entry: Entry, request: Request, unit: str, notes: Sequence[str]) -> PromptPreview:
        """Return the preview of a component's call."""
        tokens = ExpectedCall.of(request).prompt_tokens
        return cls(request, f"{entry.spec.kind} {entry.spec.name}", unit, tokens, tuple(notes))


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
    shown = ShownCall(prompt, number or 1)
    with TemporaryDirectory() as folder:  # so that no answer is recorded
        counting = replace(session, answers="count", shown=shown, progress=Progress())
        if is_a(entry, JUDGE):
            plan = _single(target, curate.plan(session, target, recursive=False))
            report = curate.run(counting, plan, folder)
            return _exhibit(entry, shown, report, "batch", shown.asked[prompt], [])
        if is_a(entry, GENERATOR):
            return _for_generator(counting, entry, shown, target, Path(folder))
    raise UsageError(f"what a {entry.kind.name} asks a model cannot be shown")


def _for_generator(
    session: Session,
    entry: Entry[GeneratorSpec, Generator],
    shown: ShownCall,
    target: str,
    folder: Path,
) -> PromptPreview:
    spec, number = entry.spec, shown.number
    plan = _single(target, create.plan(session, target, entry.qualified, recursive=False))
    opened = open_input(session, spec, plan.items[0].path)
    if spec.unit in ON_DOCUMENTS:
        plan.items = [replace(plan.items[0], document=lambda: opened.document)]
    if shown.prompt in {each.prompt for each in session.registry.kind_made_by(spec).fields}:
        return _of_field(session, entry, shown.prompt, opened.document)
    whole = spec.unit in ("document", "documents")
    noun = "part" if whole else spec.unit
    count = len(opened.parts if whole else opened.units)
    if number > count:
        raise _beyond(noun, number, count)
    pilot, notes = None, []
    if not whole:  # whose calls come one after the other
        pilot, shown.number = Pilot({0: frozenset({number - 1})}, count, 0, 1), 1
        wanted = target_of(session, entry, session.component(entry)).of(spec, opened).number
        coverage = session.config.generation.coverage
        first = allocator(spec.unit, opened.units, wanted, coverage).next((), 0)
        if spec.unit == "chunk" and number - 1 not in [ask.chunk for ask in first]:
            notes.append(f"this {noun} is asked only when earlier ones bring too little")
    uses = {name for p in spec.prompts for name in session.prompts.get(p.name).uses}
    if needed := [name for name in spec.prepares if name in uses]:
        notes.append(f"one more call a document makes {', '.join(needed)}; a placeholder is shown")
    report = create.run(session, plan, folder, entry.qualified, pilot=pilot)
    shown.number = number
    return _exhibit(entry, shown, report, noun, count, notes)


def _of_field(session: Session, entry: Entry, prompt: str, document: Document) -> PromptPreview:
    """Return what a prompt writes into the records of a document."""
    variables = {"text": document.text, "title": document.title, "source": document.source}
    said = session.prompts.render(prompt, variables).messages
    messages = tuple(message for message in said if message.content != DEFAULT_SYSTEM)
    note = "no model is asked: save-as writes it into the rows"
    return PromptPreview.of(entry, Request(messages=messages, task=prompt), "the document", [note])


def _exhibit(
    entry: Entry, shown: ShownCall, report: StageReport, noun: str, count: int, notes: Sequence[str]
) -> PromptPreview:
    """Return the call that was looked for.

    Raises:
        SdkError: There was none.
    """
    if shown.request is not None:
        place = f"{noun} {shown.number} of {count}"
        return PromptPreview.of(entry, shown.request, place, notes)
    if report.failures:
        failure = report.failures[0]
        error = SdkError(failure.error, hint=failure.hint)
        error.exit_code = report.exit_code
        raise error
    if shown.asked[shown.prompt]:
        raise _beyond(noun, shown.number, count)
    asked = ", ".join(shown.asked) or "nothing"
    raise UsageError(
        f"{entry.spec.kind} {entry.spec.name} does not ask for {shown.prompt!r} on this input; "
        f"it asks for {asked}"
    )


def _beyond(noun: str, number: int, count: int) -> UsageError:
    return UsageError(
        f"there is no {noun} {number}", hint=f"the last {noun} of the input is {count}"
    )


def _single(target: str, plan: Plan) -> Plan:
    """Return the plan of the one file that was named.

    Raises:
        UsageError: It is a directory.
    """
    if len(plan.items) != 1 or plan.items[0].label != target:
        raise UsageError(f"{target} is a directory", hint="name one document in it")
    return plan


def _prompts_of(entry: Entry) -> Sequence[PromptSpec]:
    prompts: Sequence[PromptSpec] = getattr(entry.spec, "prompts", ())
    return prompts
