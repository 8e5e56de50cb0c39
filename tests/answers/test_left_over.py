"""All that an answer says is in a record, counted as lost, or told as left over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_core.answers import parse_items
from sdk_core.answers.left_over import Leftovers

PAIR = {"question": "What drives a mill?", "answer": "Wind or water."}
MORE = {"question": "What does it grind?", "answer": "Grain."}
ONE, OTHER = json.dumps(PAIR), json.dumps(MORE)


def _texts(left: tuple[tuple[str, str], ...]) -> list[str]:
    return [text for _, text in left]


@pytest.mark.parametrize(
    ("text", "taken", "lost"),
    [
        ('{"qa_pairs": [%s], "extra": [%s]}', 2, 0),
        ('[[%s], [%s]]', 2, 0),
        ("```json\n[%s]\n```\nMore:\n```json\n[%s]\n```", 2, 0),
        ('<think>Two will do.</think>[%s, %s]', 2, 0),
        ('[%s, {"question": "A half?"}]', 1, 1),
        ('[%s, {"topic": "Sails", "fact": "They turn."}]', 1, 1),
        ('[%s, "What else? The miller."]', 1, 1),
        ('{"qa_pairs": [%s, "and more of the same"], "count": 2}', 1, 1),
        ('[{"follow_ups": [%s], "question": "Who?", "answer": "He."}]', 1, 1),
        ("[%s]\n\nQ: What else?\nA: The miller.", 1, 1),
        ("[%s]\n```yaml\n- question: What else?\n  answer: The miller.\n```", 1, 1),
        ("[%s]\n\n1. What else?\nThe miller.", 1, 1),
    ],
)  # fmt: skip
def test_what_is_like_a_record_is_taken_or_lost(text: str, taken: int, lost: int) -> None:
    parsed = parse_items(text.replace("%s", ONE, 1).replace("%s", OTHER, 1))
    assert (len(parsed.items), parsed.lost) == (taken, lost)
    assert parsed.status == ("partial" if lost else "ok")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[%s]", []),
        ('{"pairs": [%s], "count": 1, "done": true}', []),
        ('{"language": "en", "pairs": [%s]}', ["en"]),
        ('{"pairs": [%s], "follow_up_questions": ["Who grinds?", "Where?"]}',
         ["Who grinds?", "Where?"]),
        ('{"pairs": [%s], "bonus": [{"topic": "Sails", "fact": "They turn."}]}',
         ["Sails", "They turn."]),
        ("Here are the pairs:\n\n```json\n[%s]\n```\n\nThey cover all of it.",
         ["Here are the pairs", "They cover all of it"]),
        ('```json\n[%s]\n```\nand\n```json\n{"facts": ["Sails turn."]}\n```', ["Sails turn."]),
        ('%s\nnot a line of JSON\n%s', ["not a line of JSON"]),
        ("Question: Who?\nAnswer: He.\n\nSource: page 3", []),
        ("<pairs><question>Who?</question><answer>He.</answer><source>page</source></pairs>",
         ["page"]),
        ("| Question | Answer | Level |\n|---|---|---|\n| Who? | He. | easy |",
         ["Level", "easy"]),
        ("- question: Who?\n  answer: He.\n- A remark.", ["A remark"]),
    ],
)  # fmt: skip
def test_what_is_beside_the_records_is_told(text: str, left: list[str]) -> None:
    parsed = parse_items(text.replace("%s", ONE, 1).replace("%s", OTHER, 1))
    assert parsed.status == "ok"
    assert [" ".join(told.split()) for told in _texts(parsed.left)] == left


def test_the_names_of_further_fields_are_counted() -> None:
    rows = [
        {**PAIR, "difficulty": "easy", "tags": ["sails", "corn"]},
        {**MORE, "difficulty": "hard"},
    ]
    left = Leftovers()
    for answer in (json.dumps(rows), f"Sure, here:\n{ONE}"):
        left.add(parse_items(answer).left)
    assert left.sentence() == (
        "the model's answers held 5 texts that nobody asked for, which are in no record: 2 in "
        "'difficulty', 2 in 'tags', 1 around or between the records; the first is “easy”"
    )
    assert Leftovers().sentence() == ""


def test_records_run_together_in_a_string_are_taken_apart() -> None:
    glued = ONE[:-2] + json.dumps(f'"}}, {OTHER[:-2]}')[1:-1] + '"}'
    assert json.loads(glued)["answer"].startswith("Wind or water.")
    parsed = parse_items(f"[{glued}]")
    assert [item["answer"] for item in parsed.items] == ["Wind or water.", "Grain."]
    quoted = {"question": "How is JSON written?", "answer": f"As in [{ONE}, {OTHER}]."}
    assert list(parse_items(json.dumps([quoted])).items) == [quoted]


_WORDS = st.text(st.sampled_from("abc é水?.,\n'"), min_size=1, max_size=20)
_NAMES = st.sampled_from(["question", "answer", "note", "topic", "follow_up", "pairs", "level"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=20,
)


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [leaf for child in value for leaf in _leaves(child)]
    return [value] if isinstance(value, str) else []


@given(_VALUES, st.sampled_from(["%s", "Here:\n%s", "```json\n%s\n```", "%s\nThat is it."]))
def test_no_text_of_an_answer_goes_without_a_word(value: Any, around: str) -> None:
    parsed = parse_items(around.replace("%s", json.dumps([PAIR, value])))
    told = "\0".join([*(v for item in parsed.items for v in item.values()), *_texts(parsed.left)])
    for leaf in _leaves(value):
        if any(letter.isalpha() for letter in leaf):
            assert parsed.lost or leaf.strip() in told, leaf
