"""Goes through a directory: every real file once, whatever else lies in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sdk_core.artifacts.document_tables import is_table
from sdk_core.documents import litter
from sdk_core.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".sdkignore"
"""File that lists what is left out, in the format of ``.gitignore``, for its folder and below."""

_KINDS = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


@dataclass(slots=True)
class DirectoryScan:
    """What was met on the way through a directory.

    Args:
        root: The directory.
        recursive: Whether sub-folders are entered.
        include: Globs of which a file must match one; empty for all files.
        exclude: Globs of which a file must match none.
        ignore_files: Whether `IGNORE_FILE` counts.
        is_whole: Tells a folder that is one input and is not entered.
        nested: Files in sub-folders that were not entered.
        ignored: Files that a glob or an ignore file leaves out.
        unreadable: Folders that cannot be read.
        special: What is no file, with the reason why it was passed over.
    """

    root: Path
    recursive: bool
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    ignore_files: bool = False
    is_whole: Callable[[Path], bool] = is_table
    nested: int = 0
    ignored: int = 0
    unreadable: list[Path] = field(default_factory=list)
    special: list[tuple[Path, str]] = field(default_factory=list)
    _rules: list[tuple[Path, GitIgnoreSpec]] = field(default_factory=list)

    def files(self) -> Iterator[Path]:
        """Yield files and Lance tables in sorted order; each real folder is entered once.

        Raises:
            UsageError: The directory itself cannot be read.
        """
        chosen = _rule(self.include)
        excluded = _rule(self.exclude)
        self._rules = [(self.root, excluded)] if excluded else []
        todo, seen = [self.root], {os.path.realpath(self.root)}
        while todo:
            folder = todo.pop()
            inner = []
            for path in self._content(folder):
                if path.name.startswith("."):
                    self._pass_hidden(path)
                    continue
                is_folder = path.is_dir() and not self.is_whole(path)
                if self._is_ignored(path, is_folder):
                    self.ignored += 1
                elif is_folder:
                    real = os.path.realpath(path)
                    if real in seen:
                        self.special.append((path, "a link to a folder that is read anyway"))
                        continue
                    seen.add(real)
                    inner.append(path)
                elif (reason := self._is_special(path)) is not None:
                    self.special.append((path, reason))
                elif chosen and not chosen.match_file(path.relative_to(self.root)):
                    self.ignored += 1
                else:
                    yield path
            todo.extend(reversed(self._enter(inner)))

    def _pass_hidden(self, path: Path) -> None:
        """Pass a hidden file over, and tell of those that other programs have left."""
        is_link = path.is_symlink()  # Emacs' locks are links to nothing
        found = litter.named(path.name) if is_link else litter.found_in(path)
        if found is not None and (is_link or path.is_file()):
            self.special.append((path, found.kind))

    def _enter(self, folders: list[Path]) -> list[Path]:
        if self.recursive:
            return folders
        self.nested += sum(map(_count_files, folders))
        return []

    def _content(self, folder: Path) -> list[Path]:
        try:
            content = sorted(folder.iterdir())
        except OSError as error:
            if folder == self.root:
                raise UsageError(f"{folder} cannot be read: {error.strerror}") from error
            self.unreadable.append(folder)
            return []
        if self.ignore_files and (folder / IGNORE_FILE) in content:
            self._read_rules(folder)
        return content

    def _read_rules(self, folder: Path) -> None:
        file = folder / IGNORE_FILE
        try:
            lines = file.read_text("utf-8", "surrogateescape").splitlines()
        except OSError as error:
            raise UsageError(f"{file} cannot be read: {error.strerror}") from error
        rule = _rule(lines)
        if rule:
            self._rules.append((folder, rule))

    def _is_ignored(self, path: Path, is_folder: bool) -> bool:
        """Ask the ignore files; the innermost one that says something decides, as with Git."""
        for folder, rule in reversed(self._rules):
            if path.is_relative_to(folder):
                name = path.relative_to(folder).as_posix() + "/" * is_folder
                verdict = rule.check_file(name).include
                if verdict is not None:
                    return verdict
        return False

    def _is_special(self, path: Path) -> str | None:
        """Return what a path is if it is nothing to read, ``None`` for a file or table."""
        if path.is_dir():
            return None
        try:
            kind = stat.S_IFMT(path.stat().st_mode)
        except OSError as error:
            return "a broken link" if path.is_symlink() else (error.strerror or "unreadable")
        if kind != stat.S_IFREG:
            return _KINDS.get(kind, "no file")
        if path.is_symlink() and self._is_inside(path):
            return "a link to a file that is read anyway"
        found = litter.found_in(path)
        return found.kind if found is not None else None

    def _is_inside(self, link: Path) -> bool:
        """Tell whether what a link points at is met under its own name."""
        real, root = Path(os.path.realpath(link)), Path(os.path.realpath(self.root))
        if not real.is_relative_to(root):
            return False
        parts = real.relative_to(root).parts
        return not any(part.startswith(".") for part in parts) and (
            self.recursive or len(parts) == 1
        )


def _rule(lines: Sequence[str]) -> GitIgnoreSpec | None:
    if not lines:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"a pattern cannot be understood: {error}") from error


def _count_files(folder: Path) -> int:
    """Return how many files and tables lie in a folder, however deep, links not followed."""
    count = 0
    for _, folders, files in os.walk(folder):
        tables = [name for name in folders if name.endswith(".lance")]
        count += len(tables) + sum(not name.startswith(".") for name in files)
        folders[:] = [n for n in folders if n not in tables and not n.startswith(".")]
    return count
