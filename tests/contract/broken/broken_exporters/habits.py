"""Exporters with the habits of hurried authors; each differs from the whole one in one of them."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from broken_exporters.exporters import Whole
from sdk_core.components import Exporter
from sdk_core.model import Example, Message

Rows = Iterator[dict[str, Any]]


class LosesTurns(Exporter):
    def rows(self, examples: Sequence[Example]) -> Rows:
        for example in examples:
            *_, question, answer = example.to_messages()
            yield {"question": question.content, "answer": answer.content}


class Skips(Exporter):
    def rows(self, examples: Sequence[Example]) -> Rows:
        for example in examples:
            turns = example.to_messages()
            if len(turns) == 2:
                yield {"question": turns[0].content, "answer": turns[1].content}


class ReturnsNone(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        list(super().rows(examples))
        return None  # type: ignore[return-value]


class ReturnsOne(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        return next(super().rows(examples))  # type: ignore[return-value]


class Dates(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        return ({**row, "made": datetime.date(1804, 5, 1)} for row in super().rows(examples))


class NotANumber(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        return ({**row, "rating": float("nan")} for row in super().rows(examples))


class HalfCharacters(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        return ({**row, "name": "caf\udce9"} for row in super().rows(examples))


class Objects(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        return ({**row, "turn": Message("user", row["question"])} for row in super().rows(examples))


class Numbers(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        for row in super().rows(examples):
            self.number = getattr(self, "number", 0) + 1
            yield {"id": self.number, **row}


class RefusesItsOwn(Whole):
    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        return [] if "prompt" in row else ["it has no prompt"]


class ChecksWithTruths(Whole):
    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        return "question" in row  # type: ignore[return-value]


class ChecksInOneText(Whole):
    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        return "" if "question" in row else "it has no question"


class CrashesOnForeignRows(Whole):
    def check(self, row: Mapping[str, Any]) -> Iterable[str]:
        return [] if row["question"].strip() else ["its question is empty"]


class ReadsBackwards(Whole):
    def read(self, row: Mapping[str, Any]) -> Example:
        turns = (Message("user", row["answer"]), Message("assistant", row["question"]))
        return Example(kind="conversation", messages=turns)


class ReadsDicts(Whole):
    def read(self, row: Mapping[str, Any]) -> Example:
        return dict(row)  # type: ignore[return-value]


class Prints(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        print(len(examples), "examples")  # noqa: T201
        return super().rows(examples)


class Exits(Whole):
    def rows(self, examples: Sequence[Example]) -> Rows:
        if not examples[0].fields.get("answer"):
            sys.exit("it has no answer")
        return super().rows(examples)
