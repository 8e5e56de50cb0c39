"""Answers without a model: by extraction from the text that was put into the prompt.

For trying the product out, for tests and for machines without a network. What it gives is grounded
in the text and always the same for the same request; it is no replacement for a model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sdk_builtins.backends.extractive.grading import grade
from sdk_builtins.backends.extractive.questions import Pair, make_pairs
from sdk_builtins.backends.extractive.ranking import rank, terms
from sdk_builtins.backends.extractive.reasoning import explain, reconstruct
from sdk_builtins.backends.extractive.sentences import is_unspaced, main_sentences
from sdk_core.components import Backend
from sdk_core.model import Completion, Message, Request, Usage

MODEL = "offline"
_SUMMARY_SENTENCES = 5
_DEFAULT_COUNT = 25
_CHARACTERS_A_TOKEN = 4


class OfflineBackend(Backend):
    """Answers the built-in prompts, and others as well as it can, from ``request.variables``."""

    @property
    def model(self) -> str:
        """The name under which it appears in provenance."""
        return MODEL

    async def check(self) -> str:
        """Say that nothing is needed."""
        return "offline: answers by extraction, needs neither a server nor a model"

    async def complete(self, request: Request) -> Completion:
        """Answer one request; the same request always gets the same answer."""
        text = _answer(request)
        prompt = sum(len(message.content) for message in request.messages)
        usage = Usage(prompt_tokens=_tokens(prompt), completion_tokens=_tokens(len(text)))
        return Completion(text=text, model=MODEL, usage=usage)


def _tokens(characters: int) -> int:
    return -(-characters // _CHARACTERS_A_TOKEN)


def _answer(request: Request) -> str:
    variables = request.variables
    match request.task:
        case "qa_generation":
            return _as_json(request, map(_plain_pair, _pairs(request, "num_pairs")))
        case "cot_generation":
            pairs = _pairs(request, "num_examples")
            return _as_json(request, map(_reasoned_pair, pairs))
        case "multimodal_qa_generation":
            return _as_json(request, _picture_pairs(request))
        case "qa_rating":
            return _as_json(request, _ratings(variables))
        case "cot_enhancement":
            return _as_json(request, _thoughts(variables))
        case "summary":
            return summary_of(_text_of(request))
    if "pairs" in variables:
        return _as_json(request, _ratings(variables))
    if request.schema:
        return _as_json(request, _fill(request))
    return summary_of(_text_of(request))


def summary_of(text: str) -> str:
    """Return the main sentences of a text in their order, on one line."""
    sentences = main_sentences(text)
    count = max(1, min(_SUMMARY_SENTENCES, len(sentences) // 3))
    best = sorted(rank(sentences).select(count), key=lambda sentence: sentence.index)
    return ("" if is_unspaced(text[:2000]) else " ").join(sentence.flat for sentence in best)


def _text_of(request: Request) -> str:
    text = request.variables.get("text")
    if isinstance(text, str):
        return text
    texts = [value for value in request.variables.values() if isinstance(value, str)]
    spoken = [message.content for message in request.messages if message.role == "user"]
    return max(texts, key=len, default=spoken[-1] if spoken else "")


def _count(request: Request, name: str) -> int:
    try:
        return max(0, int(request.variables.get(name)))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return _DEFAULT_COUNT


def _pairs(request: Request, count_name: str) -> list[Pair]:
    """Return the pairs of this sample: the next sample goes on where the one before ended."""
    count = _count(request, count_name)
    return make_pairs(_text_of(request), count, skip=count * request.sample)


def _plain_pair(pair: Pair) -> dict[str, str]:
    return {"question": pair.question, "answer": pair.answer}


def _reasoned_pair(pair: Pair) -> dict[str, str]:
    return {"question": pair.question, "reasoning": explain(pair), "answer": pair.answer}


def _picture_pairs(request: Request) -> list[dict[str, str]]:
    """Return pairs about what the pictures' authors say of them, then about the text."""
    count = _count(request, "num_pairs")
    skip = count * request.sample
    images = [image for message in request.messages for image in message.images]
    lead = "The picture goes with a text. " if images else ""
    found: list[dict[str, str]] = []
    for number, image in enumerate(images, start=1):
        name = "the picture" if len(images) == 1 else f"picture {number}"
        if image.alt.strip():
            found.append({"question": f"What does {name} show?", "answer": image.alt.strip()})
    for pair in make_pairs(_text_of(request), skip + count):
        found.append({"question": lead + pair.question, "answer": pair.answer})
    return found[skip : skip + count]


