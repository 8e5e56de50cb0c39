"""``prompts``: list, show, diff, lint, eject, render, and the use of what was changed."""

from __future__ import annotations

import pytest

from sdk_core.tokens import estimate
from tests.cli.conftest import SHORT, numbered_text

EXTENDS = '{% extends "builtin:qa_generation.j2" %}\n'


def test_an_ejected_pack_is_edited_and_used(sdk, work, write, at, model):
    ejected = sdk("prompts", "eject", "-o", "mine")
    assert ejected.code == 0, ejected.err
    path = work / "mine/qa_generation.j2"
    source = path.read_text(encoding="utf-8")
    assert sdk("prompts", "show", "qa_generation").out == source.rstrip("\n") + "\n"
    path.write_text(source.replace("Create {{", "In Swahili, create {{"), encoding="utf-8")

    again = sdk("prompts", "eject", "-o", "mine")
    assert again.code == 2
    assert "qa_generation.j2" in again.err
    assert "Swahili" in path.read_text(encoding="utf-8")
    assert sdk("prompts", "eject", "summary", "-o", "mine", "--force").code == 0
    assert "Swahili" in path.read_text(encoding="utf-8")

    changed = sdk("prompts", "diff", "mine")
    assert changed.code == 0
    lines = changed.out.splitlines()
    assert "--- builtin: qa_generation.j2 [user]" in lines
    assert "+++ mine: qa_generation.j2 [user]" in lines
    assert [line[:24] for line in lines if line.startswith("+In")] == ["+In Swahili, create {{ n"]
    assert "[system]" not in changed.out

    write("notes.txt", SHORT)
    shown = sdk(
        *("prompts", "render", "qa_generation", "--input", "notes.txt"),
        *("-n", "1", "--prompt-pack", "mine", "--json"),
    )
    sdk("create", "notes.txt", "-n", "1", "--prompt-pack", "mine", *at)
    sent = model.chat[0].body["messages"]
    assert sent[1]["content"].startswith("In Swahili, create 1 question")
    assert shown.json["messages"] == sent


def test_where_prompts_come_from(sdk, write):
    write("mine/qa_generation.j2", EXTENDS + "{% block rules %}{{ super() }}- Mine.{% endblock %}")
    write("mine/summary.j2", "{{ txt }}")
    listed = sdk("prompts", "list", "--json", "--prompt-pack", "mine")
    assert listed.code == 2  # one of them cannot be used
    rows = {row["name"]: row for row in listed.json}
    assert rows["qa_generation"]["overridden"] is True
    assert rows["qa_generation"]["used_by"] == ["generator qa"]
    assert rows["qa_generation"]["file"] == "mine: qa_generation.j2"
    assert rows["qa_rating"]["overridden"] is False
    assert rows["qa_rating"]["used_by"] == ["judge rating"]
    assert rows["summary"]["used_by"][0] == "generator summary"
    assert "did you mean 'text'?" in rows["summary"]["error"]
    plain = sdk("prompts", "list")
    assert plain.code == 0
    assert "qa_generation  (text*, num_pairs, summary)" in plain.out

    write("c.yaml", 'prompt_packs: [mine]\nprompts: {summary: "Sum up {text}"}\n')
    origin = sdk("-c", "c.yaml", "prompts", "show", "qa_generation", "--origin")
    assert origin.code == 0, origin.err
    assert "mine: qa_generation.j2  <- used" in origin.out
    assert rows["qa_generation"]["sha256"] in origin.out
    assert "mine: qa_generation.j2, line 2, and by super() builtin: qa_generation.j2" in origin.out
    inline = sdk("-c", "c.yaml", "prompts", "show", "summary", "--json")
    assert [s["level"] for s in inline.json["steps"] if s["used"]] == ["config (c.yaml)"]
    assert sdk("-c", "c.yaml", "prompts", "diff", "qa_generation").out.count("[rules]") == 2
    unchanged = sdk("prompts", "diff", "qa_rating")
    assert (unchanged.code, unchanged.out) == (0, "")
    assert "is not overridden" in unchanged.err


