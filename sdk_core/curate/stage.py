"""Examples to the good ones among them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from sdk_core.answers.prompt_samples import ratings_shown
from sdk_core.artifacts.example_files import Loaded
from sdk_core.curate.curation_job import CurationJob, CurationSetup, JudgeEntry
from sdk_core.defaults import GENERATED_SUFFIX
from sdk_core.errors import ExitCode, SdkError
from sdk_core.kinds import JUDGE
from sdk_core.model import Example
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import data_files, earlier_files, guard, inputs, lifecycle
from sdk_core.runs.chosen_transforms import chosen_steps
from sdk_core.runs.earlier_files import Origin
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.inputs import Plan, Planned, output_file
from sdk_core.runs.model_access import ModelAccess
from sdk_core.runs.model_run import run_jobs
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.transforming import pass_all_through

STAGE = "curate"

SUFFIX = "_cleaned"

_HANDFUL = 5
"""Ratings from which on it is odd that all of them are equal."""


def plan(session: Session, target: str, *, recursive: bool) -> Plan:
    """Return what a ``curate`` of a file or directory will read.

    Raises:
        UsageError: There is no such input, or it holds no examples.
    """
    return inputs.plan_example_files(
        target,
        recursive=recursive,
        stem=document_stem,
        stage=STAGE,
        accepts=partial(data_files.is_data_file, session),
        is_whole=partial(data_files.is_whole, session),
    )


def output_path(session: Session, plan: Plan, planned: Planned, output: str | None) -> Path:
    """Return the file that an input's kept examples go to."""
    default = Path(session.config.paths.output.curated)
    name = f"{planned.name}{SUFFIX}.json"
    return output_file(planned, name, output, default, directory=plan.directory)


def check(session: Session) -> None:
    """Find every mistake in config, options and prompts before anything is spent.

    Raises:
        UsageError: There is one.
    """
    chosen_steps(session, "curate")
    for name in session.config.curate.judges:
        entry = session.registry.get(JUDGE, name)
        session.component(entry)
        for prompt in entry.spec.prompts:
            for warning in session.prompts.get(prompt.name).warnings:
                session.progress.note(f"warning: {warning}")


def run(
    session: Session, plan: Plan, output: str | None, *, record: Path | None = None
) -> StageReport:
    """Rate the examples of every planned file and keep the good ones.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: ``--output``: a file for a file, a directory for a directory.
        record: Folder with the record of answers, ``None`` for that of the output.
    """
    settings = session.config.curate
    counters = ProgressCounters(total=len(plan.items))
    reader = ExampleReader(session)
    judges = [
        (entry, session.component(entry))
        for entry in (session.registry.get(JUDGE, name) for name in settings.judges)
    ]
    steps = chosen_steps(session, "curate")
    scores: list[Counter[float]] = [Counter() for _ in judges]

    def openers(access: ModelAccess) -> Iterator[Awaitable[CurationJob | None]]:
        shared = CurationSetup(
            session=session,
            access=access,
            judges=judges,
            report=report,
            counters=counters,
            threshold=settings.threshold,
            batch_size=settings.batch_size,
            scores=scores,
            steps=[step.label for step in steps],
        )
        for order, planned in enumerate(plan.items):
            yield open_job(shared, order, planned)

    async def open_job(shared: CurationSetup, order: int, planned: Planned) -> CurationJob | None:
        item = ItemReport(input=planned.label)
        report.items.append(item)
        try:
            loaded = await asyncio.to_thread(reader.read, planned.path)
            loaded, left_out = through_steps(planned, loaded)
            path, said = place_for(shared, planned, loaded)
            report.warnings += [said] if said else []
        except SdkError as error:
            guard.record(report, item, error, "")
        else:
            report.warnings += [f"{planned.label}: left out {bad}" for bad in loaded.bad]
            if loaded.examples.examples or left_out:
                counters.wanted += len(loaded.examples.examples) * len(judges)
                return CurationJob(shared, order, item, planned.path, loaded, path, left_out)
            _skip(plan, item, loaded)
        counters.done += 1
        session.progress.finished(item)
        return None

    def through_steps(planned: Planned, loaded: Loaded) -> tuple[Loaded, list[tuple[Example, str]]]:
        """Return what the transforms leave of a file's records, and what they leave out."""
        if not steps:
            return loaded, []
        examples = [(each, each.provenance.source) for each in loaded.examples.examples]
        found, lost = pass_all_through(
            steps, examples, lambda said: report.warn_once(f"{planned.label}: {said}")
        )
        return replace(loaded, examples=replace(loaded.examples, examples=tuple(found))), lost

    def place_for(shared: CurationSetup, planned: Planned, loaded: Loaded) -> tuple[Path, str]:
        """Return where a file's kept examples go, and what to say of it."""
        path, said = output_path(session, plan, planned, output), ""
        if record is not None:
            return path, said
        if output is None or path != Path(output):
            origin = Origin.of(loaded.examples.metadata, planned.path)
            path, said = earlier_files.free_place(path, planned.name, origin)
        if any(entry.spec.prompts for entry, _ in judges):
            backend = shared.access.backend_name
            earlier_files.refuse_pretence(path, backend, session.registry)
        return path, said

    with lifecycle.stage(session, STAGE, plan, counters, judges=settings.judges) as report:
        run_jobs(
            session,
            plan,
            report,
            counters,
            concurrency_key="curate.inference_batch",
            params={
                "temperature": settings.temperature,
                "max_tokens": session.config.generation.max_tokens,
            },
            openers=openers,
            output=record or _folder(session, plan, output),
            needs_model=any(entry.spec.needs_model for entry, _ in judges),
        )
        for (entry, _), given in zip(judges, scores, strict=True):
            if entry.spec.prompts and len(given) == 1 and given.total() >= _HANDFUL:
                [score] = given
                report.warnings.append(_all_equal(session, entry, score, given.total()))
    return report


def _all_equal(session: Session, entry: JudgeEntry, score: float, count: int) -> str:
    """Return what to say of a model that rates every record alike."""
    prompts = (session.prompts.get(prompt.name) for prompt in entry.spec.prompts)
    shown = next((p.found.place for p in prompts if score in ratings_shown(p.found.text)), "")
    cause = (
        f"the sample in {shown} shows that number, which models repeat: write <number> there"
        if shown
        else "the model may not tell good records from bad ones: look at some of them, try "
        "another model, or a rubric with clearer degrees"
    )
    return f"{entry.spec.name}: all {count} ratings are {score:g}; {cause}"


def _folder(session: Session, plan: Plan, output: str | None) -> Path:
    """Return the folder that keeps the record of answers: the output directory, or a file's."""
    if plan.directory:
        return Path(output or session.config.paths.output.curated)
    return output_path(session, plan, plan.items[0], output).parent


def _skip(plan: Plan, item: ItemReport, loaded: Loaded) -> None:
    """Note that a file has nothing to rate: an error alone, a remark among others.

    What it holds and cannot be used is a loss in any case.
    """
    if loaded.bad:
        item.note = f"none of its records can be used: {loaded.bad[0]}"
        item.planned = item.failed = len(loaded.bad)
        item.exit_code = ExitCode.NOTHING
        return
    item.note = "it holds no records to rate"
    item.planned = item.skipped = 1
    item.exit_code = ExitCode.OK if plan.directory else ExitCode.NOTHING


def document_stem(path: Path) -> str:
    """Return ``report`` for ``report_qa_pairs.json``, else the stem."""
    name = data_files.stem(path)
    return name.removesuffix(GENERATED_SUFFIX) or name
