"""Documents to training examples."""

from __future__ import annotations

import asyncio
import platform
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sdk_core import __version__
from sdk_core.answers.left_over import Leftovers
from sdk_core.artifacts import document_tables
from sdk_core.artifacts.document_tables import is_table
from sdk_core.artifacts.text_copies import KnownCopies
from sdk_core.components import Generator
from sdk_core.create import corpus_output
from sdk_core.create.allocation import allocator
from sdk_core.create.corpus_output import CorpusOutputs
from sdk_core.create.document_inputs import (
    ON_DOCUMENTS,
    DocumentShelf,
    OpenedInput,
    accepts,
    is_unparsed,
    open_input,
    unparsed,
)
from sdk_core.create.generation_job import GenerationJob, GenerationSetup
from sdk_core.create.pilot import FOLDER as PILOT
from sdk_core.create.pilot import Pilot, draw, predict
from sdk_core.create.target import target_of
from sdk_core.documents import losses
from sdk_core.documents.losses import LeftOut
from sdk_core.errors import LeftOutError, SdkError, UsageError
from sdk_core.kinds import GENERATOR
from sdk_core.model import Document
from sdk_core.naming import safe_name
from sdk_core.parsing.parser_choice import has_archive_ending
from sdk_core.registry.registry import Entry
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import earlier_files, guard, lifecycle
from sdk_core.runs.chosen_chunker import DocumentCutter
from sdk_core.runs.chosen_transforms import chosen_steps
from sdk_core.runs.directory import DirectoryScan
from sdk_core.runs.earlier_files import Origin
from sdk_core.runs.inputs import EXAMPLE_SUFFIXES, Plan, Planned, existing, plan_directory
from sdk_core.runs.model_access import ModelAccess
from sdk_core.runs.model_run import ASSUMED_CONCURRENCY, price_of, run_jobs
from sdk_core.runs.run_record import FOLDER as RECORD
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.specs import GeneratorSpec

STAGE = "create"


def plan(session: Session, target: str, generator: str, *, recursive: bool) -> Plan:
    """Return what a ``create`` of a file or directory will read.

    Raises:
        UsageError: There is no such input, or this generator does not take it.
    """
    spec = session.registry.get(GENERATOR, generator).spec
    path = existing(target)
    if path.is_dir() and not is_table(path):
        known, copies = KnownCopies(), []

        def accept(candidate: Path) -> bool:
            if not accepts(session, spec, candidate):
                return False
            if known.source(candidate) is not None:
                copies.append(candidate)
                return False
            return True

        found = plan_directory(DirectoryScan(path, recursive, ignore_files=True), accept)
        if copies:
            found.unsupported = [p for p in found.unsupported if p not in set(copies)]
            found.notes.append(f"{len(copies)} .txt files hold the text of tables beside them")
        corpus_output.expand(found)
        return found
    if spec.unit in ON_DOCUMENTS and path.is_file():
        read = is_unparsed(session, path)
        if has_archive_ending(path) or (read and path.suffix.lower() in EXAMPLE_SUFFIXES):
            raise unparsed(target)
        if spec.multimodal and not read:
            raise UsageError(
                f"{target} has no images: {generator} needs a parsed document",
                hint="synthetic-data-kit ingest DOCUMENT --multimodal",
            )
    if spec.unit not in ON_DOCUMENTS and not path.is_file():
        reads = "lines of text, or rows" if spec.unit == "seed" else "pairs or conversations"
        raise UsageError(
            f"{target} is not a file of {'seeds' if spec.unit == 'seed' else 'examples'}",
            hint=f"{generator} reads files of {reads}",
        )
    found = Plan(root=target, items=[Planned(target, path, Path(), path.stem)])
    corpus_output.expand(found)
    return found


def output_path(session: Session, generator: str, output: Path, planned: Planned) -> Path:
    """Return the file that an input's examples go to."""
    spec = session.registry.get(GENERATOR, generator).spec
    return output / planned.folder / f"{planned.name}{spec.suffix or '_' + spec.name}.json"


def check(session: Session, generator: str) -> None:
    """Find every mistake in config, options and prompts before anything is spent.

    Raises:
        UsageError: There is one.
    """
    entry = session.registry.get(GENERATOR, generator)
    target_of(session, entry, session.component(entry))
    DocumentCutter.of(session)
    for step in chosen_steps(session, "generation"):
        if step.level == "chunk" and entry.spec.unit != "chunk":
            raise UsageError(
                f"the transform {step.label!r} works on chunks, and {generator} does not",
                hint="leave it out, or name another level: NAME@LEVEL",
            )
    for prompt in entry.spec.prompts:
        for warning in session.prompts.get(prompt.name).warnings:
            session.progress.note(f"warning: {warning}")


