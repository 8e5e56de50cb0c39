"""Takes the example documents through all four steps with the offline backend, and shows rows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "synthetic-data-kit"
DOCUMENTS = Path(__file__).parent / "documents"
OUTPUT = Path("demo-output")
SHOWN = 1


def step(title: str, *arguments: str | Path) -> None:
    """Run one command of the program and stop when it fails."""
    command = ["synthetic-data-kit", *map(str, arguments)]
    print(f"\n== {title}\n$ {' '.join(command)}", flush=True)
    done = subprocess.run([PROGRAM, *command[1:]], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Run the demo and print where each artefact lies."""
    parsed, generated = OUTPUT / "parsed", OUTPUT / "generated"
    curated, final = OUTPUT / "curated", OUTPUT / "final"
    documents = sorted(p for p in DOCUMENTS.iterdir() if p.name != "README.md")
    for document in documents:
        step(f"ingest {document.name}", "ingest", document, "--output-dir", parsed)
    offline = ("--provider", "offline")
    step("create", "create", parsed, *offline, "--type", "qa", "--output-dir", generated)
    step("curate", "curate", generated, *offline, "--threshold", "7", "--output", curated)
    step("save-as", "save-as", curated, "--format", "chatml", "--output", final)

    print("\n== what lies where")
    for folder in (parsed, generated, curated, final):
        for path in sorted(folder.iterdir()):
            if not path.name.startswith("."):
                print(f"  {path}")
    for file in sorted(final.glob("*.jsonl")):
        print(f"\n== first row of {file}")
        for line in file.read_text(encoding="utf-8").splitlines()[:SHOWN]:
            print(json.dumps(json.loads(line), ensure_ascii=False, indent=1))
    print("\nThe rows were made by rule, without a model: name a server with --provider and")
    print("--api-base to get real ones.")


if __name__ == "__main__":
    main()
