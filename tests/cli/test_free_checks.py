"""Judges that ask no model: asked first, over all files, and told in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.model import of_task, ratings, saying

CHECKS = '''
"""Checks of our own."""
from sdk_core.api import JudgeSpec, hookimpl
from sdk_core.components import Found, Options, Rule, RuleJudge
from sdk_core.model import Judgement
from sdk_core.components import Judge


class Loud(RuleJudge[Options]):
    """Finds what shouts."""

    name = "loud"
    rules = (
        Rule(name="capitals", summary="Answers in capitals"),
        Rule(name="bang", summary="Exclamation marks", action="flag"),
    )

    def look(self, example, ctx):
        answer = example.fields["answer"]
        if answer.isupper():
            yield Found("capitals", "its answer is in capitals")
        if "!" in answer:
            yield Found("bang", "its answer exclaims")


class Once(Judge):
    """Keeps the first of equal answers of all files."""

    def __init__(self, options=None):
        super().__init__(options)
        self.first = {}

    def survey(self, records):
        for place, example in records:
            self.first.setdefault(example.fields["answer"], place)

    async def judge(self, examples, ctx):
        return [self.said(e, p) for e, p in zip(examples, ctx.places, strict=True)]

    def said(self, example, place):
        first = self.first[example.fields["answer"]]
        same = (first.file, first.number, first.earlier) == (place.file, place.number, False)
        return Judgement(judge="once", score=None, keep=same, reasons="" if same else f"as {first}")


class Broken(Judge):
    """Breaks."""

    async def judge(self, examples, ctx):
        raise ZeroDivisionError("no")


@hookimpl
def sdk_judges():
    for cls in (Loud, Once, Broken):
        name = cls.__name__
        yield JudgeSpec(
            name=name.lower(),
            target=f"{__name__}:{name}",
            summary=name,
            needs_model=False,
            surveys=cls is Once,
        )
'''

FIRST = ["It is red.", "IT IS BLUE.", "It is so!", "It is old."]
SECOND = ["It is old.", "IT IS BLUE.", "It is new."]


def rows(answers: list[str]) -> list[dict[str, str]]:
    return [{"question": f"What is thing {n}?", "answer": text} for n, text in enumerate(answers)]


@pytest.fixture
def checks(work: Path, write) -> tuple[str, ...]:
    """Return the flags that load checks of our own."""
    write("checks.py", CHECKS)
    write("in/a.json", rows(FIRST))
    write("in/b.json", rows(SECOND))
    return ("--plugin", "checks.py")


def answers(records: list[dict[str, str]]) -> list[str]:
    return [record["answer"] for record in records]


def test_what_a_free_judge_drops_is_not_paid_for(sdk, checks, read, at, model):
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 9))))
    flags = ("--judge", "rating", "--judge", "loud", *checks, *at)
    done = sdk("curate", "in/a.json", "-o", "out.json", *flags)
    assert done.code == 0, done.err
    content = read("out.json")
    assert answers(content["qa_pairs"]) == ["It is red.", "It is so!", "It is old."]
    [dropped] = content["rejected"]
    assert dropped["reason"] == "loud (capitals): its answer is in capitals"
    assert [j["judge"] for j in dropped["judgements"]] == ["loud"]
    shown = "".join(request.prompt for request in of_task(model, "rating"))
    assert "It is so!" in shown
    assert "IT IS BLUE" not in shown
    assert "checks without a model rejected 1: 1 loud (capitals); --threshold 0" in done.err
    exclaims = content["qa_pairs"][1]["judgements"][0]
    assert exclaims["keep"] is True
    assert exclaims["findings"] == [{"rule": "bang", "text": "its answer exclaims", "drops": False}]


def test_no_model_need_be_there(sdk, checks, read):
    done = sdk("curate", "in/a.json", "-o", "out.json", "--judge", "loud", *checks)
    assert done.code == 0, done.err
    assert len(read("out.json")["qa_pairs"]) == 3


def test_rules_are_listed_and_set(sdk, checks, read):
    page = sdk("curate", *checks, "--judge", "loud", "--help").out
    assert "--capitals [drop|flag|off]" in page
    assert "Answers in capitals. [default: drop]" in page
    flags = ("--judge", "loud", *checks)
    done = sdk("curate", "in/a.json", "-o", "out.json", "--capitals", "flag", *flags)
    assert done.code == 0, done.err
    kept = read("out.json")["qa_pairs"]
    found = [j["findings"] for r in kept for j in r["judgements"] if "findings" in j]
    assert [each["rule"] for (each,) in found] == ["capitals", "bang"]
    done = sdk("curate", "in/a.json", "-o", "off.json", "-O", "capitals=off", *flags)
    assert len(read("off.json")["qa_pairs"]) == 4
    assert "capitals" not in json.dumps(read("off.json"))


def test_a_threshold_of_0_makes_every_drop_a_remark(sdk, checks, read):
    done = sdk("curate", "in/a.json", "-o", "out.json", "-t", "0", "--judge", "loud", *checks)
    assert done.code == 0, done.err
    content = read("out.json")
    assert len(content["qa_pairs"]) == 4
    assert content["qa_pairs"][1]["judgements"][0]["findings"][0]["drops"] is True


def test_a_judge_that_surveys_sees_all_files_before_it_judges(sdk, checks, read):
    flags = ("--judge", "once", "--judge", "loud", *checks)
    done = sdk("curate", "in", "-o", "out", *flags)
    assert done.code == 0, done.err
    second = read("out/b_cleaned.json")
    assert answers(second["qa_pairs"]) == ["It is new."]
    # What another judge has dropped is no reason to drop what repeats it.
    reasons = {record["answer"]: record["reason"] for record in second["rejected"]}
    assert reasons == {
        "It is old.": "as record 4 of in/a.json",
        "IT IS BLUE.": "loud (capitals): its answer is in capitals",
    }


def test_records_are_compared_with_those_of_earlier_datasets(sdk, checks, read):
    flags = ("--judge", "once", *checks)
    done = sdk("curate", "in/b.json", "-o", "out.json", "--against", "in/a.json", *flags)
    assert done.code == 0, done.err
    assert answers(read("out.json")["qa_pairs"]) == ["It is new."]
    missing = sdk("curate", "in/b.json", "--against", "nowhere.json", *flags)
    assert missing.code == 2
    assert "nowhere.json" in missing.err


def test_a_check_that_breaks_neither_keeps_nor_rejects(sdk, checks, read):
    flags = ("--judge", "broken", "--judge", "loud", *checks)
    done = sdk("curate", "in/a.json", "-o", "out.json", *flags)
    assert done.code == 4, done.err
    assert "broken" in done.err
    assert "ZeroDivisionError" in done.err


@pytest.mark.parametrize(
    ("combine", "kept"), [("all", [2]), ("any", [0, 1, 2]), ("weighted", [1, 2])]
)
def test_judges_are_combined(sdk, write, read, at, model, combine, kept):
    write("strict.py", STRICT)
    write("three.json", rows(["one.", "two.", "three."]))
    marks = {"one.": 9, "two.": 6, "three.": 8}
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda p: marks[p["answer"]]))))
    flags = ("--judge", "rating", "--judge", "strict", "--plugin", "strict.py", "-t", "7")
    done = sdk("curate", "three.json", "-o", "out.json", "--combine", combine, *flags, *at)
    assert done.code == 0, done.err
    content = read("out.json")
    assert answers(content["qa_pairs"]) == [["one.", "two.", "three."][n] for n in kept]
    if combine == "all":  # what the cheaper judge has rejected the dearer one is spared
        by = {r["answer"]: [j["judge"] for j in r["judgements"]] for r in content["rejected"]}
        assert by == {"one.": ["rating", "strict"], "two.": ["rating"]}


STRICT = '''
"""A judge with an opinion."""
from sdk_core.api import JudgeSpec, hookimpl
from sdk_core.components import Judge
from sdk_core.model import Judgement

MARKS = {"one.": 2, "two.": 9, "three.": 9}


class Strict(Judge):
    """Knows the answers."""

    async def judge(self, examples, ctx):
        return [Judgement(judge="strict", score=MARKS[e.fields["answer"]]) for e in examples]


@hookimpl
def sdk_judges():
    yield JudgeSpec(name="strict", target=f"{__name__}:Strict", summary="Strict", calls=3)
'''
