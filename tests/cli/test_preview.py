"""``--preview``: says what would be done, and does nothing."""

from __future__ import annotations

import shlex

import pytest

from tests.cli.conftest import SHORT

CASES = {
    "ingest": ("data/parsed/{}.lance", "txt"),
    "create": ("data/generated/{}_qa_pairs.json", "txt"),
    "curate": ("data/curated/{}_cleaned.json", "json"),
    "save-as": ("data/final/{}.jsonl", "json"),
    "run": ("data/parsed/{}.lance", "txt"),
}


@pytest.mark.parametrize("command", CASES)
def test_a_file_and_a_directory(sdk, write, work, model, command):
    pattern, kind = CASES[command]
    for name in ("a", "b"):
        write(f"in/{name}.{kind}", SHORT if kind == "txt" else '[{"question": "Q", "answer": "A"}]')
    write("in/picture.bmp", "BM")
    write(f"in/deep/c.{kind}", SHORT)
    flags = ["--api-base", model.url] if command in ("create", "curate", "run") else []

    one = sdk(command, f"in/a.{kind}", *flags, "--preview")
    assert one.code == 0, one.err
    assert one.out.startswith("Preview:")
    assert "Total files: 1\nSupported files: 1\n" in one.out
    assert f"in/a.{kind} -> {pattern.format('a')}" in one.out

    many = sdk("-q", command, "--preview", "in/", *flags)
    assert many.code == 0, many.err
    assert "Total files: 3\nSupported files: 2\n" in many.out
    assert f"in/b.{kind} -> {pattern.format('b')}" in many.out
    assert "picture.bmp" in many.out
    assert "-r: 1" in many.out
    proposed = many.out.partition("To process these files, run:\n")[2].strip()
    assert shlex.split(proposed) == ["synthetic-data-kit", "-q", command, "in/", *flags]

    as_json = sdk(command, "in", "-r", *flags, "--preview", "--json")
    assert as_json.code == 0
    assert [item["output"] for item in as_json.json["items"]] == [
        pattern.format(name) for name in ("a", "b", "deep/c")
    ]
    assert not (work / "data").exists()
    assert not model.log


def test_nothing_to_preview(sdk, write):
    write("in/picture.bmp", "BM")
    done = sdk("create", "in", "--preview")
    assert done.code == 0
    assert "Supported files: 0" in done.out
    assert "No supported files found" in done.out
    assert sdk("create", "gone", "--preview").code == 2
