"""Shapes in which datasets are found, and what each of their rows holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ASKED, SAID, WORSE = "Why is the sea salt?", "Rivers bring salt.", "Nobody knows."
TOLD, EARLIER = "You know the sea.", ("Is it deep?", "In places.")


@dataclass(frozen=True)
class Shape:
    """A row, and what is to be read in it.

    Args:
        name: What it is called in tests.
        told: The format that is told, ``""`` for a shape of our own.
        row: The row.
        turns: Its turns as roles and texts.
        worse: Its worse answer.
        kept: Whether its answer is labelled good, or not at all.
        passage: What its question is about.
        fields: What else it holds.
    """

    name: str
    told: str
    row: dict[str, Any]
    turns: tuple[tuple[str, str], ...]
    worse: str = ""
    kept: bool = True
    passage: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


def chat(*texts: str, roles: tuple[str, ...] = ("user", "assistant")) -> list[dict[str, str]]:
    return [{"role": roles[n % len(roles)], "content": text} for n, text in enumerate(texts)]


def sharegpt(*texts: str) -> list[dict[str, str]]:
    return [{"from": ("human", "gpt")[n % 2], "value": text} for n, text in enumerate(texts)]


PLAIN = (("user", ASKED), ("assistant", SAID))
WITH_SYSTEM = (("system", TOLD), *PLAIN)
LONG = (("user", EARLIER[0]), ("assistant", EARLIER[1]), *PLAIN)
WHOLE = (("system", TOLD), *LONG)
SYSTEM_TURN = {"role": "system", "content": TOLD}
BAD = {"worse": WORSE}
ANSWER, BAD_ANSWER = chat(SAID, roles=("assistant",)), chat(WORSE, roles=("assistant",))
CALL = {"name": "depth", "arguments": {"of": "sea"}}

TEXTS = [
    Shape("alpaca", "alpaca", {"instruction": ASKED, "input": "", "output": SAID}, PLAIN),
    Shape("alpaca bare", "alpaca", {"instruction": ASKED, "output": SAID}, PLAIN),
    Shape(
        "alpaca input",
        "alpaca",
        {"instruction": ASKED, "input": "Be brief.", "output": SAID},
        (("user", f"{ASKED}\nBe brief."), ("assistant", SAID)),
    ),
    Shape(
        "alpaca whole",
        "alpaca",
        {"instruction": ASKED, "input": "", "output": SAID, "system": TOLD, "history": [EARLIER]},
        WHOLE,
    ),
    Shape(
        "alpaca with its text",
        "alpaca",
        {"instruction": ASKED, "input": "", "output": SAID, "text": f"Below is … {SAID}"},
        PLAIN,
        fields={"text": f"Below is … {SAID}"},
    ),
    Shape(
        "dolly",
        "alpaca",
        {"instruction": ASKED, "context": "The sea.", "response": SAID, "category": "open_qa"},
        (("user", f"{ASKED}\nThe sea."), ("assistant", SAID)),
        passage="The sea.",
        fields={"category": "open_qa"},
    ),
    Shape("dolly bare", "alpaca", {"instruction": ASKED, "context": "", "response": SAID}, PLAIN),
    Shape("swift", "alpaca", {"query": ASKED, "response": SAID, "history": [EARLIER]}, LONG),
    Shape(
        "orca",
        "alpaca",
        {"id": "f.1", "system_prompt": TOLD, "question": ASKED, "response": SAID},
        WITH_SYSTEM,
        fields={"id": "f.1"},
    ),
    Shape(
        "pair with system",
        "alpaca",
        {"system": TOLD, "question": ASKED, "answer": SAID},
        WITH_SYSTEM,
    ),
    Shape("prompt and response", "alpaca", {"prompt": ASKED, "response": SAID}, PLAIN),
    Shape("question and response", "alpaca", {"question": ASKED, "response": SAID}, PLAIN),
    Shape(
        "problem",
        "alpaca",
        {"problem": ASKED, "solution": SAID, "level": 3},
        PLAIN,
        fields={"level": 3},
    ),
    Shape("capitals", "alpaca", {"INSTRUCTION": ASKED, "RESPONSE": SAID}, PLAIN),
    Shape("capital letters", "", {"Question": ASKED, "Answer": SAID}, PLAIN),
    Shape("completion", "prompt-completion", {"prompt": ASKED, "completion": SAID}, PLAIN),
    Shape(
        "our completion", "prompt-completion", {"prompt": f"{ASKED}\n", "completion": SAID}, PLAIN
    ),
    Shape("number", "alpaca", {"instruction": ASKED, "output": 3}, (PLAIN[0], ("assistant", "3"))),
    Shape(
        "truth value",
        "alpaca",
        {"query": ASKED, "response": True},
        (PLAIN[0], ("assistant", "true")),
    ),
    Shape(
        "squad",
        "lm-eval",
        {
            "id": "5",
            "question": ASKED,
            "context": "The sea.",
            "answers": {"text": [SAID, "Salt."], "answer_start": [0, 3]},
        },
        (("user", f"The sea.\n\n{ASKED}"), ("assistant", SAID)),
        passage="The sea.",
        fields={"id": "5", "answers": {"text": [SAID, "Salt."], "answer_start": [0, 3]}},
    ),
    Shape("answers", "lm-eval", {"question": ASKED, "answers": [SAID, "Salt."]}, PLAIN),
    Shape(
        "inspect", "inspect", {"id": "1", "input": ASKED, "target": SAID}, PLAIN, fields={"id": "1"}
    ),
    Shape("inspect turns", "inspect", {"input": chat(ASKED), "target": [SAID, "x"]}, PLAIN),
    Shape("solution", "grpo", {"prompt": chat(ASKED), "solution": SAID}, PLAIN),
    Shape("solution of a text", "grpo", {"prompt": ASKED, "solution": SAID}, PLAIN),
    Shape("reference", "grpo", {"messages": chat(ASKED), "reference_answer": SAID}, PLAIN),
    Shape(
        "verl",
        "grpo",
        {
            "data_source": "x",
            "prompt": chat(ASKED),
            "ability": "qa",
            "reward_model": {"style": "rule", "ground_truth": SAID},
        },
        PLAIN,
        fields={"data_source": "x", "ability": "qa"},
    ),
]

TURNS = [
    Shape("turns", "trl", {"prompt": chat(ASKED), "completion": ANSWER}, PLAIN),
    Shape("sharegpt", "", {"conversations": sharegpt(*EARLIER, ASKED, SAID)}, LONG),
    Shape(
        "sharegpt beside", "", {"conversations": sharegpt(ASKED, SAID), "system": TOLD}, WITH_SYSTEM
    ),
    Shape(
        "sharegpt within",
        "",
        {
            "conversations": [
                {"from": "system", "value": TOLD},
                {"from": "human", "value": ASKED},
                {"from": "bot", "value": SAID},
            ]
        },
        WITH_SYSTEM,
    ),
    Shape(
        "sharegpt tools",
        "",
        {
            "conversations": [
                {"from": "human", "value": ASKED},
                {"from": "function_call", "value": '{"name": "depth", "arguments": {}}'},
                {"from": "observation", "value": "3"},
                {"from": "gpt", "value": SAID},
            ],
            "tools": '[{"name": "depth"}]',
        },
        (PLAIN[0], ("assistant", ""), ("tool", "3"), PLAIN[1]),
        fields={"tools": '[{"name": "depth"}]'},
    ),
    Shape("texts in turn", "sharegpt", {"conversations": [*EARLIER, ASKED, SAID]}, LONG),
    Shape(
        "messages",
        "",
        {"id": 7, "messages": [SYSTEM_TURN, *chat(ASKED, SAID)]},
        WITH_SYSTEM,
        fields={"id": 7},
    ),
    Shape(
        "parts",
        "",
        {
            "messages": [
                {"role": "user", "content": [{"type": "text", "text": ASKED}]},
                {"role": "assistant", "content": [{"type": "text", "text": SAID}]},
            ]
        },
        PLAIN,
    ),
    Shape(
        "calls",
        "",
        {
            "messages": [
                *chat(ASKED),
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [
                        {
                            "id": "c",
                            "type": "function",
                            "function": {"name": "depth", "arguments": "{}"},
                        }
                    ],
                },
                {"role": "tool", "tool_call_id": "c", "content": "3"},
                *ANSWER,
            ]
        },
        (PLAIN[0], ("assistant", ""), ("tool", "3"), PLAIN[1]),
    ),
    Shape(
        "vertex",
        "vertex",
        {
            "systemInstruction": {"parts": [{"text": TOLD}]},
            "contents": [
                {"role": "user", "parts": [{"text": ASKED}]},
                {"role": "model", "parts": [{"text": SAID}]},
            ],
        },
        WITH_SYSTEM,
    ),
    Shape(
        "bedrock",
        "bedrock",
        {
            "schemaVersion": "bedrock-conversation-2024",
            "system": [{"text": TOLD}],
            "messages": [
                {"role": "user", "content": [{"text": ASKED}]},
                {"role": "assistant", "content": [{"text": SAID}]},
            ],
        },
        WITH_SYSTEM,
    ),
    Shape(
        "magpie",
        "",
        {"conversations": sharegpt(ASKED, SAID), "instruction": ASKED, "response": SAID},
        PLAIN,
    ),
]
