"""Which parser reads an input."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import urlsplit

from sdk_core.errors import AmbiguousComponent, UnsupportedInput
from sdk_core.model import Source
from sdk_core.registry import Registered, Registry
from sdk_core.specs import ParserSpec


def spec_of(entry: Registered) -> ParserSpec:
    """Return the entry's spec with its type."""
    return cast(ParserSpec, entry.spec)


def supported_extensions(registry: Registry) -> list[str]:
    """Return every file ending that some parser reads, sorted."""
    return sorted({x for entry in registry.all("parser") for x in spec_of(entry).extensions})


def for_file(registry: Registry, path: Path) -> Registered:
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
    raise UnsupportedInput(
        f"{path}: no parser reads {what}" + (f"; did you mean {near[0]}?" if near else ""),
        hint="; ".join(
            filter(None, (registry.absence_hint(), f"supported: {' '.join(known)}", "or --parser"))
        ),
    )


def for_host(registry: Registry, url: str) -> Registered | None:
    """Return the parser that reads a site's URLs by itself, if there is one."""
    host = (urlsplit(url).hostname or "").lower()
    return _one(registry, lambda spec: host in spec.hosts, f"URLs of {host}")


def for_fetched(registry: Registry, source: Source) -> Registered:
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


def _one(registry: Registry, matches: Callable[[ParserSpec], bool], what: str) -> Registered | None:
    found = [entry for entry in registry.all("parser") if matches(spec_of(entry))]
    if len(found) > 1 and not found[0].plugin.builtin:
        names = " or ".join(sorted(entry.qualified for entry in found))
        raise AmbiguousComponent(
            f"two packages read {what}", hint=f"say which with --parser: {names}"
        )
    return found[0] if found else None
