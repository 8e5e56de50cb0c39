"""The judge `faithful`: every claim of an answer against the passage."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sdk_core.errors import CallError, ErrorKind
from sdk_core.kinds import JUDGE
from sdk_core.model import Evidence, Example, Judgement, Request
from sdk_core.model.record_kinds import RecordField, RecordKind
from sdk_core.testing.bench import TALK, installed_bench
from sdk_core.testing.factories import PAGES, make_example
from sdk_core.testing.scripted import ScriptedBackend
from tests.llm.clients import backend
from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

SUMMARY = RecordKind(name="summary", fields=(RecordField(name="summary"),), whole=True)


def claims(*supported: bool, reason: str = "It says so.") -> str:
    """Return an answer with as many claims."""
    listed = [
        {"claim": f"Claim {number}.", "reason": reason, "supported": each}
        for number, each in enumerate(supported, 1)
    ]
    return json.dumps({"claims": listed})


def judged(answer: str | Callable[[Request], str], *examples: Example) -> list[Judgement]:
    """Return what the judge says with a model that answers so."""
    return ScriptedBackend(answer).judge("faithful", list(examples))


def test_the_score_is_the_share_of_supported_claims_and_reasons_name_the_others() -> None:
    (judgement,) = judged(claims(True, False, True, True), make_example())
    assert judgement == Judgement(
        judge="faithful",
        score=0.75,
        reasons='3 of 4 claims are supported; not: "Claim 2." (It says so.)',
    )


def test_many_unsupported_claims_are_named_in_part() -> None:
    (judgement,) = judged(claims(*[False] * 9), make_example())
    assert judgement.score == 0
    assert '"Claim 5."' in judgement.reasons
    assert '"Claim 6."' not in judgement.reasons
    assert judgement.reasons.endswith("; 4 more")


@pytest.mark.parametrize("empty", ['{"claims": []}', "[]"])
def test_an_answer_without_claims_is_one_claim_with_its_question(empty: str) -> None:
    model = ScriptedBackend(lambda r: claims(False) if r.variables["claim"] else empty)
    (judgement,) = model.judge("faithful", [make_example(question="Is it dry?", answer="Yes.")])
    assert judgement.score == 0
    assert model.requests[-1].variables["claim"] == "Is it dry?\nYes."
    assert "Is it dry?\nYes." in model.requests[-1].messages[-1].content


@pytest.mark.parametrize(
    "answer",
    [
        '{"claims": []}',
        "All claims are supported.",
        '{"claims": [{"claim": "a", "reason": "b"}]}',
        '{"claims": [{"claim": "a", "reason": "b", "supported": "perhaps"}]}',
        '{"claims": [{"claim": "a", "reason": "b", "supported": true}, {"claim": "c"',
    ],
)
def test_an_answer_of_no_use_judges_nothing(answer: str) -> None:
    (judgement,) = judged(answer, make_example())
    assert (judgement.score, judgement.keep) == (None, None)
    assert judgement.reasons.startswith("not judged: ")


@pytest.mark.parametrize(
    "answer",
    [
        'Here you are:\n```json\n[{"claim": "a", "reason": "b", "supported": "yes"}]\n```',
        '<think>Hm.</think>{"claims": [{"claim": "a", "supported": true}]}',
    ],
)
def test_answers_in_other_forms_are_read(answer: str) -> None:
    (judgement,) = judged(answer, make_example())
    assert judgement.score == 1


def test_without_a_passage_the_evidence_is_the_source_and_without_both_there_is_none() -> None:
    bare = make_example(passage="")
    quoted = replace(bare, evidence=(Evidence(quote="It is 41 kilometres.", match="exact"),))
    model = ScriptedBackend(claims(True))
    first, second = model.judge("faithful", [bare, quoted])
    assert (first.score, first.reasons) == (
        None,
        "not judged: the passage that the record rests on is not in the file",
    )
    assert second.score == 1
    assert model.requests[0].variables["passage"] == "It is 41 kilometres."


def test_every_answer_of_a_conversation_is_checked() -> None:
    model = ScriptedBackend(lambda r: claims("22" not in r.variables["answer"]))
    (judgement,) = model.judge("faithful", [make_example(messages=TALK)])
    assert judgement.score == 0.5
    assert [r.variables["answer"] for r in model.requests] == [
        "It has 22 locks.",
        "About 180 cubic metres.",
    ]


def test_a_summary_is_checked_beside_its_document_as_far_as_there_is_room() -> None:
    text = "\n\n".join(f"{number} " + "x" * 1990 for number in range(30))
    shown = Example(kind="summary", fields={"summary": "S"}, declared=SUMMARY, passage=text)
    longest: list[int] = []

    def reply(request: Request) -> str:
        passage = request.variables["passage"]
        longest.append(len(passage))
        if len(passage) > 9000:
            raise CallError("too long", kind=ErrorKind.CONTEXT_LENGTH)
        return claims(True)

    (judgement,) = judged(reply, shown)
    assert judgement.score == 1
    assert judgement.caveat == "by 3 of 30 passages of its document"
    assert len(longest) == 3
    assert longest == sorted(longest, reverse=True)


def test_a_passage_that_fits_is_shown_whole_however_it_is_cut() -> None:
    text = "\n\n".join(f"{number} " + "x" * 1100 for number in range(21))
    model = ScriptedBackend(claims(True))
    (judgement,) = model.judge("faithful", [make_example(passage=text)])
    assert judgement.caveat == ""
    assert model.requests[0].variables["passage"] == text


def test_one_failed_call_leaves_the_others_judged() -> None:
    def reply(request: Request) -> str:
        if request.variables["answer"] == "bad":
            raise CallError("out of order", kind=ErrorKind.BAD_REQUEST)
        return claims(True)

    given = judged(reply, *(make_example(answer=text) for text in ("good", "bad", "fine")))
    assert [each.score for each in given] == [1, None, 1]
    assert given[1].reasons == "not judged: backend 'scripted': out of order"


def test_records_that_say_nothing_are_not_judged() -> None:
    blob = RecordKind(name="blob", fields=(RecordField(name="number"),))
    given = judged(claims(True), Example(kind="blob", fields={"number": 5}, declared=blob))
    assert given[0].reasons == "not judged: the record says nothing that could be checked"


def test_over_the_wire_servers_are_held_to_the_form_and_see_each_record_apart() -> None:
    def reply(request: Received) -> Reply:
        return completion(claims("coal" in request.prompt.casefold()), request.body)

    pairs = [
        make_example(question="What was carried?", answer="Coal.", passage=PAGES[2]),
        make_example(question="How far does it rise?", answer="64 metres.", passage=PAGES[0]),
    ]
    with OpenAIServer(reply) as server:
        given = installed_bench(JUDGE, "faithful", {}).judge(backend(server), pairs)
        bodies: list[dict[str, Any]] = [request.body for request in server.chat]
    assert [each.score for each in given] == [1, 0]
    schema = bodies[0]["response_format"]["json_schema"]["schema"]
    claim = schema["properties"]["claims"]["items"]
    assert list(claim["properties"]) == ["claim", "reason", "supported"]
    assert claim["properties"]["supported"]["type"] == "boolean"
