"""``ingest`` of addresses: repositories, datasets, files and pages become tables like any other."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sdk_core.artifacts import document_tables
from sdk_core.testing.program import Finished
from tests.repositories import FILES, commit, git, repository

Sdk = Callable[..., Finished]

Write = Callable[[str, Any], str]

Listing = Callable[[str], list[str]]

ROWS = (
    {"id": "a", "text": "The first.", "lang": "en", "head": "One"},
    {"id": "b", "text": "Das zweite.", "lang": "de", "head": "Zwei"},
    {"id": "c", "text": "The third.", "lang": "en", "head": "Three"},
    {"id": "d", "text": " ", "lang": "en", "head": "Four"},
)
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)


class Page(BaseHTTPRequestHandler):
    """Serves one page, whatever is asked for."""

    def do_GET(self) -> None:
        """Send the page; there is no ``robots.txt``."""
        is_page = self.path.startswith("/tides")
        body = b"<h1>Tides</h1><p>The tide rises twice a day.</p>" if is_page else b""
        self.send_response(200 if is_page else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def canal(work: Path) -> Path:
    return repository(work / "canal")


def _unchanged(done: Finished) -> dict[str, bool]:
    """Return for each input of a report whether it is as it was."""
    return {item["input"]: item["unchanged"] for item in done.json["items"]}


def test_files_of_a_commit_become_tables_that_know_it(sdk: Sdk, canal: Path, work: Path) -> None:
    done = sdk("ingest", "git:canal", "-r")
    assert done.code == 0, done.err
    document = document_tables.read_document(work / "data/parsed/docs/locks.lance")
    assert document.text.strip() == FILES["docs/locks.md"].strip()
    assert document.source == "git:canal:docs/locks.md"
    assert document.metadata["commit"] == git(canal, "rev-parse", "HEAD").strip()
    assert document_tables.is_table(work / "data/parsed/README.lance")
    assert document_tables.is_table(work / "data/parsed/docs/deep/boats.lance")


def test_folders_are_looked_into_when_that_is_asked_for(
    sdk: Sdk, canal: Path, listing: Listing
) -> None:
    flat = sdk("ingest", "git:canal")
    assert flat.code == 0, flat.err
    assert listing("data/parsed") == ["README.lance"]
    assert "2 files in sub-folders not looked at; -r" in flat.err
    below = sdk("ingest", "git:canal@v1:docs", "-o", "below")
    assert below.code == 0, below.err
    assert listing("below") == ["locks.lance"]


def test_a_single_file_of_a_branch_may_be_named(sdk: Sdk, canal: Path, listing: Listing) -> None:
    git(canal, "checkout", "-q", "-b", "weirs")
    commit(canal, {"weirs.md": "# Weirs\n\nOf wood.\n"})
    git(canal, "checkout", "-q", "main")
    done = sdk("ingest", "git:canal@weirs:weirs.md", "--name", "chosen")
    assert done.code == 0, done.err
    assert listing("data/parsed") == ["chosen.lance"]
    several = sdk("ingest", "git:canal", "-r", "--name", "chosen")
    assert several.code == 2
    assert "--name names one table, and git:canal lists 3 inputs" in several.err


def test_a_commit_is_read_again_where_files_have_changed(sdk: Sdk, canal: Path, work: Path) -> None:
    command = ("ingest", "git:canal", "-r", "--json")
    assert not any(_unchanged(sdk(*command)).values())
    assert all(_unchanged(sdk(*command)).values())
    (canal / "README.md").write_text("# Not committed\n")
    assert all(_unchanged(sdk(*command)).values())
    new = commit(canal, {"README.md": "# The canal\n\nIt is longer now.\n"})
    assert _unchanged(sdk(*command)) == {
        "git:canal:README.md": False,
        "git:canal:docs/deep/boats.txt": True,
        "git:canal:docs/locks.md": True,
    }
    document = document_tables.read_document(work / "data/parsed/README.lance")
    assert "It is longer now." in document.text
    assert document.metadata["commit"] == new


def test_globs_choose_among_the_files_of_a_commit(sdk: Sdk, canal: Path, work: Path) -> None:
    done = sdk("ingest", "git:canal", "-r", "--exclude", "deep/", "--include", "*.md", "--json")
    assert done.code == 0, done.err
    assert [item["input"] for item in done.json["items"]] == [
        "git:canal:README.md",
        "git:canal:docs/locks.md",
    ]


def test_a_preview_of_a_repository_writes_nothing(sdk: Sdk, canal: Path, work: Path) -> None:
    done = sdk("ingest", "git:canal", "-r", "--preview")
    assert done.code == 0, done.err
    assert "docs/locks.lance" in done.out
    assert not (work / "data").exists()


def test_links_and_what_no_parser_reads_are_said(sdk: Sdk, canal: Path) -> None:
    (canal / "link.md").symlink_to("README.md")
    commit(canal, {"tool.xyz": "?"})
    done = sdk("ingest", "git:canal", "-v")
    assert done.code == 0, done.err
    assert "git:canal: passed over 1 symbolic links and submodules" in done.err
    assert "tool.xyz" in done.err or "1 file" in done.err


def test_paths_with_what_parts_an_address(sdk: Sdk, work: Path, listing: Listing) -> None:
    repository(work / "my canal@home", {"a b.md": "# A\n\nText.\n"})
    done = sdk("ingest", "git:my canal@home@v1")
    assert done.code == 0, done.err
    assert listing("data/parsed") == ["a_b.lance"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("git:canal@nope", "canal has no commit 'nope'"),
        ("git:canal:nope", "has no nope"),
        ("git:plain", "plain is no git repository"),
        ("git:nowhere", "names no folder that is there"),
        ("dataset:none.jsonl", "there is no none.jsonl"),
        ("dataset:canal", "canal is no dataset that is read"),
        ("dataset:rows.jsonl?text=body", "no column 'body'; it has id, text, lang, head"),
        ("dataset:rows.jsonl?colour=red", "no option 'colour'"),
        ("dataset:rows.jsonl?limit=none", "option 'limit'"),
        ("dataset:rows.jsonl?where=lang", "is no condition such as lang=en"),
        ("file:none.txt", "there is no none.txt"),
        ("file://far/docs", "names the host far"),
        ("file:rows.jsonl?text=body", "no option 'text'"),
        ("gopher://example.org/a", "gopher"),
        ("ftp://example.org/a.txt", "only http and https"),
    ],
)
def test_what_is_not_there_is_refused(
    sdk: Sdk, canal: Path, write: Write, work: Path, address: str, said: str
) -> None:
    write("rows.jsonl", LINES)
    (work / "plain").mkdir()
    done = sdk("ingest", address)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert not (work / "data").exists()


def test_rows_become_documents_with_titles_and_numbers(
    sdk: Sdk, write: Write, work: Path, listing: Listing
) -> None:
    write("rows.jsonl", LINES)
    done = sdk("ingest", "dataset:rows.jsonl?title=head&where=lang=en")
    assert done.code == 0, done.err
    assert listing("data/parsed") == ["a.lance", "c.lance"]
    assert "passed over 1 rows without text in 'text'" in done.err
    document = document_tables.read_document(work / "data/parsed/c.lance")
    assert (document.text, document.title) == ("The third.", "Three")
    assert document.source == "dataset:rows.jsonl#c"
    assert document.metadata["row"] == "3"


def test_rows_are_read_again_where_they_have_changed(sdk: Sdk, write: Write) -> None:
    write("rows.jsonl", LINES)
    command = ("ingest", "dataset:rows.jsonl", "--json")
    assert list(_unchanged(sdk(*command)).values()) == [False, False, False]
    write("rows.jsonl", LINES.replace("Das zweite", "Das andere"))
    assert list(_unchanged(sdk(*command)).values()) == [True, False, True]


def test_rows_of_one_id_stay_apart_and_are_known_again(
    sdk: Sdk, write: Write, work: Path, listing: Listing
) -> None:
    rows = [{"id": "a", "text": "The first."}, {"id": "a", "text": "The second."}]
    write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    command = ("ingest", "dataset:rows.jsonl", "--json")
    assert sdk(*command).code == 0
    texts = {
        document_tables.read_document(work / "data/parsed" / name).text
        for name in listing("data/parsed")
    }
    assert texts == {"The first.", "The second."}
    assert all(_unchanged(sdk(*command)).values())


def test_ids_that_look_like_numbered_ones_are_ids(sdk: Sdk, write: Write) -> None:
    rows = [{"id": each, "text": f"Text {n}."} for n, each in enumerate(["a", "a", "a#2"])]
    write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    done = sdk("ingest", "dataset:rows.jsonl", "--json")
    assert done.code == 0, done.err
    assert done.json["made"] == 3


def test_all_rows_may_go_into_one_table_and_on_to_create(
    sdk: Sdk, write: Write, work: Path
) -> None:
    write("rows.jsonl", LINES)
    done = sdk("ingest", "dataset:rows.jsonl", "--into", "rows")
    assert done.code == 0, done.err
    shown = sdk("inspect", "data/parsed/rows.lance", "--json")
    assert [found["documents"] for found in shown.json] == [3]


def test_options_of_a_dataset_may_stand_in_the_config(
    sdk: Sdk, write: Write, listing: Listing
) -> None:
    write("rows.jsonl", LINES)
    write("c.yaml", {"sources": {"dataset": {"where": "lang=de", "id": "head"}}})
    done = sdk("-c", "c.yaml", "ingest", "dataset:rows.jsonl")
    assert done.code == 0, done.err
    assert listing("data/parsed") == ["Zwei.lance"]
    other = sdk("-c", "c.yaml", "ingest", "dataset:rows.jsonl?where=lang=en&limit=1", "-o", "x")
    assert other.code == 0, other.err
    assert listing("x") == ["One.lance"]


@pytest.mark.parametrize("name", ["rows.jsonl.gz", "rows.parquet", "rows.csv"])
def test_a_damaged_dataset_is_told_as_one(sdk: Sdk, work: Path, name: str) -> None:
    (work / name).write_bytes(b"\xff\x00 no such thing\n\x9d")
    done = sdk("ingest", f"dataset:{name}")
    assert done.code in (2, 4)
    assert name in done.err
    assert "Traceback" not in done.err
    assert "synthetic-data-kit 1" not in done.err


def test_nothing_that_is_wanted_is_told(sdk: Sdk, write: Write, work: Path) -> None:
    write("rows.jsonl", LINES)
    done = sdk("ingest", "dataset:rows.jsonl?where=lang=fr")
    assert done.code in (2, 4)
    assert "dataset:rows.jsonl" in done.err
    assert "Traceback" not in done.err


def test_a_dataset_goes_through_transforms(sdk: Sdk, write: Write, listing: Listing) -> None:
    write("rows.jsonl", LINES)
    keep = "regex@document={pattern: The, action: keep}"
    done = sdk("ingest", "dataset:rows.jsonl", "--transform", keep)
    assert done.code == 0, done.err
    assert listing("data/parsed") == ["a.lance", "c.lance"]
    assert "left out by regex@document: does not match The" in done.err


def test_an_address_of_a_file_means_the_file(
    sdk: Sdk, write: Write, work: Path, listing: Listing
) -> None:
    write("in/a b.md", "# A\n\nText.\n")
    write("in/deep/c.md", "# C\n\nText of c.\n")
    assert sdk("ingest", "in/a b.md").code == 0
    done = sdk("ingest", (work / "in/a b.md").as_uri(), "-o", "x")
    assert done.code == 0, done.err
    assert listing("x") == ["a_b.lance"]
    again = sdk("ingest", "file:in/a b.md", "--json")
    assert _unchanged(again) == {"in/a b.md": True}
    assert listing("data/parsed") == ["a_b.lance"]
    folder = sdk("ingest", "file:in", "-r", "-o", "y")
    assert folder.code == 0, folder.err
    assert document_tables.is_table(work / "y/deep/c.lance")


def test_a_path_that_looks_like_an_address_is_a_path(
    sdk: Sdk, write: Write, listing: Listing
) -> None:
    write("dataset:odd.txt", "Some text that stands there.")
    done = sdk("ingest", "dataset:odd.txt")
    assert done.code == 0, done.err
    assert len(listing("data/parsed")) == 1


def test_pages_are_fetched_as_before(sdk: Sdk, site: str, listing: Listing) -> None:
    closed = sdk("ingest", f"{site}/tides")
    assert closed.code == 4
    assert "loopback" in closed.err
    page = sdk("ingest", f"{site}/tides", "--allow-private-urls")
    assert page.code == 0, page.err
    port = site.rpartition(":")[2]
    assert listing("data/parsed") == [f"127.0.0.1_{port}_tides.lance"]


def test_a_run_takes_addresses_too(sdk: Sdk, write: Write, work: Path) -> None:
    write("rows.jsonl", LINES.replace("The first.", "The first lock was dug in 1789. " * 9))
    done = sdk("run", "dataset:rows.jsonl?limit=1", "-n", "2", "--provider", "offline", "-t", "1")
    assert done.code == 0, done.err
    assert [path.name for path in work.glob("data/final/*.jsonl")] == ["a_cleaned.jsonl"]
