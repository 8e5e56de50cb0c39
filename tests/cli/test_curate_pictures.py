"""``curate`` of records about pictures: the judge sees them, or the records are not rated."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.model import of_task, rated_pairs
from tests.server.replies import completion, error

MADE = "data/generated/handbook_multimodal_qa_pairs.json"


@pytest.fixture
def pictured(sdk, documents, at):
    """Make pairs about the pictures of a document."""
    assert sdk("ingest", "documents/handbook.docx", "--multimodal").code == 0
    done = sdk("create", "data/parsed/handbook.lance", "--type", "multimodal-qa", "-n", "3", *at)
    assert done.code == 0, done.err
    return MADE


def shown(request):
    """Return the addresses of the pictures that a request shows."""
    parts = request.body["messages"][-1]["content"]
    return [p["image_url"]["url"] for p in parts if isinstance(p, dict) and "image_url" in p]


def test_the_judge_is_shown_the_picture_of_the_records(sdk, read, at, model, pictured):
    asked = [url for request in of_task(model, "pictures") for url in shown(request)]
    done = sdk("curate", pictured, "--judge", "rating", *at)
    assert done.code == 0, done.err
    seen = of_task(model, "rating")
    assert seen
    for request in seen:
        assert len(shown(request)) == 1
        assert shown(request)[0] in asked
        assert "about the attached picture:" in request.prompt
    assert sum(len(rated_pairs(request)) for request in seen) == len(read(pictured)["qa_pairs"])


def test_records_without_a_picture_are_asked_as_ever(sdk, write, read, at, model, pictured):
    mixed = [*read(pictured)["qa_pairs"], {"question": "Why?", "answer": "So."}]
    write("mixed.json", mixed)
    assert sdk("curate", "mixed.json", "--judge", "rating", *at).code == 0
    texts = [request for request in of_task(model, "rating") if not isinstance(
        request.body["messages"][-1]["content"], list)]  # fmt: skip
    assert [[p["question"] for p in rated_pairs(r)] for r in texts] == [["Why?"]]
    assert "attached picture" not in texts[0].prompt


def test_a_server_that_sees_no_pictures_is_told(sdk, write, read, at, model, pictured):
    mixed = [*read(pictured)["qa_pairs"], *({"question": f"Q{n}?", "answer": "A"} for n in (1, 2))]
    write("mixed.json", mixed)
    blind = "This model does not support image input"

    def refuse(request):
        if isinstance(request.body["messages"][-1]["content"], list):
            return error(400, blind)
        rated = [{"index": p["index"], "rating": 8} for p in rated_pairs(request)]
        return completion(json.dumps(rated), request.body)

    model.script(refuse)
    done = sdk("curate", "mixed.json", "--judge", "rating", *at)
    assert done.code == 3, done.err
    assert blind in done.err
    made = read("data/curated/mixed_cleaned.json")
    assert [pair["question"] for pair in made["qa_pairs"]] == ["Q1?", "Q2?"]
    assert len(made["unrated"]) == len(mixed) - 2
    assert all(blind in record["reason"] for record in made["unrated"])


def test_a_picture_that_is_gone_leaves_its_records_unrated(sdk, work, write, read, at, pictured):
    write("mixed.json", [*read(pictured)["qa_pairs"], {"question": "Why?", "answer": "So."}])
    shutil.move(work / "data/parsed", work / "elsewhere")
    done = sdk("curate", "mixed.json", "--judge", "rating", *at)
    assert done.code == 3, done.err
    assert "its picture is in handbook.lance, which is not below data/parsed" in done.err
    made = read("data/curated/mixed_cleaned.json")
    assert [pair["question"] for pair in made["qa_pairs"]] == ["Why?"]
    assert {record["image"] for record in made["unrated"]} <= {
        record["image"] for record in read(pictured)["qa_pairs"]
    }
