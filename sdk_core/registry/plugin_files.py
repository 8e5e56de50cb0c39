"""Files of a project that are plugins: loaded because the user has named them, never otherwise."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from sdk_core.hookspecs import hookimpl
from sdk_core.kinds import KINDS
from sdk_core.specs import ComponentSpec

SPECS = "__sdk_spec__"
"""Attribute in which a decorated function keeps what it is announced with."""

_NO_NAME = re.compile(r"\W+")


def module_name(path: Path) -> str:
    """Return the name under which a file is imported, the same in every process."""
    whole = path.resolve()
    stem = _NO_NAME.sub("_", whole.stem)
    return f"sdk_file_{stem}_{hashlib.sha256(str(whole).encode()).hexdigest()[:8]}"


def version(path: Path) -> str:
    """Return what tells one state of a file from another: the start of its hash.

    Raises:
        OSError: It cannot be read.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def load(path: Path) -> ModuleType:
    """Import a file, once a process.

    Raises:
        ImportError: It is no Python.
        Exception: Whatever the file raises.
    """
    name = module_name(path)
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file: its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def decorated(module: ModuleType) -> SimpleNamespace | None:
    """Return what registers the decorated functions of a file, ``None`` where it has none."""
    specs: dict[str, list[ComponentSpec]] = {}
    for name, value in vars(module).items():
        spec = getattr(value, SPECS, None)
        if getattr(value, "__module__", "") == module.__name__ and callable(spec):
            made: ComponentSpec = spec(f"{module.__name__}:{name}.component")
            specs.setdefault(KINDS[made.kind].hook, []).append(made)
    if not specs:
        return None
    return SimpleNamespace(**{hook: _giving(hook, found) for hook, found in specs.items()})


def _giving(hook: str, specs: list[ComponentSpec]) -> Any:
    def give() -> Iterator[ComponentSpec]:
        yield from specs

    give.__name__ = hook
    return hookimpl(give)
