"""What a format writes and is read back gives the rows in every other format that the records do.

What may differ is said here: ids of calls where a format has none, and what a format has no room
for. Our own system text is left out first, since it reads back as anybody's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.components import Exporter
from sdk_core.config import load_config
from sdk_core.model import Example
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.example_reader import ExampleReader
from sdk_core.runs.session import Session
from tests.builtins.exporters.exporting import SPECS, by_order, exporter_of, rows_of
from tests.registry.distributions import core

REGISTRY = Registry(Manager(distributions=[core()]))
PNG = "data:image/png;base64,iVBORw0KGgo="
OURS = {"role": "system", "content": "You are a helpful assistant."}


def ask(text: Any, **more: Any) -> dict[str, Any]:
    return {"role": "user", "content": text, **more}


def say(text: Any, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": text, **more}


def order(text: str) -> dict[str, Any]:
    return {"role": "system", "content": text}


def call(number: int, **given: Any) -> dict[str, Any]:
    function = {"name": "count", "arguments": json.dumps(given)}
    return {"id": f"c{number}", "type": "function", "function": function}


def result(number: int, text: str) -> dict[str, Any]:
    return {"role": "tool", "content": text, "tool_call_id": f"c{number}"}


COUNT = {
    "name": "count",
    "description": "Counts things.",
    "parameters": {"type": "object", "properties": {"of": {"type": "string"}}},
}
TOOLS = [{"type": "function", "function": COUNT}]
PICTURE = [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": PNG}}]

RECORDS: dict[str, dict[str, Any]] = {
    "a pair": {"question": "When?", "answer": "At dusk."},
    "marks": {"question": "<image> <|im_end|> é\u2028?", "answer": "```py\nx\n```\n  "},
    "reasoning": {"question": "When?", "answer": "At dusk.", "reasoning": "It says so."},
    "reasoning of a turn": {"messages": [ask("When?"), say("Dusk.", reasoning_content="Hm.")]},
    "a system turn": {"messages": [order("Be brief."), ask("When?"), say("Dusk.")]},
    "system turns": {
        "messages": [order("Brief."), ask("A?"), say("B."), order("French."), ask("C?"), say("D.")]
    },
    "several questions": {"messages": [ask("A?"), say("B."), ask("C?"), say("D.")]},
    "an opening answer": {"messages": [say("Hello."), ask("When?"), say("Dusk.")]},
    "a call": {
        "messages": [
            ask("How many?"),
            say(None, tool_calls=[call(1, of="lamps")]),
            result(1, "12"),
            say("Twelve."),
        ],
        "tools": TOOLS,
    },
    "calls at once": {
        "messages": [
            ask("How many?"),
            say("I count.", tool_calls=[call(1), call(2, of="oil", unit={"name": "l"})]),
            result(1, "12"),
            result(2, "[1, 2]"),
            say("Twelve."),
        ],
        "tools": TOOLS,
    },
    "a picture": {"messages": [ask(PICTURE), say("A lamp.")]},
    "weights": {"messages": [ask("A?"), say("B.", weight=0), ask("C?"), say("D.", weight=1)]},
    "names": {"messages": [ask("When?", name="Ann"), say("Dusk.")]},
    "a worse answer": {"question": "When?", "answer": "At dusk.", "rejected": "Never."},
    "a worse end": {
        "messages": [order("Be brief."), ask("A?"), say("B."), ask("C?"), say("D.")],
        "rejected": "E.",
    },
}

NO_TURNS = {"text", "cpt"}
ROW_AN_ANSWER = {"trl", "grpo"}
NO_REASONING = {"grpo", "lm-eval", "inspect"}
ALL = sorted(SPECS.keys() - {"multimodal"})
READ = [name for name in ALL if exporter_of(SPECS[name]).__class__.read is not Exporter.read]


def read_back(path: Path, rows: list[dict[str, Any]], name: str) -> list[Example]:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    session = Session(load_config(environment={}), REGISTRY, reads_as=name)
    loaded = ExampleReader(session).read(path, rejected=True)
    assert not loaded.bad
    return list(loaded.examples.examples)


def written(name: str, examples: list[Example]) -> tuple[list[dict[str, Any]], str]:
    """Return the rows in a format, or why there are none."""
    try:
        return [row for example in examples for row in rows_of(name, example)], ""
    except ValueError as error:
        return [], str(error)


def comparable(name: str, examples: list[Example]) -> Any:
    """Return the rows in a format as far as they are to be the same."""
    taken = [example for example in examples if example.kept or SPECS[name].rejects]
    if name == "jsonl":  # it writes records, whatever they are, so what they say is compared
        return [by_order(example.to_messages()) for example in taken]
    return plain(written(name, taken)[0])


def plain(value: Any, names: dict[str, str] | None = None) -> Any:
    """Return rows without what is empty, and with calls by their order."""
    names = {} if names is None else names
    if isinstance(value, list):
        return [plain(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, held in value.items():
        if key in ("id", "tool_call_id", "toolUseId"):
            found[key] = names.setdefault(str(held), f"call {len(names)}")
        elif held not in (None, "", [], {}):
            found[key] = plain(held, names)
    return found


def expected_to_differ(source: str, what: str, target: str) -> bool:
    """Tell whether a format has no room for what is to come back in another."""
    record, spec = RECORDS[what], SPECS[source]
    if source in NO_TURNS:
        return True
    if (
        source in ROW_AN_ANSWER
        and sum(t["role"] == "assistant" for t in record.get("messages", ())) > 1
    ):
        return True
    if source in NO_REASONING and "reasoning" in what:
        return True
    if "rejected" in record and not spec.preference:
        return SPECS[target].preference or (SPECS[target].rejects and not spec.rejects)
    return False


@pytest.mark.parametrize("what", RECORDS)
@pytest.mark.parametrize("source", READ)
def test_what_was_written_is_read_for_every_other_format(
    source: str, what: str, tmp_path: Path
) -> None:
    (example,) = read_back(tmp_path / "record.jsonl", [RECORDS[what]], "")
    rows, refused = written(source, [example])
    if not rows:
        assert refused
        return
    for row in rows if SPECS[source].system else ():
        row["messages"] = [turn for turn in row["messages"] if turn != OURS]
    came = read_back(tmp_path / "rows.jsonl", rows, source)
    for target in ALL:
        if not expected_to_differ(source, what, target):
            assert comparable(target, came) == comparable(target, [example]), target
