"""``validate`` without ``--as``: the keys of the rows tell the format, or the user has to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdk_core.cli.root import cli
from sdk_core.errors import DocumentError
from tests.builtins.exporters.golden_rows import GOLDEN, WITHOUT_PICTURES

TWINS = {
    "chatml": "messages",
    "cpt": "text",
    "fireworks": "messages",
    "ft": "messages",
    "lm-eval": "jsonl",
    "mistral": "messages",
    "multimodal": "messages",
    "openai": "messages",
    "together": "messages",
}
"""Formats whose rows have the keys of another one, which is the less demanding of the two."""


def validate(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["validate", str(path), "--json"], catch_exceptions=False)
    return done.exit_code, json.loads(done.stdout)["format"]


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [spec.name for spec in WITHOUT_PICTURES])
def test_the_keys_of_what_we_write_tell_its_format(name: str) -> None:
    (path,) = (path for path in GOLDEN.iterdir() if path.name.split(".")[0] == name)
    assert validate(path) == (0, TWINS.get(name, name))


def test_one_broken_row_does_not_hide_the_format(tmp_path: Path) -> None:
    ask, tell = {"role": "user", "content": "q?"}, {"role": "assistant", "content": "a"}
    path = written(tmp_path / "x.jsonl", {"messages": [ask]}, {"messages": [ask, tell]})
    assert validate(path) == (3, "messages")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"a": 1}, "its keys tell no format"),
        ({"prompt": "a", "completion": "b", "chosen": "c", "rejected": "d"}, "in two ways"),
    ],
)
def test_what_its_keys_do_not_tell_is_for_the_user_to_say(
    row: dict[str, object], said: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        validate(written(tmp_path / "x.jsonl", row))
    assert "--as NAME" in caught.value.hint


def test_a_file_of_create_is_no_file_of_rows(tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    path.write_text(json.dumps({"qa_pairs": [{"question": "q?", "answer": "a"}]}))
    done = CliRunner().invoke(cli, ["validate", str(path), "--as", "alpaca"])
    assert done.exit_code == 3
    assert "such as save-as makes of a file of create" in done.stdout
