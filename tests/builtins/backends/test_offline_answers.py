"""The offline backend: grounded, varied, the same every time, and never at a loss."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdk_builtins.backends.offline import OfflineBackend
from sdk_core.model import Completion, Image, Message, Request
from tests.growth import assert_linear

BEES = """# The honey bee

The honey bee is a social insect that lives in colonies of up to 60,000 individuals. A colony
has three castes: one queen, several hundred drones and tens of thousands of workers. Worker
bees collect nectar because it is their main source of energy. Honey is a sweet liquid that
bees make from nectar. The waggle dance was decoded by Karl von Frisch in 1944.

When a worker finds a rich source of food, she returns to the hive and performs a waggle dance.
A hive contains 10 frames on average. Beeswax is used to make candles, polish and cosmetics.
The process of moving pollen from one flower to another is called pollination. Bees require
warm weather to fly. In 2006, beekeepers in many countries reported unusual losses of colonies.
The movable frame hive was invented by Lorenzo Langstroth.
"""
SCRIPTS = {
    "chinese": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。",
    "japanese": "すべての人間は、生まれながらにして自由である。人間は、理性を授けられている。",
    "arabic": "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. هل وهبوا عقلاً وضميراً حقاً؟",
    "hindi": "सभी मनुष्यों को अधिकारों के मामले में स्वतन्त्रता प्राप्त है। उन्हें बुद्धि प्राप्त है।",
    "thai": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "russian": "Все люди рождаются свободными и равными. Они наделены разумом и совестью.",
    "code": "def area(radius):\n    return 3.14 * radius ** 2\n\nprint(area(2))\n",
}


def _complete(task: str, *, sample: int = 0, **variables: Any) -> Completion:
    schema = variables.pop("schema", None)
    images = variables.pop("images", ())
    request = Request(
        messages=(Message("user", "Prompt", images),),
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


def _rate(*pairs: Mapping[str, Any], **variables: Any) -> list[float]:
    numbered = [{"index": number, **pair} for number, pair in enumerate(pairs)]
    rated = _items("qa_rating", pairs=numbered, **variables)
    assert [item["index"] for item in rated] == list(range(len(pairs)))
    return [item["rating"] for item in rated]


def test_pairs_are_grounded_and_different() -> None:
    pairs = _items("qa_generation", text=BEES, num_pairs=15, summary="")
    assert len(pairs) == 15
    assert len({pair["question"] for pair in pairs}) == 15
    for pair in pairs:
        assert pair["answer"] in BEES
        assert pair["answer"] not in pair["question"]
    starts = {pair["question"].split()[0] for pair in pairs}
    assert {"What", "How", "Why"} <= starts


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is honey?", "Honey is a sweet liquid that\nbees make from nectar."),
        ("In which year was the waggle dance decoded by Karl von Frisch?", "1944"),
        ("How many frames does a hive contain?", "10 frames"),
        ("Why is it that worker bees collect nectar?", "because it is their main source of energy"),
        ("What is Beeswax used for?", "Beeswax is used to make candles, polish and cosmetics."),
        (
            "What is the process of moving pollen from one flower to another called?",
            "pollination",
        ),
        ("By whom was the movable frame hive invented?", "Lorenzo Langstroth"),
    ],
)
def test_rules_of_english(question: str, answer: str) -> None:
    pairs = _items("qa_generation", text=BEES, num_pairs=100, summary="")
    assert {pair["question"]: pair["answer"] for pair in pairs}.get(question) == answer


@pytest.mark.parametrize("count", [0, 1, 3, 25])
def test_as_many_as_wanted_and_never_more(count: int) -> None:
    pairs = _items("qa_generation", text=BEES, num_pairs=count)
    examples = _items("cot_generation", text=BEES, num_examples=count)
    assert len(pairs) == count
    assert len(examples) == count


def test_the_next_sample_goes_on() -> None:
    first = _items("qa_generation", text=BEES, num_pairs=5)
    second = _items("qa_generation", text=BEES, num_pairs=5, sample=1)
    assert len(second) == 5
    assert not {p["question"] for p in first} & {p["question"] for p in second}


def test_reasoning_cites_the_passage() -> None:
    flat = " ".join(BEES.split())
    for item in _items("cot_generation", text=BEES, num_examples=5):
        assert list(item) == ["question", "reasoning", "answer"]
        cited = item["reasoning"].split("“", 1)[1].split("”\n", 1)[0]
        assert cited in flat


def test_summary_is_made_of_sentences_in_order() -> None:
    summary = _complete("summary", text=BEES).text
    flat = " ".join(BEES.split())
    sentences = [part if part.endswith(".") else part + "." for part in summary.split(". ")]
    places = [flat.index(sentence) for sentence in sentences]
    assert places == sorted(places)
    assert 2 <= len(places) <= 5


def test_ratings_spread_from_bad_to_good() -> None:
    own = _items("qa_generation", text=BEES, num_pairs=20)
    passages = [{"passage": 0, "text": BEES}]
    ratings = _rate(*({**pair, "passage": 0} for pair in own), passages=passages)
    assert len(set(ratings)) >= 3
    assert max(ratings) <= 9
    good = {"question": "What is honey?", "answer": "Honey is a sweet liquid from nectar of bees."}
    bad = {
        "question": "What is honey?",
        "answer": "Bitumen distilled in a refinery near Rotterdam.",
    }
    leak = {"question": "Is honey a sweet liquid?", "answer": "honey"}
    empty = {"question": "What?", "answer": ""}
    rated = _rate(*({**pair, "passage": BEES} for pair in (good, bad, leak, empty)))
    assert rated[0] >= 7
    assert rated[1] < 7
    assert rated[2] < 7
    assert rated[3] == 1


def test_rating_survives_odd_input() -> None:
    assert _items("qa_rating", pairs="no json") == []
    assert len(_items("qa_rating", pairs=json.dumps([{"question": "q?", "answer": "a"}]))) == 1
    assert _items("qa_rating", pairs=[None])[0]["rating"] == 1


@pytest.mark.parametrize("steps", [False, True])
def test_reasoning_for_each_assistant_turn(steps: bool) -> None:
    conversation = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "What is honey?"},
        {"role": "assistant", "content": "Honey is a sweet liquid. It is made of nectar."},
        {"role": "user", "content": "Thanks"},
        {"role": "assistant", "content": "Welcome"},
    ]
    thoughts = _items("cot_enhancement", conversations=conversation, include_simple_steps=steps)
    assert [thought["index"] for thought in thoughts] == [0, 1]
    assert "What is honey?" in thoughts[0]["reasoning"]
    as_json = _items("cot_enhancement", conversations=json.dumps(conversation))
    assert len(as_json) == 2


def test_pictures() -> None:
    image = Image(data=b"", media_type="image/png", alt="A bee on a flower")
    pairs = _items("multimodal_qa_generation", text=BEES, num_pairs=3, images=(image,))
    assert pairs[0] == {"question": "What does the picture show?", "answer": "A bee on a flower"}
    assert len(pairs) == 3
    assert all(pair["answer"] in BEES for pair in pairs[1:])
    bare = Image(data=b"", media_type="image/png")
    assert len(_items("multimodal_qa_generation", text=BEES, num_pairs=2, images=(bare,))) == 2


def test_prompts_of_plugins_are_answered_by_their_schema() -> None:
    item = {"type": "object", "properties": {"term": {"type": "string"}, "definition": {}}}
    wrapped = {"type": "object", "properties": {"terms": {"type": "array", "items": item}}}
    answer = json.loads(_complete("glossary", text=BEES, num_terms=2, schema=wrapped).text)
    assert [list(term) for term in answer["terms"]] == [["term", "definition"]] * 2
    plain = _items("list", text=BEES, schema={"type": "array", "items": {"type": "string"}})
    assert all(sentence in " ".join(BEES.split()) for sentence in plain)
    assert _complete("free", text=BEES).text == _complete("summary", text=BEES).text
    assert _complete("nothing").text == "Prompt"


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts(name: str) -> None:
    text = SCRIPTS[name]
    pairs = _items("qa_generation", text=text, num_pairs=4)
    assert pairs
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
    assert one.usage.completion_tokens == -(-len(one.text) // 4)
    assert one.usage.prompt_tokens == 2
    assert OfflineBackend().model == "offline"
    assert "offline" in asyncio.run(OfflineBackend().check())


LONG = {
    "sentences": BEES * 80,
    "dots": "." * 100_000 + "a",
    "one word": "a" * 100_000,
    "no spaces": "人人生而自由" * 16_000,
    "short sentences": "".join(f"Item {n} is a part. " for n in range(5000)),
    "blank lines": "\n \n" * 33_000,
    "because": "x because " * 10_000,
    "gap": "a" + " " * 99_990 + "b",
    "brackets": "([{<" * 25_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_texts_take_linear_time(name: str) -> None:
    def work(size: int) -> None:
        text = LONG[name][:size]
        _items("qa_generation", text=text, num_pairs=100)
        _complete("summary", text=text)

    assert_linear(work, len(LONG[name]))


@given(
    text=st.text(max_size=300)
    | st.lists(st.sampled_from([*BEES.split(), "।", "。", "[1]", "\n\n", "1.", "- ", "?"])).map(
        " ".join
    ),
    count=st.integers(-1, 8),
)
def test_any_text(text: str, count: int) -> None:
    pairs = _items("qa_generation", text=text, num_pairs=count)
    assert len(pairs) <= max(0, count)
    assert len({pair["question"] for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair["answer"].strip()
        assert pair["answer"] in text
    _rate(*pairs)
    _items("cot_generation", text=text, num_examples=count)
    _items("cot_enhancement", conversations=[{"role": "assistant", "content": text}])
    _complete("summary", text=text)
