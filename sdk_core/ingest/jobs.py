"""Turns the inputs of an ``ingest`` into jobs for the workers, less what need not be read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from sdk_core import __version__
from sdk_core.artifacts import document_tables
from sdk_core.errors import DocumentError, SdkError
from sdk_core.ingest import source_inputs, stored_inputs
from sdk_core.ingest.output import DocumentSink
from sdk_core.ingest.source_inputs import ListingContext
from sdk_core.kinds import PARSER
from sdk_core.model import Listed, Source
from sdk_core.parsing import parser_choice
from sdk_core.parsing.limits import MIB, WorkerLimits
from sdk_core.parsing.parser_choice import ParserEntry, file_source
from sdk_core.parsing.results import JobResult
from sdk_core.parsing.worker_pool import ParseJob, WorkerPool
from sdk_core.registry import returned
from sdk_core.registry.option_values import read_texts
from sdk_core.registry.plain_entries import plain_entry
from sdk_core.runs.chosen_transforms import chosen_steps
from sdk_core.runs.inputs import Plan, Planned
from sdk_core.runs.session import Session
from sdk_core.web.addresses import Location, locate
from sdk_core.web.polite_client import PoliteClient

_LARGE = 64 << 20
"""Bytes of a file beyond which it is asked whether it is a hole."""

NOTHING = hashlib.sha256().hexdigest()[:32]
"""Content of an empty file, which is no duplicate of another one worth a word."""


@dataclass(slots=True)
class InputJob:
    """An input on its way.

    Args:
        planned: The input.
        source: What is read, ``None`` when it cannot be had.
        revision: Hash of the content and of all that decides how it is read, ``""`` if unknown.
        error: Why it cannot be had.
        component: The parser that was chosen by name.
        unchanged: Where it already is.
        same_as: The input of this run that has the same content, ``""`` for none.
        doubts: Why what was fetched may not be what was asked for, in sentences.
        is_table: Whether it is a table, which no worker needs to read.
    """

    planned: Planned
    source: Source | None = None
    revision: str = ""
    error: SdkError | None = None
    component: str = ""
    unchanged: Path | None = None
    same_as: str = ""
    doubts: list[str] = field(default_factory=list)
    is_table: bool = False


class JobBuilder:
    """The inputs of one run.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        parser: ``--parser``, ``None`` to choose by name and content.
        sink: Where documents go; ``None`` when everything is to be read anyhow.
        skip_same: Whether an input with the content of an earlier one is left out.
    """

    def __init__(
        self,
        session: Session,
        plan: Plan,
        parser: str | None,
        *,
        sink: DocumentSink | None = None,
        skip_same: bool = False,
    ) -> None:
        self.entries = session.registry.all(PARSER)
        self._session = session
        self._plan = plan
        self._forced = session.registry.get(PARSER, parser) if parser else None
        self._sink = sink
        self._skip_same = skip_same
        self._seen: dict[str, str] = {}
        self._client = PoliteClient(session.config.ingest, note=session.progress.note)
        self._listed = self._candidates()
        self._steps = chosen_steps(session, "ingest")
        plain = [step.to_plain() for step in self._steps]
        settings = {
            "layout": document_tables.VERSION,
            "version": __version__,
            "parsers": self._listed,
            "forced": self._forced.qualified if self._forced else "",
            "multimodal": session.multimodal,
            **({"transforms": plain} if plain else {}),
        }
        self._settings = json.dumps(settings, sort_keys=True, default=str)

    def results(self) -> Iterator[tuple[InputJob, JobResult | None]]:
        """Read the inputs and yield what came of them, in their order."""
        settings = self._session.config.ingest
        limits = WorkerLimits(
            seconds=settings.timeout,
            memory=settings.max_memory * MIB,
            output=settings.max_output * MIB,
        )
        workers = min(settings.workers or processors(), len(self._plan.items))
        names = [entry.spec.name for entry in self.entries]
        steps = [step.to_plain() for step in self._steps]
        records = self._session.registry.manager.records
        files = [str(record.file) for record in records if record.file and record.state == "ok"]
        with WorkerPool(
            self._listed, limits, workers=workers, names=names, steps=steps, files=files
        ) as pool:
            for input_job, outcome in pool.run(map(self._job_of, list(self._plan.items))):
                if input_job.is_table and input_job.source is not None:
                    uri = input_job.source.uri
                    yield input_job, self._read_stored(input_job.planned.path, uri)
                else:
                    yield input_job, outcome

    def survey(self) -> Iterator[tuple[InputJob, bool]]:
        """Yield each input and whether it would be read; nothing is parsed, and nothing fetched."""
        for planned in self._plan.items:
            if planned.fetch is not None:
                entry = self._forced or source_inputs.parser_of(self._session, planned.fetch.listed)
                yield InputJob(planned, component=entry.spec.name if entry else ""), True
            elif planned.url:
                own = self._forced or parser_choice.for_host(self._session.registry, planned.url)
                yield InputJob(planned, component=own.spec.name if own else ""), True
            else:
                input_job, parse_job = self._job_of(planned)
                yield input_job, parse_job is not None or input_job.is_table

    def stored(self, planned: Planned, uri: str, revision: str) -> Path | None:
        """Return where a document already is as it would be read now, if that is to be kept."""
        if self._sink is None or not revision or not self._plan.directory:
            return None
        return self._sink.holds(planned, uri, revision)

    def _read_stored(self, path: Path, uri: str) -> JobResult:
        return stored_inputs.read(path, uri, self._steps, multimodal=self._session.multimodal)

    def _table_job(self, planned: Planned) -> InputJob:
        """Return the job of a table, which is due unless its document is stored already."""
        source = Source(uri=document_tables.table_source(planned.path) or str(planned.path))
        found = InputJob(planned, source, stored_inputs.revision(planned.path, self._settings))
        found.unchanged = self.stored(planned, source.uri, found.revision)
        found.is_table = found.unchanged is None
        return found

    def _job_of(self, planned: Planned) -> tuple[InputJob, ParseJob | None]:
        if not planned.url and document_tables.is_table(planned.path):
            return self._table_job(planned), None
        input_job = InputJob(planned)
        if planned.fetch is not None and planned.fetch.listed.change_token:
            listed = planned.fetch.listed
            token = hashlib.sha256(listed.change_token.encode()).hexdigest()
            input_job.revision = self._revision_of(token, listed.media_type, "")
            input_job.unchanged = self.stored(planned, listed.uri, input_job.revision)
            if input_job.unchanged is not None:
                return input_job, None
        try:
            source, entry = self._source(planned, input_job.doubts)
            if self._session.encoding:
                source = replace(source, charset=self._session.encoding)
            input_job.component = entry.spec.name if entry else ""
            input_job.source = source
            input_job.revision = input_job.revision or self._revision(source)
        except SdkError as error:
            input_job.error = error
            return input_job, None
        if input_job.revision and self._plan.directory:
            input_job.same_as = self._earlier(input_job.revision, planned.label)
            if input_job.same_as and self._skip_same:
                return input_job, None
            input_job.unchanged = self.stored(planned, source.uri, input_job.revision)
            if input_job.unchanged is not None:
                return input_job, None
        return input_job, ParseJob(
            source=source,
            parser=self.entries.index(entry) if entry else None,
            forced=self._forced is not None,
            multimodal=self._session.multimodal,
        )

    def _earlier(self, revision: str, label: str) -> str:
        """Return the input of this run that had the same content, ``""`` for none."""
        content = revision.partition("-")[0]
        if content == NOTHING:
            return ""
        earlier = self._seen.setdefault(content, label)
        return "" if earlier == label else earlier

    def _source(self, planned: Planned, doubts: list[str]) -> tuple[Source, ParserEntry | None]:
        registry = self._session.registry
        if planned.fetch is not None:
            entry = self._forced or source_inputs.parser_of(self._session, planned.fetch.listed)
            return planned.fetch.content(), entry
        if not planned.url:
            entry = self._forced or self._session.parser_choice.of(planned.path)
            return file_source(planned.path), entry
        own = self._forced if self._forced and self._forced.spec.hosts else None
        own = own or (None if self._forced else parser_choice.for_host(registry, planned.url))
        if own:
            return Source(uri=planned.url), own
        source = self._download(planned, doubts)
        return source, self._forced or parser_choice.for_fetched(registry, source)

    def _download(self, planned: Planned, doubts: list[str]) -> Source:
        """Fetch a URL by the source of its scheme, which asks for it what it needs."""

        def download(url: str) -> Source:
            location = locate(url) if url != planned.url else Location(url, planned.login)
            return self._client.fetch(location, on_kind=self._check, on_doubt=doubts.append)

        entry = source_inputs.source_of(self._session, planned.url)
        if entry is None:
            return download(planned.url)
        context = ListingContext(doubts.append, download)
        with entry.guarded():
            listed = Listed(uri=planned.url, name=planned.name)
            given: object = self._session.component(entry, options=False).fetch(listed, context)
            return returned.one(given, Source, "fetch()")

    def _check(self, source: Source) -> None:
        """Refuse what no parser reads before it is fetched whole.

        Raises:
            UnsupportedInput: No parser reads its kind.
        """
        if not self._forced:
            parser_choice.for_fetched(self._session.registry, source)

    def _revision(self, source: Source) -> str:
        """Return a hash that changes when the document would be read in another way.

        Raises:
            DocumentError: The file cannot be read.
        """
        if source.data is not None:
            digest = hashlib.sha256(source.data).hexdigest()
        elif source.path is not None:
            try:
                # Not to be kept waiting by a pipe that has taken the file's place.
                descriptor = os.open(source.path, os.O_RDONLY | os.O_NONBLOCK)
                with open(descriptor, "rb") as file:
                    _refuse_hole(source.uri, file)
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise DocumentError(
                    f"{source.uri} cannot be read: {error.strerror}",
                    hint="check that the path is right and that the file may be read",
                ) from error
        else:
            return ""
        return self._revision_of(digest, source.media_type, source.charset)

    def _revision_of(self, digest: str, media_type: str, charset: str) -> str:
        way = "\0".join((self._settings, media_type, charset))
        return f"{digest[:32]}-{hashlib.sha256(way.encode()).hexdigest()[:16]}"

    def _candidates(self) -> list[dict[str, Any]]:
        """Return the parsers as the workers need them, as plain values."""
        pictures = self._session.multimodal
        useful = [e for e in self.entries if pictures or not parser_choice.keeps_pictures_only(e)]
        media_types = parser_choice.owners(useful, "media_types")
        extensions = parser_choice.owners(useful, "extensions")
        chosen = self._forced or only_parser(self._session, self._plan)
        return [
            {
                **plain_entry(entry),
                "options": self._options(entry, given=entry is chosen),
                "media_types": sorted(t for t, owner in media_types.items() if owner is entry),
                "extensions": sorted(x for x, owner in extensions.items() if owner is entry),
            }
            for entry in self.entries
        ]

    def _options(self, entry: ParserEntry, *, given: bool) -> Mapping[str, Any]:
        configured = self._session.config.components(PARSER).get(entry.spec.name, {})
        typed = self._session.options if given else {}
        return {**configured, **(read_texts(entry.load().options_type, typed) if typed else {})}


def only_parser(session: Session, plan: Plan) -> ParserEntry | None:
    """Return the parser that ``-O`` is meant for when none is named, ``None`` if none is clear."""
    if plan.directory or len(plan.items) != 1:
        return None
    if plan.items[0].fetch is not None:
        return None
    if url := plan.items[0].url:
        return parser_choice.for_host(session.registry, url)
    if document_tables.is_table(plan.items[0].path):
        return None
    return session.parser_choice.of(plan.items[0].path)


def _refuse_hole(uri: str, file: BinaryIO) -> None:
    """Refuse a large file that the disk holds nothing of, before all its zeros are read.

    Raises:
        DocumentError: It is one.
    """
    facts = os.fstat(file.fileno())
    on_disk = getattr(facts, "st_blocks", facts.st_size) * 512  # POSIX: blocks of 512 bytes
    if facts.st_size > _LARGE and on_disk * 16 < facts.st_size:
        is_empty = not any(file.read(1 << 16))
        file.seek(0)
        if is_empty:
            raise DocumentError(
                f"{uri} is {facts.st_size / 1e9:.1f} GB large and holds almost nothing but zeros: "
                f"{on_disk / 1e6:.1f} MB of it are on the disk",
                hint="copy or download it again as a whole",
            )


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
