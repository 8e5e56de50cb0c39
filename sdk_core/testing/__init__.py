"""For the tests of plugin packages: the contract suite, and what stands in for a model.

Every pytest loads the fixtures (`sdk_core.testing.pytest_plugin`) in an environment that holds this
package, so that nothing is imported here until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sdk_core.testing.factories import make_chunk, make_document, make_example
    from sdk_core.testing.parsing import HeardContext, HeardListing, HeardLosses
    from sdk_core.testing.program import Finished, Program
    from sdk_core.testing.scripted import ScriptedBackend
    from sdk_core.testing.suite import contract_suite

__all__ = [
    "Finished",
    "HeardContext",
    "HeardListing",
    "HeardLosses",
    "Program",
    "ScriptedBackend",
    "contract_suite",
    "make_chunk",
    "make_document",
    "make_example",
]

_MODULES = {
    "Finished": "program",
    "HeardContext": "parsing",
    "HeardListing": "parsing",
    "HeardLosses": "parsing",
    "Program": "program",
    "ScriptedBackend": "scripted",
    "contract_suite": "suite",
    "make_chunk": "factories",
    "make_document": "factories",
    "make_example": "factories",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
