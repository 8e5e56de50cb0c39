"""Every built-in passes the suite that plugin authors run.

The documents in ``samples`` were written for these tests and carry the licence of this project.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from sdk_core.registry.discovery import CORE
from sdk_core.testing import contract_suite
from sdk_core.testing.contract import CHECKS
from tests.repositories import repository

DOCUMENTS = Path(__file__).parents[2] / "examples" / "documents"
SAMPLES = Path(__file__).parent / "samples"

NAMED = {
    "pdf": DOCUMENTS / "report.pdf",
    "pdfminer": DOCUMENTS / "report.pdf",
    "docx": DOCUMENTS / "handbook.docx",
    "pptx": DOCUMENTS / "slides.pptx",
    "html": DOCUMENTS / "article.html",
    **{
        name: SAMPLES / f"canal.{ending}"
        for name, ending in (
            ("code", "sql"),
            ("csv", "csv"),
            ("email", "eml"),
            ("mhtml", "mht"),
            ("epub", "epub"),
            ("image", "png"),
            ("json", "json"),
            ("markdown", "md"),
            ("notebook", "ipynb"),
            ("odt", "odt"),
            ("rst", "rst"),
            ("rtf", "rtf"),
            ("subtitles", "srt"),
            ("text", "txt"),
            ("xlsx", "xlsx"),
        )
    },
}

RECORDED = tempfile.TemporaryDirectory()

ROWS = SAMPLES / "rows.jsonl"

AGREE = '{"reason": "same", "agree": true}'
CLAIM = {"claim": "It rises.", "reason": "The passage says so.", "supported": True}

TestBuiltins = contract_suite(
    CORE,
    addresses={
        "file": [f"file:{SAMPLES}"],
        "dataset": [f"dataset:{ROWS}"],
        "git": [f"git:{repository(Path(RECORDED.name) / 'repository')}"],
    },
    samples={name: [path] for name, path in NAMED.items()},
    answers={
        "rubric": ['{"reason": "clear", "level": 5}'],
        "faithful": [json.dumps({"claims": [CLAIM]})],
        "round-trip": [AGREE],
        "trainee": [AGREE],
    },
    options={
        "recorded": {"cassette": Path(RECORDED.name) / "answers.jsonl"},
        "language": {"only": ["en"]},
        "regex": {"pattern": "canal"},
        "length": {"least": 1},
    },
)


def at_once(test: Callable[..., None]) -> Callable[..., None]:
    """Return a test that is one for all things that a test of the suite is made for."""
    (mark,) = test.pytestmark  # type: ignore[attr-defined]
    things = [parameter.values[0] for parameter in mark.args[1]]

    def all_of_them(self: object, tmp_path: Path) -> None:
        for thing in things:
            test(self, thing, tmp_path)

    return all_of_them


for check in CHECKS:
    if check.over == "component":  # four short ones, of every component
        name = f"test_{check.name}"
        setattr(TestBuiltins, name, at_once(getattr(TestBuiltins, name)))
