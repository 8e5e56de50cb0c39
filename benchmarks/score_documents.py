"""Score the parsers of documents beside other tools on a folder of files with the right text.

usage: python benchmarks/score_documents.py FOLDER [--kind pdf …] [--tool ours …] [-O ocr=never]
                                             [--files] [--json FILE]

FOLDER holds one folder a kind (pdf, docx, pptx, html, txt …). The right text of `name.ext` is
`name.gold.md`, `name.gold.txt` or `name.ext.gold.*` beside it. An optional MANIFEST.md with a table
that has the columns `file` and `gold` tells apart how the right text came about by the first word
of that column (exact, human, silver …).

Tools: `ours` picks the parser by the kind of the file and `ours:NAME` takes one by name; `pdfminer`
is pdfminer.six's extract_text and `pdfium` the text in the order it is drawn; `naive` does what
Meta's synthetic-data-kit does for each kind; `markitdown` runs where that package is installed, in
the Python of --markitdown-python. Each tool reads each kind in one process of its own, with a limit
on time; speed is CPU seconds there.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from text_scores import Score, is_right_to_left, score

WORKER = Path(__file__).with_name("extract_documents.py")
FIGURES = ("f1", "order", "headings", "rows", "items", "lost")
TOOLS = ("ours", "pdfminer", "pdfium", "naive", "markitdown")
SKIPPED = {".md", ".json", ".xml", ".py"}


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what is known of it."""

    path: Path
    kind: str
    gold: str = ""
    gold_kind: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool made of one file; ``score`` is ``None`` when there is nothing to compare."""

    tool: str
    file: str
    kind: str
    groups: tuple[str, ...]
    seconds: float
    pages: int
    peak_mb: float
    error: str
    score: Score | None


def find_cases(folder: Path, kinds: list[str]) -> Iterator[Case]:
    """Yield the files of each kind in order."""
    gold_kinds = dict(_manifest(folder / "MANIFEST.md"))
    for path in sorted(folder.glob("*/*")):
        kind = path.parent.name
        if ".gold." in path.name or path.suffix in SKIPPED or not path.is_file():
            continue
        if kind == "hostile" or (kinds and kind not in kinds):
            continue
        golds = [*path.parent.glob(f"{_escape(path.stem)}.gold.*")]
        golds = [*path.parent.glob(f"{_escape(path.name)}.gold.*")] or golds
        gold = golds[0].read_text("utf-8", "replace") if golds else ""
        yield Case(path, kind, gold, gold_kinds.get(f"{kind}/{path.name}", ""))


def _escape(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)


def _manifest(path: Path) -> Iterator[tuple[str, str]]:
    columns: list[str] = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if {"file", "gold"} <= set(cells):
            columns = cells
        elif columns and len(cells) >= len(columns):
            row = dict(zip(columns, cells, strict=False))
            if word := re.match(r"\w+", row["gold"]):
                yield row["file"], word.group()


def measure(
    tool: str, cases: list[Case], python: str, limit: float, options: list[str]
) -> Iterator[Result]:
    """Run a tool over the files of one kind; a crash or a hang costs only its file."""
    left = list(cases)
    while left:
        worker = subprocess.Popen(
            [python, str(WORKER), tool, str(limit), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        while left:
            case = left.pop(0)
            try:
                worker.stdin.write(f"{case.path}\n")
                worker.stdin.flush()
                line = worker.stdout.readline()
            except BrokenPipeError:
                line = ""
            answer = json.loads(line) if line else {"error": "died or took too long"}
            yield _result(tool, case, answer)
            if not line:
                break
        worker.kill()
        worker.communicate()


def _result(tool: str, case: Case, answer: dict[str, Any]) -> Result:
    groups = [case.kind]
    if case.gold_kind:
        groups.append(f"{case.kind} {case.gold_kind}")
    if is_right_to_left(case.gold):
        groups.append(f"{case.kind} {case.gold_kind} right-to-left".replace("  ", " "))
    return Result(
        tool=tool,
        file=f"{case.kind}/{case.path.name}",
        kind=case.kind,
        groups=tuple(groups),
        seconds=answer.get("seconds", 0.0),
        pages=answer.get("pages", 0),
        peak_mb=answer.get("peak_mb", 0.0),
        error=answer.get("error", ""),
        score=score(case.gold, answer.get("text", ""), answer.get("left_out", ""))
        if case.gold.strip()
        else None,
    )


def table(results: Iterable[Result]) -> str:
    """Return one line for each group and tool: mean scores, speed, largest memory, failures."""
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        for group in result.groups:
            groups[group, result.tool].append(result)
    head = "".join(f"{name:>9}" for name in FIGURES)
    lines = [f"{'group':<30}{'tool':<16}{'files':>6}{head}{'ms/page':>9}{'MB':>6}{'failed':>7}"]
    for (group, tool), members in sorted(groups.items(), key=_in_order):
        line = f"{group:<30}{tool:<16}{sum(m.score is not None for m in members):>6}"
        for name in FIGURES:
            values = [getattr(m.score, name) for m in members if m.score is not None]
            values = [value for value in values if value is not None]
            line += f"{statistics.fmean(values):>9.3f}" if values else f"{'-':>9}"
        pages = sum(m.pages for m in members if not m.error)
        seconds = sum(m.seconds for m in members if not m.error)
        line += f"{1000 * seconds / pages:>9.1f}" if pages else f"{'-':>9}"
        failed = sum(bool(m.error) for m in members)
        lines.append(f"{line}{max(m.peak_mb for m in members):>6.0f}{failed:>7}")
    return "\n".join(lines)


def _in_order(entry: tuple[tuple[str, str], list[Result]]) -> tuple[str, int, str]:
    group, tool = entry[0]
    return group, TOOLS.index(tool) if tool in TOOLS else 0, tool


def per_file(results: list[Result]) -> str:
    """Return one line for each file and tool."""
    lines = []
    for result in sorted(results, key=lambda r: (r.file, r.tool)):
        line = f"{result.file[:56]:<58}{result.tool:<16}"
        for name in FIGURES:
            value = getattr(result.score, name) if result.score else None
            line += f"{value:>8.3f}" if value is not None else f"{'-':>8}"
        pages = f"{1000 * result.seconds / max(result.pages, 1):>8.1f}"
        lines.append(f"{line}{pages}{result.peak_mb:>6.0f}  {result.error[:60]}".rstrip())
    return "\n".join(lines)


def main() -> int:
    """Score the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Score parsers of documents.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kind", action="append", default=[], help="only these folders")
    parser.add_argument("--tool", action="append", default=[], help="only these tools")
    parser.add_argument("--only", default="", help="only files whose name matches this pattern")
    parser.add_argument(
        "-O", "--option", action="append", default=[], help="KEY=VALUE for our parsers"
    )
    parser.add_argument("--files", action="store_true", help="print a line for each file as well")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    parser.add_argument("--seconds", type=float, default=120.0, help="limit for one file")
    parser.add_argument("--markitdown-python", default=sys.executable)
    arguments = parser.parse_args()
    cases = list(find_cases(arguments.folder, arguments.kind))
    cases = [case for case in cases if re.search(arguments.only, case.path.name)]
    if not cases:
        print(f"{arguments.folder} holds no files to score.", file=sys.stderr)
        return 1
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_kind[case.kind].append(case)
    results: list[Result] = []
    for tool in arguments.tool or TOOLS:
        python = arguments.markitdown_python if tool == "markitdown" else sys.executable
        if tool == "markitdown" and not _has_markitdown(python):
            print(f"markitdown is not installed for {python}: left out", file=sys.stderr)
            continue
        for kind, members in by_kind.items():
            if tool in ("pdfminer", "pdfium") and kind != "pdf":
                continue
            results.extend(measure(tool, members, python, arguments.seconds, arguments.option))
    if arguments.files:
        print(per_file(results))
    print(table(results))
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(r) for r in results], indent=1) + "\n")
    return 0


def _has_markitdown(python: str) -> bool:
    command = [
        python,
        "-c",
        "import importlib.util as u, sys; sys.exit(not u.find_spec(sys.argv[1]))",
    ]
    return subprocess.run([*command, "markitdown"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