def run(
    session: Session,
    plan: Plan,
    output: Path,
    generator: str,
    *,
    file: Path | None = None,
    pilot: Pilot | None = None,
) -> StageReport:
    """Make the examples of every planned input.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: The output directory.
        generator: ``--type``.
        file: The one output file, when it is not to be named after the input.
        pilot: The chunks to ask, of the plan that it was drawn with; ``None`` for all. Its
            examples are written beside the record of answers.
    """
    entry = session.registry.get(GENERATOR, generator)
    spec = entry.spec
    kind = session.registry.kind_made_by(spec)
    component = session.component(entry)
    target = target_of(session, entry, component)
    together = Planned(plan.root, Path(plan.root), Path(), safe_name(Path(plan.root).stem))
    inputs = 1 if spec.unit == "documents" else len(plan.items)
    counters = ProgressCounters(total=inputs, wanted=(target.number or 0) * inputs)
    settings: dict[str, Any] = {"type": generator}
    if pilot is not None:
        counters.wanted = 0
        settings["pilot"] = sum(map(len, pilot.asked.values()))

    left = Leftovers()
    steps = chosen_steps(session, "generation")

    def openers(access: ModelAccess) -> Iterator[Awaitable[GenerationJob | None]]:
        access.ledger.by_unit = pilot is not None
        shared = GenerationSetup(
            session=session,
            access=access,
            entry=entry,
            kind=kind,
            generator=component,
            report=report,
            counters=counters,
            explicit_target=target.is_promised and pilot is None,
            metadata=_metadata(session, access, entry),
            left=left,
            pilot=pilot,
            steps=steps,
        )
        if spec.unit == "documents":
            yield open_job(shared, 0, together)
            return
        for order, planned in enumerate(plan.items):
            yield open_job(shared, order, planned)

    async def open_job(
        shared: GenerationSetup, order: int, planned: Planned
    ) -> GenerationJob | None:
        report.items.append(item := ItemReport(input=planned.label))
        folder = output if pilot is None else pilot_folder(output)
        path = output_path(session, generator, folder, planned)
        if file is not None and pilot is None:
            path = file
        try:
            if spec.unit == "documents":
                opened = await asyncio.to_thread(_open_all, session, spec, tables, plan)
            else:
                opened = await asyncio.to_thread(_open, session, spec, tables, planned)
            if pilot is None:
                path, said = place_for(shared, planned, opened, path)
                report.warn_once(said)
        except SdkError as error:
            if isinstance(error, LeftOutError):
                guard.leave_out(item, error)
            else:
                guard.record(report, item, error, spec.name)
            counters.done += 1
            session.progress.finished(item)
            return None
        item.left_out = losses.totals(LeftOut(why, each.text) for each, why in opened.left_out)
        report.warnings += [f"{planned.label}: left out {bad}" for bad in opened.bad]
        place = tables.place(planned, path, order, item)
        amount = target.of(spec, opened)
        if amount.new_words is not None:
            counters.wanted += amount.number or 0
            said = f"{amount.number} wanted, for {amount.new_words:,} new words of text"
            session.progress.note(f"{planned.label}: {said}")
        return GenerationJob(shared, order, item, opened, place, amount)

    def place_for(
        shared: GenerationSetup, planned: Planned, opened: OpenedInput, path: Path
    ) -> tuple[Path, str]:
        """Return where an input's file goes, and what to say of it."""
        said = ""
        if file is None:
            suffix = planned.path.suffix
            marks = () if suffix == document_tables.SUFFIX else (suffix,)
            origin = _origin(planned, opened)
            path, said = earlier_files.free_place(path, planned.name, origin, marks)
        earlier_files.refuse_pretence(path, shared.access.backend_name, session.registry)
        return path, said

    whole = replace(plan, items=[together]) if spec.unit == "documents" else plan
    with lifecycle.stage(session, STAGE, whole, counters, **settings) as report:
        tables = CorpusOutputs(report, kind, session.registry.record_kinds)
        run_jobs(
            session,
            plan,
            report,
            counters,
            concurrency_key="generation.batch_size",
            params=_params(session),
            openers=openers,
            output=file.parent if file else output,
            needs_model=spec.needs_model,
        )
        tables.close()
        guard.settle_left_out(report)
        if sentence := left.sentence():
            report.warnings.append(sentence)
    return report


