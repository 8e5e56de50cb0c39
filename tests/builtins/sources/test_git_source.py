"""The source ``git``: what a commit holds, wherever the repository is and whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdk_builtins.sources.git import GitSource
from sdk_core.errors import UsageError
from sdk_core.model import Listed
from sdk_core.testing import HeardListing
from tests.repositories import FILES, commit, git, repository


def _found(address: str) -> tuple[dict[str, bytes], list[Listed], list[str]]:
    """Return the content by place, what was listed, and what was warned of."""
    source, heard = GitSource(), HeardListing()
    listed = list(source.find(address, heard))
    content = {}
    for each in listed:
        data = source.fetch(each, heard).data
        assert data is not None
        content[f"{each.folder}/{each.name}".lstrip("/")] = data
    return content, listed, heard.warnings


def _bytes(files: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


@pytest.fixture(scope="module")
def canal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a tag, a branch, a second commit and an edit that is in none."""
    folder = repository(tmp_path_factory.mktemp("git") / "canal")
    git(folder, "checkout", "-q", "-b", "weirs")
    commit(folder, {"docs/weirs.md": "# Weirs\n"})
    git(folder, "checkout", "-q", "main")
    commit(folder, {"README.md": "# The canal\n\nMore of it.\n"})
    (folder / "README.md").write_text("# Not committed\n")
    (folder / "new.md").write_text("# Not committed\n")
    return folder


def test_head_is_what_was_committed_and_not_what_is_checked_out(canal: Path) -> None:
    content, listed, warnings = _found(f"git:{canal}")
    assert content == _bytes({**FILES, "README.md": "# The canal\n\nMore of it.\n"})
    assert {each.metadata["commit"] for each in listed} == {git(canal, "rev-parse", "HEAD").strip()}
    assert [each.size for each in listed] == [len(content[name]) for name in content]
    assert warnings == []


@pytest.mark.parametrize("ref", ["v1", "main~1", "HEAD^"])
def test_a_tag_or_an_earlier_commit(canal: Path, ref: str) -> None:
    assert _found(f"git:{canal}@{ref}")[0] == _bytes(FILES)


def test_a_hash_long_or_short(canal: Path) -> None:
    commit_of_tag = git(canal, "rev-parse", "v1^{commit}").strip()
    for ref in (commit_of_tag, commit_of_tag[:9]):
        assert _found(f"git:{canal}@{ref}")[0] == _bytes(FILES)


def test_a_branch_that_is_not_checked_out(canal: Path) -> None:
    content, _, _ = _found(f"git:{canal}@weirs:docs")
    assert list(content) == ["deep/boats.txt", "locks.md", "weirs.md"]


@pytest.mark.parametrize("folder", ["docs", "docs/", "/docs"])
def test_a_folder_is_where_paths_begin(canal: Path, folder: str) -> None:
    assert list(_found(f"git:{canal}:{folder}")[0]) == ["deep/boats.txt", "locks.md"]


def test_a_single_file_stands_in_no_folder(canal: Path) -> None:
    assert list(_found(f"git:{canal}@v1:docs/deep/boats.txt")[0]) == ["boats.txt"]


def test_a_folder_below_the_top_of_the_repository_names_all_of_it(canal: Path) -> None:
    assert list(_found(f"git:{canal / 'docs'}@v1")[0]) == sorted(FILES)


def test_a_bare_repository_has_files_too(canal: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(canal), "bare.git")
    assert _found(f"git:{tmp_path / 'bare.git'}@v1")[0] == _bytes(FILES)


def test_links_and_submodules_are_passed_over_and_said(canal: Path, tmp_path: Path) -> None:
    folder = repository(tmp_path / "outer", {"a.md": "# A\n"})
    (folder / "link.md").symlink_to("a.md")
    head = git(canal, "rev-parse", "HEAD").strip()
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{head},inner")
    git(folder, "add", "link.md")
    git(folder, "commit", "-q", "-m", "Link")
    content, _, warnings = _found(f"git:{folder}")
    assert list(content) == ["a.md"]
    assert warnings == [f"git:{folder}: passed over 2 symbolic links and submodules"]


