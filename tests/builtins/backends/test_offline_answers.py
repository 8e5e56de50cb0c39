"""The offline backend: it fills what is asked for, from the text, the same every time."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.backends.offline import OfflineBackend
from sdk_core.model import Completion, Image, Message, Request
from tests.growth import assert_linear

PROMPTS = Path(__file__).parents[3] / "prompts"
BEES = """# The honey bee

The honey bee is a social insect that lives in colonies of up to 60,000 individuals. A colony
has three castes: one queen, several hundred drones and tens of thousands of workers. Worker
bees collect nectar because it is their main source of energy! Honey is a sweet liquid that
bees make from nectar.

- The waggle dance was decoded by Karl von Frisch in 1944.
- A hive contains 10 frames on average.
"""
SCRIPTS = {
    "chinese": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
    "arabic": "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. هل وهبوا عقلاً وضميراً حقاً؟",
    "thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "code": "def area(radius):\n    return 3.14 * radius ** 2\n\nprint(area(2))\n",
}


def _complete(task: str, *, sample: int = 0, system: str = "", **variables: Any) -> Completion:
    schema, images = variables.pop("schema", None), variables.pop("images", ())
    template = PROMPTS / f"{task}.j2"
    form = template.read_text("utf-8") if template.exists() else system
    said = "\n".join(v if isinstance(v, str) else json.dumps(v) for v in variables.values())
    request = Request(
        messages=(Message("system", form), Message("user", said, images)),
        task=task,
        variables=variables,
        schema=schema,
        sample=sample,
    )
    return asyncio.run(OfflineBackend().complete(request))


def _items(task: str, **variables: Any) -> list[Any]:
    items = json.loads(_complete(task, **variables).text)
    assert isinstance(items, list)
    return items


@pytest.mark.parametrize("count", [0, 1, 3, 25])
def test_pairs_stand_in_the_text_differ_and_are_as_many_as_wanted(count: int) -> None:
    pairs = _items("qa_generation", text=BEES, num_pairs=count, summary="")
    assert len({pair["question"] for pair in pairs}) == len(pairs) == count
    for pair in pairs:
        assert list(pair) == ["question", "answer", "quote"]
        assert pair["answer"] in BEES
        assert pair["answer"] not in pair["question"]


def test_the_next_sample_goes_on() -> None:
    first = _items("qa_generation", text=BEES, num_pairs=5)
    second = _items("qa_generation", text=BEES, num_pairs=5, sample=1)
    assert len(second) == 5
    assert not {p["question"] for p in first} & {p["question"] for p in second}


def test_reasoning_quotes_the_text() -> None:
    flat = " ".join(BEES.split())
    for item in _items("cot_generation", text=BEES, num_examples=5):
        assert list(item) == ["question", "reasoning", "answer", "quote"]
        assert item["reasoning"].split("“", 1)[1].rstrip("”") in flat


def test_a_summary_is_made_of_sentences_in_order() -> None:
    summary = _complete("summary", text=BEES).text
    flat = " ".join(BEES.replace("- ", "").split())
    assert summary.startswith("The honey bee is")
    places = [flat.index(part) for part in summary.replace("! ", ". ").split(". ")]
    assert places == sorted(places)


def test_each_pair_is_rated_under_its_number_and_ratings_spread() -> None:
    pairs = [
        {"index": n, "passage": 1, "question": f"{n}?", "answer": f"It is {n}."}
        for n in range(3, 20)
    ]
    pairs[0]["answer"] = ""
    rated = _items("qa_rating", pairs=pairs, passages=[{"passage": 1, "text": BEES}])
    assert [item["index"] for item in rated] == list(range(3, 20))
    assert {item["rating"] for item in rated} == {1, 6, 7, 8, 9}
    assert rated[0]["rating"] == 1
    assert rated[5:] == _items("qa_rating", pairs=pairs[5:])
    assert _items("qa_rating", pairs="no json") == []


@pytest.mark.parametrize("as_text", [False, True])
def test_reasoning_for_each_turn_of_the_assistant(as_text: bool) -> None:
    turns = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "What is honey?"},
        {"role": "assistant", "content": "Honey is a sweet liquid. It is made of nectar."},
        {"role": "user", "content": "Thanks"},
        {"role": "assistant", "content": "Welcome"},
    ]
    given = json.dumps(turns) if as_text else turns
    thoughts = _items("cot_enhancement", conversations=given, include_simple_steps=True)
    assert [thought["index"] for thought in thoughts] == [0, 1]
    assert "Honey is a sweet liquid." in thoughts[0]["reasoning"]


@pytest.mark.parametrize("text", [BEES, ""])
def test_pictures_with_and_without_a_text(text: str) -> None:
    image = Image(data=b"", media_type="image/png", alt="A bee on a flower")
    [first, *_] = _items("multimodal_qa_generation", text=text, num_pairs=2, images=(image,))
    assert first["answer"].rstrip(".") in image.alt
    bare = Image(data=b"", media_type="image/png")
    assert _items("multimodal_qa_generation", text=text, num_pairs=1, images=(bare,))


def test_prompts_of_plugins_are_answered_by_their_schema() -> None:
    item = {
        "type": "object",
        "properties": {
            "term": {"type": "string"},
            "definition": {},
            "level": {"enum": ["easy", "hard"]},
            "share": {"type": "number", "minimum": 0, "maximum": 1},
            "tags": {"type": "array", "items": {"type": "string"}},
            "more": {"anyOf": [{"type": "null"}, {"type": "string"}]},
            "sure": {"type": ["boolean", "null"]},
        },
    }
    wrapped = {"type": "object", "properties": {"terms": {"type": "array", "items": item}}}
    terms = json.loads(_complete("glossary", text=BEES, num_terms=2, schema=wrapped).text)["terms"]
    assert len(terms) == 2
    for term in terms:
        assert term["term"] in term["definition"]
        assert term["level"] in ("easy", "hard")
        assert 0 <= term["share"] <= 1
        assert term["tags"][0] in " ".join(BEES.split())
        assert (term["more"], term["sure"]) == (None, True)


@pytest.mark.parametrize(
    "system",
    [
        'Answer: [{"term": "...", "notes": {"long": "..."}}]',
        'As JSON: [ { "term": "…", "notes": { "long": "…" } }, ... ]',
    ],
)
def test_prompts_of_plugins_are_answered_in_the_form_that_they_show(system: str) -> None:
    hostile = '{"text": [{"other": 1}]} '
    terms = _items("own", system=system, text=hostile + BEES, num_terms=3)
    assert [list(term) for term in terms] == [["term", "notes"]] * 3
    assert all(term["notes"]["long"] for term in terms)


def test_a_prompt_that_asks_for_no_form_gets_sentences() -> None:
    assert _complete("free", text=BEES).text == _complete("summary", text=BEES).text
    assert _complete("free", text='{"a": 1} is data.').text == '{"a": 1} is data.'


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_scripts(text: str) -> None:
    pairs = _items("qa_generation", text=text, num_pairs=4)
    assert len(pairs) == 4
    assert all(pair["answer"] in text for pair in pairs)
    assert _complete("summary", text=text).text


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), (" \n\t", 0), ("Hi", 1), ("A.", 1), ("42", 1)]
)
def test_tiny_texts(text: str, count: int) -> None:
    assert len(_items("qa_generation", text=text, num_pairs=3)) == count
    assert _complete("summary", text=text).text == text.strip()


def test_same_request_same_answer_and_usage() -> None:
    one = _complete("qa_generation", text=BEES, num_pairs=9)
    assert one == _complete("qa_generation", text=BEES, num_pairs=9)
    assert one.model == "offline"
    assert one.usage.completion_tokens > 0 < one.usage.prompt_tokens


LONG = {
    "sentences": BEES * 80,
    "dots": "." * 100_000 + "a",
    "one word": "a" * 100_000,
    "no spaces": "人人生而自由" * 16_000,
    "blank lines": "\n \n" * 33_000,
    "brackets": "([{<" * 25_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_texts_take_linear_time(name: str) -> None:
    def work(size: int) -> None:
        _items("qa_generation", text=LONG[name][:size], num_pairs=100)
        _complete("summary", text=LONG[name][:size])

    assert_linear(work, len(LONG[name]))


@given(
    text=st.text(max_size=300)
    | st.lists(st.sampled_from([*BEES.split(), "।", "。", "[1]", "\n\n", "1.", "- ", "?"])).map(
        " ".join
    ),
    count=st.integers(0, 8),
)
def test_any_text(text: str, count: int) -> None:
    pairs = _items("qa_generation", text=text, num_pairs=count)
    assert len({pair["question"] for pair in pairs}) == len(pairs) <= count
    for pair in pairs:
        assert pair["answer"].strip()
        assert pair["answer"] in text
    _complete("summary", text=text)
