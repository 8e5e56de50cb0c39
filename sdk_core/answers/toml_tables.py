"""Records in TOML, which has to be right as a whole."""

from __future__ import annotations

import json
import tomllib

from sdk_core.answers.answer_tree import Records
from sdk_core.answers.fields import FieldNames
from sdk_core.answers.json_strict import MAX_DEPTH, decode_whole, depth_within
from sdk_core.answers.records import collect


def read_toml(text: str, names: FieldNames) -> Records:
    """Read tables whose keys are the fields.

    text: the cleaned answer. names: the requested fields.
    """
    records = Records(step="toml")
    if "=" not in text or not depth_within(text, MAX_DEPTH):
        return records
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
        document = decode_whole(json.dumps(tables, default=str))
    except (ValueError, RecursionError):
        return records
    if document is not None:
        collected = collect(document, names)
        records.found = [record for record, _ in collected.complete]
        records.torn = collected.lost
    return records
