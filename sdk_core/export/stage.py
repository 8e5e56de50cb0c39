"""Examples to the files that trainers read."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sdk_core.artifacts.atomic import replace_path
from sdk_core.artifacts.document_tables import is_table
from sdk_core.errors import BackendFailure, DocumentError, ExitCode, SdkError, UsageError
from sdk_core.export import hub, manifest, sidecars
from sdk_core.export.dataset_folder import write_dataset
from sdk_core.export.dataset_summary import DatasetSummary
from sdk_core.export.filters import RecordFilters, Selection, arrange
from sdk_core.export.plan import ExportPlan
from sdk_core.export.preference_pairs import Pairs, find_pairs
from sdk_core.export.prompted_fields import PromptedFields
from sdk_core.export.record_store import RecordStore
from sdk_core.export.row_builder import Complete, RowBuilder
from sdk_core.export.row_file import RowFile
from sdk_core.export.row_images import Pictures
from sdk_core.export.style import REJECTED_FIELDS
from sdk_core.export.trainer_settings import sequence_length
from sdk_core.export.trainer_task import is_evaluation, require_rows
from sdk_core.export.writer import write_rows
from sdk_core.kinds import EXPORTER, STORAGE
from sdk_core.model import Example, Failure, RecordKind
from sdk_core.reports import ItemReport, StageReport
from sdk_core.rows.measures import Measurements
from sdk_core.runs import data_files, guard, inputs, lifecycle
from sdk_core.runs.chosen_transforms import transform_of
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.inputs import Plan, Planned, output_file
from sdk_core.runs.record_pictures import PictureFinder
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.specs import ExporterSpec

STAGE = "save-as"

_TEXT_ENDINGS = (".json", ".jsonl")


def plan(session: Session, name: str, target: ExportPlan, *, recursive: bool) -> Plan:
    """Return what a ``save-as`` of a file or directory will read.

    Args:
        session: The command's surroundings.
        name: The input, as the user gave it.
        target: The format; one that carries documents reads parsed tables too.
        recursive: Whether sub-folders are looked at.

    Raises:
        UsageError: There is no such input, or it holds no examples.
    """
    documents = target.format.documents
    return inputs.plan_example_files(
        name,
        recursive=recursive,
        stem=data_files.stem,
        stage=STAGE,
        accepts=lambda path: (
            (documents and is_table(path)) or data_files.is_data_file(session, path)
        ),
        is_whole=partial(data_files.is_whole, session),
    )


def check(plan: Plan, target: ExportPlan) -> None:
    """Find what cannot work before anything is written.

    Raises:
        UsageError: Several datasets would go into one repository.
    """
    if target.request.repository and len(plan.items) > 1 and not target.request.merged:
        raise UsageError(
            f"--push-to-hub uploads one dataset, and {plan.root} gives {len(plan.items)}",
            hint="make one of them with --merge NAME",
        )


def require_ending(session: Session, output: str | None, target: ExportPlan) -> None:
    """Refuse the name of a file that another storage than the one that writes it would write.

    Raises:
        UsageError: It is such a name.
    """
    entries = session.registry.by_bare_name(STORAGE).values()
    others = {entry.spec.extension: entry.spec.name for entry in entries if entry.spec.extension}
    own = (target.place.extension,) if target.place.extension else _TEXT_ENDINGS
    path = Path(output or "")
    ending = path.suffix.lower()
    if ending in own or ending not in {*others, *_TEXT_ENDINGS} or path.is_dir():
        return
    raise UsageError(
        f"-o {output} names a file of another storage than {target.place.name}, which writes it",
        hint=f"give --storage {others[ending]}" if ending in others else f"end it in {own[0]}",
    )


def output_path(
    session: Session, plan: Plan, planned: Planned, output: str | None, target: ExportPlan
) -> Path:
    """Return the file or directory that an input is exported to."""
    default = Path(session.config.paths.output.final)
    if merged := target.request.merged:
        return Path(output) if output else default / merged
    if target.folder or not target.ending:
        name = f"{planned.name}_{target.format.name}{target.place.suffix}"
        is_one = output and not plan.directory and not output.endswith("/")
        if output and is_one and manifest.is_own_dataset(Path(output), target):
            return Path(output)
    else:
        name = f"{planned.name}{target.format.file_suffix}{target.ending}"
    return output_file(planned, name, output, default, directory=plan.directory)


def run(session: Session, plan: Plan, output: str | None, target: ExportPlan) -> StageReport:
    """Export every planned file, each on its own or all as one dataset.

    Args:
        session: The command's surroundings; where answers are counted, everything is read and
            made as ever, and nothing is written.
        plan: The inputs.
        output: ``--output``: a file for a file, a directory for a directory.
        target: The format, storage and all that is wanted of them.
    """
    groups = [[planned] for planned in plan.items]
    whole = plan
    if merged := target.request.merged:
        groups = [plan.items]
        # The dataset is what is accounted for, not each of its inputs.
        whole = replace(plan, items=[Planned(merged, Path(), Path(), merged)])
    counters = ProgressCounters(total=len(groups))
    names = {"format": target.format.name, "storage": target.place.name}
    with lifecycle.stage(session, STAGE, whole, counters, **names) as report:
        for group in groups:
            _Export(session, plan, target, report, counters).run(group, output)
            counters.done += 1
            counters.made = report.made  # without rows of what was not written
            session.progress.finished(report.items[-1])
        if report.exit_code is ExitCode.OK and not report.made:
            report.stopped = ExitCode.NOTHING
            report.failures.append(
                Failure(
                    item=plan.root,
                    stage=STAGE,
                    component=target.format.name,
                    error="nothing was written: none of its files holds a record",
                )
            )
    return report


@dataclass(frozen=True, slots=True)
class _Export:
    """The export of one file, or of several as one dataset."""

    session: Session
    plan: Plan
    target: ExportPlan
    report: StageReport
    counters: ProgressCounters

    def run(self, group: Sequence[Planned], output: str | None) -> None:
        merged = self.target.request.merged
        item = ItemReport(input=merged or group[0].label)
        self.report.items.append(item)
        spec = self.target.format
        request = self.target.request
        prompted = PromptedFields(self.session, needed=spec.view == "messages")
        with RecordStore(
            self.session.registry.record_kinds,
            reader=ExampleReader(self.session),
            rejected=spec.preference or spec.rejects,
            keep=self.target.rereads,
            complete=prompted.fill,
            transform=transform_of(self.session, "format", self.report.warn_once),
        ) as store:
            try:
                beside = spec.media and not spec.embeds
                pictures = Pictures(request.images) if beside else None
                measurements = Measurements(
                    request.tokenizer, request.sequence_length, show_loss=request.show_loss
                )
                maker = RowBuilder(store, self.target, pictures, measurements, self.counters)
                selected = self._read(group, maker)
                store.provenance.see_prompts(prompted.used.values())
                if len(store) or store.bad or not self.plan.directory:
                    self._export(maker, selected, group[0], item, output)
                else:
                    item.note = "it holds no records to export"
                    item.planned = item.skipped = 1
            except SdkError as error:
                guard.record(self.report, item, error, self.target.format.name)
            self._fail(item.input, store.bad)

    def _read(self, group: Sequence[Planned], maker: RowBuilder) -> Selection:
        """Read and filter the records, and make rows of those that pass, in their order.

        Where it takes all of them to tell the order, rows are made in a second reading.
        """
        plan, store = self.target, maker.store
        filters = RecordFilters(plan.request, store)
        complete = self._completion(store, {})
        order = array("L")
        for planned in group:
            records = filters.pass_on(store.read(planned.path))
            try:
                if plan.streams:
                    maker.add(plan.only_split, records, complete)
                else:
                    order.extend(index for index, _ in records)
            except DocumentError as error:
                if len(group) == 1:
                    raise
                store.bad.append(f"{planned.label}: {error.message}")
        if plan.streams:
            return Selection({}, filters.left_out, filters.notes())
        selected = arrange(store, order, plan.request, filters.left_out)
        selected.notes[:0] = filters.notes()
        return selected

    def _export(
        self,
        maker: RowBuilder,
        selected: Selection,
        planned: Planned,
        item: ItemReport,
        output: str | None,
    ) -> None:
        target, store, measurements = self.target, maker.store, maker.measurements
        self._require_kind(store, item)
        if is_evaluation(target.task) and not target.streams:
            selected.keep_held_out()
        path = output_path(self.session, self.plan, planned, output, target)
        for name, order in selected.splits.items():
            self._make(maker, name, order, selected)
        rows, left_out = maker.finish(), maker.left_out
        item.failed = len(left_out) + len(store.bad)
        item.filtered, item.dropped = selected.dropped.total(), selected.left_out.listed
        made = sum(map(len, rows.values()))
        item.planned = made + item.failed + item.filtered
        if not made:
            self._fail(item.input, left_out)
            raise DocumentError(
                f"{item.input} gives no row{selected.why_empty([*store.bad, *left_out])}"
            )
        if target.task is not None:
            by_split = {name: len(part) for name, part in rows.items()}
            require_rows(by_split, target.trainer_name, target.task)
        summary = DatasetSummary(
            name=path.name,
            plan=target,
            provenance=store.provenance,
            kinds=store.kinds,
            tasks=list(dict.fromkeys(t for kind in store.declared.values() for t in kind.tasks)),
            left_out=selected.left_out,
            failed=[*store.bad, *left_out],
            lengths=measurements.lengths,
            command=self.session.arguments,
            plugins=self.session.plugins(),
        )
        counted = self.session.answers == "count"
        if not counted:
            replace_path(path, lambda staged: self._write(rows, maker.pictures, staged, summary))
        item.made = made
        item.outputs.append(path)
        item.note = "; ".join(
            [*(self._foreseen(store, item) if counted else ()), _note(rows, selected, summary)]
        )
        if target.task is not None and not measurements.limit:
            measurements.limit = sequence_length(measurements.lengths)
        item.measured = measurements.to_dict()
        warned = (*measurements.warnings(), *maker.warnings(), *self._too_few(rows))
        for text in (*selected.notes, *warned):
            self.report.warnings.append(f"{item.input}: {text}")
        self._fail(item.input, left_out)
        if item.failed:
            item.exit_code = ExitCode.PARTIAL
        if not counted:
            self._upload(item, path)

    def _foreseen(self, store: RecordStore, item: ItemReport) -> Iterator[str]:
        """Yield what was read, what cannot be written, and where the rest would go as well."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in store.kinds.most_common())
        yield f"{len(store)} records read: {kinds}"
        if store.provenance.rejected:
            yield f"{store.provenance.rejected} rejected by judges stay out"
        if item.failed:
            yield f"{item.failed} refused"
        if self.target.request.repository:
            yield f"to be uploaded to {self.target.request.repository}"

    def _require_kind(self, store: RecordStore, item: ItemReport) -> None:
        spec = self.target.format
        if len(store) and not any(_carries(spec, kind) for kind in store.declared.values()):
            raise DocumentError(
                f"{item.input} holds {' and '.join(store.kinds)} records, which the format "
                f"{spec.name!r} cannot carry",
                hint=f"it carries {', '.join(spec.kinds) or 'what is or becomes a conversation'}"
                f"{self._carriers_of_all()}",
            )

    def _too_few(self, rows: Mapping[str, RowFile]) -> Iterator[str]:
        """Yield that the format's reader takes more rows, where no trainer has a say."""
        spec, made = self.target.format, len(next(iter(rows.values())))
        if self.target.task is None and made < spec.least:
            yield f"{spec.name} takes {spec.least} rows or more, and {made} were made"

    def _carriers_of_all(self) -> str:
        entries = self.session.registry.by_bare_name(EXPORTER).values()
        names = [e.spec.name for e in entries if not e.spec.kinds and e.spec.view == "fields"]
        return f"; {', '.join(names)} carries everything" if names else ""

    def _make(
        self, maker: RowBuilder, split: str, order: Sequence[int], selected: Selection
    ) -> None:
        store, pairs = maker.store, Pairs(order)
        if self.target.format.preference:
            pairs = find_pairs(store, order)
            selected.left_out.add_all(pairs.alone, "no worse answer")
        maker.add(split, store.at(pairs.order), self._completion(store, pairs.worse))

    def _completion(self, store: RecordStore, worse: Mapping[int, int]) -> Complete | None:
        shows = self.target.format.media
        find = PictureFinder(self.session, store.path) if shows else None
        if find is None and not worse:
            return None

        def complete(index: int, example: Example) -> Example:
            if index in worse:
                other = store[worse[index]].to_messages()[-1]
                fields = {**example.fields, REJECTED_FIELDS[0]: other.to_dict()}
                example = replace(example, fields=fields)
            return example if find is None else find.complete(index, example)

        return complete

    def _write(
        self,
        rows: dict[str, RowFile],
        pictures: Pictures | None,
        staged: Path,
        summary: DatasetSummary,
    ) -> None:
        if self.target.folder:
            describe = partial(sidecars.describe_dataset, summary)
            write_dataset(self.target, rows, staged, pictures, describe)
        else:
            write_rows(self.target, {"": next(iter(rows.values()))}, staged)

    def _upload(self, item: ItemReport, path: Path) -> None:
        """Upload what was written; a failure leaves it and its count as they are."""
        request = self.target.request
        if not request.repository:
            return
        try:
            place = hub.upload(path, request.repository, private=request.private)
            item.note += f"; uploaded to {place}"
        except BackendFailure as error:
            item.exit_code = error.exit_code
            self.report.failures.append(
                Failure(
                    item=item.input,
                    stage=STAGE,
                    component="hub",
                    error=error.message,
                    hint=error.hint,
                    retryable=True,
                )
            )

    def _fail(self, name: str, reasons: Iterable[str]) -> None:
        self.report.failures += [
            Failure(item=name, stage=STAGE, component=self.target.format.name, error=reason)
            for reason in reasons
        ]


def _note(rows: dict[str, RowFile], selected: Selection, summary: DatasetSummary) -> str:
    parts = [f"{sum(map(len, rows.values()))} rows"]
    if len(rows) > 1:
        parts.append(", ".join(f"{len(part)} {name}" for name, part in rows.items()))
    parts += [f"{count} left out: {why}" for why, count in selected.dropped.most_common()]
    if summary.beside:
        parts.append(f"with {', '.join(summary.beside)}")
    return "; ".join(parts)


def _carries(spec: ExporterSpec, kind: RecordKind) -> bool:
    """Tell whether a format can hold records of a kind."""
    return (not spec.kinds or kind.name in spec.kinds) and (spec.view == "fields" or kind.talks)
