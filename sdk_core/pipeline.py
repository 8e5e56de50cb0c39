"""The four stages one after the other, each on exactly what the one before wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sdk_core.create import stage as create
from sdk_core.curate import stage as curate
from sdk_core.errors import UsageError
from sdk_core.export import stage as save_as
from sdk_core.export.plan import ExportPlan, plan_export
from sdk_core.export.request import ExportRequest
from sdk_core.ingest import stage as ingest
from sdk_core.kinds import GENERATOR
from sdk_core.reports import StageReport
from sdk_core.runs.inputs import Plan, plan_paths
from sdk_core.runs.session import Session


@dataclass(frozen=True, slots=True)
class PipelineSteps:
    """What each stage of a run is to use, checked before the first one starts."""

    generator: str
    target: ExportPlan
    parser: str | None
    explicit_name: bool
    rows: bool


def prepare(
    session: Session,
    *,
    generator: str,
    export: ExportRequest,
    parser: str | None,
    explicit_name: bool,
) -> PipelineSteps:
    """Choose the components of all stages and find every mistake before anything is spent.

    Raises:
        UsageError: A component, option or prompt is wrong, or the generator needs another input.
    """
    spec = session.registry.get(GENERATOR, generator).spec
    if spec.unit == "conversation":
        raise UsageError(
            f"run starts from documents, and {generator} works on conversations",
            hint=f"synthetic-data-kit create FILE.json --type {generator}",
        )
    if spec.multimodal and not session.multimodal:
        raise UsageError(f"{generator} needs images", hint="add --multimodal")
    session.backend()
    create.check(session, generator)
    rows = spec.example_kind != "summary"
    if rows:
        curate.check(session)
    return PipelineSteps(generator, plan_export(session, export), parser, explicit_name, rows)


def run(session: Session, steps: PipelineSteps, plan: Plan) -> Iterator[StageReport]:
    """Run the stages in order and yield the report of each; ends early when nothing is left."""
    folders = session.config.paths.output
    report = ingest.run(
        session,
        plan,
        Path(folders.parsed),
        parser=steps.parser,
        explicit_name=steps.explicit_name,
    )
    yield report
    if _ended(report):
        return
    parsed = plan_paths(report.outputs, Path(folders.parsed), lambda path: path.stem)
    report = create.run(session, parsed, Path(folders.generated), steps.generator)
    if report.quote is not None and steps.rows:
        report.warnings.append("calls of curate are not in it: they depend on what is made")
    yield report
    if _ended(report) or not steps.rows:
        return
    generated = plan_paths(report.outputs, Path(folders.generated), curate.document_stem)
    report = curate.run(session, generated, folders.curated)
    yield report
    if _ended(report):
        return
    curated = plan_paths(report.outputs, Path(folders.curated), lambda path: path.stem)
    yield save_as.run(session, curated, folders.final, steps.target)


def _ended(report: StageReport) -> bool:
    return bool(report.stopped) or not report.outputs
