"""Imports what a ``"package.module:name"`` target names."""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter


def import_target(target: str) -> object:
    """Return the object.

    Raises:
        ImportError: The module cannot be imported.
        AttributeError: It has no such name.
        ValueError: The target has no colon.
    """
    module, colon, name = target.partition(":")
    if not colon:
        raise ValueError(f"the target {target!r} has no colon")
    return attrgetter(name)(import_module(module))
