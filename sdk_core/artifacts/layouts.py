"""Tell by its shape what a JSON value with examples in it is: ours, Meta's, ShareGPT's …"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from sdk_core.artifacts.example_json import from_record
from sdk_core.model import Example, RecordKind, RecordKinds
from sdk_core.model.record_kinds import AROUND_RECORDS, TURNS_KEYS, UNDECLARED
from sdk_core.model.turns import is_turn

ACCEPTED = (
    'objects with "qa_pairs", "cot_examples" or "conversations", lists of {"question", "answer"}, '
    'lists of {"role", "content"} or {"from", "value"} turns, lists of {"conversations"} or '
    '{"messages"}, {"summary"}, and JSON Lines of any of these'
)
"""What a file of examples may hold, for messages to the user."""

CONVERSATIONS = TURNS_KEYS[0]
GENERIC_KEY = UNDECLARED.list_key
"""Key of the records where their own key is taken by the list of conversations."""

VERSION = "1.0"
"""Version of the layout, which files of an object hold; older files hold none and read alike."""

DECLARATION_KEY = "record_kind"
VERSION_KEY = "file_version"

_OURS = (DECLARATION_KEY, VERSION_KEY)
_OTHER_LISTS = ("rejected", "unrated", *TURNS_KEYS)
_TELLING_KEYS = frozenset({"summary", GENERIC_KEY, *_OTHER_LISTS, *AROUND_RECORDS})
_AROUND_TURNS = _TELLING_KEYS - {*TURNS_KEYS}

Row = Mapping[str, Any]

ReadRow = Callable[[Row], Example]
"""Gives the example of a row; raises `ValueError` for one that holds none."""


class RowFormats(Protocol):
    """Formats of rows that are read beside our own."""

    @property
    def accepted(self) -> str:
        """What may be read, for messages to the user."""

    def tells(self, row: Row) -> bool:
        """Tell whether rows with the keys of this one are read."""

    def choose(self, path: Path, rows: Sequence[Row]) -> ReadRow | None:
        """Return what reads the rows of a file, ``None`` for our own shapes.

        Args:
            path: The file, for what is told of it.
            rows: Its first rows.

        Raises:
            DocumentError: They may be read in several ways.
        """


SAMPLE = 100
"""Rows of a file by which its format is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The records of a value, not looked at yet, and what is said of them as a whole.

    Args:
        records: The raw records in order.
        kind: Kind of the records, ``None`` when each must tell by itself.
        single: Whether the value is one conversation.
        summary: Summary of the document.
        metadata: Facts about the run that made the records.
        passages: The passages that records name by number.
        rejected: The raw records that a judge rejected.
        unrated: The raw records that could not be judged.
    """

    records: list[Any]
    kind: RecordKind | None = None
    single: bool = False
    summary: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    passages: Sequence[Any] = ()
    rejected: Sequence[Any] = ()
    unrated: Sequence[Any] = ()


def recognise(value: object, kinds: RecordKinds) -> Shape | None:
    """Return the shape of a value, ``None`` when it holds nothing that could be an example.

    Args:
        value: The value.
        kinds: The kinds of records that are known.

    Raises:
        ValueError: A newer version wrote it, or its declaration is damaged.
    """
    if isinstance(value, list):
        return _recognise_list(value, kinds)
    if isinstance(value, dict):
        return _recognise_object(value, kinds)
    return None


def no_example(value: object) -> str:
    """Return what is wrong with a value in which `recognise` finds nothing, for messages."""
    keys = ", ".join(map(str, value))[:200] if isinstance(value, dict) else ""
    return f"no example is found in it{f' (its keys: {keys})' if keys else ''}"


def plain_kind(value: object, kinds: RecordKinds) -> RecordKind | None:
    """Return the kind of a value that is one record with nothing around it, ``None`` for others.

    A line among a million is such a value, mostly, and need not be looked at more closely.
    """
    return kinds.plain(value, _TELLING_KEYS) if isinstance(value, dict) else None


def loose_rows(
    values: Iterable[tuple[str, object]], kinds: RecordKinds, formats: RowFormats
) -> list[tuple[str, Any]]:
    """Return the rows of values that do not say what they hold, each with its place.

    They are the items of a list, of the one list in an object, or of lines. Files of ours, and
    conversations that are lists of turns, have none.
    """
    rows: list[tuple[str, Any]] = []
    some = False
    for place, value in values:
        found = _loose(value, kinds, formats)
        some = some or bool(found)
        if isinstance(found, list):
            before = f"{place}, " if place else ""
            rows += [(f"{before}record {number}", row) for number, row in enumerate(found, start=1)]
        else:
            rows.append((place or "the value", value))
    return rows if some else []


def _loose(value: object, kinds: RecordKinds, formats: RowFormats) -> list[Any] | bool:
    """Return the rows of a value; whether it is one itself, where it is no list of them."""
    if isinstance(value, list):
        alone = any(isinstance(row, list) or is_turn(row) for row in value)
        return False if alone else value
    if not isinstance(value, dict) or any(key in value for key in (*kinds.keys, GENERIC_KEY)):
        return False
    metadata = value.get("metadata")
    if isinstance(metadata, dict) and not metadata.keys().isdisjoint(_OURS):
        return False
    tables = [item for key, item in value.items() if key not in _OTHER_LISTS and _is_plain(item)]
    alone = len(tables) != 1 or kinds.of(value) is not None or formats.tells(value)
    return True if alone else list(tables[0])


def _is_plain(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, dict) and not is_turn(item) for item in value
    )


def record_kind(raw: object, shape: Shape, kinds: RecordKinds) -> RecordKind:
    """Return the kind of a record of a shape."""
    own = kinds.of(raw) if isinstance(raw, dict) else kinds.conversation
    return shape.kind or own or kinds.default


def is_conversation(value: object, kinds: RecordKinds) -> bool:
    """Tell whether a value is one object with turns and nothing around it, as lines mostly are."""
    if not isinstance(value, dict) or value.keys().isdisjoint(TURNS_KEYS):
        return False
    for key in TURNS_KEYS:
        turns = value.get(key)
        if isinstance(turns, list):
            keys = value.keys()
            alone = keys.isdisjoint(_AROUND_TURNS) and keys.isdisjoint(kinds.keys)
            return bool(turns) and is_turn(turns[0]) and alone
    return False


def _recognise_list(value: list[Any], kinds: RecordKinds) -> Shape | None:
    if not any(isinstance(item, list | dict) for item in value):
        return None
    if is_turn(next(item for item in value if isinstance(item, list | dict))):
        return Shape(records=[value], kind=kinds.conversation, single=True)
    return Shape(records=value, kind=_common_kind(value, kinds))


def _recognise_object(value: dict[str, Any], kinds: RecordKinds) -> Shape | None:
    if kind := plain_kind(value, kinds):
        return Shape(records=[value], kind=kind)
    summary = value["summary"] if isinstance(value.get("summary"), str) else ""
    metadata = dict(value["metadata"]) if isinstance(value.get("metadata"), dict) else {}
    _require_readable(metadata.pop(VERSION_KEY, VERSION))
    passages = metadata.pop("passages", [])
    found = _declared(value, metadata, kinds) or _find_records(value, kinds)
    if found is None or not isinstance(found.records, list):
        return None
    return replace(
        found,
        summary=summary,
        metadata=metadata,
        passages=passages if isinstance(passages, list) else [],
        rejected=value["rejected"] if isinstance(value.get("rejected"), list) else [],
        unrated=value["unrated"] if isinstance(value.get("unrated"), list) else [],
    )


def _require_readable(version: object) -> None:
    if str(version).partition(".")[0] not in ("0", VERSION.partition(".")[0]):
        raise ValueError(
            f"a newer synthetic-data-kit wrote it (layout {version}; this one reads {VERSION})"
        )


def _declared(value: dict[str, Any], metadata: dict[str, Any], kinds: RecordKinds) -> Shape | None:
    """Return the records of a file that says itself of which kind they are.

    Files of earlier versions have a name and a key in place of the declaration.
    """
    name, key = metadata.get("kind"), metadata.get("key")
    if DECLARATION_KEY in metadata:
        kind = RecordKind.from_dict(metadata.pop(DECLARATION_KEY))
        key = next((k for k in (kind.list_key, GENERIC_KEY) if k in value), "")
    elif isinstance(name, str) and isinstance(key, str) and key in value:
        del metadata["kind"], metadata["key"]
        kind = kinds.get(name) or _undeclared(name, key, value[key])
    else:
        return None
    if not key:
        own = _own(value)
        if "summary" not in {each.name for each in kind.fields}:
            own.pop("summary", None)
        return Shape(records=[own], kind=kind) if kind.whole else None
    return Shape(records=value[key], kind=kind)


def _undeclared(name: str, key: str, records: object) -> RecordKind:
    """Return the kind of records that no package declares, with turns if any can become some."""
    kind = replace(UNDECLARED, name=name, list_key=key)
    for record in records if isinstance(records, list) else ():
        try:
            if isinstance(record, dict) and from_record(record, kind).to_messages():
                return kind
        except ValueError:
            continue
    return replace(kind, identity=(), turns=())


def _own(value: dict[str, Any]) -> dict[str, Any]:
    """Return a record that is a whole file, without what is said of the file."""
    return {key: item for key, item in value.items() if key not in AROUND_RECORDS}


def _find_records(value: dict[str, Any], kinds: RecordKinds) -> Shape | None:
    """Return the records with their kind; a list with content wins."""
    present = [key for key in (*kinds.keys, GENERIC_KEY) if key in value]
    turns = next((value[key] for key in TURNS_KEYS if isinstance(value.get(key), list)), None)
    filled = next((key for key in present if value[key]), None)
    if filled is None and turns:
        if any(map(is_turn, turns)):
            return Shape(records=[_own(value)], kind=kinds.conversation, single=True)
        return Shape(records=turns, kind=kinds.conversation)
    if present:
        records = value[filled or present[0]]
        kind = kinds.keys.get(filled or present[0])
        if kind is None and isinstance(records, list):
            kind = _common_kind(records, kinds)
        return Shape(records=records, kind=kind)
    if turns is not None:
        return Shape(records=turns, kind=kinds.conversation)
    kind = kinds.of(value)
    if kind is not None and not kind.whole:
        return Shape(records=[value], kind=kind)
    tables = (v for k, v in value.items() if k not in _OTHER_LISTS and _is_table(v, kinds))
    if (records := next(tables, None)) is not None:
        return Shape(records=records, kind=_common_kind(records, kinds))
    return None if kind is None else Shape(records=[_own(value)], kind=kind)


def _is_table(value: object, kinds: RecordKinds) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, dict) and kinds.of(item) for item in value
    )


def _common_kind(records: list[Any], kinds: RecordKinds) -> RecordKind | None:
    """Return the kind that all usable records share, or the one that all of them are, if any."""
    found: dict[str, RecordKind] = {}
    for record in records:
        kind = kinds.conversation if isinstance(record, list) else None
        if isinstance(record, dict):
            kind = kinds.of(record)
        if kind is not None:
            found[kind.name] = kind
    if not found:
        return kinds.default
    general = min(found.values(), key=lambda kind: len(kind.required))
    fits = all(
        kind is general or (general.required and general.required <= kind.required)
        for kind in found.values()
    )
    return general if fits else None
