"""Quotes of models, and where they stand in the document that they are of."""

from __future__ import annotations
