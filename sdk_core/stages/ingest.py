"""Documents to clean text."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sdk_core.components import Parser
from sdk_core.errors import DocumentError, SdkError, UsageError
from sdk_core.model import Document, Segment, Source
from sdk_core.naming import checked_name, safe_name, url_name
from sdk_core.registry import Registered, validate_options
from sdk_core.reports import ItemReport, StageReport
from sdk_core.stages import fetching, guard, lifecycle, parsers
from sdk_core.stages.inputs import Plan, Planned, existing, plan_directory
from sdk_core.stages.session import Session, Tally
from sdk_core.store import lance

STAGE = "ingest"


@dataclass(slots=True)
class Context:
    """The `ParseContext` of one document."""

    multimodal: bool
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def describe(self, *, title: str = "", **metadata: str) -> None:
        """Remember the title and facts."""
        self.title = title or self.title
        self.metadata.update({key: value for key, value in metadata.items() if value})

    def warn(self, message: str) -> None:
        """Remember what the user should know."""
        self.warnings.append(message)


def plan(
    session: Session, target: str, *, name: str | None, recursive: bool, parser: str | None
) -> Plan:
    """Return what an ``ingest`` of a file, a directory or a URL will read.

    Args:
        session: The command's surroundings.
        target: The input, as the user gave it.
        name: ``--name``; for a single input only.
        recursive: Whether sub-folders are read.
        parser: ``--parser``, ``None`` to choose by kind.

    Raises:
        UsageError: There is no such input, or nothing can read it.
    """
    chosen = checked_name(name) if name else None
    registry = session.registry
    if parser:
        registry.get("parser", parser)
    if fetching.is_url(target):
        fetching.check_scheme(target)
        stem = chosen or _site_name(session, target) or url_name(target)
        item = Planned(target, Path(), Path(), stem, url=target)
        return Plan(root=target, items=[item])
    path = existing(target)
    if path.is_dir() and not lance.is_table(path):
        known = set(parsers.supported_extensions(registry))

        def accept(candidate: Path) -> bool:
            return candidate.is_file() and (bool(parser) or candidate.suffix.lower() in known)

        return plan_directory(path, accept, recursive=recursive)
    if lance.is_table(path):
        raise UsageError(
            f"{target} is parsed already", hint=f"synthetic-data-kit create {target} --type qa"
        )
    if not parser:
        parsers.for_file(registry, path)
    return Plan(root=target, items=[Planned(target, path, Path(), chosen or safe_name(path.stem))])


def run(
    session: Session, plan: Plan, output: Path, *, parser: str | None, explicit_name: bool = False
) -> StageReport:
    """Read every planned input and write its table.

    Args:
        session: The command's surroundings.
        plan: The inputs.
        output: The output directory.
        parser: ``--parser``, ``None`` to choose by kind.
        explicit_name: Whether the user chose the name, so that it is used even when it replaces
            the table of another source.
    """
    tally = Tally(total=len(plan.items))
    with lifecycle.stage(session, STAGE, plan, tally, parser=parser or "") as report:
        for planned in plan.items:
            item = ItemReport(input=planned.label)
            report.items.append(item)
            component = ""
            try:
                source, entry = _source(session, planned, parser)
                component = entry.spec.name
                document, warnings = _parse(session, source, entry)
                report.warnings += [f"{planned.label}: {warning}" for warning in warnings]
                path = _table(output / planned.folder, planned, source, report, explicit_name)
                lance.write_document(path, document, multimodal=session.multimodal)
                item.outputs.append(path)
                item.planned = item.made = len(document.segments)
                item.note = f"{len(document.text)} characters"
            except SdkError as error:
                guard.record(report, item, error, component)
            tally.done += 1
            tally.made += item.made
            session.progress.finished(item)
    return report


def read_text(session: Session, path: Path) -> Document:
    """Read a plain text file as a document, without a table in between.

    Raises:
        DocumentError: It is not text, or holds none.
    """
    entry = session.registry.get("parser", "text")
    return _parse(session, _file_source(path), entry, options=False)[0]


def _site_name(session: Session, url: str) -> str:
    """Return the name that a site's parser gives to a URL, for instance ``youtube_<id>``."""
    entry = parsers.for_host(session.registry, url)
    if entry is None:
        return ""
    name = cast("type[Parser]", entry.load()).name_for(url)
    return safe_name(name) if name else ""


