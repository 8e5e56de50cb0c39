"""``curate``: what is kept, why the rest is not, and judges that misbehave."""

from __future__ import annotations

import json

import pytest

from tests.cli.model import of_task, rated_pairs, ratings, reply, saying
from tests.server.replies import error

RATING = ("--judge", "rating")

TRICKY = [
    {
        "question": "Was ist `\\n`?",
        "answer": 'Ein Zeilenumbruch:\n\n```c\nprintf("%s\\n");\t\n```\n',
    },
    {"question": "数学？", "reasoning": "  1 + 1\r\n= 2 ", "answer": "2\u200b \U0001f600"},
    {"question": "Latex?", "answer": "\\frac{1}{2} & <b>bold</b> \\u00e9 {x} {{y}}"},
]


def names(records):
    return [record["question"] for record in records]


@pytest.fixture
def ten(write):
    """Return a file of ten pairs ``Q0?`` to ``Q9?``."""
    return write("ten.json", [{"question": f"Q{n}?", "answer": f"A{n}"} for n in range(10)])


def number(pair):
    return int(pair["question"][1])


def test_text_reasoning_and_code_stay_byte_for_byte(sdk, write, read, at, model):
    write("in_qa_pairs.json", {"summary": "S", "qa_pairs": TRICKY, "metadata": {"note": "x"}})
    model.script(
        saying(
            rating=lambda r: json.dumps(
                [
                    {**pair, "question": "Rewritten?", "answer": "Rewritten.", "rating": 9}
                    for pair in rated_pairs(r)
                ]
            )
        )
    )
    done = sdk("curate", "in_qa_pairs.json", *RATING, *at)
    assert done.code == 0, done.err
    assert "Cleaned content saved to data/curated/in_cleaned.json" in done.out
    content = read("data/curated/in_cleaned.json")
    kept = [
        {key: r[key] for key in before}
        for r, before in zip(content["qa_pairs"], TRICKY, strict=True)
    ]
    assert kept == TRICKY
    assert all(record["rating"] == 9 for record in content["qa_pairs"])
    assert content["summary"] == "S"
    assert content["metrics"] == {
        "total": 3,
        "filtered": 3,
        "retention_rate": 1.0,
        "avg_score": 9.0,
    }
    assert len(content["conversations"]) == 3
    assert content["rejected"] == []


def test_the_threshold_divides_and_reasons_are_given(sdk, ten, read, at, model):
    model.script(
        saying(rating=lambda r: json.dumps(ratings(r, lambda pair: max(1, number(pair)))[::-1]))
    )
    done = sdk("curate", ten, "-t", "6", "-o", "kept.json", *at)
    assert done.code == 0, done.err
    content = read("kept.json")
    assert [(r["question"], r["rating"]) for r in content["qa_pairs"]] == [
        (f"Q{n}?", n) for n in range(6, 10)
    ]
    assert names(content["rejected"]) == [f"Q{n}?" for n in range(6)]
    assert all("below 6" in record["reason"] for record in content["rejected"])
    assert content["metrics"]["total"] == 10
    assert content["metrics"]["filtered"] == 4
    assert content["metrics"]["retention_rate"] == 0.4
    assert len(of_task(model, "rating")) == 2
    assert "Traceback" not in done.err


def test_a_curated_file_is_judged_anew(sdk, ten, read, at, model):
    assert sdk("curate", ten, "-o", "once.json", *RATING, *at).code == 0
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 9))))
    done = sdk("curate", "once.json", "-t", "9", "-o", "twice.json", "--fresh", *RATING, *at)
    assert done.code == 0, done.err
    records = read("twice.json")["qa_pairs"]
    assert [record["rating"] for record in records] == [9] * 10
    assert [len(record["judgements"]) for record in records] == [1] * 10


def test_ratings_of_odd_form(sdk, ten, read, at, model):
    odd = ["9", 9.5, "8/10", 8, "10", "7.5", 7, "9 out of 10", 10, 8]
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: odd[number(pair)]))))
    done = sdk("curate", ten, *at)
    assert done.code == 0, done.err
    kept = read("data/curated/ten_cleaned.json")["qa_pairs"]
    assert [r["rating"] for r in kept] == [9, 9.5, 8, 8, 10, 7.5, 7, 9, 10, 8]


