"""Stores of records, for tests of what is chosen among them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sdk_core.export.filters import RecordFilters, Selection, arrange
from sdk_core.export.record_store import RecordStore
from sdk_core.export.request import ExportRequest
from sdk_core.rows.example_text import example_question
from tests.record_kinds import KINDS


def store_of(folder: Path, rows: Sequence[Mapping[str, Any]]) -> RecordStore:
    """Return a store of the rows of one file of JSON Lines."""
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = RecordStore(KINDS)
    list(store.read(path))
    return store


def row(text: str, document: str = "", **more: Any) -> dict[str, Any]:
    """Return a record, of a document where one is named."""
    origin = {"provenance": {"document_id": document, "source": f"{document}.pdf"}}
    return {"question": text, "answer": f"About {text}", **more, **(origin if document else {})}


def select(store: RecordStore, request: ExportRequest) -> Selection:
    """Choose among records as the stage does."""
    filters = RecordFilters(request, store)
    order = array("L", [index for index, _ in filters.pass_on(store.at(range(len(store))))])
    return arrange(store, order, request, filters.left_out)


def kept(store: RecordStore, selected: Selection, split: str = "train") -> list[str]:
    """Return the questions of a split."""
    return [example_question(store[index]) for index in selected.splits.get(split, ())]


def places(store: RecordStore, selected: Selection) -> dict[str, str]:
    """Return the split of each question."""
    return {text: split for split in selected.splits for text in kept(store, selected, split)}