def test_lint_is_a_check_for_ci(sdk, write):
    write("mine/qa_generation.j2", EXTENDS + "{% block ruels %}x{% endblock %}")
    write("mine/qa_ratting.j2", "x {pairs}")
    write("good/qa_generation.j2", EXTENDS + "Lost.")
    bad = sdk("prompts", "lint", "mine")
    assert bad.code == 2
    assert "error: mine: qa_generation.j2, line 2: the block 'ruels'" in bad.out
    assert "did you mean qa_rating.j2?" in bad.out
    assert "2 errors, 0 warnings" in bad.err
    one = sdk("prompts", "lint", "mine/qa_ratting.j2", "qa_rating=mine/qa_ratting.j2", "--json")
    assert one.code == 2
    assert len(one.json) == 3
    warned = sdk("prompts", "lint", "good")
    assert warned.code == 0
    assert "warning: good: qa_generation.j2, line 2:" in warned.out
    assert sdk("prompts", "lint", "good", "--strict").code == 2
    used = sdk("prompts", "lint", "--prompt-pack", "mine")
    assert used.code == 2
    assert used.out.count("'ruels'") == 1
    assert "note: builtin: cot_generation.j2: 'summary' is not used" in used.out


def test_render_shows_what_is_asked_of_a_chunk_of_pairs_and_of_a_conversation(sdk, write, work):
    write("long.txt", numbered_text(400))
    write("own.j2", "About {{ summary }}: {{ num_pairs }} of {{ text }}")
    shown = sdk(
        *("prompts", "render", "qa_generation", "--input", "long.txt", "--chunk", "3"),
        *("-n", "8", "--chunk-size", "9000", "--chunk-overlap", "0"),
        *("--prompt", "qa_generation=own.j2"),
    )
    assert shown.code == 0, shown.err
    assert "--- user\nAbout [summary: the answer of another call]: 2 of " in shown.out
    assert "long.txt, chunk 3 of 3" in shown.err
    assert "a placeholder is shown" in shown.err
    assert "tokens at most (an upper bound by script)" in shown.err

    pairs = [{"question": f"What is {n}?", "answer": f"It is {n}."} for n in range(7)]
    write("pairs.json", {"qa_pairs": pairs})
    rated = sdk("prompts", "render", "qa_rating", "--input", "pairs.json", "--chunk", "2", "--json")
    assert rated.json["unit"] == "batch 2 of 2"
    assert rated.json["component"] == "judge rating"
    asked = rated.json["messages"][1]["content"]
    assert [f"What is {n}?" in asked for n in (4, 5, 6)] == [False, True, True]
    assert rated.json["tokens"] == sum(estimate(m["content"]) for m in rated.json["messages"])
    thought = sdk("prompts", "render", "cot_enhancement", "--input", "pairs.json", "--chunk", "7")
    assert "It is 6." in thought.out
    assert sorted(path.name for path in work.iterdir()) == ["long.txt", "own.j2", "pairs.json"]


def test_a_pack_that_makes_too_much_text_ends_the_run_with_its_name(sdk, write):
    write("notes.txt", SHORT)
    write("bad/qa_generation.j2", "{{ text }}\n{{ text * 10 ** 9 }}")
    done = sdk("create", "notes.txt", "--provider", "offline", "--prompt-pack", "bad")
    assert done.code == 2
    assert "from bad: qa_generation.j2, line 2: it makes a text of more than" in done.err


def test_a_template_extends_the_shipped_one(sdk, write, at, model):
    write("notes.txt", SHORT)
    write("own.j2", EXTENDS + "{% block system %}Be a pirate.{% endblock %}")
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
        (["show", "qa_generatoin"], "did you mean qa_generation?"),
        (["eject", "nothing"], "known prompts"),
        (["list", "--prompt-pack", "gone"], "gone"),
        (["render", "qa_rating", "--input", "gone.json"], "gone.json does not exist"),
    ],
)
def test_unknown_names(sdk, work, arguments, words):
    done = sdk("prompts", *arguments)
    assert done.code == 2
    assert words in done.err
    assert not list(work.iterdir())


def test_render_shows_what_is_written_into_rows(sdk, write):
    write("notes.txt", "A very short text.")
    shown = sdk("prompts", "render", "summary_instruction", "--input", "notes.txt")
    assert shown.code == 0, shown.err
    assert "no model is asked" in shown.out + shown.err
    assert "A very short text." in shown.out
