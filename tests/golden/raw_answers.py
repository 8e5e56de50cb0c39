"""Raw answers of models, good and bad, by what they were asked for."""

from __future__ import annotations

import json

_TWO = [
    {"question": "How many locks?", "answer": "Twelve."},
    {"question": "When do gates open?", "answer": "At six."},
]
_JSON = json.dumps(_TWO)
_LINES = json.dumps(_TWO, indent=1)

PAIRS: dict[str, str] = {
    "array": _JSON,
    "indented": _LINES,
    "fenced": f"```json\n{_LINES}\n```",
    "fenced without language": f"```\n{_JSON}\n```",
    "fence left open": f"```json\n{_LINES}",
    "words before": f"Here are your pairs:\n\n{_JSON}",
    "words around": f"Sure! {_JSON}\n\nLet me know if you want more.",
    "thinking before": f"<think>They want [2] pairs.</think>\n{_JSON}",
    "thinking left open": f"<think>They want pairs.\n{_JSON}",
    "wrapped": json.dumps({"qa_pairs": _TWO}),
    "wrapped oddly": json.dumps({"result": {"data": _TWO}}),
    "single object": json.dumps(_TWO[0]),
    "objects a line": "\n".join(json.dumps(pair) for pair in _TWO),
    "objects without commas": " ".join(json.dumps(pair) for pair in _TWO),
    "two arrays": f"{json.dumps(_TWO[:1])}\n{json.dumps(_TWO[1:])}",
    "nested arrays": json.dumps([_TWO]),
    "text in text": json.dumps(_JSON),
    "trailing comma": _LINES.replace("}\n]", "},\n]"),
    "single quotes": "[{'question': 'How many?', 'answer': 'Twelve.'}]",
    "single quotes inside": "[{'question': 'What\\'s it?', 'answer': \"The keeper's.\"}]",
    "curly quotes": "[{“question”: “How many?”, “answer”: “Twelve.”}]",
    "bare keys": '[{question: "How many?", answer: "Twelve."}]',
    "comments": '[\n// first\n{"question": "How many?", "answer": "Twelve."} /* end */\n]',
    "python words": '[{"question": "Open?", "answer": True, "note": None}]',
    "quotes unescaped": '[{"question": "What is a "lock"?", "answer": "A "chamber" of water."}]',
    "raw line ends": '[{"question": "How\nmany?", "answer": "Twelve\tin all."}]',
    "bad escapes": '[{"question": "Cost in \\$?", "answer": "\\alpha and \\frac{1}{2}"}]',
    "unicode escapes": '[{"question": "\\u00dcber?", "answer": "\\ud83d\\ude00 \\ud83d"}]',
    "cut in answer": _JSON[:-12],
    "cut in key": _JSON[: _JSON.index("answer", 60) + 3],
    "cut after first": _JSON[: _JSON.index("}") + 2],
    "other names": '[{"Q": "How many?", "A": "Twelve."}, {"prompt": "When?", "response": "Six."}]',
    "capital names": '[{"Question": "How many?", "ANSWER": "Twelve."}]',
    "instruction names": '[{"instruction": "Count.", "output": "Twelve."}]',
    "further keys": '[{"question": "How many?", "answer": "Twelve.", "source": "p. 1", "n": 2}]',
    "empty answer": '[{"question": "How many?", "answer": ""}, {"question": "", "answer": "x"}]',
    "number as answer": '[{"question": "How many?", "answer": 12}]',
    "list as answer": '[{"question": "Which?", "answer": ["one", "two"]}]',
    "object as answer": '[{"question": "Which?", "answer": {"a": 1}}]',
    "null answer": '[{"question": "Which?", "answer": null}, {"question": "Why?", "answer": "."}]',
    "answer missing": '[{"question": "Which?"}, {"question": "Why?", "answer": "So."}]',
    "repeated": json.dumps([*_TWO, _TWO[0]]),
    "too many": json.dumps([*_TWO, *({"question": f"Q{n}?", "answer": f"{n}"} for n in range(6))]),
    "pairs of texts": '[["How many?", "Twelve."], ["When?", "At six."]]',
    "one mapping": '{"How many?": "Twelve.", "When?": "At six."}',
    "labelled": "Q: How many locks?\nA: Twelve.\n\nQ: When?\nA: At six.\nOr later.",
    "labelled and numbered": "1. Question: How many?\n   Answer: Twelve.\n"
    "2. Question: When?\n   Answer: At six.",
    "labelled in bold": "**Question 1:** How many?\n**Answer 1:** Twelve.\n",
    "headings": "### Question\nHow many?\n\n### Answer\nTwelve.\n",
    "table": "| Question | Answer |\n|---|---|\n| How many? | Twelve. |\n| When? | At six. |",
    "yaml": "- question: How many?\n  answer: Twelve.\n- question: When?\n  answer: |\n    Six.\n",
    "xml": "<pair><question>How many?</question><answer>Twelve.</answer></pair>",
    "csv": 'question,answer\n"How many?","Twelve, in all."\n',
    "code in answer": '[{"question": "Code?", "answer": "```python\\nx = [1, {}]\\n```"}]',
    "braces in answer": '[{"question": "Set?", "answer": "Use {a} and [b] and }]."}]',
    "json in answer": json.dumps([{"question": "Show JSON.", "answer": _JSON}]),
    "empty": "",
    "blank": " \n\t\n",
    "empty array": "[]",
    "empty object": "{}",
    "refusal": "I'm sorry, but I cannot help with that request.",
    "prose": "The canal has twelve locks. It is a fine canal.",
    "placeholder": '[{"question": "...", "answer": "..."}]',
    "example of the prompt": '[{"question": "Question 1?", "answer": "Answer 1."}]',
    "endless": '[{"question": "Why?", "answer": "' + "so " * 300,
    "marks of order": "\ufeff\u200b" + _JSON,
    "controls": '[{"question": "A\u0000B\u001b[31m?", "answer": "C\u0007."}]',
    "model tokens": f"<|im_start|>assistant\n{_JSON}<|im_end|>",
}

