"""Packs of templates in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sdk_core.prompts.packs import Pack
from tests.prompts.library import MakePack


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """Return a function that writes a pack of templates and opens it."""

    def make(name: str, templates: Mapping[str, str], distribution: str = "") -> Pack:
        folder = tmp_path / name
        folder.mkdir()
        for file, text in templates.items():
            (folder / f"{file}.j2").write_text(text, "utf-8")
        return Pack(name, folder, f"pack {name}", distribution)

    return make
