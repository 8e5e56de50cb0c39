"""``plugins``: list, info and doctor, with good and broken packages installed."""

from __future__ import annotations

from tests.cli.conftest import SHORT

SHOUT = """
from sdk_core.api import ExporterSpec, GeneratorSpec, HealthCheck, PromptSpec, hookimpl
from sdk_core.components import Exporter, Generator, Options
from pydantic import Field
SDK_API = 1

@hookimpl
def sdk_generators():
    yield GeneratorSpec(name='shout', target='acme_shout:Shout', summary='Shouts',
                        suffix='_shouts', example_kind='qa', key='qa_pairs')

@hookimpl
def sdk_exporters():
    yield ExporterSpec(name='csvish', target='acme_shout:Csvish', summary='Two columns',
                       file_suffix='_csvish', extension='.jsonl')

class Shout(Generator):
    class Options(Options):
        mark: str = Field('!', description='What to end with.')
    async def generate(self, unit, ctx):
        words = unit.text.split()[0].upper() + self.options.mark
        return [ctx.example({'question': 'What?', 'answer': words})]

class Csvish(Exporter):
    def rows(self, examples):
        for example in examples:
            yield {'q': example.fields['question'], 'a': example.fields['answer']}
"""


def test_list_and_info_of_what_is_built_in(sdk):
    listed = sdk("plugins", "list", "--json")
    kinds = {(row["kind"], row["name"]) for row in listed.json}
    assert {
        *(("parser", name) for name in ("pdf", "html", "docx", "pptx", "text", "youtube")),
        *(("generator", n) for n in ("qa", "cot", "summary", "cot-enhance", "multimodal-qa")),
        *(("exporter", name) for name in ("jsonl", "alpaca", "ft", "chatml")),
        *(("storage", name) for name in ("json", "hf")),
        *(("backend", name) for name in ("vllm", "api-endpoint", "offline")),
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


def test_a_third_party_plugin_is_used_like_a_built_in(sdk, write, read, at, install):
    seen = install("acme_shout", SHOUT)
    write("notes.txt", SHORT)
    assert "shout" in sdk("plugins", "list", env=seen).out
    info = sdk("plugins", "info", "shout", env=seen)
    assert "acme_shout" in info.out
    assert "What to end with." in info.out
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
    assert doctor.code == 0, doctor.out
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
