"""Inputs by address: git repositories, rows of datasets, files; and what has not changed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from sdk_core.artifacts.document_tables import read_document
from tests.repositories import commit, git, repository

ROWS = [
    {"id": "locks", "text": "Twenty-two locks lift the boats.", "lang": "en", "score": 3},
    {"id": "boats/1", "text": "Ein Pferd zog ein Boot.", "lang": "de", "score": 5},
    {"id": "boats/1", "text": "A horse pulled a boat.", "lang": "en", "score": 4},
    {"id": "empty", "text": " ", "lang": "en", "score": 1},
]


@pytest.fixture
def work(sdk, tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def repo(work: Path) -> Path:
    return repository(work / "repo")


def tables(work: Path, folder: str = "data/parsed") -> list[str]:
    root = work / folder
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*.lance") if p.is_dir()
                  and not any(part.endswith(".lance") for part in p.parent.parts))  # fmt: skip


def test_a_commit_is_read_whether_it_is_checked_out_or_not(sdk, work, repo):
    sha = git(repo, "rev-parse", "HEAD").strip()
    commit(repo, {"docs/locks.md": "# Locks\n\nNew words.\n"})
    done = sdk("ingest", "git:repo@v1", "-r")
    assert done.code == 0, done.err
    assert tables(work) == ["README.lance", "docs/deep/boats.lance", "docs/locks.lance"]
    document = read_document(work / "data/parsed/docs/locks.lance")
    assert "180 cubic metres" in document.text
    assert document.source == "git:repo@v1:docs/locks.md"
    assert document.metadata["commit"] == sha


def test_only_what_has_changed_is_read_again(sdk, work, repo):
    sdk("ingest", "git:repo", "-r")
    again = sdk("ingest", "git:repo", "-r", "--json").json
    assert [item["unchanged"] for item in again["items"]] == [True] * 3
    commit(repo, {"docs/locks.md": "# Locks\n\nNew words.\n"})
    later = sdk("ingest", "git:repo", "-r", "--json").json
    changed = [item["input"] for item in later["items"] if not item["unchanged"]]
    assert changed == ["git:repo:docs/locks.md"]
    assert "New words" in read_document(work / "data/parsed/docs/locks.lance").text


def test_folders_files_and_globs_of_a_commit(sdk, work, repo):
    one = sdk("ingest", "git:repo@main:docs", "-o", "one")
    assert one.code == 0, one.err
    assert tables(work, "one") == ["locks.lance"]
    sdk("ingest", "git:repo:docs/deep/boats.txt", "-o", "two", "-n", "boats-of-old")
    assert tables(work, "two") == ["boats-of-old.lance"]
    sdk("ingest", "git:repo", "-r", "--include", "*.md", "--exclude", "docs/*", "-o", "three")
    assert tables(work, "three") == ["README.lance"]


def test_links_are_passed_over_and_paths_may_hold_any_sign(sdk, work):
    odd = repository(work / "a b@c", {"docs/naïve file.md": "# Naïve\n\nWords.\n"})
    (odd / "link.md").symlink_to("docs/naïve file.md")
    git(odd, "add", "-A")
    git(odd, "commit", "-q", "-m", "Add a link")
    done = sdk("ingest", "git:a b@c", "-r")
    assert done.code == 0, done.err
    assert "passed over 1 symbolic links and submodules" in done.err
    assert tables(work) == ["docs/naïve_file.lance"] or len(tables(work)) == 1


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("git:repo@v9", "has no commit 'v9'"),
        ("git:repo@v1:nowhere", "has no nowhere"),
        ("git:nowhere", "names no folder that is there"),
        ("git:plain", "is no git repository"),
        ("dataset:nowhere.jsonl", "there is no nowhere.jsonl"),
        ("dataset:rows.jsonl?text=body", "it has id, text, lang, score"),
        ("dataset:rows.jsonl?txt=text", "did you mean text?"),
        ("dataset:rows.jsonl?where=lang", "is no condition"),
        ("dataset:notes.txt", "is no dataset that is read"),
        ("file:nowhere", "there is no nowhere"),
        ("gti:repo", "does not exist"),
    ],
)
def test_addresses_that_are_wrong(sdk, work, repo, address, said):
    (work / "plain").mkdir()
    (work / "notes.txt").write_text("Words.", "utf-8")
    (work / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    done = sdk("ingest", address)
    assert done.code == 2
    assert said in done.err
    assert not (work / "data").exists()


def written(work: Path, form: str) -> str:
    """Write the rows in a form and return the path."""
    lines = "\n".join(map(json.dumps, ROWS))
    table = pa.Table.from_pylist(ROWS)
    path = work / f"rows.{form}"
    if form == "jsonl":
        path.write_text(lines, "utf-8")
    elif form == "jsonl.gz":
        path.write_bytes(gzip.compress(lines.encode()))
    elif form == "csv":
        csv.write_csv(table, path)
    else:
        parquet.write_table(table, path)
    return path.name


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "csv", "parquet"])
def test_rows_are_documents(sdk, work, form):
    name = written(work, form)
    done = sdk("ingest", f"dataset:{name}?where=score>=4")
    assert done.code == 0, done.err
    assert tables(work) == ["boats_1.lance", "boats_1_txt.lance"] or len(tables(work)) == 2
    sources = {read_document(work / "data/parsed" / table).source for table in tables(work)}
    assert sources == {f"dataset:{name}#boats/1", f"dataset:{name}#boats/1#2"}


@pytest.mark.parametrize("storage", ["hf", "lance"])
def test_datasets_that_the_program_wrote_are_read(sdk, work, storage):
    written(work, "jsonl")
    rows = [{"question": row["text"], "answer": row["id"]} for row in ROWS[:3]]
    (work / "pairs.json").write_text(json.dumps(rows), "utf-8")
    saved = sdk("save-as", "pairs.json", "-f", "alpaca", "--storage", storage, "-o", "set.lance"
                if storage == "lance" else "set")  # fmt: skip
    assert saved.code == 0, saved.err
    place = next(p.name for p in work.iterdir() if p.name.startswith("set"))
    done = sdk("ingest", f"dataset:{place}?text=instruction&id=output", "--into", "all")
    assert done.code == 0, done.err
    assert "3 pages and sections read" in done.err


def test_columns_titles_limits_and_rows_without_text(sdk, work):
    rows = [{"body": f"Words {n}.", "head": f"Title {n}", "k": n} for n in range(5)]
    rows.insert(1, {"body": "", "head": "Empty", "k": 9})
    (work / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    done = sdk("ingest", "dataset:rows.jsonl?id=k&title=head&limit=3")
    assert done.code == 0, done.err
    assert "passed over 1 rows without text in 'body'" in done.err
    assert tables(work) == ["0.lance", "1.lance", "2.lance"]
    assert read_document(work / "data/parsed/2.lance").title == "Title 2"
    again = sdk("ingest", "dataset:rows.jsonl?id=k&title=head&limit=3", "--json").json
    assert all(item["unchanged"] for item in again["items"])


def test_files_by_their_address(sdk, work):
    (work / "docs/deep").mkdir(parents=True)
    (work / "docs/a.txt").write_text("Words of a.", "utf-8")
    (work / "docs/deep/b.txt").write_text("Words of b.", "utf-8")
    (work / "docs/.hidden.txt").write_text("Nobody's.", "utf-8")
    assert sdk("ingest", f"file://{work}/docs", "-r").code == 0
    assert tables(work) == ["a.lance", "deep/b.lance"]
    there = sdk("ingest", "file://elsewhere/docs")
    assert there.code == 2
    assert "names the host elsewhere" in there.err


def test_a_preview_reads_and_fetches_nothing(sdk, work, repo):
    before = {p: p.stat().st_mtime_ns for p in work.rglob("*")}
    done = sdk("ingest", "git:repo", "-r", "--preview")
    assert done.code == 0, done.err
    assert "git:repo:docs/locks.md -> data/parsed/docs/locks.lance (markdown)" in done.out
    assert sdk("run", "git:repo", "-r", "--preview").code == 0
    assert {p: p.stat().st_mtime_ns for p in work.rglob("*")} == before


def test_all_steps_from_a_repository(sdk, work, repo):
    done = sdk("run", "git:repo@v1:docs", "-r", "--provider", "offline", "-n", "1", "-t", "0")
    assert done.code == 0, done.err
    made = json.loads((work / "data/generated/locks_qa_pairs.json").read_text("utf-8"))
    assert made["metadata"]["source"] == "git:repo@v1:docs/locks.md"
