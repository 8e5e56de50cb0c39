"""A kind of record with neither question nor answer goes all the way, and without its package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sdk_core.testing.program import Finished
from tests.examples.conftest import Installation
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

pytestmark = pytest.mark.xdist_group("packages")

Program = Callable[..., Finished]

TEXT = "A lock lifts boats. A sluice is a gate in a lock. Horses walked on the towpath."
ENTRIES = [
    {"term": "lock", "definition": "A chamber that lifts boats."},
    {"term": "sluice", "definition": "A gate in a lock."},
    {"term": "Lock", "definition": "The same once more."},
    {"term": "towpath", "definition": "The way of the horses."},
]


def said(request: Received) -> Reply:
    if "Explain" in request.prompt:
        return completion(json.dumps(ENTRIES))
    shown = json.loads(request.prompt.rpartition("\n\n")[2])
    assert all(set(record) == {"index", "passage", "term", "definition"} for record in shown)
    rated = [{"index": r["index"], "rating": 3 if r["term"] == "towpath" else 9} for r in shown]
    return completion(json.dumps(rated))


@pytest.fixture
def at() -> Iterator[tuple[str, ...]]:
    with OpenAIServer(said) as server:
        yield ("--provider", "vllm", "--api-base", server.url, "-m", "test-model")


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_glossary_goes_through_every_command_and_outlives_its_package(
    packaged: Program, installation: Installation, work: Path, at: tuple[str, ...]
) -> None:
    (work / "notes.txt").write_text(TEXT, encoding="utf-8")
    done = packaged("create", "notes.txt", "--type", "glossary", "--num-terms", "3", *at)
    assert done.code == 0, done.err
    made = work / "data/generated/notes_glossary.json"
    content = load(made)
    assert [r["term"] for r in content["terms"]] == ["lock", "sluice", "towpath"]
    assert content["metadata"]["record_kind"]["list_key"] == "terms"
    assert content["metadata"]["passages"] == [TEXT]
    assert content["metadata"]["left_out"] == 1

    shown = packaged("prompts", "render", "record_rating", "--input", made)
    assert '"term": "sluice"' in shown.out
    assert packaged("curate", made, "--preview").code == 0
    done = packaged("curate", made, *at)
    assert done.code == 0, done.err
    curated = work / "data/curated/notes_glossary_cleaned.json"
    content = load(curated)
    assert [(r["term"], r["rating"]) for r in content["terms"]] == [("lock", 9), ("sluice", 9)]
    assert [(r["term"], r["rating"]) for r in content["rejected"]] == [("towpath", 3)]
    assert content["terms"][0]["judgements"][-1]["judge"] == "rating"
    assert content["conversations"][1][1]["content"] == "What does “sluice” mean?"

    rows = export(packaged, work, curated)

    installation.uninstall("sdk-glossary")
    try:
        assert packaged("plugins", "info", "sdk-glossary").code == 2
        assert export(packaged, work, curated) == rows
        done = packaged("curate", made, *at, "-o", "again.json")
        assert done.code == 0, done.err
        assert load(work / "again.json")["terms"] == content["terms"]
    finally:
        installation.install("sdk-glossary")


def export(packaged: Program, work: Path, curated: Path) -> dict[str, Any]:
    """Return what a curated file becomes in each format, and in a dataset of three splits."""
    rows = {}
    for name in ("jsonl", "alpaca", "chatml"):
        done = packaged("save-as", curated, "-f", name, "-o", f"out.{name}.jsonl")
        assert done.code == 0, done.err
        text = (work / f"out.{name}.jsonl").read_text(encoding="utf-8")
        rows[name] = list(map(json.loads, text.splitlines()))
        done = packaged("validate", f"out.{name}.jsonl", "--as", name)
        assert done.code == 0, done.out + done.err
    assert rows["jsonl"][1] == {
        "term": "sluice", "definition": "A gate in a lock.", "see_also": ["lock", "Lock"],
        "rating": 9,
    }  # fmt: skip
    assert (
        rows["chatml"][1]["messages"][-1]["content"] == "A gate in a lock.\n\nSee also: lock, Lock."
    )
    done = packaged(
        *("save-as", curated, "-f", "alpaca", "--split", "50/25/25", "--split-by", "row"),
        *("--dedup", "near", "-o", "dataset"),
    )
    assert done.code == 0, done.err
    card = (work / "dataset/README.md").read_text(encoding="utf-8")
    assert "task_categories:\n- text-generation\n" in card
    assert "2 records were read (2 glossary)" in card
    return rows
