"""Files of examples as inputs of ``curate`` and ``save-as``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sdk_core.errors import UsageError
from sdk_core.stages.inputs import Plan, Planned, existing, plan_directory
from sdk_core.store.lance import is_table

SUFFIXES = frozenset({".json", ".jsonl"})


def plan(
    target: str,
    *,
    recursive: bool,
    stem: Callable[[Path], str],
    stage: str,
    documents: bool = False,
) -> Plan:
    """Return the files of examples that a file or directory names.

    Args:
        target: The input, as the user gave it.
        recursive: Whether sub-folders are looked at.
        stem: The name that an input's output is made of.
        stage: The stage, for messages.
        documents: Whether parsed documents are taken too.

    Raises:
        UsageError: There is no such input, or it is another kind of file.
    """
    path = existing(target)

    def accepts(path: Path) -> bool:
        return _accepts(path) or (documents and is_table(path))

    if path.is_dir() and path.suffix != ".lance":
        return plan_directory(path, accepts, recursive=recursive, stem=stem)
    if not accepts(path):
        raise UsageError(
            f"{target} is not a file of examples: {stage} reads .json and .jsonl files",
            hint=f"make one with: synthetic-data-kit create {target}",
        )
    return Plan(root=target, items=[Planned(target, path, Path(), stem(path))])


def _accepts(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES
