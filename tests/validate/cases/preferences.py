"""Good answers against worse ones, labelled answers and questions for rewards."""

from __future__ import annotations

from tests.validate.cases.turns import ASK, TELL, TOOL, WORSE, Rows, call, calling, result, said


def dpo(prompt: object = (ASK,), chosen: object = (TELL,), rejected: object = (WORSE,)) -> Rows:
    """Return a row of TRL's preferences."""
    return [{"prompt": prompt, "chosen": chosen, "rejected": rejected}]


def kto(*labels: object, completion: object = (TELL,)) -> Rows:
    """Return rows with labels."""
    return [
        {"prompt": [said("user", f"q{n}?")], "completion": completion, "label": label}
        for n, label in enumerate(labels)
    ]


def outputs(**more: object) -> Rows:
    """Return a row of OpenAI's preferences."""
    return [
        {
            "input": {"messages": [ASK]},
            "preferred_output": [TELL],
            "non_preferred_output": [WORSE],
            **more,
        }
    ]


def dialogues(chosen: object, rejected: object) -> Rows:
    """Return a row of whole dialogues."""
    return [{"chosen": chosen, "rejected": rejected}]


def solved(**more: object) -> Rows:
    """Return a row of TRL's rewards."""
    return [{"prompt": [ASK], "solution": "a", **more}]


SWIFT = {"messages": [ASK, TELL], "rejected_response": "b"}
PARTED = {"messages": [ASK], "chosen": TELL, "rejected": WORSE}

BROKEN = {
    "no rejected": ("dpo", [{"prompt": [ASK], "chosen": [TELL]}], "no rejected"),
    "no prompt": ("dpo", dialogues([ASK, TELL], [ASK, WORSE]), "no prompt"),
    "one answer twice": ("dpo", dpo(rejected=[TELL]), "are the same"),
    "one text twice": ("dpo", dpo("q?", "a", "a"), "are the same"),
    "one answer twice but for a space": ("dpo", dpo("q?", "a", " a\n"), "are the same"),
    "a prompt that ends with an answer": ("dpo", dpo(prompt=[ASK, TELL]), "ends with an answer"),
    "a prompt as text and answers as turns": ("dpo", dpo(prompt="q?"), "text"),
    "a question among the answers": ("dpo", dpo(chosen=[ASK, TELL]), "'user'"),
    "an empty answer": ("dpo", dpo(rejected=[said("assistant", "")]), "empty content"),
    "an empty text": ("dpo", dpo("q?", "", "b"), "chosen is empty"),
    "no prompt of text": ("dpo", dpo(" ", "a", "b"), "prompt is empty"),
    "an answer that is null": ("dpo", dpo("q?", "a", None), "rejected"),
    "an answer that is a number": ("dpo", dpo("q?", 1, "b"), "chosen"),
    "a preference without turns": ("dpo", dpo(chosen=[]), "chosen is empty"),
    "dialogues of two questions": (
        "dpo-implicit",
        dialogues([ASK, TELL], [said("user", "p?"), WORSE]),
        "differ before",
    ),
    "dialogues that are the same": ("dpo-implicit", dialogues([ASK, TELL], [ASK, TELL]), "same"),
    "dialogues of one text": ("dpo-implicit", dialogues("q? a", "q? a"), "same"),
    "a dialogue that ends with a question": (
        "dpo-implicit",
        dialogues([ASK], [ASK, WORSE]),
        "no answer to learn",
    ),
    "an answer of the user": ("dpo-messages", [{**PARTED, "rejected": ASK}], "no turn of the assi"),
    "an answer as a text": ("dpo-messages", [{**PARTED, "chosen": "a"}], "no turn of the assi"),
    "a chosen answer that is rejected": (
        "dpo-messages",
        [{**PARTED, "rejected": TELL}],
        "the same",
    ),
    "an input without messages": ("dpo-openai", outputs(input={}), "no messages"),
    "two preferred outputs": (
        "dpo-openai",
        outputs(preferred_output=[TELL, TELL]),
        "more than one",
    ),
    "a key beside the outputs": ("dpo-openai", outputs(id=1), "'id'"),
    "an output of text": ("dpo-openai", outputs(preferred_output="a"), "no list of turns"),
    "tools of no kind in the input": (
        "dpo-openai",
        outputs(input={"messages": [ASK], "tools": [{"name": "f"}]}),
        "tools",
    ),
    "no rejected response": ("dpo-swift", [{"messages": [ASK, TELL]}], "no rejected_response"),
    "the response is rejected": ("dpo-swift", [{**SWIFT, "rejected_response": "a"}], "the same"),
    "a rejected response as turn": (
        "dpo-swift",
        [{**SWIFT, "rejected_response": WORSE}],
        "rejected_response",
    ),
    "a label as text": ("kto", kto("true", True, False), "label"),
    "a label as number": ("kto", kto(1, True, False), "label"),
    "no label": ("kto", [{"prompt": [ASK], "completion": [TELL]}], "label"),
    "all answers are good": ("kto", kto(True, True, True), "label"),
    "all answers are bad": ("kto", kto(False, False), "label"),
    "a completion without turns": ("kto", kto(True, False, completion=[]), "completion is empty"),
    "a completion of the user": (
        "kto",
        kto(True, False, completion=[ASK]),
        "'user'",
    ),
    "a completion as text": (
        "trl",
        [{"prompt": [ASK], "completion": "a"}],
        "completion",
    ),
    "a completion that is empty": ("trl", [{"prompt": "q?", "completion": ""}], "completion"),
    "a prompt without turns": ("trl", [{"prompt": [], "completion": [TELL]}], "prompt is empty"),
    "a prompt that holds the answer": (
        "trl",
        [{"prompt": [ASK, TELL], "completion": [TELL]}],
        "ends with an answer",
    ),
    "a prompt of the system alone": (
        "trl",
        [{"prompt": [said("system")], "completion": [TELL]}],
        "no turn of the user",
    ),
    "no solution": ("grpo", [{"prompt": [ASK]}], "no solution"),
    "an empty solution": ("grpo", solved(solution=""), "solution is empty"),
    "a prompt of numbers": ("grpo", solved(prompt=[1]), "no object"),
    "a prompt that is empty": ("grpo", solved(prompt=""), "prompt is empty"),
}

