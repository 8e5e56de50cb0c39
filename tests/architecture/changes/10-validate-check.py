"""``validate`` finds what it did not look for before."""

from pathlib import Path

from tests.architecture.check_changes import Program


def check(program: Program) -> None:
    """Validate rows of which one is blank."""
    Path("rows.jsonl").write_text('{"text": "A lock."}\n{"text": "  "}\n')
    done = program("validate", "rows.jsonl", "--as", "jsonl")

    assert done.code != 0
    assert "text holds nothing but spaces" in done.out, done
