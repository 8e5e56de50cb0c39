"""Tools and what they are given come out of a table as they went in, however unlike their keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sdk_core.cli.root import cli

GIVEN: list[dict[str, Any]] = [{"x": 1}, {"y": {"z": [1]}}, {}]


def talk(given: dict[str, Any], *, as_text: bool) -> dict[str, Any]:
    function = {"name": "f", "arguments": json.dumps(given) if as_text else given}
    properties = {key: {"type": "string"} for key in given}
    described = {"name": "f", "parameters": {"type": "object", "properties": properties}}
    return {
        "messages": [
            {"role": "user", "content": "How many?"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c", "type": "function", "function": function}],
            },
            {"role": "tool", "content": "1", "tool_call_id": "c"},
            {"role": "assistant", "content": "One."},
        ],
        "tools": [{"type": "function", "function": described}],
    }


def save(path: Path, *more: str) -> Path:
    done = CliRunner().invoke(cli, ["save-as", str(path), *more], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    (made,) = Path(more[-1]).iterdir()
    return made


@pytest.mark.parametrize("storage", ["parquet", "hf", "lance"])
@pytest.mark.parametrize("name", ["messages", "kto", "openai", "vertex", "bedrock"])
@pytest.mark.parametrize("given", [GIVEN[:2], GIVEN], ids=["unlike", "and none"])
def test_a_table_holds_what_was_called(
    given: list[dict[str, Any]], name: str, storage: str, tmp_path: Path
) -> None:
    source = tmp_path / "talks.jsonl"
    as_text = name not in ("vertex", "bedrock")
    rows = [talk(each, as_text=as_text) for each in given]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    table = save(source, "-f", name, "--storage", storage, "-o", f"{tmp_path}/table/")
    straight = save(source, "-f", name, "-o", f"{tmp_path}/straight/")
    again = save(table, "--as", name, "-f", name, "-o", f"{tmp_path}/again/")
    assert again.read_bytes() == straight.read_bytes()


def test_tools_of_others_are_listed_as_services_want_them(tmp_path: Path) -> None:
    source = tmp_path / "talks.jsonl"
    whole = talk({"x": 1}, as_text=True)
    bare = [tool["function"] for tool in whole["tools"]]
    rows = [whole, whole | {"tools": json.dumps(bare)}, whole | {"tools": json.dumps(bare[0])}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made = save(source, "-f", "openai", "-o", f"{tmp_path}/rows/")
    assert [json.loads(line)["tools"] for line in made.open()] == [whole["tools"]] * 3
