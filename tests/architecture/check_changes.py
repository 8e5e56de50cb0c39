"""Runs the checks beside the patches against the packages that come first on the path.

    python -m tests.architecture.check_changes NAME ...

A line of JSON for each check says its name and what is wrong, ``""`` for nothing.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sdk_core.cli.main import run as run_command

CHANGES = Path(__file__).with_name("changes")


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


Program = Callable[..., Ended]


def program(*arguments: str | Path) -> Ended:
    """Run the command line in this process, in the current folder."""
    with printed(1) as out, printed(2) as err:
        code = run_command([str(argument) for argument in arguments])
    return Ended(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def printed(stream: int) -> Iterator[io.StringIO]:
    """Give what goes to a standard stream, also from processes that inherit it."""
    text, kept = io.StringIO(), os.dup(stream)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        os.dup2(file.fileno(), stream)
        try:
            yield text
        finally:
            (sys.stdout if stream == 1 else sys.stderr).flush()
            os.dup2(kept, stream)
            os.close(kept)
            file.seek(0)
            text.write(file.read())


def problem_of(name: str) -> str:
    """Return what is wrong with a change, in an empty folder of its own."""
    check = runpy.run_path(str(CHANGES / f"{name}.py"))["check"]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        try:
            check(program)
        except Exception:  # noqa: BLE001  whatever is wrong goes into the report
            return traceback.format_exc()
    return ""


if __name__ == "__main__":
    os.environ["COLUMNS"] = "100"
    for change in sys.argv[1:]:
        print(json.dumps([change, problem_of(change)]), flush=True)  # noqa: T201
