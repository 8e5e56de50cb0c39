"""The table of what servers of the OpenAI protocol say when they refuse, and what it means.

The protocol has no codes that all servers share, so refusals are told apart by the words of each
family, which lie in ``openai_refusals.yaml`` beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, TypeAdapter

from sdk_core.errors import ErrorKind


class Meaning(StrEnum):
    """What a refusal is about."""

    KEY = "key"  # the key, or its rights
    QUOTA = "quota"  # money, or a limit that does not pass within minutes
    MODEL = "model"  # there is no such model
    CONTENT = "content"  # this text is not wanted
    AGAIN = "again"  # the model failed this time
    PROMPT = "prompt"  # the prompt is too long
    ROOM = "room"  # prompt and answer together are
    RATE = "rate"  # tokens a minute, of all requests or already of this one
    ANSWER = "answer"  # more tokens are asked for than an answer may have
    TOKEN_FIELD = "token_field"  # the limit of an answer has another name
    SYSTEM = "system"  # no system turns
    STREAM = "stream"  # only in a stream
    NO_STREAM = "no_stream"  # never in a stream
    PICTURES = "pictures"  # the model sees no pictures
    FORMAT = "format"  # not this way to ask for structure
    WANTED = "wanted"  # a parameter that was not sent has to be
    PARAMETER = "parameter"  # a parameter that was sent is not known, or not in this way
    UNKNOWN = "unknown"  # none of these


KINDS: Mapping[Meaning, str] = {
    Meaning.KEY: ErrorKind.AUTH,
    Meaning.QUOTA: ErrorKind.QUOTA,
    Meaning.MODEL: ErrorKind.NOT_FOUND,
    Meaning.CONTENT: ErrorKind.REFUSED,
    Meaning.AGAIN: ErrorKind.REFUSED,
    Meaning.PROMPT: ErrorKind.CONTEXT_LENGTH,
    Meaning.ROOM: ErrorKind.CONTEXT_LENGTH,
    Meaning.FORMAT: ErrorKind.FORMAT,
}
"""Kinds of the call policy; a meaning that is not here is a bad request."""

_NUMBERS = ("context", "prompt", "answer", "below", "total", "request")

_SHORT_FORMS = {
    **{f"<{name}>": rf"(?P<{name}>\d+(?:[,_]\d+)*)" for name in _NUMBERS},
    "<a_minute>": r"\b(?:tokens?(?:[ _-]per[ _-]|/| a )min(?:ute)?s?|TPM)\b",
    "<field>": r"(?:max_(?:completion_|output_|new_)?tokens|maxOutputTokens|maximum tokens)",
}


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    joined = "|".join(words)
    for short, form in _SHORT_FORMS.items():
        joined = form.join(re.split(rf"(?<!\?P){re.escape(short)}", joined))
    return re.compile(joined, re.I | re.S)


class Refusal(BaseModel):
    """One way of refusing.

    Args:
        meaning: What it is about.
        codes: Codes that are enough, in lower case.
        words: Words that are enough, ``None`` for none.
        statuses: HTTP statuses for which it holds, empty for all from 400 on.
        hint: What the user can do; names in braces are groups of the words.
    """

    meaning: Meaning
    codes: frozenset[str] = frozenset()
    words: Annotated[re.Pattern[str], BeforeValidator(_pattern)] | None = None
    statuses: frozenset[int] = frozenset()
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a refusal means.

    Args:
        meaning: What it is about.
        hint: What the user can do.
        numbers: Tokens that it names: ``context`` (of prompt and answer together at most),
            ``prompt`` (of this one), ``answer`` (at most), ``total`` (of this prompt and of what
            was asked for), ``request`` (of one request at most, by a limit on a rate).
    """

    meaning: Meaning = Meaning.UNKNOWN
    hint: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


def read_refusal(status: int, codes: Collection[str], text: str) -> Reading:
    """Return what a refusal means.

    Args:
        status: HTTP status.
        codes: Codes and types of the body, in lower case.
        text: All that the body says.
    """
    for refusal in _table():
        if refusal.statuses and status not in refusal.statuses:
            continue
        found = refusal.words.search(text) if refusal.words else None
        if found:
            groups = {name: value for name, value in found.groupdict().items() if value}
            hint = refusal.hint.format_map(groups)
            return Reading(meaning=refusal.meaning, hint=hint, numbers=_numbers(groups))
        if not refusal.codes.isdisjoint(codes):
            return Reading(meaning=refusal.meaning, hint=refusal.hint)
    return Reading()


def _numbers(groups: Mapping[str, str]) -> dict[str, int]:
    numbers = {
        name: int(re.sub(r"\D", "", value)) for name, value in groups.items() if name in _NUMBERS
    }
    if "below" in numbers:
        numbers["answer"] = numbers.pop("below") - 1
    return {name: number for name, number in numbers.items() if number > 0}


@cache
def _table() -> tuple[Refusal, ...]:
    text = resources.files(__package__).joinpath("openai_refusals.yaml").read_text("utf-8")
    return TypeAdapter(tuple[Refusal, ...]).validate_python(yaml.safe_load(text))
