"""``curate --calibrate``: judges of known worth, and what is said of them."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.model import of_task, rated_pairs, saying

LEVELS = ["upper", "middle", "lower", "outer"]
PLACES = ["Skerrow", "Tarn", "Ullock", "Wray", "Ness", "Brough", "Cray", "Dent", "Esk", "Garth"]


@pytest.fixture
def pairs(write):
    """Return a file of forty good pairs, and each question's answer."""
    rows, passages = [], []
    for number in range(40):
        place = PLACES[number % 10]
        name = f"{place} {LEVELS[number // 10]} lock"
        answer = f"The {name} is {number + 12} metres long and was opened in {1780 + number}."
        passages.append(
            f"{answer} It is kept by a family of the town, who live beside it all year."
        )
        rows.append(
            {
                "question": f"How long is the {name}, and when was it opened?",
                "answer": answer,
                "provenance": {"source": f"{place}.txt", "start": 0, "passage": number},
            }
        )
    write("locks.json", {"summary": "", "qa_pairs": rows, "metadata": {"passages": passages}})
    return {row["question"]: row["answer"] for row in rows}


def judged(rate):
    """Return a model that rates each pair by a function of question and answer."""

    def answer(request):
        rows = [
            {"index": p["index"], "reason": "So.", "rating": rate(p["question"], p["answer"])}
            for p in rated_pairs(request)
        ]
        return json.dumps(rows)

    return saying(rating=answer)


def figures(done, work):
    assert "Calibration saved to data/curated/locks_calibration.json" in done.out
    return json.loads((work / "data/curated/locks_calibration.json").read_text("utf-8"))


FLAGS = ("curate", "locks.json", "--calibrate", "--judge", "rating")


def test_a_good_judge_gets_a_threshold(sdk, pairs, work, at, model):
    model.script(judged(lambda q, a: 9 if pairs[q] == a else 3))
    done = sdk(*FLAGS, *at)
    assert done.code == 0, done.err
    found = figures(done, work)
    [judge] = found["judges"]
    assert found["planted"]["good"] == 40
    kinds = {"swapped-answer", "changed-number", "changed-negation", "unsupported-addition"}
    kinds |= {"cut-off", "wrong-language", "off-topic", "persuasion"}
    assert judge["kinds"].keys() == kinds
    assert all(found["planted"][kind] == 30 for kind in kinds)
    for each in judge["kinds"].values():
        assert each["recall"]["value"] == 1.0
        assert 0.85 < each["recall"]["low"] < 0.9
        assert each["auc"]["value"] == 1.0
    assert judge["threshold"]["value"] == 9
    assert judge["threshold"]["bound"] >= 0.9
    assert "--threshold 9 is the loosest" in done.out
    assert not (work / "data/curated/locks_cleaned.json").exists()


def test_a_judge_that_cannot_tell_gets_none(sdk, pairs, work, at, model):
    model.script(judged(lambda q, a: 7))
    done = sdk(*FLAGS, *at)
    assert done.code == 0, done.err
    [judge] = figures(done, work)["judges"]
    assert judge["threshold"]["value"] is None
    assert judge["threshold"]["more_labels"] is None
    assert all(each["auc"]["value"] == 0.5 for each in judge["kinds"].values())
    assert "more controls would not change that" in done.out


def test_a_judge_that_likes_length_or_praise_is_found_out(sdk, pairs, work, at, model):
    praise = re.compile("highest rating")
    model.script(
        judged(lambda q, a: 10 if praise.search(a) else 8 if pairs[q] == a or len(a) > 90 else 2)
    )
    [judge] = figures(sdk(*FLAGS, *at), work)["judges"]
    assert judge["kinds"]["persuasion"]["auc"]["value"] == 0.0
    assert judge["kinds"]["unsupported-addition"]["recall"]["value"] == 0.0
    assert judge["kinds"]["swapped-answer"]["recall"]["value"] == 1.0


def test_the_order_of_records_is_turned_around(sdk, pairs, work, at, model):
    def first_wins(request):
        shown = rated_pairs(request)
        return json.dumps([{"index": p["index"], "rating": 9 - 2 * n} for n, p in enumerate(shown)])

    model.script(saying(rating=first_wins))
    [judge] = figures(sdk(*FLAGS, *at), work)["judges"]
    assert judge["bias"]["position"]["value"] == pytest.approx(-2, abs=0.01)
    assert judge["bias"]["order"]["value"] > 1


def test_checks_that_cost_nothing_are_measured_too(sdk, pairs, work, model):
    done = sdk("curate", "locks.json", "--calibrate", "--judge", "lint", "--judge", "grounded")
    assert done.code == 0, done.err
    lint, grounded = figures(done, work)["judges"]
    assert lint["kinds"]["wrong-language"]["recall"]["value"] > 0.9
    assert grounded["kinds"]["changed-number"]["recall"]["value"] > 0.5
    assert grounded["kept_good"]["value"] == 1.0
    assert not model.chat


def test_answers_are_paid_for_once(sdk, pairs, at, model):
    model.script(judged(lambda q, a: 9 if pairs[q] == a else 3))
    assert sdk(*FLAGS, *at).code == 0
    asked = len(of_task(model, "rating"))
    assert sdk(*FLAGS, *at).code == 0
    assert len(of_task(model, "rating")) == asked


def test_too_few_records_are_told(sdk, write, at, model):
    write("two.json", [{"question": f"What is {n}?", "answer": f"It is {n}."} for n in range(2)])
    model.script(judged(lambda q, a: 9))
    done = sdk("curate", "two.json", "--calibrate", "--judge", "rating", *at)
    assert done.code == 0, done.err
    assert "fewer than 30 controls" in done.out
    write("none.json", {"summary": "A summary of it all.", "metadata": {"kind": "summary"}})
    assert sdk("curate", "none.json", "--calibrate", "--judge", "rating", *at).code == 2