_THOUGHT = [{"question": "Why six?", "reasoning": "Dawn is at five.", "answer": "For the light."}]
EXAMPLES: dict[str, str] = {
    "array": json.dumps(_THOUGHT),
    "fenced": f"```json\n{json.dumps(_THOUGHT, indent=2)}\n```",
    "steps as list": '[{"question": "Why?", "reasoning": ["One.", "Two."], "answer": "So."}]',
    "steps as object": '[{"question": "Why?", "reasoning": {"1": "One."}, "answer": "So."}]',
    "other name": '[{"question": "Why?", "chain_of_thought": "One.", "answer": "So."}]',
    "without reasoning": '[{"question": "Why?", "answer": "So."}]',
    "reasoning in answer": '[{"question": "Why?", "answer": "<think>One.</think>So."}]',
    "labelled": "Question: Why?\nReasoning: One.\nTwo.\nAnswer: So.\n",
    "cut": json.dumps(_THOUGHT)[:-20],
    "prose": "First one thinks, then one answers.",
}

_RATED = [{"index": n, "rating": rating} for n, rating in enumerate((9, 4, 7.5))]
RATINGS: dict[str, str] = {
    "array": json.dumps(_RATED),
    "fenced": f"```json\n{json.dumps(_RATED)}\n```",
    "thinking before": f"<think>[1, 2, 3]</think>{json.dumps(_RATED)}",
    "wrapped": json.dumps({"ratings": _RATED}),
    "other order": json.dumps(_RATED[::-1]),
    "from one": json.dumps([{**rated, "index": int(rated["index"]) + 1} for rated in _RATED]),
    "without index": json.dumps([{"rating": rated["rating"]} for rated in _RATED]),
    "numbers alone": "[9, 4, 7.5]",
    "numbers in text": "9\n4\n7.5",
    "as texts": '[{"index": "0", "rating": "9/10"}, {"index": "1", "rating": "four"}]',
    "of ten": "1. 9/10\n2. 4/10\n3. 7.5/10",
    "labelled": "Pair 0: rating 9\nPair 1: rating 4\nPair 2: rating 8\n",
    "mapping": '{"0": 9, "1": 4, "2": 8}',
    "pairs repeated": json.dumps(
        [{"question": f"Question {n}?", "answer": f"Answer {n}.", "rating": 8} for n in range(3)]
    ),
    "score": '[{"index": 0, "score": 9}, {"index": 1, "score": 4}, {"index": 2, "score": 8}]',
    "with reasons": '[{"index": 0, "rating": 9, "reason": "Good."}, {"index": 1, "rating": 2}]',
    "one missing": json.dumps(_RATED[:2]),
    "one twice": json.dumps([*_RATED, {"index": 0, "rating": 2}]),
    "one too many": json.dumps([*_RATED, {"index": 3, "rating": 2}]),
    "beyond": '[{"index": 0, "rating": 11}, {"index": 1, "rating": -1}, {"index": 2, "rating": 0}]',
    "of hundred": '[{"index": 0, "rating": 90}, {"index": 1, "rating": 40}]',
    "null": '[{"index": 0, "rating": null}, {"index": 1, "rating": true}]',
    "cut": json.dumps(_RATED)[:-14],
    "empty": "",
    "prose": "All three pairs are excellent.",
    "single number": "8",
}

REASONING: dict[str, str] = {
    "array": '[{"index": 0, "reasoning": "First."}, {"index": 1, "reasoning": "Then."}]',
    "one": '[{"index": 1, "reasoning": "Then."}]',
    "unknown index": '[{"index": 7, "reasoning": "Then."}]',
    "fenced": '```json\n[{"index": 0, "reasoning": "First."}]\n```',
    "conversation repeated": json.dumps(
        [
            {"role": "user", "content": "Why?"},
            {"role": "assistant", "content": "Let me think. First. So."},
        ]
    ),
    "tags inside": '[{"index": 0, "reasoning": "<think>First.</think>"}]',
    "empty reasoning": '[{"index": 0, "reasoning": ""}]',
    "prose": "It follows from what was said.",
    "empty": "",
}

SUMMARIES: dict[str, str] = {
    "plain": "A canal with twelve locks.",
    "labelled": "Summary: A canal with twelve locks.",
    "words before": "Here is the summary:\n\nA canal with twelve locks.",
    "fenced": "```\nA canal with twelve locks.\n```",
    "json": '{"summary": "A canal with twelve locks."}',
    "thinking before": "<think>Locks.</think>A canal with twelve locks.",
    "thinking alone": "<think>Locks.",
    "quoted": '"A canal with twelve locks."',
    "empty": "",
    "refusal": "I cannot summarize this.",
}
