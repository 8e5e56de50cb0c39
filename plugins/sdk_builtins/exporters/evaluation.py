"""Held-out questions for evaluation harnesses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.components import Exporter
from sdk_core.model import Example


class LmEvalExporter(Exporter):
    """Gives ``id``, ``question`` and ``answer`` for a task of lm-evaluation-harness."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            question, answer = _exchange(example)
            yield {"id": _id(question), "question": question, "answer": answer}


class InspectExporter(Exporter):
    """Gives ``input``, ``target``, ``id`` and ``metadata`` for Inspect."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example."""
        for example in examples:
            question, answer = _exchange(example)
            yield {
                "id": _id(question),
                "input": question,
                "target": answer,
                "metadata": {"source": example.provenance.source},
            }


def _exchange(example: Example) -> tuple[str, str]:
    """Return the question, with its system turn before it, and the answer.

    Raises:
        ValueError: There is more than one question.
    """
    *before, answer = example.to_messages()
    if [turn.role for turn in before] not in (["user"], ["system", "user"]):
        raise ValueError("an evaluation holds one question and one answer")
    return "\n\n".join(turn.content for turn in before), answer.content


def _id(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()[:12]
