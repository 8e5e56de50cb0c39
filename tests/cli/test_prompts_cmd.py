"""``prompts``: list, show, eject, and the use of what was changed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHORT


def test_an_ejected_pack_is_edited_and_used(sdk, work, write, at, model):
    listed = sdk("prompts", "list")
    assert listed.code == 0
    for name in ("qa_generation", "cot_generation", "cot_enhancement", "qa_rating", "summary"):
        assert name in listed.out
    assert "text*" in listed.out

    ejected = sdk("prompts", "eject", "-o", "mine")
    assert ejected.code == 0, ejected.err
    path = work / "mine/qa_generation.j2"
    source = path.read_text(encoding="utf-8")
    assert sdk("prompts", "show", "qa_generation").out == source.rstrip("\n") + "\n"
    assert sdk("prompts", "eject", "-o", "mine").code == 2
    assert sdk("prompts", "eject", "qa_generation", "-o", "mine", "--force").code == 0

    path.write_text(source.replace("Create {{", "In Swahili, create {{"), encoding="utf-8")
    origin = sdk("prompts", "show", "qa_generation", "--origin", "--prompt-pack", "mine")
    assert "mine" in origin.out
    model_words = []
    model.script(lambda r: model_words.append(r.prompt))
    write("notes.txt", SHORT)
    sdk("create", "notes.txt", "-n", "1", "--prompt-pack", "mine", *at)
    assert model_words[0].startswith("In Swahili, create 1 question")


def test_a_template_extends_the_shipped_one(sdk, write, at, model):
    write("notes.txt", SHORT)
    write(
        "own.j2",
        '{% extends "builtin:qa_generation.j2" %}{% block system %}Be a pirate.{% endblock %}',
    )
    done = sdk("create", "notes.txt", "-n", "1", "--prompt", "qa_generation=own.j2", *at)
    assert done.code == 0, done.err
    system, user = model.chat[0].body["messages"]
    assert system["content"] == "Be a pirate."
    assert "Create 1 question-answer pairs" in user["content"]


def test_a_near_miss_is_warned_of(sdk, write, at, model):
    write("notes.txt", SHORT)
    write("own.txt", "Create {num_pair} pairs from: {text}")
    sdk_run = sdk("create", "notes.txt", "-n", "1", "--prompt", "qa_generation=own.txt", *at)
    assert "num_pair" in sdk_run.err
    assert "warning" in sdk_run.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["prompts", "show", "qa_generatoin"], "did you mean qa_generation?"),
        (["prompts", "eject", "nothing"], "known prompts"),
        (["prompts", "list", "--prompt-pack", "gone"], "gone"),
    ],
)
def test_unknown_names(sdk, work, arguments, words):
    done = sdk(*arguments)
    assert done.code == 2
    assert words in done.err
    assert not list(work.iterdir())
