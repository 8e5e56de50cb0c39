"""A well-behaved model for the test server: knows each task by its prompt, and numbers its work."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.server.openai_server import OpenAIServer, Received
from tests.server.replies import Reply, completion

Rate = Callable[[dict[str, Any]], Any]


def task(request: Received) -> str:
    """Return ``summary``, ``qa``, ``cot``, ``pictures``, ``enhance`` or what is rated."""
    prompt = request.prompt
    if "Rate these question-answer pairs" in prompt or "Rate these records" in prompt:
        return "rating"
    if "Rate this summary" in prompt:
        return "summary_rating"
    if "Summarize this text" in prompt:
        return "summary"
    if "about the attached picture" in prompt:
        return "pictures"
    if "chain-of-thought reasoning examples" in prompt:
        return "cot"
    if "Write the reasoning for the assistant turns" in prompt:
        return "enhance"
    return "qa"


def of_task(server: OpenAIServer, name: str) -> list[Received]:
    """Return the chat requests for a task, in order of arrival."""
    return [request for request in server.chat if task(request) == name]


def wanted(request: Received) -> int:
    """Return the number of examples that a prompt names."""
    found = re.search(r"Create (\d+) ", request.prompt)
    assert found, request.prompt
    return int(found[1])


def passage(request: Received) -> str:
    """Return the text that stands in a prompt, exactly."""
    found = re.search(r"<text>\n(.*)\n</text>", request.prompt, re.DOTALL)
    assert found, request.prompt
    return found[1]


def pairs(request: Received, count: int | None = None) -> list[dict[str, str]]:
    """Return numbered pairs about a prompt's text; no two texts give the same questions."""
    words = " ".join(passage(request).split())
    topic = f"{words[:40]} … {words[-25:]}"
    return [
        {
            "question": f"Question {number} about “{topic}”?",
            "answer": f"Answer {number} is naïve ≥ 5",
        }
        for number in range(1, (wanted(request) if count is None else count) + 1)
    ]


def examples(request: Received) -> list[dict[str, str]]:
    """Return chain-of-thought examples about a prompt's text."""
    return [{**pair, "reasoning": "First this.\nThen that."} for pair in pairs(request)]


def rated_pairs(request: Received) -> list[dict[str, Any]]:
    """Return the pairs that a rating prompt shows."""
    text = re.split(r"Rate these (?:question-answer pairs|records):", request.prompt)[-1]
    shown: list[dict[str, Any]] = json.loads(text)
    return shown


def ratings(request: Received, rate: Rate = lambda pair: 8) -> list[dict[str, Any]]:
    """Return a rating for each pair that a prompt shows."""
    return [{"index": pair["index"], "rating": rate(pair)} for pair in rated_pairs(request)]


def answer(request: Received) -> str:
    """Return what a good model says."""
    name = task(request)
    if name == "summary":
        return f"Summary of: {' '.join(passage(request).split())[:60]}"
    if name == "cot":
        return json.dumps(examples(request), ensure_ascii=False)
    if name == "rating":
        return json.dumps(ratings(request))
    if name == "summary_rating":
        return json.dumps([{"index": 1, "rating": 8, "reason": "all of it is there"}])
    if name == "enhance":
        return json.dumps([{"index": 0, "reasoning": "Because it follows."}])
    return json.dumps(pairs(request), ensure_ascii=False)


def reply(request: Received) -> Reply:
    """Return a good model's answer as the server sends it."""
    is_probe = request.prompt == "Say OK."  # of system-check, to a service that may lack the model
    return completion("OK" if is_probe else answer(request), request.body)


def saying(**texts: str | Callable[[Received], str]) -> Callable[[Received], Reply]:
    """Return a script that says something of its own for some tasks, the usual for others."""

    def script(request: Received) -> Reply:
        own = texts.get(task(request))
        if own is None:
            return reply(request)
        return completion(own if isinstance(own, str) else own(request), request.body)

    return script
