"""Lists of inputs: a file with a URL or path on each line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sdk_core.documents.decoding import decode
from sdk_core.errors import UsageError

MARK = "@"
"""What an INPUT begins with that names a list."""

_MAX_BYTES = 50_000_000
_STANDARD_INPUT = "-"


def is_list(text: str) -> bool:
    """Tell whether an input names a list; a file whose own name begins with ``@`` does not."""
    return text.startswith(MARK) and len(text) > 1 and not Path(text).exists()


def read_list(text: str) -> list[tuple[int, str]]:
    """Return the entries of a list with the numbers of their lines.

    Empty lines and those that begin with ``#`` are left out, and so is what follows `` #``.

    Args:
        text: ``@`` and the path of the list, or ``@-`` for standard input.

    Raises:
        UsageError: The list cannot be read, or holds nothing.
    """
    name = text.removeprefix(MARK)
    try:
        if name == _STANDARD_INPUT:
            data = sys.stdin.buffer.read(_MAX_BYTES + 1)
        else:
            with open(name, "rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"the list {name} cannot be read: {error.strerror}",
            hint="give the path of a file with a URL or path on each line",
        ) from error
    if len(data) > _MAX_BYTES:
        raise UsageError(f"the list {name} is larger than {_MAX_BYTES / 1e6:g} MB")
    entries = list(_entries(decode(data).text))
    if not entries:
        raise UsageError(
            f"the list {name} names nothing", hint="write a URL or path on each line of it"
        )
    return entries


def _entries(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry.startswith("#"):
            entry = entry.split(" #", 1)[0].split("\t#", 1)[0].strip()
            if entry:
                yield number, entry
