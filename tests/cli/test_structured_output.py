"""Structured output: asked for first, given up only when the server does not have it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHORT
from tests.cli.model import reply
from tests.server.replies import error


def formats(model):
    return [request.body.get("response_format", {}).get("type") for request in model.chat]


@pytest.fixture
def command(write, at):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    return ["create", "in", "-n", "2", "--concurrency", "1", *at]


def test_a_schema_is_asked_for_in_create_and_curate(sdk, command, at, model):
    assert sdk(*command).code == 0
    assert set(formats(model)) == {"json_schema"}
    schema = model.chat[0].body["response_format"]["json_schema"]["schema"]
    item = schema["properties"]["items"]["items"]
    assert item["required"] == ["question", "answer", "quote"]
    made = len(model.chat)
    assert sdk("curate", "data/generated", *at).code == 0
    assert set(formats(model)[made:]) == {"json_schema"}


@pytest.mark.parametrize("words", ["response_format is not supported", "bad request"])
def test_a_server_without_it_is_found_out_once_and_remembered(sdk, command, model, words):
    model.script(lambda r: error(400, words) if "response_format" in r.body else reply(r))
    done = sdk(*command)
    assert done.code == 0, done.err
    assert formats(model) == ["json_schema", "json_object", None, None, None]


def test_a_server_with_json_mode_only_gets_that(sdk, command, model):
    def script(request):
        wanted = request.body.get("response_format", {}).get("type")
        if wanted == "json_schema":
            return error(400, "json_schema is not supported")
        return reply(request)

    model.script(script)
    assert sdk(*command).code == 0
    assert formats(model) == ["json_schema", "json_object", "json_object", "json_object"]


def test_it_can_be_switched_off(sdk, command, model):
    assert sdk(*command, env={"SDK_LLM__STRUCTURED_OUTPUT": "false"}).code == 0
    assert set(formats(model)) == {None}
