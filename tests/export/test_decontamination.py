"""Texts of benchmarks in training data: in any script, turn and field, from any shape of file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import UsageError
from sdk_core.export.decontamination import Reference
from sdk_core.model import Example, Message

LONG = "In which year did the first tramway open in the old harbour district of the city?"

BENCHMARK = {
    "long": LONG,
    "eight words": "Name the longest river of the whole continent.",
    "five words": "When was the bridge built?",
    "three words": "What is photosynthesis?",
    "two words": "Define osmosis.",
    "Chinese": "法国的首都是哪里？请用一个词回答这个问题。",
    "short Chinese": "珠穆朗玛峰有多高？",
    "Japanese": "東京タワーの高さは何メートルですか。正確な数字で答えてください。",
    "Thai": "เมืองหลวงของประเทศฝรั่งเศสคือเมืองอะไร",
    "Lao": "ນະຄອນຫຼວງຂອງປະເທດຝຣັ່ງແມ່ນເມືອງໃດ",
    "Khmer": "តើរដ្ឋធានីរបស់ប្រទេសបារាំងឈ្មោះអ្វី",
    "Hindi": "फ्रांस की राजधानी का नाम क्या है और वह कहाँ है?",
    "Arabic": "ما هي عاصمة فرنسا وفي أي قارة تقع هذه الدولة؟",
    "Korean": "프랑스의 수도는 어디이며 그 도시에는 몇 명이 살고 있습니까?",
    "Vietnamese": "Thủ đô của nước Pháp là thành phố nào và có bao nhiêu người?",
}


def reference(folder: Path, *texts: str) -> Reference:
    path = folder / "bench.jsonl"
    path.write_text("".join(json.dumps({"question": text}) + "\n" for text in texts), "utf-8")
    return Reference((path,))


def qa(question: str, answer: str = "An answer.", **more: Any) -> Example:
    return Example(kind="qa", fields={"question": question, "answer": answer, **more})


@pytest.mark.parametrize("name", BENCHMARK)
def test_copies_are_found_in_any_script(tmp_path: Path, name: str) -> None:
    entry = BENCHMARK[name]
    bench = reference(tmp_path, entry)
    found = bench.found_in(qa(entry))
    assert found is not None
    assert found.startswith("holds entry 1 of bench.jsonl: ")
    assert bench.found_in(qa(f"  {entry.upper().rstrip('.?？。؟')} "))
    assert (
        bench.found_in(qa("How long does the warranty on the pump last?", "两年。Two years."))
        is None
    )


@pytest.mark.parametrize("name", [name for name in BENCHMARK if name != "two words"])
def test_copies_are_found_within_other_texts_turns_and_fields(tmp_path: Path, name: str) -> None:
    entry = BENCHMARK[name]
    bench = reference(tmp_path, entry)
    turns = [Message("user", "Hello"), Message("assistant", "Hi"), Message("user", f"Now: {entry}")]
    answer = Message("assistant", "Well.", reasoning=f"They ask: {entry} I think.")
    for example in (
        qa(f"Consider this.\n{entry}\nExplain."),
        qa("Give me a question.", f"Here is one: {entry} The answer is 40."),
        qa("q?", "a", hints=["none", {"text": f"Think. {entry}"}]),
        Example(kind="conversation", messages=(*turns, Message("assistant", "Yes."))),
        Example(kind="conversation", messages=(turns[0], answer)),
        Example(kind="conversation", messages=(turns[0],), rejected=(turns[2],)),
    ):
        assert bench.found_in(example)


def test_what_readers_do_not_see_makes_no_difference(tmp_path: Path) -> None:
    bench = reference(tmp_path, LONG, "Où se trouve la gare de Besançon ?")
    assert bench.found_in(qa(LONG.replace("tramway", "tram\u200bway").replace(" ", "\n")))
    assert bench.found_in(qa(LONG.replace("in the", "-- IN, the")))
    assert bench.found_in(qa("Ou\u0300 se trouve la gare de Besanc\u0327on ?"))
    assert bench.found_in(qa("".join(chr(ord(c) + 0xFEE0) if "!" < c <= "~" else c for c in LONG)))


def test_short_entries_do_not_hit_by_chance(tmp_path: Path) -> None:
    bench = reference(tmp_path, "What is it?", "Define osmosis.", "法国首都？", "Why?")
    for text in (
        "What is it called in the manual?",
        "Please define osmosis and name an example.",
        "Say why it is so.",
        "法国首都的人口",
    ):
        assert bench.found_in(qa("Tell me.", text)) is None
        assert bench.found_in(qa(text)) is None
    assert bench.found_in(qa("Tell me.", "Define osmosis.")) is None
    assert bench.found_in(qa("define osmosis"))


CHOICES = [{"text": "to keep warm", "label": "A"}]
TURNS = [{"role": "user", "content": "{}"}, {"role": "assistant", "content": "To keep warm."}]
SHAREGPT = [{"from": "human", "value": "{}"}, {"from": "gpt", "value": "To keep warm."}]

SHAPES = {
    "gsm8k.jsonl": {"question": "{}", "answer": "To keep warm"},
    "math.json": [{"problem": "{}", "solution": "So it is 40.", "level": "Level 5"}],
    "mmlu.jsonl": {"subject": "law", "question": "{}", "choices": ["to keep warm", "no dogs"]},
    "arc.jsonl": {"id": "7", "question": {"stem": "{}", "choices": CHOICES}},
    "humaneval.jsonl": {"task_id": "HumanEval/0", "prompt": "{}", "canonical_solution": "x"},
    "mtbench.jsonl": {"question_id": 81, "turns": ["Hello there, model.", "{}"]},
    "chat.jsonl": {"messages": TURNS},
    "sharegpt.json": [{"conversations": SHAREGPT}],
    "squad.json": {"data": [{"title": "t", "paragraphs": [{"qas": [{"question": "{}"}]}]}]},
    "odd.jsonl": {"frage": "{}", "antwort": "So it is."},
    "alpaca.json": [{"instruction": "{}", "input": "", "output": "To keep warm"}],
    "own.json": {"qa_pairs": [{"question": "{}", "answer": "To keep warm"}]},
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("entry", [LONG, "What is photosynthesis?"])
def test_benchmarks_in_the_shapes_that_people_have(tmp_path: Path, name: str, entry: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(SHAPES[name]).replace("{}", entry), encoding="utf-8")
    bench = Reference((path,))
    assert bench.found_in(qa(entry))
    assert (
        bench.found_in(qa("Which?", "To keep warm. No dogs. So it is 40. Law. So it is.")) is None
    )


def test_a_benchmark_of_plain_lines(tmp_path: Path) -> None:
    (tmp_path / "bench.txt").write_text(f"Other.\n{LONG}\n", encoding="utf-8")
    assert Reference((tmp_path / "bench.txt",)).found_in(qa(LONG))


def test_the_entry_is_named(tmp_path: Path) -> None:
    bench = reference(tmp_path, "When was the bridge built?", LONG)
    assert bench.found_in(qa(LONG)) == f"holds entry 2 of bench.jsonl: {LONG[:60]}…"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("empty.txt", "\n", "holds no text to decontaminate against"),
        ("bad.json", "{", "is not valid JSON"),
        ("bad.jsonl", '{}\n{"a"\n', "line 2, is not valid JSON"),
        ("bad.txt", "\udcff", "cannot be read"),
    ],
)
def test_benchmarks_that_cannot_be_used(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(UsageError, match=reason):
        Reference((tmp_path / name,))
