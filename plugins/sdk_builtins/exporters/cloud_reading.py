"""Conversations out of the parts in which Google's and Amazon's services have them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.cloud_parts import result_text
from sdk_builtins.exporters.pictures import as_image_url
from sdk_builtins.exporters.tool_calls import loads
from sdk_core.model import Conversation, read_turns
from sdk_core.model.pictures import picture_part

_ROLES = {"model": "assistant", "function": "user"}


def read_contents(turns: object, key: str) -> Conversation:
    """Return turns whose parts are told by their keys, with calls, results and pictures.

    Args:
        turns: The turns, as JSON has them.
        key: Where a turn has its parts.

    Raises:
        ValueError: A turn or a part cannot be read.
    """
    if not isinstance(turns, list):
        return ()
    reader = _PartReader()
    for number, turn in enumerate(turns, start=1):
        parts = turn.get(key) if isinstance(turn, Mapping) else None
        if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
            raise ValueError(f"turn {number} has no {key}")
        role = str(turn.get("role"))
        reader.read(_ROLES.get(role, role), parts)
    return read_turns(reader.turns)


class _PartReader:
    """Makes chat messages of turns, and ids where calls and results have none."""

    def __init__(self) -> None:
        self.turns: list[dict[str, Any]] = []
        self._waiting: list[tuple[str, str]] = []
        self._count = 0

    def read(self, role: str, parts: Sequence[Mapping[str, Any]]) -> None:
        """Put what a turn says and shows after the results that it has."""
        said: list[dict[str, Any]] = []
        calls: list[dict[str, Any]] = []
        thought = ""
        for part in parts:
            match part:
                case {"functionCall": {"name": str() as name, **given}}:
                    calls.append(self._call(name, _object(given.get("args")), given.get("id")))
                case {"toolUse": {"name": str() as name, "toolUseId": used, **given}}:
                    calls.append(self._call(name, _object(given.get("input")), used))
                case {"functionResponse": {"name": str() as name, "response": response}}:
                    self._result(self._waiting_for(name), result_text(response))
                case {"toolResult": {"toolUseId": used, "content": list() as content}}:
                    self._result(str(used), _result_of(content))
                case {"reasoningContent": {"reasoningText": {"text": str() as thought}}}:
                    pass
                case _:
                    said.append(_shown(part))
        turn: dict[str, Any] = {"role": role, "content": _content(said)}
        if calls:
            turn["tool_calls"] = calls
        if thought:
            turn["reasoning_content"] = thought
        if said or calls:
            self.turns.append(turn)

    def _call(self, name: str, given: object, used: object) -> dict[str, Any]:
        self._count += 1
        call_id = str(used or f"call_{self._count}")
        self._waiting.append((call_id, name))
        arguments = json.dumps(given, ensure_ascii=False)
        function = {"name": name, "arguments": arguments}
        return {"id": call_id, "type": "function", "function": function}

    def _waiting_for(self, name: str) -> str:
        """Return the id of the first call of a tool that has no result, ``""`` for none."""
        for place, (call_id, called) in enumerate(self._waiting):
            if called == name:
                del self._waiting[place]
                return call_id
        return ""

    def _result(self, call_id: str, content: str) -> None:
        answered = {"tool_call_id": call_id} if call_id else {}
        self.turns.append({"role": "tool", "content": content, **answered})


def _shown(part: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part that says or shows something, as chat messages have it."""
    match part:
        case {"text": str() as text}:
            return {"type": "text", "text": text}
        case {"inlineData": {"mimeType": media_type, "data": data}}:
            return _picture(f"data:{media_type};base64,{data}")
        case {"fileData": {"fileUri": str() as address}}:
            return _picture(address)
        case {"image": {"format": form, "source": {"bytes": data}}}:
            return _picture(f"data:image/{form};base64,{data}")
        case {"image": {"source": {"s3Location": {"uri": str() as address}}}}:
            return _picture(address)
    raise ValueError(f"a part with the keys {', '.join(map(str, part))} cannot be read")


def _object(given: Any) -> Any:
    """Return what a tool is given; tables hold it as JSON text, or as null for nothing."""
    return loads(given) if isinstance(given, str) else given or {}


def _picture(address: str) -> dict[str, Any]:
    return as_image_url(picture_part(address))


def _content(parts: list[dict[str, Any]]) -> Any:
    if len(parts) == 1 and parts[0]["type"] == "text":
        return parts[0]["text"]
    return parts or ""


def _result_of(content: Sequence[Any]) -> str:
    """Return the text of the blocks of a result; what is no text as JSON."""
    texts = []
    for block in content:
        text = block.get("text") if isinstance(block, Mapping) else None
        if text is None and isinstance(block, Mapping) and "json" in block:
            text = json.dumps(block["json"], ensure_ascii=False)
        if not isinstance(text, str):
            raise ValueError("a result of a tool is neither text nor JSON")
        texts.append(text)
    return "\n".join(texts)
