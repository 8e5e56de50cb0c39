"""Refuse what would make a whole training file unreadable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def require_portable(value: Any, name: str = "the record") -> None:
    """Check that every text in a row can be read back by the common trainers.

    Half a surrogate pair makes ``datasets`` refuse the file, and NUL ends a text early in readers
    written in C, so one such row would cost all the others.

    Args:
        value: The row or a part of it.
        name: What the part is called in the message.

    Raises:
        ValueError: A text cannot be carried; the message says why.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} is {value}, for which JSON has no form")
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError(f"{name} holds a NUL character, at which some readers stop")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(
                f"{name} holds half a character (U+{ord(value[error.start]):04X}), which no "
                "training file can carry"
            ) from None
    elif isinstance(value, Mapping):
        for key, item in value.items():
            require_portable(key, "a key")
            require_portable(item, str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            require_portable(item, name)
