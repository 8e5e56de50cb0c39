"""The new judge keeps one record and rejects the other."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program

RECORDS = [
    {"question": "How long is it?", "answer": "Forty miles."},
    {"question": "Who built it?", "answer": "Well, " * 60},
]


def check(program: Program) -> None:
    """Curate with the judge alone."""
    Path("pairs.json").write_text(json.dumps(RECORDS))
    done = program(
        "curate", "pairs.json", "--judge", "brevity", "--provider", "offline", "-o", "kept.json"
    )

    assert done.code == 0, done.err
    content = json.loads(Path("kept.json").read_text())
    assert content["metadata"]["curation"]["judges"] == ["synthetic-data-kit/brevity"]
    assert "kept 1 of 2" in done.out
