"""Embeddings by the OpenAI protocol: one vector for each text, in their order, or an error."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from sdk_builtins.backends.offline import OfflineBackend
from sdk_builtins.backends.openai_embeddings import TEXTS_A_CALL, embed
from sdk_core.errors import CallError, UsageError


def answer(vectors: list[Any]) -> dict[str, Any]:
    data = [{"index": n, "embedding": vector} for n, vector in enumerate(vectors)]
    return {"data": data[::-1]}


def ask(texts: list[str], *answers: Any) -> tuple[list[list[float]], list[dict[str, Any]]]:
    """Return the vectors that come of some answers, and what was asked."""
    asked: list[dict[str, Any]] = []
    given = iter(answers)

    async def send(method: str, path: str, body: dict[str, Any]) -> Any:
        assert (method, path) == ("POST", "/embeddings")
        asked.append(json.loads(json.dumps(body)))
        return next(given)

    return asyncio.run(embed(send, "http://127.0.0.1:1/v1", "small", texts)), asked


def test_vectors_come_in_the_order_of_the_texts():
    found, asked = ask(["one", "two"], answer([[1, 0.5], [0, 2]]))
    assert found == [[1.0, 0.5], [0.0, 2.0]]
    assert asked == [{"model": "small", "input": ["one", "two"]}]


def test_many_texts_take_several_calls():
    many = [str(number) for number in range(TEXTS_A_CALL + 1)]
    found, asked = ask(many, answer([[n] for n in range(TEXTS_A_CALL)]), answer([[7]]))
    assert found[-2:] == [[TEXTS_A_CALL - 1.0], [7.0]]
    assert [len(body["input"]) for body in asked] == [TEXTS_A_CALL, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"data": []},
        answer([[1.0]]),
        answer([[1.0], []]),
        answer([[1.0], ["a"]]),
        answer([[1.0], [1.0, 2.0]]),
        {"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]},
    ],
    ids=["nothing", "empty", "too few", "no numbers", "texts", "two lengths", "one place twice"],
)
def test_what_is_no_list_of_vectors_is_told(wrong):
    with pytest.raises(CallError, match="embeddings"):
        ask(["one", "two"], wrong)


def test_a_backend_without_embeddings_says_so():
    with pytest.raises(UsageError, match="has no embeddings"):
        asyncio.run(OfflineBackend().embed(["one"]))
