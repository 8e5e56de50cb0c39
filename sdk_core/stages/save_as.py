"""Examples to the files that trainers read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from sdk_core.components import Exporter, Storage
from sdk_core.errors import DocumentError, ExitCode, SdkError
from sdk_core.model import Example, Failure
from sdk_core.registry import Registered
from sdk_core.reports import ItemReport, StageReport
from sdk_core.specs import ExporterSpec, StorageSpec
from sdk_core.stages import examples, guard, lifecycle
from sdk_core.stages.inputs import Plan, Planned, output_file
from sdk_core.stages.portable import require_portable
from sdk_core.stages.session import Session, Tally
from sdk_core.store.artefacts import read_examples
from sdk_core.store.atomic import replace_path

STAGE = "save-as"


@dataclass(slots=True)
class Export:
    """The chosen format and storage, and what could not be exported of the file at hand."""

    session: Session
    exporter_entry: Registered
    storage_entry: Registered
    exporter: Exporter
    storage: Storage
    left_out: list[str] = field(default_factory=list)


def plan(target: str, *, recursive: bool) -> Plan:
    """Return what a ``save-as`` of a file or directory will read.

    Raises:
        UsageError: There is no such input, or it holds no examples.
    """
    return examples.plan(target, recursive=recursive, stem=lambda p: p.stem, stage=STAGE)


def output_path(
    session: Session, plan: Plan, planned: Planned, output: str | None, export: Export
) -> Path:
    """Return the file or directory that an input is exported to."""
    exporter = cast(ExporterSpec, export.exporter_entry.spec)
    storage = cast(StorageSpec, export.storage_entry.spec)
    if storage.suffix:
        name = f"{planned.name}_{exporter.name}{storage.suffix}"
    else:
        name = f"{planned.name}{exporter.file_suffix}{exporter.extension}"
    default = Path(session.config.paths.output.final)
    return output_file(planned, name, output, default, directory=plan.directory)


def choose(session: Session, format_name: str | None, storage_name: str) -> Export:
    """Return the exporter and storage by name, ready to use.

    Raises:
        UnknownComponent: There is none of that name.
        ConfigError: An option is wrong.
    """
    settings = session.config.format
    exporter = session.registry.get("exporter", format_name or settings.default)
    storage = session.registry.get("storage", storage_name)
    from_config: dict[str, Any] = {}
    if exporter.plugin.builtin and exporter.spec.name == "jsonl":
        from_config = {"include_metadata": settings.include_metadata}
    pretty: dict[str, Any] = {}
    if storage.plugin.builtin and storage.spec.name == "json":
        pretty = {"pretty": settings.pretty_json}
    return Export(
        session,
        exporter,
        storage,
        cast(Exporter, session.component(exporter, extra=from_config)),
        cast(Storage, session.component(storage, extra=pretty, options=False)),
    )


def run(session: Session, plan: Plan, output: str | None, export: Export) -> StageReport:
    """Export every planned file.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: ``--output``: a file for a file, a directory for a directory.
        export: The format and storage.
    """
    tally = Tally(total=len(plan.items))
    names = {"format": export.exporter_entry.spec.name, "storage": export.storage_entry.spec.name}
    with lifecycle.stage(session, STAGE, plan, tally, **names) as report:
        for planned in plan.items:
            item = ItemReport(input=planned.label)
            report.items.append(item)
            export.left_out.clear()
            try:
                loaded = read_examples(planned.path)
                export.left_out += loaded.bad
                _export(export, loaded.examples.examples, planned, item, plan, output)
            except SdkError as error:
                guard.record(report, item, error, names["format"])
            report.failures += [
                Failure(item=planned.label, stage=STAGE, component=names["format"], error=reason)
                for reason in export.left_out
            ]
            tally.done += 1
            tally.made += item.made
            session.progress.finished(item)
    return report


def _export(
    export: Export,
    found: Sequence[Example],
    planned: Planned,
    item: ItemReport,
    plan: Plan,
    output: str | None,
) -> None:
    if not found and plan.directory:
        item.note = "it holds no records to export"
        item.planned = item.skipped = 1
        return
    path = output_path(export.session, plan, planned, output, export)
    rows = list(_rows(export, found))
    item.failed = len(export.left_out)
    item.planned = len(rows) + item.failed
    if not rows:
        why = f": {export.left_out[0]}" if export.left_out else ""
        raise DocumentError(f"{planned.label} gives no row{why}")

    def build(staged: Path) -> None:
        with guard.component(export.storage_entry):
            item.made = export.storage.write(rows, staged)

    replace_path(path, build)
    item.outputs.append(path)
    item.note = f"{item.made} rows"
    if export.left_out:
        item.exit_code = ExitCode.PARTIAL


def _rows(export: Export, found: Sequence[Example]) -> Iterator[dict[str, Any]]:
    """Yield the rows; an example that the format cannot carry is left out and named."""
    spec = cast(ExporterSpec, export.exporter_entry.spec)
    groups: list[Sequence[Example]] = [found] if spec.needs_all else [[e] for e in found]
    for number, group in enumerate(groups, 1):
        with guard.component(export.exporter_entry):
            try:
                rows = list(export.exporter.rows(group))
                for row in rows:
                    require_portable(row)
            except ValueError as error:
                label = "the file" if spec.needs_all else f"record {number}"
                export.left_out.append(f"{label}: {error}")
                continue
        yield from rows
