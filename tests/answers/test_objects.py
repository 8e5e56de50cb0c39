"""Nested answers: read however they are written, valid or not at all."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from sdk_core.answers.objects import parse_object, schema_of
from sdk_core.answers.prompt_samples import schema_as_asked


class Step(BaseModel):
    """A step."""

    what: str
    minutes: int = Field(5, ge=0)


class Recipe(BaseModel):
    """A recipe."""

    title: str
    level: Literal["easy", "hard"] = "easy"
    steps: list[Step]


class Tree(BaseModel):
    """A tree, which holds itself."""

    name: str
    branches: list[Tree] = []


WHOLE = {"title": "Soup", "level": "hard", "steps": [{"what": "Stir", "minutes": 3}]}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(WHOLE),
        f"Here it is:\n```json\n{json.dumps(WHOLE, indent=2)}\n```\nEnjoy!",
        f"<think>What a soup {{}}</think>{json.dumps(WHOLE)}",
        json.dumps({"recipe": WHOLE}),
        json.dumps([WHOLE]),
        json.dumps({"Title": "Soup", "Level": "hard", "Steps": [{"What": "Stir", "Minutes": 3}]}),
        "{title: 'Soup', level: 'hard', steps: [{what: 'Stir', minutes: 3,},],}",
        json.dumps(json.dumps(WHOLE)),
    ],
    ids=["plain", "fenced", "thought", "wrapped", "listed", "capitals", "loose", "twice"],
)
def test_an_object_is_read_however_it_is_written(text):
    found, reason = parse_object(text, Recipe)
    assert found == Recipe.model_validate(WHOLE), reason


@pytest.mark.parametrize(
    ("text", "finish", "said"),
    [
        ("I would rather not.", "stop", "no JSON"),
        ("", "stop", "no JSON"),
        (json.dumps({"title": "Soup"}), "stop", "steps: Field required"),
        (json.dumps({**WHOLE, "level": "odd"}), "stop", "level"),
        (json.dumps(WHOLE)[:-8], "length", "cut off"),
        (json.dumps({**WHOLE, "steps": [{"what": "Stir", "minutes": -1}]}), "stop", "steps.0"),
    ],
)
def test_what_is_no_such_object_is_told(text, finish, said):
    found, reason = parse_object(text, Recipe, finish_reason=finish)
    assert found is None
    assert said in reason


@given(st.text(max_size=200))
def test_any_text_gives_an_object_or_a_reason(text):
    found, reason = parse_object(text, Recipe)
    assert (found is None) == bool(reason)


PLAIN = st.text(st.characters(exclude_categories=("C",)))
"""No control characters: what JSON writes as \\b may as well be the start of a formula."""


@given(st.builds(Recipe, title=PLAIN, steps=st.lists(st.builds(Step, what=PLAIN))))
def test_what_is_written_as_json_comes_back(recipe):
    found, reason = parse_object(recipe.model_dump_json(), Recipe)
    assert found == recipe, reason


def test_schemas_hold_what_every_server_takes():
    schema = schema_of(Recipe)
    step = schema["properties"]["steps"]["items"]
    assert step == {
        "type": "object",
        "description": "A step.",
        "properties": {"what": {"type": "string"}, "minutes": {"type": "integer"}},
        "required": ["what", "minutes"],
        "additionalProperties": False,
    }
    assert schema["properties"]["level"] == {"enum": ["easy", "hard"], "type": "string"}
    assert "$defs" not in schema


def test_a_class_that_holds_itself_is_defined_once():
    schema = schema_of(Tree)
    assert schema["properties"]["branches"]["items"]["$ref"] == "#/$defs/Tree" or "$defs" in schema
    assert json.dumps(schema).count('"additionalProperties": false') <= 3


def test_a_prompt_that_shows_inner_members_keeps_its_schema():
    schema = schema_of(Recipe)
    assert schema_as_asked(schema, 'Answer as {"steps": [{"what": "…", "minutes": 3}]}') == schema
    assert schema_as_asked(schema, 'Answer as {"verdict": "…"}') is None
