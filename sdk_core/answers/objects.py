"""Nested answers: JSON of any shape that a class describes, read as tolerantly as lists are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sdk_core.answers.answer_tree import Bare, Node, Obj, Torn
from sdk_core.answers.cuts import cut_of
from sdk_core.answers.fields import FieldNames
from sdk_core.answers.json_reader import read_answer

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    ModelT = TypeVar("ModelT", bound=BaseModel)
else:
    ModelT = TypeVar("ModelT")

_KEPT = frozenset(
    ("type", "properties", "items", "enum", "const", "anyOf", "description", "prefixItems", "$ref")
)
"""What of JSON Schema every server with structured output takes; the rest is checked here."""


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON schema of a class, in the subset that every structured-output server takes.

    Nothing is optional and nothing may be added, as OpenAI's strict mode wants it; definitions
    stand where they are used, but for those that hold themselves.

    Args:
        model: The class of the answer.
    """
    whole = model.model_json_schema()
    definitions: Mapping[str, Any] = whole.get("$defs", {})
    kept: dict[str, Any] = {}
    schema = _strict(whole, definitions, (), kept)
    return {**schema, "$defs": kept} if kept else schema


def _strict(
    node: Mapping[str, Any],
    definitions: Mapping[str, Any],
    inside: tuple[str, ...],
    kept: dict[str, Any],
) -> dict[str, Any]:
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        if name in inside:
            if name not in kept:
                kept[name] = {}
                kept[name] = _strict(definitions[name], definitions, (name,), kept)
            return {"$ref": f"#/$defs/{name}"}
        return _strict(definitions[name], definitions, (*inside, name), kept)
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key == "properties":
            found[key] = {n: _strict(v, definitions, inside, kept) for n, v in value.items()}
        elif key == "items":
            found[key] = _strict(value, definitions, inside, kept)
        elif key in ("anyOf", "prefixItems"):
            found[key] = [_strict(each, definitions, inside, kept) for each in value]
        elif key in _KEPT:
            found[key] = value
    if "properties" in found:
        found |= {"required": list(found["properties"]), "additionalProperties": False}
    return found


def parse_object(
    text: str, model: type[ModelT], *, finish_reason: str = ""
) -> tuple[ModelT | None, str]:
    """Return the object that an answer holds, or why it holds none.

    Args:
        text: The raw answer.
        model: The class of the object.
        finish_reason: Why the answer ended, in the server's word.
    """
    from pydantic import ValidationError

    names = FieldNames(tuple(dict.fromkeys(_names(model.model_json_schema()))))
    _, tree = read_answer(text, names)
    reason = "it holds no JSON"
    for node in reversed(tree.values) if tree else ():
        try:
            value = _plain(node)
        except _TornError:
            reason = "a value in it is cut off"
            continue
        for number, candidate in enumerate(_candidates(value, names)):
            try:
                return model.model_validate(candidate), ""
            except ValidationError as error:
                if not number:  # what the others lack is of no interest
                    reason = _first_problem(error)
    return None, cut_of(text, finish_reason) or reason


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "it"
    return f"{where}: {first['msg']}"


class _TornError(ValueError):
    """A value began and never ended."""


def _plain(node: Node) -> Any:
    if isinstance(node, Obj):
        return {key: _plain(value) for key, value in node.pairs}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, Torn):
        raise _TornError
    if isinstance(node, Bare):
        try:
            return json.loads(node.text)
        except ValueError:
            return node.text
    return node


def _candidates(value: Any, names: FieldNames) -> Iterator[Any]:
    """Yield a value, what it is wrapped in if that is all there is, and either by our names."""
    alone = isinstance(value, Mapping | list) and len(value) == 1
    inner = next(iter(value.values() if isinstance(value, Mapping) else value)) if alone else value
    yield from (value, inner, _renamed(value, names), _renamed(inner, names))


def _renamed(value: Any, names: FieldNames) -> Any:
    """Return a value with each member under the name that the class has for it."""
    if isinstance(value, Mapping):
        return {
            (found.field if (found := names.find(key)) else key): _renamed(item, names)
            for key, item in value.items()
        }
    return [_renamed(item, names) for item in value] if isinstance(value, list) else value


def _names(schema: Any) -> Iterator[str]:
    """Yield the names of all members, of inner objects too."""
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from _names(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _names(value)
