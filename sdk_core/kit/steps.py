"""The steps as objects: what each would read and write, and the doing of it.

The command line and `sdk_core.kit.project` are made of them: one has flags and prints, the other
has arguments and returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdk_core import pipeline
from sdk_core.artifacts.document_tables import is_table
from sdk_core.create import stage as create
from sdk_core.curate import stage as curate
from sdk_core.errors import UsageError
from sdk_core.export import stage as save_as
from sdk_core.export.plan import ExportPlan, plan_export
from sdk_core.export.request import ExportRequest
from sdk_core.forecast import forecast, forecast_create
from sdk_core.ingest import stage as ingest
from sdk_core.reports import StageReport
from sdk_core.runs.inputs import (
    EXAMPLE_SUFFIXES,
    FILE_SUFFIXES,
    Plan,
    Planned,
    combine,
    refuse_file_name,
    require_folder,
)
from sdk_core.runs.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChoice:
    """Which documents are read, and how.

    Args:
        inputs: Files, directories, URLs, lists and addresses of sources; ``paths.input`` of the
            config where there are none.
        name: Name of the output, for a single input.
        recursive: Whether sub-folders are read.
        parser: The parser, ``None`` to choose by name and content.
        include: Globs of which a file of a directory must match one; empty for all.
        exclude: Globs of which it must match none.
        sitemap: Whether the input is a sitemap, whatever its name.
    """

    inputs: Sequence[str] = ()
    name: str | None = None
    recursive: bool = False
    parser: str | None = None
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    sitemap: bool = False

    def plan(self, session: Session) -> Plan:
        """Return the documents.

        Raises:
            UsageError: There is no such input, nothing can read it, or it cannot have the name.
            DocumentError: It is a sitemap that cannot be read.
        """
        targets = self.inputs or (_configured_input(session),)
        name = self._name_of_single(session, targets)
        plans = [
            ingest.plan(
                session,
                target,
                name=name,
                recursive=self.recursive,
                parser=self.parser,
                include=self.include,
                exclude=self.exclude,
                sitemap=self.sitemap,
            )
            for target in targets
        ]
        return combine(plans)

    def _name_of_single(self, session: Session, targets: Sequence[str]) -> str | None:
        """Return the name, unless the input is a directory, whose files have names of their own.

        Raises:
            UsageError: There are several inputs.
        """
        if self.name is not None and len(targets) > 1:
            raise UsageError(
                f"--name names the output of one input, and there are {len(targets)}",
                hint="leave it out, or give the inputs one by one",
            )
        path = Path(targets[0])
        if self.name and path.is_dir() and not is_table(path):
            session.progress.note("Warning: --name option is ignored when processing directories")
            return None
        return self.name


def _configured_input(session: Session) -> str:
    """Return ``paths.input``, where no input was given.

    Raises:
        UsageError: It names several folders, or none that is there.
    """
    folder = session.config.paths.input
    if isinstance(folder, str) and Path(folder).is_dir():
        return folder
    known = [folder] if isinstance(folder, str) else list(folder.values())
    raise UsageError(
        "no INPUT was given",
        hint=f"name a file, directory or URL; paths.input is {', '.join(known)}",
    )


@dataclass(frozen=True, slots=True)
class IngestStep:
    """Documents to clean text.

    Args:
        session: The surroundings.
        plan: The documents.
        output: The folder of the tables.
        parser: The parser, ``None`` to choose by name and content.
        into: Name of the one table for all documents, ``None`` for one each.
        force: Whether unchanged documents are read again.
    """

    session: Session
    plan: Plan
    output: Path
    parser: str | None = None
    into: str | None = None
    force: bool = False

    @classmethod
    def prepare(
        cls,
        session: Session,
        documents: DocumentChoice,
        *,
        output: str | None = None,
        into: str | None = None,
        force: bool = False,
    ) -> IngestStep:
        """Find the documents, and every mistake, before anything is read.

        Raises:
            UsageError: There is one.
        """
        plan = documents.plan(session)
        if documents.name is not None and into is not None:
            raise UsageError("--name names one table and --into another: give one")
        refuse_file_name("-o", output, {*FILE_SUFFIXES, ".lance"}, "tables are made in a folder")
        ingest.check_options(session, plan, documents.parser)
        folder = Path(output or session.config.paths.output.parsed)
        return cls(session, plan, folder, documents.parser, into, force)

    def place(self, planned: Planned) -> Path:
        """Return where an input goes."""
        return ingest.output_path(self.output, planned, self.into)

    def run(self) -> StageReport:
        """Read and store."""
        return ingest.run(
            self.session,
            self.plan,
            self.output,
            parser=self.parser,
            into=self.into,
            force=self.force,
        )


@dataclass(frozen=True, slots=True)
class CreateStep:
    """Text to training examples.

    Args:
        session: The surroundings.
        plan: The inputs.
        generator: What makes the examples.
        output: The folder of the files.
        file: The one file, ``None`` for files that are named after their inputs.
        pilot: How many chunks are asked about, ``None`` for all.
    """

    session: Session
    plan: Plan
    generator: str
    output: Path
    file: Path | None = None
    pilot: int | None = None

    @classmethod
    def prepare(
        cls,
        session: Session,
        inputs: Sequence[str],
        generator: str,
        *,
        output: str | None = None,
        recursive: bool = False,
        pilot: int | None = None,
    ) -> CreateStep:
        """Find the inputs, and every mistake, before anything is spent.

        Raises:
            UsageError: There is one.
        """
        plan = combine([create.plan(session, i, generator, recursive=recursive) for i in inputs])
        plan = pipeline.read_unparsed(session, plan, generator)
        require_folder(plan, output, EXAMPLE_SUFFIXES)
        folder, file = Path(output or session.config.paths.output.generated), None
        if output and output.lower().endswith(".json") and (plan.gathered or not plan.directory):
            folder, file = folder.parent, folder
        else:
            refuse_file_name("-o", output, FILE_SUFFIXES, "files that create writes end in .json")
        create.check(session, generator)
        return cls(session, plan, generator, folder, None if pilot else file, pilot)

    def place(self, planned: Planned) -> Path:
        """Return where an input's examples go."""
        folder = create.pilot_folder(self.output) if self.pilot else self.output
        return self.file or create.output_path(self.session, self.generator, folder, planned)

    def run(self) -> StageReport:
        """Make the examples, or those of a pilot."""
        if self.pilot:
            return create.run_pilot(
                self.session, self.plan, self.output, self.generator, self.pilot
            )[0]
        return create.run(self.session, self.plan, self.output, self.generator, file=self.file)

    def preview(self) -> StageReport:
        """Count what would be asked; documents are reckoned by their sizes unless more is said."""
        if self.session.verbose or self.pilot:
            return self.run()
        return forecast_create(self.session, self.plan, self.output, self.generator)


