"""Pictures of rows: as files beside the data, or inside the rows as data URLs."""

from __future__ import annotations

import base64
import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sdk_core.model import Image

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
