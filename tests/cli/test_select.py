"""``curate --select``: fewer records, good and unlike, with the rest told and kept apart."""

from __future__ import annotations

import json

import pytest

from tests.cli.model import ratings, saying

TOPICS = {
    "canal": "the boats and locks of the canal",
    "bread": "flour, ovens and the baking of bread",
    "trains": "fares and stops of the night trains",
}


@pytest.fixture
def folder(write):
    for name, topic in TOPICS.items():
        rows = [
            {
                "question": f"What is said in paragraph {n} of {topic}?",
                "answer": f"Paragraph {n} tells of {topic}.",
                "provenance": {"source": f"{name}.txt"},
            }
            for n in range(8)
        ]
        write(f"in/{name}.json", rows)
    return "in"


def test_the_number_is_kept_over_all_files(sdk, folder, read, at, model):
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 9))))
    done = sdk("curate", folder, "-o", "out", "--select", "6", "--judge", "rating", *at)
    assert done.code == 0, done.err
    files = [read(f"out/{name}_cleaned.json") for name in TOPICS]
    assert [len(content["qa_pairs"]) for content in files] == [2, 2, 2]
    assert "selected 6 of 24 kept records" in done.err
    assert "by chance give" in done.err
    for content in files:
        assert content["metrics"] == {
            "total": 8,
            "filtered": 2,
            "retention_rate": 0.25,
            "avg_score": 9.0,
        }
        reasons = {record["reason"] for record in content["rejected"]}
        assert reasons == {"not among the 6 that --select keeps"}
        assert all(record["judgements"] for record in content["qa_pairs"])
        assert content["metadata"]["curation"]["judges"] == ["synthetic-data-kit/rating"]


def test_better_ones_are_preferred(sdk, folder, read, at, model):
    def rate(pair):
        return 10 if "paragraph 5" in pair["question"] else 7

    model.script(saying(rating=lambda r: json.dumps(ratings(r, rate))))
    flags = ("--select", "1", "--judge", "rating")
    done = sdk("curate", "in/bread.json", "-o", "out.json", *flags, *at)
    assert done.code == 0, done.err
    [kept] = read("out.json")["qa_pairs"]
    assert "paragraph 5" in kept["question"]
    assert kept["rating"] == 10
    assert "mean rating 10.00, by chance 7" in done.err


def test_more_than_there_are_keeps_all(sdk, folder, read, at, model):
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 9))))
    flags = ("--select", "99", "--judge", "rating")
    done = sdk("curate", "in/bread.json", "-o", "out.json", *flags, *at)
    assert done.code == 0, done.err
    assert len(read("out.json")["qa_pairs"]) == 8
    assert "only 8 records were kept, all stay" in done.err


def test_the_same_run_selects_the_same(sdk, folder, read, at, model):
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 9))))
    flags = ("--select", "5", "--judge", "rating", *at)
    assert sdk("curate", folder, "-o", "one", *flags).code == 0
    assert sdk("curate", folder, "-o", "two", *flags).code == 0
    for name in TOPICS:
        kept = [read(f"{place}/{name}_cleaned.json")["qa_pairs"] for place in ("one", "two")]
        assert kept[0] == kept[1]
