"""Files of examples that an earlier run left where an output goes: whose they are, and how good.

What was paid for is never replaced by the examples of another document, nor by less of the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any

from sdk_core.artifacts.example_files import read_examples
from sdk_core.artifacts.segment_rows import storable
from sdk_core.errors import DocumentError, ExitCode, UsageError
from sdk_core.kinds import BACKEND
from sdk_core.model import RecordKinds
from sdk_core.naming import safe_name
from sdk_core.registry.registry import Registry
from sdk_core.reports import ItemReport, StageReport, worst
from sdk_core.runs.run_record import FOLDER
from sdk_core.web.addresses import is_url

LESSER = "lesser"
"""Folder, beside the record of answers, for what holds less than the file that it would replace."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file of examples was made of.

    Args:
        documents: Its documents: their sources, as full paths, and their ids.
        file: The table or file that it was made of, as a full path; ``""`` when that is not known.
        backend: The backend that made it, ``""`` when that is not known.
    """

    documents: frozenset[str] = frozenset()
    file: str = ""
    backend: str = ""

    @classmethod
    def of(cls, metadata: Mapping[str, Any], file: Path | None = None) -> Origin:
        """Return what the metadata of a file of examples says.

        Args:
            metadata: The metadata.
            file: The input, where the metadata is that of an input.
        """
        curation = _mapping(metadata.get("curation"))
        known = str(file or curation.get("input") or metadata.get("table") or "")
        listed = metadata.get("documents")
        entries = [metadata, *map(_mapping, listed if isinstance(listed, list) else ())]
        sources = [str(entry["source"]) for entry in entries if entry.get("source")]
        ids = [str(entry["document_id"]) for entry in entries if entry.get("document_id")]
        return cls(
            documents=frozenset(chain(map(_full, sources), ids)),
            file=_full(known) if known else "",
            backend=str(curation.get("backend") or metadata.get("backend") or ""),
        )

    def is_another(self, other: Origin) -> bool:
        """Tell whether two files are known to be of different documents."""
        if self.documents and other.documents:
            return not self.documents & other.documents
        return bool(self.file and other.file) and self.file != other.file


def origin_of(path: Path) -> Origin | None:
    """Return what a file was made of, ``None`` when it is not there or says nothing."""
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads(path.read_bytes())
        if isinstance(content, list):  # a bare list, whose records say it themselves
            own = [_mapping(_mapping(record).get("provenance")) for record in content]
            return Origin.of({**(own[0] if own else {}), "documents": own})
        return Origin.of(_mapping(_mapping(content).get("metadata")))
    return None


def free_place(
    path: Path, name: str, origin: Origin, marks: Iterable[str] = ()
) -> tuple[Path, str]:
    """Return where an output goes so that it replaces no other document's, and what to say of it.

    Args:
        path: Where it would go.
        name: What its name begins with, the document's own part.
        origin: What it is made of.
        marks: What may be added to its name, the best first; then come numbers.
    """
    earlier = origin_of(path)
    if earlier is None or not origin.is_another(earlier):
        return path, ""
    for mark in chain(filter(None, map(safe_name, marks)), map(str, count(2))):
        place = path.with_name(f"{name}_{mark}{path.name.removeprefix(name)}")
        held = origin_of(place)
        if held is None or not origin.is_another(held):
            break
    return place, f"{path} was made of another document, so this one goes to {place}"


def refuse_pretence(path: Path, backend: str, registry: Registry) -> None:
    """Refuse to replace what a model made by what is made to try the program.

    Args:
        path: Where an output goes.
        backend: The backend that makes it.
        registry: What is installed.

    Raises:
        UsageError: That is what would happen.
    """
    if not _pretends(backend, registry):
        return
    earlier = origin_of(path)
    if earlier is not None and earlier.backend and not _pretends(earlier.backend, registry):
        raise UsageError(
            f"{path} was made with {earlier.backend}, and what {backend} makes is for trying the "
            "program only",
            hint="choose another place with -o, or move that file away",
        )


def keep_better(path: Path, made: int, kinds: RecordKinds) -> tuple[Path, str]:
    """Return where what a run made of only a part goes, and what to say of it.

    That is beside the record of answers where the file in its place holds more.

    Args:
        path: Where it would go.
        made: How many records it has, rejected ones included.
        kinds: The kinds of records that are known.
    """
    held = 0
    with suppress(DocumentError):
        if path.is_file():
            loaded = read_examples(path, kinds)
            held = len(loaded.examples.examples) + loaded.rejected
    if held <= made:
        return path, ""
    place = path.parent / FOLDER / LESSER / path.name
    said = f"{path} stays as it is, with {held} records: this run came to {made}, in {place}"
    return place, said


def note_kept(report: StageReport, items: Iterable[ItemReport], said: str) -> None:
    """Put into a report that the file of some inputs was not replaced.

    Args:
        report: The report.
        items: The entries of these inputs.
        said: What `keep_better` says.
    """
    report.warnings.append(said)
    for item in items:
        item.unchanged = True
        item.exit_code = worst((item.exit_code, ExitCode.PARTIAL))
        item.note = f"{item.note}; the older file holds more and stays"


def _pretends(backend: str, registry: Registry) -> bool:
    try:
        return registry.get(BACKEND, backend).spec.pretends
    except UsageError:  # of a package that is not installed any more
        return False


def _full(source: str) -> str:
    source = str(storable(source))
    return source if is_url(source) else os.path.realpath(source)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
