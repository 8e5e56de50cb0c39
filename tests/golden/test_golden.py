"""The comparison behind ``make golden``: it sees one changed byte, and masks what it must alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.comparison import read, render
from tests.golden.masks import MASKS, Masks
from tests.golden.program import Line
from tests.golden.record import DATA, SECTIONS, compare, record
from tests.prefork.starting import ADDRESS, ROOT


def test_every_section_is_recorded_and_nothing_else():
    assert {path.stem for path in DATA.iterdir()} == set(SECTIONS)


def _kept(section: str) -> dict[str, Line]:
    return read((DATA / f"{section}.jsonl").read_bytes())


@pytest.mark.parametrize("section", SECTIONS)
def test_the_record_of_a_section_is_as_it_would_be_written(section):
    lines = _kept(section)
    assert len(lines) > 50
    assert render(lines) == (DATA / f"{section}.jsonl").read_bytes()


@pytest.mark.parametrize("section", SECTIONS)
def test_one_byte_changed_is_a_difference(section, tmp_path, capsys):
    lines = _kept(section)
    assert compare({section: lines}, DATA) == 0
    copy = tmp_path / f"{section}.jsonl"
    whole = (DATA / copy.name).read_bytes()
    for share in range(10):
        data = bytearray(whole)
        data[len(data) * share // 10] ^= 1
        copy.write_bytes(data)
        assert compare({section: lines}, tmp_path) > 0
        assert f"{section}: " in capsys.readouterr().out


@pytest.fixture
def warm(prefork, monkeypatch):
    """Let the recorder ask the process that the other tests ask."""
    monkeypatch.setenv(ADDRESS, prefork[1])


@pytest.mark.usefixtures("warm")
def test_the_command_ends_with_an_error_and_says_where_it_differs(tmp_path):
    shutil.copytree(DATA, tmp_path / "data")
    changed = tmp_path / "data" / "mistakes.jsonl"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("There is no command 'nope'", "There is no comand 'nope'", 1))
    named = [
        key for key, line in _kept("mistakes").items() if "no command 'nope'" in line.get("err", "")
    ]
    case = " ".join(named[0].split()[:2])  # that it belongs to
    command = [sys.executable, "-m", "tests.golden.record", "mistakes", "--only", case]
    other = subprocess.run(
        [*command, "--data", tmp_path / "data"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 1
    assert "mistakes: " in other.stdout
    assert "-Error: There is no comand 'nope'." in other.stdout
    assert "+Error: There is no command 'nope'." in other.stdout


def test_a_line_more_or_less_is_a_difference(tmp_path):
    (tmp_path / "pages.jsonl").write_bytes(render({"a": {"exit": 0}, "b": {"exit": 0}}))
    assert compare({"pages": {"a": {"exit": 0}, "b": {"exit": 0}}}, tmp_path) == 0
    assert compare({"pages": {"a": {"exit": 0}}}, tmp_path) == 1
    assert compare({"pages": {"a": {"exit": 0}, "b": {"exit": 0}, "c": {}}}, tmp_path) == 1
    assert compare({"pages": {"a": {"exit": 2}, "b": {"exit": 0}}}, tmp_path) == 1


@pytest.mark.parametrize("mask", MASKS, ids=lambda mask: mask.name)
def test_every_mask_is_used_and_says_why(mask):
    assert mask.reason
    used = f"‹{mask.name}›"
    assert any(used in path.read_text(encoding="utf-8") for path in DATA.iterdir())


def test_masks_replace_their_part_alone():
    masks = Masks({"folder": "/tmp/x/00001", "checkout": "/home/me/kit"})
    text = "see /tmp/x/00001/case/a.txt at http://127.0.0.1:34567/v1, 25 tokens, 0.4 s, 25 s"
    assert masks.apply({"out": [text]}) == {
        "out": [
            "see ‹folder›/case/a.txt at http://127.0.0.1:‹port›/v1, 25 tokens, ‹seconds› s, 25 s"
        ]
    }


def test_no_line_knows_this_machine():
    for path in DATA.iterdir():
        text = path.read_text(encoding="utf-8")
        for place in {ROOT, Path.home()} - {Path("/")}:
            assert not re.search(rf"(?<![\w›.-]){re.escape(str(place))}(?![\w-])", text)


@pytest.mark.usefixtures("warm")
def test_a_small_part_recorded_now_is_as_it_was():
    lines = record(["answers"], only="summary plain")["answers"]
    assert lines.keys() == {"summary plain"}
    assert json.loads(json.dumps(lines["summary plain"])) == _kept("answers")["summary plain"]
