"""Runs many commands in one process, where imports cost once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sdk_core.testing.program import Finished

DRIVER = """
import json, os, sys, tempfile
from sdk_core.cli.main import run
commands, answers, places = json.load(sys.stdin), [], (os.dup(1), os.dup(2))
for arguments in commands:
    files = [tempfile.TemporaryFile("w+", encoding="utf-8") for _ in places]
    for number, file in enumerate(files, 1):
        os.dup2(file.fileno(), number)
    code = int(run(arguments))
    texts = []
    for number, file in enumerate(files, 1):
        (sys.stdout, sys.stderr)[number - 1].flush()
        os.dup2(places[number - 1], number)
        file.seek(0)
        texts.append(file.read())
    answers.append([code, *texts])
print(json.dumps(answers))
"""


def run_in_one_process(
    commands: Sequence[Sequence[str]],
    folder: Path,
    environment: Mapping[str, str],
    *,
    first: str = "",
) -> list[Finished]:
    """Run commands one after the other in a folder and return what each printed.

    Args:
        commands: Their arguments.
        folder: Where they run.
        environment: Variables of the process.
        first: A statement that the process runs before it imports the program.
    """
    done = subprocess.run(
        [sys.executable, "-c", f"{first}\n{DRIVER}"],
        input=json.dumps(commands),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [Finished(*answer) for answer in json.loads(done.stdout)]
