"""Formats of tuning services, which refuse a whole file for one of its rows."""

from __future__ import annotations

from tests.validate.cases.turns import (
    ASK,
    PICTURE,
    TELL,
    TEXT,
    TOOL,
    Row,
    Rows,
    call,
    calling,
    many,
    result,
    said,
    talk,
)


def contents(*turns: tuple[str, object], **more: object) -> Rows:
    """Return a row of Gemini tuning."""
    listed = [
        {"role": who, "parts": [{"text": what}] if isinstance(what, str) else what}
        for who, what in turns
    ]
    return [{"contents": listed, **more}]


def converse(*turns: tuple[str, object], **more: object) -> Rows:
    """Return a row of Bedrock."""
    listed = [
        {"role": who, "content": [{"text": what}] if isinstance(what, str) else what}
        for who, what in turns
    ]
    return [{"schemaVersion": "bedrock-conversation-2024", "messages": listed, **more}]


USER, MODEL, ASSISTANT = ("user", "q?"), ("model", "a"), ("assistant", "a")
FUNCTION_CALL = [{"functionCall": {"name": "f", "args": {"a": 1}}}]
FUNCTION_RESPONSE = [{"functionResponse": {"name": "f", "response": {"b": 1}}}]
TOOL_USE = [{"toolUse": {"toolUseId": "t1", "name": "f", "input": {"a": 1}}}]
TOOL_RESULT = [{"toolResult": {"toolUseId": "t1", "content": [{"text": "1"}]}}]
IMAGE = {"image": {"format": "png", "source": {"s3Location": {"uri": "s3://b/a.png"}}}}


def ten(*turns: Row, **more: object) -> Rows:
    """Return ten rows of chat messages, as many as OpenAI takes."""
    return many(talk(*turns, **more))


