"""The new filter leaves a record out, and says why."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program

RECORDS = [
    {
        "question": "How long is it?",
        "answer": "It is forty miles long, with eleven locks, and took six years.",
    },
    {"question": "Why?", "answer": "So."},
]


def check(program: Program) -> None:
    """Export one record of two."""
    Path("pairs.json").write_text(json.dumps(RECORDS))
    done = program("save-as", "pairs.json", "-o", "rows.jsonl", "--min-tokens", "52")

    assert done.code == 0, done.err
    assert "1 left out: shortness" in done.out, done
    [line] = Path("rows.jsonl").read_text().splitlines()
    assert RECORDS[0]["answer"] in line
