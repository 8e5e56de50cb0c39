"""The kinds of records that are known, and which of them a record is by its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_core.model.record_kinds import TURNS_KEYS, RecordKind

_KNOWN_KEYS = 1_000


class RecordKinds:
    """The kinds of records that are known, in the order in which they are looked through.

    Args:
        kinds: The kinds, each name once; built-in ones first.
        default: Name of the kind that records are taken for when nothing tells another.
    """

    keys: dict[str, RecordKind]
    """Keys of lists that tell of a kind."""

    def __init__(self, kinds: Sequence[RecordKind], default: str) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self.default = self._kinds[default]
        self.conversation = next(kind for kind in kinds if kind.holds_turns)
        self.keys = {}
        for kind in kinds:
            if kind.told and not kind.holds_turns:
                self.keys |= dict.fromkeys((kind.list_key, *kind.other_keys), kind)
        self._plain: dict[tuple[str, ...], tuple[RecordKind, ...]] = {}

    def __iter__(self) -> Iterator[RecordKind]:
        return iter(self._kinds.values())

    def get(self, name: str) -> RecordKind | None:
        """Return the kind of a name, ``None`` when it is not known."""
        return self._kinds.get(name)

    def plain(self, record: Mapping[str, Any], telling: frozenset[str]) -> RecordKind | None:
        """Return the kind of a record with nothing that tells of a whole file, ``None`` for others.

        Args:
            record: The record.
            telling: Keys that tell of a whole file beside those of lists, unless they are fields of
                the kind.
        """
        keys = tuple(record)
        suiting = self._plain.get(keys)
        if suiting is None:
            suiting = self.suiting(record)
            own = {each.name for kind in suiting[:1] for each in kind.fields}
            told = (record.keys() & (telling | self.keys.keys())) - own
            if told or any(kind.whole for kind in suiting[:1]):
                suiting = ()
            if len(self._plain) >= _KNOWN_KEYS:  # a record may have keys like no other
                self._plain.clear()
            self._plain[keys] = suiting
        return suiting[0] if len(suiting) == 1 else _first(record, suiting)

    def of(self, record: Mapping[str, Any]) -> RecordKind | None:
        """Return the kind that a record has by its content, ``None`` when nothing tells one."""
        if any(isinstance(record.get(key), list) and record[key] for key in TURNS_KEYS):
            return self.conversation
        return _first(record, self.suiting(record))

    def suiting(self, record: Mapping[str, Any]) -> tuple[RecordKind, ...]:
        """Return the kinds whose required fields a record has, the more particular ones first."""
        suiting = [kind for kind in self if kind.required and kind.required <= record.keys()]
        suiting.sort(key=lambda kind: (not kind.told, -len(kind.required)))
        return tuple(suiting)


def _first(record: Mapping[str, Any], suiting: Sequence[RecordKind]) -> RecordKind | None:
    """Return the first kind whose fields hold text, the last one when none does."""
    for kind in suiting:
        for name in kind.required:
            if not isinstance(record[name], str):
                break
        else:
            return kind
    return suiting[-1] if suiting else None
