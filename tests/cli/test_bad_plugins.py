"""Seven bad plugins at once: every command works, and doctor says of each what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sdk_core.testing.program import Finished
from tests.cli.conftest import SHORT
from tests.cli.one_process import run_in_one_process
from tests.registry.distributions import install, registering

LATE = """
from sdk_core.api import GeneratorSpec, hookimpl

@hookimpl
def sdk_generators():
    yield GeneratorSpec(name="early", target="bad_late:Thing", summary="Comes before the exit")
    raise SystemExit(3)
"""

SLOW = """
import time
import yaml
time.sleep(0.8)
"""

WRONG = """
from sdk_core.api import hookimpl

@hookimpl
def sdk_exporters():
    return ["jsonl"]
"""

MISSPELT = """
from sdk_core.api import hookimpl

@hookimpl
def sdk_parser():
    return []
"""

NEEDS = "Metadata-Version: 2.1\nName: bad-import\nVersion: 1.0\nRequires-Dist: nowhere-lib>=2\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder with seven bad packages."""
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder, "bad-import", "import nowhere_lib\n", metadata=NEEDS)
    install(folder, "bad-api", "SDK_API = 99\n")
    install(folder, "bad-name", MISSPELT)
    install(folder, "bad-late", LATE)
    install(folder, "bad-clash", registering("exporters", "jsonl", module="bad_clash"))
    install(folder, "bad-slow", SLOW)
    install(folder, "bad-type", WRONG)
    return folder


@pytest.fixture
def every(
    site: Path, work: Path, environment: dict[str, str]
) -> Callable[[list[list[str]]], list[Finished]]:
    """Return a function that runs commands in one process, where slow imports cost once."""

    seen = {**environment, "PYTHONPATH": str(site)}
    return lambda commands: run_in_one_process(commands, work, seen)


def test_every_command_works_with_seven_bad_plugins(every, write):
    offline = ["--provider", "offline"]
    write("notes.txt", SHORT)
    commands = [
        ["plugins", "doctor", "--json"],  # first, while what is slow is not yet imported
        ["--help"],
        ["ingest", "notes.txt"],
        ["create", "data/parsed/notes.lance", "-n", "2", *offline],
        ["curate", "data/generated/notes_qa_pairs.json", "-t", "1", *offline],
        ["save-as", "data/curated/notes_cleaned.json", "-f", "jsonl"],
        ["run", "notes.txt", "--preview", *offline],
        ["prompts", "list"],
        ["config", "show", "--origin"],
        ["system-check", *offline],
        ["plugins", "list"],
        ["plugins", "info", "jsonl"],
        ["plugins", "info", "bad-late"],
        ["plugins", "doctor", "--strict"],
    ]
    done = dict(zip(map(" ".join, commands), every(commands), strict=True))
    *working, strict = done.items()
    for command, answer in working:
        assert answer.code == 0, (command, answer.err)
        assert "Traceback" not in answer.err
    assert (strict[1].code, "broken       bad-late 1.0" in strict[1].out) == (2, True)
    exported = done["save-as data/curated/notes_cleaned.json -f jsonl"]
    assert "Converted to jsonl format" in exported.out
    clash = done["plugins info jsonl"].out
    assert "goes before bad-clash/jsonl: it is built in" in clash
    assert "the bare name means synthetic-data-kit/jsonl" in clash
    assert "SystemExit: 3" in done["plugins info bad-late"].out

    answer = done["plugins doctor --json"].json
    said = {}
    for finding in answer["findings"]:
        if " ms to load" in str(finding) and finding["about"] != "bad-slow 1.0":
            continue  # on a slow machine others are slow as well
        if (finding["about"], finding["level"]) == ("synthetic-data-kit/libreoffice", "note"):
            continue  # a program that this machine may lack
        assert finding["level"] == "problem", finding
        said[finding["about"]] = said.get(finding["about"], "") + " ".join(finding.values())
    expected = {
        "bad-import 1.0": ("No module named 'nowhere_lib'", 'pip install "nowhere-lib>=2"'),
        "bad-api 1.0": ("needs plugin API 99", "pip install --upgrade synthetic-data-kit"),
        "bad-name 1.0": ("did you mean sdk_parsers?", "plugins.disable: [bad-name]"),
        "bad-late 1.0": ("sdk_generators failed: SystemExit: 3", "tell its author"),
        "bad-type 1.0": ("sdk_exporters must give ExporterSpec objects, not str", "author"),
        "bad-slow 1.0": (" ms to load", "imports at registration", "yaml (", "bad_slow.py, line 3"),
        "exporter jsonl": ("the built-in one wins", "bad-clash/jsonl", "plugins.prefer: [bad-cl"),
    }
    assert said.keys() == expected.keys()
    for about, words in expected.items():
        for word in words:
            assert word in said[about], (about, word)
    rows = {row["distribution"]: row for row in answer["plugins"]}
    assert (rows["bad-api"]["state"], rows["bad-api"]["api"]) == ("incompatible", 99)
