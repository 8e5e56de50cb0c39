"""A registration module whose declaration cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

from sdk_core.api import RecordKind, hookimpl


@hookimpl
def sdk_record_kinds() -> Iterator[RecordKind]:
    """Give a kind whose key is none."""
    yield RecordKind(name="listed", list_key=["terms"])  # type: ignore[arg-type]
