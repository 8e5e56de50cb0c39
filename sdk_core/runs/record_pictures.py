"""The pictures that records and their turns name: of parsed tables, or files beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sdk_core.artifacts import document_tables
from sdk_core.errors import DocumentError
from sdk_core.model import Document, Example, Image, Message, Provenance
from sdk_core.model.pictures import ELSEWHERE, FIELD, picture_of, picture_part
from sdk_core.runs.session import Session

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
    try:
        document = document_tables.read_document(path)
    except DocumentError as error:
        raise ValueError(
            f"its picture is in {path}, which cannot be read: {error.message}"
        ) from None
    images = (image for segment in document.segments for image in segment.images)
    return document, {image.name: image for image in images}
