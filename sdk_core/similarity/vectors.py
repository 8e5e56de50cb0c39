"""Vectors of texts without a model: hashed words and pieces of words."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 256
"""Numbers in a vector."""

_PIECE = 4
"""Characters in a piece of a word."""

_WORD_WEIGHT = 2.0
"""What a whole word counts beside its pieces."""


def hashed_vectors(texts: Iterable[str], dimensions: int = DIMENSIONS) -> NDArray[np.float32]:
    """Return a vector of length 1 for each text, a row each.

    Words and the pieces of words are hashed onto the dimensions with a sign, so that collisions
    cancel on average (Weinberger et al. 2009), each counted by one plus the logarithm of how often
    it is there. Texts without a word give zeros.

    Args:
        texts: The texts.
        dimensions: Numbers in a vector.
    """
    import numpy as np

    rows = [_counted(text, dimensions) for text in texts]
    found = np.zeros((len(rows), dimensions), dtype=np.float32)
    for row, cells in enumerate(rows):
        for place, value in cells.items():
            found[row, place] += value
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    return found


def _counted(text: str, dimensions: int) -> dict[int, float]:
    import math

    from sdk_core.similarity.words import words

    features: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for word in words(text.casefold()):
        features[word] += 1
        weights[word] = _WORD_WEIGHT
        padded = f"<{word}>"
        for start in range(len(padded) - _PIECE + 1):
            features[padded[start : start + _PIECE]] += 1
    cells: dict[int, float] = {}
    for feature, count in features.items():
        code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
        place, sign = code % dimensions, 1 if code >> 31 else -1
        value = sign * weights.get(feature, 1.0) * (1 + math.log(count))
        cells[place] = cells.get(place, 0.0) + value
    return cells
