"""One whole exporter, and others that differ from it in what they break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sdk_core.components import Exporter, OptionsT
from sdk_core.model import Example


class Whole(Exporter[OptionsT]):
    """Gives a question with its answer."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        for example in examples:
            *before, question, answer = example.to_messages()
            if before:
                raise ValueError("it has more than a question and an answer")
            yield {"question": question.content, "answer": answer.content}


class RefusesAll(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        raise ValueError("none will do")


class Lists(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        return ([*row.values()] for row in super().rows(examples))  # type: ignore[misc]


class CrashesOnFields(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        for example in examples:
            yield {"question": example.fields["question"]}


class Sets(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        return ({"all": set(row.values())} for row in super().rows(examples))


class Tuples(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        return ({"all": tuple(row.values())} for row in super().rows(examples))


class KeyedByContent(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        return ({row["question"]: row["answer"]} for row in super().rows(examples))


class Meddling(Whole):
    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        for example in examples:
            example.fields["seen"] = True  # type: ignore[index]
        return super().rows(examples)
