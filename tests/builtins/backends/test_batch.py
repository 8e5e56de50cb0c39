"""``--batch``: the same results by way of the batch API, whatever happens on the way."""

from __future__ import annotations

import json
import signal
import sqlite3

import pytest

from tests.builtins.backends.conftest import CONFIG, KEY
from tests.cli.model import reply, task
from tests.server.openai_server import Received
from tests.server.replies import Reply, completion, error
from tests.waiting import PATIENCE, wait_until

CREATE = ("create", "long.txt", "-n", "30", "-o", "made")


def state(work, folder="made"):
    """Return the batches that are noted as under way."""
    path = work / folder / ".sdk" / "batches.json"
    return json.loads(path.read_text())["batches"] if path.exists() else []


def test_create_and_curate_give_the_same_files(sdk, work, read, server, batch):
    direct = [flag for flag in batch if flag != "--batch"]
    assert sdk(*CREATE, *direct).code == 0
    calls = len(server.chat)
    done = sdk("create", "long.txt", "-n", "30", "-o", "batched", *batch)
    assert done.code == 0, done.err
    assert "may take a day" in done.err
    assert len(server.chat) == calls
    assert read("batched/long_qa_pairs.json") == read("made/long_qa_pairs.json")
    assert len(server.uploads) == 1
    assert len(server.asked) == calls

    assert sdk("curate", "made/long_qa_pairs.json", "-o", "kept/a.json", *direct).code == 0
    done = sdk("curate", "made/long_qa_pairs.json", "-o", "batched/a.json", *batch)
    assert done.code == 0, done.err
    assert read("batched/a.json") == read("kept/a.json")
    assert len(server.uploads) == 2
    assert state(work, "batched") == []


def test_what_is_uploaded(sdk, server, batch):
    assert sdk(*CREATE, *batch).code == 0
    lines = [json.loads(line) for line in server.uploads[0].splitlines()]
    assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}
    assert all(len(line["custom_id"]) == 64 for line in lines)
    assert all(line["body"]["model"] and line["body"]["messages"] for line in lines)
    assert KEY.encode() not in server.uploads[0]


def test_documents_that_are_the_same_share_a_line(sdk, work, write, read, server, batch):
    for name in ("a", "b"):
        write(f"same/{name}.txt", "The Rhône rises at 2 209 m. It flows south. " * 4)
    assert sdk("create", "same/a.txt", "-n", "3", "-o", "one", *batch).code == 0
    calls = len(server.asked)
    done = sdk("create", "same", "-n", "3", "-o", "made", *batch)
    assert done.code == 0, done.err
    assert len(server.asked) == 2 * calls
    pairs = [read(f"made/{name}_qa_pairs.json")["qa_pairs"] for name in ("a", "b")]
    assert [len(p) for p in pairs] == [3, 3]


def test_the_number_of_calls_in_a_batch_is_bounded(sdk, write, server, batch):
    write("config.yaml", CONFIG + "  batch_requests: 2\n")
    assert sdk(*CREATE, *batch).code == 0
    assert [len(b.lines) for b in server.batches] == [2] * (len(server.asked) // 2) + [1] * (
        len(server.asked) % 2
    )


@pytest.mark.parametrize("fate", ["expired", "lost", "crashed"])
def test_lines_without_an_answer_are_sent_again(sdk, read, server, batch, fate):
    server.fate = lambda call, number: fate if number < 2 and call.number % 2 else "answered"
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(read("made/long_qa_pairs.json")["qa_pairs"]) == 30
    first, second = server.batches[:2]
    assert 0 < len(second.lines) < len(first.lines)
    ids = {line["custom_id"] for line in first.lines}
    assert {line["custom_id"] for line in second.lines} < ids


@pytest.mark.soak
def test_lines_that_expire_again_and_again_are_given_up(sdk, work, read, server, batch):
    server.fate = lambda call, number: "expired" if "Fact 0001 says" in call.prompt else "answered"
    done = sdk(*CREATE, *batch, "--json")
    assert done.code == 3, done.err
    assert len(server.batches) >= 4
    assert "ran out of time" in done.out
    assert "4 batches" in done.out
    assert state(work) == []


