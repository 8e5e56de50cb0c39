"""The source ``file``: addresses of files as other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_builtins.sources.file import FileSource
from sdk_core.errors import UsageError
from sdk_core.testing import HeardListing


def _found(address: str) -> list[str]:
    return [f"{each.folder}/{each.name}" for each in FileSource().find(address, HeardListing())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files, hidden ones among them."""
    for name in ("b ü.md", "a.md", "in/c.md", "in/deeper/d.md", ".hidden.md", ".git/e.md"):
        path = tmp_path / "my docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# One\n")
    return tmp_path / "my docs"


def test_one_file_by_every_form_of_its_address(folder: Path) -> None:
    path = folder / "b ü.md"
    assert path.as_uri().startswith("file:///")
    for address in (path.as_uri(), f"file:{path}", f"file://localhost{path}", f"FILE:{path}"):
        [listed] = FileSource().find(address, HeardListing())
        assert (listed.path, listed.folder, listed.name) == (path, "", "b ü.md")
        assert FileSource().fetch(listed, HeardListing()).path == path


def test_a_relative_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert _found("file:in") == ["/c.md", "deeper/d.md"]
    assert _found("file:in/c.md") == ["/c.md"]


def test_files_of_a_folder_in_order_without_hidden_ones(folder: Path) -> None:
    expected = ["/a.md", "/b ü.md", "in/c.md", "in/deeper/d.md"]
    assert _found(folder.as_uri()) == expected
    assert _found(f"{folder.as_uri()}/") == expected


def test_another_machine_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="names the host far"):
        _found("file://far/docs")
    with pytest.raises(UsageError, match="there is no"):
        _found(f"file:{folder}/nothing")
