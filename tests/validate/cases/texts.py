"""Formats of plain texts, and the records themselves."""

from __future__ import annotations

from tests.validate.cases.turns import ASK, TELL, Row, said


def alpaca(**more: object) -> list[Row]:
    """Return a row of Alpaca."""
    return [{"instruction": "q?", "input": "", "output": "a", **more}]


QA = {"question": "q?", "answer": "a"}

BROKEN = {
    "no input": ("alpaca", [{"instruction": "q?", "output": "a"}], "no input"),
    "no output": ("alpaca", [{"instruction": "q?", "input": ""}], "no output"),
    "nothing is asked": ("alpaca", alpaca(instruction=" "), "instruction is empty"),
    "nothing is answered": ("alpaca", alpaca(output=""), "output is empty"),
    "the output is a number": ("alpaca", alpaca(output=7), "output is no text"),
    "the output is a list": ("alpaca", alpaca(output=["a"]), "output is no text"),
    "the system text is a list": ("alpaca", alpaca(system=["s"]), "system is no text"),
    "the history is a text": ("alpaca", alpaca(history="q a"), "history"),
    "half an exchange": ("alpaca", alpaca(history=[["q"]]), "history"),
    "columns of question and answer": ("alpaca", [QA], "no instruction"),
    "no completion": ("prompt-completion", [{"prompt": "q?"}], "no completion"),
    "an empty prompt": (
        "prompt-completion",
        [{"prompt": "", "completion": "a"}],
        "prompt is empty",
    ),
    "a completion as a list": (
        "prompt-completion",
        [{"prompt": "q?", "completion": ["a"]}],
        "completion is no text",
    ),
    "turns as texts": (
        "prompt-completion",
        [{"prompt": [ASK], "completion": [TELL]}],
        "prompt is no text",
    ),
    "no text": ("text", [{"content": "x"}], "no text"),
    "an empty text": ("text", [{"text": ""}], "text is empty"),
    "a text that is a list": ("text", [{"text": ["x"]}], "text is no text"),
    "a text of spaces": ("cpt", [{"text": " \n "}], "text is empty"),
    "a text that is a number": ("cpt", [{"text": 5}], "text is no text"),
    "no answer": ("lm-eval", [{"question": "q?"}], "no answer"),
    "an empty answer": ("lm-eval", [{"question": "q?", "answer": ""}], "answer is empty"),
    "the answer is an index": ("lm-eval", [{"question": "q?", "answer": 2}], "answer is no text"),
    "one id for two questions": (
        "inspect",
        [{"id": 1, "input": "p?", "target": "a"}, {"id": 1, "input": "q?", "target": "b"}],
        "the id 1",
    ),
    "no target": ("inspect", [{"input": "q?"}], "no target"),
    "an empty target": ("inspect", [{"input": "q?", "target": " "}], "target is empty"),
    "no targets": ("inspect", [{"input": "q?", "target": []}], "target"),
    "a target that is a number": ("inspect", [{"input": "q?", "target": [1]}], "target 1"),
    "metadata as text": ("inspect", [{"input": "q?", "target": "a", "metadata": "m"}], "metadata"),
    "no input to ask": ("inspect", [{"input": [], "target": "a"}], "input"),
    "a turn without content to ask": (
        "inspect",
        [{"input": [{"role": "user"}], "target": "a"}],
        "no content",
    ),
    "choices without the target": (
        "inspect",
        [{"input": "q?", "target": "E", "choices": ["p", "q"]}],
        "target",
    ),
    "a record that comes twice": ("jsonl", [QA, {"question": "p?", "answer": "b"}, QA], "repeats"),
    "an id that comes twice": (
        "jsonl",
        [{"id": "1", **QA}, {"id": "1", "question": "p?", "answer": "b"}],
        "the id '1'",
    ),
}

GOOD = {
    "Alpaca": ("alpaca", alpaca()),
    "Alpaca with an input": ("alpaca", alpaca(input="i")),
    "a system text and a history": ("alpaca", alpaca(system="s", history=[["p?", "b"]])),
    "no history": ("alpaca", alpaca(system="", history=[])),
    "more columns than are read": ("alpaca", alpaca(text="### Instruction", id=4)),
    "a completion after a space": ("prompt-completion", [{"prompt": "q?", "completion": " a"}]),
    "a prompt that ends its line": ("prompt-completion", [{"prompt": "q?\n", "completion": "a"}]),
    "texts that meet": ("prompt-completion", [{"prompt": "Q: q? A:", "completion": "a"}]),
    "a letter at the end": ("prompt-completion", [{"prompt": "Pick a or b: a", "completion": "a"}]),
    "a rendered text": ("text", [{"text": "<|im_start|>user\nq?<|im_end|>\n", "id": 1}]),
    "a text with its address": ("cpt", [{"text": "x", "url": "https://example.com"}]),
    "a question of a harness": ("lm-eval", [{"id": "1", **QA}]),
    "the letter of a choice": (
        "inspect",
        [{"input": "q?", "target": "B", "choices": ["p", "q"]}],
    ),
    "several targets": ("inspect", [{"input": "q?", "target": ["a", "b"], "id": 1}]),
    "turns as the input": (
        "inspect",
        [{"input": [said("system"), ASK], "target": "a", "metadata": {"n": 1}}],
    ),
    "own records": ("jsonl", [{**QA, "rating": 8}, {**QA, "answer": "b", "rating": 9}]),
    "every record three times": ("jsonl", [QA, QA, QA]),
    "one answer for two questions": ("jsonl", [QA, {**QA, "question": "p?"}]),
    "no ids": ("jsonl", [{**QA, "id": ""}, {**QA, "id": "", "answer": "b"}]),
}
