"""The card of a dataset has the new section."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program


def check(program: Program) -> None:
    """Export a folder and read its card."""
    Path("pairs.json").write_text(json.dumps([{"question": "How long?", "answer": "40 miles."}]))
    done = program("save-as", "pairs.json", "--merge", "canal", "-o", "canal")

    assert done.code == 0, done.err
    card = Path("canal/README.md").read_text()
    assert "## How to load it\n\nEvery split is a part of this folder" in card
