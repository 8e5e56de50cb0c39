"""Finds the pictures that examples name, in the tables of the parsed documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sdk_core.model import Example, Image
from sdk_core.stages.session import Session
from sdk_core.store import lance

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
        found = next((path for path in sorted(root.rglob(table)) if lance.is_table(path)), None)
        if found is None:
            raise ValueError(f"its picture is in {table}, which is not below {root}")
        segments = lance.read_document(found).segments
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
