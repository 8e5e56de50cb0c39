"""The parts of a turn, as Google's and Amazon's services name them."""

from __future__ import annotations

import json
import mimetypes
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from sdk_builtins.exporters.pictures import encoded, parts_of
from sdk_builtins.exporters.room import Call, Calls, Room
from sdk_core.model import Image, Message
from sdk_core.model.pictures import picture_of

_TURN_KEYS = frozenset({"tool_calls", "tool_call_id", "name"})
_ROLES = frozenset({"user", "assistant", "tool"})
_RESULT = "output"
"""Key of a result that is no JSON object, by which Gemini's functions name what they give."""


class CloudParts(ABC):
    """Writes the turns of one conversation, whose calls it follows to their results.

    ``KEY`` is where a turn has its parts, ``ROLES`` what the service calls the roles.
    """

    KEY: ClassVar[str]
    ROLES: ClassVar[Mapping[str, str]]
    ROOM: ClassVar[Room]
    BY_ORDER: ClassVar[bool]

    def __init__(self) -> None:
        self._calls = Calls(by_order=self.BY_ORDER)

    def of(self, turn: Message, images: Sequence[Image]) -> list[dict[str, Any]]:
        """Return the parts of a turn.

        Args:
            turn: The turn.
            images: Pictures that it shows beside its own.

        Raises:
            ValueError: It holds what the service has no form for.
        """
        if turn.role == "tool":
            return [self.result(self._calls.answered_by(turn), turn.content)]
        if turn.role != "assistant" and turn.details.get("name"):
            raise ValueError(
                "a turn of it has a name of its own, for which the format has no place; messages "
                "and jsonl keep it"
            )
        parts = [{"text": turn.content}]
        if images or "content" in turn.details:
            parts = [self._part(part) for part in parts_of(turn, images)]
        elif not turn.content:
            parts = []
        return [*parts, *map(self.call, self._calls.made_by(turn))]

    def _part(self, part: Mapping[str, Any]) -> dict[str, Any]:
        if part.get("type") == "text":
            return {"text": part.get("text", "")}
        picture = picture_of(part)
        if picture is None:
            raise ValueError(
                f"it has a part of the type {part.get('type')!r}, for which the format has no "
                "place; messages and jsonl keep it"
            )
        inside = encoded(picture)
        return self.address(str(picture)) if inside is None else self.picture(*inside)

    @abstractmethod
    def call(self, call: Call) -> dict[str, Any]:
        """Return the part that calls a tool."""

    @abstractmethod
    def result(self, call: Call, content: str) -> dict[str, Any]:
        """Return the part that has the result of a call."""

    @abstractmethod
    def picture(self, media_type: str, data: str) -> dict[str, Any]:
        """Return the part that shows a picture, whose content is given as base64."""

    @abstractmethod
    def address(self, address: str) -> dict[str, Any]:
        """Return the part that shows a picture which lies elsewhere."""


class VertexParts(CloudParts):
    """Parts of Gemini, whose calls have no ids: results follow in their order."""

    KEY = "parts"
    ROLES: ClassVar[Mapping[str, str]] = {
        "user": "user",
        "assistant": "model",
        "tool": "function",
    }
    ROOM = Room(roles=_ROLES, keys=_TURN_KEYS, parts=True)
    BY_ORDER = True

    def call(self, call: Call) -> dict[str, Any]:
        """Return a ``functionCall``."""
        return {"functionCall": {"name": call.name, "args": call.argument_object()}}

    def result(self, call: Call, content: str) -> dict[str, Any]:
        """Return a ``functionResponse``, whose text is an object already or becomes one."""
        return {"functionResponse": {"name": call.name, "response": result_object(content)}}

    def picture(self, media_type: str, data: str) -> dict[str, Any]:
        """Return ``inlineData``."""
        return {"inlineData": {"mimeType": media_type, "data": data}}

    def address(self, address: str) -> dict[str, Any]:
        """Return ``fileData``."""
        media_type = mimetypes.guess_type(address)[0]
        if media_type is None or "://" not in address:
            raise ValueError(f"its picture {address[:80]} is no address that ends like a picture")
        return {"fileData": {"mimeType": media_type, "fileUri": address}}


class BedrockBlocks(CloudParts):
    """Blocks of Amazon's Converse models."""

    KEY = "content"
    ROLES: ClassVar[Mapping[str, str]] = {"user": "user", "assistant": "assistant", "tool": "user"}
    ROOM = Room(roles=_ROLES, keys=_TURN_KEYS, parts=True, reasoning=True)
    BY_ORDER = False

    def of(self, turn: Message, images: Sequence[Image]) -> list[dict[str, Any]]:
        """Return the blocks of a turn, first what was thought before."""
        blocks = super().of(turn, images)
        if not turn.reasoning:
            return blocks
        return [{"reasoningContent": {"reasoningText": {"text": turn.reasoning}}}, *blocks]

    def call(self, call: Call) -> dict[str, Any]:
        """Return a ``toolUse``."""
        used = {"toolUseId": call.id, "name": call.name, "input": call.argument_object()}
        return {"toolUse": used}

    def result(self, call: Call, content: str) -> dict[str, Any]:
        """Return a ``toolResult``."""
        return {"toolResult": {"toolUseId": call.id, "content": [{"text": content}]}}

    def picture(self, media_type: str, data: str) -> dict[str, Any]:
        """Return an ``image`` with its bytes."""
        return {"image": {"format": media_type.removeprefix("image/"), "source": {"bytes": data}}}

    def address(self, address: str) -> dict[str, Any]:
        """Return an ``image`` that lies in S3."""
        ending = address.rpartition(".")[2].lower().replace("jpg", "jpeg")
        if not address.startswith("s3://") or ending not in ("png", "jpeg", "gif", "webp"):
            raise ValueError(f"its picture {address[:80]} is no s3:// address of a picture")
        return {"image": {"format": ending, "source": {"s3Location": {"uri": address}}}}


def result_object(content: str) -> dict[str, Any]:
    """Return the result of a tool as an object: itself when it is one, else under a key."""
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    # Only what comes back as the same text, so that nothing of it is changed.
    own = isinstance(found, dict) and json.dumps(found, ensure_ascii=False) == content
    return found if own and found.keys() != {_RESULT} else {_RESULT: content}


def result_text(response: object) -> str:
    """Return the text that `result_object` made an object of."""
    if isinstance(response, dict) and response.keys() == {_RESULT}:
        given = response[_RESULT]
        if isinstance(given, str):
            return given
    return json.dumps(response, ensure_ascii=False)