def test_names_may_hold_anything_that_a_file_system_allows(tmp_path: Path) -> None:
    files = {
        "ein Ort/über @ alles: 1.md": "# One\n",
        'quote".md': "# Two\n",
        "two\nlines.md": "# Three\n",
        "-rf.md": "# Four\n",
        "*.md": "# Five\n",
    }
    folder = repository(tmp_path / "odd", files)
    assert _found(f"git:{folder}")[0] == _bytes(files)
    assert list(_found(f"git:{folder}:ein Ort")[0]) == ["über @ alles: 1.md"]
    assert list(_found(f"git:{folder}:*.md")[0]) == ["*.md"]


@pytest.mark.parametrize("name", ["with space", "an@place", "an@v1", "drive: d", "ends:docs"])
def test_a_path_may_hold_what_parts_an_address(tmp_path: Path, name: str) -> None:
    folder = repository(tmp_path / name)
    assert _found(f"git:{folder}")[0] == _bytes(FILES)
    assert _found(f"git:{folder}@v1")[0] == _bytes(FILES)
    assert list(_found(f"git:{folder}:docs")[0]) == ["deep/boats.txt", "locks.md"]
    assert list(_found(f"git:{folder}@v1:docs/locks.md")[0]) == ["locks.md"]


@pytest.mark.parametrize("is_repository", [True, False])
def test_a_folder_beside_it_does_not_matter(tmp_path: Path, is_repository: bool) -> None:
    """The address of ``an@place`` begins like that of ``an``, which is there too."""
    if is_repository:
        repository(tmp_path / "an", {"other.md": "# Other\n"})
    else:
        (tmp_path / "an").mkdir()
    folder = repository(tmp_path / "an@place")
    assert _found(f"git:{folder}")[0] == _bytes(FILES)


def test_bytes_are_those_of_the_repository_whatever_its_attributes_say(tmp_path: Path) -> None:
    files = {"a.md": "# A\n\nOne.\n", ".gitattributes": "*.md text eol=crlf\n"}
    assert _found(f"git:{repository(tmp_path / 'r', files)}")[0]["a.md"] == b"# A\n\nOne.\n"


def test_the_same_content_has_the_same_token_in_every_commit(canal: Path) -> None:
    def tokens(ref: str) -> dict[str, str]:
        return {each.name: each.change_token for each in GitSource().find(
            f"git:{canal}@{ref}", HeardListing()
        )}  # fmt: skip

    before, after = tokens("v1"), tokens("main")
    assert before["locks.md"] == after["locks.md"]
    assert before["README.md"] != after["README.md"]


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("@nope", "has no commit 'nope'"),
        ("@--all", "has no commit '--all'"),
        ("@v1^{tree}", "has no commit"),
        ("@v1:nope", "has no nope"),
        (":new.md", "has no new.md"),
        (":../canal", "has no ../canal"),
    ],
)
def test_what_is_not_there_is_named(canal: Path, rest: str, said: str) -> None:
    with pytest.raises(UsageError, match="git:") as caught:
        list(GitSource().find(f"git:{canal}{rest}", HeardListing()))
    assert said in str(caught.value)


def test_what_is_no_repository_is_named(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="is no git repository"):
        list(GitSource().find(f"git:{tmp_path / 'plain'}", HeardListing()))
    with pytest.raises(UsageError, match="names no folder that is there"):
        list(GitSource().find(f"git:{tmp_path / 'nowhere'}@main", HeardListing()))
    git(tmp_path, "init", "-q", "empty")
    with pytest.raises(UsageError, match="has no commit 'HEAD'"):
        list(GitSource().find(f"git:{tmp_path / 'empty'}", HeardListing()))
