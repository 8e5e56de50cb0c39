"""What is said about templates without using them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_core.prompts.lint import LintFinding, lint, lint_files, lint_library
from sdk_core.prompts.packs import Pack
from sdk_core.specs import PromptSpec
from tests.prompts.library import QA, MakePack, library

SPECS = {
    "qa_generation": QA,
    "summary": PromptSpec(name="summary", variables=("text",), required=("text",)),
}

EXTENDS = '{% extends "builtin:qa_generation.j2" %}\n'


def of(findings: list[LintFinding]) -> list[tuple[str, int, str]]:
    """Return level, line and message of each finding but the notes."""
    return [(f.level, f.line, f.message) for f in findings if f.level != "note"]


@pytest.mark.parametrize(
    ("source", "level", "line", "words"),
    [
        ("{{ text }}\n{{ txt }}", "error", 2, "'txt' is not a variable of the prompt"),
        ("{{ text }}\n{{ txt }}", "error", 2, "did you mean 'text'?"),
        ("Nothing.", "note", 0, "it has no place for {text}, so it is the system message"),
        ("Nothing but {text}.", "error", 0, "does not use {text}"),
        ("{{ text }}\n\n{% if %}", "error", 3, "Expected an expression"),
        ("{{ text }}\n{{ text | shout }}", "error", 2, "No filter named 'shout'"),
        ('{{ text }}\n{% include "acme:x.j2" %}', "error", 2, "it includes 'acme:x.j2', which"),
        ('{% extends "bultin:qa_generation.j2" %}', "error", 1, "which does not exist"),
        (EXTENDS + "{% block ruels %}x{% endblock %}", "error", 2, "did you mean 'rules'?"),
        (EXTENDS + "{% if true %}Lost.{% endif %}", "warning", 2, "never reaches the model"),
        ("{% block user %}{{ text }}{% endblock %}Lost.", "warning", 1, "never reaches the model"),
        (
            EXTENDS + "{% block system %}\n{{ text }}{% endblock %}",
            "warning",
            3,
            "'text' stands outside of the user block",
        ),
        ("{{ " + "(" * 50_000, "error", 1, "nested too deeply"),
    ],
)
def test_a_mistake_is_found_with_its_line(
    make_pack: MakePack, source: str, level: str, line: int, words: str
) -> None:
    pack = make_pack("acme", {"qa_generation": source})
    [found, *_] = lint([pack], SPECS)
    assert (found.level, found.line) == (level, line)
    assert found.place == "pack acme: qa_generation.j2"
    assert words in found.message


@pytest.mark.parametrize(
    "source",
    [
        EXTENDS + "{% block rules %}{% block more %}x{% endblock %}{% endblock %}",
        EXTENDS + "{% block user %}{{ text }}{{ self.extra() }}{% endblock %}"
        "{% block extra %}x{% endblock %}",
        EXTENDS + "{% set a = 1 %}\n{# a remark #}\n{% macro m() %}x{% endmacro %}\n",
        "{% block system %}x{% endblock %}\n{{ text }}",
    ],
)
def test_what_is_right_is_not_found_fault_with(make_pack: MakePack, source: str) -> None:
    assert of(lint([make_pack("acme", {"qa_generation": source})], SPECS)) == []


def test_unused_variables_are_worth_a_note(make_pack: MakePack) -> None:
    pack = make_pack("acme", {"qa_generation": "{{ text }}{{ num_pairs }}"})
    assert list(map(str, lint([pack], SPECS))) == [
        "note: pack acme: qa_generation.j2: 'summary' is not used"
    ]


def test_a_file_that_overrides_nothing_is_found(make_pack: MakePack, tmp_path: Path) -> None:
    pack = make_pack(
        "acme",
        {
            "qa_generatoin": "x",
            "house": "{% block user %}{{ text }}{% endblock %}",
            "summary": '{% extends "acme:house.j2" %}',
        },
    )
    (tmp_path / "acme" / "latin.j2").write_bytes(b"caf\xe9")
    found = lint([pack], SPECS)
    assert [(f.level, f.place) for f in found] == [
        ("error", "pack acme: latin.j2"),
        ("error", "pack acme: qa_generatoin.j2"),
    ]
    assert found[0].message.endswith("is not UTF-8 text")
    assert "did you mean qa_generation.j2?" in found[1].message
    (tmp_path / "empty").mkdir()
    assert [f.level for f in lint([Pack("empty", tmp_path / "empty", "e")], SPECS)] == ["warning"]


def test_packs_in_order_may_build_on_each_other(make_pack: MakePack) -> None:
    team = make_pack("team", {"qa_generation": '{% extends "house:qa_generation.j2" %}'})
    house = make_pack(
        "house", {"qa_generation": EXTENDS + "{% block rules %}{{ x }}{% endblock %}"}
    )
    [first, second] = [f for f in lint([team, house], SPECS) if f.level == "error"]
    assert first.place == (
        "pack house: qa_generation.j2 (extended or included by pack team: qa_generation.j2)"
    )
    assert second.place == "pack house: qa_generation.j2"
    assert "which does not exist" in lint([team], SPECS)[0].message
    assert of(lint([team], SPECS, installed=[house]))[0][1] == 2


def test_single_files_and_inline_prompts(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.txt", tmp_path / "summary.j2"
    mine.write_text("Make {num_pair} of {text}", "utf-8")
    other.write_text("x {text}", "utf-8")
    found = lint_files({mine: "qa_generation", other: "summary", tmp_path / "x.j2": "x"}, SPECS)
    assert [(f.level, Path(f.place).name) for f in found if f.level != "note"] == [
        ("warning", "mine.txt"),
        ("error", "summary.j2"),
        ("error", "x.j2"),
    ]
    assert "did you mean {num_pairs}?" in found[0].message
    prompts = library(overrides={"qa_generation": "{txt}"}, overrides_origin="c.yaml")
    [error, *_] = lint_library(prompts, {"qa_generation": QA})
    assert str(error).startswith("error: c.yaml: prompts.qa_generation: the prompt 'qa_generation'")
