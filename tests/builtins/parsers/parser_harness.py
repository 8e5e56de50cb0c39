"""Builds parsers the way the core does: by spec, with validated options and a context."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sdk_builtins import parsers
from sdk_core.components import Parser
from sdk_core.model import Document, Segment
from sdk_core.testing import HeardContext

EXAMPLES = Path(__file__).parents[3] / "examples" / "documents"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "documents"


@dataclass
class Parsed:
    segments: list[Segment]
    context: HeardContext

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
