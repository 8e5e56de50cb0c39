"""``ingest``: names, tables, images, and what goes wrong with documents."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from sdk_core.artifacts import document_tables
from tests.cli.conftest import SHORT


def rows(path) -> list[dict[str, object]]:
    """Return a table's rows by way of Lance itself, not of our own reader."""
    import lancedb

    table: pa.Table = lancedb.connect(str(path.parent)).open_table(path.stem).to_arrow()
    return table.to_pylist()


def test_a_table_is_an_ordinary_lance_table_in_document_order(sdk, work, documents):
    done = sdk("ingest", "documents/slides.pptx", "-o", "out/tables/")
    assert done.code == 0, done.err
    assert done.out == "Text successfully extracted to out/tables/slides.lance\n"
    found = rows(work / "out/tables/slides.lance")
    assert len(found) > 1
    assert all(isinstance(row["text"], str) and "image" not in row for row in found)
    assert [row["index"] for row in found] == sorted(row["index"] for row in found)
    assert {row["source"] for row in found} == {"documents/slides.pptx"}


def test_multimodal_keeps_images(sdk, work, documents):
    done = sdk("ingest", "documents/handbook.docx", "--multimodal")
    assert done.code == 0, done.err
    pictures = [row["image"] for row in rows(work / "data/parsed/handbook.lance") if row["image"]]
    assert pictures
    assert all(data.startswith((b"\x89PNG", b"\xff\xd8", b"RIFF", b"GIF")) for data in pictures)


def test_a_name_is_used_for_one_input_and_ignored_for_a_directory(sdk, write, work, listing):
    write("in/Jahresübersicht (2024) #1.txt", SHORT)
    write("in/deep/er/inner.txt", SHORT)
    one = sdk("ingest", "in/deep/er/inner.txt", "-n", "chosen", "-v")
    assert one.code == 0
    assert "in/deep/er/inner.txt" in one.err
    assert listing("data/parsed") == ["chosen.lance"]
    parsed = sdk("ingest", "data/parsed/chosen.lance")
    assert parsed.code == 2
    assert "create data/parsed/chosen.lance" in parsed.err
    outside = sdk("ingest", "in/deep/er/inner.txt", "--name", "../escaped")
    assert outside.code == 2
    assert "not a plain file name" in outside.err

    flat = sdk("ingest", "in", "--name", "chosen", "-o", "flat")
    assert flat.code == 0
    assert "Warning: --name option is ignored when processing directories" in flat.err
    assert "1 file" in flat.err
    assert "-r" in flat.err
    assert listing("flat") == ["Jahresubersicht_2024_1.lance"]
    deep = sdk("ingest", "in/", "-r", "-o", "deep")
    assert deep.code == 0
    assert document_tables.is_table(work / "deep/deep/er/inner.lance")
    assert document_tables.is_table(work / "deep/Jahresubersicht_2024_1.lance")


def test_inputs_of_one_name_do_not_overwrite_each_other(sdk, write, listing):
    write("in/Paper.txt", SHORT)
    write("in/paper.md", SHORT + "Other.")
    together = sdk("ingest", "in")
    assert together.code == 0, together.err
    assert listing("data/parsed") == ["Paper_txt.lance", "paper_md.lance"]
    assert "same name" in together.err

    assert sdk("ingest", "in/paper.md", "-o", "apart").code == 0
    write("two/paper.txt", SHORT)
    second = sdk("ingest", "two/paper.txt", "-o", "apart")
    assert second.code == 0, second.err
    assert listing("apart") == ["paper.lance", "paper_txt.lance"]
    assert "paper_txt" in second.err


def test_a_parser_can_be_named(sdk, write, work):
    write("page.dat", "<h1>Heading</h1><p>A paragraph of text.</p>")
    refused = sdk("ingest", "page.dat")
    assert refused.code == 2
    assert "--parser" in refused.err
    done = sdk("ingest", "page.dat", "--parser", "html")
    assert done.code == 0, done.err
    text = "".join(row["text"] for row in rows(work / "data/parsed/page.lance"))
    assert "Heading" in text
    assert "<p>" not in text


def test_what_cannot_be_ingested_is_refused_with_a_way_out(sdk, write, work):
    missing = sdk("ingest", "nowhere/report.pdf")
    assert missing.code == 2
    assert "nowhere/report.pdf does not exist" in missing.err

    write("report.pdff", "x")
    unsupported = sdk("ingest", "report.pdff")
    assert unsupported.code == 2
    assert "did you mean .pdf?" in unsupported.err
    assert ".docx" in unsupported.err

    write("empty.txt", " \n")
    empty = sdk("ingest", "empty.txt")
    assert empty.code == 4
    assert "empty.txt" in empty.err
    assert empty.out == ""

    write("broken.pdf", "%PDF-1.4 broken")
    broken = sdk("ingest", "broken.pdf")
    assert broken.code == 4
    assert "broken.pdf" in broken.err
    assert "Traceback" not in broken.err

    unknown = sdk("ingest", "empty.txt", "--parser", "textt")
    assert unknown.code == 2
    assert "text" in unknown.err
    assert "pdf" in unknown.err
    assert not (work / "data").exists()


