"""Where the records of a store come from, as far as cards and manifests tell of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

from sdk_core.model import Example, Provenance
from sdk_core.naming import public_name, without_credentials
from sdk_core.prompts import Prompt

MOST = 1000
"""Distinct values that are kept of each fact; what comes after is counted only."""

_SAMPLES = 200

_key = attrgetter(
    "source", "document_id", "generator", "backend", "model", "prompt", "prompt_sha256"
)


@dataclass(slots=True)
class DistinctValues:
    """Different values in the order in which they came, the first `MOST` of them.

    Args:
        values: The values.
        more: Whether there were more.
    """

    values: dict[tuple[str, ...], None] = field(default_factory=dict)
    more: bool = False

    def add(self, *value: str) -> None:
        """Take in a value; one without any text is none."""
        if value in self.values or not any(value):
            return
        if len(self.values) < MOST:
            self.values[value] = None
        else:
            self.more = True

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(slots=True)
class ProvenanceSummary:
    """What is told of the origin of records.

    Args:
        inputs: Files that were read, each with its number of records.
        sources: Documents, with the hash of source and text.
        generators: Generators with backend and model.
        prompts: Names of prompts with origin and SHA-256.
        judges: Judges, with backend and model where a file names them.
        thresholds: Ratings from which records were kept.
        rejected: How many records of curated files were rejected there, and not read.
        texts: Some of the texts, from which the language is found.
    """

    inputs: list[tuple[Path, int]] = field(default_factory=list)
    sources: DistinctValues = field(default_factory=DistinctValues)
    generators: DistinctValues = field(default_factory=DistinctValues)
    prompts: DistinctValues = field(default_factory=DistinctValues)
    judges: DistinctValues = field(default_factory=DistinctValues)
    thresholds: DistinctValues = field(default_factory=DistinctValues)
    rejected: int = 0
    texts: list[str] = field(default_factory=list)
    _last: Provenance | None = None

    def see(self, example: Example) -> None:
        """Take in a record."""
        origin = example.provenance
        if len(self.texts) < _SAMPLES:
            self.texts.append(_text(example))
        for judgement in example.judgements:
            if not any(judge.rpartition("/")[2] == judgement.judge for judge, *_ in self.judges):
                self.judges.add(judgement.judge, "", "")
        if origin is self._last:
            return
        last, self._last = self._last, origin
        if last is not None and _key(last) == _key(origin):
            return
        self.sources.add(public_name(origin.source), origin.document_id)
        self.generators.add(origin.generator, origin.backend, origin.model)
        self.prompts.add(origin.prompt, public_name(origin.prompt_origin), origin.prompt_sha256)

    def see_prompts(self, prompts: Iterable[Prompt]) -> None:
        """Take in the prompts that this export used itself."""
        for prompt in prompts:
            self.prompts.add(
                prompt.spec.name, public_name(prompt.found.origin), prompt.found.sha256
            )

    def see_file(self, metadata: Mapping[str, Any]) -> None:
        """Take in what a file says of the run that made it."""
        prompts = metadata.get("prompts")
        for name, prompt in prompts.items() if isinstance(prompts, Mapping) else ():
            if isinstance(prompt, Mapping):
                origin = public_name(str(prompt.get("origin", "")))
                self.prompts.add(str(name), origin, str(prompt.get("sha256", "")))
        curation = metadata.get("curation")
        if not isinstance(curation, Mapping):
            return
        judges = curation.get("judges")
        for judge in judges if isinstance(judges, list) else ():
            self.judges.add(
                str(judge), str(curation.get("backend", "")), str(curation.get("model", ""))
            )
        if curation.get("threshold") is not None:
            self.thresholds.add(str(curation["threshold"]))


def public_word(word: str) -> str:
    """Return a word of a command line without what tells of the machine or of a password."""
    return public_name(word) if Path(word).is_absolute() else without_credentials(word)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text(example: Example) -> str:
    turns = [turn.content for turn in example.messages]
    return "\n".join([*turns, *(v for v in example.fields.values() if isinstance(v, str))])[:500]
