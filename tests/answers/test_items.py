"""Records from every kind of answer, whole or damaged."""

from __future__ import annotations

import json

import pytest

from sdk_core.answers import ParsedItems, parse_items, visible_text

TWO = [("What drives a mill?", "Wind or water."), ("What does it grind?", "Grain.")]
COMPACT = json.dumps([{"question": q, "answer": a} for q, a in TWO])


def pairs(parsed: ParsedItems) -> list[tuple[str, str]]:
    return [(item["question"], item["answer"]) for item in parsed.items]


def one(answer: str) -> str:
    """Return the answer read from a pair whose raw string is given."""
    parsed = parse_items('[{"question":"Which?","answer":"' + answer + '"}]')
    assert parsed.status == "ok"
    return parsed.items[0]["answer"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (COMPACT, "json"),
        (f"\ufeff\n{COMPACT}\n", "json"),
        (json.dumps({"topics": ["mills"], "made_up_name": json.loads(COMPACT)}), "json"),
        (json.dumps({"name": "emit", "arguments": COMPACT}), "json"),
        (json.dumps(COMPACT), "json"),
        (json.dumps({str(i): row for i, row in enumerate(json.loads(COMPACT))}), "json"),
        (f"<think>no [{{}}]</think>{COMPACT}", "json"),
        (f'So {{"question": "x", "answer": "x"}} fits.\n</think>\n{COMPACT}', "json"),
        (f"<|channel|>analysis<|message|>{{}}<|end|><|channel|>final<|message|>{COMPACT}", "json"),
        (f"{COMPACT}<|eot_id|></s>", "json"),
        (f"```json\n{COMPACT}\n```", "fence"),
        (f"As in [3], see {{below}}:\n{COMPACT}\nDone [4].", "span"),
        (COMPACT.replace("}, {", "}\n{")[1:-1], "span"),
        (COMPACT.replace("}", ",}"), "scanner"),
        (COMPACT.replace("}, {", "} {"), "scanner"),
        (COMPACT.replace('", "', '" "'), "scanner"),
        (COMPACT.replace('"', "'"), "scanner"),
        (COMPACT.replace('"', "`"), "scanner"),
        (COMPACT.replace('"', "“"), "scanner"),
        (COMPACT.replace('"question"', "question").replace('"answer"', "answer"), "scanner"),
        (COMPACT.replace(":", " ="), "scanner"),
        (COMPACT.replace("}]", "]}"), "scanner"),
        (COMPACT[1:], "span"),
        (COMPACT.replace("}, {", "}, // next\n{") + " # end", "scanner"),
        (COMPACT.replace("}]", '}, ...]'), "scanner"),
        (COMPACT.replace('"', "&quot;"), "json"),
        (COMPACT.replace('"', '\\"'), "json"),
        (COMPACT.translate(str.maketrans("[]{}:,", "［］｛｝：，")), "scanner"),
        (COMPACT.replace(" ", "\u2003\u200b"), "scanner"),
        ("".join(f"<q>{q}</q>\n<a>{a}</a>" for q, a in TWO), "tagged"),
        ("\n".join(f"- question: {q}\n  answer: '{a}'\n  level: 2" for q, a in TWO), "yaml"),
        ("\n\n".join(f"Q{i}: {q}\nA{i}: {a}" for i, (q, a) in enumerate(TWO)), "labelled"),
        ("\n\n".join(f"**Question:** {q}\n**Answer:** {a}" for q, a in TWO), "labelled"),
        ("\n".join(f"Question: {q} Answer: {a}" for q, a in TWO), "labelled"),
        ("\n".join(f"## Question {i}\n{q}\n## Answer\n{a}" for i, (q, a) in enumerate(TWO)),
         "labelled"),
        ("\n".join(f"{i}. **{q}** {a}" for i, (q, a) in enumerate(TWO, 1)), "numbered"),
        ("|Question|Answer|\n|---|:-:|\n" + "\n".join(f"| {q} | {a} |" for q, a in TWO), "table"),
        ("question;answer\n" + "\n".join(f'"{q}";{a}' for q, a in TWO), "table"),
        ("\n".join(f"{i}. **{q}**\n   {a}" for i, (q, a) in enumerate(TWO, 1)), "numbered"),
    ],
)  # fmt: skip
def test_every_layout_gives_the_same_pairs(text: str, step: str) -> None:
    parsed = parse_items(text)
    got = [
        (q.replace("\u2003\u200b", " "), a.replace("\u2003\u200b", " ")) for q, a in pairs(parsed)
    ]
    assert got == TWO
    assert (parsed.status, parsed.lost, parsed.step, parsed.reason) == ("ok", 0, step, "")


