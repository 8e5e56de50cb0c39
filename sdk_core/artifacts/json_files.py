"""JSON as bytes: written so that nothing is lost, read so that the error names its line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdk_core.artifacts import compressed
from sdk_core.errors import DocumentError

LINE_SUFFIXES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class JsonValues:
    """What a JSON or JSON Lines file holds.

    Args:
        values: Place and value: one value and ``""`` for JSON, ``line N`` and its value for each
            line of JSON Lines.
        lines: Whether it was read as JSON Lines.
        bad: Lines that are no JSON, each as one sentence.
    """

    values: tuple[tuple[str, Any], ...]
    lines: bool = False
    bad: tuple[str, ...] = ()


def encode_json(value: Any) -> bytes:
    """Return a value as indented UTF-8 JSON with a newline at the end.

    Half of a surrogate pair, which UTF-8 cannot hold, is written as the escape that JSON has for
    it; numbers that JSON has no form for become null, other objects their text. So no content can
    make a file fail after it was paid for.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=_plain)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, indent=2, default=_plain)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value, key=str)
    return str(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_finite(item) for item in value]
    return value


def is_plain_lines(path: Path) -> bool:
    """Whether a file can be read line by line: named as JSON Lines, UTF-8, a value on a line."""
    if path.suffix.lower() not in LINE_SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            first = next((line for line in file if line.strip()), b"")
    except OSError:
        return False
    return first.lstrip()[:1] in (b"{", b"[") and _parses(first)


def load(path: Path) -> JsonValues:
    """Read a JSON file, or a JSON Lines file whatever its name, packed or not.

    Args:
        path: The file; UTF-8 with or without a byte order mark, or UTF-16 with one.

    Raises:
        DocumentError: The file cannot be read, or is neither JSON nor JSON Lines.
    """
    try:
        with compressed.reopen_file(path, compressed.packing(compressed.first_bytes(path))) as file:
            data = file.read()
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"cannot read {path}: {reason}") from error
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path} is not UTF-8 text: byte {error.start} does not fit", hint="save it as UTF-8"
        ) from error
    if not text.strip():
        raise DocumentError(f"{path} is empty")
    try:
        return JsonValues((("", json.loads(text)),))
    except json.JSONDecodeError as error:
        if not _looks_like_lines(path, text):
            raise DocumentError(
                f"{path} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}"
            ) from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond all measure
        raise DocumentError(f"{path} cannot be read as JSON: {error}") from error
    return _load_lines(path, text)


def _looks_like_lines(path: Path, text: str) -> bool:
    if compressed.inner_suffix(path).lower() in LINE_SUFFIXES:
        return True
    lines = [line for line in text.split("\n", 2)[:2] if line.strip()]
    return (
        len(lines) == 2 and all(line.lstrip()[:1] in "{[" for line in lines) and _parses(lines[0])
    )


def _parses(text: str | bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _load_lines(path: Path, text: str) -> JsonValues:
    values: list[tuple[str, Any]] = []
    bad: list[str] = []
    # Only a line feed ends a line: str.splitlines would cut at U+2028 inside a text.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append((f"line {number}", json.loads(line)))
        except json.JSONDecodeError as error:
            bad.append(f"line {number}: not valid JSON: {error.msg} at column {error.colno}")
        except (ValueError, RecursionError) as error:
            bad.append(f"line {number}: cannot be read as JSON: {error}")
    if not values:
        raise DocumentError(f"{path} is not valid JSON Lines: {bad[0]}")
    return JsonValues(tuple(values), lines=True, bad=tuple(bad))
