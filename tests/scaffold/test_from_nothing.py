"""What an author does in an environment of their own: the printed commands, the tutorial."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scaffold.conftest import ROOT, build_wheel

pytestmark = pytest.mark.soak

TUTORIAL = ROOT / "docs" / "plugins" / "tutorial.md"

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


class Author:
    """Somebody with a shell, Python, and the wheel of this project on an index.

    Args:
        folder: Where the work is done.
        environment: Variables of the shell.
    """

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = {**environment, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        wheel = build_wheel(ROOT, folder / "index")
        self._environment["PIP_FIND_LINKS"] = str(wheel.parent)
        self.does(f"python -m venv {folder}/own && {folder}/own/bin/pip install {wheel}")
        self._environment["PATH"] = f"{folder}/own/bin:{self._environment['PATH']}"

    def does(self, script: str, *, at: Path | None = None) -> str:
        """Run a script and return what it printed; a command that fails ends the test."""
        done = subprocess.run(
            ["bash", "-eu", "-c", script],
            cwd=at or self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture
def author(tmp_path: Path, environment: dict[str, str]) -> Author:
    """Return an author with an empty folder."""
    return Author(tmp_path, environment)


def test_the_printed_commands_lead_to_a_parser_that_is_used(author: Author) -> None:
    said = author.does("synthetic-data-kit plugins new 'Acme Minutes' --kind parser")
    commands = [line.strip() for line in said.partition("\nnext\n")[2].splitlines()]
    assert commands[0] == "cd acme-minutes"
    printed = author.does("\n".join(commands))
    assert " passed" in printed
    assert "Text successfully extracted to data/parsed/example.lance" in printed


def test_the_tutorial_runs_as_written(author: Author) -> None:
    folder = author.folder / "empty"
    folder.mkdir()
    printed = author.does("\n".join(_script()), at=folder)
    assert printed.count(" passed") == 2
    assert "PASSED" in printed  # of twine


def _script() -> Iterator[str]:
    """Yield the tutorial as a shell script: each file is written where the page shows it."""
    for language, title, text in _BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")):
        if title:
            yield f"cat > {title} <<'END OF FILE'\n{text}END OF FILE"
        elif language == "bash":
            yield text
