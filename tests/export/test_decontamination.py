"""Texts of benchmarks in training data: in any turn and field, from any shape of file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sdk_core.errors import UsageError
from sdk_core.export.benchmarks import read_entries
from sdk_core.export.decontamination import Reference
from sdk_core.export.filters import RecordFilters
from sdk_core.export.request import ExportRequest
from sdk_core.model import Example, Message
from tests.export.stores import row, store_of

LONG = "In which year did the first tramway open in the old harbour district of the city?"

BENCHMARK = {
    "long": LONG,
    "eight words": "Name the longest river of the whole continent.",
    "Chinese": "法国的首都是哪里？请用一个词回答这个问题。",
    "Japanese": "東京タワーの高さは何メートルですか。正確な数字で答えてください。",
    "Thai": "เมืองหลวงของประเทศฝรั่งเศสคือเมืองอะไร",
    "Lao": "ນະຄອນຫຼວງຂອງປະເທດຝຣັ່ງແມ່ນເມືອງໃດ",
    "Hindi": "फ्रांस की राजधानी का नाम क्या है और वह कहाँ है?",
    "Arabic": "ما هي عاصمة فرنسا وفي أي قارة تقع هذه الدولة؟",
    "Korean": "프랑스의 수도는 어디이며 그 도시에는 몇 명이 살고 있습니까?",
    "Vietnamese": "Thủ đô của nước Pháp là thành phố nào và có bao nhiêu người?",
}

SHORT = {
    "five words": ("When was the bridge built?", "In 1911."),
    "two words": ("Define osmosis.", "Water moves through a membrane."),
    "Chinese": ("珠穆朗玛峰有多高？", "八千八百四十八米"),
    "Khmer": ("តើរដ្ឋធានីឈ្មោះអ្វី", "ប៉ារីស"),
}


def bench(folder: Path, *rows: dict[str, Any]) -> Reference:
    path = folder / "bench.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return Reference((path,))


def qa(question: str, answer: str = "An answer.", passage: str = "", **more: Any) -> Example:
    fields = {"question": question, "answer": answer, **more}
    return Example(kind="qa", fields=fields, passage=passage)


def notes(reference: Reference) -> list[str]:
    return list(reference.notes(lambda index: f"record {index + 1} of q.jsonl"))


@pytest.mark.parametrize("name", BENCHMARK)
def test_copies_are_found_in_any_script_turn_and_field(tmp_path: Path, name: str) -> None:
    entry = BENCHMARK[name]
    reference = bench(tmp_path, {"question": entry})
    turns = [Message("user", "Hello"), Message("assistant", "Hi"), Message("user", f"Now: {entry}")]
    answer = Message("assistant", "Well.", reasoning=f"They ask: {entry} I think.")
    for example in (
        qa(entry),
        qa(f"  {entry.upper().rstrip('.?？。؟')} "),
        qa(f"Consider this.\n{entry}\nExplain."),
        qa("Give me a question.", f"Here is one: {entry} The answer is 40."),
        qa("q?", "a", hints=["none", {"text": f"Think. {entry}"}]),
        Example(kind="conversation", messages=(*turns, Message("assistant", "Yes."))),
        Example(kind="conversation", messages=(turns[0], answer)),
        Example(kind="conversation", messages=(turns[0],), rejected=(turns[2],)),
    ):
        found = reference.found_in(example)
        assert found is not None
        assert found.startswith("repeats 100% of entry 1 of bench.jsonl: ")
    assert reference.found_in(qa("How long does the warranty on the pump last?", "两年。")) is None
    assert notes(reference) == []


@pytest.mark.parametrize("name", SHORT)
def test_short_questions_are_dropped_with_their_answer_and_told_alone(
    tmp_path: Path, name: str
) -> None:
    question, answer = SHORT[name]
    reference = bench(tmp_path, {"question": question, "choices": ["none", answer]})
    turns = (Message("user", question.upper()), Message("assistant", f"{answer} "))
    assert reference.found_in(qa(question, answer.upper()))
    assert reference.found_in(Example(kind="conversation", messages=turns))
    assert notes(reference) == []
    assert reference.found_in(qa(f"Well: {question}", answer)) is None
    assert reference.found_in(qa("Tell me.", f"{question} {answer}")) is None
    assert notes(reference) == []
    assert reference.found_in(qa(question, "Who knows."), 4) is None
    [note] = notes(reference)
    assert note.startswith("1 record has words of a benchmark and stays: the first, record 5 of q")
    assert reference.found_in(qa(question, answer, f"FAQ. {question} {answer}")) is None
    assert "1 record repeats benchmark text that its document holds" in notes(reference)[1]


def test_one_run_of_a_long_entry_is_told_and_stays(tmp_path: Path) -> None:
    reference = bench(tmp_path, {"question": LONG})
    assert reference.found_in(qa("Did the first tramway open in the old harbour then?"), 2) is None
    assert reference.found_in(qa("It saw the old harbour district of the city grow."), 3) is None
    assert reference.found_in(qa("Was it the first tramway open in the old harbour"), 4) is None
    assert notes(reference) == [
        "2 records have words of a benchmark and stay: the first, record 3 of q.jsonl, has "
        '"did the first tramway open in the old harbour" of entry 1 of bench.jsonl'
    ]


def test_a_benchmark_in_the_documents_is_told_apart(tmp_path: Path) -> None:
    reference = bench(tmp_path, {"question": LONG})
    passage = f"Questions for visitors.\n{LONG.upper()}\nAsk at the gate."
    assert reference.found_in(qa(LONG, passage=passage), 6) is None
    assert notes(reference) == [
        "1 record repeats benchmark text that its document holds already: the first, record 7 of "
        'q.jsonl, has "in which year did the first tramway open in the old harbour district of '
        'the city" of entry 1 of bench.jsonl'
    ]
    assert reference.found_in(qa(LONG, passage="Trams ran in the old harbour district."))


def test_the_entry_and_the_words_are_named(tmp_path: Path) -> None:
    reference = bench(tmp_path, {"question": "When was it built?"}, {"question": f"{LONG} {LONG}"})
    assert reference.found_in(qa(f"{LONG} {LONG}")) == (
        'repeats 100% of entry 2 of bench.jsonl: "in which year did the first tramway open in the '
        'old harbour district of the city…"'
    )


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
    "origin.jsonl": {"from": "wiki", "question": "{}", "answer": "To keep warm"},
    "own.json": {"qa_pairs": [{"question": "{}", "answer": "To keep warm"}]},
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("entry", [LONG, "What is photosynthesis?"])
def test_benchmarks_in_the_shapes_that_people_have(tmp_path: Path, name: str, entry: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(SHAPES[name]).replace("{}", entry), encoding="utf-8")
    reference = Reference((path,))
    if entry == LONG:
        assert reference.found_in(qa(entry))
    else:
        assert reference.found_in(qa(entry)) is None
        assert len(notes(reference)) == 1
    other = qa("Which?", "To keep warm. No dogs. So it is 40. Law. So it is.")
    assert reference.found_in(other) is None


@pytest.mark.parametrize("name", ["mmlu.jsonl", "arc.jsonl", "chat.jsonl", "origin.jsonl"])
def test_answers_belong_to_their_question(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(SHAPES[name]).replace("{}", "Why feathers?"), encoding="utf-8")
    assert Reference((path,)).found_in(qa("Why feathers?", "To keep warm"))


def test_the_questions_of_one_record_are_entries_of_their_own(tmp_path: Path) -> None:
    asked = [{"question": "When?", "answers": [{"text": "1911"}]}, {"question": LONG}]
    paragraphs = [{"context": "The city has a harbour.", "qas": asked}]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    found = list(read_entries(path, lambda _: None))
    assert [entry.number for entry in found] == [1, 1, 1]
    items = {entry.item.question: entry.item.answers for entry in found}
    assert items == {("When?",): ("1911",), (LONG,): (), (): ()}
    assert Reference((path,)).found_in(qa("When?", "1911"))


def test_records_are_named_in_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "bench.txt").write_text(LONG, encoding="utf-8")
    part = "They met in the old harbour district of the city."
    store = store_of(tmp_path, [row("How wide?"), row(part), row(LONG)])
    request = ExportRequest(decontaminate=(tmp_path / "bench.txt",))
    filters = RecordFilters(request, store)
    passed = filters.pass_on(store.at(range(len(store))))
    assert [index for index, _ in passed] == [0, 1]
    assert [each["because"] for each in filters.left_out.listed] == [
        'repeats 100% of entry 1 of bench.txt: "in which year did the first tramway open in the '
        'old harbour district of the city"'
    ]
    assert filters.notes() == [
        "1 record has words of a benchmark and stays: the first, record 2 of rows.jsonl, has "
        '"in the old harbour district of the city" of entry 1 of bench.txt'
    ]
    assert RecordFilters(ExportRequest(), store).notes() == []


def test_numbers_are_answers(tmp_path: Path) -> None:
    reference = bench(tmp_path, {"question": "What is 6 * 7?", "answer": 42})
    assert reference.found_in(qa("What is 6*7?", "42."))
    assert reference.found_in(qa("What is 6/7?", "42.")) is None
    assert notes(reference) == []


def test_a_benchmark_of_plain_lines(tmp_path: Path) -> None:
    (tmp_path / "bench.txt").write_text(f"Other.\n{LONG}\n", encoding="utf-8")
    assert Reference((tmp_path / "bench.txt",)).found_in(qa(LONG))


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
