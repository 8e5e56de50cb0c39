"""Documents to clean text."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from sdk_core.artifacts import document_tables
from sdk_core.documents import losses
from sdk_core.errors import DocumentError, ExitCode, LeftOutError, SdkError, UsageError
from sdk_core.ingest import source_inputs, stored_inputs, url_inputs
from sdk_core.ingest.jobs import InputJob, JobBuilder, only_parser
from sdk_core.ingest.output import DocumentSink, SingleTable, TablePerDocument
from sdk_core.ingest.reading import Reading
from sdk_core.ingest.survey import PreviewSink, Survey
from sdk_core.ingest.url_inputs import refuse_litter, stem_of
from sdk_core.kinds import PARSER
from sdk_core.naming import checked_name, safe_name
from sdk_core.parsing import parser_choice
from sdk_core.parsing.candidates import reads_text
from sdk_core.parsing.results import JobResult, ParsedDocument
from sdk_core.reports import ItemReport, StageReport
from sdk_core.runs import guard, lifecycle
from sdk_core.runs.chosen_transforms import chosen_steps
from sdk_core.runs.directory import DirectoryScan
from sdk_core.runs.inputs import Accept, Plan, Planned, existing, plan_directory
from sdk_core.runs.session import ProgressCounters, Session
from sdk_core.web import addresses, sitemaps

STAGE = "ingest"


def plan(
    session: Session,
    target: str,
    *,
    name: str | None,
    recursive: bool,
    parser: str | None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    sitemap: bool = False,
) -> Plan:
    """Return what an ``ingest`` of a file, a directory or a URL will read.

    Args:
        session: The command's surroundings.
        target: The input, as the user gave it.
        name: ``--name``; for a single input only.
        recursive: Whether sub-folders are read.
        parser: ``--parser``, ``None`` to choose by kind.
        include: Globs of which a file of a directory must match one; empty for all files.
        exclude: Globs of which it must match none.
        sitemap: Whether the input is a sitemap, whatever its name.

    Raises:
        UsageError: There is no such input, or nothing can read it.
        DocumentError: It is a sitemap that cannot be read.
    """
    chosen = checked_name(name) if name is not None else None
    registry = session.registry
    if parser:
        registry.get(PARSER, parser)
    if chosen and (sitemap or url_inputs.is_list(target) or sitemaps.is_sitemap(target)):
        raise UsageError(
            f"--name names one table, and {addresses.without_login(target)} stands for many inputs",
            hint="leave it out, or give --into NAME to put all into one table",
        )
    source = source_inputs.source_of(session, target)
    if source is not None and not addresses.is_web(target):
        return source_inputs.plan_source(
            session,
            target,
            source,
            name=chosen,
            recursive=recursive,
            parser=registry.get(PARSER, parser) if parser else None,
            include=include,
            exclude=exclude,
        )
    if addresses.is_url(target):
        if sitemap or sitemaps.is_sitemap(target):
            return url_inputs.plan_sitemap(session, target, include=include, exclude=exclude)
        return url_inputs.plan_url(session, target, chosen)
    if sitemap:
        raise UsageError(f"{target} is no URL", hint="give --sitemap with the URL of a sitemap")
    if url_inputs.is_list(target):
        return url_inputs.plan_list(
            session, target, parser=parser, include=include, exclude=exclude
        )
    path = existing(target)
    if path.is_dir() and not document_tables.is_table(path):
        scan = DirectoryScan(path, recursive, include=include, exclude=exclude, ignore_files=True)
        found = plan_directory(scan, _acceptance(session, parser), stem_of)
        if found.items or not chosen_steps(session, "ingest"):
            return found
        return plan_directory(scan, document_tables.is_table)
    if document_tables.is_table(path):
        stored_inputs.check(path, chosen_steps(session, "ingest"))
    elif not parser:
        refuse_litter(path, target)
        session.parser_choice.of(path)
    stem = chosen or safe_name(stem_of(path))
    planned = Planned(target, path, Path(), stem, is_named=chosen is not None)
    return Plan(root=target, items=[planned])


def _acceptance(session: Session, parser: str | None) -> Accept:
    """Return what tells whether a file of a directory is read.

    Pictures are not unless they are kept: nobody wants a failure for each.
    """
    useless = (
        []
        if session.multimodal
        else list(filter(parser_choice.keeps_pictures_only, session.registry.all(PARSER)))
    )
    known = set(parser_choice.supported_extensions(session.registry))
    known -= {x for entry in useless for x in entry.spec.extensions}

    def accept(path: Path) -> bool:
        if not path.is_file():
            return False
        if parser or path.suffix.lower() in known or parser_choice.has_archive_ending(path):
            return True
        found = session.parser_choice.by_content(path)
        return found is not None and found not in useless

    return accept


def output_path(output: Path, planned: Planned, into: str | None = None) -> Path:
    """Return the table that an input goes to, or the folder of those of an archive."""
    if into is not None:
        return output / f"{into}{document_tables.SUFFIX}"
    name = planned.name
    archive = parser_choice.has_archive_ending(planned.path)
    return output / planned.folder / (name if archive else f"{name}{document_tables.SUFFIX}")


def run(
    session: Session,
    plan: Plan,
    output: Path,
    *,
    parser: str | None,
    into: str | None = None,
    force: bool = False,
) -> StageReport:
    """Read every planned input and store it.

    Args:
        session: The command's surroundings; where answers are counted, nothing is stored, and
            documents are read only if more is to be said than their sizes tell.
        plan: The inputs.
        output: The output directory.
        parser: ``--parser``, ``None`` to choose by name and content.
        into: ``--into``: the table for all documents, ``None`` for one each.
        force: Whether unchanged documents of a directory are read again.

    Raises:
        UsageError: ``into`` is no name, or that of a table of another kind.
    """
    counters = ProgressCounters(total=len(plan.items))
    texts = session.config.ingest.default_format == "txt"
    with lifecycle.stage(session, STAGE, plan, counters, parser=parser or "") as report:
        sink: DocumentSink
        tables: TablePerDocument | None = None
        if into is not None:
            path = output / f"{checked_name(into, '--into')}{document_tables.SUFFIX}"
            sink = SingleTable(path, report, multimodal=session.multimodal)
        else:
            sink = tables = TablePerDocument(
                output, report, multimodal=session.multimodal, texts=texts
            )
        counted = session.answers == "count"
        if counted:
            sink = PreviewSink(sink)
        builder = JobBuilder(
            session, plan, parser, sink=None if force else sink, skip_same=into is not None
        )
        stage = _IngestRun(session, plan, report, counters, builder, sink)
        with closing(sink):
            if counted and not session.verbose:
                for input_job, is_due in builder.survey():
                    stage.foresee(input_job, is_due=is_due)
            else:
                for input_job, outcome in builder.results():
                    stage.conclude(input_job, outcome)
                    counters.done += 1
                    if session.stopping:
                        report.stopped = ExitCode.INTERRUPTED
                        break
        guard.settle_left_out(report)
        if counted:
            unchanged = sum(item.unchanged for item in report.items)
            report.quote = {**stage.survey.to_dict(), "unchanged": unchanged}
        elif texts:
            session.progress.note(_said_of_texts(tables))
    return report


def _said_of_texts(tables: TablePerDocument | None) -> str:
    if tables is None:
        return "note: ingest.default_format: txt has no effect on a table of many documents"
    if len(tables.text_files) == 1:
        return f"note: its text is in {tables.text_files[0]} as well"
    return f"note: {len(tables.text_files)} texts were written beside their tables, as .txt"


def read_documents(session: Session, plan: Plan, *, parser: str | None) -> Generator[Reading]:
    """Read every planned input and yield its documents; nothing is stored."""
    for input_job, outcome in JobBuilder(session, plan, parser).results():
        planned = input_job.planned
        if outcome is not None:
            with closing(outcome):
                for parsed in outcome.documents:
                    yield Reading(planned, parsed, outcome.batches_of(parsed))
        error = outcome.error if outcome else input_job.error
        if error is not None:
            yield Reading(planned, ParsedDocument(planned.label, error=error))


@dataclass(frozen=True, slots=True)
class _IngestRun:
    session: Session
    plan: Plan
    report: StageReport
    counters: ProgressCounters
    builder: JobBuilder
    sink: DocumentSink
    survey: Survey = field(default_factory=Survey)

    def foresee(self, input_job: InputJob, *, is_due: bool) -> None:
        """Put what would be done with an input into the report."""
        if not is_due:
            self._pass_over(input_job)
            return
        planned = input_job.planned
        uri = input_job.source.uri if input_job.source else planned.url
        item = self._open(planned.label)
        if planned.url or input_job.component:  # an archive becomes as many as it holds
            item.outputs.append(self.sink.place(planned, uri))
        item.note = self.survey.guess(planned, input_job.component)

    def conclude(self, input_job: InputJob, outcome: JobResult | None) -> None:
        """Store what came of an input, and put it into the report."""
        before = len(self.report.items)
        label = input_job.planned.label
        self.report.warnings += [f"{label}: {said}" for said in input_job.doubts]
        try:
            if outcome is None:
                self._pass_over(input_job)
            else:
                with closing(outcome):
                    self._take(input_job, outcome)
        finally:
            # An archive has an entry for each member, and the plan must stay in step.
            entries = len(self.report.items) - before
            self.plan.items[before : before + 1] = [input_job.planned] * entries

    def _pass_over(self, input_job: InputJob) -> None:
        item = self._open(input_job.planned.label)
        if input_job.error is not None:
            guard.record(self.report, item, input_job.error, input_job.component)
        elif input_job.unchanged is not None:
            _keep(item, input_job.unchanged)
        else:
            item.planned = item.skipped = 1
            item.note = f"same content as {input_job.same_as}"
        self.session.progress.finished(item)

    def _take(self, input_job: InputJob, outcome: JobResult) -> None:
        for parsed in outcome.documents:
            self._store(input_job, outcome, parsed)
        if outcome.error is not None or not outcome.documents:
            item = self._open(input_job.planned.label)
            error = outcome.error or DocumentError(f"{item.input} holds no document")
            guard.record(self.report, item, error, input_job.component)
            self.session.progress.finished(item)
        if outcome.unread:
            names = ", ".join(outcome.unread[:5]) + ", …" * (len(outcome.unread) > 5)
            self.report.warnings.append(
                f"{input_job.planned.label}: no parser reads {len(outcome.unread)} of its files: "
                f"{names}"
            )

    def _store(self, input_job: InputJob, outcome: JobResult, parsed: ParsedDocument) -> None:
        planned = input_job.planned
        if parsed.member:
            planned = _member(planned, parsed)
        item = self._open(planned.label)
        component = input_job.component
        if parsed.parser is not None:
            entry = self.builder.entries[parsed.parser]
            component = entry.spec.name
            self.session.use(entry)
            said = f"--encoding has no effect on what the parser {component!r} reads"
            if self.session.encoding and not reads_text(entry.spec):
                self.report.warn_once(said)
        if planned.fetch is not None:
            parsed.title = planned.fetch.listed.title or parsed.title
            parsed.metadata.update(planned.fetch.listed.metadata)
        self.report.warnings += [f"{item.input}: {warning}" for warning in parsed.warnings]
        if input_job.same_as and not parsed.member:
            self.report.warnings.append(f"{item.input}: same content as {input_job.same_as}")
        stored = self.builder.stored(planned, parsed.uri, input_job.revision)
        try:
            if parsed.error is not None:
                raise parsed.error
            if stored is not None:
                _keep(item, stored)
            else:
                self._refuse_itself(planned, parsed.uri)
                reading = Reading(planned, parsed, outcome.batches_of(parsed))
                self.sink.put(item, reading, input_job.revision)
                self.survey.count(component, parsed.characters)
        except LeftOutError as reason:
            self._leave_out(item, planned, parsed, reason)
        except SdkError as error:
            guard.record(self.report, item, error, component)
        self.counters.made += parsed.segments
        self.session.progress.finished(item)

    def _refuse_itself(self, planned: Planned, uri: str) -> None:
        """Make sure that no table is replaced by what transforms leave of it.

        Raises:
            UsageError: One would be.
        """
        place = self.sink.place(planned, uri)
        is_table = document_tables.is_table(planned.path)
        if is_table and place.exists() and place.samefile(planned.path):
            raise UsageError(
                f"{planned.label} would be replaced by what its transforms leave of it",
                hint="name another folder with -o",
            )

    def _leave_out(
        self, item: ItemReport, planned: Planned, parsed: ParsedDocument, reason: LeftOutError
    ) -> None:
        """Note that a transform left out a whole document, and what is still there of it."""
        guard.leave_out(item, reason)
        item.left_out = losses.totals(parsed.left_out)
        earlier = self.sink.place(planned, parsed.uri)
        if earlier.exists():
            self.report.warnings.append(
                f"{item.input} is left out, and {earlier} still holds it from before: remove it "
                "if it is not to be used"
            )

    def _open(self, label: str) -> ItemReport:
        item = ItemReport(input=label)
        self.report.items.append(item)
        return item


def _keep(item: ItemReport, path: Path) -> None:
    """Note that a document is stored as it is."""
    item.unchanged = True
    item.outputs.append(path)
    item.planned = item.skipped = 1
    item.note = "unchanged"


def _member(planned: Planned, parsed: ParsedDocument) -> Planned:
    """Return the place of a member of an archive, mirrored below a folder of the archive's name."""
    path = PurePosixPath(parsed.member)
    folders = [safe_name(part) for part in path.parent.parts if part not in ("/", "..", ".")]
    return replace(
        planned,
        label=parsed.uri,
        path=Path(path.name),
        folder=planned.folder.joinpath(planned.name, *folders),
        name=safe_name(path.stem),
    )


def check_options(session: Session, plan: Plan, parser: str | None) -> None:
    """Refuse ``-O`` options that the parser of the run cannot take, before anything is read.

    Raises:
        ConfigError: The parser lacks the option or the value has a wrong type.
        UsageError: Options were given for several documents without naming a parser.
    """
    if not (parser or session.options):
        return
    entry = session.registry.get(PARSER, parser) if parser else only_parser(session, plan)
    if entry is None:
        raise UsageError("-O sets options of one parser", hint="name it with --parser")
    session.component(entry)
