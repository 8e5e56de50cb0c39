"""Runs the recipes of ``save-as --for`` in the real trainers, on a CPU: ``make recipes``.

Each trainer gets an environment of its own, and each of its tasks datasets of 3, 40 and 400
records. The command is the one that is written beside the data. Changed are the model, the number
of steps and what a CPU cannot do, as ``recipes.toml`` lists it. Needs a package index, some 20 GB
of disk and an hour for all of it. Prints a table as Markdown at the end.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from benchmarks.recipes.environments import BuildFailed, make_environment
from benchmarks.recipes.recipe import SPLITS, Outcome, read_recipes, run_recipe
from benchmarks.recipes.service import running_service
from benchmarks.recipes.tiny_models import write_models
from sdk_builtins.trainers import sdk_trainers


def main() -> int:
    """Run what the command line names, print a table, and return how many failed."""
    asked = _arguments()
    outcomes: dict[tuple[str, str, int], Outcome] = {}
    with running_service() as service:
        places = write_models(asked.work / "models") | {"service": service}
        _run_all(asked, places, outcomes)
    _print_table(outcomes, asked.rows)
    return sum(not outcome.passed for outcome in outcomes.values())


def _run_all(
    asked: argparse.Namespace,
    places: dict[str, str],
    outcomes: dict[tuple[str, str, int], Outcome],
) -> None:
    recipes = read_recipes()
    for spec in sdk_trainers():
        if spec.name not in (asked.trainers or recipes):
            continue
        recipe = recipes[spec.name]
        try:
            environment = make_environment(recipe.environment, asked.work / "environments")
        except BuildFailed as error:
            print(f"{spec.name}: could not be installed: {error}")
            continue
        for task in spec.tasks:
            for rows in asked.rows:
                if rows < task.least or (asked.tasks and task.task not in asked.tasks):
                    continue
                folder = asked.work / "runs" / spec.name / task.task / str(rows)
                shutil.rmtree(folder, ignore_errors=True)
                outcome = run_recipe(recipe, task.task, rows, folder, environment, places)
                outcomes[spec.name, task.task, rows] = outcome
                said = f"{'ran' if outcome.passed else 'FAILED'}: {outcome.said}"
                print(f"{spec.name} {task.task} {rows} rows: {said}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recipes", description=__doc__)
    parser.add_argument("trainers", nargs="*", help="trainers to run, without any all of them")
    parser.add_argument("--tasks", nargs="*", help="tasks to run, else all")
    parser.add_argument("--rows", nargs="*", type=int, choices=SPLITS, default=list(SPLITS))
    work = Path.home() / ".cache" / "synthetic-data-kit-recipes"
    parser.add_argument("--work", type=Path, default=work, help="folder of environments and runs")
    return parser.parse_args()


def _print_table(outcomes: dict[tuple[str, str, int], Outcome], sizes: list[int]) -> None:
    print("\n| trainer | task |" + "".join(f" {rows} rows |" for rows in sizes))
    print("|---|---|" + "---|" * len(sizes))
    for trainer, task in dict.fromkeys((trainer, task) for trainer, task, _ in outcomes):
        cells = (outcomes.get((trainer, task, rows)) for rows in sizes)
        said = ("-" if not cell else cell.said if cell.passed else "failed" for cell in cells)
        print(f"| `{trainer}` | `{task}` | " + " | ".join(said) + " |")


if __name__ == "__main__":
    sys.exit(main())
