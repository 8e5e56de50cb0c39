"""Held-out questions for evaluation harnesses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.exchanges import exchange_of
from sdk_builtins.exporters.reading import (
    answer_of,
    asked_by,
    conversation,
    exchange,
    prompt_of,
    rest,
)
from sdk_builtins.exporters.turns import ASKED, check_texts
from sdk_core.components import Exporter
from sdk_core.model import Example, Message
from sdk_core.naming import public_name

_MANY = "an evaluation holds one question and one answer"


class LmEvalExporter(Exporter):
    """Gives ``id``, ``question`` and ``answer`` for a task of lm-evaluation-harness."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            question, answer = exchange_of(example, _MANY)
            yield {"id": _id(question), "question": question, "answer": answer}

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_texts(row, "question", "answer")

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its answer, the first one of several.

        Raises:
            ValueError: It has none.
        """
        prompt = prompt_of(row, "question")
        if "answers" not in row:
            return exchange(row, ("question", "answer"))
        answer, asked = Message("assistant", _first(row["answers"])), prompt.turns[-1]
        if prompt.passage:  # here the question is about the text rather than the other way round
            asked = Message("user", f"{prompt.passage}\n\n{row['question']}")
        turns = (*prompt.turns[:-1], asked, answer)
        return conversation(turns, rest(row, *prompt.used), prompt.passage)


class InspectExporter(Exporter):
    """Gives ``input``, ``target``, ``id`` and ``metadata`` for Inspect."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            question, answer = exchange_of(example, _MANY)
            yield {
                "id": _id(question),
                "input": question,
                "target": answer,
                "metadata": {"source": public_name(example.provenance.source)},
            }

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row; several targets mean that each of them is right."""
        if isinstance(row.get("input"), list):
            yield from ASKED.check(row, "input")
        else:
            yield from check_texts(row, "input")
        target = row.get("target")
        if isinstance(target, list) and target:
            yield from (
                f"target {number} is no text"
                for number, text in enumerate(target, start=1)
                if not isinstance(text, str) or not text.strip()
            )
        else:
            yield from check_texts(row, "target")
        choices = row.get("choices")
        if isinstance(choices, list) and isinstance(target, str):
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(choices)]
            if target not in choices and not set(target) <= {*letters, ",", " "}:
                yield f"target is none of the choices, which are {letters}"
        if not isinstance(row.get("metadata", {}), Mapping):
            yield "metadata is no object"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the question of a row with its answer, the first one of several.

        Raises:
            ValueError: It has none.
        """
        prompt, target = asked_by(row, "input"), row.get("target")
        several = isinstance(target, list)
        answer = _first(target) if several else answer_of(row, "target")[0].content
        fields = rest(row, *prompt.used, *() if several else ("target",))
        return conversation((*prompt.turns, Message("assistant", answer)), fields)


def _first(answers: object) -> str:
    """Return the first of several answers: texts, objects with a text, or an object of lists."""
    held = answers.get("text") if isinstance(answers, Mapping) else answers
    found = held[0] if isinstance(held, list) and held else held
    text = found.get("text") if isinstance(found, Mapping) else found
    if not isinstance(text, str) or not text.strip():
        raise ValueError("it has no answer")
    return text


def _id(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]