@dataclass(frozen=True, slots=True)
class CurateStep:
    """Examples to the good ones among them.

    Args:
        session: The surroundings.
        plan: The files.
        output: A file for a file, a folder for a folder, ``None`` for that of the config.
    """

    session: Session
    plan: Plan
    output: str | None = None

    @classmethod
    def prepare(
        cls,
        session: Session,
        inputs: Sequence[str],
        *,
        output: str | None = None,
        recursive: bool = False,
    ) -> CurateStep:
        """Find the files, and every mistake, before anything is spent.

        Raises:
            UsageError: There is one.
        """
        plan = combine([curate.plan(session, i, recursive=recursive) for i in inputs])
        require_folder(plan, output, EXAMPLE_SUFFIXES)
        curate.check(session)
        return cls(session, plan, output)

    def place(self, planned: Planned) -> Path:
        """Return where a file's kept examples go."""
        return curate.output_path(self.session, self.plan, planned, self.output)

    def run(self) -> StageReport:
        """Rate and keep."""
        return curate.run(self.session, self.plan, self.output)


@dataclass(frozen=True, slots=True)
class SaveAsStep:
    """Examples to the files that trainers read.

    Args:
        session: The surroundings.
        plan: The files.
        target: The format, the storage and all that is wanted of them.
        output: A file for a file, a folder for a folder, ``None`` for that of the config.
    """

    session: Session
    plan: Plan
    target: ExportPlan
    output: str | None = None

    @classmethod
    def prepare(
        cls,
        session: Session,
        inputs: Sequence[str],
        request: ExportRequest,
        *,
        output: str | None = None,
        recursive: bool = False,
    ) -> SaveAsStep:
        """Find the files, and every mistake, before anything is written.

        Raises:
            UsageError: There is one.
        """
        target = plan_export(session, request)
        plan = combine([save_as.plan(session, i, target, recursive=recursive) for i in inputs])
        if target.folder or not target.ending:
            refuse_file_name("-o", output, FILE_SUFFIXES, "a folder is made")
        else:
            require_folder(plan, output, {*EXAMPLE_SUFFIXES, target.ending})
            save_as.require_ending(session, output, target)
        save_as.check(plan, target)
        return cls(session, plan, target, output)

    def place(self, planned: Planned) -> Path:
        """Return where a file's rows go."""
        return save_as.output_path(self.session, self.plan, planned, self.output, self.target)

    def run(self) -> StageReport:
        """Write the rows."""
        return save_as.run(self.session, self.plan, self.output, self.target)


@dataclass(frozen=True, slots=True)
class RunStep:
    """All four steps in a row.

    Args:
        session: The surroundings.
        plan: The documents.
        steps: What each stage is to use.
        pilot: How many chunks are taken as far as the judges, ``None`` for all to the end.
    """

    session: Session
    plan: Plan
    steps: pipeline.PipelineSteps
    pilot: int | None = None

    @classmethod
    def prepare(
        cls,
        session: Session,
        documents: DocumentChoice,
        generator: str,
        request: ExportRequest,
        *,
        into: str | None = None,
        pilot: int | None = None,
    ) -> RunStep:
        """Find the documents, and every mistake, before anything is spent.

        Raises:
            UsageError: There is one.
        """
        refuse_file_name("--into", into, FILE_SUFFIXES, "a folder is made")
        steps = pipeline.prepare(
            session, generator=generator, export=request, into=into, parser=documents.parser
        )
        plan = documents.plan(session)
        save_as.check(plan, steps.target)
        return cls(session, plan, steps, pilot)

    def place(self, planned: Planned) -> Path:
        """Return where an input's table goes."""
        return ingest.output_path(Path(self.session.config.paths.output.parsed), planned)

    def run(self) -> Iterable[StageReport]:
        """Take the documents through the stages, and yield the report of each."""
        if self.pilot:
            return pipeline.run_pilot(self.session, self.steps, self.plan, self.pilot)
        return pipeline.run(self.session, self.steps, self.plan)

    def preview(self) -> StageReport:
        """Count what would be asked; documents are reckoned by their sizes unless more is said."""
        report = forecast(
            self.session,
            self.plan,
            generator=self.steps.generator,
            parser=self.steps.parser,
            parse=self.session.verbose,
            pilot=self.pilot,
        )
        if not self.pilot:
            final = Path(self.session.config.paths.output.final)
            dataset = self.steps.into or final / self.steps.target.request.merged
            report.warnings.append(f"the rows go to {dataset}")
        return report