def draw_pilot(session: Session, plan: Plan, generator: str, size: int) -> tuple[Pilot, Plan]:
    """Return a pilot of some chunks, and the plan of the inputs that they are in.

    Every input is opened for it, and none is asked about. One that cannot be opened is left out,
    with a note; what is read of one that has no table is kept for the asking.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        generator: ``--type``.
        size: How many chunks at most.

    Raises:
        UsageError: No input can be opened.
    """
    entry = session.registry.get(GENERATOR, generator)
    if entry.spec.unit == "documents":
        raise UsageError(f"{generator} takes all documents together: there is no pilot of some")
    spec, target = entry.spec, target_of(session, entry, session.component(entry))
    kind, kinds = session.registry.kind_made_by(spec), session.registry.record_kinds
    tables = CorpusOutputs(StageReport(stage=STAGE), kind, kinds)
    asks, items, shelf = {}, list(plan.items), DocumentShelf()
    for order, planned in enumerate(plan.items):
        try:
            opened = _open(session, spec, tables, planned)
        except SdkError as error:
            session.progress.note(f"{planned.label} is not in the pilot: {error.message}")
            continue
        if spec.unit in ON_DOCUMENTS and not is_table(planned.path):
            items[order] = replace(planned, document=shelf.put(opened.document))
        number = target.of(spec, opened).number
        coverage = session.config.generation.coverage
        asks[order] = allocator(spec.unit, opened.units, number, coverage).next((), 0)
    tables.close()
    if not asks:
        raise UsageError(f"{plan.root} holds nothing to ask about", hint="see --preview")
    pilot = draw(asks, size)
    chosen = sorted(pilot.asked)
    pilot.asked = {place: pilot.asked[order] for place, order in enumerate(chosen)}
    return pilot, replace(plan, items=[items[order] for order in chosen], directory=True)


def run_pilot(
    session: Session, plan: Plan, output: Path, generator: str, size: int
) -> tuple[StageReport, Pilot]:
    """Ask about some chunks; returns the report, with a prediction for all, and what came.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: The output directory, in whose record the answers are kept for a whole run.
        generator: ``--type``.
        size: How many chunks at most.

    Raises:
        UsageError: No input can be opened.
    """
    pilot, sampled = draw_pilot(session, plan, generator, size)
    report = run(session, sampled, output, generator, pilot=pilot)
    if pilot.outcomes and report.quote is None:
        report.prediction = predict(pilot, report, **circumstances(session))
    return report, pilot


def circumstances(session: Session) -> dict[str, Any]:
    """Return what a prediction takes from the config: the price and the calls in flight."""
    backend, _ = session.backend()
    concurrency = session.config.llm.concurrency or ASSUMED_CONCURRENCY
    return {"price": price_of(session, backend.model), "concurrency": concurrency}


def pilot_folder(output: Path) -> Path:
    """Return where the examples of a pilot lie: beside the record of answers, not among outputs."""
    return output / RECORD / PILOT


def _open(
    session: Session, spec: GeneratorSpec, tables: CorpusOutputs, planned: Planned
) -> OpenedInput:
    document = planned.document() if planned.document else tables.read(planned)
    return open_input(session, spec, planned.path, document)


def _open_all(
    session: Session, spec: GeneratorSpec, tables: CorpusOutputs, plan: Plan
) -> OpenedInput:
    """Open the documents of a plan for a generator that takes them together.

    Raises:
        SdkError: None of them can be opened.
    """
    documents: list[Document] = []
    bad: list[str] = []
    for planned in plan.items:
        try:
            documents.append(_open(session, spec, tables, planned).document)
        except SdkError as error:
            bad.append(f"{planned.label}: {error.message}")
            lost = error
    if not documents:
        raise lost
    return OpenedInput(Document.create(plan.root, ()), [tuple(documents)], bad=tuple(bad))


def _origin(planned: Planned, opened: OpenedInput) -> Origin:
    """Return what the file of an input is made of: its document, or the table of many."""
    if planned.part is not None:
        return Origin.of({"table": str(planned.path)})
    return Origin.of({"source": opened.document.source, "document_id": opened.document.id})


def _metadata(
    session: Session, access: ModelAccess, entry: Entry[GeneratorSpec, Generator]
) -> dict[str, Any]:
    """Return the facts about a run that each of its files holds."""
    kind = session.registry.kind_made_by(entry.spec)
    later = {each.prompt for each in kind.fields}
    return {
        "generator": entry.qualified,
        **(access.facts() if entry.spec.needs_model else {}),
        "prompts": {
            prompt.name: {"origin": found.origin, "sha256": found.sha256}
            for prompt in entry.spec.prompts
            if prompt.name not in later and (found := access.prompts.get(prompt.name).found)
        },
        "versions": {"synthetic-data-kit": __version__, "python": platform.python_version()},
        "plugins": session.plugins(),
    }


def _params(session: Session) -> dict[str, Any]:
    """Return the sampling parameters of the config."""
    settings = session.config.generation
    params: dict[str, Any] = {
        "temperature": settings.temperature,
        "top_p": settings.top_p,
        "max_tokens": settings.max_tokens,
    }
    if settings.seed is not None:
        params["seed"] = settings.seed
    return params
