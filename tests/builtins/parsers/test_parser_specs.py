"""The registration of the built-in parsers."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from sdk_builtins import parsers
from sdk_core.components import Options, Parser
from sdk_core.specs import ParserSpec

SPECS = list(parsers.sdk_parsers())


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_target_is_a_parser_with_described_options(spec: ParserSpec) -> None:
    module, _, name = spec.target.partition(":")
    cls = getattr(import_module(module), name)
    assert issubclass(cls, Parser)
    assert issubclass(cls.options_type, Options)
    assert all(field.description for field in cls.options_type.model_fields.values())


def test_no_kind_of_file_is_claimed_twice() -> None:
    claims = [claim for s in SPECS for claim in (*s.extensions, *s.media_types, *s.hosts)]
    assert len(claims) == len(set(claims))


def test_registration_imports_no_parser_library() -> None:
    heavy = (
        "trafilatura lxml pdfminer pypdfium2 rapidocr docx pptx PIL requests pydantic "
        "charset_normalizer pytubefix yaml ftfy python_calamine docutils olefile"
    )
    code = (
        "import sys; from sdk_builtins import parsers; list(parsers.sdk_parsers());"
        f"print([m for m in {heavy.split()!r} if m in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "[]", result.stderr
