"""Examples to the good ones among them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sdk_core.answers.prompt_samples import ratings_shown
from sdk_core.artifacts.example_files import Loaded
from sdk_core.curate.curation_job import CurationJob
from sdk_core.curate.curation_setup import CurationSetup
from sdk_core.curate.free_checks import FreeChecks
from sdk_core.curate.selection import select_in_files
from sdk_core.curate.verdicts import Jury
from sdk_core.defaults import GENERATED_SUFFIX
from sdk_core.errors import ExitCode, SdkError
from sdk_core.model import Example
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import data_files, earlier_files, guard, inputs, lifecycle
from sdk_core.runs.chosen_judges import JudgeEntry, NamedJudge, built_judges, judges_of
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
    named = judges_of(session)
    built_judges(session, named)
    earlier_records(session)
    for prompt in (prompt for each in named for prompt in each.entry.spec.prompts):
        for warning in session.prompts.get(prompt.name).warnings:
            session.progress.note(f"warning: {warning}")


def run(
    session: Session,
    plan: Plan,
    output: str | None,
    *,
    record: Path | None = None,
    judges: Sequence[NamedJudge] | None = None,
    threshold: float | None = None,
) -> StageReport:
    """Rate the examples of every planned file and keep the good ones.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: ``--output``: a file for a file, a directory for a directory.
        record: Folder with the record of answers, ``None`` for that of the output.
        judges: The judges, ``None`` for those of the config.
        threshold: The threshold, likewise.
    """
    settings = session.config.curate
    counters = ProgressCounters(total=len(plan.items))
    reader = ExampleReader(session)
    named = judges_of(session) if judges is None else list(judges)
    built = list(zip(named, built_judges(session, named), strict=True))
    paid = [(each.entry, judge) for each, judge in built if not each.is_free]
    least = settings.threshold if threshold is None else threshold
    jury = Jury(least, settings.combine, settings.weights)
    checks = FreeChecks([(each.entry, judge) for each, judge in built if each.is_free], jury)
    earlier = earlier_records(session)
    steps = chosen_steps(session, "curate")
    scores: list[Counter[float]] = [Counter() for _ in paid]

    def openers(access: ModelAccess) -> Iterator[Awaitable[CurationJob | None]]:
        shared = CurationSetup(
            session=session,
            access=access,
            judges=paid,
            report=report,
            counters=counters,
            free=[each.entry.qualified for each in named if each.is_free],
            jury=jury,
            batch_size=settings.batch_size,
            scores=scores,
            steps=[step.label for step in steps],
        )
        if checks.surveys:
            yield from (survey(None, each) for each in earlier)
            yield from (survey(order, each) for order, each in enumerate(plan.items))
        for order, planned in enumerate(plan.items):
            yield open_job(shared, order, planned)

    async def survey(order: int | None, planned: Planned) -> None:
        try:
            loaded = await asyncio.to_thread(reader.read, planned.path)
            loaded, _ = through_steps(planned, loaded)
        except SdkError as error:
            if order is None:
                raise
            guard.trace(error)  # told when its turn comes
        else:
            await checks.survey(order, planned.label, loaded.examples.examples)

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
                checked = await checks.check(order, planned.label, loaded)
                left = len(loaded.examples.examples) - len(checked.dropped)
                counters.wanted += left * len(paid)
                return CurationJob(
                    shared, order, item, planned.path, loaded, path, left_out, checked
                )
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
        if any(entry.spec.prompts for entry, _ in paid):
            backend = shared.access.backend_name
            earlier_files.refuse_pretence(path, backend, session.registry)
        return path, said

    names = [each.entry.spec.name for each in named]
    with lifecycle.stage(session, STAGE, plan, counters, judges=names) as report:
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
            needs_model=any(entry.spec.needs_model for entry, _ in paid),
        )
        if settings.select and judges is None and session.answers != "count":
            select_in_files(session, report, settings.select)
        report.warn_once(_dropped_unpaid(checks, named, unasked=settings.judges is None))
        for (entry, _), given in zip(paid, scores, strict=True):
            if entry.spec.prompts and len(given) == 1 and given.total() >= _HANDFUL:
                [score] = given
                report.warnings.append(_all_equal(session, entry, score, given.total()))
    return report


def _dropped_unpaid(checks: FreeChecks, named: Sequence[NamedJudge], *, unasked: bool) -> str:
    """Return what the judges that ask no model have dropped, in one line."""
    if not checks.dropped:
        return ""
    total = checks.dropped.total()
    parts = [
        f"{count} {judge} ({rule})" if rule else f"{count} {judge}"
        for (judge, rule), count in checks.dropped.most_common()
    ]
    said = f"checks without a model rejected {total}: {', '.join(parts)}"
    if not unasked:
        return f"{said}; --threshold 0 keeps what they find, as a remark"
    others = " ".join(f"--judge {each.entry.spec.name}" for each in named if not each.is_free)
    return f"{said}; {others} leaves these checks out, and --threshold 0 drops nothing"


def earlier_records(session: Session) -> list[Planned]:
    """Return the files that records are compared with, as ``--against`` names them.

    Raises:
        UsageError: There is no such file, or it holds no examples.
    """
    return [
        planned
        for target in session.config.curate.against
        for planned in plan(session, target, recursive=True).items
    ]


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
