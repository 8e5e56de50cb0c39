"""Records what the program makes of files that an earlier version of it wrote."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from tests.golden.keeping import CALLS, DEAD, PLACE, TABLE
from tests.golden.outputs import files
from tests.golden.program import KEPT, Case, Line, Place

TO_NOBODY = ("--api-base", DEAD, "--concurrency", "1")
"""Leads to no server: what is answered comes out of the record of answers."""

SOURCES = (
    "generated/locks_qa_pairs.json",
    "generated/locks_cot_examples.json",
    "generated/locks_summary.json",
    "generated/locks_qa_pairs_enhanced.json",
    "generated/slides_multimodal_qa_pairs.json",
    "curated/locks_cleaned.json",
    "parsed/locks.lance",
)


def cases() -> Iterator[Case]:
    """Return the cases, each with a copy of its own."""
    yield Case("table", _table)
    yield Case("answers", _answers)
    yield Case("runs", _runs)
    yield Case("examples", _examples)


def _fill(place: Place) -> None:
    shutil.copytree(KEPT, place.folder, dirs_exist_ok=True)
    for path in place.folder.rglob("plan.json"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(PLACE, str(place.folder)), encoding="utf-8")


def _table(place: Place) -> dict[str, Line]:
    _fill(place)
    return {
        "inspect": place.run("inspect", TABLE),
        "inspect json": place.run("inspect", "--json"),
        "create": place.run("create", TABLE, "--provider", "offline", "-o", "out"),
        "prompt": place.run("prompts", "render", "qa_generation", "--input", TABLE),
        **{f"made {path}": {"content": text} for path, text in files(place.folder / "out").items()},
    }


def _answers(place: Place) -> dict[str, Line]:
    """Give the kept commands again, where no server answers."""
    _fill(place)
    for path in (place.folder / "data/curated").glob("*.json"):
        path.unlink()
    lines: dict[str, Line] = {}
    for number, call in enumerate(CALLS):
        if "multimodal-qa" not in call:
            lines[f"{number} preview"] = place.run(*call, *TO_NOBODY, "--preview")
            lines[f"{number} again"] = place.run(*call, *TO_NOBODY)
            lines[f"{number} replay"] = place.run(*call, *TO_NOBODY, "--replay", "-q")
    found = files(place.folder / "data/curated")
    return {**lines, **{f"made {path}": {"content": text} for path, text in found.items()}}


def _runs(place: Place) -> dict[str, Line]:
    _fill(place)
    shown = place.run("runs", "list")
    names = [line.split()[0] for line in shown["out"].splitlines()]
    lines = {"list": shown, "list json": place.run("runs", "list", "--json")}
    for number, name in enumerate(names):
        lines[f"show {number}"] = place.run("runs", "show", name)
    lines["retry"] = place.run("runs", "retry-failed", names[0])
    lines["reparse"] = place.run("runs", "reparse", names[0])
    lines["reparse failed"] = place.run("runs", "reparse", names[-1])
    lines["purge"] = place.run("runs", "purge", "--yes")
    return lines


def _examples(place: Place) -> dict[str, Line]:
    """Export, judge and check the example files of each kind."""
    _fill(place)
    lines: dict[str, Line] = {}
    for source in SOURCES:
        path = f"data/{source}"
        for name in ("jsonl", "alpaca", "chatml", "cpt"):
            lines[f"{source} {name}"] = place.run("save-as", path, "-f", name, "-o", f"{name}/")
        judge = ("--judge", "rating", "--provider", "offline")
        lines[f"{source} curate"] = place.run("curate", path, *judge, "-o", "out/")
        lines[f"{source} validate"] = place.run("validate", path, "--as", "jsonl")
    for folder in ("jsonl", "alpaca", "chatml", "cpt"):
        for name, text in files(place.folder / folder).items():
            lines[f"made {folder}/{name}"] = {"content": text}
    return lines
