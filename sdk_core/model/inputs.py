"""What a source lists: inputs that can be fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One input at an address.

    Args:
        uri: What it is known by, with its scheme; the same at each listing.
        name: File name, with its ending; the name of its output is made of it, and the parser is
            chosen by it.
        folder: Folder in which it lies at its address, mirrored in the output; ``""`` for none.
        media_type: MIME type, ``""`` to tell it by name and content.
        change_token: Changes with the content (a hash, an ETag, a version); ``""`` when unknown,
            so that it is fetched each time.
        size: Bytes, ``None`` when unknown.
        path: The file, where it lies on this machine's disk and nothing is to be fetched.
        title: Title, ``""`` to leave it to the parser.
        metadata: Facts that are stored with the document, such as the commit.
    """

    uri: str
    name: str
    folder: str = ""
    media_type: str = ""
    change_token: str = ""
    size: int | None = None
    path: Path | None = None
    title: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
