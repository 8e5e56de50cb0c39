"""Chat messages: ``messages``, ``ft``, ``chatml`` and ``sharegpt``, and turns about pictures."""

from __future__ import annotations

from tests.validate.cases.turns import (
    ASK,
    PICTURE,
    TELL,
    TEXT,
    TOOL,
    Row,
    call,
    calling,
    result,
    said,
    talk,
)


def spoken(*turns: tuple[str, object], **more: object) -> list[Row]:
    """Return a row of ShareGPT."""
    return [{"conversations": [{"from": who, "value": what} for who, what in turns], **more}]


HUMAN, GPT = ("human", "q?"), ("gpt", "a")
DATA = "data:image/png;base64,iVBORw0KGgo="
LOOK = said("user", "<image>\nq?")

BROKEN = {
    "no messages": ("messages", [{"question": "q?"}], "no messages"),
    "messages are empty": ("chatml", [{"messages": []}], "messages is empty"),
    "messages are a text": ("messages", [{"messages": "user: q?"}], "no list of turns"),
    "messages are JSON in a text": ("ft", [{"messages": '[{"role": "user"}]'}], "no list of turns"),
    "messages are an object": ("messages", [{"messages": ASK}], "no list of turns"),
    "a turn is a text": ("messages", talk("q?", TELL), "turn 1 of messages is no object"),
    "a turn without a role": ("messages", talk({"content": "q?"}, TELL), "has no role"),
    "a role that nobody knows": ("messages", talk(ASK, said("bot")), "the role 'bot'"),
    "a role in capitals": ("messages", talk(said("User"), TELL), "the role 'User'"),
    "roles of ShareGPT": ("messages", talk(said("human"), said("gpt")), "the role 'human'"),
    "no content": ("messages", talk(ASK, {"role": "assistant"}), "no content"),
    "content is blank": ("messages", talk(ASK, said("assistant", " \n")), "empty content"),
    "content is a number": ("messages", talk(ASK, said("assistant", 3)), "no text as its content"),
    "content is null without a call": ("messages", talk(ASK, said("assistant", None)), "content"),
    "the user is silent": ("messages", talk(said("user", ""), TELL), "empty content"),
    "content has no parts": ("messages", talk(said("user", []), TELL), "empty content"),
    "a part is a text": ("messages", talk(said("user", ["q?"]), TELL), "no object"),
    "a part without a type": (
        "messages",
        talk(said("user", [{"text": "q?"}]), TELL),
        "without a type",
    ),
    "a part of text without text": (
        "messages",
        talk(said("user", [{"type": "text"}]), TELL),
        "no text",
    ),
    "a picture without an address": (
        "messages",
        talk(said("user", [TEXT, {"type": "image_url"}]), TELL),
        "image_url",
    ),
    "parts without a word": (
        "messages",
        talk(said("user", [{"type": "text", "text": " "}]), TELL),
        "empty content",
    ),
    "nobody asks": ("messages", talk(said("system"), TELL), "no turn of the user"),
    "nobody answers": ("messages", talk(ASK, TELL, ASK), "no answer to learn"),
    "it ends with a tool": ("messages", talk(ASK, calling(call()), result()), "no answer to learn"),
    "arguments are no JSON": (
        "messages",
        talk(ASK, calling(call(arguments="{a: 1"))),
        "arguments",
    ),
    "arguments are a list": ("messages", talk(ASK, calling(call(arguments="[1]"))), "arguments"),
    "arguments are a number": ("messages", talk(ASK, calling(call(arguments=1))), "arguments"),
    "a call without a name": (
        "messages",
        talk(ASK, calling({"id": "c1", "type": "function", "function": {"arguments": "{}"}})),
        "name",
    ),
    "a call without a function": ("messages", talk(ASK, calling({"id": "c1"})), "function"),
    "a call is a text": ("messages", talk(ASK, calling("f()")), "tool_calls"),
    "calls are an object": (
        "messages",
        talk(ASK, said("assistant", "", tool_calls=call())),
        "tool_calls",
    ),
    "the user calls a tool": (
        "messages",
        talk(said("user", "q?", tool_calls=[call()]), TELL),
        "tool_calls",
    ),
    "two calls of one id": (
        "messages",
        talk(ASK, calling(call(), call()), result(), TELL),
        "'c1'",
    ),
    "the id of no call": (
        "messages",
        talk(ASK, calling(call("c1")), result("c2"), TELL),
        "'c2'",
    ),
    "a tool that nobody called": ("messages", talk(ASK, result(), TELL), "'c1'"),
    "a call that is not answered": (
        "messages",
        talk(ASK, calling(call("c1"), call("c2")), result("c1"), TELL),
        "'c2'",
    ),
    "a call that is passed over": (
        "messages",
        talk(ASK, calling(call()), ASK, TELL),
        "'c1'",
    ),
    "a call of what tools does not list": (
        "messages",
        talk(ASK, calling(call(name="g")), tools=[TOOL]),
        "'g'",
    ),
    "tools are a text without JSON": ("messages", talk(ASK, TELL, tools="f(a)"), "tools"),
    "tools are numbers": ("messages", talk(ASK, TELL, tools=[1]), "tools"),
    "a weight out of range": ("messages", talk(ASK, {**TELL, "weight": 2}), "weight"),
    "a weight below nothing": ("messages", talk(ASK, {**TELL, "weight": -1}), "weight"),
    "a weight as text": ("messages", talk(ASK, {**TELL, "weight": "1"}), "weight"),
    "nothing weighs": (
        "messages",
        talk(ASK, {**TELL, "weight": 0}, ASK, {**TELL, "weight": 0}),
        "weight 0",
    ),
    "one answer has its reasoning as a list": (
        "messages",
        talk(ASK, {**TELL, "reasoning_content": ["r"]}),
        "reasoning_content",
    ),
    "no conversations": ("sharegpt", [{"messages": [ASK, TELL]}], "no conversations"),
    "roles of chat messages": ("sharegpt", spoken(("user", "q?"), ("assistant", "a")), "'user'"),
    "no value": ("sharegpt", [{"conversations": [{"from": "human"}]}], "no value"),
    "a value that is null": ("sharegpt", spoken(HUMAN, ("gpt", None)), "value"),
    "two humans": ("sharegpt", spoken(HUMAN, HUMAN, GPT), "two turns of one side"),
    "the machine begins": ("sharegpt", spoken(GPT, HUMAN, GPT), "does not begin with the user"),
    "the human has the last word": ("sharegpt", spoken(HUMAN, GPT, HUMAN), "no answer to learn"),
    "a system turn in the midst": (
        "sharegpt",
        spoken(HUMAN, GPT, ("system", "s"), HUMAN, GPT),
        "not the first",
    ),
    "an observation of nothing": (
        "sharegpt",
        spoken(HUMAN, GPT, ("observation", "1"), GPT),
        "may not stand after",
    ),
    "a call that is no JSON": (
        "sharegpt",
        spoken(HUMAN, ("function_call", "f(1)"), ("observation", "1"), GPT),
        "function_call",
    ),
    "tools of ShareGPT that are no JSON": ("sharegpt", spoken(HUMAN, GPT, tools="f"), "tools"),
    "a mark without a picture": ("multimodal", talk(LOOK, TELL, images=[]), "shows 1 picture"),
    "a picture without a mark": ("multimodal", talk(ASK, TELL, images=[DATA]), "shows 0 pictures"),
    "more marks than pictures": (
        "multimodal",
        talk(said("user", "<image><image>\nq?"), TELL, images=[DATA]),
        "shows 2 pictures",
    ),
    "no picture at all": ("multimodal", talk(ASK, TELL), "picture"),
    "pictures are numbers": ("multimodal", talk(LOOK, TELL, images=[1]), "images"),
    "a picture that is not there": ("multimodal", talk(LOOK, TELL, images=["a.png"]), "not there"),
    "a picture part without its picture": (
        "multimodal",
        talk(said("user", [{"type": "image"}, TEXT]), TELL, images=[]),
        "shows 1 picture",
    ),
}

