"""``create`` where the number wanted, the price or the text is found out first."""

from __future__ import annotations

from tests.cli.conftest import SHORT, numbered_text

LONG = numbered_text(200)
"""About 15000 characters: five chunks of 4000 with an overlap of 200."""


def test_auto_asks_for_what_each_text_is_worth(sdk, write, read, at):
    write("in/short.txt", SHORT)
    write("in/long.txt", LONG)
    write("in/again.txt", "\n".join([SHORT] * 40))
    done = sdk("create", "in", "-n", "auto", *at, "--json")
    assert done.code == 0, done.err
    wanted_of = {item["input"]: item["wanted"] for item in done.json["items"]}
    assert wanted_of.pop("in/long.txt") > 20
    assert wanted_of == {"in/short.txt": 1, "in/again.txt": 1}
    assert "in/short.txt: 1 wanted, for " in done.err
    made = read("data/generated/short_qa_pairs.json")
    assert made["metadata"]["new_words"] > 0
    assert len(made["qa_pairs"]) == 1
    write("c.yaml", "generation: {num_cot_examples: auto}")
    by_config = sdk("-c", "c.yaml", "create", "in/short.txt", "--type", "cot", *at)
    assert by_config.code == 0, by_config.err
    assert len(read("data/generated/short_cot_examples.json")["cot_examples"]) == 1


def test_a_pilot_predicts_and_the_whole_run_asks_only_the_rest(
    sdk, write, work, read, listing, at, model
):
    write("in/long.txt", LONG)
    write("in/short.txt", SHORT)
    write("c.yaml", "prices: {m: {input: 1, output: 2}}")
    command = ["-c", "c.yaml", "create", "in", "-m", "m", "-n", "10", *at]
    preview = sdk(*command, "--pilot", "3", "--preview")
    assert preview.code == 0, preview.err
    assert "Calls: 3 new" in preview.out
    assert not (work / "data").exists()

    pilot = sdk(*command, "--pilot", "3", "--json")
    assert pilot.code == 0, pilot.err
    assert len(model.chat) == 3
    assert listing("data/generated") == []
    told = pilot.json["prediction"]
    assert (told["sampled"], told["chunks"], told["documents"], told["wanted"]) == (3, 5, 2, 20)
    low, value, high = told["made"]
    assert low < value == high == 20
    assert told["cost"][0] <= told["cost"][1] <= told["cost"][2]
    assert told["kept"] is None
    names = [path.name for path in (work / "data/generated/.sdk/pilot").iterdir()]
    assert sorted(names) == ["long_qa_pairs.json", "short_qa_pairs.json"]

    again = sdk(*command, "--pilot", "3")
    assert again.code == 0, again.err
    assert len(model.chat) == 3
    assert "Pilot: 3 of 5 chunks" in again.out
    assert "time:" not in again.out

    whole = sdk(*command, "--json")
    assert whole.code == 0, whole.err
    assert (len(model.chat), whole.json["calls"], whole.json["reused"]) == (5, 5, 3)
    assert len(read("data/generated/long_qa_pairs.json")["qa_pairs"]) == 10


def test_a_document_is_read_as_ingest_reads_it_and_not_stored(
    sdk, write, work, documents, at, model
):
    one = sdk("create", "documents/report.pdf", "-n", "2", *at)
    assert one.code == 0, one.err
    assert "left out of documents/report.pdf: " in one.err
    assert not (work / "data/parsed").exists()
    write("documents/rows.json", "[]")
    folder = sdk("create", "documents", "-n", "2", *at, "--json")
    assert folder.code == 0, folder.err
    names = ("README.md", "article.html", "handbook.docx", "notes.txt", "report.pdf", "slides.pptx")
    assert [item["input"] for item in folder.json["items"]] == [f"documents/{n}" for n in names]
    (documents / "rows.json").unlink()

    spent = len(model.chat)
    assert sdk("ingest", "documents").code == 0
    again = sdk("create", "data/parsed", "-n", "2", *at, "--json")
    assert (again.json["calls"], again.json["reused"], len(model.chat)) == (spent, spent, spent)
    for name in ("rows.json", "rows.zip"):
        write(name, "[]")
        assert "must be parsed first" in sdk("create", name, *at).err


def test_a_pilot_reads_documents_without_a_table_once(sdk, write, at):
    write("in/plain.txt", f"A control character:\x01. {SHORT}")
    write("in/page.html", f"<nav>Menu of the site</nav><main><p>{SHORT}</p></main>")
    pilot = sdk("create", "in", "--pilot", "2", *at)
    assert pilot.code == 0, pilot.err
    assert pilot.err.count("1 control character was dropped") == 1
    assert pilot.err.count("left out of in/page.html") == 1
