"""Reads and writes the lines of the record, and says how two of them differ."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from typing import Any

from tests.golden.program import Line

_CONTEXT = 1


def render(lines: dict[str, Line]) -> bytes:
    """Return lines as a file holds them: sorted by key, a JSON object each."""
    text = "".join(
        json.dumps({"key": key, **lines[key]}, ensure_ascii=False, sort_keys=True) + "\n"
        for key in sorted(lines)
    )
    return text.encode("utf-8", "surrogatepass")


def read(data: bytes) -> dict[str, Line]:
    """Return the lines of a file by key, those that cannot be read by their number."""
    lines: dict[str, Line] = {}
    for number, text in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if not text:
            continue
        try:
            line: Line = json.loads(text)
            lines[str(line.pop("key"))] = line
        except (ValueError, KeyError, AttributeError):
            lines[f"line {number}, which cannot be read"] = {"text": text}
    return lines


def difference(section: str, old: dict[str, Line], new: dict[str, Line]) -> Iterator[str]:
    """Say how the lines of a section differ: a text for each key that does."""
    for key in sorted(old.keys() | new.keys()):
        before, now = old.get(key), _as_json(new.get(key))
        if before == now:
            continue
        if before is None or now is None:
            yield f"{section}: {key}\n  only in the {'record' if now is None else 'program'}"
            continue
        yield f"{section}: {key}\n" + "\n".join(_changes(before, now))


def _as_json(line: Line | None) -> Line | None:
    found: Line | None = json.loads(json.dumps(line))
    return found


def _changes(old: Line, new: Line) -> Iterator[str]:
    before, now = _leaves(old), _leaves(new)
    for path in dict.fromkeys([*before, *now]):
        was, is_now = before.get(path, ""), now.get(path, "")
        if was == is_now:
            continue
        yield f"  {path}"
        parts = difflib.unified_diff(was.split("\n"), is_now.split("\n"), n=_CONTEXT, lineterm="")
        yield from (f"    {part}" for part in list(parts)[2:])


def _leaves(value: Any, path: str = "") -> dict[str, str]:
    """Return the single values inside a value, as texts by their place."""
    if isinstance(value, dict) and value:
        pairs = [(f"{path}.{key}" if path else str(key), inner) for key, inner in value.items()]
    elif isinstance(value, list) and value:
        pairs = [(f"{path}[{number}]", inner) for number, inner in enumerate(value)]
    else:
        return {path: value if isinstance(value, str) else json.dumps(value)}
    return {place: text for where, inner in pairs for place, text in _leaves(inner, where).items()}
