"""Which parser reads an input."""

from __future__ import annotations

import difflib
import mimetypes
import os
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from sdk_core.components import Parser
from sdk_core.documents import sniffing
from sdk_core.errors import AmbiguousComponent, UnsupportedInput
from sdk_core.kinds import PARSER
from sdk_core.model import Source
from sdk_core.registry.registry import Entry, Registry
from sdk_core.specs import ParserSpec

ARCHIVE_ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
"""Names of archives whose members are read as documents of their own."""

HEAD = 1 << 14
MAX_CONTAINER = 50 << 20
"""Bytes of a file that are looked at to tell what it is; more when it is packed."""


ParserEntry = Entry[ParserSpec, Parser]


def supported_extensions(registry: Registry) -> list[str]:
    """Return every file ending that some parser reads, sorted."""
    return sorted({x for entry in registry.all(PARSER) for x in entry.spec.extensions})


def keeps_pictures_only(entry: ParserEntry) -> bool:
    """Tell whether a parser reads pictures and nothing else, so that it gives no text."""
    media_types = entry.spec.media_types
    return bool(media_types) and all(kind.startswith("image/") for kind in media_types)


def for_file(registry: Registry, path: Path) -> ParserEntry:
    """Return the parser for a file, by its ending.

    Raises:
        UnsupportedInput: No parser reads such files.
        AmbiguousComponent: Several third parties do.
    """
    extension = path.suffix.lower()
    found = _one(registry, lambda spec: extension in spec.extensions, f"files like *{extension}")
    if found:
        return found
    known = supported_extensions(registry)
    near = difflib.get_close_matches(extension, known, n=1)
    what = f"the extension {extension}" if extension else "files without an extension"
    entries = [entry.spec.extensions for entry in registry.all(PARSER)]
    typical = list(dict.fromkeys(extensions[0] for extensions in entries if extensions))
    supported = f"supported: {' '.join(typical)} and {len(known) - len(typical)} more"
    raise UnsupportedInput(
        f"{path}: no parser reads {what}" + (f"; did you mean {near[0]}?" if near else ""),
        hint="; ".join(
            filter(None, (registry.missing_hint(), supported, "or name one with --parser"))
        ),
    )


def owners(
    entries: Sequence[ParserEntry], what: Literal["media_types", "extensions"]
) -> dict[str, ParserEntry]:
    """Return the parser of each type of content or file ending; ambiguous ones are left out."""
    found: dict[str, list[ParserEntry]] = {}
    for entry in entries:
        for value in getattr(entry.spec, what):
            found.setdefault(value, []).append(entry)
    return {
        value: claims[0]
        for value, claims in found.items()
        if len(claims) == 1 or claims[0].has_precedence
    }


def has_archive_ending(path: Path) -> bool:
    """Tell whether a file is an archive of documents, by its name."""
    return bool(archive_stem(path))


def archive_stem(path: Path) -> str:
    """Return the name of an archive without its ending, ``""`` when it is none."""
    for ending in ARCHIVE_ENDINGS:
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)]
    return ""


class ParserChoice:
    """Which parser reads a file, by its ending, else by its first bytes; each is looked at once.

    Args:
        registry: The parsers.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[Path, ParserEntry | None] = {}
        self._content: dict[Path, ParserEntry | None] = {}

    def of(self, path: Path) -> ParserEntry | None:
        """Return the parser for a file, ``None`` for archives.

        Raises:
            UnsupportedInput: No parser reads it.
            AmbiguousComponent: Several third parties do.
        """
        if path not in self._known:
            self._known[path] = self._look(path)
        return self._known[path]

    def by_content(self, path: Path) -> ParserEntry | None:
        """Return the parser for a file whose name says nothing, by its first bytes.

        Text is not guessed at, unless its first words leave no doubt: a file without an ending may
        be anything then.
        """
        if path not in self._content:
            self._content[path] = _for_content(self._registry, path)
        return self._content[path]

    def _look(self, path: Path) -> ParserEntry | None:
        try:
            return for_file(self._registry, path)
        except UnsupportedInput:
            if has_archive_ending(path):
                return None
            found = self.by_content(path)
            if found is None:
                raise
            return found


def _for_content(registry: Registry, path: Path) -> ParserEntry | None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            head = file.read(HEAD)
            data = head + file.read(MAX_CONTAINER) if head.startswith(b"PK") else head
    except OSError:
        return None
    media_type = sniffing.media_type(data)
    if media_type.startswith("text/") and media_type not in sniffing.UNMISTAKABLE:
        return None
    return owners(registry.all(PARSER), "media_types").get(media_type)


def for_plain_text(registry: Registry, path: Path) -> ParserEntry:
    """Return the parser that reads a file as plain text: one of its ending, else any that does.

    Raises:
        UnsupportedInput: There is none.
        AmbiguousComponent: Several third parties have one.
    """
    extension = path.suffix.lower()
    found = _one(
        registry, lambda spec: spec.plain and extension in spec.extensions, f"*{extension}"
    ) or _one(registry, lambda spec: spec.plain, "plain text")
    if found is None:
        raise UnsupportedInput(f"{path}: no parser reads plain text", hint=registry.missing_hint())
    return found


def for_host(registry: Registry, url: str) -> ParserEntry | None:
    """Return the parser that reads a site's URLs by itself, if there is one."""
    host = (urlsplit(url).hostname or "").lower()
    return _one(registry, lambda spec: host in spec.hosts, f"URLs of {host}")


def for_fetched(registry: Registry, source: Source) -> ParserEntry:
    """Return the parser for a body that was fetched: by its type, else by the URL's ending.

    Raises:
        UnsupportedInput: No parser reads it.
    """
    kind = source.media_type
    found = _one(registry, lambda spec: kind in spec.media_types, f"the type {kind}")
    if found:
        return found
    path = PurePosixPath(urlsplit(source.uri).path)
    if path.suffix:
        extension = path.suffix.lower()
        found = _one(registry, lambda spec: extension in spec.extensions, f"*{extension}")
        if found:
            return found
    raise UnsupportedInput(
        f"{source.uri}: no parser reads the type {kind or 'that the server did not name'}",
        hint="name a parser with --parser",
    )


def for_listed(registry: Registry, source: Source) -> ParserEntry:
    """Return the parser for what a source lists: by its name's ending, else by its type.

    Raises:
        UnsupportedInput: No parser reads it.
    """
    extension = PurePosixPath(source.uri).suffix.lower()
    found = _one(registry, lambda spec: extension in spec.extensions, f"*{extension}")
    return found or for_fetched(registry, source)


def _one(
    registry: Registry, matches: Callable[[ParserSpec], bool], what: str
) -> ParserEntry | None:
    found = [entry for entry in registry.all(PARSER) if matches(entry.spec)]
    if len(found) > 1 and not found[0].has_precedence:
        names = " or ".join(sorted(entry.qualified for entry in found))
        raise AmbiguousComponent(
            f"two packages read {what}",
            hint=f"say which with --parser: {names}, or in plugins.prefer",
        )
    return found[0] if found else None


def file_source(path: Path) -> Source:
    """Return a file as a source."""
    media_type = mimetypes.guess_type(path.name, strict=False)[0] or ""
    return Source(uri=path.as_posix(), path=path, media_type=media_type)
