"""Summaries from document to row: judged beside their documents, exported with an instruction."""

from __future__ import annotations

import json

from tests.cli.conftest import SHORT, numbered_text
from tests.cli.model import of_task, saying
from tests.server.replies import error


def test_run_ends_with_rows(sdk, write, read, at, model):
    write("notes.txt", SHORT)
    done = sdk("run", "notes.txt", "--type", "summary", "-o", "out", "-f", "chatml", *at)
    assert done.code == 0, done.err

    (asked,) = of_task(model, "summary_rating")
    passages, _, shown = asked.prompt.rpartition("Rate this summary:")
    said = read("out/generated/notes_summary.json")["summary"]
    assert json.loads(shown) == {"index": 1, "summary": said}
    assert SHORT.strip() in passages
    assert not of_task(model, "rating")

    (kept,) = read("out/curated/notes_summary_cleaned.json")["summaries"]
    assert (kept["summary"], kept["rating"]) == (said, 8)
    (row,) = read("out/final/notes_summary_cleaned_chatml.jsonl")
    assert [turn["role"] for turn in row["messages"]] == ["system", "user", "assistant"]
    assert row["messages"][1]["content"] == f"Summarize this document:\n\n{SHORT.strip()}"
    assert row["messages"][2]["content"] == said
    assert (
        sdk("validate", "out/final/notes_summary_cleaned_chatml.jsonl", "--as", "chatml").code == 0
    )


def test_documents_that_do_not_fit_are_told(sdk, write, read, at, model):
    write("long.txt", numbered_text(900))
    assert sdk("create", "long.txt", "--type", "summary", *at).code == 0
    done = sdk(
        "curate",
        "data/generated/long_summary.json",
        "-O",
        "document_chars=6000",
        "--judge",
        "rating",
        *at,
    )
    assert done.code == 0, done.err

    (kept,) = read("data/curated/long_summary_cleaned.json")["summaries"]
    caveat = kept["judgements"][0]["caveat"]
    assert caveat.startswith("by 3 of ")
    assert f"long_summary.json: records judged {caveat}: 1" in done.err
    (asked,) = of_task(model, "summary_rating")
    assert "Fact 0000 says" in asked.prompt
    assert "Fact 0899 says" in asked.prompt
    assert "Passages of the document that are not shown" in asked.prompt

    write("short.json", {"summary": "S", "provenance": {"passage": 0}, "metadata": {
        "title": "Canals", "passages": ["A canal."]}})  # fmt: skip
    write("ask.j2", "What does {{ title }} say?\n{{ text }}")
    for name in ("short.json", "data/curated/long_summary_cleaned.json"):
        done = sdk("save-as", name, "-f", "alpaca", "--prompt", "summary_instruction=ask.j2",
                   "--max-tokens", "500", "-o", "out.json", "--json")  # fmt: skip
        assert done.json["balance"]["filtered"] == (name != "short.json")
    (row,) = read("out.json")
    assert (row["instruction"], row["output"]) == ("What does Canals say?\nA canal.", "S")


def test_summary_without_its_document_is_judged_alone_and_has_nothing_to_ask(
    sdk, write, read, at, model
):
    write("old_summary.json", {"summary": "S", "metadata": {"source": "gone.txt"}})
    done = sdk("curate", "old_summary.json", "--judge", "rating", *at)
    assert done.code == 0, done.err
    assert "judged without the text of its document, which is not in the file: 1" in done.err

    done = sdk("save-as", "data/curated/old_summary_cleaned.json", "-f", "ft")
    assert done.code == 4
    assert "the text of its document, from which its instruction is made, is not in" in done.err

    done = sdk("save-as", "old_summary.json")
    assert done.code == 0, done.err
    assert read("data/final/old_summary.jsonl") == [{"summary": "S"}]


def test_a_summary_that_is_not_rated_costs_the_others_nothing(sdk, write, read, at, model):
    passages = ["A lock.", "A weir.", "A canal."]
    summaries = [{"summary": f"S{n}", "provenance": {"passage": n}} for n in range(3)]
    write("all.json", {"summaries": summaries, "metadata": {"passages": passages}})
    rates = saying()
    model.script(lambda r: error(400, "declined") if "A weir." in r.prompt else rates(r))

    done = sdk("curate", "all.json", "--judge", "rating", *at)

    assert done.code == 3, done.err
    kept = read("data/curated/all_cleaned.json")
    assert [record["summary"] for record in kept["summaries"]] == ["S0", "S2"]
    assert [record["summary"] for record in kept["unrated"]] == ["S1"]
    asked = [r for r in of_task(model, "summary_rating") if "A weir." not in r.prompt]
    assert len(asked) == 2
