"""A git repository for tests, with nobody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

FILES = {
    "README.md": "# The canal\n\nAbout the canal.\n",
    "docs/locks.md": "# Locks\n\nEach lock holds 180 cubic metres.\n",
    "docs/deep/boats.txt": "Boats of thirty tonnes went at walking pace.\n",
}


def repository(folder: Path, files: Mapping[str, str] = FILES, *, tag: str = "v1") -> Path:
    """Make a repository with one commit and return its folder."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, files)
    git(folder, "tag", tag)
    return folder


def commit(folder: Path, files: Mapping[str, str]) -> str:
    """Commit files and return the commit."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Change some files")
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *words: str) -> str:
    """Run git without the settings of whoever runs the tests, and return what it prints."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    names = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org"}
    names |= {"GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**own, **names, **nobody},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
