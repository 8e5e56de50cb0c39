"""The changes of ``docs/dev/architecture.md`` that carry a patch: each applies and works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.check_changes import CHANGES
from tests.architecture.page import changes

ROOT = Path(__file__).parents[2]
PATCHES = sorted(path.stem for path in CHANGES.glob("*.patch"))
GIT = {False: ("git", "apply"), True: ("git", "apply", "--check")}
PATCH = {False: ("patch", "-sp1", "-i"), True: ("patch", "-sp1", "--dry-run", "-i")}
TREE = ("sdk_core", "plugins", "prompts", "configs")

pytestmark = pytest.mark.xdist_group("changes")


def copy_tree(folder: Path) -> Path:
    """Return a copy of the packages, what Python has compiled of them included, and their data."""
    for name in TREE:
        # Python writes what it compiles under such names first.
        passing = shutil.ignore_patterns("*.pyc.*")
        shutil.copytree(ROOT / name, folder / name, ignore=passing)
    return folder


def apply(tree: Path, name: str, *, dry_run: bool = False) -> None:
    """Apply a patch to a tree, which is no repository.

    Raises:
        AssertionError: It does not fit.
    """
    command = GIT if shutil.which("git") else PATCH
    done = subprocess.run(
        [*command[dry_run], CHANGES / f"{name}.patch"],
        cwd=tree,
        # In a folder below a repository, git would look for the files in that one.
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tree.parent)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{name}.patch does not apply: {done.stdout}{done.stderr}"


def problems(tree: Path) -> dict[str, str]:
    """Run all checks with the packages of a tree; return what is wrong with each change."""
    dropped = ("SDK_", "VLLM_", "API_ENDPOINT_KEY", "OPENAI_")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(dropped)},
        "PYTHONPATH": os.pathsep.join(map(str, (tree, tree / "plugins", ROOT))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture.check_changes", *PATCHES],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(map(json.loads, done.stdout.splitlines()))


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the packages as they are."""
    return copy_tree(tmp_path_factory.mktemp("unchanged"))


@pytest.fixture(scope="module")
def with_all(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what is wrong with each change in a copy that has them all."""
    tree = copy_tree(tmp_path_factory.mktemp("changed"))
    for name in PATCHES:
        apply(tree, name)
    return problems(tree)


@pytest.fixture(scope="module")
def with_none(unchanged: Path) -> dict[str, str]:
    """Return what is wrong with each change where none was made."""
    return problems(unchanged)


def test_ten_changes_carry_a_patch() -> None:
    assert len(PATCHES) == 10
    assert sorted(change.patch for change in changes() if change.patch) == PATCHES


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_fits_the_tree_by_itself(name: str, unchanged: Path) -> None:
    apply(unchanged, name, dry_run=True)


@pytest.mark.parametrize("name", PATCHES)
def test_a_change_works(name: str, with_all: dict[str, str]) -> None:
    assert with_all[name] == "", with_all[name]


@pytest.mark.parametrize("name", PATCHES)
def test_a_change_is_needed(name: str, with_none: dict[str, str]) -> None:
    """A check that passes without its patch proves nothing."""
    assert "Error" in with_none[name]


@pytest.mark.parametrize("name", PATCHES)
def test_a_patch_touches_what_the_page_names(name: str) -> None:
    [change] = [change for change in changes() if change.patch == name]
    text = (CHANGES / f"{name}.patch").read_text(encoding="utf-8")
    touched = re.findall(r"^\+\+\+ b/(\S+)$", text, re.MULTILINE)

    assert touched
    for path in touched:
        new = not (ROOT / path).exists()
        folders = [Path(place).parent for place in change.open]
        beside = any(folder in Path(path).parents for folder in folders)
        assert path in change.open or (new and beside), path
