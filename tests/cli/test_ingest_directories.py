"""Directories: what is read, what is left as it is, and many documents in one table."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.artifacts import corpus_table, document_tables
from sdk_core.testing.program import Finished
from tests.cli.conftest import DOCUMENTS, SHORT

Command = Callable[..., Finished]


@pytest.fixture
def command(sdk: Command) -> Command:
    """Return a function that runs the command without plugins."""
    return lambda *arguments: sdk(*arguments, env={"SDK_PLUGINS_DISABLE": "all"})


def fates(done: Finished) -> dict[str, str]:
    """Return what the report says of each input."""
    return {item["input"]: item["note"] for item in done.json["items"]}


def test_what_has_not_changed_is_left_as_it_is(command, write, work):
    for name in ("a", "b", "c"):
        write(f"in/{name}.txt", f"{name}: {SHORT}")
    shutil.copy(work / "in/a.txt", work / "in/z.txt")
    first = command("ingest", "in")
    assert first.code == 0, first.err
    assert "in/z.txt: same content as in/a.txt" in first.err
    before = {path.name: path.stat().st_ino for path in (work / "data/parsed").iterdir()}
    write("in/b.txt", f"changed: {SHORT}")
    shutil.rmtree(work / "data/parsed/c.lance")
    second = command("ingest", "in")
    assert second.code == 0
    assert second.out.count("Text successfully extracted") == 2
    assert "ingest: 2 of 4 written, 0 failed, 2 unchanged" in second.err
    after = {path.name: path.stat().st_ino for path in (work / "data/parsed").iterdir()}
    assert {name for name in before if before[name] == after[name]} == {"a.lance", "z.lance"}
    assert document_tables.read_document(work / "data/parsed/b.lance").text.startswith("changed")

    other = command("ingest", "in", "--multimodal", "--json")  # they would be read differently
    assert "unchanged" not in fates(other).values()
    assert set(fates(command("ingest", "in", "--multimodal", "--json")).values()) == {"unchanged"}
    forced = command("ingest", "in", "--multimodal", "--force")
    assert forced.out.count("Text successfully extracted") == 4
    single = command("ingest", "in/a.txt")  # who names one document wants it read
    assert single.out == "Text successfully extracted to data/parsed/a.lance\n"


def test_globs_ignore_files_and_what_is_no_file(command, write, work):
    for name in ("keep.txt", "draft.txt", "note.md", "sub/keep.txt", "sub/old/x.txt", "skip/y.txt"):
        write(f"in/{name}", SHORT + name)
    write("in/.sdkignore", "# not these\ndraft.*\nskip/\n")
    write("in/sub/.sdkignore", "old/\n!draft.txt\n")
    write("in/sub/draft.txt", SHORT)
    os.mkfifo(work / "in/pipe.txt")
    (work / "in/gone.txt").symlink_to("nowhere")
    (work / "in/zero.txt").symlink_to("/dev/zero")
    (work / "in/loop").symlink_to(work / "in")
    (work / "in/again.txt").symlink_to("keep.txt")
    done = command("ingest", "in", "-r", "--exclude", "*.md", "--include", "*.txt", "--json")
    assert sorted(fates(done)) == ["in/keep.txt", "in/sub/draft.txt", "in/sub/keep.txt"]
    preview = command("ingest", "in", "-r", "--preview", "--json").json
    reasons = {Path(entry["path"]).name: entry["reason"] for entry in preview["special"]}
    assert reasons == {
        "pipe.txt": "a named pipe",
        "gone.txt": "a broken link",
        "zero.txt": "a device",
        "loop": "a link to a folder that is read anyway",
        "again.txt": "a link to a file that is read anyway",
    }
    told = command("ingest", "in", "-r")
    assert "5 passed over" in told.err
    assert "left out by --include, --exclude or .sdkignore" in told.err


def test_the_content_decides_and_an_archive_is_its_documents(command, write, work):
    write("in/a.txt", SHORT)
    shutil.copy(DOCUMENTS / "report.pdf", work / "in/report.txt")
    shutil.copy(DOCUMENTS / "handbook.docx", work / "in/unnamed")
    with zipfile.ZipFile(work / "in/pack.zip", "w") as archive:
        archive.writestr("deep/b.txt", SHORT)
        archive.writestr("../../out.txt", "evil")
        archive.writestr("c.bin", b"\x00\x01")
    done = command("ingest", "in")
    assert done.code == 3
    assert "in/report.txt: it is application/pdf by its content, so the parser 'pdf' reads it" in (
        done.err
    )
    assert "in/pack.zip!../../out.txt was not read: its name leads out" in done.err
    assert "in/pack.zip: no parser reads 1 of its files: c.bin" in done.err
    found = sorted(p.relative_to(work) for p in (work / "data").rglob("[!0-9]*.lance"))
    assert [str(path) for path in found] == [
        "data/parsed/a.lance",
        "data/parsed/pack/deep/b.lance",
        "data/parsed/report.lance",
        "data/parsed/unnamed.lance",
    ]
    assert (
        document_tables.read_document(work / "data/parsed/report.lance").segments[0].kind == "page"
    )
    assert (
        document_tables.table_source(work / "data/parsed/pack/deep/b.lance")
        == "in/pack.zip!deep/b.txt"
    )


def test_one_table_for_all_documents_and_one_file_of_examples(command, write, work, read):
    for number in range(5):
        write(f"in/{number}.txt", f"Station {number} stands in the north. " + SHORT)
    write("in/same.txt", (work / "in/1.txt").read_text())
    done = command("ingest", "in", "--into", "stations")
    assert done.code == 0, done.err
    assert done.out == "Text successfully extracted to data/parsed/stations.lance\n"
    assert "in/same.txt: same content as in/1.txt" in done.err
    assert [path.name for path in (work / "data/parsed").iterdir()] == ["stations.lance"]
    write("in/2.txt", "Station 2 was moved to the south. " + SHORT)
    write("in/5.txt", "Station 5 is new. " + SHORT)
    again = command("ingest", "in", "--into", "stations")
    assert "ingest: 2 of 7 written, 0 failed, 4 unchanged, 1 skipped" in again.err
    table = work / "data/parsed/stations.lance"
    parts = corpus_table.parts(table)
    assert [Path(part.source).name for part in parts] == [
        "0.txt", "1.txt", "3.txt", "4.txt", "2.txt", "5.txt"
    ]  # fmt: skip
    assert [d.source for d in corpus_table.documents(table)] == [part.source for part in parts]
    assert "south" in corpus_table.CorpusTable(table, parts[4].version).read(parts[4]).text

    for refused in (("--name", "x"), ("--multimodal",)):
        wrong = command("ingest", "in", "--into", "stations", *refused)
        assert wrong.code == 2, refused
    write("plain/a.txt", SHORT)
    assert command("ingest", "plain").code == 0
    assert command("ingest", "in", "--into", "a").code == 2  # it is the table of one document
    assert command("ingest", "in", "--into", "../x").code == 2

    made = command("create", "data/parsed/stations.lance", "--provider", "offline", "-n", "2")
    assert made.code == 0, made.err
    content = read("data/generated/stations_qa_pairs.json")
    sources = [pair["provenance"]["source"] for pair in content["qa_pairs"]]
    assert sources == [part.source for part in parts for _ in range(2)]
    assert [d["source"] for d in content["metadata"]["documents"]] == sources[::2]
    for pair in content["qa_pairs"]:
        passage = content["metadata"]["passages"][pair["provenance"]["passage"]]
        assert f"Station {Path(pair['provenance']['source']).stem} " in passage
    text = (work / "data/generated/stations_qa_pairs.json").read_text("utf-8")
    assert text == json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    assert (
        command("curate", "data/generated/stations_qa_pairs.json", "--provider", "offline").code
        == 0
    )

    facts = command("inspect", "data/parsed", "--json").json
    assert [(f["documents"], f["rows"], f["chunks"]) for f in facts] == [(1, 1, 1), (6, 6, 6)]
    assert set(facts[1]["languages"]) == {"en"}


def test_showing_prints_what_is_read_and_writes_nothing(command, write, work, documents):
    shown = command("ingest", "--show", "documents/report.pdf")
    assert shown.code == 0, shown.err
    assert "--- page 1 · " in shown.out
    assert "--- page 2 · " in shown.out
    write("evil.txt", "before \x1b]0;owned\x07\x1b[2J after. " + SHORT)
    evil = command("ingest", "--show", "evil.txt")
    assert "after" in evil.out
    assert "\x1b" not in evil.out
    lines = command("ingest", "--show", "evil.txt", "--json").out.splitlines()
    assert json.loads(lines[0])["kind"] == "section"
    assert command("ingest", "--show", "nowhere.txt").code == 2
    assert not (work / "data").exists()
    assert command("inspect").code == 2


PAGE = "<html><head><title>T</title></head><body><h1>Lamps</h1><p>Lit at dusk.</p></body></html>"
SAVED = (
    "Date: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Exported\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related;\n boundary="b"\n\n--b\nContent-Type: text/html\n'
    f"Content-Location: file:///C:/page.html\n\n{PAGE}\n--b--\n"
)
TABLE = (
    "<table border=1><tr><th>part</th><th>price</th></tr><tr><td>bolt</td><td>3</td></tr></table>"
)


def test_what_programs_leave_beside_documents_is_passed_over(command, write, work):
    write("in/good.txt", SHORT)
    for name in ("~$good.docx", ".~lock.good.odt#", ".good.txt.swp", "good.txt~", "desktop.ini"):
        write(f"in/{name}", "x")
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 12345\n"
    write("in/book.pdf", pointer)
    (work / "in/.#good.txt").symlink_to("me@host.1:2")
    done = command("ingest", "in")
    assert done.code == 0, done.err
    assert "7 passed over: " in done.err
    assert "and 2 more (-v names them)" in done.err
    told = command("ingest", "in", "-v").err
    assert "book.pdf is a pointer of Git LFS to a file" in told
    assert "~$good.docx is the lock file of an office program" in told
    for name, what in (("book.pdf", "git lfs pull"), ("~$good.docx", "name the document itself")):
        named = command("ingest", f"in/{name}")
        assert named.code == 2
        assert f"in/{name} is no document but " in named.err
        assert what in named.err
    with zipfile.ZipFile(work / "pack.zip", "w") as archive:
        archive.writestr("a.txt", SHORT)
        archive.writestr("__MACOSX/._a.docx", b"\x00\x05\x16\x07" + bytes(40))
        archive.writestr("~$b.docx", "x")
        archive.writestr("c.pdf", pointer)
    packed = command("ingest", "pack.zip")
    assert packed.code == 0, packed.err
    assert "no parser reads 2 of its files: ~$b.docx, c.pdf" in packed.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page", PAGE),
        ("page.aspx", f"<!-- {'licence ' * 600} -->\n<?xml version='1.0'?>\n{PAGE}"),
        ("page.txt", PAGE),
        ("page.log", f"\ufeff{PAGE}"),
        ("page.csv", PAGE.replace("<html>", "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>")),
        ("page.docx", PAGE),
        ("page.doc", PAGE),
        ("page.xml", f"<?xml version='1.0'?>\n<!DOCTYPE html>{PAGE}"),
        ("wiki.doc", SAVED),
        ("saved", SAVED),
        ("saved.htm", SAVED),
    ],
)
def test_pages_are_read_as_pages_under_any_name(command, write, work, name, content):
    write(f"in/{name}", content)
    done = command("ingest", "in")
    assert done.code == 0, done.err
    [table] = (work / "data/parsed").glob("*.lance")
    text = document_tables.read_document(table).text
    assert text.startswith("# Lamps\n\nLit at dusk.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xls", TABLE.encode()),
        ("t.xlsx", f"<html>{TABLE}</html>".encode()),
        ("u.xls", f"<html>{TABLE}</html>".encode("utf-16")),
        ("c.xls", b"part,price\nbolt,3\n"),
        ("v.xlsx", "part\tprice\r\nbolt\t3\r\n".encode("utf-16")),
    ],
)
def test_tables_of_text_under_the_names_of_spreadsheets(command, work, name, content):
    (work / "in").mkdir()
    (work / "in" / name).write_bytes(content)
    done = command("ingest", "in")
    assert done.code == 0, done.err
    [table] = (work / "data/parsed").glob("*.lance")
    words = document_tables.read_document(table).text
    assert [word for word in ("part", "price", "bolt", "3") if word not in words] == []
    assert "<" not in words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("readme.md", "<table><tr><td>logo</td></tr></table>\n\n# Notes\n"),
        ("page.php", PAGE),
        ("page.vue", PAGE),
        ("mail.eml", SAVED.replace("Subject:", "To: you@a.org\nSubject:")),
        ("about.txt", "To write a page, begin with <html>."),
    ],
)
def test_names_that_are_right_decide(command, write, work, name, content):
    write(f"in/{name}", content)
    done = command("ingest", "in")
    assert done.code == 0, done.err
    assert "by its content" not in done.err
