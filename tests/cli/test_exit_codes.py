"""What goes wrong: the exit code, the message, and that nothing is spent or written for it."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import SHORT
from tests.cli.model import of_task, pairs, passage, reply, saying
from tests.server.replies import HTML, Reply, completion, error

NOBODY = ("--api-base", "http://127.0.0.1:9/v1")


@pytest.fixture
def text(write) -> str:
    return write("notes.txt", SHORT)


@pytest.fixture
def qa(write) -> str:
    return write("qa.json", [{"question": "Q?", "answer": "A"}])


def test_nobody_at_the_address(sdk, text, qa, work):
    for command in (["system-check"], ["create", text], ["curate", qa]):
        done = sdk(*command, *NOBODY)
        assert done.code == 5, command
        assert "http://127.0.0.1:9/v1" in done.err
        for way_out in ("vllm serve", "--api-base", "--provider offline"):
            assert way_out in done.err
        assert "Traceback" not in done.err
        assert done.out == ""
    assert not (work / "data").exists()


def test_offline_needs_nobody(sdk, text, read):
    done = sdk("create", text, "--provider", "offline", "-n", "2")
    assert done.code == 0, done.err
    assert len(read("data/generated/notes_qa_pairs.json")["qa_pairs"]) == 2


def test_a_refused_key_is_never_printed(sdk, text, model):
    model.api_key = "sk-right-0123456789"
    wrong = "sk-wrong-9876543210"
    flags = ("--provider", "api-endpoint", "--api-base", model.url, "--debug")
    done = sdk("create", text, *flags, env={"API_ENDPOINT_KEY": wrong})
    assert done.code == 5
    assert "401" in done.err
    assert "key" in done.err
    assert "Traceback" in done.err
    assert wrong not in done.err + done.out
    assert not model.chat
    right = sdk("create", text, *flags, env={"API_ENDPOINT_KEY": model.api_key})
    assert right.code == 0, right.err


def test_the_environment_s_key_beats_the_config_s(sdk, text, write, model):
    model.api_key = "sk-environment"
    write(
        "c.yaml",
        f"llm: {{provider: api-endpoint}}\n"
        f"api-endpoint: {{api_base: '{model.url}', api_key: sk-config}}\n",
    )
    refused = sdk("create", text, "-c", "c.yaml")
    assert refused.code == 5
    assert "sk-config" not in refused.err
    accepted = sdk("create", text, "-c", "c.yaml", env={"API_ENDPOINT_KEY": "sk-environment"})
    assert accepted.code == 0, accepted.err


def test_a_key_that_no_header_can_carry(sdk, text, model):
    key = "sk-…"
    flags = ("--provider", "api-endpoint", "--api-base", model.url)
    done = sdk("create", text, *flags, env={"API_ENDPOINT_KEY": key})
    assert done.code == 2
    assert "holds a character that no key has" in done.err
    assert key not in done.err
    assert not model.chat


def test_a_key_that_is_missing(sdk, text, work):
    done = sdk("create", text, "--provider", "api-endpoint")
    assert done.code == 2
    assert "API_ENDPOINT_KEY" in done.err
    assert not (work / "data").exists()


def test_a_model_that_the_server_does_not_have(sdk, text, at, model):
    model.script(error(404, "The model `llama-9` does not exist", code="model_not_found"))
    done = sdk("create", text, "-m", "llama-9", *at)
    assert done.code == 5
    assert "llama-9" in done.err
    assert "--model" in done.err
    assert len(model.chat) == 1


def test_a_quota_that_ends_in_the_middle(sdk, write, listing, at, model):
    for n in range(6):
        write(f"in/d{n}.txt", f"Document {n}. {SHORT}")
    out_of_quota = error(429, "x", code="insufficient_quota")
    model.script(lambda r: reply(r) if r.number < 3 else out_of_quota)
    stopped = sdk("create", "in", "-n", "2", "--concurrency", "1", *at)
    assert stopped.code == 5
    assert "429" in stopped.err
    assert "credit" in stopped.err
    assert listing("data/generated") == [f"d{n}_qa_pairs.json" for n in range(3)]
    assert len(model.chat) == 4
    model.script(reply)
    resumed = sdk("create", "in", "-n", "2", "--concurrency", "1", *at)
    assert resumed.code == 0, resumed.err
    assert "3 from earlier runs" in resumed.err
    assert len(model.chat) == 4 + 3
    assert len(listing("data/generated")) == 6


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda r: completion("I would rather not.", r.body), "notes.txt"),
        (lambda r: completion(None, r.body), "has no text"),
        (lambda r: completion("[]", r.body), "nothing usable"),
        (lambda r: HTML, "HTML page"),
        (
            lambda r: Reply(status=400, body={"error": {"message": "bad \x1b[31mred\x1b[0m"}}),
            "bad red",
        ),
        (lambda r: completion("", r.body, message={"refusal": "No."}), "notes.txt"),
    ],
)
def test_answers_of_no_use_are_no_success(sdk, text, work, at, model, bad, words):
    model.script(bad)
    older = work / "data/generated/notes_qa_pairs.json"
    older.parent.mkdir(parents=True)
    older.write_text("older")
    config = work / "quick.yaml"
    config.write_text("vllm: {retry_delay: 0.01}\n")
    done = sdk("create", text, *at, "-c", "quick.yaml")
    assert done.code in (4, 5)
    assert words in done.err
    assert "\x1b" not in done.err
    assert "notes.txt" in done.err
    assert "Content saved" not in done.out
    assert "Traceback" not in done.err
    assert older.read_text() == "older"


def test_an_unusable_answer_is_asked_for_again_by_the_next_run(sdk, text, at, model):
    model.script(saying(qa="I would rather not."))
    assert sdk("create", text, *at).code == 4
    spent = len(model.chat)
    model.script(reply)
    done = sdk("create", text, *at)
    assert done.code == 0, done.err
    assert len(model.chat) == spent + 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["create", "notes.txt", "--type", "cots"], ("cot?", "summary")),
        (["create", "notes.txt", "--provider", "vlm"], ("vllm?", "offline")),
        (["create", "notes.txt", "-O", "sumarise=true"], ("sumarise",)),
        (["create", "notes.txt", "-O", "nonsense"], ("KEY=VALUE",)),
        (["create", "notes.txt", "-n", "0"], ("-n",)),
        (["create", "notes.txt", "--chunk-size", "0"], ("chunk-size",)),
        (["create", "notes.txt", "--chunk-size", "100", "--chunk-overlap", "100"], ("smaller",)),
        (["create", "notes.txt", "--chunk-size", "100"], ("smaller",)),
        (["create", "notes.txt", "--prompt", "qa_generation=misspelt.txt"], ("text", "qa_gen")),
        (["create", "notes.txt", "--prompt", "qa_generation=gone.txt"], ("gone.txt",)),
        (["create", "notes.txt", "--prompt", "qa_generatoin=own.txt"], ("qa_generatoin",)),
        (["create", "notes.txt", "--prompt-pack", "nowhere"], ("nowhere",)),
        (
            ["create", "notes.txt", "-c", "unknown.yaml"],
            ("chunk_sise", "chunk_size", "unknown.yaml"),
        ),
        (["create", "notes.txt", "-c", "gone.yaml"], ("gone.yaml",)),
        (["create", "notes.txt", "-c", "broken.yaml"], ("broken.yaml",)),
        (["create", "gone.txt"], ("gone.txt does not exist",)),
        (["curate", "qa.json", "--judge", "ratings"], ("rating?",)),
        (["curate", "qa.json", "-t", "11"], ("11",)),
        (["curate", "qa.json", "-t", "-0.5"], ("-0.5",)),
        (["curate", "notes.txt"], ("notes.txt", ".json")),
        (["save-as", "qa.json", "-f", "alpacca"], ("alpaca?", "chatml")),
        (["save-as", "qa.json", "--storage", "hff"], ("hf?", "json")),
        (["save-as", "gone.json"], ("gone.json",)),
        (["creat", "notes.txt"], ("'create'",)),
        (["create"], ("INPUT",)),
    ],
)
def test_mistakes_are_found_before_anything_is_spent(
    sdk, text, qa, write, work, at, model, arguments, words
):
    write("unknown.yaml", "generation: {chunk_sise: 100}\n")
    write("broken.yaml", "generation: [}\n")
    write("misspelt.txt", "Write {num_pairs} questions about: {txt}")
    write("own.txt", "Write about {text}.")
    flags = at if arguments[0] in ("create", "curate") and len(arguments) > 1 else ()
    done = sdk(*arguments, *flags)
    assert done.code == 2, done.err
    for word in words:
        assert word in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert not model.log
    assert not (work / "data").exists()


def test_a_place_that_cannot_be_written(sdk, text, qa, write, at, model):
    write("in_the_way", "a file")
    for command, flags in [
        (["create", text, "-o", "in_the_way"], at),
        (["create", text, "-o", "in_the_way/out.json"], at),
        (["curate", qa, "-o", "in_the_way/out.json"], at),
        (["save-as", qa, "-o", "in_the_way/out.jsonl"], ()),
    ]:
        done = sdk(*command, *flags)
        assert done.code == 6, (command, done.err)
        assert "in_the_way" in done.err
        assert "Traceback" not in done.err
        assert done.out == ""
    assert not model.chat


def test_one_bad_input_does_not_stop_the_others(sdk, write, work, listing, at, model):
    write("in/a.txt", f"A. {SHORT}")
    write("in/b.txt", "")
    (work / "in/c.lance").mkdir()
    (work / "in/c.lance/_versions").mkdir()
    write("in/d.txt", f"D. {SHORT}")
    done = sdk("create", "in", "-n", "1", *at)
    assert done.code == 3
    assert "in/b.txt" in done.err
    assert listing("data/generated") == ["a_qa_pairs.json", "d_qa_pairs.json"]
    model.script(saying(qa=lambda r: "no" if passage(r).startswith("A.") else json.dumps(pairs(r))))
    half = sdk("create", "in", "-n", "1", "-o", "half", *at)
    assert half.code == 3
    assert "in/a.txt" in half.err
    assert listing("half") == ["d_qa_pairs.json"]
    model.script(saying(qa="no"))
    none = sdk("create", "in", "-n", "1", "-o", "none", *at)
    assert none.code == 4
    assert none.out == ""


def test_an_empty_directory(sdk, work, at):
    (work / "empty").mkdir()
    for command in ("ingest", "create", "curate", "save-as"):
        done = sdk(command, "empty")
        assert done.code == 4
        assert "No supported files found" in done.err


def test_a_plugin_that_breaks_is_named_and_debug_shows_where(sdk, text, at, install):
    seen = install(
        "acme_breaks",
        "from sdk_core.api import GeneratorSpec, hookimpl\n"
        "from sdk_core.components import Generator\n"
        "SDK_API = 1\n"
        "@hookimpl\n"
        "def sdk_generators():\n"
        "    yield GeneratorSpec(name='broken', target='acme_breaks:Broken', summary='Breaks',\n"
        "                        example_kind='qa')\n"
        "class Broken(Generator):\n"
        "    async def generate(self, unit, ctx):\n"
        "        raise RuntimeError('the sky \\x1b[31mfell')\n",
    )
    quiet = sdk("create", text, "--type", "broken", *at, env=seen)
    assert quiet.code == 4
    assert "acme_breaks 1.0" in quiet.err
    assert "RuntimeError: the sky fell" in quiet.err
    assert "Traceback" not in quiet.err
    loud = sdk("create", text, "--type", "broken", *at, "--debug", env=seen)
    assert loud.code == 4
    assert "Traceback" in loud.err
    assert "acme_breaks.py" in loud.err
    assert "\x1b" not in loud.err
    hidden = sdk("--no-plugins", "create", text, "--type", "broken", *at, env=seen)
    assert hidden.code == 2


def test_debug_shows_the_traceback_of_a_usage_error(sdk):
    assert "Traceback" not in sdk("create", "gone.txt").err
    assert "Traceback" in sdk("--debug", "create", "gone.txt").err
    assert "Traceback" in sdk("create", "gone.txt", "--debug").err


def test_the_retried_call_counts_as_one(sdk, text, at, model, write):
    write("quick.yaml", "vllm: {retry_delay: 0.01}\n")
    model.script(lambda r: error(503) if r.number < 2 else reply(r))
    done = sdk("create", text, "-n", "1", *at, "-c", "quick.yaml")
    assert done.code == 0, done.err
    assert len(of_task(model, "qa")) == 3
    assert "1 model call" in done.err
