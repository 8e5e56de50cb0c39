"""The records as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pydantic import Field

from sdk_core.components import Exporter, Options
from sdk_core.model import Example, Judgement, read_turns


class JsonlOptions(Options):
    """Options of the format."""

    include_metadata: bool = Field(
        False, description="Add where each record comes from and what judges said of it."
    )


class JsonlExporter(Exporter[JsonlOptions]):
    """Gives each record's own fields; a conversation becomes ``messages``."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example is empty or holds text that no file can carry.
        """
        for example in examples:
            row: dict[str, Any] = {}
            if example.messages:
                row["messages"] = [message.to_dict() for message in example.messages]
            row.update(example.fields)
            unread = row.pop("provenance", {}), row.pop("judgements", [])
            if not row:
                raise ValueError("the record has neither messages nor fields of its own")
            if self.options.include_metadata:
                row.update(_metadata(example, *unread))
            yield row

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the record of a row."""
        turns = row.get("messages")
        found = read_turns(turns) if isinstance(turns, list) else ()
        return Example(kind="conversation" if found else "qa", fields=row, messages=found)


def _metadata(example: Example, unread: object, judged: object) -> dict[str, Any]:
    """Return the origin; a part that came from elsewhere and was not understood is kept too."""
    provenance = asdict(example.provenance)
    provenance["params"] = dict(example.provenance.params)
    if isinstance(unread, Mapping):
        provenance = {**unread, **provenance}
    judgements = [_judgement(judgement) for judgement in example.judgements]
    return {"provenance": provenance, "judgements": judgements or judged}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    values = asdict(replace(judgement, instead=None)) | {"scale": list(judgement.scale)}
    criteria = [each | {"scale": list(each["scale"])} for each in values.pop("criteria")]
    found = {"criteria": criteria, "findings": list(values.pop("findings"))}
    del values["instead"]
    return values | {name: listed for name, listed in found.items() if listed}
