"""What plugins do wrong while commands run: told as theirs, once, and in nobody's way."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHORT

BACKEND = """
from sdk_core.api import BackendSpec, hookimpl

@hookimpl
def sdk_backends():
    yield BackendSpec(name="acme", target="acme_backend:Acme", summary="Acme")
"""

CONFIG = """
acme:
  api_base: http://127.0.0.1:9/v1
  retries: [1]
"""

COMMANDS = [
    "config show",
    "config validate",
    "plugins list",
    "prompts list",
    "ingest notes.txt",
    "create notes.txt --provider offline -n 2",
    "curate pairs.json --provider offline --threshold 0",
    "save-as pairs.json -f alpaca",
    "validate --as jsonl pairs.jsonl",
    "run notes.txt --provider offline -n 2 --threshold 0",
    "runs list",
    "system-check --provider offline",
    "--help",
]


@pytest.fixture
def files(write):
    """Write a document and a file of pairs."""
    pair = {"question": "How long is the canal?", "answer": "It is 41 kilometres long."}
    write("c.yaml", CONFIG)
    write("notes.txt", SHORT)
    write("pairs.json", [pair])
    write("pairs.jsonl", json.dumps(pair) + "\n")


@pytest.mark.parametrize("state", ["missing", "disabled", "unloadable", "broken"])
def test_the_section_of_a_component_that_is_not_used_ends_no_command(sdk, install, files, state):
    env = {}
    if state != "missing":
        code = "raise RuntimeError('no')\n" if state == "broken" else BACKEND
        env = install("acme_gone", code, acme_backend="raise RuntimeError('no way')\n")
    if state == "disabled":
        env["SDK_PLUGINS_DISABLE"] = "acme_gone"
    ended = {}
    for command in COMMANDS:
        done = sdk("-c", "c.yaml", *command.split(), env=env)
        if done.code:
            ended[command] = done.err
    assert ended == {}


TALKATIVE = """
from sdk_core.api import CommandSpec, ExporterSpec, GeneratorSpec, hookimpl

print("loaded")

@hookimpl
def sdk_generators():
    print("generators")
    yield GeneratorSpec(name="odd", target="acme_parts:Odd", summary="Odd", suffix="_odd")

@hookimpl
def sdk_exporters():
    yield ExporterSpec(name="lists", target="acme_parts:Lists", summary="Lists")

@hookimpl
def sdk_commands():
    yield CommandSpec(name="greet", target="acme_parts:greet", summary="Greet")
    yield CommandSpec(name="absent", target="acme_parts:absent", summary="Greet")

@hookimpl
def sdk_stage_started(stage):
    raise SystemExit(7)

@hookimpl
def sdk_secret(name, backend):
    return b"key"
"""

PARTS = """
import datetime
import click
from sdk_core.components import Exporter, Generator

print("parts")

class Odd(Generator):
    async def generate(self, unit, ctx):
        print("generating")
        good = ctx.example({"question": "What?", "answer": "A canal."})
        made = datetime.date(1804, 5, 1)
        return [good, ctx.example({"question": "When?", "answer": "Then.", "made": made})]

class Lists(Exporter):
    def rows(self, examples):
        print("rows")
        for example in examples:
            yield list(example.fields.values())

@click.command()
@click.option("--badly", is_flag=True)
def greet(badly):
    'Greet.'
    if badly:
        raise RuntimeError("out of words")
    click.echo("hello")
"""


@pytest.fixture
def talkative(install):
    """Return the environment with a package that does much wrong."""
    return install("acme_talk", TALKATIVE, acme_parts=PARTS)


def test_what_a_generator_gives_is_checked_and_its_prints_stay_out_of_json(
    sdk, files, read, talkative
):
    flags = ("--type", "odd", "--provider", "offline", "-n", "2", "--json")
    done = sdk("create", "notes.txt", *flags, env=talkative)
    assert done.code == 3, done.err
    report = json.loads(done.out)
    assert "made is datetime.date(1804, 5, 1)" in json.dumps(report["failures"])
    assert "acme_talk" in json.dumps(report["failures"])
    assert len(read("data/generated/notes_odd.json")["qa_pairs"]) == 1
    for word in ("loaded", "generators", "parts", "generating"):
        assert word in done.err.split()
    assert done.err.count("sdk_stage_started failed: SystemExit: 7") == 1


def test_rows_that_are_none_are_left_out_with_the_exporter_named(sdk, files, talkative):
    done = sdk("save-as", "pairs.json", "-f", "lists", "--json", env=talkative)
    assert done.code == 4, done.err
    assert "exporter 'lists' of acme_talk 1.0: rows() gave [" in done.out + done.err
    json.loads(done.out)


def test_the_bug_of_a_command_is_told_as_its_packages_own(sdk, talkative):
    well = sdk("greet", env=talkative)
    assert (well.code, well.out) == (0, "hello\n")
    bad = sdk("greet", "--badly", env=talkative)
    assert bad.code == 1
    assert "bug in command 'greet' of acme_talk 1.0: RuntimeError: out of words" in bad.err
    absent = sdk("absent", env=talkative)
    assert absent.code == 2
    assert "command 'absent' of acme_talk 1.0 cannot be imported" in absent.err
