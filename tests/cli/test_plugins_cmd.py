"""``plugins``: list, info and doctor, with good and broken packages installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from sdk_core.testing.program import run_command
from tests.cli.conftest import SHORT

SHOUT = """
from sdk_core.api import ExporterSpec, GeneratorSpec, ParserSpec, hookimpl
SDK_API = 1

@hookimpl
def sdk_parsers():
    yield ParserSpec(name='text', target='acme_parts:Loud', summary='Loud text',
                     extensions=('.txt',))

@hookimpl
def sdk_generators():
    yield GeneratorSpec(name='shout', target='acme_parts:Shout', summary='Shouts',
                        suffix='_shouts')

@hookimpl
def sdk_exporters():
    yield ExporterSpec(name='csvish', target='acme_parts:Csvish', summary='Two columns',
                       file_suffix='_csvish', extension='.jsonl')
"""

PARTS = """
from typing import Literal

from pydantic import Field
from sdk_core.components import Options, Exporter, Generator, Parser
from sdk_core.model import Segment

class Loud(Parser):
    def parse(self, source, ctx):
        yield Segment(text=source.read().decode().upper(), kind='section', index=1)

class ShoutOptions(Options):
    mark: str = Field('!', description='What to end with')
    times: int = Field(1, ge=1, description='How often')
    level: Literal[1, 2] = Field(1, description='How loud')
    softly: bool = Field(False, description='Do not shout')
    chunk_size: int = Field(7, description='Taken already')


class Shout(Generator[ShoutOptions]):
    async def generate(self, unit, ctx):
        word = unit.text.split()[0]
        word = word if self.options.softly else word.upper()
        words = (word + self.options.mark) * self.options.times * self.options.level
        return [ctx.example({'question': 'What?', 'answer': words})]

class Csvish(Exporter):
    def rows(self, examples):
        for example in examples:
            yield {'q': example.fields['question'], 'a': example.fields['answer']}
"""


@pytest.fixture
def seen(install):
    """Return the environment in which a package with components of three kinds is installed."""
    return install("acme_shout", SHOUT, acme_parts=PARTS)


def test_list_and_info_of_what_is_built_in(sdk):
    listed = sdk("plugins", "list", "--json")
    kinds = {(row["kind"], row["name"]) for row in listed.json}
    assert {
        *(("parser", name) for name in ("pdf", "html", "docx", "pptx", "text", "youtube")),
        *(("generator", n) for n in ("qa", "cot", "summary", "cot-enhance", "multimodal-qa")),
        *(("exporter", name) for name in ("jsonl", "alpaca", "ft", "chatml")),
        *(("storage", name) for name in ("json", "hf")),
        *(("backend", name) for name in ("vllm", "api-endpoint", "offline", "recorded")),
        ("judge", "rating"),
    } <= kinds
    only = sdk("plugins", "list", "--kind", "judge")
    assert "rating" in only.out
    assert "alpaca" not in only.out
    about = sdk("plugins", "info", "vllm")
    assert about.code == 0
    for word in ("synthetic-data-kit", "api_base", "max_retries", "http://localhost:8000/v1"):
        assert word in about.out
    unknown = sdk("plugins", "info", "vlm")
    assert unknown.code == 2
    assert "did you mean vllm?" in unknown.err


def test_a_third_party_plugin_is_used_like_a_built_in(sdk, write, read, at, seen):
    write("notes.txt", SHORT)
    assert "shout" in sdk("plugins", "list", env=seen).out
    info = sdk("plugins", "info", "shout", env=seen)
    assert "acme_shout" in info.out
    assert "What to end with" in info.out
    package = sdk("plugins", "info", "acme-shout", "--json", env=seen).json[0]
    assert {given["name"] for given in package["gives"]} == {"text", "shout", "csvish"}
    done = sdk("create", "notes.txt", "--type", "shout", "-O", "mark=?!", *at, env=seen)
    assert done.code == 0, done.err
    assert read("data/generated/notes_shouts.json")["qa_pairs"][0]["answer"] == "THE?!"
    exported = sdk("save-as", "data/generated/notes_shouts.json", "-f", "csvish", env=seen)
    assert exported.code == 0, exported.err
    assert read("data/final/notes_shouts_csvish.jsonl") == [{"q": "What?", "a": "THE?!"}]
    wrong = sdk("create", "notes.txt", "--type", "shout", "-O", "mork=?", *at, env=seen)
    assert wrong.code == 2
    assert "mork" in wrong.err
    doctor = sdk("plugins", "doctor", "--strict", env=seen)
    assert doctor.code == 2  # its parser bears a built-in's name
    assert doctor.out.count("problem:") == 1
    assert "plugins.prefer: [acme_shout] puts it first" in doctor.out
    for off in (["--no-plugins"], []):
        env = seen if off else {**seen, "SDK_PLUGINS_DISABLE": "acme_shout"}
        gone = sdk(*off, "create", "notes.txt", "--type", "shout", *at, env=env)
        assert gone.code == 2


def test_a_broken_plugin_costs_one_line(sdk, write, at, install):
    seen = install("acme_bad", "raise RuntimeError('no \\x1b[31mway')\n")
    write("notes.txt", SHORT)
    done = sdk("create", "notes.txt", "-n", "1", *at, env=seen)
    assert done.code == 0, done.err
    assert done.err.count("plugins doctor") == 1
    assert "Traceback" not in done.err
    doctor = sdk("plugins", "doctor", env=seen)
    assert doctor.code == 0
    assert "RuntimeError: no way" in doctor.out
    assert "broken" in doctor.out
    strict = sdk("plugins", "doctor", "--strict", "--debug", env=seen)
    assert strict.code == 2
    assert "Traceback" in strict.err
    assert "\x1b" not in strict.err


def foreign_core(folder: Path) -> Path:
    """Install what the package index has under the product's name, and return the place."""
    info = folder / "synthetic_data_kit-0.1.0a1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: synthetic-data-kit\nVersion: 0.1.0a1\n", "utf-8"
    )
    (info / "entry_points.txt").write_text(
        "[console_scripts]\nsynthetic-data-kit = synthetic_data_kit.cli:app\n", "utf-8"
    )
    return folder


