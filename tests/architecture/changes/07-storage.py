"""Rows go into the new storage, and are read back and compared."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program


def check(program: Program) -> None:
    """Export into the storage."""
    Path("pairs.json").write_text(json.dumps([{"question": "How\tlong?", "answer": "40 miles."}]))
    done = program("save-as", "pairs.json", "-f", "alpaca", "--storage", "tsv", "-o", "rows.tsv")

    assert done.code == 0, done.err
    header, row = Path("rows.tsv").read_text().splitlines()
    assert header.split("\t") == ["instruction", "input", "output"]
    assert row == '"How\tlong?"\t\t40 miles.'