def _ratings(variables: Mapping[str, Any]) -> list[dict[str, Any]]:
    passages = _read(variables.get("passages"))
    texts = {p.get("passage"): p.get("text") for p in passages if isinstance(p, Mapping)}
    rated: list[dict[str, Any]] = []
    for position, item in enumerate(_read(variables.get("pairs"))):
        pair: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
        passage = pair.get("passage")
        if isinstance(passage, int):
            passage = texts.get(passage)
        score, why = grade(pair, passage if isinstance(passage, str) else "")
        rated.append({"index": pair.get("index", position), "rating": score, "reason": why})
    return rated


def _thoughts(variables: Mapping[str, Any]) -> list[dict[str, Any]]:
    steps = bool(variables.get("include_simple_steps"))
    turns = _flatten(_read(variables.get("conversations")))
    thoughts: list[dict[str, Any]] = []
    asked = ""
    for role, content in turns:
        if role == "assistant":
            thought = reconstruct(asked, content, steps=steps)
            thoughts.append({"index": len(thoughts), "reasoning": thought})
        elif role != "system":
            asked = content
    return thoughts


def _flatten(values: Iterable[Any]) -> list[tuple[str, str]]:
    turns: list[tuple[str, str]] = []
    for value in values:
        if isinstance(value, Message):
            turns.append((value.role, value.content))
        elif isinstance(value, Mapping):
            turns.append((str(value.get("role", "")), str(value.get("content", ""))))
        elif isinstance(value, list | tuple):
            turns.extend(_flatten(value))
    return turns


def _read(value: Any) -> list[Any]:
    """Return the list that a variable holds, as a list or as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if isinstance(value, Mapping):
        return [value]
    return list(value) if isinstance(value, list | tuple) else []


def _fill(request: Request) -> list[Any]:
    """Return what an unknown prompt may want: its fields filled with sentences of the text."""
    count = next((_count(request, n) for n in request.variables if n.startswith("num_")), 5)
    text = _text_of(request)
    item = _item_schema(request.schema or {})
    names = item.get("properties")
    if not isinstance(names, Mapping) or not names:
        return [sentence.flat for sentence in rank(main_sentences(text)).select(count)]
    return [
        {name: _field(name, schema, pair, index) for name, schema in names.items()}
        for index, pair in enumerate(make_pairs(text, count, skip=count * request.sample))
    ]


def _field(name: str, schema: Any, pair: Pair, index: int) -> Any:
    kind = schema.get("type") if isinstance(schema, Mapping) else "string"
    if kind in ("integer", "number"):
        return index
    if kind == "boolean":
        return True
    if kind == "array":
        return []
    if "question" in name:
        return pair.question
    if "answer" in name:
        return pair.answer
    if "reason" in name:
        return explain(pair)
    if name in ("term", "title", "topic", "keyword", "name", "label"):
        return max(terms(pair.evidence), key=len, default=pair.answer)
    return pair.evidence


def _item_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of one item of the list that an answer is, possibly inside an object."""
    _, array = _list_member(schema)
    item = array.get("items")
    return item if isinstance(item, Mapping) else {}


def _list_member(schema: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the name and schema of the list; the name is empty when the list is the answer."""
    members = schema.get("properties")
    if schema.get("type") == "object" and isinstance(members, Mapping):
        for name, member in members.items():
            if isinstance(member, Mapping) and member.get("type") == "array":
                return str(name), member
    return "", schema


def _as_json(request: Request, items: Iterable[Any]) -> str:
    name, _ = _list_member(request.schema or {})
    values = list(items)
    return json.dumps({name: values} if name else values, ensure_ascii=False, indent=1)
