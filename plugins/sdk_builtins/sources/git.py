"""The files of a local git repository at a commit, whether they are checked out or not.

By git itself (ls-tree, cat-file): it knows every layout that a repository may have.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from sdk_core.components import InputSource, SourceContext
from sdk_core.errors import DocumentError, UsageError
from sdk_core.model import Listed, Source

_ENTRY = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(-|\d+)\t(.+)", re.DOTALL)
_FORM = "git:PATH, git:PATH@REF or git:PATH@REF:FOLDER"
_LINK, _MODULE = b"120000", b"160000"


@dataclass(frozen=True, slots=True)
class _Place:
    """A repository, a commit in it, and a folder or file there."""

    repository: Path
    ref: str
    folder: str

    @property
    def address(self) -> str:
        """How documents are told from those of other places: not by the commit, which goes on."""
        ref = "" if self.ref == "HEAD" else f"@{self.ref}"
        return f"git:{self.repository.as_posix()}{ref}"


class GitSource(InputSource):
    """The files of a commit."""

    def find(self, address: str, ctx: SourceContext) -> Iterator[Listed]:
        """Yield the files in the order of git, which is that of their names.

        Raises:
            UsageError: There is no repository, no such commit, or nothing there.
        """
        place = _place(address)
        commit = _git(place.repository, "rev-parse", "--verify", "-q", f"{place.ref}^{{commit}}")
        if not commit:
            raise UsageError(
                f"{address}: {place.repository} has no commit {place.ref!r}",
                hint="git fetch in it, or see: git branch --all, git tag",
            )
        sha = commit.decode().strip()
        scope = [place.folder] if place.folder else []
        # From the top of the repository, wherever in it PATH is.
        tree = _git(place.repository, "ls-tree", "-r", "-z", "-l", "--full-tree", sha, "--", *scope)
        entries = [entry for entry in (tree or b"").split(b"\0") if entry]
        if not entries:
            where = place.folder or "any file"
            raise UsageError(f"{address}: the commit {sha[:12]} has no {where}")
        passed = 0
        for entry in entries:
            found = _ENTRY.fullmatch(entry)
            if found is None or found[1] in (_LINK, _MODULE):
                passed += 1
                continue
            path = os.fsdecode(found[5])
            inner = PurePosixPath(path)
            below = inner.relative_to(place.folder) if place.folder != path else inner
            folder = below.parent.as_posix() if place.folder != path else "."
            yield Listed(
                uri=f"{place.address}:{path}",
                name=inner.name,
                folder="" if folder == "." else folder,
                change_token=f"git {found[3].decode()}",
                size=int(found[4]) if found[4].isdigit() else None,
                metadata={"commit": sha},
            )
        if passed:
            ctx.warn(f"{address}: passed over {passed} symbolic links and submodules")

    def fetch(self, listed: Listed, ctx: SourceContext) -> Source:
        """Return a file, as the repository holds it.

        Raises:
            DocumentError: The repository has not got it.
        """
        blob = listed.change_token.partition(" ")[2]
        place = _place(listed.uri)
        data = _git(place.repository, "cat-file", "blob", blob)
        if data is None:
            raise DocumentError(
                f"{listed.uri} is not in the repository any more",
                hint="a shallow or partial clone lacks files: git fetch --unshallow, git fetch",
            )
        return Source(uri=listed.uri, data=data)


def _place(address: str) -> _Place:
    """Return what an address means; a path may hold ``@`` and ``:`` if it is there.

    Raises:
        UsageError: It names no repository.
    """
    rest = address.partition(":")[2]
    folders: list[Path] = []
    for at in (len(rest), *(m.start() for m in reversed([*re.finditer("[@:]", rest)]))):
        path = Path(rest[:at] or ".").expanduser()
        if not path.is_dir():
            continue
        folders.append(path)
        if _git(path, "rev-parse", "--git-dir") is None:
            continue
        ref, folder = "", rest[at + 1 :]
        if rest[at : at + 1] == "@":
            ref, _, folder = folder.partition(":")
        return _Place(path, ref or "HEAD", folder.strip("/"))
    hint = f"write {_FORM}; clone one that is elsewhere first"
    if folders:
        raise UsageError(f"{address}: {folders[0]} is no git repository", hint=hint)
    raise UsageError(f"{address} names no folder that is there", hint=hint)


def _git(repository: Path, *words: str) -> bytes | None:
    """Return what a git command prints, ``None`` where it fails.

    Raises:
        UsageError: git is not installed.
    """
    # Options of the repository's own config must run no program of its choice.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"]
    try:
        done = subprocess.run(
            [*command, "-C", os.fspath(repository), *words],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"},
            check=False,
        )
    except FileNotFoundError as error:
        raise UsageError(
            "git: inputs need the program git, which is not installed",
            hint="install it (apt install git), or ingest the checked-out folder",
        ) from error
    return done.stdout if done.returncode == 0 else None
