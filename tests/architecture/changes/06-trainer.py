"""A dataset for the new trainer has its script, in the format that it reads."""

import json
from pathlib import Path

from tests.architecture.check_changes import Program


def check(program: Program) -> None:
    """Export for the trainer."""
    Path("pairs.json").write_text(json.dumps([{"question": "How long?", "answer": "40 miles."}]))
    done = program("save-as", "pairs.json", "--for", "litgpt", "-o", "tuning")

    assert done.code == 0, done.err
    script = Path("tuning/train.sh").read_text()
    [rows] = json.loads(Path("tuning/train.json").read_text())
    assert "litgpt finetune_lora" in script
    assert "--data.json_path train.json" in script
    assert rows["instruction"] == "How long?"