def test_another_project_of_the_same_name_is_told(sdk, tmp_path):
    other = foreign_core(tmp_path / "other")
    assert "0.1.0a1" not in sdk("plugins", "doctor").out
    told = sdk("plugins", "doctor", "--strict", env={"PYTHONPATH": str(other)})
    assert told.code == 2
    assert f"problem: synthetic-data-kit 0.1.0a1: in {other} is another project" in told.out
    assert "pip uninstall synthetic-data-kit" in told.out


ALONE = """
import importlib.metadata, sys
place = importlib.metadata.PathDistribution
from pathlib import Path
other = place(Path(sys.argv[1]) / "synthetic_data_kit-0.1.0a1.dist-info")
importlib.metadata.distributions = lambda **_: [other]
from sdk_core.cli.main import run
sys.exit(run(["plugins", "doctor", "--strict"]))
"""


def test_another_project_in_this_ones_place_is_told(tmp_path, environment):
    other = foreign_core(tmp_path / "other")
    told = run_command([sys.executable, "-c", ALONE, other], tmp_path, environment)
    assert told.code == 2
    assert f"problem: synthetic-data-kit 0.1.0a1: in {other} is another project" in told.out
    assert "problem: built-in plugins: the built-in plugins were not found" in told.out


def test_options_of_a_component_are_flags_of_the_command(sdk, write, read, at, seen):
    write("notes.txt", SHORT)
    shown = sdk("create", "--type", "shout", "--help", env=seen)
    assert shown.code == 0, shown.err
    page = re.sub(r"\s+", " ", shown.out.partition("Options of generator shout")[2])
    for line in (
        "--mark TEXT What to end with. [default: !]",
        "--times N How often. [default: 1] [x>=1]",
        "--level [1|2] How loud. [default: 1]",
        "--softly / --no-softly Do not shout. [default: off]",
        "Set by -O chunk_size=VALUE, since --chunk-size is another option. [default: 7]",
    ):
        assert line in page
    flags = ("--type", "shout", *at)
    loud = sdk("create", "notes.txt", *flags, "--level", "2", "--mark=?", "--softly", env=seen)
    assert loud.code == 0, loud.err
    assert read("data/generated/notes_shouts.json")["qa_pairs"][0]["answer"] == "The?The?"
    same = sdk("create", "notes.txt", *flags, "-O", "level=2", "-O", "mark=true", env=seen)
    assert same.code == 0, same.err
    assert read("data/generated/notes_shouts.json")["qa_pairs"][0]["answer"] == "THEtrueTHEtrue"
    wrong = sdk("create", "notes.txt", *flags, "--times", "0", env=seen)
    assert wrong.code == 2
    assert "'--times' of generator 'shout'" in wrong.err


def test_a_preferred_package_goes_first_and_a_required_one_must_be_there(sdk, write, seen):
    write("notes.txt", SHORT)
    preferring = {**seen, "SDK_PLUGINS_PREFER": "acme-shout"}
    done = sdk("ingest", "notes.txt", "-v", "--json", "-n", "loud", env=preferring)
    assert done.code == 0, done.err
    assert "parser 'text' of acme_shout 1.0 goes before others" in done.err
    assert "acme_shout 1.0" in done.json["plugins"]
    about = sdk("plugins", "info", "text", env=preferring).out
    assert "goes before synthetic-data-kit/text: plugins.prefer names it" in about
    write("c.yaml", "plugins: {require: ['acme-shout>=2']}\n")
    refused = sdk("-c", "c.yaml", "ingest", "notes.txt", "-n", "third", env=seen)
    assert refused.code == 2
    assert "acme-shout>=2 is asked for and acme-shout 1.0 is installed" in refused.err
    assert 'pip install "acme-shout>=2"' in refused.err
