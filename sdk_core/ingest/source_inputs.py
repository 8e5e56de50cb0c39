"""Plans of ``ingest`` for what sources list: ``git:``, ``dataset:`` and those of packages."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from sdk_core.components import InputSource
from sdk_core.documents import litter
from sdk_core.errors import AmbiguousComponent, UnsupportedInput, UsageError
from sdk_core.kinds import SOURCE
from sdk_core.model import Listed, Source
from sdk_core.naming import printable, safe_name
from sdk_core.parsing import parser_choice
from sdk_core.parsing.parser_choice import ParserEntry, file_source
from sdk_core.registry import returned
from sdk_core.registry.option_values import read_texts
from sdk_core.registry.registry import Entry
from sdk_core.runs.inputs import Fetch, Plan, Planned, add, is_wanted
from sdk_core.runs.session import Session
from sdk_core.specs import SourceSpec
from sdk_core.web.addresses import locate
from sdk_core.web.polite_client import PoliteClient

SourceEntry = Entry[SourceSpec, InputSource]

Download = Callable[[str], Source]


@dataclass(frozen=True, slots=True)
class ListingContext:
    """The `SourceContext` of a command.

    Args:
        say: Is told what the user should know.
        download: Fetches a URL.
    """

    say: Callable[[str], None]
    download: Download

    def warn(self, message: str) -> None:
        """Pass on what the user should know."""
        self.say(str(message))


def source_of(session: Session, target: str) -> SourceEntry | None:
    """Return the source of an input by its scheme, ``None`` for paths.

    Raises:
        AmbiguousComponent: Several packages have one for it.
    """
    scheme, colon, _ = target.partition(":")
    if not colon or len(scheme) < 2 or Path(target).exists():
        return None
    found = [e for e in session.registry.all(SOURCE) if scheme.lower() in e.spec.schemes]
    if len(found) > 1 and not found[0].has_precedence:
        names = ", ".join(sorted({entry.distribution for entry in found}))
        raise AmbiguousComponent(
            f"several packages list inputs that begin with {scheme}:",
            hint=f"name one of them in plugins.prefer: {names}",
        )
    return found[0] if found else None


def plan_source(
    session: Session,
    target: str,
    entry: SourceEntry,
    *,
    name: str | None,
    recursive: bool,
    parser: ParserEntry | None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Plan:
    """Return the plan for what a source lists at an address; nothing is fetched.

    Args:
        session: The command's surroundings.
        target: The address; options of the source may follow a ``?``.
        entry: The source.
        name: ``--name``, where it lists one thing.
        recursive: Whether things in folders are taken too.
        parser: ``--parser``, ``None`` to choose by name and content.
        include: Globs of which a name must match one; empty for all.
        exclude: Globs of which it must match none.

    Raises:
        UsageError: There is nothing at the address, or several things where a name was given.
    """
    address, component = _opened(session, target, entry)
    context = ListingContext(
        lambda said: session.progress.note(f"warning: {said}"), downloader(session)
    )
    plan = Plan(root=target, directory=True)
    found: list[Planned] = []
    with entry.guarded():
        for listed in _listed(component, address, context):
            place = PurePosixPath(listed.folder, listed.name)
            if listed.folder and not recursive:
                plan.nested += 1
            elif not is_wanted(place.as_posix(), include, exclude):
                plan.ignored += 1
            elif parser is None and not _is_read(session, listed):
                plan.unsupported.append(Path(place))
            else:
                found.append(_planned(entry, component, context, listed))
    if name is not None and len(found) == 1:
        found = [replace(found[0], name=name, is_named=True)]
        plan.directory = False
    elif name is not None:
        raise UsageError(f"--name names one table, and {target} lists {len(found)} inputs")
    add(plan, found)
    return plan


def _opened(session: Session, target: str, entry: SourceEntry) -> tuple[str, InputSource]:
    """Return the address without its options, and the source built with them."""
    address, mark, query = target.partition("?")
    if not mark:
        return target, session.component(entry, options=False)
    texts = dict(pair.partition("=")[::2] for pair in query.split("&") if pair)
    given = read_texts(entry.load().options_type, texts)
    configured = session.config.components(SOURCE).get(entry.spec.name, {})
    session.use(entry)
    return address, entry.create({**configured, **given}, origins=lambda _: target)


def _listed(component: InputSource, address: str, context: ListingContext) -> Iterator[Listed]:
    """Yield what a source lists, each once.

    Raises:
        WrongReturn: It lists something else, or the same twice.
    """
    seen: set[str] = set()
    given: object = component.find(address, context)
    for each in returned.each(given, Listed, "find()"):
        returned.require_listed(each, seen)
        seen.add(each.uri)
        yield each


def _planned(
    entry: SourceEntry, component: InputSource, context: ListingContext, listed: Listed
) -> Planned:
    def content() -> Source:
        if listed.path is not None:
            return replace(file_source(listed.path), uri=listed.uri)
        with entry.guarded():
            given: object = component.fetch(listed, context)
            source = returned.one(given, Source, "fetch()")
        beside = litter.in_archive(listed.name, source.data or b"")
        if beside is not None:
            raise UnsupportedInput(f"{listed.uri} is {beside.kind}", hint=beside.hint)
        guessed = mimetypes.guess_type(listed.name, strict=False)[0] or ""
        media_type = source.media_type or listed.media_type or guessed
        return replace(source, uri=listed.uri, media_type=media_type)

    folder = Path(*(safe_name(part) for part in PurePosixPath(listed.folder).parts))
    stem = parser_choice.archive_stem(Path(listed.name)) or Path(listed.name).stem
    return Planned(
        printable(listed.uri), Path(), folder, safe_name(stem), fetch=Fetch(listed, content)
    )


def _is_read(session: Session, listed: Listed) -> bool:
    """Tell whether some parser reads a thing, by what is listed of it."""
    if litter.named(listed.name) is not None:
        return False
    if parser_choice.has_archive_ending(Path(listed.name)):
        return True
    try:
        parser_of(session, listed)
    except UnsupportedInput:
        return False
    return True


def parser_of(session: Session, listed: Listed) -> ParserEntry | None:
    """Return the parser for what a source has listed, ``None`` for archives.

    Raises:
        UnsupportedInput: No parser reads it.
    """
    if listed.path is not None:
        return session.parser_choice.of(listed.path)
    if parser_choice.has_archive_ending(Path(listed.name)):
        return None
    guessed = mimetypes.guess_type(listed.name, strict=False)[0] or ""
    named = Source(uri=f"/{listed.name}", media_type=listed.media_type or guessed)
    return parser_choice.for_listed(session.registry, named)


def downloader(session: Session) -> Download:
    """Return what fetches a URL as ``ingest`` does."""
    client = PoliteClient(session.config.ingest, note=session.progress.note)
    return lambda url: client.fetch(
        locate(url), on_kind=lambda source: None, on_doubt=session.progress.note
    )
