"""Reads one row of anybody's by an exporter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sdk_core.artifacts.example_json import refuse_surrogates
from sdk_core.artifacts.layouts import Row
from sdk_core.components import Exporter
from sdk_core.errors import ComponentError
from sdk_core.model import Example, RecordKinds
from sdk_core.model.record_kinds import DOCUMENT, TURNS_KEYS, UNDECLARED
from sdk_core.registry import returned
from sdk_core.registry.registry import Entry
from sdk_core.runs import guard
from sdk_core.specs import ExporterSpec

ExporterEntry = Entry[ExporterSpec, Exporter]

WORSE = "rejected_answer"
"""Field of a record that holds the worse answer of a row."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows by one exporter."""

    entry: ExporterEntry
    exporter: Exporter
    kinds: RecordKinds

    def __call__(self, row: Row) -> Example:
        """Return the example of a row.

        Raises:
            ValueError: It is none of the format.
        """
        if not isinstance(row, dict) or not row:
            raise ValueError("it is no object with values")
        refuse_surrogates(row)
        refused = ""
        try:
            with guard.component(self.entry):
                try:
                    example = returned.one(self.exporter.read(row), Example, "read()")
                except ValueError as error:
                    refused = str(error)
        except ComponentError as error:
            raise ValueError(f"{self.entry.label} failed: {error.message}") from error
        if refused:
            raise ValueError(refused)
        if not (example.messages or example.fields):
            raise ValueError(f"{self.entry.label} read nothing in it")
        return _settled(example, self.kinds)


@dataclass(frozen=True, slots=True)
class BrokenReader:
    """Stands for an exporter that cannot be used."""

    reason: str

    def __call__(self, row: Row) -> Example:
        raise ValueError(self.reason)


def _settled(example: Example, kinds: RecordKinds) -> Example:
    """Return an example as our own files have it: of a kind that is known, the rest in fields."""
    kind = kinds.get(example.kind)
    if example.messages:
        kind = kinds.conversation
    elif kind is None:
        kind = DOCUMENT if "text" in example.fields else UNDECLARED
    taken = TURNS_KEYS if example.messages else ()
    fields = {name: value for name, value in example.fields.items() if name not in taken}
    if example.rejected:
        *_, worse = example.rejected
        turn = worse.to_dict()
        fields[WORSE] = worse.content if turn.keys() == {"role", "content"} else turn
    if not example.messages:
        kind.require(fields)
    return replace(example, kind=kind.name, fields=fields, rejected=(), declared=kind)