@pytest.mark.parametrize("missing", [1, 5])
def test_a_rating_that_is_missing_is_asked_for_alone(sdk, ten, read, at, model, missing):
    def all_but_the_first(request):
        shown = ratings(request)
        return json.dumps(shown if len(shown) == 1 else shown[missing:])

    model.script(saying(rating=all_but_the_first))
    done = sdk("curate", ten, *at)
    assert done.code == 0, done.err
    content = read("data/curated/ten_cleaned.json")
    assert names(content["qa_pairs"]) == [f"Q{n}?" for n in range(10)]
    alone = [rated_pairs(r) for r in of_task(model, "rating") if len(rated_pairs(r)) == 1]
    asked = {f"Q{n}?" for n in range(10) if n % 5 < missing}
    assert set(names([pair for (pair,) in alone])) == asked
    assert len(alone) == len(asked)


@pytest.mark.parametrize("nonsense", [None, 0, 15, "good", -3])
def test_what_cannot_be_rated_is_in_neither_list(sdk, ten, read, at, model, nonsense):
    def rate(request):
        return json.dumps(ratings(request, lambda pair: nonsense if number(pair) == 3 else 9))

    model.script(saying(rating=rate))
    done = sdk("curate", ten, *at)
    assert done.code == 3
    assert "Q3?" in done.err
    assert "unrated" in done.err
    content = read("data/curated/ten_cleaned.json")
    assert "Q3?" not in names(content["qa_pairs"]) + names(content["rejected"])
    assert names(content["unrated"]) == ["Q3?"]
    assert content["metrics"]["total"] == 10


def test_ratings_are_never_given_to_a_neighbour(sdk, ten, read, at, model):
    model.script(
        saying(rating=lambda r: json.dumps([x for x in ratings(r, number) if x["rating"] % 5]))
    )
    sdk("curate", ten, "-t", "1", *at)
    content = read("data/curated/ten_cleaned.json")
    assert {r["question"]: r["rating"] for r in content["qa_pairs"]} == {
        f"Q{n}?": n for n in range(10) if n % 5
    }
    assert names(content["unrated"]) == ["Q0?", "Q5?"]


def test_the_judge_sees_the_passage(sdk, write, at, model):
    write("notes.txt", "The Rhône rises at 2 209 m, in a glacier of the Alps. " * 3)
    assert sdk("create", "notes.txt", "-n", "2", *at).code == 0
    assert sdk("curate", "data/generated/notes_qa_pairs.json", *at).code == 0
    request = of_task(model, "rating")[0]
    assert "The Rhône rises at 2 209 m, in a glacier" in request.prompt
    assert request.body["temperature"] == 0.1


def test_nothing_above_the_threshold_leaves_the_older_file(sdk, ten, work, at, model):
    older = work / "data/curated/ten_cleaned.json"
    older.parent.mkdir(parents=True)
    older.write_text("older")
    model.script(saying(rating=lambda r: json.dumps(ratings(r, lambda pair: 3))))
    done = sdk("curate", ten, *at)
    assert done.code == 4
    assert older.read_text() == "older"
    assert "Cleaned content saved" not in done.out
    assert "none of 10" in done.err
    assert "3" in done.err


def test_a_judge_that_never_rates(sdk, ten, work, at, model):
    model.script(saying(rating="These are fine pairs."))
    done = sdk("curate", ten, *at)
    assert done.code == 4
    assert "rated" in done.err
    assert not (work / "data/curated/ten_cleaned.json").exists()


def test_several_judges_must_agree(sdk, ten, read, at, model, install):
    seen = install(
        "length_judge",
        "from sdk_core.api import JudgeSpec, hookimpl\n"
        "from sdk_core.components import Judge\n"
        "from sdk_core.model import Judgement\n"
        "SDK_API = 1\n"
        "@hookimpl\n"
        "def sdk_judges():\n"
        "    yield JudgeSpec(name='even', target='length_judge:Even', summary='Even numbers')\n"
        "class Even(Judge):\n"
        "    async def judge(self, examples, ctx):\n"
        "        return [self.look(int(e.fields['question'][1])) for e in examples]\n"
        "    def look(self, n):\n"
        "        return Judgement(judge='even', score=None, keep=not n % 2, reasons='it is odd')\n",
    )
    done = sdk("curate", ten, "--judge", "rating", "--judge", "even", *at, env=seen)
    assert done.code == 0, done.err
    content = read("data/curated/ten_cleaned.json")
    assert names(content["qa_pairs"]) == ["Q0?", "Q2?", "Q4?", "Q6?", "Q8?"]
    assert {record["reason"] for record in content["rejected"]} == {"it is odd"}


