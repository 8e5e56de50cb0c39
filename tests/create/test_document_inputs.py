"""Plain text is read without a table in between, and nothing about that is kept quiet."""

from __future__ import annotations

from pathlib import Path

from sdk_core.config import load_config
from sdk_core.create.document_inputs import read_text_file
from sdk_core.registry.manager import Manager
from sdk_core.registry.registry import Registry
from sdk_core.runs.session import Progress, Session
from tests.registry.distributions import core


class Notes(Progress):
    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, message: str) -> None:
        self.said.append(message)


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "menu.txt"
    path.write_bytes("Le café est très bon, et le thé aussi. ".encode("cp1252") * 30)
    notes = Notes()
    registry = Registry(Manager(distributions=[core()]))
    session = Session(loaded=load_config(environment={}), registry=registry, progress=notes)
    document = read_text_file(session, path)
    assert document.text.startswith("Le café est très bon")
    assert (document.source, document.media_type) == (str(path), "text/plain")
    (said,) = notes.said
    assert "was guessed to be" in said
