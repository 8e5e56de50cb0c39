"""Runs one recipe: writes the dataset, and starts the trainer with the command that was written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.recipes.records import write_records

HERE = Path(__file__).parent
STEPS_WANTED = 2
LIMIT_SECONDS = 1800

COMMAND = re.compile(r"Run it in this folder:\s*(?:# *)?(.+)$", re.MULTILINE)
"""Where the files beside the data say how the trainer is started."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")

SPLITS = {3: (), 40: ("--split", "90/5/5"), 400: ("--split", "90/10")}
"""Sizes of datasets, and what is held out of each."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the recipe of a trainer is run; the fields are those of ``recipes.toml``."""

    trainer: str
    environment: str
    steps: str
    arguments: Sequence[str] = ()
    changes: Sequence[tuple[str, str]] = ()
    files: str = ""
    reached: str = "steps"
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a recipe: how far it came, or the end of what it said if it failed."""

    passed: bool
    said: str


def read_recipes() -> dict[str, Recipe]:
    """Return the recipes by the names of their trainers."""
    described: dict[str, dict[str, Any]] = tomllib.loads(
        (HERE / "recipes.toml").read_text(encoding="utf-8")
    )
    return {name: Recipe(trainer=name, **fields) for name, fields in described.items()}


def run_recipe(
    recipe: Recipe, task: str, rows: int, folder: Path, environment: Path, places: Mapping[str, str]
) -> Outcome:
    """Write a dataset for a trainer and run its recipe to the end.

    Args:
        recipe: How it is run.
        task: What the trainer is to do.
        rows: How many records there are, one of ``SPLITS``.
        folder: An empty folder to work in.
        environment: The trainer's virtual environment.
        places: What the arguments may name in braces.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_records(folder / "records.jsonl", rows)
    program = Path(sys.executable).with_name("synthetic-data-kit")
    arguments = [argument.format_map(places) for argument in recipe.arguments]
    asked = ("--for", recipe.trainer, "--task", task, *SPLITS[rows], *arguments)
    export = (str(program), "save-as", "records.jsonl", "-o", "canal/", "--merge", "canal", *asked)
    written = _run(export, folder, {})
    if written.returncode:
        return Outcome(False, _end(written.stdout))
    command = _change(recipe, folder / "canal", places)
    variables = {
        "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
        "VIRTUAL_ENV": str(environment),
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(folder / "cache"),
        "WANDB_MODE": "disabled",
        "DO_NOT_TRACK": "1",
        "AXOLOTL_DO_NOT_TRACK": "1",
        **{name: value.format_map(places) for name, value in recipe.variables.items()},
    }
    done = _run(("bash", "-c", command), folder / "canal", variables)
    (folder / "output.txt").write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        return Outcome(False, f"exit code {done.returncode}: {_end(done.stdout)}")
    texts = [COLOUR.sub("", done.stdout)]
    if recipe.files:
        texts = [path.read_text("utf-8") for path in (folder / "canal").glob(recipe.files)]
    found = [match for text in texts for match in re.findall(recipe.steps, text, re.MULTILINE)]
    if recipe.reached != "steps":
        return Outcome(bool(found), recipe.reached if found else _end(done.stdout))
    taken = max(map(int, found), default=0)
    if taken < STEPS_WANTED:
        return Outcome(False, f"{taken} steps: {_end(done.stdout)}")
    return Outcome(True, f"{taken} steps")


def _change(recipe: Recipe, folder: Path, places: Mapping[str, str]) -> str:
    """Change what may be changed, and return the command that starts the trainer.

    Raises:
        ValueError: A change finds nothing, or no file says how the trainer is started.
    """
    beside = [p for p in folder.iterdir() if p.suffix in (".py", ".sh", ".yaml", ".json")]
    texts = {path: path.read_text(encoding="utf-8") for path in beside}
    for pattern, template in recipe.changes:
        replacement = template.format_map(places)
        changed = {path: re.sub(pattern, replacement, text) for path, text in texts.items()}
        if changed == texts:
            raise ValueError(f"{recipe.trainer}: nothing to change like {pattern}")
        texts = changed
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    commands = [found[1] for text in texts.values() if (found := COMMAND.search(text))]
    if not commands:
        raise ValueError(f"{recipe.trainer}: no file says how it is started")
    return commands[0]


def _run(
    command: tuple[str, ...], folder: Path, variables: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode(errors="replace")
        return subprocess.CompletedProcess(command, 124, f"{said}\nended after {LIMIT_SECONDS} s")


def _end(text: str) -> str:
    """Return the last lines of what a command printed."""
    return "\n".join(text.strip().splitlines()[-12:])
