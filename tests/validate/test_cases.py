"""Every breakage of the tables is named, and not a word is said of a good file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.config.layers import load_config
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.rows.measures import Measurements
from sdk_core.runs.session import Session
from sdk_core.validate.stage import FileReport, run
from tests.registry.distributions import core
from tests.validate.cases import chat, files, preferences, services, texts

FAMILIES = (chat, services, preferences, texts, files)


def listed(table: str) -> list[Any]:
    """Return the cases of one table of all families, each under a name of its own."""
    return [
        pytest.param(*case, id=f"{family.__name__.rpartition('.')[2]}: {name}")
        for family in FAMILIES
        for name, case in getattr(family, table).items()
    ]


@pytest.fixture(scope="module")
def session() -> Session:
    registry = Registry(Manager(distributions=[core()]))
    return Session(loaded=load_config(environment={}), registry=registry)


def looked_at(session: Session, format_name: str, content: Any, folder: Path) -> FileReport:
    """Return what is found in rows, or in the bytes of a file."""
    if isinstance(content, tuple):
        name, data = content
    else:
        name = "x.jsonl"
        data = b"".join(json.dumps(row).encode() + b"\n" for row in content)
    path = folder / name
    path.write_bytes(data)
    return run(session, str(path), format_name, Measurements())


@pytest.mark.parametrize(("format_name", "content", "words"), listed("BROKEN"))
def test_a_breakage_is_named(
    format_name: str, content: Any, words: str, session: Session, tmp_path: Path
) -> None:
    report = looked_at(session, format_name, content, tmp_path)
    assert words in "\n".join(problem.text for problem in report.findings.problems)
    assert report.exit_code == 3


@pytest.mark.parametrize(("format_name", "content"), listed("GOOD"))
def test_a_good_file_is_right(
    format_name: str, content: Any, session: Session, tmp_path: Path
) -> None:
    report = looked_at(session, format_name, content, tmp_path)
    assert report.findings.problems == []
    assert report.rows
