"""What a run would take, limits on it, and runs from the record alone."""

from __future__ import annotations

import pytest

from tests.cli.conftest import SHORT, numbered_text
from tests.cli.model import answer
from tests.server.replies import completion

PRICES = {"prices": {"test-model": {"input": 1.0, "output": 10.0}}}


@pytest.fixture
def priced(write, at) -> list[str]:
    """Return the flags of a run whose model has a price."""
    return ["-c", write("prices.yaml", PRICES), *at, "-m", "test-model"]


def test_a_preview_brackets_what_the_run_then_takes(sdk, write, priced, model):
    write("long.txt", numbered_text(400))
    command = ["create", "long.txt", "-n", "12", "--chunk-size", "3000", *priced]
    quote = sdk(*command, "--preview", "--json").json["estimate"]
    report = sdk(*command, "--json").json
    asked = len(model.chat)
    assert quote["calls"] == [asked, asked]
    assert report["calls"] == asked
    assert quote["prompt_tokens"][0] == pytest.approx(report["usage"]["prompt_tokens"], rel=0.3)
    low, high = quote["cost"]
    assert 0 < low < high
    assert report["cost"] == pytest.approx(
        (report["usage"]["prompt_tokens"] + 10 * report["usage"]["completion_tokens"]) / 1e6
    )
    again = sdk(*command, "--preview", "--json").json["estimate"]
    assert (again["calls"], again["recorded"]) == ([0, 0], asked)
    learnt = sdk(*command, "-n", "11", "--preview", "--json").json["estimate"]
    assert learnt["learnt"]
    assert "Cost: " in sdk(*command, "-n", "11", "--preview").out
    assert len(model.chat) == asked


@pytest.mark.parametrize(
    ("limit", "named"),
    [(["--max-tokens", "1"], "--max-tokens"), (["--max-cost", "0.000001"], "--max-cost")],
)
def test_a_limit_stops_the_run_and_a_higher_one_goes_on(
    sdk, write, priced, model, read, limit, named
):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    command = ["create", "in", "-n", "2", "--concurrency", "1", *priced]
    stopped = sdk(*command, *limit)
    assert stopped.code == 5
    assert named in stopped.err
    paid = len(model.chat)
    assert paid < 3
    done = sdk(*command)
    assert done.code == 0, done.err
    assert len(model.chat) == 3
    assert len(read("data/generated/c_qa_pairs.json")["qa_pairs"]) == 2


def test_what_a_limit_leaves_half_way_is_accounted_for(sdk, write, priced, model):
    write("long.txt", numbered_text(200))
    command = ["create", "long.txt", "-n", "8", "--chunk-size", "2000", *priced]
    model.script(lambda r: completion(answer(r), r.body, delay=3.0 * (r.number > 0)))
    stopped = sdk(*command, "--concurrency", "2", "--max-tokens", "1")
    assert stopped.code == 5
    assert "--max-tokens 1 is reached" in stopped.err
    assert "calls in flight, still to be added: 1" in stopped.err
    assert "long.txt: not finished: " in stopped.err
    assert " of 8 made" in stopped.err
    assert f"\n{len(model.chat)} model calls, " in stopped.err


@pytest.mark.parametrize("reason", ["length", "stop", "content_filter"])
def test_answers_of_no_use_count_for_a_limit(sdk, write, priced, model, reason):
    for number in range(30):
        write(f"in/{number}.txt", f"Text {number}. {SHORT}")
    model.script(lambda request: completion("", request.body, finish_reason=reason))
    command = ["create", "in", "-n", "2", "--concurrency", "2", *priced, "--json"]
    stopped = sdk(*command, "--max-tokens", "2000")
    assert stopped.code == 5, stopped.err
    report = stopped.json
    spent = report["usage"]["prompt_tokens"] + report["usage"]["completion_tokens"]
    assert report["calls"] == len(model.chat)
    assert 2000 <= spent <= 2000 + 2 * spent / len(model.chat)  # and what was in flight
    assert report["cost"] > 0


def test_a_limit_that_the_last_answer_reaches_is_no_failure(sdk, write, priced, model):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    command = ["create", "in", "-n", "2", "--concurrency", "1", *priced]
    used = sdk(*command, "--json").json["usage"]
    limit = str(used["prompt_tokens"] + used["completion_tokens"])
    done = sdk(*command, "--fresh", "--max-tokens", limit)
    assert done.code == 0, done.err
    assert "3 of 3 written" in done.err
    assert len(model.chat) == 6
    # What is recorded is no expense: it is used whatever the limit.
    write("in/d.txt", f"Text d. {SHORT}")
    assert sdk(*command, "--max-tokens", "1").code == 0
    assert len(model.chat) == 7


def test_a_limit_holds_for_all_steps_of_a_run_together(sdk, write, priced, model):
    for name in "abc":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    command = ["run", "in", "-n", "2", "--concurrency", "1", *priced, "--json"]
    used = sdk(*command[:-1], "-o", "whole", "--json").json["stages"]
    made, judged = (s["usage"] for s in used if s["stage"] in ("create", "curate"))
    tokens = made["prompt_tokens"] + made["completion_tokens"]
    asked = len(model.chat)
    stopped = sdk(*command, "-o", "part", "--max-tokens", str(tokens + 1))
    assert stopped.code == 5, stopped.err
    assert len(model.chat) == asked + 3 + 1  # of the judging, the call that reached the limit
    assert judged["prompt_tokens"] > 1
    before = len(model.chat)
    stopped = sdk(*command, "-o", "none", "--max-tokens", str(tokens))
    assert stopped.code == 5, stopped.err
    assert len(model.chat) == before + 3


def test_a_limit_on_money_needs_a_price(sdk, write, at, model):
    write("a.txt", SHORT)
    done = sdk("create", "a.txt", "--max-cost", "1", *at)
    assert done.code == 2
    assert "prices" in done.err
    assert model.chat == []


def test_a_deadline_stops_a_run_whose_server_is_slow(sdk, write, at, model):
    for name in "abcdef":
        write(f"in/{name}.txt", f"Text {name}. {SHORT}")
    model.script(lambda request: completion(answer(request), request.body, delay=0.6))
    done = sdk("create", "in", "-n", "1", "--concurrency", "1", "--deadline", "1s", *at)
    assert done.code == 5
    assert "--deadline" in done.err
    assert len(model.chat) < 6


def test_a_replay_writes_the_same_file_without_a_server(sdk, write, work, model):
    write("a.txt", SHORT)
    command = ["create", "a.txt", "-n", "3", "--provider", "api-endpoint", "-m", "test-model"]
    assert sdk(*command, "--api-base", model.url).code == 0
    file = work / "data/generated/a_qa_pairs.json"
    first = file.read_bytes()
    file.unlink()
    done = sdk(*command, "--api-base", "http://127.0.0.1:9/v1", "--replay")
    assert done.code == 0, done.err
    assert file.read_bytes() == first
    other = sdk(*command[:3], "2", *command[4:], "--replay")
    assert other.code == 4
    assert "not in the record" in other.err
    assert sdk(*command, "--replay", "--fresh").code == 2
