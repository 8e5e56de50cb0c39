"""Runs that are stopped: what is on disk, and what the same command asks for again."""

from __future__ import annotations

import json
import signal
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.cli.conftest import SHORT
from tests.cli.model import passage, reply
from tests.faults.runs import held
from tests.server.replies import HANG
from tests.waiting import PATIENCE, read_until, wait_until

DOCUMENTS = 8
CALLS_AT_ONCE = 2


@pytest.fixture
def folder(write) -> str:
    for n in range(DOCUMENTS):
        write(f"in/d{n}.txt", f"Document {n}. {SHORT}")
    return "in"


@pytest.fixture
def command(folder, at) -> list[str]:
    return ["create", folder, "-n", "2", "--concurrency", str(CALLS_AT_ONCE), *at]


def finished_documents(work):
    found = list((work / "data/generated").glob("*.json"))
    return {path.name: json.loads(path.read_text())["qa_pairs"] for path in found}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGINT, 130),
        pytest.param(signal.SIGTERM, 143, marks=pytest.mark.soak),
        pytest.param(signal.SIGKILL, -9, marks=pytest.mark.soak),
    ],
)
def test_a_stopped_run_keeps_what_was_paid_for(sdk, start, work, command, model, number, code):
    release = threading.Event()
    model.script(held(release, first=4))
    process = start(*command)
    wait_until(lambda: len(model.chat) >= 6 and len(finished_documents(work)) >= 4, process)
    process.send_signal(number)
    said = "" if number == signal.SIGKILL else read_until("a second time stops at once", process)
    release.set()
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, said + err
    assert "Traceback" not in said + err
    done = finished_documents(work)
    assert len(done) == 4 if number == signal.SIGKILL else 6
    if number != signal.SIGKILL:
        assert "run the same command again" in err
        assert out.count("Content saved to") == len(done)
        assert "nothing usable" not in err
    assert all(len(pairs) == 2 for pairs in done.values())
    assert len(model.chat) == 6

    model.script(reply)
    again = sdk(*command)
    assert again.code == 0, again.err
    assert len(finished_documents(work)) == DOCUMENTS
    assert DOCUMENTS <= len(model.chat) <= DOCUMENTS + CALLS_AT_ONCE

    before = len(model.chat)
    complete = sdk(*command)
    assert complete.code == 0
    assert len(model.chat) == before
    assert "free" in complete.err


def test_fresh_asks_again(sdk, command, model):
    assert sdk(*command).code == 0
    assert sdk(*command, "--fresh").code == 0
    assert len(model.chat) == 2 * DOCUMENTS


def test_a_document_is_not_written_with_a_part_of_its_chunks(start, write, work, at, model):
    write("long.txt", " ".join(f"Sentence {n} stands here for the test." for n in range(600)))

    def hang_at_the_end(request):
        return HANG if "Sentence 599" in passage(request) else reply(request)

    model.script(hang_at_the_end)
    process = start("create", "long.txt", "-n", "30", "--concurrency", "9", *at, patient=True)
    wait_until(lambda: any("Sentence 599" in r.prompt for r in model.chat), process)
    process.send_signal(signal.SIGINT)
    read_until("a second time stops at once", process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert out == ""
    assert not (work / "data/generated/long_qa_pairs.json").exists()


def test_curate_is_resumed_too(sdk, start, write, work, at, model):
    pairs = [{"question": f"Q{n}?", "answer": "A"} for n in range(40)]
    write("qa.json", pairs)
    release = threading.Event()
    model.script(held(release, first=2))
    command = ["curate", "qa.json", "--concurrency", "2", *at]
    process = start(*command)
    wait_until(lambda: len(model.chat) >= 4, process)
    process.send_signal(signal.SIGINT)
    read_until("a second time stops at once", process)
    release.set()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert not (work / "data/curated/qa_cleaned.json").exists()
    model.script(reply)
    again = sdk(*command)
    assert again.code == 0, again.err
    assert len(model.chat) == 8
    assert len(json.loads((work / "data/curated/qa_cleaned.json").read_text())["qa_pairs"]) == 40


def test_a_second_run_into_the_same_folder_is_refused(sdk, start, work, command, model):
    release = threading.Event()
    model.script(held(release))
    first = start(*command)
    wait_until(lambda: model.chat, first)
    second = sdk(*command)
    assert second.code == 6
    assert str(first.pid) in second.err
    assert "data/generated" in second.err
    model.script(reply)
    release.set()
    first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
    assert len(finished_documents(work)) == DOCUMENTS
    assert len(model.chat) == DOCUMENTS


class Sleepy(BaseHTTPRequestHandler):
    """Takes requests and never answers."""

    asked = threading.Event()
    over = threading.Event()

    def do_GET(self) -> None:
        self.asked.set()
        self.over.wait(PATIENCE)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_ingest(start, work, number, code):
    Sleepy.asked.clear()
    Sleepy.over.clear()
    with HTTPServer(("127.0.0.1", 0), Sleepy) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/page"
        process = start("ingest", url, "--allow-private-urls", "--ignore-robots")
        assert Sleepy.asked.wait(PATIENCE)
        process.send_signal(number)
        _, err = process.communicate(timeout=PATIENCE)
        assert not Sleepy.over.is_set()
        Sleepy.over.set()
        thread.join()
    assert process.returncode == code
    assert "Traceback" not in err
    assert not (work / "data").exists()
