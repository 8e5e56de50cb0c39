"""Puts packages where Python finds them, as an installer would but without one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sdk_core.registry.discovery import ENTRY_POINTS


def announce(
    folder: Path, name: str, modules: Mapping[str, str], *, version: str = "0.1.0"
) -> None:
    """Write the metadata of a distribution.

    Args:
        folder: A folder that is on the path.
        name: The distribution.
        modules: Registration module by the name of its entry point.
        version: The version.
    """
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")
    lines = [f"{entry} = {module}" for entry, module in modules.items()]
    content = "\n".join([f"[{ENTRY_POINTS}]", *lines, ""])
    (info / "entry_points.txt").write_text(content, encoding="utf-8")


def path_variable(environment: Mapping[str, str], folders: Sequence[Path]) -> dict[str, str]:
    """Return an environment in which Python also looks into these folders."""
    return {**environment, "PYTHONPATH": os.pathsep.join(map(str, folders))}
