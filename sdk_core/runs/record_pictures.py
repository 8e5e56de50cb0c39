"""The pictures that records name, out of the parsed tables of their documents."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sdk_core.artifacts import document_tables
from sdk_core.errors import DocumentError
from sdk_core.model import Document, Example, Image, Provenance
from sdk_core.runs.session import Session

FIELD = "image"
"""Field of a record that names its picture: table and row, as in ``report.lance#4``."""


class PictureFinder:
    """Gives examples the pictures that their records name.

    Args:
        session: The command's surroundings; tables lie below its ``paths.output.parsed``.
    """

    def __init__(self, session: Session) -> None:
        self._root = Path(session.config.paths.output.parsed)
        self._tables = lru_cache(maxsize=4)(_pictures_of)

    def complete(self, example: Example) -> Example:
        """Return an example with its picture, as it is when it names none.

        Raises:
            ValueError: The picture is not there.
        """
        name = example.fields.get(FIELD)
        if example.images or not isinstance(name, str) or not name:
            return example
        return replace(example, images=(self._stored(name, example.provenance),))

    def _stored(self, name: str, origin: Provenance) -> Image:
        """Return a picture of a parsed table; of several of one name, that of the document."""
        table = Path(name.partition("#")[0]).name
        paths = [p for p in sorted(self._root.rglob(table)) if document_tables.is_table(p)]
        if not paths:
            raise ValueError(f"its picture is in {table}, which is not below {self._root}")
        known = origin.document_id or origin.source
        if not known and len(paths) > 1:
            raise ValueError(
                f"its picture {name} may be in {' or '.join(map(str, paths))}, and the record does "
                "not say from which document it comes"
            )
        try:
            tables = [self._tables(path) for path in paths]
        except DocumentError as error:
            raise ValueError(f"its picture {name} cannot be read: {error.message}") from error
        for document, images in tables:
            if known in ("", document.id, document.source) and name in images:
                return images[name]
        raise ValueError(f"its picture {name} is in no {table} of its document below {self._root}")


def _pictures_of(path: Path) -> tuple[Document, dict[str, Image]]:
    document = document_tables.read_document(path)
    images = (image for segment in document.segments for image in segment.images)
    return document, {image.name: image for image in images}
