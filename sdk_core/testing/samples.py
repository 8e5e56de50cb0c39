"""Documents that a parser is tried on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sdk_core.specs import ParserSpec
from sdk_core.testing.plugin import Settings

_MOST = 3
"""Files that are found by themselves."""

_PROJECT = "pyproject.toml"


def find_samples(settings: Settings, spec: ParserSpec) -> list[Path]:
    """Return the samples that the author named, else files with the parser's endings.

    They are looked for beside the test module, in folders below it, and in the project's folder.
    """
    named = settings.samples.get(spec.name)
    if named is not None:
        return list(named)
    found = sorted(
        {
            path
            for path in _nearby(settings.folder)
            if path.suffix.lower() in spec.extensions and path.stat().st_size
        }
    )
    return found[:_MOST]


def _nearby(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        yield from (Path(root) / name for name in files)
    for parent in (folder, *folder.parents):
        if (parent / _PROJECT).is_file():
            yield from (path for path in parent.iterdir() if path.is_file())
            return
