"""Pictures of rows: as files beside the data, or inside the rows as data URLs."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sdk_core.artifacts import document_tables
from sdk_core.model import Example, Image
from sdk_core.runs.session import Session

FOLDER = "images"
"""Folder of the picture files, beside the data."""

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


class Pictures:
    """Puts text in the place of each picture of a row: its path, or its content.

    Args:
        mode: ``path`` to write each picture once under the digest of its content, ``data-url``
            to put it into the row.
    """

    def __init__(self, mode: Literal["path", "data-url"]) -> None:
        self._mode = mode
        self._waiting = TemporaryDirectory(prefix="sdk-pictures-")
        self._names: set[str] = set()

    def move_to(self, folder: Path) -> None:
        """Put the pictures of all rows beside them.

        Raises:
            OSError: They cannot be written.
        """
        if self._names:
            shutil.copytree(Path(self._waiting.name) / FOLDER, folder / FOLDER)

    def placed(self, value: Any) -> Any:
        """Return a row, or a part of it, with text where its pictures were.

        Raises:
            OSError: A picture cannot be written.
        """
        if isinstance(value, Image):
            return self._place(value)
        if isinstance(value, dict):
            return {key: self.placed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.placed(item) for item in value]
        return value

    def _place(self, image: Image) -> str:
        if self._mode == "data-url":
            text = base64.b64encode(image.data).decode("ascii")
            return f"data:{image.media_type};base64,{text}"
        digest = hashlib.sha256(image.data).hexdigest()[:16]
        name = f"{FOLDER}/{digest}{_ENDINGS.get(image.media_type, '.img')}"
        if name not in self._names:
            self._names.add(name)
            target = Path(self._waiting.name) / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(image.data)
        return name


FIELD = "image"
"""Field of a record that names its picture: table and row, as in ``report.lance#4``."""


def finder(session: Session) -> Callable[[Example], Example]:
    """Return a function that gives an example the picture that its record names.

    Tables are looked for below ``paths.output.parsed``. The function raises a `ValueError` for an
    example whose picture is not there.
    """
    root = Path(session.config.paths.output.parsed)

    @lru_cache(maxsize=4)
    def pictures(table: str) -> dict[str, Image]:
        found = next(
            (path for path in sorted(root.rglob(table)) if document_tables.is_table(path)), None
        )
        if found is None:
            raise ValueError(f"its picture is in {table}, which is not below {root}")
        segments = document_tables.read_document(found).segments
        return {image.name: image for segment in segments for image in segment.images}

    def complete(example: Example) -> Example:
        name = example.fields.get(FIELD)
        if not isinstance(name, str) or not name:
            return example
        image = pictures(name.partition("#")[0]).get(name)
        if image is None:
            raise ValueError(f"its picture {name} is not there any more")
        return replace(example, images=(image,))

    return complete