@pytest.mark.parametrize(
    "value",
    [
        {"q": "Why?", "a": "So."},
        {"Prompt": "Why?", "Response": "So.", "score": 3},
        {"**Question**": "Why?", " answer ": "So."},
        {"question_1": "Why?", "answer_1": "So."},
        {"questions": ["Why?"], "answers": ["So."]},
        {"Why?": "So."},
        [["Why?", "So."]],
        [{"question": "Why?"}, {"answer": "So."}],
        [{"role": "system", "content": "s"}, {"role": "user", "content": "Why?"},
         {"role": "assistant", "content": "So."}],
        {"messages": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "So."}]},
        {"question": "Why?", "answer": {"text": "So."}, "meta": {"question": "x", "answer": "y"}},
        {"prompt": "Write pairs.", "output": [{"question": "Why?", "answer": "So."}]},
        {"instruction": "Why?", "input": "", "output": "So."},
    ],
)  # fmt: skip
def test_shapes(value: object) -> None:
    parsed = parse_items(json.dumps(value))
    assert pairs(parsed) == [("Why?", "So.")]
    assert parsed.status == "ok"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('"a" is "b", said "c"', '"a" is "b", said "c"'),
        ('a 3/4" bolt', 'a 3/4" bolt'),
        ('f("x") and d["k"]', 'f("x") and d["k"]'),
        ('the {"a": "b"} object', 'the {"a": "b"} object'),
        ('[{"a": "b"}, {"c": "d"}] is a list', '[{"a": "b"}, {"c": "d"}] is a list'),
        ("two\n\nlines\tand a tab", "two\n\nlines\tand a tab"),
        ("two\\n  lines", "two\n  lines"),
        ("http://h/x//y # no comment", "http://h/x//y # no comment"),
        ("[1,] and {2,}", "[1,] and {2,}"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("\\frac{1}{2} \\beta \\times \\nabla", "\\frac{1}{2} \\beta \\times \\nabla"),
        ("$\\\\frac{a}{b}$\\nend", "$\\frac{a}{b}$\nend"),
        ("so $\\nu = 2$", "so $\\nu = 2$"),
        ("then\\nu = 2", "then\nu = 2"),
        ("\\d+\\.\\w", "\\d+\\.\\w"),
        ("D:\\build\\tools\\new", "D:\\build\\tools\\new"),
        ("Part A:\\nfirst\\nsecond", "Part A:\nfirst\nsecond"),
        ("it\\'s \\x41", "it's A"),
        ("\\ud83d\\ude80 \\u00e9", "🚀 é"),
        ("bad \\ud83d end", "bad \ufffd end"),
        ("bell \x07 gone", "bell  gone"),
        ("👩\u200d🚀 stays", "👩\u200d🚀 stays"),
        ("Q: who? A: me", "Q: who? A: me"),
        ("<think>x</think> tag", "<think>x</think> tag"),
        ("ends with ```", "ends with ```"),
    ],
)
def test_text_is_kept_verbatim(raw: str, text: str) -> None:
    assert one(raw) == text
    # The same string in a document that needs the scanner.
    damaged = parse_items('[{"question":"Which?","answer":"' + raw + '"},]')
    assert damaged.items[0]["answer"] == text


def test_string_concatenation() -> None:
    assert pairs(parse_items('[{"question": "Why?", "answer": "So " +\n "it is."}]')) == [
        ("Why?", "So it is.")
    ]


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        ('[{"question":"a?","answer":"b"},{"question":"c?","answer":"half of', 1, 1),
        ('[{"question":"a?","answer":"b"},{"question":"c?","ans', 1, 1),
        ('[{"question":"a?","answer":"b"},{"q', 1, 1),
        ('[{"question":"a?","answer":"b"},', 1, 1),
        ('[{"question":"a?","answer":"b"},{"question":"c?","answer":"he (\\"x\\")', 1, 1),
        ('[{"question":"a?","answer":"b"},{"question":"c?"}]', 1, 1),
        ('[{"question":"a?","answer":"b"},{"question":"c?","answer":" "},{"question":null}]', 1, 2),
        ('{"question":"a?","answer":"b"}\n{"question":"c?","answer":"to\n'
         '{"question":"d?","answer":"e"}', 2, 1),
        ('[{"question":"a?","answer":"half},{"question":"c?","answer":"d"}]', 1, 1),
        ('[{"question":"a?","answer":"old","answer":"new"}]', 1, 1),
        ('[{"question":"a?","answer":"it says {"question": "x"} here"}]', 1, 1),
        ('[{"question":"a?","answer":"b", "note": "never en', 1, 1),
        ("<question>a?</question><answer>b</answer><question>c?</question><answer>ha", 1, 1),
    ],
)  # fmt: skip
def test_losses_are_counted(text: str, kept: int, lost: int) -> None:
    parsed = parse_items(text)
    assert (parsed.status, len(parsed.items), parsed.lost) == ("partial", kept, lost)
    assert str(lost) in parsed.reason


