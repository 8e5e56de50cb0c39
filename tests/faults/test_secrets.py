"""A key that servers give back in whatever they say: it must be found nowhere."""

from __future__ import annotations

import base64
import signal

import pytest

from tests.cli.model import passage, reply
from tests.faults.runs import everything
from tests.server.replies import RESET, Reply, completion, error
from tests.waiting import PATIENCE, wait_until

KEY = "sk-canary-Zx81Qw07Lm55Tb29"
BEARER = f"Bearer {KEY}"
ENCODED = base64.b64encode(KEY.encode()).decode().rstrip("=")
SAID = f"the header was 'Authorization: {BEARER}' or {ENCODED}"

FAILURES = {
    "400": error(400, SAID),
    "422": error(422, SAID, code=KEY),
    "500": error(500, SAID),
    "context": error(400, SAID, code="context_length_exceeded"),
    "page": Reply(body=f"<html>{SAID}</html>", content_type="text/html"),
    "text": Reply(status=503, body=SAID, content_type="text/plain"),
    "cut": completion(SAID, fault="cut"),
    "object": Reply(body={"error": {"message": SAID, "code": 400}}),
    "shape": Reply(body={"choices": SAID}),
    "reset": RESET,
    "header": error(500, "no", headers={"X-Request-Authorization": BEARER}),
    "edge": error(400, "." * 280 + SAID),
}
"""What costs a call; one run meets them all."""

ENDS = {
    "401": error(401, f"Incorrect API key provided: {KEY}", code="invalid_api_key"),
    "403": error(403, SAID),
    "404": error(404, SAID, code="model_not_found"),
    "quota": error(429, SAID, code="insufficient_quota"),
    "redirect": Reply(status=307, headers={"Location": f"http://127.0.0.1:9/?key={KEY}"}),
    "endless": error(429, SAID, headers={"Retry-After": "100000"}),
}
"""What ends the run."""


@pytest.fixture
def environment(environment) -> dict[str, str]:
    return {
        **environment,
        "API_ENDPOINT_KEY": KEY,
        "SDK_API_ENDPOINT__MAX_RETRIES": "1",
        "SDK_API_ENDPOINT__RETRY_DELAY": "0.01",
    }


@pytest.fixture
def nowhere(work, tmp_path):
    """Return a function that asserts that no file and no text holds the key or a good part."""

    def check(*texts: str) -> None:
        found = everything(work, tmp_path / "home") + "\n".join(texts).encode()
        for secret in (KEY, KEY[:16], KEY[-16:], ENCODED, ENCODED[:20], ENCODED[-20:]):
            assert secret.encode() not in found

    return check


def of_service(model) -> tuple[str, ...]:
    return ("--provider", "api-endpoint", "--api-base", model.url, "--debug", "-v")


def test_calls_that_fail(sdk, work, write, model, nowhere):
    names = list(FAILURES)
    for number, name in enumerate(names):
        write(f"in/{name}.txt", f"Case {number:02}. The Rhône rises at 2 209 m and flows south.")
    write("in/good.txt", "Case good. The Rhône rises at 2 209 m and flows south.")

    def script(request):
        case = passage(request).split(".")[0].removeprefix("Case ")
        return reply(request) if case == "good" else FAILURES[names[int(case)]]

    model.script(script)
    done = sdk("create", "in", "-n", "1", "-o", "out", *of_service(model), "--concurrency", "1")
    assert done.code == 3, done.err
    assert {r.headers["authorization"] for r in model.chat} == {BEARER}
    assert "Traceback" in done.err  # --debug is on
    for name in names:
        assert f"{name}.txt" in done.err
    nowhere(done.out, done.err)


def test_a_failure_that_ends_the_run(sdk, notes, model, nowhere):
    end_run(sdk, notes, model, nowhere, "quota")


@pytest.mark.soak
@pytest.mark.parametrize("name", ENDS)
def test_all_failures_that_end_the_run(sdk, notes, model, nowhere, name):
    end_run(sdk, notes, model, nowhere, name)


def end_run(sdk, notes, model, nowhere, name) -> None:
    model.script(ENDS[name])
    done = sdk("create", notes, "-o", "out", *of_service(model), "--json")
    assert done.code == 5, done.err
    assert model.chat
    nowhere(done.out, done.err)


def test_the_key_is_refused_before_the_run(sdk, notes, model, nowhere):
    model.api_key = "another"
    for command in (
        ["system-check", *of_service(model)[:-1]],
        ["create", notes, *of_service(model)],
    ):
        done = sdk(*command)
        assert done.code == 5, done.err
        nowhere(done.out, done.err)


def test_a_run_that_is_stopped(start, notes, model, nowhere):
    model.script(lambda r: error(500, SAID, delay=0.2))
    process = start("create", notes, "-o", "out", *of_service(model))
    wait_until(lambda: len(model.chat) >= 2, process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (5, 130), err
    nowhere(out, err)
