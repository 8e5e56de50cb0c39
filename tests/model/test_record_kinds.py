"""Declarations of kinds of records: what they refuse, and values that are no text."""

from __future__ import annotations

from typing import Any

import pytest

from sdk_core.model.record_kinds import RecordField, RecordKind, RecordTurn


@pytest.mark.parametrize(
    "given",
    [
        {"fields": (RecordField(name="provenance"),)},
        {"fields": (RecordField(name="grade", aliases=("rating",)),)},
        {"fields": (RecordField(name="messages"),)},
        {"fields": (RecordField(name="metadata"),), "whole": True},
        {"list_key": "rejected"},
        {"list_key": "conversations"},
    ],
)
def test_names_that_files_keep_for_themselves_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="which files keep for something else"):
        RecordKind(name="odd", **given)


@pytest.mark.parametrize(
    ("value", "said"), [(["a", "b"], "a, b"), (3, "3"), ({"a": None}, '{"a": null}')]
)
def test_values_that_are_no_text_are_values(value: object, said: str) -> None:
    kind = RecordKind(
        name="recipe",
        fields=(RecordField(name="dish"), RecordField(name="steps")),
        turns=(
            RecordTurn(role="user", text="{dish}?"),
            RecordTurn(role="assistant", text="{steps}"),
        ),
    )
    record = {"dish": "Soup", "steps": value}
    kind.require(record)
    assert kind.conversation(record)[-1].content == said
    with pytest.raises(ValueError, match="its steps is"):
        kind.require({"dish": "Soup", "steps": []})
