"""Rows of the built-in formats."""

from __future__ import annotations

from typing import Any

import pytest

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
    promised = ("jsonl", "alpaca", "ft", "chatml")
    assert {name: specs[name] for name in promised} == {
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
    row = _row(JsonlExporter(JsonlExporter.options_type(include_metadata=True)), QA)
    assert row["provenance"]["source"] == "s"
    assert row["provenance"]["params"] == {"seed": 1}
    judged = {"judge": "rating", "score": 8, "reasons": "", "keep": None}
    assert row["judgements"] == [judged | {"caveat": "", "scale": [0.0, 10.0]}]


def test_alpaca() -> None:
    exporter = AlpacaExporter()
    assert _row(exporter, QA) == {"instruction": "q?", "input": "", "output": "a"}
    assert _row(exporter, COT)["output"] == "<think>\nr\n\n</think>\n\n a"
    single = Example(kind="conversation", messages=TALK.messages[:3])
    pair = {"instruction": "u", "input": "", "output": "a"}
    assert _row(exporter, single) == {**pair, "system": "Be brief.", "history": []}
    ours = (Message("system", "You are a helpful assistant."), *TALK.messages[1:3])
    assert _row(exporter, Example(kind="conversation", messages=ours)) == pair
    longer = {**pair, "instruction": "v", "output": "b", "system": "Be brief."}
    assert _row(exporter, TALK) == {**longer, "history": [["u", "a"]]}


def test_alpaca_refuses_what_it_cannot_hold() -> None:
    user, answer = TALK.messages[1], TALK.messages[2]
    for turns in (
        (user, user, answer),
        (answer, user, answer),
        (user, answer, SYSTEM, *TALK.messages[3:]),
    ):
        with pytest.raises(ValueError, match="questions and answers in turn"):
            _row(AlpacaExporter(), Example(kind="conversation", messages=turns))


def test_messages() -> None:
    exporter = MessagesExporter()
    assert _turns(_row(exporter, QA)) == [("user", "q?"), ("assistant", "a")]
    assert _turns(_row(exporter, COT))[1][1] == "<think>\nr\n\n</think>\n\n a"
    assert len(_turns(_row(exporter, TALK))) == 5


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
