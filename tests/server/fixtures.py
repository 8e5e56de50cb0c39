"""Fixtures of the test server, for `conftest.py` to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.server.openai_server import OpenAIServer


@pytest.fixture
def openai_server() -> Iterator[OpenAIServer]:
    """Yield a server with default answers; script it with ``openai_server.script(…)``."""
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def start_server() -> Iterator[Callable[..., OpenAIServer]]:
    """Yield a function that starts a server with the given arguments; all end with the test."""
    with ExitStack() as stack:

        def start(*args: Any, **settings: Any) -> OpenAIServer:
            return stack.enter_context(OpenAIServer(*args, **settings))

        yield start