def test_lines_that_fail_for_good_are_reported(sdk, work, server, batch):
    def script(call: Received) -> Reply:
        if task(call) == "qa" and "Fact 0100 says" in call.prompt:
            return error(400, f"unsafe prompt, key {KEY}", code="content_policy_violation")
        return reply(call)

    server.script(script)
    done = sdk(*CREATE, *batch)
    assert done.code == 3, done.err
    assert "unsafe prompt" in done.err + done.out
    assert KEY not in done.err + done.out
    assert state(work) == []


def test_lines_that_were_limited_are_sent_again(sdk, server, batch):
    def script(call: Received) -> Reply:
        return error(429, "too many", code="rate_limit") if len(server.batches) < 2 else reply(call)

    server.script(script)
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(server.batches) == 2


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.soak),
        pytest.param(signal.SIGKILL, marks=pytest.mark.soak),
    ],
)
def test_a_run_that_was_stopped_finds_its_batch_again(
    sdk, work, read, start, server, batch, number
):
    server.held = True
    running = start(*CREATE, *batch)
    wait_until(lambda: server.batches and server.batches[0].polls > 2)
    running.send_signal(number)
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}.get(number, -9)
    assert "Traceback" not in err
    assert [entry["id"] for entry in state(work)] == ["batch_0"]
    assert not (work / "made/long_qa_pairs.json").exists()

    server.held = False
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(read("made/long_qa_pairs.json")["qa_pairs"]) == 30
    assert (len(server.uploads), len(server.batches)) == (1, 1)
    assert state(work) == []
    assert KEY not in out + err + done.out + done.err


def test_a_batch_whose_id_never_arrived_is_not_started_twice(sdk, work, start, server, batch):
    lost = iter([True])

    def trouble(request: Received) -> Reply | None:
        if (request.method, request.path) == ("POST", "/v1/batches") and next(lost, False):
            server._create(request)
            return Reply(fault="hang")
        return None

    server.trouble, server.held = trouble, True
    running = start(*CREATE, *batch)
    wait_until(lambda: server.batches)
    running.kill()
    running.communicate()
    assert [entry["id"] for entry in state(work)] == [""]
    server.held = False
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert (len(server.uploads), len(server.batches)) == (1, 1)


def test_an_answer_that_was_lost_on_the_way_does_not_start_a_batch_twice(sdk, server, batch):
    lost = iter([True])

    def trouble(request: Received) -> Reply | None:
        if (request.method, request.path) == ("POST", "/v1/batches") and next(lost, False):
            server._create(request)
            return error(502, "bad gateway")
        return None

    server.trouble = trouble
    assert sdk(*CREATE, *batch).code == 0
    assert len(server.batches) == 1


def test_passing_trouble_is_waited_out(sdk, server, batch):
    seen: dict[str, int] = {}

    def trouble(request: Received) -> Reply | None:
        count = seen[request.path] = seen.get(request.path, 0) + 1
        if request.path == "/v1/batches":
            return None
        return (error(503), Reply(fault="reset"), None)[min(count, 3) - 1]

    server.trouble = trouble
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(server.batches) == 1


@pytest.mark.soak
def test_a_batch_that_the_server_has_forgotten_is_asked_again(sdk, work, start, server, batch):
    server.held = True
    running = start(*CREATE, *batch)
    wait_until(lambda: state(work) and state(work)[0]["id"])
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=PATIENCE)
    server.batches.clear()
    server.held = False
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(server.uploads) == 2
    assert state(work) == []


@pytest.mark.soak
def test_another_server_is_not_asked_for_the_batch(sdk, work, start, server, batch):
    server.held = True
    running = start(*CREATE, *batch)
    wait_until(lambda: state(work) and state(work)[0]["id"])
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=PATIENCE)
    server.held = False
    elsewhere = [flag.replace("127.0.0.1", "localhost") for flag in batch]
    done = sdk(*CREATE, *elsewhere)
    assert done.code == 0, done.err
    assert len(server.uploads) == 2