def test_a_directory_of_files(sdk, write, listing, at):
    pairs = [{"question": "Q?", "answer": "A"}]
    write("in/report_qa_pairs.json", {"qa_pairs": pairs})
    write("in/other_cot_examples.json", {"cot_examples": [{**pairs[0], "reasoning": "R"}]})
    write(
        "in/chat.json",
        [
            {
                "conversations": [
                    {"role": "user", "content": "u"},
                    {"role": "assistant", "content": "a"},
                ]
            }
        ],
    )
    write("in/bad.json", "{not json")
    done = sdk("curate", "in/", "-o", "out/", *RATING, *at)
    assert done.code == 3
    assert "in/bad.json" in done.err
    assert listing("out") == [
        "chat_cleaned.json",
        "other_cot_examples_cleaned.json",
        "report_cleaned.json",
    ]


def test_conversations_stay_whole(sdk, write, read, at):
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "One?"},
        {"role": "assistant", "content": "1"},
        {"role": "user", "content": "Two?"},
        {"role": "assistant", "content": "2\n"},
    ]
    write("chats.json", [{"conversations": turns}])
    assert sdk("curate", "chats.json", *at).code == 0
    content = read("data/curated/chats_cleaned.json")
    assert content["conversations"] == [turns]
    assert sdk("save-as", "data/curated/chats_cleaned.json", "-f", "chatml").code == 0
    assert read("data/final/chats_cleaned_chatml.jsonl") == [{"messages": turns}]


def test_a_record_that_cannot_be_used_is_told(sdk, write, read, at):
    write("in.json", {"qa_pairs": [{"question": "Q?", "answer": "A"}, {"question": "No answer?"}]})
    for command in (["curate", "in.json"], ["create", "in.json", "--type", "cot-enhance"]):
        done = sdk(*command, *at)
        assert done.code == 3, done.err
        assert "record 2" in done.err
        assert "answer" in done.err
    assert names(read("data/curated/in_cleaned.json")["qa_pairs"]) == ["Q?"]
    assert len(read("data/generated/in_enhanced.json")) == 1


def test_a_batch_that_is_too_long_is_halved_and_told(sdk, ten, read, at, model):
    too_long = error(400, "prompt is too long", code="context_length_exceeded")

    def script(request):
        pairs = rated_pairs(request)
        return too_long if len(pairs) > 3 or "Q7?" in str(pairs) else reply(request)

    model.script(script)
    done = sdk("curate", ten, "-t", "0", "-o", "kept.json", *at)
    assert done.code == 3, done.err
    assert names(read("kept.json")["qa_pairs"]) == [f"Q{n}?" for n in range(10) if n != 7]
    assert "rated in halves" in done.err
    assert "Q7?" in done.err


@pytest.mark.parametrize(
    ("rate", "form", "told"),
    [
        (lambda pair: 8, "", "all 10 ratings are 8; the model may not tell good"),
        (
            lambda pair: 8,
            'as [{{"index": 1, "rating": 8}}]',
            "all 10 ratings are 8; the sample in own.txt shows that number",
        ),
        (lambda pair: 8 if number(pair) else 9, "", ""),
    ],
    ids=["whatever it is shown", "the number of the sample", "not all equal"],
)
def test_ratings_that_are_all_equal_are_told(sdk, ten, work, at, model, rate, form, told):
    (work / "own.txt").write_text(f"Give ratings {form}.\nRate these records:\n{{pairs}}")
    model.script(saying(rating=lambda request: json.dumps(ratings(request, rate))))
    done = sdk("curate", ten, *at, "--prompt", "qa_rating=own.txt")
    assert done.code == 0, done.err
    assert (told in done.err) if told else ("ratings are" not in done.err)


def test_a_few_equal_ratings_are_nothing_odd(sdk, write, at):
    write("p.json", [{"question": f"Q{n}?", "answer": f"A{n}"} for n in range(4)])
    assert "ratings are" not in sdk("curate", "p.json", *at).err
