"""The OpenTelemetry package, against a stand-in for the library that writes spans down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.installed import announce
from tests.server.openai_server import OpenAIServer
from tests.server.replies import Reply, completion, error

PACKAGE = Path(__file__).parents[2] / "examples" / "sdk-otel"
PROGRAM = Path(sys.executable).parent / "synthetic-data-kit"

LIBRARY = """
import json


class Span:
    def __init__(self, name, context=None, kind=None, attributes=None):
        self.told = {"name": name, "parent": context and context.told["name"]}
        self.told["attributes"] = dict(attributes or {})

    def set_attribute(self, name, value):
        self.told["attributes"][name] = value

    def set_status(self, status):
        self.told["status"] = status

    def end(self):
        with open("spans.jsonl", "a") as file:
            file.write(json.dumps(self.told) + "\\n")


class Tracer:
    def start_span(self, name, **given):
        return Span(name, **given)


class SpanKind:
    CLIENT = "client"


class StatusCode:
    ERROR = "error"


def Status(code, description=""):
    return [code, description]


def set_span_in_context(span):
    return span


def get_tracer(name):
    return Tracer()


class Histogram:
    def __init__(self, name):
        self.name = name

    def record(self, value, attributes):
        with open("metrics.jsonl", "a") as file:
            file.write(json.dumps([self.name, value, attributes]) + "\\n")


class Meter:
    def create_histogram(self, name, **about):
        return Histogram(name)


def get_meter(name):
    return Meter()
"""


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str], openai_server: OpenAIServer):
    """Return a function that runs the program with the package and the stand-in installed."""
    site = tmp_path / "site"
    announce(site, "sdk-otel", {"otel": "sdk_otel"}, version="0.1.0")
    (site / "opentelemetry").mkdir()
    (site / "opentelemetry" / "__init__.py").write_text(
        "from opentelemetry import library as trace, library as metrics\n"
    )
    (site / "opentelemetry" / "library.py").write_text(LIBRARY)
    (tmp_path / "canal.txt").write_text("The canal is 41 kilometres long.\n")
    places = os.pathsep.join((str(site), str(PACKAGE)))

    def program(*words: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [PROGRAM, *words, "--api-base", openai_server.url, "-m", "test-model"],
            cwd=tmp_path,
            env={**environment, "PYTHONPATH": places},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        lines = (tmp_path / "spans.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    return program


def answers(first: Reply) -> Iterator[Reply]:
    yield first


def test_a_stage_is_a_span_and_each_try_of_a_call_one_below_it(run, openai_server, tmp_path):
    busy = answers(error(503, "busy"))
    pair = '[{"question": "How long is it?", "answer": "41 kilometres."}]'
    openai_server.script(lambda request: next(busy, None) or completion(pair, request.body))
    *calls, stage = run("create", "canal.txt", "-n", "1")
    assert stage["name"] == "sdk create"
    assert stage["attributes"]["sdk.made"] == 1
    assert {call["parent"] for call in calls} == {"sdk create"}
    assert {call["name"] for call in calls} == {"chat test-model"}
    failed = [c for c in calls if "error.type" in c["attributes"]]
    assert [call["attributes"]["error.type"] for call in failed] == ["server"]
    answered = [call["attributes"] for call in calls if call not in failed]
    assert all(call["gen_ai.usage.output_tokens"] > 0 for call in answered)
    assert {call["gen_ai.provider.name"] for call in answered} == {"vllm"}
    assert not any("messages" in name for call in answered for name in call)
    told = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    kinds = {about.get("gen_ai.token.type") for name, _, about in told if "token" in name}
    assert kinds == {"input", "output"}


def test_texts_are_in_it_where_the_user_says_so(run, openai_server, tmp_path):
    pair = '[{"question": "How long is it?", "answer": "41 kilometres."}]'
    openai_server.script(lambda request: completion(pair, request.body))
    (tmp_path / "config.yaml").write_text("plugins: {call_texts: true}\n")
    *calls, _ = run("-c", "config.yaml", "create", "canal.txt", "-n", "1")
    assert any("41 kilometres long" in c["attributes"]["gen_ai.input.messages"] for c in calls)
    assert all(call["attributes"]["gen_ai.output.messages"] == pair for call in calls)
