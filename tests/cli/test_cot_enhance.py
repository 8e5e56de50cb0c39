"""``create --type cot-enhance``: reasoning is added, what was said before stays."""

from __future__ import annotations

import json

import pytest

from tests.cli import model as good_model
from tests.cli.model import of_task, saying
from tests.server.replies import completion, error

CODE = "def f(x):\n\treturn {'ü': x}  # “quoted”\n"


def turns(*contents):
    roles = ("user", "assistant")
    return [{"role": roles[n % 2], "content": text} for n, text in enumerate(contents)]


@pytest.mark.parametrize(
    ("content", "answers"),
    [
        ({"summary": "", "qa_pairs": [{"question": "Q?", "answer": CODE}]}, [CODE]),
        ([{"conversations": turns("a", CODE)}, {"conversations": turns("b", "B")}], [CODE, "B"]),
        ([{"messages": turns("a", CODE)}], [CODE]),
        ({"conversations": [turns("a", CODE), turns("b", "B")]}, [CODE, "B"]),
        (
            [{"conversations": [{"from": "human", "value": "a"}, {"from": "gpt", "value": CODE}]}],
            [CODE],
        ),
    ],
)
def test_the_original_answer_is_always_inside(sdk, write, read, at, model, content, answers):
    write("in.json", content)
    done = sdk("create", "in.json", "--type", "cot-enhance", *at)
    assert done.code == 0, done.err
    made = read("data/generated/in_enhanced.json")
    assert isinstance(made, list)
    replies = [record["conversations"][-1] for record in made]
    assert all(turn["role"] == "assistant" for turn in replies)
    for turn, original in zip(replies, answers, strict=True):
        assert turn["content"].endswith(original)
        assert "Because it follows." in turn["content"]
    assert len(of_task(model, "enhance")) == len(answers)


def test_one_list_of_messages_gives_one_object_with_every_turn(sdk, write, read, at, model):
    conversation = turns("Hello.", "Hi.", "Why is it so?", CODE)
    write("one.json", conversation)
    model.script(saying(enhance=json.dumps([{"index": 1, "reasoning": "Since that."}])))
    done = sdk("create", "one.json", "--type", "cot-enhance", "-o", "out.json", *at)
    assert done.code == 0, done.err
    made = read("out.json")
    assert isinstance(made, dict)
    result = made["conversations"]
    assert [turn["role"] for turn in result] == [turn["role"] for turn in conversation]
    assert [turn["content"] for turn in result[:3]] == ["Hello.", "Hi.", "Why is it so?"]
    assert "Since that." in result[3]["content"]
    assert result[3]["content"].endswith(CODE)


def test_a_model_that_rewrites_the_answer_does_not_get_its_way(sdk, write, read, at, model):
    rewritten = [turns("Q?", "Let me think: five. So 6.")]
    model.script(saying(enhance=json.dumps(rewritten)))
    write("in.json", [{"question": "Q?", "answer": "The original 5"}])
    sdk("create", "in.json", "--type", "cot-enhance", *at)
    made = read("data/generated/in_enhanced.json")
    assert made[0]["conversations"][-1]["content"].endswith("The original 5")


def test_an_answer_of_no_use_keeps_the_conversation_and_is_told(sdk, write, read, at, model):
    model.script(saying(enhance="I cannot do that."))
    write("in.json", [{"question": "Q?", "answer": "A"}])
    done = sdk("create", "in.json", "--type", "cot-enhance", *at)
    assert done.code == 3
    assert "in.json" in done.err
    made = read("data/generated/in_enhanced.json")
    assert made[0]["conversations"][-1]["content"] == "A"


def test_the_number_limits_conversations_and_directories_are_taken(sdk, write, read, at, model):
    write("in/many.json", [{"question": f"Q{n}?", "answer": f"A{n}"} for n in range(5)])
    write(
        "in/lines.jsonl",
        "".join(json.dumps({"messages": turns(f"q{n}", f"a{n}")}) + "\n" for n in range(3)),
    )
    write("in/note.txt", "not one of them")
    done = sdk("create", "in", "--type", "cot-enhance", "-n", "2", *at)
    assert done.code == 0, done.err
    assert len(read("data/generated/many_enhanced.json")) == 2
    assert len(read("data/generated/lines_enhanced.json")) == 2
    assert len(of_task(model, "enhance")) == 4
    assert "note.txt" in done.err


def test_a_refused_call_keeps_the_conversation_and_is_told(sdk, write, read, at, model):
    write("in.json", [{"messages": turns("a", "A")}, {"messages": turns("b", "B")}])
    model.script(
        lambda request: error(400, "no") if '"b"' in request.prompt else good_model.reply(request)
    )
    done = sdk("create", "in.json", "--type", "cot-enhance", *at)
    assert done.code == 3
    assert "kept as it was" in done.err
    made = read("data/generated/in_enhanced.json")
    assert made[0]["conversations"][-1]["content"].endswith("A")
    assert made[1]["conversations"] == turns("b", "B")


WHOLE = """Rewrite the conversation with reasoning in <think> before each answer, as JSON:
[{"role": "user", "content": "..."}, {"role": "assistant", "content": "<think>...</think> ..."}]
{{ conversations }}
"""


@pytest.mark.parametrize("whole", [False, True], ids=["own", "whole"])
def test_a_schema_is_sent_where_the_prompt_asks_for_what_it_describes(
    sdk, write, read, at, model, work, whole
):
    write("one.json", turns("Why is it so?", CODE))
    answer = [*turns("Why is it so?", f"<think>Since that.</think>\n{CODE}")]
    if whole:
        (work / "whole.j2").write_text(WHOLE, encoding="utf-8")
        at = [*at, "--prompt", "cot_enhancement=whole.j2"]
    else:
        answer = [{"index": 0, "reasoning": "Since that."}]
    model.script(completion(json.dumps(answer)))
    done = sdk("create", "one.json", "--type", "cot-enhance", "-o", "out.json", *at)
    assert done.code == 0, done.err
    assert "Since that." in read("out.json")["conversations"][1]["content"]
    (call,) = model.chat
    if whole:
        assert "response_format" not in call.body
    else:
        item = call.body["response_format"]["json_schema"]["schema"]["properties"]["items"]["items"]
        assert item["required"] == ["index", "reasoning"]
