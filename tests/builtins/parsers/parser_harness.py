"""Builds parsers the way the core does: by spec, with validated options and a context."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from sdk_builtins import parsers
from sdk_core.components import Parser
from sdk_core.model import Document, Segment

EXAMPLES = Path(__file__).parents[3] / "examples" / "documents"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"


@dataclass
class Context:
    """A `ParseContext` that remembers what it was told."""

    multimodal: bool = False
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def describe(self, *, title: str = "", **metadata: str) -> None:
        self.title = title or self.title
        self.metadata.update({name: value for name, value in metadata.items() if value})

    def warn(self, message: str) -> None:
        self.warnings.append(message)


@dataclass
class Parsed:
    segments: list[Segment]
    context: Context

    @property
    def text(self) -> str:
        return Document.create("test", self.segments).text

    @property
    def warnings(self) -> list[str]:
        return self.context.warnings


def build(name: str, **options: Any) -> Parser:
    """Return a parser with validated options."""
    target = next(spec.target for spec in parsers.sdk_parsers() if spec.name == name)
    module, _, attribute = target.partition(":")
    cls = getattr(import_module(module), attribute)
    parser: Parser = cls(cls.options_type(**options))
    return parser
