"""Prompts that are too long are split once; answers that are too long lose what was not said."""

from __future__ import annotations

import json

from tests.cli.conftest import numbered_text
from tests.cli.model import answer, of_task, pairs, passage, reply
from tests.faults.runs import outputs
from tests.server.replies import Reply, completion, error

TOO_LONG = error(
    400, "This model's maximum context length is 100 tokens.", code="context_length_exceeded"
)


def refuse_beyond(characters):
    """Return a script by which passages of more characters are refused."""
    return lambda r: TOO_LONG if len(passage(r)) > characters else reply(r)


def made(work, name="t"):
    found = json.loads((work / f"out/{name}_qa_pairs.json").read_text())
    return found["qa_pairs"]


def test_a_chunk_that_is_too_long_is_split_once_and_others_are_not(sdk, work, write, at, model):
    write("in/long.txt", numbered_text(30))
    write("in/short.txt", f"Short. {numbered_text(5)}")
    model.script(refuse_beyond(560))
    done = sdk("create", "in", "-n", "12", *at, "-o", "out")
    assert done.code == 0, done.err
    asked = [(passage(r), r.status) for r in of_task(model, "qa")]
    refused = [text for text, status in asked if status == 400]
    halves = [text for text, status in asked if status == 200 and any(text in r for r in refused)]
    others = [text for text, status in asked if status == 200 and text not in halves]
    assert refused
    assert len(halves) == 2 * len(refused)
    for text in refused:
        first, second = sorted((half for half in halves if half in text), key=text.find)
        assert text.startswith(first)
        assert text.endswith(second)
        assert len(first) + len(second) in (len(text), len(text) - 1)  # less the space between
    assert any(text.startswith("Short.") for text in others)
    assert len(set(others)) == len(others)
    assert len(made(work, "long")) == len(made(work, "short")) == 12


def test_what_is_too_long_after_the_split_fails_alone(sdk, work, write, at, model):
    write("in/bad.txt", numbered_text(6))
    write("in/good.txt", f"Good. {numbered_text(6)}")
    model.script(lambda r: reply(r) if "Good." in passage(r) else TOO_LONG)
    done = sdk("create", "in", "-n", "4", *at, "-o", "out", "--concurrency", "1")
    assert done.code == 3, done.err
    assert "bad.txt" in done.err
    assert "generation.chunk_size" in done.err
    assert list(outputs(work / "out")) == ["good_qa_pairs.json"]


def test_the_whole_pairs_of_an_answer_that_is_cut_are_kept(sdk, work, write, at, model):
    """The others are asked for again where there is somewhere to ask."""
    write("t.txt", numbered_text(6))

    def script(request):
        whole = json.dumps(pairs(request))
        return completion(whole[: len(whole) * 3 // 5], request.body, finish_reason="length")

    model.script(script)
    done = sdk("create", "t.txt", "-n", "5", *at, "-o", "out")
    assert done.code == 3, done.err
    kept = made(work)
    assert 0 < len(kept) < 5
    assert all(pair["answer"].endswith("naïve ≥ 5") for pair in kept)


def test_an_answer_that_is_cut_before_its_first_pair_is_asked_again(sdk, work, write, at, model):
    write("t.txt", numbered_text(4))

    def script(request):
        if request.number == 0:
            return completion('[{"question": "Wh', request.body, finish_reason="length")
        return reply(request)

    model.script(script)
    done = sdk("create", "t.txt", "-n", "3", *at, "-o", "out")
    assert done.code == 0, done.err
    assert len(made(work)) == 3
    assert len(model.chat) == 2


def test_a_summary_that_is_cut_is_told(sdk, work, write, at, model):
    write("t.txt", numbered_text(4))
    model.script(lambda r: completion(answer(r), r.body, finish_reason="length"))
    done = sdk("create", "t.txt", "--type", "summary", *at, "-o", "out")
    assert done.code == 3, done.err
    assert "generation.max_tokens" in done.err


def test_a_chunk_is_halved_for_as_long_as_it_is_too_long(sdk, work, write, at, model):
    write("t.txt", numbered_text(60))
    refused = error(400, "prompt is too long", code="context_length_exceeded")
    model.script(lambda r: refused if len(passage(r)) > 300 else reply(r))
    done = sdk("create", "t.txt", "-n", "8", *at, "-o", "out")
    assert done.code == 0, done.err
    assert len(made(work)) == 8
    assert max(len(passage(r)) for r in of_task(model, "qa") if r.status == 200) <= 300


def test_what_one_half_gave_is_kept_when_the_other_fails(sdk, work, write, at, model):
    write("t.txt", numbered_text(30))

    def script(request):
        if len(passage(request)) > 560:
            return error(400, "prompt is too long", code="context_length_exceeded")
        return reply(request) if "Fact 0000" in passage(request) else error(400, "not this one")

    model.script(script)
    done = sdk("create", "t.txt", "-n", "4", *at, "-o", "out", "--concurrency", "1")
    assert done.code == 3, done.err
    found = json.loads((work / "out/t_qa_pairs.json").read_text())
    assert any("a part of chunk" in failure for failure in found["metadata"]["failures"])
    assert found["qa_pairs"]


def test_a_full_context_is_told_from_the_limit_of_answers(sdk, write, at, model):
    write("t.txt", numbered_text(4))

    def script(request):
        cut = completion(answer(request), request.body, finish_reason="length").body
        usage = {"prompt_tokens": 500, "completion_tokens": 500}
        if request.number == 0:
            said = "maximum context length is 1000 tokens. However, you requested 4596 tokens"
            return error(400, f"{said} (500 in the messages, 4096 in the completion)")
        return Reply(body={**cut, "usage": usage})

    model.script(script)
    done = sdk("create", "t.txt", "--type", "summary", *at, "-o", "out")
    assert done.code == 3, done.err
    assert "the context was full" in done.err
    assert "generation.chunk_size" in done.err