GOOD = {
    "a question and its answer": ("messages", talk(ASK, TELL)),
    "a system turn first": ("chatml", talk(said("system"), ASK, TELL)),
    "an empty system turn": ("messages", talk(said("system", ""), ASK, TELL)),
    "several system turns": (
        "messages",
        talk(said("system"), ASK, TELL, said("system"), ASK, TELL),
    ),
    "a developer": ("messages", talk(said("developer"), ASK, TELL)),
    "two questions after each other": ("messages", talk(ASK, ASK, TELL)),
    "two answers after each other": ("ft", talk(ASK, TELL, TELL)),
    "the assistant begins": ("messages", talk(TELL, ASK, TELL)),
    "parts of text": ("messages", talk(said("user", [TEXT, TEXT]), TELL)),
    "texts and parts": (
        "messages",
        [*talk(ASK, TELL), *talk(said("user", [TEXT, TEXT]), TELL)],
    ),
    "a picture by its address": ("messages", talk(said("user", [TEXT, PICTURE]), TELL)),
    "a picture alone": ("messages", talk(said("user", [PICTURE]), TELL)),
    "null content with calls": (
        "messages",
        talk(ASK, said("assistant", None, tool_calls=[call()]), result(), TELL),
    ),
    "no content with calls": (
        "messages",
        talk(ASK, {"role": "assistant", "tool_calls": [call()]}, result(), TELL),
    ),
    "calls to the end": ("messages", talk(ASK, calling(call()), tools=[TOOL])),
    "calls beside each other": (
        "messages",
        talk(ASK, calling(call("c1"), call("c2")), result("c2"), result("c1"), TELL, tools=[TOOL]),
    ),
    "arguments as an object": ("messages", talk(ASK, calling(call(arguments={"a": 1})))),
    "calls without ids": (
        "messages",
        talk(ASK, calling(call(None)), said("tool", "1", name="f"), TELL),
    ),
    "a tool gives nothing back": (
        "messages",
        talk(ASK, calling(call()), {**result(), "content": ""}, TELL),
    ),
    "tools as JSON in a text": ("messages", talk(ASK, TELL, tools='[{"type": "function"}]')),
    "no tools, as a list": ("messages", talk(ASK, TELL, tools=[])),
    "a text for no tools": ("messages", talk(ASK, TELL, tools="")),
    "calls that are null": ("messages", talk(ASK, {**TELL, "tool_calls": None, "name": None})),
    "an empty list of calls": ("messages", talk(ASK, {**TELL, "tool_calls": []})),
    "weights": ("messages", talk(ASK, {**TELL, "weight": 0}, ASK, {**TELL, "weight": 1})),
    "extra columns": ("messages", talk(ASK, TELL, id="1", source="s", n=3)),
    "names": ("messages", talk({**ASK, "name": "Ann"}, TELL)),
    "reasoning in a field": ("messages", talk(ASK, {**TELL, "reasoning_content": "r"})),
    "reasoning in the last turn alone": (
        "messages",
        talk(ASK, TELL, ASK, {**TELL, "reasoning_content": "r"}),
    ),
    "reasoning in some rows": (
        "messages",
        [
            *talk(ASK, {**TELL, "reasoning_content": "r"}),
            *talk(ASK, said("assistant", "other")),
        ],
    ),
    "tools in some rows": ("messages", [*talk(ASK, TELL, tools=[TOOL]), *talk(ASK, TELL, TELL)]),
    "a deprecated call": (
        "messages",
        talk(
            ASK,
            said("assistant", None, function_call={"name": "f", "arguments": "{}"}),
            said("function", "1", name="f"),
            TELL,
        ),
    ),
    "ShareGPT": ("sharegpt", spoken(("system", "s"), HUMAN, GPT, HUMAN, GPT)),
    "a system text beside the turns": ("sharegpt", spoken(HUMAN, GPT, system="s", id="7")),
    "tools of ShareGPT": (
        "sharegpt",
        spoken(
            HUMAN,
            ("function_call", '{"name": "f", "arguments": {"a": 1}}'),
            ("observation", "1"),
            GPT,
            tools='[{"name": "f"}]',
        ),
    ),
    "no tools of ShareGPT": ("sharegpt", spoken(HUMAN, GPT, tools="", system="")),
    "a marked picture": ("multimodal", talk(LOOK, TELL, images=[DATA])),
    "pictures as parts with a column": (
        "multimodal",
        talk(said("user", [{"type": "image"}, TEXT]), TELL, images=[DATA]),
    ),
    "pictures as parts of OpenAI": ("multimodal", talk(said("user", [TEXT, PICTURE]), TELL)),
}