@pytest.mark.parametrize(
    "text",
    [
        "", "  \n", "null", "42", '"words"', "[1, 2]", "{}",
        "I'm sorry, but I can't do that.",
        "ERROR: 500 - {'error': {'message': 'overloaded'}}",
        '{"error": "overloaded", "data": []}',
        "<html><body><a href='x'>Bad gateway</a></body></html>",
        '<think>[{"question": "a?", "answer": "b"}]',
        '{"type":"object","properties":{"question":{"type":"string"},"answer":{"type":"string"}}}',
        '[{"question": "Question 1?", "answer": "Answer 1."}]',
        '[{"question": "a?"}, {"question": "b?"}]',
        '[{"question": "a?", "answer": "half',
        "{question: string; answer: string}[]",
        "I would return [] if there was nothing, but I refuse.",
        "[" * 5000,
    ],
)  # fmt: skip
def test_unusable_answers_fail_loudly(text: str) -> None:
    parsed = parse_items(text)
    assert (parsed.status, parsed.items) == ("failed", ())
    assert parsed.lost >= 1
    assert parsed.reason


@pytest.mark.parametrize("text", ["[]", '{"pairs": []}', "```json\n[]\n```", "Nothing here: []"])
def test_a_valid_zero_is_empty(text: str) -> None:
    parsed = parse_items(text)
    assert (parsed.status, parsed.items, parsed.lost) == ("empty", (), 0)


def test_token_limit() -> None:
    assert parse_items(COMPACT, finish_reason="length").status == "ok"
    lines = COMPACT[1:-1].replace("}, {", "}\n{")
    assert parse_items(lines, finish_reason="length").status == "partial"
    labelled = parse_items("Q: a?\nA: b\nQ: c?\nA: d and", finish_reason="length")
    assert (labelled.status, pairs(labelled)) == ("partial", [("a?", "b")])


def test_announced_correction_replaces_a_draft() -> None:
    text = (
        'Draft:\n[{"question": "Is tin a gas?", "answer": "Yes."}]\n'
        'That was wrong. Fixed:\n[{"question": "Is tin a gas?", "answer": "No."}]'
    )
    assert pairs(parse_items(text)) == [("Is tin a gas?", "No.")]


def test_merged_objects_are_split() -> None:
    text = '[{"question":"a?","answer":"b","question":"c?","answer":"d"}]'
    assert pairs(parse_items(text)) == [("a?", "b"), ("c?", "d")]


def test_values_that_are_not_strings() -> None:
    text = '[{"question":"n?","answer":1.50},{"question":"b?","answer":true},'
    text += '{"question":"l?","answer":["x","y"]},{"question":"h?","answer":' + "9" * 5000 + "}]"
    assert [a for _, a in pairs(parse_items(text))] == ["1.50", "true", "x\ny", "9" * 5000]


def test_other_fields() -> None:
    fields = ("question", "reasoning", "answer")
    text = '[{"question":"2+2?","chain_of_thought":["2","+2"],"answer":4}]'
    assert parse_items(text, fields).items == (
        {"question": "2+2?", "reasoning": "2\n+2", "answer": "4"},
    )
    assert parse_items(COMPACT, fields).status == "failed"
    tagged = "<question>a?</question><reasoning>r</reasoning><answer>b</answer>"
    assert parse_items(tagged, fields).items[0]["reasoning"] == "r"
    named = parse_items('[{"Source Text": "x", "tone-label": "y"}]', ("source_text", "tone_label"))
    assert named.items == ({"source_text": "x", "tone_label": "y"},)
    alike = parse_items(
        '[{"instruction":"i","input":"n","output":"o"}]', ("instruction", "input", "output")
    )
    assert alike.items == ({"instruction": "i", "input": "n", "output": "o"},)


def test_bracket_bomb_beside_an_item() -> None:
    text = '[{"question":"a?","answer":"b"}, ' + "[" * 9000 + "]" * 9000 + "]"
    assert pairs(parse_items(text)) == [("a?", "b")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<think>plan</think>\nA summary.", "A summary."),
        ("plan\n</think>\n\nA summary.<|im_end|>", "A summary."),
        ("```markdown\nA summary.\n```", "A summary."),
        ("Text with\n```\ncode\n```\ninside.", "Text with\n```\ncode\n```\ninside."),
        ("<think>never closed", ""),
        ("It begins with `<think>`", "It begins with `<think>`"),
        ("<|channel|>analysis<|message|>hm<|end|><|channel|>final<|message|>Done.", "Done."),
    ],
)
def test_visible_text(raw: str, text: str) -> None:
    assert visible_text(raw) == text
