"""Fixtures for tests of plugin packages; every pytest of the environment loads this module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sdk_core.model import Chunk, Document, Example
    from sdk_core.testing.program import Program
    from sdk_core.testing.scripted import ScriptedBackend


@pytest.fixture
def sdk_cli(tmp_path: Path) -> Program:
    """Return the installed program; call it with arguments to run it.

    It runs in an empty folder (``sdk_cli.folder``) with a home of its own and without the settings
    of whoever runs the tests. The result has ``code``, ``out``, ``err`` and ``json``.
    """
    from sdk_core.testing.program import Program

    return Program.isolated(tmp_path)


@pytest.fixture
def scripted_backend() -> type[ScriptedBackend]:
    """Return a backend class: ``scripted_backend(answer, …)`` gives these answers in turn."""
    from sdk_core.testing.scripted import ScriptedBackend

    return ScriptedBackend


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """Return `sdk_core.testing.make_document`."""
    from sdk_core.testing.factories import make_document as factory

    return factory


@pytest.fixture
def make_chunk() -> Callable[..., Chunk]:
    """Return `sdk_core.testing.make_chunk`."""
    from sdk_core.testing.factories import make_chunk as factory

    return factory


@pytest.fixture
def make_example() -> Callable[..., Example]:
    """Return `sdk_core.testing.make_example`."""
    from sdk_core.testing.factories import make_example as factory

    return factory
