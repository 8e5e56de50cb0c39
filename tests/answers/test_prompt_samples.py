"""The schema of verdicts goes by the prompt, and what a prompt's sample gives away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sdk_core.answers.prompt_samples import ratings_shown, schema_as_asked
from sdk_core.answers.schemas import list_of_objects
from sdk_core.resources import data_directory

GIVEN = list_of_objects({"index": "integer", "reason": "string", "rating": "number"})
SCAFFOLD = Path("sdk_core/scaffold/templates/judge/prompt.j2.tmpl")
RATING_PROMPTS = sorted(
    path for path in data_directory("prompts").glob("*_rating.j2") if path.stem != "rubric_rating"
)


def _types(prompt: str) -> dict[str, str]:
    fields = schema_as_asked(GIVEN, prompt)["properties"]["items"]["items"]["properties"]
    return {name: value["type"] for name, value in fields.items()}


@pytest.mark.parametrize("path", [*RATING_PROMPTS, SCAFFOLD], ids=lambda path: path.name)
def test_no_sample_of_ours_holds_a_number_and_the_reason_comes_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    [sample] = re.findall(r'\{"[^{}]*\}', text)
    assert not re.search(r"\d", sample)
    assert sample.index('"reason"') < sample.index('"rating"')
    assert ratings_shown(text) == frozenset()
    assert list(_types(text)) == ["index", "reason", "rating"]


@pytest.mark.parametrize(
    ("prompt", "types"),
    [
        ("Rate {pairs} from 1 to 10.",
         {"index": "integer", "reason": "string", "rating": "number"}),
        ('{{"question": "Q", "answer": "A", "rating": 8}}',
         {"question": "string", "answer": "string", "rating": "number"}),
        ("[{'pair': 1, 'score': 2, 'explanation': '...'}]",
         {"pair": "integer", "explanation": "string", "score": "number"}),
        ('{"accuracy": 3, "clarity": 2, "rating": 5, "keep": true}',
         {"index": "integer", "accuracy": "number", "clarity": "number", "keep": "string",
          "rating": "number"}),
        ('The pair {"question": "…"} gets {"id": "p1", "rating": "<n>", "why": "…"}',
         {"id": "string", "why": "string", "rating": "number"}),
    ],
)  # fmt: skip
def test_the_fields_are_those_of_the_prompts_sample(prompt: str, types: dict[str, str]) -> None:
    assert _types(prompt) == types
    assert list(_types(prompt)) == list(types)


def test_a_schema_of_one_object_stays_one() -> None:
    single = GIVEN["properties"]["items"]["items"]
    made = schema_as_asked(single, '{"score": 8, "why": "…"}')
    assert (made["type"], list(made["properties"])) == ("object", ["why", "score"])


def test_a_schema_without_a_rating_is_left_alone() -> None:
    pairs = list_of_objects({"question": "string", "answer": "string"})
    assert schema_as_asked(pairs, '{"question": "Q", "rating": 8}') is pairs


def test_ratings_that_a_sample_shows_are_found() -> None:
    prompt = 'as [{{"index": 0, "rating": 8}}, {{"index": 1, "Score": "3.5"}}], "rating": 9'
    assert ratings_shown(prompt) == {8, 3.5}


PAIRS = list_of_objects({"question": "string", "answer": "string"})


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [
        ("Write pairs about {{ text }}.", True),
        ('Write [{"question": "...", "answer": "...", "level": 1}] about {{ text }}', True),
        ('Write [{"frage": "...", "antwort": "..."}] about {{ text }}', False),
        ("Write {'role': 'user', 'content': '...'} of {% if text %}{{ text }}{% endif %}", False),
    ],
)
def test_no_schema_contradicts_the_sample_of_a_prompt(prompt: str, sent: bool) -> None:
    assert (schema_as_asked(PAIRS, prompt) is PAIRS) is sent
    assert sent or schema_as_asked(PAIRS, prompt) is None
