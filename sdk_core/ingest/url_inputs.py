"""Plans of ``ingest`` for URLs, lists and sitemaps."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sdk_core.documents import litter
from sdk_core.documents.decoding import decode
from sdk_core.errors import UnsupportedInput, UsageError
from sdk_core.naming import host_name, printable, safe_name, url_name
from sdk_core.parsing import parser_choice
from sdk_core.runs.inputs import Plan, Planned, add, existing, is_wanted
from sdk_core.runs.session import Session
from sdk_core.web.addresses import Location, is_url, locate
from sdk_core.web.polite_client import PoliteClient
from sdk_core.web.sitemaps import read_sitemap


def plan_url(session: Session, target: str, name: str | None) -> Plan:
    """Return the plan for one URL; nothing is fetched.

    Raises:
        UsageError: It is no URL of http or https.
    """
    location = locate(target)
    planned = _planned(location, name or name_of_url(session, location.url))
    planned = replace(planned, is_named=name is not None)
    if planned.name == url_name(location.url):
        # Notebooks look for the text of a page under the name of its host alone.
        planned = replace(planned, text_name=host_name(location.url))
    return Plan(root=location.url, items=[planned])


def plan_list(
    session: Session,
    target: str,
    *,
    parser: str | None,
    include: Sequence[str],
    exclude: Sequence[str],
) -> Plan:
    """Return the plan for a list: ``@FILE`` with a URL or path on each line.

    Raises:
        UsageError: The list cannot be read, or a line names nothing that is there.
    """
    plan = Plan(root=target, directory=True)
    found: dict[str, Location | Path] = {}
    for number, entry in read_list(target):
        try:
            item = locate(entry) if is_url(entry) else _file(entry)
        except UsageError as error:
            where = f"line {number} of {target.removeprefix(MARK)}"
            raise UsageError(f"{where}: {error.message}", hint=error.hint) from error
        if isinstance(item, Path) and not parser and not _is_read(session, item):
            plan.unsupported.append(item)
        else:
            found[item.url if isinstance(item, Location) else str(item)] = item
    _add(session, plan, found.values(), include, exclude)
    return plan


def plan_sitemap(
    session: Session, target: str, *, include: Sequence[str], exclude: Sequence[str]
) -> Plan:
    """Return the plan for the pages that a sitemap lists; the sitemap is fetched for it.

    Raises:
        SdkError: It cannot be fetched, or is none.
    """
    location = locate(target)
    settings = session.config.ingest
    client = PoliteClient(settings, note=session.progress.note)
    sitemap = read_sitemap(location, client, settings.max_urls)
    plan = Plan(root=location.url, directory=True, notes=list(sitemap.notes))
    pages = (Location(url, location.login) for url in sitemap.urls)
    _add(session, plan, pages, include, exclude)
    return plan


def name_of_url(session: Session, url: str) -> str:
    """Return the name of a URL's output: its site's parser may have one, as ``youtube_<id>``."""
    entry = parser_choice.for_host(session.registry, url)
    own = entry.load().name_for(url) if entry is not None else ""
    return safe_name(own) if own else url_name(url)


def _planned(location: Location, name: str) -> Planned:
    label = printable(location.url)
    return Planned(label, Path(), Path(), name, url=location.url, login=location.login)


def _file(entry: str) -> Path:
    path = existing(entry)
    if path.is_dir():
        raise UsageError(
            f"{entry} is a directory", hint="name files and URLs in a list, or ingest the directory"
        )
    return path


def refuse_litter(path: Path, target: str) -> None:
    """Refuse a file that was named and is none that holds a document.

    Args:
        path: The file.
        target: How the user named it.

    Raises:
        UnsupportedInput: It is what a program left beside a document.
    """
    found = litter.found_in(path)
    if found is not None:
        raise UnsupportedInput(
            f"{printable(target)} is no document but {found.kind}", hint=found.hint
        )


def _is_read(session: Session, path: Path) -> bool:
    try:
        refuse_litter(path, str(path))
        session.parser_choice.of(path)
    except UnsupportedInput:
        return False
    return True


def _add(
    session: Session,
    plan: Plan,
    found: Iterable[Location | Path],
    include: Sequence[str],
    exclude: Sequence[str],
) -> None:
    """Add inputs that the globs leave, each with a name of its own."""
    taken = []
    for item in found:
        text = item.url if isinstance(item, Location) else item.as_posix()
        if not is_wanted(text, include, exclude):
            plan.ignored += 1
        elif isinstance(item, Location):
            taken.append(_planned(item, name_of_url(session, item.url)))
        else:
            taken.append(Planned(printable(str(item)), item, Path(), stem_of(item)))
    add(plan, taken)


def stem_of(path: Path) -> str:
    """Return a file's name without its ending; ``docs`` for ``docs.tar.gz``."""
    return parser_choice.archive_stem(path) or path.stem


MARK = "@"
"""What an INPUT begins with that names a list."""

_MAX_BYTES = 50_000_000
_STANDARD_INPUT = "-"


def is_list(text: str) -> bool:
    """Tell whether an input names a list; a file whose own name begins with ``@`` does not."""
    return text.startswith(MARK) and len(text) > 1 and not Path(text).exists()


def read_list(text: str) -> list[tuple[int, str]]:
    """Return the entries of a list with the numbers of their lines.

    Empty lines and those that begin with ``#`` are left out, and so is what follows `` #``.

    Args:
        text: ``@`` and the path of the list, or ``@-`` for standard input.

    Raises:
        UsageError: The list cannot be read, or holds nothing.
    """
    name = text.removeprefix(MARK)
    try:
        if name == _STANDARD_INPUT:
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"the list {name} cannot be read: {error.strerror}",
            hint="give the path of a file with a URL or path on each line",
        ) from error
    if len(data) > _MAX_BYTES:
        raise UsageError(f"the list {name} is larger than {_MAX_BYTES / 1e6:g} MB")
    entries = list(_entries(decode(data).text))
    if not entries:
        raise UsageError(
            f"the list {name} names nothing", hint="write a URL or path on each line of it"
        )
    return entries


def _entries(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry.startswith("#"):
            entry = entry.split(" #", 1)[0].split("\t#", 1)[0].strip()
            if entry:
                yield number, entry
