"""A server with batches, and a config that looks at them often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli import model
from tests.cli.conftest import numbered_text, read, start, write
from tests.server.batches import BatchServer
from tests.server.fixtures import start_server

__all__ = ["read", "start", "start_server", "write"]

CONFIG = """
vllm:
  batch_settle: 0.5
  batch_poll: 0.05
  batch_poll_longest: 0.1
"""

KEY = "sk-canary-0123456789abcdef"


@pytest.fixture
def server() -> Iterator[BatchServer]:
    """Yield a server whose model does every task well."""
    with BatchServer(model.reply, api_key=KEY) as server:
        yield server


@pytest.fixture
def batch(
    server: BatchServer,
    work: Path,
    environment: dict[str, str],
    write: Callable[[str, object], str],
) -> tuple[str, ...]:
    """Return the flags of a batch run, with the key set and a document at hand."""
    environment["VLLM_API_KEY"] = KEY
    write("config.yaml", CONFIG)
    write("long.txt", numbered_text(200))
    return ("--batch", "--api-base", server.url, "-c", "config.yaml")
