"""The fixture that loads a config file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sdk_core.config import LoadedConfig, load_config
from tests.config.loading import BACKENDS, Load


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that loads a config file with this text."""

    def run(
        text: str | bytes = "",
        flags: Mapping[str, Mapping[str, Any]] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> LoadedConfig:
        file = tmp_path / "config.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_config(file, flags, environment or {}, free_sections=lambda: BACKENDS)

    return run
