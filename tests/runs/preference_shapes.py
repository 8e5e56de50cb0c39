"""Shapes of datasets with two answers to a question, or with labels, and what their rows hold."""

from __future__ import annotations

from tests.runs.shapes import (
    ANSWER,
    ASKED,
    BAD,
    BAD_ANSWER,
    EARLIER,
    LONG,
    PLAIN,
    SAID,
    SYSTEM_TURN,
    TOLD,
    WITH_SYSTEM,
    WORSE,
    Shape,
    chat,
    sharegpt,
)

PREFERENCES = [
    Shape("pair", "dpo", {"prompt": ASKED, "chosen": SAID, "rejected": WORSE}, PLAIN, **BAD),
    Shape(
        "pair with id",
        "dpo",
        {"id": 4, "prompt": ASKED, "chosen": SAID, "rejected": WORSE},
        PLAIN,
        **BAD,
        fields={"id": 4},
    ),
    Shape(
        "pair of turns",
        "dpo",
        {"prompt": [SYSTEM_TURN, *chat(ASKED)], "chosen": ANSWER, "rejected": BAD_ANSWER},
        WITH_SYSTEM,
        **BAD,
    ),
    Shape(
        "pair of orca",
        "dpo",
        {"system": TOLD, "question": ASKED, "chosen": SAID, "rejected": WORSE},
        WITH_SYSTEM,
        **BAD,
    ),
    Shape(
        "pair of alpaca",
        "dpo",
        {"instruction": ASKED, "input": "", "chosen": SAID, "rejected": WORSE},
        PLAIN,
        **BAD,
    ),
    Shape(
        "ultrafeedback",
        "dpo",
        {
            "prompt": ASKED,
            "chosen": chat(ASKED, SAID),
            "rejected": chat(ASKED, WORSE),
            "messages": chat(ASKED, SAID),
            "score_chosen": 8.0,
            "score_rejected": 2.0,
        },
        PLAIN,
        **BAD,
        fields={"score_chosen": 8.0, "score_rejected": 2.0},
    ),
    Shape(
        "dialogues",
        "dpo-implicit",
        {"chosen": chat(*EARLIER, ASKED, SAID), "rejected": chat(*EARLIER, ASKED, WORSE)},
        LONG,
        **BAD,
    ),
    Shape(
        "hh",
        "dpo-implicit",
        {
            "chosen": f"\n\nHuman: {ASKED}\n\nAssistant: {SAID}",
            "rejected": f"\n\nHuman: {ASKED}\n\nAssistant: {WORSE}",
        },
        PLAIN,
        **BAD,
    ),
    Shape(
        "llama-factory",
        "dpo-messages",
        {
            "conversations": sharegpt(ASKED),
            "chosen": {"from": "gpt", "value": SAID},
            "rejected": {"from": "gpt", "value": WORSE},
        },
        PLAIN,
        **BAD,
    ),
    Shape(
        "axolotl",
        "dpo-messages",
        {"messages": chat(ASKED), "chosen": ANSWER[0], "rejected": BAD_ANSWER[0]},
        PLAIN,
        **BAD,
    ),
    Shape(
        "openai",
        "dpo-openai",
        {
            "input": {"messages": chat(ASKED), "tools": [], "parallel_tool_calls": True},
            "preferred_output": ANSWER,
            "non_preferred_output": BAD_ANSWER,
        },
        PLAIN,
        **BAD,
        fields={"tools": [], "parallel_tool_calls": True},
    ),
    Shape(
        "swift pair",
        "dpo-swift",
        {"messages": chat(ASKED, SAID), "rejected_response": WORSE},
        PLAIN,
        **BAD,
    ),
    Shape(
        "swift dialogues",
        "dpo-swift",
        {"messages": chat(ASKED, SAID), "rejected_messages": chat(ASKED, WORSE)},
        PLAIN,
        **BAD,
    ),
    Shape(
        "swift texts",
        "dpo-swift",
        {"query": ASKED, "response": SAID, "rejected_response": WORSE},
        PLAIN,
        **BAD,
    ),
    Shape("good", "kto", {"prompt": ASKED, "completion": SAID, "label": True}, PLAIN),
    Shape(
        "bad",
        "kto",
        {"prompt": ASKED, "completion": WORSE, "label": False},
        (PLAIN[0], ("assistant", WORSE)),
        kept=False,
    ),
    Shape(
        "label of a table",
        "kto",
        {"prompt": ASKED, "completion": SAID, "label": "False"},
        PLAIN,
        kept=False,
    ),
    Shape(
        "bad turns",
        "kto",
        {"prompt": chat(ASKED), "completion": ANSWER, "label": False},
        PLAIN,
        kept=False,
    ),
    Shape(
        "bad messages", "kto", {"messages": chat(ASKED, SAID), "label": False}, PLAIN, kept=False
    ),
    Shape(
        "tag", "kto", {"conversations": sharegpt(ASKED, SAID), "kto_tag": False}, PLAIN, kept=False
    ),
    Shape(
        "tag of alpaca",
        "kto",
        {"instruction": ASKED, "input": "", "output": SAID, "kto_tag": True},
        PLAIN,
    ),
    Shape(
        "a label that is none",
        "",
        {"messages": chat(ASKED, SAID), "label": "sea"},
        PLAIN,
        fields={"label": "sea"},
    ),
]
