"""The judge `rubric`: criteria one at a time, their mean, and the files that describe them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.judges.rubric import shuffled
from sdk_builtins.judges.rubric_files import READY, load_rubric, parse_rubric
from sdk_core.errors import CallError, ConfigError, ErrorKind
from sdk_core.model import Evidence, Example, Judgement, Request
from sdk_core.model.record_kinds import RecordField, RecordKind
from sdk_core.testing.bench import TALK
from sdk_core.testing.factories import PAGES, make_example, make_image
from sdk_core.testing.scripted import ScriptedBackend

OWN = """
name: House style
scale: [0, 3]
calls: {calls}
criteria:
  - name: tone
    question: Is it polite?
    weight: 3
    levels: {{0: rude, 1: curt, 2: polite, 3: kind}}
  - name: units
    question: Are all units SI?
    levels: {{0: none is, 1: few are, 2: most are, 3: all are}}
"""


def answers(levels: Mapping[str, object]) -> Callable[[Request], str]:
    """Return a model that gives each criterion it is asked for its level."""

    def reply(request: Request) -> str:
        assert request.schema is not None
        given = {name: levels[name] for name in request.schema["properties"]}
        return json.dumps({n: {"reason": f"for {n}", "level": v} for n, v in given.items()})

    return reply


def judged(model: ScriptedBackend, *examples: Example, **options: object) -> list[Judgement]:
    """Return what the judge says, and check that it names itself."""
    given = model.judge("rubric", list(examples), **options)
    assert all(each.judge == "rubric" for each in given)
    return given


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes the rubric of the house and returns its path."""

    def write(calls: str = "criterion") -> str:
        path = tmp_path / "house.yaml"
        path.write_text(OWN.format(calls=calls), encoding="utf-8")
        return str(path)

    return write


def test_levels_become_a_weighted_mean_and_are_kept(own: Callable[[str], str]) -> None:
    model = ScriptedBackend(answers({"tone": 1, "units": 3}))
    (judgement,) = judged(model, make_example(), file=own("criterion"))
    assert judgement.score == 5.0  # (3 × 1 + 1 × 3) / 4 = 1.5 of 0 to 3
    assert [(c.name, c.score, c.scale, c.reason) for c in judgement.criteria] == [
        ("tone", 1.0, (0.0, 3.0), "for tone"),
        ("units", 3.0, (0.0, 3.0), "for units"),
    ]
    assert judgement.reasons == "tone 1 of 3: for tone"
    assert judgement.keep is None


@pytest.mark.parametrize(("calls", "asked"), [("criterion", [1, 1]), ("all", [2])])
def test_criteria_are_asked_for_as_the_rubric_says(
    own: Callable[[str], str], calls: str, asked: list[int]
) -> None:
    model = ScriptedBackend(answers({"tone": 2, "units": 2}))
    judged(model, make_example(), file=own(calls))
    properties = [request.schema["properties"] for request in model.requests if request.schema]
    assert [len(each) for each in properties] == asked
    for request, names in zip(model.requests, properties, strict=True):
        user = request.messages[-1].content
        assert all(
            (name in user) == (name in names) for name in ("tone:", "units:") if name in names
        )
        for name in names:
            assert names[name]["properties"]["level"]["enum"] == [0, 1, 2, 3]
    assert "level 0: rude\n  level 1: curt" in "".join(
        request.messages[-1].content for request in model.requests
    )


@given(st.text())
def test_order_of_criteria_depends_on_the_record_alone(seed: str) -> None:
    criteria = load_rubric("qa").criteria
    found = shuffled(criteria, seed)
    assert found == shuffled(tuple(reversed(criteria)), seed)
    assert sorted(each.name for each in found) == sorted(each.name for each in criteria)


def test_every_criterion_comes_first_for_some_records() -> None:
    criteria = load_rubric("qa").criteria
    first = [shuffled(criteria, str(n))[0].name for n in range(200)]
    assert all(first.count(each.name) > 25 for each in criteria)


@pytest.mark.parametrize(
    "answer",
    [
        '{"reason": "so", "level": 9}',
        '{"tone": {"reason": "so", "level": "high"}, "units": {"reason": "so", "level": 2.5}}',
        '{"tone": {"reason": "so"}, "units": {"reason": "so"}}',
        "Both are at level 3.",
    ],
)
def test_levels_that_the_scale_has_not_judge_nothing(
    own: Callable[[str], str], answer: str
) -> None:
    (judgement,) = judged(ScriptedBackend(answer), make_example(), file=own("criterion"))
    assert (judgement.score, judgement.keep) == (None, None)
    assert judgement.reasons.startswith("not judged")


def test_a_criterion_without_level_leaves_the_record_unjudged_and_others_as_they_are(
    own: Callable[[str], str],
) -> None:
    def reply(request: Request) -> str:
        if "tone:" in (said := request.messages[-1].content) and "Coal." in said:
            raise CallError("out of order", kind=ErrorKind.BAD_REQUEST)
        return answers({"tone": 3, "units": 3})(request)

    coal = make_example(question="What did the boats carry?", answer="Coal.")
    rise = make_example(question="How far does it rise?", answer="63 metres.")
    first, second = judged(ScriptedBackend(reply), coal, rise, file=own("criterion"))
    assert (first.score, first.reasons) == (None, "not judged: no usable level of tone")
    assert {c.name: c.score for c in first.criteria} == {"tone": None, "units": 3.0}
    assert second.score == 10


