"""Exporters are tried on records of every declared kind, made from the declaration alone."""

from __future__ import annotations

from sdk_core.model import RecordField, RecordKind, RecordTurn
from sdk_core.testing.record_samples import sample_records

CARD = RecordKind(
    name="card",
    fields=(RecordField(name="front"), RecordField(name="hint", required=False)),
    turns=(
        RecordTurn(role="user", text="What is it?"),
        RecordTurn(role="assistant", text="{front}"),
    ),
)


def test_a_kind_of_a_package_is_tried_with_and_without_what_may_be_missing() -> None:
    found = sample_records([CARD, RecordKind(name="talk", holds_turns=True)])
    assert list(found)[:2] == ["card", "card with all fields"]
    assert [record.fields.keys() for record in found["card"]] == [{"front", "rejected"}] * 2
    assert "hint" in found["card with all fields"][0].fields
    assert found["card"][0].to_messages()[-1].content == "The front of a canal."
    assert {record.kind for group in found.values() for record in group} == {"card", "talk"}
    assert found["talk with a system turn"][0].messages[0].role == "system"