def test_a_refused_batch_ends_the_run(sdk, work, server, batch):
    server.refuse = lambda number: "this model has no batches"
    done = sdk(*CREATE, *batch)
    assert done.code == 5
    assert "refused the batch: this model has no batches (line 1)" in done.err
    assert "Traceback" not in done.err
    assert len(server.batches) == 1
    assert state(work) == []


@pytest.mark.soak
def test_a_batch_beyond_the_queue_limit_waits_for_another(sdk, write, server, batch):
    write("config.yaml", CONFIG + "  batch_requests: 3\n")
    server.refuse = lambda number: "Enqueued token limit reached" if number == 1 else ""
    server.polls = 20
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    files = [b.file for b in server.batches]
    assert files.count(files[1]) == 2
    assert len(server.uploads) == len(set(files))


def test_a_batch_that_somebody_cancels_ends_the_run(sdk, work, start, server, batch):
    server.held = True
    running = start(*CREATE, *batch)
    wait_until(lambda: server.batches)
    server.batches[0].status = "cancelled"
    _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 5
    assert "cancelled at the provider" in err
    assert state(work) == []


def test_what_was_answered_before_a_cancellation_is_kept(sdk, server, batch):
    server.fate = lambda call, number: "cancelled" if call.number == 0 else "answered"
    assert sdk(*CREATE, *batch).code == 5
    answered = len(server.asked) - 1
    server.fate = lambda call, number: "answered"
    done = sdk(*CREATE, *batch, "--json")
    assert done.code == 0, done.err
    assert len(server.batches[1].lines) == 1
    assert done.json["reused"] == answered


def test_a_server_without_batches(sdk, server, batch):
    server.trouble = lambda request: error(404, "Not Found")
    done = sdk(*CREATE, *batch)
    assert done.code == 5
    assert "has no batch API" in done.err
    assert "leave --batch out" in done.err


def test_a_key_that_is_refused_is_never_printed(sdk, server, batch):
    server.api_key = "another"
    done = sdk(*CREATE, *batch)
    assert done.code == 5
    assert KEY not in done.out + done.err


def test_a_backend_without_batches(sdk, work, batch):
    done = sdk("create", "long.txt", "--batch", "--provider", "offline")
    assert done.code == 2
    assert "has no batch API" in done.err
    assert "leave --batch out" in done.err
    assert not (work / "data").exists()


def test_a_damaged_list_of_batches_is_not_written_over(sdk, write, batch):
    write("made/.sdk/batches.json", "{")
    done = sdk(*CREATE, *batch)
    assert done.code == 6
    assert "batches.json cannot be read" in done.err


def test_answers_without_text_are_asked_for_again(sdk, work, server, batch):
    def script(call: Received) -> Reply:
        return completion("", call.body) if call.number == 0 else reply(call)

    server.script(script)
    done = sdk(*CREATE, *batch)
    assert done.code == 0, done.err
    assert len(server.batches) == 2
    assert recorded(work) == {0: 1, 1: len(server.asked) - 1}


def recorded(work):
    """Return how many answers of no use, and of use, are in the record."""
    connection = sqlite3.connect(work / "made" / ".sdk" / "journal.db")
    try:
        return dict(connection.execute("SELECT usable, COUNT(*) FROM answers GROUP BY usable"))
    finally:
        connection.close()


def test_answers_of_no_use_count_for_a_limit(sdk, work, server, batch):
    server.script(lambda call: completion("", call.body, finish_reason="length"))
    done = sdk(*CREATE, *batch, "--json", "--max-tokens", "1")
    assert done.code == 4, done.err  # nothing is left to ask, so the limit stopped nothing
    assert len(server.batches) == 1
    assert recorded(work) == {0: len(server.asked)}
    assert done.json["calls"] == len(server.asked)
