"""What every reader wants of rows, whatever their format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sdk_core.columns import value_kind
from sdk_core.rows.encodable import require_portable
from sdk_core.rows.findings import Findings

_WORDS = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number with a fraction",
    "string": "text",
    "list": "a list",
    "struct": "an object",
    "json": "an empty object or a number beyond 64 bits",
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?")
# Objects in one list have the same keys as those that are alike in these: turns of one side, parts
# of one kind.
_LIKENESS = ("role", "from", "type")
_CALLS = frozenset({"tool_calls", "function_call"})
_OPAQUE = _CALLS | {"tools", "functions"}
# Keys of which readers know that most turns and rows have none, or a null.
_OPTIONAL = _OPAQUE | {
    "tool_call_id",
    "name",
    "weight",
    "parallel_tool_calls",
    "reasoning_content",
    "reasoning",
    "refusal",
    "audio",
    "prefix",
}


class RowRules:
    """Compares each row with those before it.

    Args:
        findings: Where problems go.
        uniform: Whether all rows are to have the same keys.
        typed: Whether the rows come from text, where a reader has to guess the types.
    """

    def __init__(self, findings: Findings, *, uniform: bool, typed: bool) -> None:
        self._findings = findings
        self._uniform = uniform
        self._typed = typed
        self._kinds: dict[str, tuple[str, str]] = {}
        self._keys: dict[str, dict[str, None]] = {}
        self._dates: dict[str, bool] = {}
        self._parted: set[str] = set()

    def check(self, place: str, row: object) -> bool:
        """Check a row and tell whether it is an object that others can look at."""
        if not isinstance(row, Mapping):
            self._findings.add("shape", place, "it is no object")
            return False
        if not row:
            self._findings.add("shape", place, "it is an empty object")
            return False
        try:
            require_portable(row, "the row")
        except ValueError as error:
            self._findings.add("characters", place, str(error))
        self._check_object(place, row, "")
        return True

    def notes(self) -> Iterable[str]:
        """Return what is no problem of any one row."""
        for name, only in self._dates.items():
            if only and self._typed:
                yield (
                    f"{name} holds dates only, of which datasets makes points in time when it "
                    "reads text; parquet keeps them as they are"
                )

        for name in sorted(self._parted):
            yield f"{name} is a text in some rows and parts in others, which datasets 4 refuses"

    def _check_object(self, place: str, value: Mapping[str, Any], path: str) -> None:
        if self._uniform:
            self._check_keys(place, value, path)
        bare = _OPTIONAL | {"content"} if _calls(value) else _OPTIONAL
        for name, item in value.items():
            if item is not None or name not in bare:
                self._check_value(place, item, f"{path}.{name}" if path else str(name))

    def _check_keys(self, place: str, value: Mapping[str, Any], path: str) -> None:
        inside = f" in {path}" if path else ""
        if _calls(value):
            return
        known = self._keys.get(path)
        own = [name for name in value if name not in _OPTIONAL]
        if known is None:
            self._keys[path] = dict.fromkeys(own)
            return
        for name in own:
            if name not in known:
                known[name] = None
                text = f"the key {name!r}{inside} appears here for the first time"
                self._findings.add("keys", place, text)
        if self._typed and len(own) < len(known):
            lacking = ", ".join(repr(name) for name in known if name not in value)
            self._findings.add("keys", place, f"it lacks {lacking}{inside}, which others have")

    def _check_value(self, place: str, value: Any, path: str) -> None:
        kind = value_kind(value)
        if kind == "null":
            if self._typed:
                self._findings.add("null", place, f"{path} is null; write an empty text instead")
            return
        self._check_kind(place, kind, path)
        if kind == "string":
            self._dates[path] = self._dates.get(path, True) and bool(_DATE.fullmatch(value))
        if path.rpartition(".")[2] in _OPAQUE:
            return
        if kind == "struct":
            self._check_object(place, value, path)
        elif kind == "list":
            for item in value:
                like = next(
                    (item[k] for k in _LIKENESS if isinstance(item, Mapping) and k in item), ""
                )
                self._check_item(place, item, f"{path}[{like if _is_name(like) else ''}]")

    def _check_item(self, place: str, item: Any, path: str) -> None:
        if isinstance(item, Mapping) and item:
            self._check_object(place, item, path)
        else:
            self._check_value(place, item, path)

    def _check_kind(self, place: str, kind: str, path: str) -> None:
        first = self._kinds.setdefault(path, (kind, place))
        if first[0] == kind or not self._typed:
            return
        if path.endswith("].content") and {first[0], kind} == {"string", "list"}:
            self._parted.add(path)  # chat messages are written in either way
        else:
            text = f"{path} is {_WORDS[kind]} here and {_WORDS[first[0]]} at {first[1]}"
            self._findings.add("type", place, text)


def _calls(value: Mapping[str, Any]) -> bool:
    """Tell whether a turn calls tools, so that it needs no content."""
    return any(value.get(name) for name in _CALLS)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 20
