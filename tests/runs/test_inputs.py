"""Which files a stage works on, and where the output of each goes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.errors import UsageError
from sdk_core.runs.directory import DirectoryScan
from sdk_core.runs.inputs import (
    Plan,
    Planned,
    combine,
    existing,
    output_file,
    plan_directory,
    plan_paths,
)

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function that writes files; a name that ends in a slash is a folder."""

    def run(*names: str) -> Path:
        root = tmp_path / "in"
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith("/"):
                path.mkdir(exist_ok=True)
            else:
                path.write_text("x", "utf-8")
        return root

    return run


def texts(path: Path) -> bool:
    return path.suffix in (".txt", ".lance")


def plan(root: Path, *, recursive: bool = False) -> Plan:
    return plan_directory(DirectoryScan(root, recursive), texts)


def outputs(found: Plan) -> list[str]:
    return [(item.folder / item.name).as_posix() for item in found.items]


def test_a_directory_is_read_one_level_deep_and_says_what_it_left(make: Make) -> None:
    root = make("b.txt", "a.txt", "c.png", "sub/d.txt", "sub/deep/e.png", "sub/.hidden")
    found = plan(root)
    assert outputs(found) == ["a", "b"]
    assert found.unsupported == [root / "c.png"]
    assert (found.total, found.nested, found.directory) == (3, 2, True)


def test_recursion_mirrors_sub_folders_in_sorted_order(make: Make) -> None:
    root = make("z.txt", "b/x.txt", "b/c/y.txt", "a/x.txt", "a/n.png", "empty/")
    found = plan(root, recursive=True)
    assert outputs(found) == ["z", "a/x", "b/x", "b/c/y"]
    assert found.nested == 0
    assert found.unsupported == [root / "a" / "n.png"]


def test_hidden_files_and_folders_are_passed_over(make: Make) -> None:
    root = make(".a.txt", ".git/b.txt", "c.txt", "sub/.d.txt")
    assert outputs(plan(root, recursive=True)) == ["c"]
    assert plan(root).nested == 0


def test_tables_are_inputs_and_never_descended_into(make: Make) -> None:
    root = make("doc.lance/data/x.txt", "sub/other.lance/y.txt")
    assert outputs(plan(root)) == ["doc"]
    assert plan(root).nested == 1
    assert outputs(plan(root, recursive=True)) == ["doc", "sub/other"]


def test_links_are_followed_once_and_loops_end(make: Make, tmp_path: Path) -> None:
    root = make("a/x.txt", "b/")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.txt").write_text("x", "utf-8")
    (root / "a" / "loop").symlink_to(root)
    (root / "b" / "out").symlink_to(outside)
    (root / "c").symlink_to(outside)
    (root / "self").symlink_to(root / "self")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    found = plan(root, recursive=True)
    assert sorted(outputs(found)) == ["a/x", "c/o"]
    assert plan(root).nested == 2


def test_pipes_are_never_opened(make: Make) -> None:
    root = make("a.txt")
    os.mkfifo(root / "pipe.txt")
    assert outputs(plan(root, recursive=True)) == ["a"]


def test_inputs_that_would_share_a_name_get_the_extension_and_are_told(make: Make) -> None:
    root = make("report.txt", "report.lance/", "Report .txt", "other.txt", "sub/report.txt")
    found = plan(root, recursive=True)
    assert outputs(found) == ["Report_txt", "other", "report_lance", "report_txt_2", "sub/report"]
    reason = "because another input has the same name"
    assert f"{root / 'report.lance'} is written as report_lance, {reason}" in found.renamed
    assert len(found.renamed) == 3


def test_names_that_are_not_plain_are_told(make: Make) -> None:
    found = plan(make("Été (1).txt"))
    assert outputs(found) == ["Ete_1"]
    assert "is written as Ete_1" in found.renamed[0]


@pytest.mark.parametrize("ending", ["", "/", "/.", "//"])
def test_a_trailing_slash_changes_nothing(make: Make, ending: str) -> None:
    root = make("a.txt", "sub/b.txt")
    found = plan(Path(f"{root}{ending}"), recursive=True)
    assert outputs(found) == ["a", "sub/b"]


def test_paths_of_an_earlier_stage_keep_their_structure(tmp_path: Path) -> None:
    paths = [tmp_path / "x.json", tmp_path / "s" / "x.json"]
    found = plan_paths(paths, tmp_path, lambda path: f"{path.stem}_cleaned")
    assert outputs(found) == ["x_cleaned", "s/x_cleaned"]


def test_an_input_must_exist(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", "utf-8")
    assert existing(str(tmp_path / "a.txt")).is_file()
    assert existing(f"{tmp_path}/").is_dir()
    with pytest.raises(UsageError, match=r"b\.txt does not exist$"):
        existing(str(tmp_path / "b.txt"))
    with pytest.raises(UsageError, match="does not exist either"):
        existing(str(tmp_path / "no" / "b.txt"))


def test_a_name_that_no_file_can_have_is_one_sentence() -> None:
    with pytest.raises(UsageError, match="cannot be read: File name too long"):
        existing("x" * 5000)
    with pytest.raises(UsageError, match="does not exist"):
        existing("a\0b")


def test_a_device_is_no_input() -> None:
    with pytest.raises(UsageError, match="neither a file nor a directory"):
        existing(os.devnull)


@pytest.mark.parametrize(
    ("output", "directory", "expected"),
    [
        (None, False, "data/out/sub/a.json"),
        (None, True, "data/out/sub/a.json"),
        ("x.json", False, "x.json"),
        ("new/x.json", False, "new/x.json"),
        ("new/", False, "new/sub/a.json"),
        ("there", False, "there/sub/a.json"),
        ("there/", False, "there/sub/a.json"),
        ("there.lance", False, "there.lance"),
        ("new", False, "new"),
        ("new", True, "new/sub/a.json"),
    ],
)
def test_where_an_output_goes(
    output: str | None,
    directory: bool,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    Path("there.lance").mkdir()
    planned = Planned("a", Path("a"), Path("sub"), "a")
    found = output_file(planned, "a.json", output, Path("data/out"), directory=directory)
    assert found.as_posix() == expected


def test_several_inputs_are_one_plan_of_different_names_each_input_once(make: Make) -> None:
    root = make("a/x.txt", "a/n.png", "a/deep/z.txt", "b/x.txt", "b/y.txt")
    single = Plan(root="b/x.txt", items=[Planned("b/x.txt", root / "b/x.txt", Path(), "x")])
    whole = combine([plan(root / "a"), single, plan(root / "b")])
    assert outputs(whole) == ["a_x_txt", "b_x_txt", "y"]
    assert whole.directory
    assert (whole.unsupported, whole.nested) == ([root / "a/n.png"], 1)
    assert any("b_x_txt" in said for said in whole.renamed)
    assert any("named twice" in said for said in whole.notes)
    assert combine([single]) is single
