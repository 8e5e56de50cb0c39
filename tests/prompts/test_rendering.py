"""What templates and values become, and that documents in them stay inert."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.errors import TemplateError
from sdk_core.model import Image
from sdk_core.prompts.library import DEFAULT_SYSTEM
from tests.prompts.library import VALUES, MakePack, inline, library, user


def test_a_pack_may_override_one_block_of_a_built_in_prompt(make_pack: MakePack) -> None:
    child = '{% extends "builtin:qa_generation.j2" %}{% block system %}Be brief.{% endblock %}'
    prompts = library(packs=[make_pack("acme", {"qa_generation": child})])
    system, said = prompts.render("qa_generation", VALUES).messages
    assert system.content == "Be brief."
    assert said == library().render("qa_generation", VALUES).messages[1]
    assert prompts.get("qa_generation").uses == {"text", "num_pairs"}


def test_three_levels_add_to_each_other_with_super(make_pack: MakePack) -> None:
    middle = (
        '{% extends "builtin:qa_generation.j2" %}'
        "{% block user %}Middle.\n{{ super() }}{% endblock %}"
    )
    top = '{% extends "acme:base.j2" %}{% block user %}{{ super() }}\nTop.{% endblock %}'
    said = user(library(packs=[make_pack("acme", {"base": middle, "qa_generation": top})]))
    builtin = user(library())
    assert said == f"Middle.\n{builtin}\n\nTop."


def test_a_template_without_blocks_is_the_user_message() -> None:
    messages = inline("Make {{ num_pairs }} of {{ text }}").render("qa_generation", VALUES).messages
    assert messages[0].content == DEFAULT_SYSTEM
    assert messages[1].content == "Make 5 of The text."


def test_what_stands_around_a_system_block_is_the_user_message() -> None:
    source = "{% block system %}Rules.{% endblock %}\nMake {{ num_pairs }} of {{ text }}"
    system, said = inline(source).render("qa_generation", VALUES).messages
    assert (system.content, said.content) == ("Rules.", "Make 5 of The text.")


def test_set_macros_and_loops_are_the_templates_own_names() -> None:
    source = (
        "{% set passage = text | trim %}{% macro quoted(x) %}<{{ x }}>{% endmacro %}"
        "{% block user %}{% for n in range(2) %}{{ n }}{{ loop.index }}{% endfor %}"
        "{{ quoted(passage) }}{% endblock %}"
    )
    prompts = inline(source)
    assert user(prompts) == "0112<The text.>"
    assert prompts.get("qa_generation").uses == {"text"}


def test_lists_and_objects_are_put_in_as_json_and_images_go_along() -> None:
    image = Image(data=b"png", media_type="image/png")
    rendered = inline("{text}").render("qa_generation", {"text": [{"q": "é"}]}, [image])
    assert rendered.messages[1].content == '[\n {\n  "q": "é"\n }\n]'
    assert rendered.messages[1].images == (image,)


def test_a_template_may_replace_a_parents_block_that_uses_other_variables() -> None:
    source = (
        '{% extends "builtin:cot_generation.j2" %}'
        "{% block user %}{{ num_pairs }} of {{ text }}{% endblock %}"
    )
    assert user(inline(source)) == "5 of The text."


def test_a_value_that_is_missing_is_an_error_not_an_empty_place() -> None:
    prompts = inline("{% if true %}{{ text }} {{ summary }}{% endif %}")
    with pytest.raises(TemplateError, match=r"from c\.yaml.*'summary' is undefined"):
        prompts.render("qa_generation", {"text": "x"})


def test_a_value_that_no_prompt_declares_is_an_error() -> None:
    with pytest.raises(TemplateError, match=r"does not declare \['colour'\]"):
        library().render("qa_generation", {**VALUES, "colour": "red"})


HOSTILE = st.sampled_from(
    [
        "{{ 7*7 }}",
        "{text}",
        "{summary}",
        "{{ summary }}",
        "{% raw %}",
        "{% endblock %}",
        "{# x #}",
        "{{",
        "}}",
        "%}",
        "\\g<0>",
        "{0.__class__}",
    ]
)
DOCUMENTS = st.lists(HOSTILE | st.text(max_size=5), max_size=8).map("".join)
STYLES = {
    "jinja": inline("<{{ text }}|{{ summary }}>"),
    "format": inline("<{text}|{summary}>"),
    "braces": inline('<{text}|{summary}>{"a": {}}'),
    "builtin": inline(
        '{% extends "builtin:qa_generation.j2" %}{% block user %}<{{ text }}|{{ summary }}>'
        "{% endblock %}"
    ),
}


@pytest.mark.parametrize("style", STYLES)
@given(text=DOCUMENTS, summary=DOCUMENTS)
def test_documents_stay_inert_in_every_style(style: str, text: str, summary: str) -> None:
    said = user(STYLES[style], text=text, summary=summary)
    assert said.startswith(f"<{text}|{summary}>")
