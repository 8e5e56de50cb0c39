"""The conversation formats of Google's and Amazon's tuning services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sdk_builtins.exporters.cloud_parts import BedrockBlocks, CloudParts, VertexParts
from sdk_builtins.exporters.cloud_reading import read_contents
from sdk_builtins.exporters.reading import conversation, rest
from sdk_builtins.exporters.room import TEXTS, functions_of, tools_of
from sdk_builtins.exporters.turns import TurnRules, check_keys, follows, plain
from sdk_core.components import Exporter
from sdk_core.model import Conversation, Example, Image, Message

BEDROCK_VERSION = "bedrock-conversation-2024"
"""Schema that Amazon Bedrock names for customisation data."""

_VERTEX = TurnRules(
    roles={"user": "user", "model": "assistant", "function": "tool"},
    text="parts",
    form="parts",
    follows=follows(begin="user", user="model", model="user function", function="model"),
    blocks={
        "text": (),
        "inlineData": ("mimeType", "data"),
        "fileData": ("mimeType", "fileUri"),
        "functionCall": ("name",),
        "functionResponse": ("name", "response"),
        "executableCode": ("code",),
        "codeExecutionResult": ("outcome",),
        "videoMetadata": (),
        "thought": (),
        "thoughtSignature": (),
    },
)
_BEDROCK = TurnRules(
    roles={"user": "user", "assistant": "assistant"},
    form="parts",
    follows=follows(begin="user", user="assistant", assistant="user"),
    keys=frozenset({"role", "content"}),
    blocks={
        "text": (),
        "image": ("format", "source"),
        "document": ("source",),
        "video": ("source",),
        "toolUse": ("toolUseId", "name", "input"),
        "toolResult": ("toolUseId", "content"),
        "reasoningContent": (),
        "guardContent": (),
        "cachePoint": (),
    },
)


class VertexExporter(Exporter):
    """Gives ``systemInstruction`` and ``contents`` of parts: Gemini tuning on Vertex AI."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: An example holds what the service has no form for.
        """
        for example in examples:
            system, turns = _apart(example.to_messages())
            row: dict[str, Any] = {}
            if system:
                row["systemInstruction"] = {"parts": system}
            row["contents"] = _grouped(turns, example.images, VertexParts())
            if functions := functions_of(example):
                declared = [_picked(f, "name", "description", "parameters") for f in functions]
                row["tools"] = [{"functionDeclarations": declared}]
            yield row

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_keys(row, "systemInstruction", "contents", "tools", "labels")
        yield from _VERTEX.check(row, "contents")
        system = row.get("systemInstruction")
        parts = system.get("parts") if isinstance(system, Mapping) else None
        if "systemInstruction" in row and not plain(parts).strip():
            yield "systemInstruction has no parts with text"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row.

        Raises:
            ValueError: It is none.
        """
        turns = read_contents(row.get("contents"), "parts")
        if not turns:
            raise ValueError("it has no contents")
        system = row.get("systemInstruction")
        before = _systems(system.get("parts") if isinstance(system, Mapping) else None)
        fields = rest(row, "systemInstruction", "contents", "tools")
        declared = [
            function
            for tool in tools_of(row.get("tools"))
            for function in tools_of(tool.get("functionDeclarations"))
        ]
        return conversation((*before, *turns), fields | _tools(declared))


class BedrockExporter(Exporter):
    """Gives ``system`` and ``messages`` of blocks: Amazon Nova and other Converse models."""

    def rows(self, examples: Sequence[Example]) -> Iterator[dict[str, Any]]:
        """Yield one row an example.

        Raises:
            ValueError: The first turn is not the user's, which the service refuses, or an example
                holds what it has no form for.
        """
        for example in examples:
            system, turns = _apart(example.to_messages())
            if turns[0].role != "user":
                raise ValueError("the conversation does not begin with the user")
            row: dict[str, Any] = {"schemaVersion": BEDROCK_VERSION}
            if system:
                row["system"] = system
            row["messages"] = _grouped(turns, example.images, BedrockBlocks())
            if functions := functions_of(example):
                row["toolConfig"] = {"tools": [{"toolSpec": _tool_spec(f)} for f in functions]}
            yield row

    def check(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a row."""
        yield from check_keys(row, "schemaVersion", "system", "messages", "toolConfig")
        if row.get("schemaVersion") != BEDROCK_VERSION:
            yield f"schemaVersion is not {BEDROCK_VERSION!r}"
        yield from _BEDROCK.check(row, "messages")
        system = row.get("system", [{"text": "-"}])
        if not isinstance(system, list) or not plain(system).strip():
            yield "system is no list of blocks with text"

    def read(self, row: Mapping[str, Any]) -> Example:
        """Return the conversation of a row.

        Raises:
            ValueError: It is none of the schema.
        """
        turns = read_contents(row.get("messages"), "content")
        if row.get("schemaVersion") != BEDROCK_VERSION or not turns:
            raise ValueError("it is no conversation of Bedrock's schema")
        fields = rest(row, "schemaVersion", "system", "messages", "toolConfig")
        config = row.get("toolConfig")
        tools = tools_of(config.get("tools") if isinstance(config, Mapping) else None)
        specs = [tool["toolSpec"] for tool in tools if isinstance(tool.get("toolSpec"), Mapping)]
        declared = [
            _picked(spec, "name", "description")
            | {"parameters": dict(spec.get("inputSchema") or {}).get("json", {})}
            for spec in specs
        ]
        return conversation((*_systems(row.get("system")), *turns), fields | _tools(declared))


def _apart(messages: Conversation) -> tuple[list[dict[str, str]], Conversation]:
    """Return the system turns before all others as parts, and the others.

    Raises:
        ValueError: A system turn stands among the others.
    """
    first = next((n for n, turn in enumerate(messages) if turn.role != "system"), len(messages))
    for turn in messages[first:]:
        if turn.role == "system":
            raise ValueError(
                "it has a system turn after other turns, for which the format has no place; "
                "messages, sharegpt and openai keep it"
            )
    TEXTS.require(messages[:first])
    return [{"text": turn.content} for turn in messages[:first]], messages[first:]


def _grouped(
    turns: Conversation, images: Sequence[Image], write: CloudParts
) -> list[dict[str, Any]]:
    """Return turns as objects of parts; results that follow one another are one of them.

    Args:
        turns: The turns.
        images: Pictures that the first question shows.
        write: Gives the parts of a turn.

    Raises:
        ValueError: A turn holds what the service has no form for.
    """
    write.ROOM.require(turns)
    grouped: list[dict[str, Any]] = []
    before = ""
    for turn in turns:
        shown = images if turn.role == "user" else ()
        parts = write.of(turn, shown)
        if shown:
            images = ()
        if before == turn.role == "tool":
            grouped[-1][write.KEY] += parts
        else:
            grouped.append({"role": write.ROLES[turn.role], write.KEY: parts})
        before = turn.role
    return grouped


def _tool_spec(function: Mapping[str, Any]) -> dict[str, Any]:
    spec = _picked(function, "name", "description")
    return {**spec, "inputSchema": {"json": function.get("parameters", {})}}


def _picked(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _systems(parts: object) -> Conversation:
    """Return a system turn for each part, which is how `_apart` writes them."""
    texts = [plain([part]) for part in parts] if isinstance(parts, list) else []
    return tuple(Message("system", text) for text in texts if text)


def _tools(functions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    tools = [{"type": "function", "function": function} for function in functions]
    return {"tools": tools} if tools else {}