BROKEN = {
    "an id beside the messages": ("openai", ten(ASK, TELL, id="1"), "'id'"),
    "reasoning at OpenAI": ("openai", ten(ASK, {**TELL, "reasoning_content": "r"}), "reasoning"),
    "nine rows": ("openai", many(talk(ASK, TELL), 9), "openai takes 10"),
    "an empty list of tools": ("openai", ten(ASK, TELL, tools=[]), "tools"),
    "an empty list of calls": ("openai", ten(ASK, {**TELL, "tool_calls": []}), "tool_calls"),
    "arguments as an object": ("openai", ten(ASK, calling(call(arguments={"a": 1}))), "arguments"),
    "a call without an id": ("openai", ten(ASK, calling(call(None))), "id"),
    "a call of no kind": (
        "openai",
        ten(ASK, calling({"id": "c1", "function": {"name": "f", "arguments": "{}"}})),
        "type",
    ),
    "a result without an id": (
        "openai",
        ten(ASK, calling(call()), said("tool", "1"), TELL),
        "tool_call_id",
    ),
    "half a weight": ("openai", ten(ASK, {**TELL, "weight": 0.5}), "weight"),
    "a weight of the user": ("openai", ten({**ASK, "weight": 1}, TELL), "not for the user"),
    "a weight that is true": ("openai", ten(ASK, {**TELL, "weight": True}), "weight"),
    "a part of another kind": (
        "openai",
        ten(said("user", [TEXT, {"type": "image", "image": "a.png"}]), TELL),
        "'image'",
    ),
    "an address that is a text": (
        "openai",
        ten(said("user", [TEXT, {"type": "image_url", "image_url": "https://a/b.png"}]), TELL),
        "image_url",
    ),
    "a picture of the assistant": ("openai", ten(ASK, said("assistant", [PICTURE])), "image_url"),
    "a picture by its path": (
        "openai",
        ten(said("user", [TEXT, {"type": "image_url", "image_url": {"url": "a.png"}}]), TELL),
        "image_url",
    ),
    "tools as a text": ("openai", ten(ASK, TELL, tools='[{"type": "function"}]'), "tools"),
    "a tool without a name": ("openai", ten(ASK, TELL, tools=[{"type": "function"}]), "tools"),
    "parallel calls as text": (
        "openai",
        ten(ASK, TELL, tools=[TOOL], parallel_tool_calls="no"),
        "parallel_tool_calls",
    ),
    "a name with a space": ("openai", ten({**ASK, "name": "Ann B"}, TELL), "name"),
    "a question by the service alone": ("openai", ten(said("system"), ASK), "no answer to learn"),
    "text beside messages": ("together", talk(ASK, TELL, text="t"), "'text'"),
    "two answers at Together": ("together", talk(ASK, TELL, said("assistant", "b")), "two turns"),
    "a developer at Together": ("together", talk(said("developer"), ASK, TELL), "'developer'"),
    "a weight of two": ("together", talk(ASK, {**TELL, "weight": 2}), "weight"),
    "two rows": ("fireworks", many(talk(ASK, TELL), 2), "fireworks takes 3"),
    "a key of nobody": ("fireworks", many(talk(ASK, {**TELL, "mood": "glad"}), 3), "'mood'"),
    "the assistant begins": ("mistral", talk(TELL, ASK, TELL), "begin"),
    "a system turn after an answer": (
        "mistral",
        talk(ASK, TELL, said("system"), TELL),
        "after",
    ),
    "a prefix to the end": ("mistral", talk(ASK, {**TELL, "prefix": True}), "prefix"),
    "a result at Mistral without its call": ("mistral", talk(ASK, result(), TELL), "'c1'"),
    "no contents": ("vertex", talk(ASK, TELL), "no contents"),
    "the assistant of OpenAI": ("vertex", contents(USER, ASSISTANT), "'assistant'"),
    "parts as a text": ("vertex", [{"contents": [{"role": "user", "parts": "q?"}]}], "parts"),
    "no parts": ("vertex", contents(("user", []), MODEL), "empty parts"),
    "a part of nothing": ("vertex", contents(("user", [{}]), MODEL), "part"),
    "a part without words": ("vertex", contents(USER, ("model", " ")), "empty text"),
    "a part of OpenAI": ("vertex", contents(("user", [TEXT]), MODEL), "'type'"),
    "a part that is a number": ("vertex", contents(("user", [{"text": 1}]), MODEL), "text"),
    "two users": ("vertex", contents(USER, USER, MODEL), "two turns"),
    "no answer of the model": ("vertex", contents(USER), "no answer to learn"),
    "a system instruction as text": (
        "vertex",
        contents(USER, MODEL, systemInstruction="s"),
        "systemInstruction",
    ),
    "a call of a function without a name": (
        "vertex",
        contents(USER, ("model", [{"functionCall": {"args": {}}}])),
        "functionCall",
    ),
    "a response without a call": (
        "vertex",
        contents(USER, ("function", FUNCTION_RESPONSE), MODEL),
        "calls",
    ),
    "no schema": ("bedrock", [{"messages": converse(USER, ASSISTANT)[0]["messages"]}], "schema"),
    "messages of OpenAI": (
        "bedrock",
        [{"schemaVersion": "bedrock-conversation-2024", "messages": [ASK, TELL]}],
        "no list of parts",
    ),
    "blocks without text": ("bedrock", converse(USER, ("assistant", [{}])), "part"),
    "a block of spaces": (
        "bedrock",
        converse(USER, ("assistant", [{"text": ""}])),
        "empty text",
    ),
    "an empty block beside another": (
        "bedrock",
        converse(("user", [{"text": "q?"}, {"text": ""}]), ASSISTANT),
        "empty text",
    ),
    "a block of OpenAI": ("bedrock", converse(("user", [TEXT]), ASSISTANT), "'type'"),
    "a block of no kind": ("bedrock", converse(("user", [{"words": "q?"}]), ASSISTANT), "'words'"),
    "a system turn": ("bedrock", converse(("system", "s"), USER, ASSISTANT), "'system'"),
    "a system text": ("bedrock", converse(USER, ASSISTANT, system="s"), "system"),
    "it begins with an answer": ("bedrock", converse(ASSISTANT, USER, ASSISTANT), "begin"),
    "two answers at Bedrock": ("bedrock", converse(USER, ASSISTANT, ASSISTANT), "two turns"),
    "a result of no use": (
        "bedrock",
        converse(USER, ASSISTANT, ("user", TOOL_RESULT), ASSISTANT),
        "'t1'",
    ),
    "an image without bytes": (
        "bedrock",
        converse(("user", [{"image": {"format": "png"}}, {"text": "q?"}]), ASSISTANT),
        "image",
    ),
}

