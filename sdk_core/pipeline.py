"""The four stages one after the other, each on exactly what the one before wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sdk_core.artifacts.example_files import read_examples
from sdk_core.create import stage as create
from sdk_core.create.document_inputs import ON_DOCUMENTS, is_unparsed
from sdk_core.create.pilot import predict
from sdk_core.curate import stage as curate
from sdk_core.documents import losses
from sdk_core.errors import DocumentError, UsageError
from sdk_core.export import stage as save_as
from sdk_core.export.plan import ExportPlan, plan_export
from sdk_core.export.request import ExportRequest
from sdk_core.ingest import stage as ingest
from sdk_core.kinds import GENERATOR
from sdk_core.model import Document
from sdk_core.naming import checked_name
from sdk_core.reports import StageReport
from sdk_core.runs.inputs import Plan, Planned, plan_paths
from sdk_core.runs.session import Session


@dataclass(frozen=True, slots=True)
class PipelineSteps:
    """What each stage of a run is to use, checked before the first one starts."""

    generator: str
    target: ExportPlan
    parser: str | None
    into: str | None = None


def prepare(
    session: Session,
    *,
    generator: str,
    export: ExportRequest,
    parser: str | None,
    into: str | None = None,
) -> PipelineSteps:
    """Choose the components of all stages and find every mistake before anything is spent.

    Args:
        session: The command's surroundings.
        generator: ``--type``.
        export: What is wanted of the rows.
        parser: ``--parser``, ``None`` to choose by name and content.
        into: Folder of the one dataset that all inputs go into, ``None`` for what ``export`` says.

    Raises:
        UsageError: A component, option or prompt is wrong, or the generator needs another input.
    """
    spec = session.registry.get(GENERATOR, generator).spec
    if spec.unit not in ON_DOCUMENTS:
        raise UsageError(
            f"run starts from documents, and {generator} works on {spec.unit}s",
            hint=f"synthetic-data-kit create FILE.json --type {generator}",
        )
    if spec.multimodal and not session.multimodal:
        raise UsageError(f"{generator} needs images", hint="add --multimodal")
    session.backend()
    create.check(session, generator)
    curate.check(session)
    if into is not None:
        if export.merged:
            raise UsageError("--into and --merge both name the one dataset: give one")
        export = replace(export, merged=checked_name(Path(into).name, "--into"))
    target = plan_export(session, export)
    return PipelineSteps(generator, target, parser, into)


def run(session: Session, steps: PipelineSteps, plan: Plan) -> Iterator[StageReport]:
    """Run the stages in order and yield the report of each; ends early when nothing is left."""
    folders = session.config.paths.output
    report, parsed = _ingest(session, steps, plan)
    yield report
    if _ended(report):
        return
    report = create.run(session, parsed, Path(folders.generated), steps.generator)
    yield report
    if _ended(report):
        return
    generated = plan_paths(report.outputs, Path(folders.generated), curate.document_stem)
    report = curate.run(session, generated, folders.curated)
    yield report
    if _ended(report):
        return
    curated = plan_paths(report.outputs, Path(folders.curated), lambda path: path.stem)
    yield save_as.run(session, curated, steps.into, steps.target)


def run_pilot(
    session: Session, steps: PipelineSteps, plan: Plan, size: int
) -> Iterator[StageReport]:
    """Take some chunks of the documents as far as the judges; what they say of all comes last.

    Args:
        session: The command's surroundings.
        steps: What each stage is to use.
        plan: The documents.
        size: How many chunks at most.
    """
    folders = session.config.paths.output
    report, parsed = _ingest(session, steps, plan)
    yield report
    if _ended(report):
        return
    output = Path(folders.generated)
    asking, pilot = create.run_pilot(session, parsed, output, steps.generator, size)
    if _ended(asking):
        yield asking
        return
    asking.prediction = None  # that of the judged rows says more
    yield asking
    made = plan_paths(asking.outputs, create.pilot_folder(output), curate.document_stem)
    curated = Path(folders.curated)
    place = create.pilot_folder(curated)
    judging = curate.run(session, made, str(place), record=curated)
    for path in judging.outputs:
        pilot.count_kept(read_examples(path, session.registry.record_kinds).examples.examples)
    judging.prediction = predict(pilot, asking, judging, **create.circumstances(session))
    yield judging


def read_unparsed(session: Session, plan: Plan, generator: str) -> Plan:
    """Return a plan of ``create`` in which documents without a table are read when they are due.

    They are read by the parsers' processes, as ``ingest`` does, and nothing is stored.

    Args:
        session: The command's surroundings.
        plan: The plan.
        generator: ``--type``; one that works on pictures has them kept.
    """
    spec = session.registry.get(GENERATOR, generator).spec
    if spec.unit not in ON_DOCUMENTS:
        return plan
    reader = replace(session, multimodal=spec.multimodal)

    def due(planned: Planned) -> Planned:
        if planned.part is not None or not is_unparsed(session, planned.path):
            return planned
        return replace(planned, document=lambda: _read(reader, planned))

    return replace(plan, items=list(map(due, plan.items)))


def _read(session: Session, planned: Planned) -> Document:
    """Read one document and tell what it says that its text does not.

    Raises:
        SdkError: It cannot be read.
    """
    # As of a directory: options that were given are meant for the generator.
    plan = Plan(planned.label, [planned], directory=True)
    count, document = 0, None
    with closing(ingest.read_documents(session, plan, parser=None)) as readings:
        for reading in readings:
            parsed = reading.parsed
            if parsed.error is not None:
                raise parsed.error
            for warning in parsed.warnings:
                session.progress.note(f"warning: {planned.label}: {warning}")
            if parsed.left_out:
                lost = losses.describe(losses.totals(parsed.left_out))
                session.progress.note(f"left out of {planned.label}: {lost}")
            document = document or reading.document()
            count += 1
    if document is None or count > 1:
        raise DocumentError(
            f"{planned.label} holds {count} documents",
            hint=f"synthetic-data-kit ingest {planned.label}",
        )
    return document


def _ingest(session: Session, steps: PipelineSteps, plan: Plan) -> tuple[StageReport, Plan]:
    """Read the documents; returns the plan of their tables as well."""
    folder = Path(session.config.paths.output.parsed)
    report = ingest.run(session, plan, folder, parser=steps.parser)
    return report, plan_paths(report.outputs, folder, lambda path: path.stem)


def _ended(report: StageReport) -> bool:
    return bool(report.stopped) or not report.outputs
