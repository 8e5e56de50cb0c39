"""Stand-ins for a model: one that answers well, and ones that do not."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_core.components import Backend
from sdk_core.errors import CallError, ErrorKind
from sdk_core.kinds import BACKEND
from sdk_core.model import Completion, Example, Request
from sdk_core.registry.registry import Entry
from sdk_core.testing.plugin import Plugin
from sdk_core.testing.scripted import Answer, ScriptedBackend

GARBLED = "%$# ]]} \\x00 no structure {{ <| at all ,,, ["
"""What a broken server may send."""

BROKEN: dict[str, Answer] = {
    "garbled text": GARBLED,
    "an empty answer": CallError("the answer has no text", kind=ErrorKind.EMPTY),
    "a refusal": "I am sorry, but I cannot help with that request.",
    "an empty list": "[]",
    "JSON of another form": '{"unexpected": [1, null, {"deep": ["x"]}]}',
    "a list of wrong types": '[1, null, "x", {"question": 5, "index": "a", "rating": "high"}]',
    "a failed call": CallError("the server is out of order", kind=ErrorKind.BAD_REQUEST),
}
"""Answers that no component should break on, by the words for messages."""


class Cancelled(ScriptedBackend):
    """Is cancelled in the middle of each call, as when a command is stopped."""

    async def complete(self, request: Request) -> Completion:
        """Give no answer."""
        self.requests.append(request)
        raise asyncio.CancelledError


def good_model(plugin: Plugin, entry: Entry) -> Backend:
    """Return what answers a generator: the author's answers, else the ``offline`` backend."""
    given = plugin.settings.answers.get(entry.spec.name)
    if given is not None:
        return ScriptedBackend(*given)
    return plugin.registry.get(BACKEND, "offline").create({})


def truncated(completions: Sequence[Completion]) -> ScriptedBackend:
    """Return a model that gives each of these answers cut off after two thirds."""
    return ScriptedBackend(
        *(
            Completion(
                text=completion.text[: len(completion.text) * 2 // 3],
                model="scripted",
                finish_reason="length",
            )
            for completion in completions
        )
    )


class RatingModel(ScriptedBackend):
    """Rates each example as it was told, whatever the order and number in one call.

    It finds examples by their answers in the prompt, and fills the JSON schema of the request; a
    prompt without a schema gets a list of ``index``, ``rating`` and ``reason``.

    Args:
        scores: The score of each example, in the order of ``examples``.
        examples: The examples.
    """

    def __init__(self, scores: Sequence[float], examples: Sequence[Example]) -> None:
        super().__init__(self._rate)
        self._scores = {
            str(example.fields["answer"]): score
            for example, score in zip(examples, scores, strict=True)
        }

    def _rate(self, request: Request) -> str:
        text = "\n".join(message.content for message in request.messages)
        places = {m.start(): s for a, s in self._scores.items() for m in re.finditer(a, text)}
        first: dict[float, int] = {}
        for place, score in sorted(places.items()):
            first.setdefault(score, place)
        verdicts = [
            {"index": number, "rating": score, "reason": "clear"}
            for number, score in zip(_numbers(request, len(first)), first, strict=False)
        ]
        return json.dumps(_filled(request.schema, verdicts))


def _numbers(request: Request, count: int) -> Sequence[int]:
    """Return the numbers that the prompt gives its examples; from 1 on when it gives none."""
    for value in request.variables.values():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            for key in ("index", "id", "number"):
                found = [item.get(key) for item in value if isinstance(item, Mapping)]
                numbers = [number for number in found if isinstance(number, int)]
                if len(numbers) == len(found):
                    return numbers
    return range(1, count + 1)


def _filled(schema: Mapping[str, Any] | None, verdicts: list[dict[str, Any]]) -> Any:
    if not schema:
        return verdicts
    for name, member in schema.get("properties", {}).items():
        if isinstance(member, Mapping) and member.get("type") == "array":
            item = member.get("items", {})
            return {name: [dict(_values(item, verdict)) for verdict in verdicts]}
    if schema.get("type") == "array":
        return [dict(_values(schema.get("items", {}), verdict)) for verdict in verdicts]
    return dict(_values(schema, verdicts[0])) if verdicts else {}


def _values(schema: Mapping[str, Any], verdict: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a value for each property: the number of the example, its score, or some text."""
    for name, member in schema.get("properties", {}).items():
        kind = member.get("type") if isinstance(member, Mapping) else "string"
        if kind == "integer" and name in ("index", "id", "number", "pair", "example"):
            yield name, verdict["index"]
        elif kind in ("integer", "number"):
            score = verdict["rating"]
            yield name, int(score) if kind == "integer" else score
        elif kind == "boolean":
            yield name, True
        else:
            yield name, verdict["reason"]
