"""Every built-in passes the suite that plugin authors run.

The documents in ``samples`` were written for these tests and carry the licence of this project.
"""

from __future__ import annotations

from pathlib import Path

from sdk_core.registry.discovery import CORE
from sdk_core.testing import contract_suite

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

TestBuiltins = contract_suite(CORE, samples={name: [path] for name, path in NAMED.items()})
