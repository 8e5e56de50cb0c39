"""Specs of what brings documents in and makes passages of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

from sdk_core.specs.base import ComponentSpec

Level = Literal["document", "segment", "chunk", "example"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+")  # longer than the letter of a drive


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserSpec(ComponentSpec):
    """A parser: documents of some kinds to text.

    Args:
        extensions: File endings that it reads, lower case with the dot (``".pdf"``).
        media_types: MIME types that it reads, for URLs.
        hosts: Host names whose URLs it reads by itself, without the core fetching them.
        multimodal: Whether it can keep images.
        plain: Whether it reads plain text, so that ``create`` takes files of its endings and of
            unknown ones without ``ingest``.
    """

    kind: ClassVar[str] = "parser"

    extensions: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    multimodal: bool = False
    plain: bool = False

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        for extension in self.extensions:
            if not extension.startswith(".") or extension != extension.lower():
                raise ValueError(
                    f"parser {self.name!r}: extension {extension!r} is not like '.pdf'"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec(ComponentSpec):
    """A source: where inputs come from that are no files on this machine's disk.

    Args:
        schemes: What stands before the colon of the inputs that it lists (``("git",)`` for
            ``git:PATH``), lower case.

    Raises:
        ValueError: There is none, or one is no scheme (RFC 3986, section 3.1).
    """

    kind: ClassVar[str] = "source"

    schemes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        if not self.schemes or not all(map(_SCHEME.fullmatch, self.schemes)):
            raise ValueError(f"source {self.name!r} needs schemes like 'git', not {self.schemes!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformSpec(ComponentSpec):
    """A transform: what changes, filters or splits the things that pass between the steps.

    Args:
        on: The levels on which it works. Of those that a step has, it works on the first one
            named here unless the user says another (``NAME@LEVEL``).

    Raises:
        ValueError: There is none, or one is no level.
    """

    kind: ClassVar[str] = "transform"

    on: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        ComponentSpec.__post_init__(self)
        levels = get_args(Level)
        if not self.on or not set(self.on) <= set(levels):
            raise ValueError(
                f"transform {self.name!r} works on some of {', '.join(levels)}, not on {self.on!r}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkerSpec(ComponentSpec):
    """A chunker: where a document is cut into the passages that a model is shown."""

    kind: ClassVar[str] = "chunker"
