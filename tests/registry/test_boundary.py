"""What passes the boundary around plugins, what is caught, and what they may return."""

from __future__ import annotations

import asyncio
import datetime
import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import pytest

from sdk_core.errors import ComponentError
from sdk_core.kinds import EXPORTER
from sdk_core.model import Completion, Example, Judgement, Message, RecordField, RecordKind, Usage
from sdk_core.registry import returned
from sdk_core.registry.boundary import Terminated, WrongReturn, divided_output, foreign_code
from sdk_core.registry.manager import PluginRecord
from sdk_core.registry.registry import Entry
from sdk_core.specs import ExporterSpec

ENTRY = Entry(
    EXPORTER,
    ExporterSpec(name="rows", target="acme:Rows", summary="Rows"),
    PluginRecord(name="acme:main", distribution="acme", version="2.0", value="acme"),
)


class Abort(BaseException):
    """What a library may end things with."""


@pytest.mark.parametrize(
    "stop", [KeyboardInterrupt(), asyncio.CancelledError(), GeneratorExit(), Terminated()]
)
def test_what_stops_a_command_or_a_task_passes(stop: BaseException) -> None:
    with pytest.raises(type(stop)), ENTRY.guarded():
        raise stop


@pytest.mark.parametrize("failure", [ValueError("odd"), SystemExit(3), Abort("odd")])
def test_all_else_is_the_fault_of_the_plugin(failure: BaseException) -> None:
    with pytest.raises(ComponentError) as caught, ENTRY.guarded():
        raise failure
    assert caught.value.message.startswith("exporter 'rows' of acme 2.0: ")
    assert type(failure).__name__ in caught.value.message


def test_prints_of_plugins_go_to_stderr_also_between_tasks() -> None:
    out, err = io.StringIO(), io.StringIO()

    async def foreign() -> None:
        with foreign_code():
            await asyncio.sleep(0)
            print("theirs")  # noqa: T201

    async def both() -> None:
        task = asyncio.ensure_future(foreign())
        await asyncio.sleep(0)
        print("ours")  # noqa: T201
        await task
        print("ours again")  # noqa: T201

    with redirect_stdout(out), redirect_stderr(err), divided_output():
        asyncio.run(both())
        assert not sys.stdout.closed
    assert out.getvalue() == "ours\nours again\n"
    assert err.getvalue() == "theirs\n"


KIND = RecordKind(
    name="term", fields=(RecordField(name="term"), RecordField(name="note", required=False))
)
GOOD = {"term": "lock", "note": [1, 2.5, None, True, {"a": "運河"}]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"term": "lock", "made": datetime.date(1804, 5, 1)}, "made is datetime.date(1804, 5, 1)"),
        ({"term": "lock", "note": b"x"}, "note is b'x', a bytes"),
        ({"term": "lock", "note": [{"deep": {1, 2}}]}, "note.deep is {1, 2}, a set"),
        ({"term": "lock", "note": float("inf")}, "note is inf"),
        ({"term": "caf\udce9"}, "term holds half a character (U+DCE9)"),
        ({"term": "lock", 7: "x"}, "the key 7"),
        ({"note": "x"}, "term is missing"),
    ],
)
def test_an_example_that_cannot_be_written_is_told_and_leaves_the_others(
    fields: dict[str, Any], words: str
) -> None:
    given = [Example(kind="term", fields=GOOD), Example(kind="term", fields=fields)]
    whole, problems = returned.examples(given, KIND)
    assert [example.fields for example in whole] == [GOOD]
    [problem] = problems
    assert words in problem
    assert problem.startswith("generate() gave an example")


def test_half_a_character_in_a_turn_is_found() -> None:
    example = Example(kind="talk", messages=(Message("user", "caf\udce9"),))
    assert "half a character" in returned.examples([example], KIND)[1][0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"score": 900}, "the score 900, and its scale is 1 to 10"),
        ({"score": float("nan")}, "the score nan"),
        ({"score": "9"}, "the score '9', which is text and no number"),
        ({"score": [9, 9, 9]}, "the score [9, 9, 9]"),
        ({"score": True}, "the score True"),
        ({"keep": "yes"}, "'yes' for keep"),
        ({"reasons": ["clear"]}, "['clear'] for reasons"),
        ({"reasons": "caf\udce9"}, "half a character"),
    ],
)
def test_a_judgement_that_is_none_is_told_and_leaves_the_others(
    change: dict[str, Any], words: str
) -> None:
    good = Judgement(judge="j", score=10)
    bad = Judgement(**{"judge": "j", "score": 5.0, **change})
    found = returned.judgements([good, bad], 2, (1, 10))
    assert found[0] == (good, "")
    assert found[1][0] is None
    assert words in found[1][1]


class Unspeakable:
    def __repr__(self) -> str:
        raise RuntimeError("no")


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: returned.examples(None, KIND), "generate() gave nothing"),
    (lambda: returned.examples((), KIND), "generate() gave ()"),
    (lambda: returned.examples([{}], KIND), "generate() gave {}, a dict, among"),
    (lambda: returned.examples([Unspeakable()], KIND), "an object of the type Unspeakable"),
    (lambda: returned.judgements([], 2, (1, 10)), "0 judgements for 2 examples"),
    (lambda: returned.judgements({}, 0, (1, 10)), "judge() gave {}"),
    (lambda: returned.mapping(["summary"], "prepare()"), "prepare() gave ['summary'], a list"),
    (lambda: returned.completion("ok"), "complete() gave 'ok', text"),
    (lambda: returned.completion(Completion(text=None)), "text is NoneType"),  # type: ignore[arg-type]
    (lambda: returned.completion(Completion(text="", usage={})), "usage is dict"),  # type: ignore[arg-type]
    (
        lambda: returned.completion(Completion(text="", usage=Usage(prompt_tokens=-1))),
        "counts -1 tokens",
    ),
    (lambda: returned.problems("it has no question"), "check() gave 'it has no question', text"),
    (lambda: returned.problems([True]), "check() gave True, a truth value, among"),
    (lambda: returned.pairs({"a": "b"}, "files()"), "files() gave {'a': 'b'}, a dict"),
    (lambda: returned.pairs([("a.txt", b"x")], "files()"), "files() gave ('a.txt', b'x')"),
    (lambda: returned.pairs([("a.txt", "\udce9")], "files()"), "half a character"),
    (lambda: returned.one(True, int, "write()"), "write() gave True, a truth value"),
    (lambda: returned.require_row(["a"]), "rows() gave ['a'], a list"),
    (lambda: returned.require_row({7: "a"}), "the key 7"),
]


@pytest.mark.parametrize(("call", "words"), WRONG)
def test_a_return_of_a_wrong_type_is_told_with_value_and_remedy(
    call: Callable[[], object], words: str
) -> None:
    with pytest.raises(WrongReturn) as caught:
        call()
    assert words in str(caught.value)
    assert caught.value.remedy
