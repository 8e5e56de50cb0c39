"""Writes the files of `fixtures/`, which later versions of the program must read.

``python -m tests.golden.keeping`` writes them anew with the program as it is now. That is for new
kinds of files alone: those that are there stand for what users have on their disks.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.model import saying
from tests.golden.commands import CHUNKED, LONG, flags
from tests.golden.program import EXAMPLES, KEPT, Case, Line, Place, warm_programs
from tests.server.openai_server import OpenAIServer
from tests.server.replies import completion

PLACE = "{place}"
"""Stands in kept files for the folder that they were written in."""

DEAD = "http://127.0.0.1:9/v1"
"""An address at which no server is."""

TABLE = "data/parsed/locks.lance"
CALLS: tuple[tuple[str, ...], ...] = (
    ("create", TABLE, "-n", "4", *CHUNKED),
    ("create", TABLE, "--type", "cot", "-n", "2"),
    ("create", TABLE, "--type", "summary"),
    ("create", "data/parsed/slides.lance", "--type", "multimodal-qa", "-n", "2"),
    ("create", "data/generated/locks_qa_pairs.json", "--type", "cot-enhance", "-n", "2"),
    ("curate", "data/generated/locks_qa_pairs.json", "--judge", "rating"),
    ("curate", "data/generated/locks_cot_examples.json", "--judge", "rating"),
)
"""Commands whose files, answers and runs are kept; all but the fourth are given again."""

_SHORT = "\n\n".join(LONG.split("\n\n")[:8])


def write(place: Place) -> dict[str, Line]:
    """Run the commands, and copy what they leave behind."""
    place.write("locks.md", f"# Rain\n\n{_SHORT}\n")
    place.write("slides.pptx", EXAMPLES / "slides.pptx")
    lines = {"ingest": place.run("ingest", "locks.md")}
    lines["pictures"] = place.run("ingest", "slides.pptx", "--multimodal")
    with OpenAIServer(saying()) as server:
        for call in CALLS:
            lines[" ".join(call)] = place.run(*call, *flags(server))
        server.script(lambda request: completion("I cannot.", request.body))
        lines["failed"] = place.run("create", TABLE, "-n", "9", *flags(server))
        _copy(place.folder, KEPT, server.url)
    return lines


def _copy(source: Path, target: Path, address: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    left_out = shutil.ignore_patterns("slides*", "lock", "home")
    shutil.copytree(source, target, ignore=left_out)
    shutil.copy(
        source / "data/generated/slides_multimodal_qa_pairs.json", target / "data/generated"
    )
    for path in target.rglob("plan.json"):
        text = path.read_text(encoding="utf-8")
        text = text.replace(str(source), PLACE).replace(address, DEAD)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the fixtures anew."""
    with TemporaryDirectory() as folder, warm_programs(Path(folder)) as programs:
        for key, line in programs.lines(Case("", write)).items():
            sys.stdout.write(f"{line['exit']} {key}\n")


if __name__ == "__main__":
    main()
