"""Examples to the files that trainers read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sdk_core.artifacts.atomic import replace_path
from sdk_core.errors import BackendFailure, DocumentError, ExitCode, SdkError, UsageError
from sdk_core.export import hub, row_images, sidecars
from sdk_core.export.dataset_folder import write_dataset
from sdk_core.export.filters import Selected, select
from sdk_core.export.plan import Target
from sdk_core.export.preference_pairs import Pairs, find_pairs
from sdk_core.export.record_store import DOCUMENT, Pool
from sdk_core.export.row_builder import Complete, RowMaker
from sdk_core.export.row_file import Rows
from sdk_core.export.row_images import Pictures
from sdk_core.export.splits import NAMES
from sdk_core.export.style import REJECTED_FIELDS
from sdk_core.export.summary import Account
from sdk_core.export.trainer_settings import sequence_length
from sdk_core.export.writer import write_file
from sdk_core.model import Example, Failure
from sdk_core.reports import ItemReport, StageReport
from sdk_core.rows.measures import Truth
from sdk_core.runs import guard, inputs, lifecycle
from sdk_core.runs.inputs import Plan, Planned, output_file
from sdk_core.runs.session import Session, Tally

STAGE = "save-as"


def plan(name: str, target: Target, *, recursive: bool) -> Plan:
    """Return what a ``save-as`` of a file or directory will read.

    Args:
        name: The input, as the user gave it.
        target: The format; one that carries documents reads parsed tables too.
        recursive: Whether sub-folders are looked at.

    Raises:
        UsageError: There is no such input, it holds no examples, or several datasets would go
            into one repository.
    """
    found = inputs.plan(
        name,
        recursive=recursive,
        stem=lambda path: path.stem,
        stage=STAGE,
        documents=DOCUMENT in target.format.kinds,
    )
    if target.push is not None and len(found.items) > 1 and not target.layout.merged:
        raise UsageError(
            f"--push-to-hub uploads one dataset, and {name} gives {len(found.items)}",
            hint="make one of them with --merge NAME",
        )
    return found


def output_path(
    session: Session, plan: Plan, planned: Planned, output: str | None, target: Target
) -> Path:
    """Return the file or directory that an input is exported to."""
    layout, place = target.layout, target.place
    default = Path(session.config.paths.output.final)
    if layout.merged:
        return Path(output) if output else default / layout.merged
    if layout.folder or not target.ending:
        name = f"{planned.name}_{target.format.name}{place.suffix}"
    else:
        name = f"{planned.name}{target.format.file_suffix}{target.ending}"
    return output_file(planned, name, output, default, directory=plan.directory)


def run(session: Session, plan: Plan, output: str | None, target: Target) -> StageReport:
    """Export every planned file, each on its own or all as one dataset.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: ``--output``: a file for a file, a directory for a directory.
        target: The format, storage and all that is wanted of them.
    """
    groups = [[planned] for planned in plan.items]
    whole = plan
    if merged := target.layout.merged:
        groups = [plan.items]
        # The dataset is what is accounted for, not each of its inputs.
        whole = replace(plan, items=[Planned(merged, Path(), Path(), merged)])
    tally = Tally(total=len(groups))
    names = {"format": target.format.name, "storage": target.place.name}
    with lifecycle.stage(session, STAGE, whole, tally, **names) as report:
        for group in groups:
            _Export(session, plan, target, report).run(group, output)
            tally.done += 1
            tally.made = report.made
            session.progress.finished(report.items[-1])
    return report


class _Export:
    """The export of one file, or of several as one dataset."""

    def __init__(self, session: Session, plan: Plan, target: Target, report: StageReport) -> None:
        self._session = session
        self._plan = plan
        self._target = target
        self._report = report

    def run(self, group: Sequence[Planned], output: str | None) -> None:
        merged = self._target.layout.merged
        item = ItemReport(input=merged or group[0].label)
        self._report.items.append(item)
        spec = self._target.format
        with Pool(rejected=spec.preference or spec.rejects) as pool:
            try:
                pictures = Pictures(self._target.layout.images) if spec.media else None
                maker = RowMaker(pool, self._target, pictures, Truth(self._target.questions))
                self._read(pool, group, maker)
                if len(pool) or pool.bad or not self._plan.directory:
                    self._export(pool, maker, group[0], item, output)
                else:
                    item.note = "it holds no records to export"
                    item.planned = item.skipped = 1
            except SdkError as error:
                guard.record(self._report, item, error, self._target.format.name)
            self._fail(item.input, pool.bad)

    def _read(self, pool: Pool, group: Sequence[Planned], maker: RowMaker) -> None:
        """Read the records; where all of them are wanted, in their order, make the rows as well."""
        complete = self._completion(pool, {}) if self._target.takes_all else None
        for planned in group:
            try:
                if complete is None:
                    pool.add(planned.path)
                else:
                    maker.add(NAMES[0], pool.read(planned.path), complete)
            except DocumentError as error:
                if len(group) == 1:
                    raise
                pool.bad.append(f"{planned.label}: {error.message}")

    def _export(
        self, pool: Pool, maker: RowMaker, planned: Planned, item: ItemReport, output: str | None
    ) -> None:
        target, truth = self._target, maker.truth
        self._require_kind(pool, item)
        selected = select(pool, target.wishes)
        if target.bundle is not None:
            target.bundle.pick(selected)
        path = output_path(self._session, self._plan, planned, output, target)
        for name, order in {} if target.takes_all else selected.splits.items():
            self._make(maker, pool, name, order, selected)
        rows, left_out = maker.finish(), maker.left_out
        item.failed = len(left_out) + len(pool.bad)
        item.filtered = selected.dropped.total()
        made = sum(map(len, rows.values()))
        item.planned = made + item.failed + item.filtered
        if not made:
            raise DocumentError(
                f"{item.input} gives no row{_why([*pool.bad, *left_out], selected)}"
            )
        if target.bundle is not None:
            target.bundle.require_rows({name: len(part) for name, part in rows.items()})
        account = Account(
            name=path.name,
            target=target,
            facts=pool.facts,
            kinds=pool.kinds,
            dropped=selected.dropped,
            failed=[*pool.bad, *left_out],
            lengths=truth.lengths,
            command=self._session.arguments,
            plugins=self._session.plugins(),
        )
        replace_path(path, lambda staged: self._write(rows, maker.pictures, staged, account))
        item.made = made
        item.outputs.append(path)
        item.note = _note(rows, selected, account)
        if target.bundle is not None and not truth.limit:
            truth.limit = sequence_length(truth.lengths)
        item.measured = truth.to_dict()
        for text in (*selected.notes, *truth.warnings()):
            self._report.warnings.append(f"{item.input}: {text}")
        self._fail(item.input, left_out)
        if item.failed:
            item.exit_code = ExitCode.PARTIAL
        self._upload(item, path)

    def _require_kind(self, pool: Pool, item: ItemReport) -> None:
        carried = self._target.format.kinds
        if len(pool) and carried and not any(kind in carried for kind in pool.kinds):
            raise DocumentError(
                f"{item.input} holds {' and '.join(pool.kinds)} records, which the format "
                f"{self._target.format.name!r} cannot carry",
                hint=f"it carries {', '.join(carried)}; jsonl carries everything",
            )

    def _make(
        self, maker: RowMaker, pool: Pool, split: str, order: Sequence[int], selected: Selected
    ) -> None:
        pairs = Pairs(order)
        if self._target.format.preference:
            pairs = find_pairs(pool, order)
            if pairs.alone:
                selected.dropped["no worse answer"] += pairs.alone
        maker.add(split, pool.at(pairs.order), self._completion(pool, pairs.worse))

    def _completion(self, pool: Pool, worse: Mapping[int, int]) -> Complete:
        find = row_images.finder(self._session) if self._target.format.media else None

        def complete(index: int, example: Example) -> Example:
            if index in worse:
                other = pool[worse[index]].to_messages()[-1]
                fields = {**example.fields, REJECTED_FIELDS[0]: other.content}
                example = replace(example, fields=fields)
            return example if find is None else find(example)

        return complete

    def _write(
        self, rows: dict[str, Rows], pictures: Pictures | None, staged: Path, account: Account
    ) -> None:
        if self._target.layout.folder:
            describe = partial(sidecars.describe, account)
            write_dataset(self._target, rows, staged, pictures, describe)
        else:
            write_file(self._target, next(iter(rows.values())), staged)

    def _upload(self, item: ItemReport, path: Path) -> None:
        """Upload what was written; a failure leaves it and its count as they are."""
        if self._target.push is None:
            return
        try:
            item.note += f"; uploaded to {hub.upload(path, self._target.push)}"
        except BackendFailure as error:
            item.exit_code = error.exit_code
            self._report.failures.append(
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
        self._report.failures += [
            Failure(item=name, stage=STAGE, component=self._target.format.name, error=reason)
            for reason in reasons
        ]


def _why(problems: Sequence[str], selected: Selected) -> str:
    if problems:
        return f": {problems[0]}"
    if selected.dropped:
        reason, count = selected.dropped.most_common(1)[0]
        return f": {count} records were left out for their {reason}"
    return ""


def _note(rows: dict[str, Rows], selected: Selected, account: Account) -> str:
    parts = [f"{sum(map(len, rows.values()))} rows"]
    if len(rows) > 1:
        parts.append(", ".join(f"{len(part)} {name}" for name, part in rows.items()))
    parts += [f"{count} left out: {why}" for why, count in selected.dropped.most_common()]
    if account.beside:
        parts.append(f"with {', '.join(account.beside)}")
    return "; ".join(parts)
