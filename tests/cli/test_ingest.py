"""``ingest``: names, tables, images, and what goes wrong with documents."""

from __future__ import annotations

import shutil

import pyarrow as pa

from sdk_core.store import lance as tables
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


def test_a_name_is_used_for_one_input_and_ignored_for_a_directory(sdk, work, write, listing):
    write("in/a.txt", SHORT)
    assert sdk("ingest", "in/a.txt", "-n", "chosen", "-v").code == 0
    assert listing("data/parsed") == ["chosen.lance"]
    many = sdk("ingest", "in", "--name", "chosen", "-o", "all")
    assert many.code == 0
    assert "Warning: --name option is ignored when processing directories" in many.err
    assert listing("all") == ["a.lance"]
    outside = sdk("ingest", "in/a.txt", "--name", "../escaped")
    assert outside.code == 2
    assert "not a plain file name" in outside.err


def test_inputs_of_one_name_do_not_overwrite_each_other(sdk, work, documents, write, listing):
    shutil.copy(documents / "report.pdf", work / "documents" / "notes.pdf")
    (documents / "notes.txt").rename(documents / "Notes.txt")
    for other in ("README.md", "article.html", "handbook.docx", "report.pdf", "slides.pptx"):
        (documents / other).unlink()
    together = sdk("ingest", "documents")
    assert together.code == 0, together.err
    assert listing("data/parsed") == ["Notes_txt.lance", "notes_pdf.lance"]
    assert "same name" in together.err

    write("one/paper.txt", SHORT)
    write("two/paper.md", SHORT + "Other.")
    assert sdk("ingest", "one/paper.txt", "-o", "apart").code == 0
    second = sdk("ingest", "two/paper.md", "-o", "apart")
    assert second.code == 0, second.err
    assert listing("apart") == ["paper.lance", "paper_md.lance"]
    assert "paper_md" in second.err
    again = sdk("ingest", "one/paper.txt", "-o", "apart")
    assert again.code == 0
    assert listing("apart") == ["paper.lance", "paper_md.lance"]


def test_unsafe_names_are_reduced(sdk, write, listing):
    write("in/Jahresübersicht (2024) #1.txt", SHORT)
    assert sdk("ingest", "in").code == 0
    assert listing("data/parsed") == ["Jahresubersicht_2024_1.lance"]


def test_sub_folders_are_mentioned_or_mirrored(sdk, write, work, listing):
    write("in/top.txt", SHORT)
    write("in/deep/er/inner.txt", SHORT)
    flat = sdk("ingest", "in")
    assert flat.code == 0
    assert "-r" in flat.err
    assert listing("data/parsed") == ["top.lance"]
    deep = sdk("ingest", "in/", "-r", "-o", "deep")
    assert deep.code == 0
    assert tables.is_table(work / "deep/deep/er/inner.lance")
    assert tables.is_table(work / "deep/top.lance")


def test_a_parser_can_be_named(sdk, write, work):
    write("page.dat", "<html><body><h1>Heading</h1><p>A paragraph of text.</p></body></html>")
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


def test_a_parsed_table_is_not_ingested_again(sdk, write):
    write("a.txt", SHORT)
    assert sdk("ingest", "a.txt").code == 0
    again = sdk("ingest", "data/parsed/a.lance")
    assert again.code == 2
    assert "create data/parsed/a.lance" in again.err


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
    write("odd/picture.bmp", "BM")
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
