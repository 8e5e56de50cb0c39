"""What the tests of ``--transform`` put in, and how they look at what came out."""

from __future__ import annotations

from pathlib import Path

from sdk_core.artifacts import document_tables

PROSE = "Each lock holds about 180 cubic metres of water, and a boat is lifted in ten minutes."
LIST = "\n".join(f"{n} Part {n} ..... {n * 7}" for n in range(1, 8))
OFFLINE = ("--provider", "offline")
SECTIONS = 40
"""Sections of the long document, each a chunk of its own."""

CUT = (*OFFLINE, "--chunker", "structure", "--chunk-size", "700", "--least", "1")


def text_of(path: Path) -> str:
    """Return the text of a stored document."""
    return document_tables.read_document(path).text


def facts_of(path: Path) -> dict[str, str]:
    """Return what is stored about a document."""
    return dict(document_tables.read_document(path).metadata)
