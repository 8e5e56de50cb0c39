"""The steps for Python programs: ``import sdk_core.kit as sdk``.

``sdk.ingest("docs")``, ``sdk.create("data/parsed")`` and the others do what the commands of the
same names do, with the flags as arguments, and return reports; `Project` keeps a folder and a
config for several of them. Nothing is imported until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdk_core.kit.events import Event
    from sdk_core.kit.functions import (
        acreate,
        acurate,
        aingest,
        arun,
        asave_as,
        create,
        curate,
        documents,
        examples,
        ingest,
        run,
        save_as,
    )
    from sdk_core.kit.project import Project

__all__ = [
    "Event",
    "Project",
    "acreate",
    "acurate",
    "aingest",
    "arun",
    "asave_as",
    "create",
    "curate",
    "documents",
    "examples",
    "ingest",
    "run",
    "save_as",
]

_MODULES = {"Event": "events", "Project": "project"}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'functions')}"), name)


def __dir__() -> list[str]:
    return __all__
