"""Finds the inputs of a stage: one path, or a directory's content."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdk_core.errors import UsageError
from sdk_core.naming import distinct_names
from sdk_core.store.lance import is_table

Accept = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Planned:
    """One input of a stage.

    Args:
        label: The input, as people read it.
        path: Its path; for a URL the path is empty.
        folder: Sub-folder of the output directory in which its output goes.
        name: Stem of its output, different from that of every other input of the plan.
        url: The URL, ``""`` for a path.
    """

    label: str
    path: Path
    folder: Path
    name: str
    url: str = ""


@dataclass(slots=True)
class Plan:
    """All inputs of a stage.

    Args:
        root: What the user named.
        items: What will be worked on, in order.
        unsupported: Files that no component of the stage takes.
        nested: Files in sub-folders that were not looked at.
        directory: Whether the user named a directory.
        renamed: Sentences about inputs whose output got another name because of a clash.
    """

    root: str
    items: list[Planned] = field(default_factory=list)
    unsupported: list[Path] = field(default_factory=list)
    nested: int = 0
    directory: bool = False
    renamed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Files that were looked at."""
        return len(self.items) + len(self.unsupported)


def existing(text: str) -> Path:
    """Return the path that a user typed, if there is something.

    Raises:
        UsageError: There is nothing, or it is no file and no directory.
    """
    path = Path(text)
    try:
        if not path.exists():
            parent = path.parent
            near = f" ({parent} does not exist either)" if not parent.exists() else ""
            raise UsageError(f"{text} does not exist{near}", hint="check the path")
        if not path.is_file() and not path.is_dir():
            raise UsageError(f"{text} is neither a file nor a directory")
    except OSError as error:  # the name is too long, or a folder may not be entered
        raise UsageError(
            f"{text} cannot be read: {error.strerror}", hint="check the path"
        ) from error
    return path


def plan_directory(
    root: Path,
    accept: Accept,
    *,
    recursive: bool,
    stem: Callable[[Path], str] = lambda path: path.stem,
) -> Plan:
    """Return the plan for a directory's content, in sorted order.

    Args:
        root: The directory.
        accept: Whether the stage takes a path.
        recursive: Whether sub-folders are looked at; their structure is kept in the output.
        stem: The name that an input's output is made of.
    """
    plan = Plan(root=str(root), directory=True)
    found: list[Path] = []
    for path in _walk(root, recursive, plan):
        if accept(path):
            found.append(path)
        else:
            plan.unsupported.append(path)
    _add(plan, found, root, stem)
    return plan


def _walk(root: Path, recursive: bool, plan: Plan) -> Iterator[Path]:
    """Yield files and Lance tables; hidden ones are skipped, each real folder is entered once."""
    todo, seen = [root], {os.path.realpath(root)}
    while todo:
        folder = todo.pop()
        inner = []
        try:
            content = sorted(folder.iterdir())
        except OSError as error:
            if folder == root:
                raise UsageError(f"{root} cannot be read: {error.strerror}") from error
            plan.unsupported.append(folder)
            continue
        for path in content:
            if path.name.startswith("."):
                continue
            if path.is_file() or is_table(path):
                yield path
            elif path.is_dir():
                real = os.path.realpath(path)
                if real in seen:
                    continue
                seen.add(real)
                if recursive:
                    inner.append(path)
                else:
                    plan.nested += _count_files(path)
        todo.extend(reversed(inner))


def _count_files(folder: Path) -> int:
    """Return how many files and tables lie in a folder, however deep, links not followed."""
    count = 0
    for _, folders, files in os.walk(folder):
        tables = [name for name in folders if name.endswith(".lance")]
        count += len(tables) + sum(not name.startswith(".") for name in files)
        folders[:] = [n for n in folders if n not in tables and not n.startswith(".")]
    return count


def output_file(
    planned: Planned, file_name: str, output: str | None, default: Path, *, directory: bool
) -> Path:
    """Return where an input's output goes.

    Args:
        planned: The input.
        file_name: The output's own name.
        output: ``--output``: for a single input the file itself, or a folder that exists or ends
            in a slash; for a directory a folder.
        default: The folder when ``output`` is not given.
        directory: Whether the user named a directory as input.
    """
    if output is None:
        return default / planned.folder / file_name
    path = Path(output)
    if directory or output.endswith(("/", os.sep)) or (path.is_dir() and path.suffix != ".lance"):
        return path / planned.folder / file_name
    return path


def plan_paths(paths: Sequence[Path], root: Path, stem: Callable[[Path], str]) -> Plan:
    """Return the plan for files that an earlier stage wrote below ``root``.

    Args:
        paths: The files, in order.
        root: The folder whose structure is kept in the output.
        stem: The name that an input's output is made of.
    """
    plan = Plan(root=str(root), directory=True)
    _add(plan, paths, root, stem)
    return plan


def _add(plan: Plan, paths: Sequence[Path], root: Path, stem: Callable[[Path], str]) -> None:
    folders = [path.parent.relative_to(root) for path in paths]
    wished = [(str(f), stem(p), p.suffix) for p, f in zip(paths, folders, strict=True)]
    for path, folder, name in zip(paths, folders, distinct_names(wished), strict=True):
        plan.items.append(Planned(str(path), path, folder, name))
        if name != stem(path):
            plan.renamed.append(f"{path} is written as {name}")
