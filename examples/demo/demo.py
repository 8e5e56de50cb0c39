"""Takes the example documents through all four steps, with recorded answers, and shows the rows."""

from __future__ import annotations

import json
import os
import runpy
import sys
from pathlib import Path

HERE = Path(os.path.relpath(Path(__file__).parent))
CASSETTE = HERE / "answers.jsonl"
OUTPUT = Path("demo-output")
APART = 8


def step(*arguments: str | Path) -> None:
    """Run one command as ``python -m sdk_core`` does, and stop when it fails."""
    sys.argv = ["synthetic-data-kit", *map(str, arguments)]
    print(f"\n$ {' '.join(sys.argv)}", flush=True)
    try:
        runpy.run_module("sdk_core", run_name="__main__")
    except SystemExit as ended:
        if ended.code:
            raise


def walk(output: Path) -> None:
    """Run all four steps, in this one process to load the libraries once.

    Args:
        output: Folder for what they make.
    """
    parsed, generated, curated = output / "parsed", output / "generated", output / "curated"
    asking = ("-c", HERE / "config.yaml")
    step("ingest", HERE.parent / "documents", "--exclude", "README.md", "-o", parsed)
    step("create", parsed, *asking, "--type", "qa", "-o", generated)
    step("create", parsed / "report.lance", *asking, "--type", "cot", "-o", generated)
    step("curate", generated, *asking, "-o", curated)
    step("save-as", curated, "--format", "chatml", "--merge", "demo", "-o", output / "final")


def show(output: Path) -> None:
    """Print some rows, what was left out, and who wrote the answers."""
    dataset = output / "final" / "train.jsonl"
    rows = [json.loads(line) for line in dataset.read_text(encoding="utf-8").splitlines()]
    print(f"\nSome of the {len(rows)} rows in {dataset}:")
    for row in rows[::APART]:
        print()
        for message in row["messages"]:
            print(f"  {message['role']}: {message['content']}")
    for file in sorted((output / "curated").glob("*.json")):
        for record in json.loads(file.read_text(encoding="utf-8"))["rejected"]:
            print(f"\nLeft out: {record['question']}")
            print(f"  {record['reason']}")
    models = {json.loads(line)["model"] for line in CASSETTE.read_text("utf-8").splitlines()}
    print(f"\nThe answers were recorded ({CASSETTE}), not made now. Model: {', '.join(models)}.")
    print("docs/user/quick-start.md goes on with a model of yours.")


if __name__ == "__main__":
    walk(OUTPUT)
    show(OUTPUT)