GOOD = {
    "turns": ("dpo", dpo()),
    "plain texts": ("dpo", dpo("q?", "a", "b")),
    "a score": ("dpo", [{**dpo()[0], "score_chosen": 9.5, "score_rejected": 1.0}]),
    "a system turn": ("dpo", dpo(prompt=[said("system"), ASK])),
    "a talk before the answers": ("dpo", dpo(prompt=[ASK, TELL, ASK])),
    "answers that differ in their calls": (
        "dpo",
        dpo(chosen=[calling(call())], rejected=[calling(call(arguments="{}"))]),
    ),
    "whole dialogues": ("dpo-implicit", dialogues([ASK, TELL], [ASK, WORSE])),
    "dialogues as texts": ("dpo-implicit", dialogues("q? a", "q? b")),
    "messages with two answers": ("dpo-messages", [PARTED]),
    "outputs": ("dpo-openai", outputs()),
    "no tools in the input": (
        "dpo-openai",
        outputs(input={"messages": [ASK], "tools": [], "parallel_tool_calls": True}),
    ),
    "outputs with tools": (
        "dpo-openai",
        outputs(input={"messages": [ASK], "tools": [TOOL], "parallel_tool_calls": True}),
    ),
    "a rejected response": ("dpo-swift", [SWIFT]),
    "rejected messages": (
        "dpo-swift",
        [{"messages": [ASK, TELL], "rejected_messages": [ASK, WORSE]}],
    ),
    "labels": ("kto", kto(True, False)),
    "labels of plain texts": (
        "kto",
        [
            {"prompt": "q?", "completion": "a", "label": True},
            {"prompt": "q?", "completion": "b", "label": False},
        ],
    ),
    "a prompt and a completion": ("trl", [{"prompt": [ASK], "completion": [TELL]}]),
    "plain texts of TRL": ("trl", [{"prompt": "q?", "completion": "a"}]),
    "a completion that calls a tool": (
        "trl",
        [{"prompt": [ASK], "completion": [calling(call()), result(), TELL], "tools": [TOOL]}],
    ),
    "what a tool gave back as the question": (
        "trl",
        [{"prompt": [ASK, calling(call()), result()], "completion": [TELL]}],
    ),
    "a solution": ("grpo", solved(level="hard", tests=["1"])),
    "a plain question": ("grpo", solved(prompt="q?")),
}
