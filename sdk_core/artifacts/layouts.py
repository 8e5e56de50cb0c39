"""Tell by its shape what a JSON value with examples in it is: ours, Meta's, ShareGPT's …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sdk_core.artifacts.example_json import TURNS_KEYS, is_turn, natural_kind

ACCEPTED = (
    'objects with "qa_pairs", "cot_examples" or "conversations", lists of {"question", "answer"}, '
    'lists of {"role", "content"} or {"from", "value"} turns, lists of {"conversations"} or '
    '{"messages"}, {"summary"}, and JSON Lines of any of these'
)
"""What a file of examples may hold, for messages to the user."""

CONVERSATIONS = TURNS_KEYS[0]
GENERIC_KEY = "examples"
"""Key of the records where their own key is taken by the list of conversations."""

_LIST_KEYS = {"qa_pairs": "qa", "filtered_pairs": "qa", "cot_examples": "cot", GENERIC_KEY: ""}
_OTHER_LISTS = ("rejected", "unrated", *TURNS_KEYS)
_WHOLE_FILE_KEYS = ("metadata", "metrics", "rejected", "unrated")
_TELLING_KEYS = frozenset({"summary", *_LIST_KEYS, *_OTHER_LISTS, *_WHOLE_FILE_KEYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The records of a value, not looked at yet, and what is said of them as a whole.

    Args:
        records: The raw records in order.
        key: Key of the list of records.
        kind: Kind of the records, ``""`` when each must tell by itself.
        single: Whether the value is one conversation.
        summary: Summary of the document.
        metadata: Facts about the run that made the records.
        passages: The passages that records name by number.
        rejected: The raw records that a judge rejected.
    """

    records: list[Any]
    key: str
    kind: str = ""
    single: bool = False
    summary: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passages: list[Any] = field(default_factory=list)
    rejected: list[Any] = field(default_factory=list)


def recognise(value: object) -> Shape | None:
    """Return the shape of a value, ``None`` when it holds nothing that could be an example."""
    if isinstance(value, list):
        return _recognise_list(value)
    if isinstance(value, dict):
        return _recognise_object(value)
    return None


def plain_kind(value: object) -> str:
    """Return the kind of a value that is one question with its answer, ``""`` for any other.

    A line among a million is such a value, mostly, and need not be looked at more closely.
    """
    if not isinstance(value, dict) or "answer" not in value or "question" not in value:
        return ""
    return natural_kind(value) if value.keys().isdisjoint(_TELLING_KEYS) else ""


def standard_key(kind: str) -> str:
    """Return the key under which records of a natural kind are listed."""
    return {"cot": "cot_examples", "conversation": CONVERSATIONS}.get(kind, "qa_pairs")


def _recognise_list(value: list[Any]) -> Shape | None:
    if not any(isinstance(item, list | dict) for item in value):
        return None
    if is_turn(next(item for item in value if isinstance(item, list | dict))):
        return Shape(records=[value], key=CONVERSATIONS, kind="conversation", single=True)
    kind = _common_kind(value)
    return Shape(records=value, key=standard_key(kind), kind=kind)


def _recognise_object(value: dict[str, Any]) -> Shape | None:
    if kind := plain_kind(value):
        return Shape(records=[value], key=standard_key(kind), kind=kind)
    summary = value["summary"] if isinstance(value.get("summary"), str) else ""
    metadata = dict(value["metadata"]) if isinstance(value.get("metadata"), dict) else {}
    passages = metadata.pop("passages", [])
    declared_key = metadata.get("key")
    declared_kind = metadata.get("kind")
    if isinstance(declared_key, str) and declared_key in value and isinstance(declared_kind, str):
        # A plugin's own kind: it need not look like a question or a conversation.
        records, key, kind, single = value[declared_key], declared_key, declared_kind, False
        del metadata["key"], metadata["kind"]
    else:
        found = _find_records(value)
        if found is None:
            if not summary:
                return None
            found = [], "summary", "summary", False
        records, key, kind, single = found
    if not isinstance(records, list):
        return None
    return Shape(
        records=records,
        key=key,
        kind=kind,
        single=single,
        summary=summary,
        metadata=metadata,
        passages=passages if isinstance(passages, list) else [],
        rejected=value["rejected"] if isinstance(value.get("rejected"), list) else [],
    )


def _find_records(value: dict[str, Any]) -> tuple[Any, str, str, bool] | None:
    """Return records, key, kind and whether it is one conversation; a list with content wins."""
    present = [key for key in _LIST_KEYS if key in value]
    turns = next((key for key in TURNS_KEYS if isinstance(value.get(key), list)), None)
    filled = next((key for key in present if value[key]), None)
    if filled is None and turns is not None and value[turns]:
        if any(map(is_turn, value[turns])):
            own = {key: item for key, item in value.items() if key not in _WHOLE_FILE_KEYS}
            return [own], CONVERSATIONS, "conversation", True
        return value[turns], CONVERSATIONS, "conversation", False
    if present:
        return _named_list(value, filled or present[0])
    if turns is not None:
        return value[turns], CONVERSATIONS, "conversation", False
    if {"question", "answer"} <= value.keys():
        kind = natural_kind(value)
        return [value], standard_key(kind), kind, False
    other = next(
        (k for k, item in value.items() if k not in _OTHER_LISTS and _is_table(item)), None
    )
    return None if other is None else (value[other], other, _common_kind(value[other]), False)


def _named_list(value: dict[str, Any], key: str) -> tuple[Any, str, str, bool]:
    records, kind = value[key], _LIST_KEYS[key]
    if key == GENERIC_KEY and isinstance(records, list):
        kind = _common_kind(records)
    return records, standard_key(kind) if kind else key, kind, False


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, dict) and ({"question", "answer"} <= item.keys() or _has_turns(item))
        for item in value
    )


def _has_turns(record: dict[str, Any]) -> bool:
    return any(isinstance(record.get(key), list) for key in TURNS_KEYS)


def _common_kind(records: list[Any]) -> str:
    """Return the kind that all usable records share; pairs with and without reasoning are qa."""
    kinds = set()
    for record in records:
        if isinstance(record, list) or (isinstance(record, dict) and _has_turns(record)):
            kinds.add("conversation")
        elif isinstance(record, dict) and "question" in record:
            kinds.add(natural_kind(record))
    if kinds <= {"qa", "cot"}:
        return "qa" if "qa" in kinds or not kinds else "cot"
    return "conversation" if kinds == {"conversation"} else ""
