"""The samples in a prompt: which fields it asks for, and which ratings it gives away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sdk_core.answers.fields import FieldNames
from sdk_core.answers.schemas import list_of_objects

_SAMPLE = re.compile(r"\{[^{}]*\}")
_MEMBER = re.compile(r"""["']([^"'{}\n]{1,60})["']\s*:\s*(["'“\[]|true|false)?""")
_RATED = re.compile(r"""["']([^"'{}\n]{1,60})["']\s*:\s*["']?(\d{1,3}(?:\.\d{1,3})?)""")
_VERDICT = FieldNames(("index", "question", "rating"))


def schema_as_asked(schema: Mapping[str, Any], prompt: str) -> Mapping[str, Any] | None:
    """Return the schema of what a prompt asks for, ``None`` when it asks for something else.

    Somebody's own prompt may show other fields in its samples than the component expects, and an
    answer held to the component's would contradict it.

    Args:
        schema: As `list_of_objects` gave it, or that of one of its objects.
        prompt: The text of the prompt, before values are put in.
    """
    given = _fields(schema)
    if _names(given, "rating"):
        return _verdicts_as_asked(schema, prompt)
    given = given if "items" in schema.get("properties", {}) else dict.fromkeys(_members(schema))
    samples = [sample for found in _SAMPLE.findall(prompt) if (sample := _sample(found))]
    shown = any(not given.keys().isdisjoint(sample) for sample in samples)
    return schema if shown or not samples else None


def asks_for(prompt: str, field: str) -> bool:
    """Tell whether a prompt asks for a field: a sample in it shows one, or it names it in quotes.

    Args:
        prompt: The text of the prompt, without values.
        field: The field's own name.
    """
    names = FieldNames([field])
    samples = (_sample(found) for found in _SAMPLE.findall(prompt))
    shown = any(names.find(member) for sample in samples for member in sample)
    return shown or any(f"{mark}{field}{mark}" in prompt for mark in ('"', "`", "'"))


def _members(schema: Any) -> Iterator[str]:
    """Yield the names of all members of an object, of inner ones too."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
    inner = schema.values() if isinstance(schema, Mapping) else schema
    for value in inner:
        if isinstance(value, Mapping | list):
            yield from _members(value)


def _fields(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    given: Mapping[str, Any] = schema.get("properties", {})
    return given["items"].get("items", {}).get("properties", {}) if "items" in given else given


def _verdicts_as_asked(schema: Mapping[str, Any], prompt: str) -> Mapping[str, Any]:
    """Return the schema of verdicts with the fields that a prompt asks for.

    What is written first decides what follows, so the rating comes last, wherever the sample has
    it (Wei et al. 2022, chain of thought).

    Args:
        schema: That of verdicts.
        prompt: The text of the prompt, before values are put in.
    """
    given, listed = _fields(schema), "items" in schema["properties"]
    samples = (_sample(found.group()) for found in _SAMPLE.finditer(prompt))
    fields = next((sample for sample in samples if _names(sample, "rating")), None)
    if fields is None:
        return schema
    if listed and not (_names(fields, "index") or _names(fields, "question")):
        # Without either nothing says which record a verdict is about.
        fields = dict.fromkeys(_names(given, "index"), "integer") | fields
    ratings = dict.fromkeys(_names(fields, "rating"), "number")
    others = {name: kind for name, kind in fields.items() if name not in ratings}
    made = list_of_objects(others | ratings)
    return made if listed else made["properties"]["items"]["items"]


def ratings_shown(prompt: str) -> frozenset[float]:
    """Return the ratings that the samples in a prompt hold: models tend to repeat them."""
    members = (m for sample in _SAMPLE.finditer(prompt) for m in _RATED.finditer(sample.group()))
    return frozenset(float(m.group(2)) for m in members if _names([m.group(1)], "rating"))


def _sample(text: str) -> dict[str, str]:
    """Return the JSON type of each member of an object that a prompt shows."""
    return {
        name: _type(name, opens)
        for name, opens in (found.groups() for found in _MEMBER.finditer(text))
    }


def _type(name: str, words: str | None) -> str:
    if words:
        return "string"
    return "integer" if _names([name], "index") else "number"


def _names(names: Mapping[str, Any] | list[str], field: str) -> list[str]:
    """Return the names that mean a field of a verdict."""
    found = ((name, _VERDICT.find(name)) for name in names)
    return [name for name, match in found if match and match.field == field]
