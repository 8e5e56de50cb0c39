"""Quotes that models give: asked for, looked up, kept, shown and exported."""

from __future__ import annotations

import json

import pytest

from tests.cli.model import passage, saying

TEXT = (
    "The canal at Skerrow was dug in 1794. It has 12 locks, of which three are in the town.\n"
    "The boats carried mainly **coal**, until the railway came in 1868. It is not open in winter.\n"
)

ITEMS = [
    {
        "question": "When was the canal dug?",
        "answer": "In 1794.",
        "quote": "The canal at Skerrow was dug in 1794.",
    },
    {
        "question": "What did boats carry?",
        "answer": "Coal.",
        "quote": "the boats carried mainly coal",
    },
    {
        "question": "How many locks are there?",
        "answer": "21 locks.",
        "quote": "It has 21 locks, of which three are in the town.",
    },
    {
        "question": "Is the canal open in winter?",
        "answer": "No.",
        "quote": "Frost closes the whole canal from November to March.",
    },
    {"question": "Who came in 1868?", "answer": "the railway"},
]


@pytest.fixture
def made(sdk, write, read, at, model):
    """Return the records that are made of the text."""
    write("canal.txt", TEXT)
    model.script(saying(qa=lambda request: json.dumps(ITEMS)))
    done = sdk("create", "canal.txt", "-n", "5", *at)
    assert done.code == 0, done.err
    return read("data/generated/canal_qa_pairs.json")["qa_pairs"]


def test_quotes_are_looked_up_in_the_stored_text(made):
    exact, normalised, altered, missing, answered = [record["evidence"] for record in made]
    for record in made:
        assert "quote" not in record
    assert [each["match"] for each in exact] == ["exact"]
    assert TEXT[exact[0]["start"] : exact[0]["end"]] == exact[0]["quote"]
    assert normalised[0]["match"] == "normalised"
    span = TEXT[normalised[0]["start"] : normalised[0]["end"]]
    assert span.replace("*", "") == "The boats carried mainly coal"
    assert altered[0]["match"] == "altered"
    assert "21" in altered[0]["differs"]
    assert "12" in altered[0]["differs"]
    assert missing[0]["match"] == "none"
    assert "start" not in missing[0]
    assert [each["match"] for each in answered] == ["answer"]
    assert TEXT[answered[0]["start"] : answered[0]["end"]] == "the railway"
    hashes = {record["provenance"]["text_hash"] for record in made}
    assert len(hashes) == 1


def test_the_schema_asks_for_a_quote_where_the_prompt_does(sdk, write, at, model, made):
    asked = [r.body["response_format"] for r in model.chat if "response_format" in r.body]
    assert any("quote" in json.dumps(each) for each in asked)

    before = len(model.chat)
    prompt = 'Write {num_pairs} pairs as [{"question": "…", "answer": "…"}] on: {text}'
    write("own.yaml", json.dumps({"prompts": {"qa_generation": prompt}}))
    write("other.txt", TEXT.replace("1794", "1795"))
    assert sdk("-c", "own.yaml", "create", "other.txt", "-n", "1", *at).code == 0
    later = [r.body.get("response_format") for r in model.chat[before:]]
    assert not any("quote" in json.dumps(each) for each in later)


def test_a_pack_that_extends_the_prompt_still_asks_for_it(sdk, write, at, model, work):
    write(
        "pack/qa_generation.j2",
        '{% extends "builtin:qa_generation.j2" %}{% block rules %}- Be short.{% endblock %}',
    )
    write("canal.txt", TEXT)
    model.script(saying(qa=lambda request: json.dumps(ITEMS)))
    assert sdk("create", "canal.txt", "-n", "1", "--prompt-pack", "pack", *at).code == 0
    assert any("quote" in json.dumps(r.body.get("response_format")) for r in model.chat)


def test_curation_and_exports_carry_it(sdk, read, at, made):
    done = sdk("curate", "data/generated/canal_qa_pairs.json", "--judge", "rating", *at)
    assert done.code == 0, done.err
    kept = read("data/curated/canal_cleaned.json")["qa_pairs"]
    assert [record["evidence"] for record in kept] == [record["evidence"] for record in made]
    place = "data/curated/canal_cleaned.json"
    assert sdk("save-as", place).code == 0
    rows = read("data/final/canal_cleaned.jsonl")
    assert [row["evidence"] for row in rows] == [record["evidence"] for record in made]
    assert sdk("save-as", place, "-f", "chatml").code == 0
    assert all(row.keys() == {"messages"} for row in read("data/final/canal_cleaned_chatml.jsonl"))
    assert (
        sdk("save-as", place, "-f", "chatml", "--evidence", "column", "-o", "with.jsonl").code == 0
    )
    assert all(row.keys() == {"messages", "evidence"} for row in read("with.jsonl"))
    assert sdk("save-as", place, "--evidence", "drop", "-o", "without.jsonl").code == 0
    assert not any("evidence" in row for row in read("without.jsonl"))


def test_records_are_shown_with_what_they_rest_on(sdk, read, at, made):
    listed = sdk("show", "data/generated/canal_qa_pairs.json").out.splitlines()
    assert len(listed) == 5
    number, name = listed[1].split()[:2]
    assert number == "2"
    told = sdk("show", "data/generated/canal_qa_pairs.json", name, "--why").out
    assert "question: What did boats carry?" in told
    assert (
        "⟦The boats carried mainly **coal⟧" in told or "⟦The boats carried mainly **coal**⟧" in told
    )
    assert "prompt: qa_generation (builtin, " in told
    assert "made by: synthetic-data-kit/qa" in told
    assert "price of create: about " in told
    sdk("curate", "data/generated/canal_qa_pairs.json", "-t", "0", "--judge", "rating", *at)
    again = sdk("show", "data/curated/canal_cleaned.json", name, "--json", "--why")
    values = json.loads(again.out)
    assert values["record"]["question"] == "What did boats carry?"
    assert values["passage"] == TEXT.strip()
    none = sdk("show", "data/generated/canal_qa_pairs.json", "ffff")
    assert none.code == 2
    assert "5 records" in none.err


def test_prices_are_told_where_they_are_known(sdk, write, at, made):
    model = json.loads(
        sdk("show", "data/generated/canal_qa_pairs.json", "1", "--json", "--why").out
    )
    name = model["run"]["model"]
    write("prices.yaml", json.dumps({"prices": {name: {"input": 10, "output": 10}}}))
    told = sdk("-c", "prices.yaml", "show", "data/generated/canal_qa_pairs.json", "1", "--why").out
    assert "a share of 5 records, $0.00" in told


def test_quotes_of_a_later_chunk_are_of_the_whole_text(sdk, write, read, at, model):
    text = "\n\n".join(
        f"Paragraph {n} tells of lock {n} in the year {1700 + n}." for n in range(300)
    )
    write("long.txt", text)

    def one(request):
        first = passage(request).strip().split("\n\n")[3]
        return json.dumps([{"question": f"What of {first[:14]}?", "answer": "It.", "quote": first}])

    model.script(saying(qa=one))
    assert sdk("create", "long.txt", "-n", "6", *at).code in (0, 3)
    records = read("data/generated/long_qa_pairs.json")["qa_pairs"]
    assert len(records) > 3
    for record in records:
        [found] = record["evidence"]
        assert text[found["start"] : found["end"]] == found["quote"]
