"""Finds the data that ships with the package: prompts and configs."""

from __future__ import annotations

from pathlib import Path


def data_directory(name: str) -> Path:
    """Return the folder of shipped data of that name (``prompts`` or ``configs``).

    An installed package holds it under ``sdk_core/_data``; a checkout, and so an editable install,
    at its top.
    """
    package = Path(__file__).parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name
