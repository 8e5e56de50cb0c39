"""Compares what the program does now with what the record says it did: ``make golden``.

``python -m tests.golden.record [SECTION …]`` compares and ends with 1 where something differs;
``--write`` writes the record anew.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden import answers, commands, documents, exports, kept, mistakes, pages, prompts
from tests.golden.comparison import difference, read, render
from tests.golden.program import Case, Line, Programs, warm_programs

DATA = Path(__file__).parent / "data"

SECTIONS: dict[str, Callable[[], Iterable[Case]]] = {
    "exports": exports.cases,
    "pages": pages.cases,
    "mistakes": mistakes.cases,
    "kept": kept.cases,
    "commands": commands.cases,
    "prompts": prompts.cases,
    "documents": documents.cases,
    "answers": answers.cases,
}
"""What is recorded, by the name of the file that holds it; the longest cases come first."""


def record(names: Iterable[str], only: str = "") -> dict[str, dict[str, Line]]:
    """Run the cases of some sections and return their lines.

    Args:
        names: The sections.
        only: Beginning of the keys of the cases that are run.
    """
    workers = (os.cpu_count() or 2) + 1
    with (
        TemporaryDirectory(prefix="golden-") as folder,
        warm_programs(Path(folder)) as programs,
        ThreadPoolExecutor(workers) as pool,
    ):
        chosen = [(n, case) for n in names for case in SECTIONS[n]() if case.key.startswith(only)]
        results = pool.map(lambda pair: _lines(programs, *pair), chosen)
        lines: dict[str, dict[str, Line]] = {name: {} for name in names}
        for (name, case), found in zip(chosen, results, strict=True):
            repeated = lines[name].keys() & found.keys()
            assert not repeated, f"{name}: {case.key} repeats {sorted(repeated)}"
            lines[name].update(found)
    return lines


def _lines(programs: Programs, name: str, case: Case) -> dict[str, Line]:
    try:
        return programs.lines(case)
    except Exception as error:
        error.add_note(f"in {name}: {case.key}")
        raise


def compare(recorded: dict[str, dict[str, Line]], data: Path, only: str = "") -> int:
    """Print how sections differ from the files of a folder, and return how many lines do.

    Args:
        recorded: The lines of each section.
        data: The folder.
        only: Beginning of the keys that are looked at.
    """
    count = 0
    for name, lines in recorded.items():
        file = data / f"{name}.jsonl"
        content = file.read_bytes() if file.exists() else b""
        kept = {key: line for key, line in read(content).items() if key.startswith(only)}
        texts = list(difference(name, kept, lines))
        if not texts and not only and content != render(lines):
            texts = [f"{name}: the file is not written as --write would write it"]
        sys.stdout.write("".join(f"{text}\n" for text in texts))
        count += len(texts)
    sys.stdout.write(f"{count} differences\n" if count else "no difference\n")
    return count


def main() -> int:
    """Compare or write the record, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sections", nargs="*", help="sections to compare; all when none is named")
    parser.add_argument("--write", action="store_true", help="write the record anew")
    parser.add_argument("--only", default="", help="beginning of the keys that are compared")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the record")
    chosen = parser.parse_args()
    recorded = record(chosen.sections or list(SECTIONS), chosen.only)
    if not chosen.write:
        return 1 if compare(recorded, chosen.data, chosen.only) else 0
    chosen.data.mkdir(parents=True, exist_ok=True)
    for name, lines in recorded.items():
        (chosen.data / f"{name}.jsonl").write_bytes(render(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
