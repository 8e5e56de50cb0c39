"""Inline prompts read as their author meant, and values in them are never looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.prompts.braces import detect, names_in, near_misses, substitute

VARIABLES = ("text", "num_pairs", "summary")

SINGLE = """You write exam questions about: {summary}
Create {num_pairs} pairs. Return ONLY valid JSON formatted as:
[ { "question": "…?", "answer": "…" }, ... ]
Text:
{text}
"""
DOUBLED = SINGLE.replace('{ "question"', '{{ "question"').replace('"…" }', '"…" }}')

VALUES = {"text": "The text.", "num_pairs": "5", "summary": "A summary."}


def render(prompt: str, values: dict[str, str]) -> str:
    return substitute(prompt, detect(prompt, VARIABLES), values)


def test_single_and_doubled_braces_read_the_same() -> None:
    expected = (
        "You write exam questions about: A summary.\n"
        "Create 5 pairs. Return ONLY valid JSON formatted as:\n"
        '[ { "question": "…?", "answer": "…" }, ... ]\n'
        "Text:\n"
        "The text.\n"
    )
    assert DOUBLED != SINGLE
    assert render(SINGLE, VALUES) == expected
    assert render(DOUBLED, VALUES) == expected


@pytest.mark.parametrize(
    ("prompt", "dialect"),
    [
        ("{{ text }}", "jinja"),
        ("{{text}}", "jinja"),
        ("{{- text | trim }}", "jinja"),
        ("{{ text[:100] }}", "jinja"),
        ("{% if summary %}x{% endif %}{{ text }}", "jinja"),
        ("{# note #}{text}", "jinja"),
        ('{% extends "builtin:qa_generation.j2" %}', "jinja"),
        ("{text}", "format"),
        ('{{"a": "{text}"}}', "format"),
        ("[{{summary: '…'}}] {text}", "format"),
        ('{"a": {"b": {}}} {text}', "braces"),
        ("{} {text}", "braces"),
        ("{text:>10}", "braces"),
        ("{text!r}", "braces"),
        (r"\begin{%" + "\n" + "equation}{text}", "braces"),
        (r"\newcommand{\x}[1]{#1} and {text} {", "braces"),
        ("{text", "braces"),
        ("plain", "format"),
    ],
)
def test_the_style_of_a_prompt_is_told_from_its_text(prompt: str, dialect: str) -> None:
    assert detect(prompt, VARIABLES) == dialect


@pytest.mark.parametrize(
    "literal",
    [
        r"\frac{a}{b} and \boxed{42}",
        "def f(x):\n    return {x: {1, 2}, 'k': f'{x}'}",
        '{"a": {"b": [{"c": {}}]}}',
        "if (a) { b(); } else { c(); }",
        "{questions}",
        "${HOME} #{ruby}",
        "{0} {} {a.b} {a[0]}",
        "%s %(text)s $text",
        "}{",
    ],
)
def test_latex_code_and_json_survive(literal: str) -> None:
    assert render(f"{literal} {{text}} {literal}", VALUES) == f"{literal} The text. {literal}"


def test_braces_around_a_value_survive_in_both_styles() -> None:
    assert render('{"q": "{text}"} {', VALUES) == '{"q": "The text."} {'
    assert render("{{{text}}}", VALUES) == "{The text.}"


@given(st.text() | st.text("{}%# \n\"':abc[]0.!"))
def test_the_braces_style_never_fails_and_changes_only_known_names(prompt: str) -> None:
    assert substitute(prompt, "braces", {}) == prompt
    assert detect(prompt, VARIABLES) in ("jinja", "format", "braces")
    marked = substitute(prompt, "braces", {"abc": "\x00"})
    assert marked == prompt.replace("{abc}", "\x00")


@given(st.lists(st.sampled_from(["{{", "}}", "{a}", "{b}", "x", " "]), max_size=20))
def test_the_format_style_is_that_of_python(parts: list[str]) -> None:
    prompt = "".join(parts)
    if detect(prompt, ()) == "format":
        values = {"a": "{b}", "b": "}}"}
        assert substitute(prompt, "format", values) == prompt.format(**values)


HOSTILE = st.sampled_from(
    ["{{ 7*7 }}", "{text}", "{summary}", "{% raw %}", "{#", "{{", "}}", "%}", "\\", "\\g<0>"]
)
DOCUMENTS = st.lists(HOSTILE | st.text(max_size=5), max_size=8).map("".join)


@given(DOCUMENTS, DOCUMENTS)
def test_values_are_put_in_verbatim(text: str, summary: str) -> None:
    values = {"text": text, "summary": summary, "num_pairs": "1"}
    for prompt in ("<{text}|{summary}>", '<{text}|{summary}> {"a": {}}'):
        rendered = render(prompt, values)
        assert rendered.startswith(f"<{text}|{summary}>")


def test_names_and_probable_mistakes() -> None:
    assert names_in("{text} {{num}} {a b}", "format") == {"text"}
    assert names_in("{text} {{num}} {a b}", "braces") == {"text", "num"}
    assert near_misses("{num_pair} {txt} {question}", "format", VARIABLES) == {
        "num_pair": "num_pairs",
        "txt": "text",
    }
    assert near_misses("{num_pairs} {text}", "format", VARIABLES) == {}
