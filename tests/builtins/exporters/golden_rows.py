"""Records that have broken exports elsewhere, and the files that must come of them byte for byte.

After a change that is meant to change files, write them anew and read the difference:
``python -m tests.builtins.exporters.golden_rows``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from click.testing import CliRunner

from sdk_builtins.exporters import sdk_exporters
from sdk_core.cli.root import cli

GOLDEN = Path(__file__).parent / "golden"
WITHOUT_PICTURES = [spec for spec in sdk_exporters() if spec.embeds or not spec.media]

RECORDS: list[dict[str, Any]] = [
    {"question": "Emoji?", "answer": "\U0001f9d1\u200d\U0001f4bb and \U0001f600", "rating": 8},
    {"question": "\u0645\u0627 \u0647\u0630\u0627", "answer": "\u05e9\u05dc", "rating": 8.5},
    {"question": "Line ends?", "answer": "one\r\ntwo\rthree\n"},
    {"question": "Separators?", "answer": "a\u2028b\u2029c\u0085d"},
    {"question": "Code?", "answer": '```python\nprint("\\n\\t")\n```', "rating": 9},
    {"question": "LaTeX?", "answer": r"$\frac{a}{b} \neq \sqrt[3]{x}$"},
    {"question": "Tokens?", "answer": "<|im_end|> and </s> and <image>"},
    {"question": "When?", "answer": "2024-05-01", "date": "2024-05-01"},
    {"question": "Composed?", "answer": "e\u0301 is not \u00e9", "date": "2024-06-01"},
    {"question": "Why?", "answer": "So.", "reasoning": "First this.\n\nThen that."},
    {"question": "Which?", "answer": "The good one.", "rejected": "The bad one.", "count": 3},
    {"question": "Mixed?", "answer": "Yes.", "count": "three", "tags": ["a", 1]},
]  # fmt: skip
TALK = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "One?"},
    {"role": "assistant", "content": "<think>\nEasy.\n</think>\n\n1."},
    {"role": "user", "content": "Two?"},
    {"role": "assistant", "content": "<think>\nHarder.\n</think>\n\n2."},
]


def export(folder: Path, name: str, *more: str) -> Path:
    """Export the records in a format and return the file."""
    source = folder / "rows.jsonl"
    lines = [*RECORDS, {"messages": TALK}]
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["save-as", str(source), "-f", name, "-o", f"{folder}/out/", *more]
    )
    # Some formats have no place for the conversation, others only take pairs.
    assert done.exit_code in (0, 3), done.output
    (path,) = (folder / "out").iterdir()
    return path


def main() -> None:
    """Write the golden files anew."""
    for spec in WITHOUT_PICTURES:
        with TemporaryDirectory() as folder:
            path = export(Path(folder), spec.name)
            (GOLDEN / f"{spec.name}{path.suffix}").write_bytes(path.read_bytes())
    sys.stdout.write(f"wrote {len(WITHOUT_PICTURES)} files below {os.fspath(GOLDEN)}\n")


if __name__ == "__main__":
    main()
