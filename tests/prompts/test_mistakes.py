"""Prompts that cannot work are refused with pack, file and line, before any call."""

from __future__ import annotations

import pytest

from sdk_core.errors import TemplateError
from tests.prompts.library import MakePack, inline, library, user


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ text }}\n{% if %}", ["c.yaml: prompts.qa_generation: line 2: "]),
        ("{{ text }}\n\n{{ text | shout }}", ["line 3: ", "shout"]),
        ("{{ text }}{% block a %}", ["line 1: "]),
        ("{{ text }}{{ txt }}", ["'txt' is not a variable", "did you mean 'text'?"]),
        ("{{ text }}{{ colour }}", ["'colour' is not a variable of the prompt 'qa_generation'"]),
        ("Create {num_pairs} pairs of {document}", ["does not use {text}"]),
        ("{% block user %}Create {{ num_pairs }}{% endblock %}", ["does not use {text}"]),
        ("", ["does not use {text}"]),
        ('{% extends "builtin:nope.j2" %}', ["'builtin:nope.j2', which does not exist"]),
        ('{% extends "acme:qa.j2" %}', ["'acme:qa.j2', which does not exist"]),
        ('{% extends "builtin:../x.j2" %}', ["'builtin:../x.j2', which does not exist"]),
        ('{% include "/etc/passwd" %}{{ text }}', ["which does not exist"]),
        (
            '{% extends "builtin:qa_generation.j2" %}{% block user %}Only {{ num_pairs }}.'
            "{% endblock %}",
            ["does not use {text}"],
        ),
    ],
)
def test_a_prompt_that_cannot_work_is_refused_with_its_place(
    source: str, expected: list[str]
) -> None:
    with pytest.raises(TemplateError) as caught:
        inline(source).get("qa_generation")
    for part in ["c.yaml: prompts.qa_generation: ", *expected]:
        assert part in caught.value.message


def test_a_mistake_in_a_parent_names_the_parent(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme", {"base": "\n{{ text | shout }}", "qa_generation": '{% extends "acme:base.j2" %}'}
    )
    with pytest.raises(
        TemplateError, match=r"qa_generation\.j2: in acme:base\.j2: line 2: .*shout"
    ):
        library(packs=[pack]).get("qa_generation")


def test_templates_that_extend_themselves_are_refused(make_pack: MakePack) -> None:
    pack = make_pack(
        "acme",
        {
            "qa_generation": '{% extends "acme:base.j2" %}',
            "base": '{% extends "acme:qa_generation.j2" %}',
        },
    )
    with pytest.raises(TemplateError, match="extends or includes itself"):
        library(packs=[pack]).get("qa_generation")


def test_a_near_miss_warns_and_renders_as_it_stands() -> None:
    prompts = inline("Create {num_pair} pairs of {text}")
    [warning] = prompts.get("qa_generation").warnings
    assert warning.startswith("c.yaml: prompts.qa_generation: {num_pair} is not a variable")
    assert "did you mean {num_pairs}?" in warning
    assert user(prompts) == "Create {num_pair} pairs of The text."


def test_a_required_variable_that_is_misspelt_is_named_in_the_hint() -> None:
    with pytest.raises(TemplateError, match=r"does not use \{text\}") as caught:
        inline("Create pairs of {txt}").get("qa_generation")
    assert "did you mean {text}?" in caught.value.hint