GOOD = {
    "ten rows": ("openai", ten(ASK, TELL)),
    "the developer of OpenAI": ("openai", ten(said("developer"), ASK, TELL)),
    "pictures of OpenAI": ("openai", ten(said("user", [TEXT, PICTURE]), TELL)),
    "a picture in a detail": (
        "openai",
        ten(
            said(
                "user",
                [
                    TEXT,
                    {
                        "type": "image_url",
                        "image_url": {"url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low"},
                    },
                ],
            ),
            TELL,
        ),
    ),
    "texts beside parts": (
        "openai",
        [*ten(said("system"), ASK, TELL), *ten(said("user", [TEXT, PICTURE]), TELL)],
    ),
    "tools in some rows": (
        "openai",
        [
            *ten(ASK, TELL),
            *ten(ASK, calling(call()), result(), TELL, tools=[TOOL], parallel_tool_calls=False),
        ],
    ),
    "null content at OpenAI": (
        "openai",
        ten(ASK, said("assistant", None, tool_calls=[call()]), tools=[TOOL]),
    ),
    "weights at OpenAI": ("openai", ten(ASK, {**TELL, "weight": 0}, ASK, {**TELL, "weight": 1})),
    "two questions at OpenAI": ("openai", ten(ASK, ASK, TELL)),
    "a refusal": ("openai", ten(ASK, {**TELL, "refusal": "I cannot."})),
    "a name": ("openai", ten({**ASK, "name": "Ann_B-1"}, TELL)),
    "Together": ("together", talk(said("system"), ASK, {**TELL, "weight": 1})),
    "reasoning at Together": ("together", talk(ASK, {**TELL, "reasoning": "r"})),
    "tools at Together": (
        "together",
        talk(ASK, calling(call("c1"), call("c2")), result("c1"), result("c2"), TELL, tools=[TOOL]),
    ),
    "Fireworks": ("fireworks", many(talk(ASK, {**TELL, "reasoning_content": "r"}), 3)),
    "Mistral": ("mistral", talk(said("system"), said("system"), ASK, TELL)),
    "two questions at Mistral": ("mistral", talk(ASK, ASK, TELL)),
    "tools at Mistral": (
        "mistral",
        talk(ASK, calling(call("TX92Jm8Zi")), result("TX92Jm8Zi", name="f"), TELL, tools=[TOOL]),
    ),
    "Vertex": ("vertex", contents(USER, MODEL, systemInstruction={"parts": [{"text": "s"}]})),
    "a system instruction with a role": (
        "vertex",
        contents(USER, MODEL, systemInstruction={"role": "system", "parts": [{"text": "s"}]}),
    ),
    "a file in a cloud": (
        "vertex",
        contents(
            (
                "user",
                [{"fileData": {"mimeType": "image/png", "fileUri": "gs://b/a"}}, {"text": "q?"}],
            ),
            MODEL,
        ),
    ),
    "functions at Vertex": (
        "vertex",
        contents(
            USER,
            ("model", FUNCTION_CALL),
            ("function", FUNCTION_RESPONSE),
            MODEL,
            tools=[{"functionDeclarations": [{"name": "f"}]}],
        ),
    ),
    "Bedrock": ("bedrock", converse(USER, ASSISTANT, system=[{"text": "s"}])),
    "an image at Bedrock": ("bedrock", converse(("user", [IMAGE, {"text": "q?"}]), ASSISTANT)),
    "tools at Bedrock": (
        "bedrock",
        converse(USER, ("assistant", TOOL_USE), ("user", TOOL_RESULT), ASSISTANT),
    ),
    "reasoning at Bedrock": (
        "bedrock",
        converse(
            USER,
            ("assistant", [{"reasoningContent": {"reasoningText": {"text": "r"}}}, {"text": "a"}]),
        ),
    ),
}
