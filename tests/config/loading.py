"""Loads a config file as the program does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sdk_core.config import LoadedConfig
from sdk_core.errors import ConfigError

BACKENDS = ["vllm", "api-endpoint", "offline", "recorded"]

Load = Callable[..., LoadedConfig]


def problems(load: Load, text: str | bytes, **others: Any) -> list[str]:
    """Return the lines of the one error that a config file causes."""
    with pytest.raises(ConfigError) as caught:
        load(text, **others)
    lines = caught.value.message.splitlines()
    return [line.strip() for line in (lines[1:] if len(lines) > 1 else lines)]
