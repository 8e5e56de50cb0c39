"""Rows of the built-in formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from sdk_builtins.exporters import sdk_exporters
from sdk_builtins.exporters.alpaca import AlpacaExporter
from sdk_builtins.exporters.jsonl import JsonlExporter
from sdk_builtins.exporters.messages import MessagesExporter
from sdk_core.components import Exporter
from sdk_core.model import Example, Judgement, Message, Provenance

QA = Example(
    kind="qa",
    fields={"question": "q?", "answer": "a", "rating": 8},
    provenance=Provenance(source="s", chunk=2, params={"seed": 1}),
    judgements=(Judgement(judge="rating", score=8),),
)
COT = Example(kind="cot", fields={"question": "q?", "reasoning": "r\n", "answer": " a"})
SYSTEM = Message("system", "Be brief.")
TALK = Example(
    kind="conversation",
    messages=(
        SYSTEM,
        Message("user", "u"),
        Message("assistant", "a"),
        Message("user", "v"),
        Message("assistant", "b"),
    ),
)
GLOSSARY = Example(kind="glossary", fields={"term": "t"})
DEFAULT_SYSTEM = {"role": "system", "content": "You are a helpful assistant."}


def _row(exporter: Exporter, example: Example) -> dict[str, Any]:
    (row,) = exporter.rows([example])
    return row


def _turns(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(turn["role"], turn["content"]) for turn in row["messages"]]


def test_registration_names_files_as_promised() -> None:
    specs = {spec.name: (spec.file_suffix, spec.extension) for spec in sdk_exporters()}
    assert specs == {
        "jsonl": ("", ".jsonl"),
        "alpaca": ("_alpaca", ".json"),
        "ft": ("_ft", ".json"),
        "chatml": ("_chatml", ".jsonl"),
    }


def test_jsonl_gives_the_records_own_fields() -> None:
    exporter = JsonlExporter()
    assert _row(exporter, QA) == {"question": "q?", "answer": "a", "rating": 8}
    assert _row(exporter, COT) == dict(COT.fields)
    assert _row(exporter, GLOSSARY) == {"term": "t"}
    assert list(_row(exporter, TALK)) == ["messages"]
    assert len(_row(exporter, TALK)["messages"]) == 5


def test_jsonl_with_metadata() -> None:
    row = _row(JsonlExporter(JsonlExporter.Options(include_metadata=True)), QA)
    assert row["provenance"]["source"] == "s"
    assert row["provenance"]["params"] == {"seed": 1}
    assert row["judgements"] == [{"judge": "rating", "score": 8, "reasons": "", "keep": None}]


def test_alpaca() -> None:
    exporter = AlpacaExporter()
    assert _row(exporter, QA) == {"instruction": "q?", "input": "", "output": "a"}
    assert _row(exporter, COT)["output"] == "<think>\nr\n\n</think>\n\n a"
    single = Example(kind="conversation", messages=TALK.messages[:3])
    assert _row(exporter, single) == {"instruction": "u", "input": "", "output": "a"}


def test_alpaca_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(ValueError, match="one question and one answer, the record has 4 turns"):
        _row(AlpacaExporter(), TALK)


def test_messages_add_a_system_turn_when_there_is_none() -> None:
    exporter = MessagesExporter()
    assert _row(exporter, QA)["messages"] == [
        DEFAULT_SYSTEM,
        {"role": "user", "content": "q?"},
        {"role": "assistant", "content": "a"},
    ]
    assert _turns(_row(exporter, COT))[2][1] == "<think>\nr\n\n</think>\n\n a"
    assert _turns(_row(exporter, TALK))[0] == ("system", "Be brief.")
    assert len(_turns(_row(exporter, TALK))) == 5


def test_messages_with_another_or_no_system_turn() -> None:
    other = MessagesExporter(MessagesExporter.Options(system="You are a chemist."))
    assert _turns(_row(other, QA))[0] == ("system", "You are a chemist.")
    for value in ("", "none", "None"):
        without = MessagesExporter(MessagesExporter.Options(system=value))
        assert [role for role, _ in _turns(_row(without, TALK))] == ["user", "assistant"] * 2
        assert [role for role, _ in _turns(_row(without, QA))] == ["user", "assistant"]
    with pytest.raises(ValidationError):
        MessagesExporter.Options(sytem="typo")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([SYSTEM], "no user turn"),
        ([Message("assistant", "a")], "no user turn"),
        ([Message("user", "u")], "does not end with an answer"),
        ([Message("user", "u"), Message("assistant", " ")], "turn 3 of the conversation is empty"),
    ],
)
def test_messages_refuse_what_trains_nothing(messages: Sequence[Message], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _row(MessagesExporter(), Example(kind="conversation", messages=tuple(messages)))


@pytest.mark.parametrize("exporter", [AlpacaExporter(), MessagesExporter()])
def test_records_without_an_exchange_are_refused(exporter: Exporter) -> None:
    for example in (GLOSSARY, Example(kind="summary", fields={"summary": "S"})):
        with pytest.raises(ValueError, match="neither messages nor a question"):
            _row(exporter, example)


@pytest.mark.parametrize("exporter", [AlpacaExporter(), MessagesExporter(), JsonlExporter()])
def test_text_is_not_touched(exporter: Exporter) -> None:
    answer = " \r\n\t\u2028 \U0001f9d1\u200d\U0001f4bb e\u0301 \\n <|im_end|> \x1b[0m "
    row = _row(exporter, Example(kind="qa", fields={"question": "q?", "answer": answer}))
    assert answer in str(row.get("answer", row.get("output", ""))) or (
        _turns(row)[-1] == ("assistant", answer)
    )
