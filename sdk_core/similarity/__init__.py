"""What texts have in common: words, near-duplicates, n-grams, vectors."""

from __future__ import annotations