def _source(session: Session, planned: Planned, parser: str | None) -> tuple[Source, Registered]:
    registry = session.registry
    forced = registry.get("parser", parser) if parser else None
    if not planned.url:
        return _file_source(planned.path), forced or parsers.for_file(registry, planned.path)
    own = forced if forced and parsers.spec_of(forced).hosts else None
    own = own or (None if forced else parsers.for_host(registry, planned.url))
    if own:
        return Source(uri=planned.url), own
    limits = session.config.ingest
    source = fetching.fetch(
        planned.url, max_bytes=int(limits.max_download_mb * 1e6), timeout=limits.timeout
    )
    return source, forced or parsers.for_fetched(registry, source)


def _file_source(path: Path) -> Source:
    media_type = mimetypes.guess_type(path.name, strict=False)[0] or ""
    return Source(uri=path.as_posix(), path=path, media_type=media_type)


def _parse(
    session: Session, source: Source, entry: Registered, *, options: bool = True
) -> tuple[Document, list[str]]:
    """Read a source; ``options`` tells whether ``-O`` is meant for the parser."""
    parser = cast(Parser, session.component(entry, options=options))
    if session.multimodal and not parsers.spec_of(entry).multimodal:
        warnings = [f"the parser {entry.spec.name!r} keeps no images"]
    else:
        warnings = []
    context = Context(multimodal=session.multimodal)
    try:
        with guard.component(entry):
            segments = list(parser.parse(source, context))
            for segment in segments:
                if not isinstance(segment, Segment):
                    raise TypeError(f"parse() must give Segment objects, not {type(segment)}")
    except SdkError as error:
        if isinstance(error.__cause__, OSError) and source.path:
            raise DocumentError(
                f"{source.uri} cannot be read: {error.__cause__.strerror}"
            ) from error
        raise
    if not any(s.text.strip() or s.images for s in segments):
        raise DocumentError(
            f"{source.uri} holds no text", hint="for scanned pages try --multimodal, or OCR first"
        )
    document = Document.create(
        source.uri,
        segments,
        title=context.title,
        media_type=source.media_type,
        metadata=context.metadata,
    )
    return document, warnings + context.warnings


def _table(
    folder: Path, planned: Planned, source: Source, report: StageReport, explicit_name: bool
) -> Path:
    """Return the table for a document; never another source's in silence."""
    path = folder / f"{planned.name}{lance.SUFFIX}"
    if not path.exists():
        return path
    earlier = lance.read_source(path)
    if earlier is None or earlier == source.uri:
        return path
    if explicit_name:
        report.warnings.append(f"{path} held {earlier} and now holds {source.uri}")
        return path
    extension = safe_name(planned.path.suffix.lstrip(".")) if planned.path.suffix else "2"
    base, number = f"{planned.name}_{extension}", 2
    candidate = folder / f"{base}{lance.SUFFIX}"
    while candidate.exists() and lance.read_source(candidate) not in (None, source.uri):
        candidate = folder / f"{base}_{number}{lance.SUFFIX}"
        number += 1
    report.warnings.append(f"{path} holds {earlier}, so {source.uri} was written to {candidate}")
    return candidate


def check_options(session: Session, plan: Plan, parser: str | None) -> None:
    """Refuse ``-O`` options that the parser of the run cannot take, before anything is read.

    Raises:
        ConfigError: The parser lacks the option or the value has a wrong type.
        UsageError: Options were given for several documents without naming a parser.
    """
    if not session.options:
        return
    if parser:
        entry = session.registry.get("parser", parser)
    elif not plan.directory and not plan.items[0].url:
        entry = parsers.for_file(session.registry, plan.items[0].path)
    else:
        raise UsageError("-O sets options of one parser", hint="name it with --parser")
    validate_options(entry.load().Options, session.options, f"parser {entry.spec.name!r}")
