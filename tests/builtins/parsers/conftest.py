"""Runs the built-in parsers on bytes or files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sdk_core.model import Source
from sdk_core.testing import HeardContext
from tests.builtins.parsers.parser_harness import Parsed, build


@pytest.fixture
def parse() -> Callable[..., Parsed]:
    """Parse bytes or a path with the parser of a name."""

    def run(
        name: str,
        document: bytes | Path,
        *,
        multimodal: bool = False,
        charset: str = "",
        **options: Any,
    ) -> Parsed:
        source = (
            Source(uri=document.name, path=document)
            if isinstance(document, Path)
            else Source(uri=f"test.{name}", data=document, charset=charset)
        )
        context = HeardContext(multimodal=multimodal)
        return Parsed(list(build(name, **options).parse(source, context)), context)

    return run
