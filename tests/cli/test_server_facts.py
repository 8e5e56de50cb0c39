"""What is learned of a server, as a user meets it: told once, kept, shown, and never in the way."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.cli.conftest import SHORT
from tests.cli.model import reply
from tests.server.replies import Reply, error

JOURNAL = "data/generated/.sdk/journal.db"


def refuse_temperature(request):
    if "temperature" in request.body:
        return error(400, "Unsupported parameter: 'temperature' is not supported with this model.")
    return reply(request)


@pytest.fixture
def command(write, at):
    for name in "abcdef":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    return ["create", "in", "-n", "2", *at]


def facts(work):
    with sqlite3.connect(work / JOURNAL) as database:
        return [json.loads(row[0]) for row in database.execute("SELECT facts FROM server_facts")]


def test_a_refused_parameter_is_told_once_and_kept(sdk, command, at, model, work):
    model.script(refuse_temperature)
    done = sdk(*command)
    assert done.code == 0, done.err
    assert done.err.count("temperature refused") == 1
    assert facts(work)[0]["without"] == ["temperature"]
    asked = len(model.chat)
    again = sdk(*command, "--fresh")
    assert again.code == 0, again.err
    assert all("temperature" not in request.body for request in model.chat[asked:])
    model.models = ("meta-llama/Llama-3.3-70B-Instruct",)
    checked = sdk("system-check", *at)
    assert "it refuses temperature" in checked.out


def test_what_is_learned_costs_no_recorded_answer(sdk, command, model, work):
    assert sdk(*command).code == 0
    asked = len(model.chat)
    with sqlite3.connect(work / JOURNAL) as database:
        server = database.execute("SELECT server FROM server_facts").fetchone()[0]
        learned = json.dumps({"without": ["top_p"], "system_turn": False, "stream": True})
        database.execute("UPDATE server_facts SET facts = ? WHERE server = ?", (learned, server))
    assert sdk(*command).code == 0
    assert sdk(*command, env={"SDK_VLLM__STREAM": "true"}).code == 0
    assert len(model.chat) == asked
    assert sdk(*command, env={"SDK_VLLM__EXTRA_BODY": '{"top_k": 5}'}).code == 0
    assert len(model.chat) == 2 * asked
    assert model.chat[-1].body["top_k"] == 5


def test_null_leaves_a_parameter_out(sdk, command, write, model):
    write(
        "c.yaml",
        "generation: {temperature: null, top_p: null, max_tokens: null}\n"
        "curate: {temperature: null}\n",
    )
    assert sdk("-c", "c.yaml", *command).code == 0
    made = len(model.chat)
    assert sdk("-c", "c.yaml", "curate", "data/generated", *command[-2:]).code == 0
    assert len(model.chat) > made
    for request in model.chat:
        assert not {"temperature", "top_p", "max_tokens"} & request.body.keys()


def test_a_preview_keeps_nothing(sdk, command, work, model):
    assert sdk(*command, "--preview").code == 0
    assert not (work / "data").exists()


def test_limits_in_the_list_of_models_are_kept_to(sdk, command, model):
    model.models = ("meta-llama/Llama-3.3-70B-Instruct",)
    model.listed = {"max_model_len": 2048}
    assert sdk(*command).code == 0
    assert all(request.body["max_tokens"] < 2048 for request in model.chat)


def test_a_model_that_is_not_served_is_told_with_those_that_are(sdk, at, model):
    model.models = ("qwen", "gemma", "meta-llama/Llama-3.3-70B-Instruct-FP8")
    done = sdk("system-check", *at)
    assert done.code == 5
    assert "did you mean meta-llama/Llama-3.3-70B-Instruct-FP8?" in done.err
    assert "is running" not in done.out
    assert "it serves qwen, gemma" in done.err
    assert "vllm.model" in done.err


def test_a_service_is_asked_before_its_list_is_believed(sdk, at, model):
    model.models = ("qwen",)
    model.script(None)
    flags = ("system-check", "--provider", "api-endpoint", *at)
    done = sdk(*flags)
    assert done.code == 0, done.err
    assert "which is not in its list: qwen" in done.out
    model.script(error(404, "The model `gpt-4o-mini` does not exist.", code="model_not_found"))
    done = sdk(*flags)
    assert done.code == 5
    assert "it serves qwen" in done.err
    model.models = ("qwen", "gpt-4o-mini-x")
    model.script(error(503, "busy"))
    done = sdk(*flags)
    assert done.code == 5
    assert "'gpt-4o-mini' is not in its list: qwen, gpt-4o-mini-x" in done.err


def test_a_wrong_key_is_told_with_its_variable(sdk, at, model):
    model.api_key = "another"
    flags = ("system-check", "--provider", "api-endpoint", *at)
    for key in ("", "sk-wrong-0123456789"):
        done = sdk(*flags, env={"API_ENDPOINT_KEY": key})
        assert done.code == 5
        assert "API_ENDPOINT_KEY" in done.err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:99999/v1", "not one from 1 to 65535"),
        ("http://127.0.0.1:port/v1", "not one from 1 to 65535"),
        ("localhost:8000/v1", "http://"),
        ("http://${HOST}:8000/v1", "no host"),
        ("http:///v1", "no host"),
    ],
)
def test_an_address_that_cannot_be_asked_is_a_mistake_of_use(sdk, address, said):
    done = sdk("system-check", "--api-base", address)
    assert done.code == 2
    assert said in done.err


@pytest.mark.parametrize(
    ("variables", "said", "code"),
    [
        ({"http_proxy": "http://127.0.0.1:9"}, "the proxy http://127.0.0.1:9 (http_proxy)", 5),
        ({"HTTP_PROXY": "http://proxy.example:port"}, "HTTP_PROXY names no proxy", 2),
        ({"SSL_CERT_FILE": "/no/such/file.pem"}, "SSL_CERT_FILE names /no/such/file.pem", 2),
        ({"SSLKEYLOGFILE": "/no/such/folder/keys"}, "SSLKEYLOGFILE names", 2),
    ],
)
def test_what_is_in_the_way_is_named_with_its_variable(sdk, at, variables, said, code):
    done = sdk("system-check", *at, env={"no_proxy": "", "NO_PROXY": "", **variables})
    assert done.code == code
    assert said in done.err
    assert "defect" not in done.err


def test_a_server_that_breaks_gives_a_hint(sdk, command, model):
    model.script(Reply(status=500, body={"error": {"message": "boom"}}))
    done = sdk(*command, env={"SDK_VLLM__MAX_RETRIES": "0"})
    assert done.code == 4, done.err
    assert "the server's own log" in done.err
