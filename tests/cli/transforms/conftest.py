"""Inputs of the tests of ``--transform``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.transforms.texts import LIST, PROSE, SECTIONS

Write = Callable[[str, Any], str]


@pytest.fixture(autouse=True)
def inputs(write: Write) -> None:
    write("a.txt", f"Contents\n\n{LIST}\n\n# Locks\n\n{PROSE}\n")
    write("b.txt", f"Contents\n\n{LIST}\n")


@pytest.fixture
def long(write: Write) -> str:
    """Return a document of many sections, whose text is stored as it stands."""
    sections = (
        f"## Section {n:02}\n\n"
        + " ".join(f"Fact {n:02}{k} says that station {k} recorded {k * 7 % 97}." for k in range(9))
        for n in range(SECTIONS)
    )
    return write("long.md", "\n\n".join(sections) + "\n")


@pytest.fixture
def pairs(write: Write) -> str:
    answers = ("Yes.", "It is 41 kilometres long.", "A keeper, who has a secret, opens it.")
    records = [{"question": f"Part {n}?", "answer": answer} for n, answer in enumerate(answers)]
    return write("q.json", records)
