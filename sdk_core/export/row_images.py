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
from sdk_core.model import Document, Example, Image, Message, Provenance
from sdk_core.model.pictures import ELSEWHERE, FIELD, picture_of, picture_part
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


_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


class PictureFinder:
    """Gives examples the pictures that their records and their turns name.

    Args:
        session: The command's surroundings; tables lie below its ``paths.output.parsed``.
        path_of: Gives the file that a record comes from, beside which its pictures lie.
    """

    def __init__(self, session: Session, path_of: Callable[[int], Path]) -> None:
        self._root = Path(session.config.paths.output.parsed)
        self._path_of = path_of
        self._tables = lru_cache(maxsize=4)(_pictures_of)

    def complete(self, index: int, example: Example) -> Example:
        """Return an example with its pictures.

        Args:
            index: Index of its record.
            example: The example.

        Raises:
            ValueError: A picture is not there, or is none.
        """
        name = example.fields.get(FIELD)
        if isinstance(name, str) and name:
            if name.startswith(ELSEWHERE):
                raise ValueError(f"its picture {name[:80]} is an address; show it in a turn")
            example = replace(example, images=(self._find(name, index, example),))
        if any("content" in turn.details for turn in example.messages):
            turns = tuple(self._with_files(turn, index, example) for turn in example.messages)
            example = replace(example, messages=turns)
        return example

    def _with_files(self, turn: Message, index: int, example: Example) -> Message:
        """Return a turn whose parts hold the pictures that they name by paths."""
        if "content" not in turn.details:
            return turn
        parts = []
        for part in turn.details["content"]:
            shown = picture_of(part)
            if isinstance(shown, str) and not shown.startswith(ELSEWHERE):
                parts.append(picture_part(self._find(shown, index, example)))
            else:
                parts.append(part)
        return replace(turn, details={**turn.details, "content": parts})

    def _find(self, name: str, index: int, example: Example) -> Image:
        """Return the picture of a name: of a parsed table, or a file beside the record's own."""
        table = name.partition("#")[0]
        if table != name and table.endswith(document_tables.SUFFIX):
            return self._stored(name, table, example.provenance)
        return _load(self._path_of(index).parent / name)

    def _stored(self, name: str, table: str, origin: Provenance) -> Image:
        """Return a picture of a parsed table; of several of one name, that of the document."""
        found = [
            path
            for path in sorted(self._root.rglob(Path(table).name))
            if document_tables.is_table(path)
        ]
        if not found:
            raise ValueError(f"its picture is in {table}, which is not below {self._root}")
        known = origin.document_id or origin.source
        if not known and len(found) > 1:
            raise ValueError(
                f"its picture {name} may be in {' or '.join(map(str, found))}, and the record does "
                "not say from which document it comes"
            )
        for path in found:
            document, images = self._tables(path)
            if known in ("", document.id, document.source):
                if name not in images:
                    raise ValueError(f"its picture {name} is not there any more")
                return images[name]
        raise ValueError(
            f"its picture {name} is of {origin.source or known}, and no {table} below {self._root} "
            "comes from that document"
        )


def _load(path: Path) -> Image:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"its picture {str(path)[:200]} cannot be read: {reason}") from None
    found = (kind for start, kind in _SIGNATURES.items() if data.startswith(start))
    media_type = "image/webp" if data[8:12] == b"WEBP" else next(found, "")
    if not media_type:
        raise ValueError(f"its picture {str(path)[:200]} is no PNG, JPEG, GIF or WebP")
    return Image(data=data, media_type=media_type)


def _pictures_of(path: Path) -> tuple[Document, dict[str, Image]]:
    document = document_tables.read_document(path)
    images = (image for segment in document.segments for image in segment.images)
    return document, {image.name: image for image in images}
