"""Finds out cheaply whether any other package announces a plugin.

The help of the program must not pay for plugins that do not exist: reading the few
``entry_points.txt`` files costs a millisecond or two, importing `importlib.metadata` and pluggy
tens of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

CORE = "synthetic-data-kit"
"""Name of the distribution that holds the core and the built-in plugins."""

ENTRY_POINTS = "sdk_core.plugins"
"""Entry-point group in which packages announce their registration modules."""

_OWN_FOLDER = CORE.replace("-", "_")


def has_third_parties() -> bool:
    """Tell whether some installed package other than this one announces a plugin."""
    return any(_announces_plugin(file) for file in _entry_point_files())


def _entry_point_files() -> Iterator[str]:
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or os.curdir) as entries:
                names = [e.name for e in entries if e.name.endswith((".dist-info", ".egg-info"))]
        except OSError:  # zip files and folders that are not there
            continue
        for name in names:
            if not name.startswith(f"{_OWN_FOLDER}-"):
                yield os.path.join(folder, name, "entry_points.txt")


def _announces_plugin(file: str) -> bool:
    try:
        with open(file, "rb") as content:
            return f"[{ENTRY_POINTS}]".encode() in content.read().replace(b" ", b"")
    except OSError:
        return False