def test_a_directory_goes_on_after_a_bad_document(sdk, write, listing):
    write("in/bad.pdf", "%PDF-1.4 broken")
    write("in/empty.txt", "")
    write("in/good.txt", SHORT)
    some = sdk("ingest", "in")
    assert some.code == 3
    assert "in/bad.pdf" in some.err
    assert "in/empty.txt" in some.err
    assert listing("data/parsed") == ["good.lance"]
    write("worse/bad.pdf", "%PDF-1.4 broken")
    write("worse/empty.txt", "")
    none = sdk("ingest", "worse", "-o", "none")
    assert none.code == 4
    assert none.out == ""
    write("odd/picture.xyz", "BM")
    nothing = sdk("ingest", "odd")
    assert nothing.code == 4
    assert "No supported files found" in nothing.err


def test_an_output_that_cannot_be_written(sdk, write):
    write("a.txt", SHORT)
    write("in_the_way", "a file")
    done = sdk("ingest", "a.txt", "-o", "in_the_way")
    assert done.code == 6
    assert "in_the_way" in done.err
    assert "Traceback" not in done.err


def test_the_encoding_can_be_named(sdk, write, work):
    (work / "old.txt").write_bytes("Der Wärter zündet die Lampe an.".encode("cp437"))
    (work / "page.html").write_bytes("<p>Der Wärter zündet die Lampe an.</p>".encode("cp437"))
    for name in ("old.txt", "page.html"):
        done = sdk("ingest", name, "--encoding", "IBM437")
        assert done.code == 0, done.err
        assert "warning" not in done.err
    assert rows(work / "data/parsed/old.lance")[0]["text"] == "Der Wärter zündet die Lampe an."
    assert rows(work / "data/parsed/page.lance")[0]["text"] == "Der Wärter zündet die Lampe an."

    wrong = sdk("ingest", "old.txt", "--encoding", "utf-8")
    assert "old.txt is not utf-8 throughout, as --encoding says, and was read as " in wrong.err
    (work / "both").mkdir()
    for name in ("a.odt", "b.odt"):
        (work / "both" / name).write_bytes(b"PK, cut")
    told = sdk("ingest", "both", "--encoding", "cp1252").err
    assert told.count("--encoding has no effect on what the parser 'odt' reads") == 1
    unknown = sdk("ingest", "old.txt", "--encoding", "klingon")
    assert unknown.code == 2
    assert "'klingon' is no encoding that is known; common ones are: utf-8, " in unknown.err


def test_the_encoding_holds_in_archives_too(sdk, work):
    with zipfile.ZipFile(work / "old.zip", "w") as archive:
        archive.writestr("a.txt", "Der Wärter zündet die Lampe an.".encode("cp437"))
    done = sdk("ingest", "old.zip", "--encoding", "cp437")
    assert done.code == 0, done.err
    assert rows(work / "data/parsed/old/a.lance")[0]["text"] == "Der Wärter zündet die Lampe an."


def test_a_long_document_with_hardly_any_text_is_told(sdk, write):
    write("stamps.jsonl", "".join(f'{{"text": "Page {n}"}}\n' for n in range(5)))
    done = sdk("ingest", "stamps.jsonl")
    assert done.code == 0
    assert "it has hardly any text: 38 characters in 5 parts; for scanned pages try" in done.err


@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_no_name(sdk, write, name):
    write("a.txt", SHORT)
    done = sdk("ingest", "a.txt", "--name", name)
    assert done.code == 2
    assert "--name was given without a name" in done.err


def test_a_large_hole_is_told_with_its_size(sdk, work):
    with (work / "hole.pdf").open("wb") as file:
        file.truncate(3 << 30)
    done = sdk("ingest", "hole.pdf")
    assert done.code == 4
    assert "hole.pdf is 3.2 GB large and holds almost nothing but zeros" in done.err


def test_a_tilde_is_the_home_folder(sdk, write, work, environment):
    home = Path(environment["HOME"])
    home.mkdir(exist_ok=True)
    write("a.txt", SHORT)
    write("c.yaml", 'paths: {input: "~/in", output: {parsed: "~/kit/parsed"}}\n')
    (home / "c.yaml").write_text("paths: {output: {parsed: ~/third}}\n", "utf-8")
    assert sdk("ingest", "a.txt", "-c", "c.yaml").code == 0
    assert sdk("ingest", "a.txt", "--output-dir=~/second").code == 0
    assert sdk("ingest", "a.txt", "--config=~/c.yaml").code == 0
    variable = {"SDK_PATHS__OUTPUT__PARSED": "~/fourth"}
    assert sdk("ingest", "a.txt", env=variable).code == 0
    for folder in ("kit/parsed", "second", "third", "fourth"):
        assert (home / folder / "a.lance").is_dir()
    assert not (work / "~").exists()
    assert 'paths.input = "' + str(home / "in") in sdk("config", "show", "-c", "c.yaml").out
