"""What chat templates make of conversations, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sdk_core.cli.root import cli
from sdk_core.errors import UsageError
from sdk_core.model import Example, Message
from sdk_core.rows import chat_template, loss_mask
from tests.builtins.trainers import tiny

SYSTEM, ASK = Message("system", "Be brief."), Message("user", "How long?")
TELL = Message("assistant", "14 days.")
PLAIN = tiny.TEMPLATE.replace("{% generation %}", "").replace("{% endgeneration %}", "")


def model(folder: Path, template: str, name: str = "chat_template.jinja") -> str:
    """Make the folder of a model with a tokenizer and a chat template."""
    tiny.byte_tokenizer().save(str(folder / "tokenizer.json"))
    content = template if name.endswith(".jinja") else json.dumps({"chat_template": template})
    (folder / name).write_text(content, encoding="utf-8")
    return str(folder)


def learnt(rendered: chat_template.RenderedChat) -> list[str]:
    return [rendered.text[start:end] for start, end in rendered.learnt]


@pytest.mark.parametrize("template", [tiny.TEMPLATE, PLAIN])
def test_answers_are_learnt_with_marks_and_without(template: str) -> None:
    turns = (SYSTEM, ASK, TELL, ASK, Message("assistant", "Two \U0001f600."))
    rendered = chat_template.ChatTemplate(template, {}, "m").render(turns)
    assert rendered.text.startswith("<|im_start|>system\nBe brief.<|im_end|>\n")
    assert [text.rstrip("\n") for text in learnt(rendered)] == [
        "14 days.<|im_end|>",
        "Two \U0001f600.<|im_end|>",
    ]


def test_a_template_sees_what_transformers_gives(tmp_path: Path) -> None:
    template = (
        "{{ bos_token }}{% for m in messages %}{% if m.role == 'system' %}{% continue %}{% endif %}"
        "{{ m.content | tojson }}{% endfor %}{{ strftime_now('%Y')[:2] }}"
        "{% if tools %}x{% endif %}{{ eos_token }}"
    )
    tokens = {"bos_token": "<s>", "eos_token": {"content": "</s>"}, "pad_token": None}
    named = [{"name": "tool_use", "template": "x"}, {"name": "default", "template": template}]
    config = {**tokens, "chat_template": named}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    found = chat_template.find_template(str(tmp_path))
    assert found is not None
    rendered = found.render((SYSTEM, Message("user", "<é>"), TELL))
    assert rendered.text == '<s>"<é>""14 days."20</s>'


REFUSES = "{{ raise_exception('only user and model') }}"
NO_SYSTEM = "{% for m in messages if m.role != 'system' %}{{ m.content }}{% endfor %}"
NO_THOUGHT = "{% for m in messages %}{{ m.content.split('</think>')[-1] }}{% endfor %}"
CUT = "{% for m in messages %}{{ m.content[:5] }}{% endfor %}"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (REFUSES, "refuses it: only user and model"),
        ("{{ messages[9].content.x }}", "refuses it: "),
        (NO_SYSTEM, "drops the system turn"),
        (NO_THOUGHT, "drops the reasoning"),
        (CUT, "cuts or drops a turn of the user"),
        (tiny.TEMPLATE.replace("assistant'", "nobody'"), "no token would carry loss"),
    ],
)
def test_what_a_template_loses_is_said(template: str, said: str, tmp_path: Path) -> None:
    check = loss_mask.open_check(model(tmp_path, template))
    assert check is not None
    thought = Message("assistant", "<think>\nA week, twice.\n</think>\n\n14 days.")
    for _ in range(150):
        check.see(Example(kind="conversation", messages=(SYSTEM, ASK, thought)))
    (warning, *_) = [text for text in check.warnings() if said in text]
    assert warning.endswith("100 of the first 100 rows")


def test_reasoning_of_earlier_answers_may_go() -> None:
    early = Message("assistant", "1", reasoning="counted")
    text = "".join(m.content for m in (ASK, early, ASK, TELL))
    assert chat_template.lost((ASK, early, ASK, TELL), text) == []
    assert chat_template.lost((ASK, early), text) == ["the chat template drops the reasoning"]


def test_broken_templates_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is broken"):
        chat_template.find_template(model(tmp_path, "{% for %}"))
    (tmp_path / "chat_template.jinja").unlink()
    assert loss_mask.open_check(str(tmp_path)) is None
    (tmp_path / "tokenizer_config.json").write_text("{")
    with pytest.raises(UsageError, match="cannot be read"):
        chat_template.find_template(str(tmp_path))


def test_save_as_and_validate_show_what_is_learnt(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    measuring = ["--tokenizer", model(folder, PLAIN), "--show-loss", "--sequence-length", "60"]
    rows = [{"question": "How long?", "answer": f"14 days.\x1b[2J{' more' * n}"} for n in (0, 50)]
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    output = tmp_path / "out.jsonl"
    arguments = ["save-as", str(source), "-f", "messages", "-o", str(output), *measuring]
    done = CliRunner().invoke(cli, [*arguments, "-v"])
    assert done.exit_code == 0, done.output
    assert "⟦14 days.<|im_end|>\n  ⟧" in done.stderr
    assert "\x1b" not in done.output
    assert "1 of 2 rows are longer than 60 tokens" in done.stderr
    checked = CliRunner().invoke(cli, ["validate", str(output), "--as", "messages", *measuring])
    assert checked.exit_code == 0
    assert "⟦14 days.<|im_end|>\n  ⟧" in checked.stderr
    assert checked.stdout.endswith("out.jsonl as messages: 2 rows, no problems\n")
    told = CliRunner().invoke(cli, [*arguments, "--json"])
    measured: dict[str, Any] = json.loads(told.stdout)["items"][0]["measured"]
    assert (measured["rows"], measured["longer"]) == (2, 1)
    assert sum(count for _, count in measured["histogram"]) == 2
    assert measured["loss"][0]["learnt"] == len("14 days.\x1b[2J") + len(["<|im_end|>", "\n"])
