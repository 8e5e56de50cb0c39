"""JSON schemas of answers, in the subset that every structured-output server takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def list_of_objects(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the schema of ``{"items": [{…}, …]}``.

    The root is an object and nothing is optional, as OpenAI's strict mode wants it; servers with
    constrained decoding (vLLM, llama.cpp) take the same.

    Args:
        fields: JSON type by field name, all of them required.
    """
    item = _object({name: {"type": kind} for name, kind in fields.items()})
    return _object({"items": {"type": "array", "items": item}})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