def test_the_rubric_suits_the_record() -> None:
    summary = RecordKind(name="summary", fields=(RecordField(name="summary"),), whole=True)
    term = RecordKind(name="glossary", fields=(RecordField(name="term"),))
    examples = {
        "qa": make_example(question="Q?", answer="A"),
        "reasoning": make_example(question="Q?", answer="A", reasoning="Since."),
        "summary": Example(kind="summary", fields={"summary": "S"}, declared=summary),
        "record": Example(kind="glossary", fields={"term": "lock"}, declared=term),
    }
    for name, shown in examples.items():
        names = [each.name for each in load_rubric(name).criteria]
        model = ScriptedBackend(answers(dict.fromkeys(names, 5)))
        (judgement,) = judged(model, shown)
        assert judgement.score == 10
        assert [each.name for each in judgement.criteria] == names
        assert judgement.caveat.startswith("without the text") == (name == "summary")


def test_a_conversation_is_judged_by_its_last_answer_after_what_was_said() -> None:
    levels = dict.fromkeys((each.name for each in load_rubric("qa").criteria), 4)
    model = ScriptedBackend(answers(levels))
    (judgement,) = judged(model, make_example(messages=TALK))
    assert judgement.score == 7.5
    shown = model.requests[0].variables
    assert shown["answer"] == "About 180 cubic metres."
    assert shown["question"] == (
        "user: How many locks does the canal have?\n\nassistant: It has 22 locks.\n\n"
        "user: How much water is in each of them?"
    )


def test_the_prompt_shows_evidence_pictures_and_no_level_to_repeat() -> None:
    levels = dict.fromkeys((each.name for each in load_rubric("qa").criteria), 4)
    model = ScriptedBackend(answers(levels))
    quote = Evidence(quote="rises by 63 metres", match="exact")
    pair = make_example(question="Q?", answer="A", passage=PAGES[0])
    judged(model, replace(pair, images=(make_image(),), evidence=(quote,)))
    for request in model.requests:
        system, user = request.messages
        assert PAGES[0] in user.content
        assert len(user.images) == 1
        assert "as its evidence:\n" in user.content
        assert ">\nrises by 63 metres\n<" in user.content
        assert '"level": <number>' in system.content


def test_ready_rubrics_describe_each_level_in_words_of_their_own() -> None:
    for name in READY:
        rubric = load_rubric(name)
        assert rubric.scale == (1, 5)
        assert len(rubric.criteria) >= 3
        texts = [text for each in rubric.criteria for text in each.levels.values()]
        assert all(len(text) > 10 and not any(c.isdigit() for c in text) for text in texts)
        assert all(len(set(each.levels.values())) == 5 for each in rubric.criteria)


CRITERION: dict[str, Any] = {"name": "tone", "question": "Polite?", "levels": {1: "no", 2: "yes"}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"criterias": []}, "criterias: there is no such key in a rubric"),
        ({"name": ""}, "name: "),
        ({"criteria": []}, "criteria: "),
        ({"scale": [2, 1]}, "the scale [2, 1] must rise"),
        ({"scale": [1, 100]}, "10 levels at most"),
        ({"calls": "each"}, "calls: "),
        ({"criteria": [CRITERION, CRITERION]}, "two criteria 'tone'"),
        ({"criteria": [{**CRITERION, "weight": 0}]}, "criteria[1] (tone).weight: "),
        ({"criteria": [{**CRITERION, "wieght": 2}]}, "criteria[1] (tone).wieght: there is no such"),
        ({"criteria": [{**CRITERION, "name": "My Tone"}]}, "criteria[1] (My Tone).name: "),
        ({"criteria": [{**CRITERION, "levels": {1: "no"}}]}, "'tone' does not describe level 2"),
        (
            {"criteria": [{**CRITERION, "levels": {1: "no", 2: "yes", 3: "so", 4: "yo"}}]},
            "'tone' describes levels 3, 4, which the scale [1, 2] does not have",
        ),
        ({"criteria": [{**CRITERION, "levels": {1: "no", 2: ""}}]}, "criteria[1] (tone).levels.2"),
    ],
)
def test_mistakes_in_a_rubric_are_named_with_file_place_and_remedy(
    change: dict[str, Any], said: str
) -> None:
    rubric = {"name": "Mine", "scale": [1, 2], "criteria": [CRITERION]}
    assert parse_rubric(yaml.safe_dump(rubric), "m.yaml").name == "Mine"
    with pytest.raises(ConfigError) as raised:
        parse_rubric(yaml.safe_dump({**rubric, **change}), "m.yaml")
    assert raised.value.message.startswith("m.yaml: ")
    assert said in raised.value.message
    assert raised.value.hint


def test_files_that_are_no_rubric_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no rubric could be read from .*gone\.yaml") as gone:
        load_rubric(str(tmp_path / "gone.yaml"))
    assert "qa, reasoning, summary" in gone.value.hint
    with pytest.raises(ConfigError, match=r"m\.yaml, line 2: no YAML"):
        parse_rubric("name: a\n b: c: d", "m.yaml")
    with pytest.raises(ConfigError, match=r"m\.yaml: a rubric is a mapping"):
        parse_rubric("- 1", "m.yaml")
    (tmp_path / "bin.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="no rubric could be read"):
        load_rubric(str(tmp_path / "bin.yaml"))


def test_a_broken_file_ends_the_run_before_anything_is_asked(tmp_path: Path) -> None:
    model = ScriptedBackend()
    with pytest.raises(ConfigError):
        judged(model, make_example(), file=str(tmp_path / "gone.yaml"))
    assert not model.requests
