"""What a model writes while it thinks is no data, however it marks its thinking."""

from __future__ import annotations

import json

import pytest

from sdk_core.answers import parse_items, parse_ratings, visible_text

DRAFT = json.dumps([{"question": "Is the draft good?", "answer": "Not yet."}])
MORE = json.dumps([{"question": "Where is the mill?", "answer": "By the canal."}])
FINAL = json.dumps([{"question": "When was it built?", "answer": "In 1790."}])
FENCED = f"```json\n{FINAL}\n```"

THOUGHTS = {
    "harmony": f"<|channel|>analysis<|message|>{DRAFT}<|end|><|channel|>final<|message|>{FINAL}",
    "harmony, bare": f"<|channel|>analysis\n{DRAFT}<|end|><|channel|>final\n{FINAL}",
    "channel": f"<|channel>thought\nMaybe {DRAFT}\nno.\n<channel|>{FINAL}",
    "channel without a name": f"<|channel>\n{DRAFT}<channel|>{FINAL}",
    "two channels": f"<|channel>thought\n{DRAFT}<channel|><|channel>final\n{FINAL}<channel|>",
    "channel, closing only": f"thought\n{DRAFT}\n<channel|>{FINAL}",
    "think": f"<think>\n{DRAFT}\n</think>\n{FENCED}",
    "think, closing only": f"So {DRAFT} fits.\n</think>\n{FINAL}",
    "thinking": f"<thinking>{DRAFT}</thinking>{FINAL}",
    "with attributes": f'<thinking duration="3">{DRAFT}</thinking>{FINAL}',
    "reasoning": f"<reasoning>{DRAFT}</reasoning>\n{FINAL}",
    "reflection": f"<reflection>{DRAFT}</reflection>{FINAL}",
    "inner monologue": f"<inner_monologue>{DRAFT}</inner_monologue>{FINAL}",
    "a family's own": f"<seed:think>{DRAFT}</seed:think>{FINAL}",
    "a family's own, joined": f"<longcat_think>{DRAFT}</longcat_think>{FINAL}",
    "in camel case": f"<antThinking>{DRAFT}</antThinking>{FINAL}",
    "brackets": f"[THINK]{DRAFT}[/THINK]{FINAL}",
    "begin and end": f"<|begin_of_thought|>{DRAFT}<|end_of_thought|><|begin_of_solution|>{FINAL}",
    "start and end": f"<|START_THINKING|>{DRAFT}<|END_THINKING|><|START_RESPONSE|>{FINAL}",
    "triangles": f"◁think▷{DRAFT}◁/think▷{FINAL}",
    "bars": f"<|thinking|>{DRAFT}<|/thinking|>{FINAL}",
    "details": f"<details>\n<summary>My thinking</summary>\n{DRAFT}\n</details>\n{FINAL}",
    "fence of thoughts": f"```thinking\n{DRAFT}\n```\n{FENCED}",
    "in plain words": (
        f"Thinking Process:\n\n1. **Read it.**\n2. **Draft:** {DRAFT}\n3. **Check:** it is not in "
        f"the text.\n\n{FENCED}"
    ),
    "as a process": f"Here's a thinking process:\n1. Look.\n2. {DRAFT}\n3. Good.\n\n{FINAL}",
    "as a thought process": f"Here is my thought process: {DRAFT} Here is my response: {FINAL}",
    "with headings": f"## Thinking\nI write {DRAFT} and look.\n\n## Final answer\n{FINAL}",
    "aloud": f"Okay, so the user wants one pair. {DRAFT} covers the mill too. Good enough: {FINAL}",
    "called a draft": f"Draft: {DRAFT}\nI read the text once more.\n{FENCED}",
    "first attempt": f"First attempt:\n{DRAFT}\n\nThe pair that follows from the text:\n{FINAL}",
    "refined": f"```json\n{DRAFT}\n```\nLet me refine that:\n{FENCED}",
    "twice refined": f"{DRAFT}\nLet me improve it.\n{MORE}\nWait, that is wrong.\n{FINAL}",
    "think, after a word": f"Sure!\n<think>\n{DRAFT}\n</think>\n{FINAL}",
    "revised": f"{DRAFT}\n\nRevised version:\n\n{FINAL}",
    "reviewed": f"{DRAFT}\n**Review:** the second half is missing.\n{FINAL}",
}  # fmt: skip


@pytest.mark.parametrize("name", THOUGHTS)
def test_only_the_final_pair_is_data(name: str) -> None:
    parsed = parse_items(THOUGHTS[name])
    assert [item["question"] for item in parsed.items] == ["When was it built?"]
    # Outside of all marks the draft may have been meant, and no other pair stands for it.
    lost = {"aloud": 1, "called a draft": 1, "first attempt": 1, "refined": 1, "twice refined": 2,
            "revised": 1, "reviewed": 1}.get(name, 0)  # fmt: skip
    assert (parsed.status, parsed.lost) == ("partial" if lost else "ok", lost)


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{DRAFT}",
        f"<|channel>thought\n{DRAFT}",
        f"<|channel|>analysis<|message|>{DRAFT}",
        f"[THINK]{DRAFT}",
        f"<details><summary>Thought for 3 s</summary>{DRAFT}",
        f"Thinking process:\n1. **Draft:** {DRAFT}",
        f"Here's a thinking process:\n1. {DRAFT}\n2. I should check that the answer is in the text",
        "Here's my thinking process:\n1. Question: What? Answer: That.\n2. Next",
    ],
)
def test_thinking_that_never_ends_is_no_answer(text: str) -> None:
    parsed = parse_items(text, finish_reason="length")
    assert parsed.items == ()
    assert parsed.status == "failed"


def test_a_draft_does_not_stand_in_for_an_answer_that_was_cut() -> None:
    parsed = parse_items(
        f"Draft: {DRAFT}\nNow the real one:\n{FINAL[:-12]}", finish_reason="length"
    )
    assert parsed.items == ()
    assert parsed.lost >= 1


def test_that_nothing_is_left_holds_too() -> None:
    parsed = parse_items(f"Draft: {DRAFT}\nIt is not in the text, and nothing else is.\n[]")
    assert (parsed.items, parsed.status) == ((), "empty")


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        ",\n",
        "\n```\n\n```json\n",
        "\n\nPair 2:\n",
        "\nAnd two harder ones:\n",
        "\nThe next part of the text is about the canal and its barges, so here are those pairs:\n",
        "\n\nAdditional questions (harder version):\n",
        "\nNo date is left. Let me write further pairs:\n",
    ],
)
@pytest.mark.parametrize("before", ["", "Okay, let me write them.\n"])
def test_parts_of_one_answer_are_all_kept(before: str, between: str) -> None:
    parsed = parse_items(before + MORE + between + FINAL)
    assert len(parsed.items) + parsed.lost == 2
    assert before or not parsed.lost


def test_a_draft_that_a_later_pair_answers_anew_is_no_loss() -> None:
    draft = FINAL.replace("In 1790", "In 1970")
    parsed = parse_items(f"{draft}\nWait, that is wrong. Corrected:\n{FINAL}")
    assert (parsed.items[0]["answer"], parsed.lost, parsed.status) == ("In 1790.", 0, "ok")


def test_words_of_thinking_inside_a_text_are_data() -> None:
    answer = "Thinking process: draft, check, revise.\nFinal answer: <think>no</think> 42"
    rows = [{"question": "How does one write?", "answer": answer}]
    for text in (json.dumps(rows), f"Here they are:\n{json.dumps(rows)}\nDone."):
        assert parse_items(text).items[0]["answer"] == answer


def test_draft_ratings_do_not_count() -> None:
    pairs = [{"question": "When?", "answer": "In 1790."}]
    text = (
        'Let me think. A first try: {"index": 1, "rating": 3}. Wait, the passage says so: '
        '{"index": 1, "rating": 9}'
    )
    assert parse_ratings(text, pairs).scores == (9.0,)


@pytest.mark.parametrize(
    "text",
    [
        "<think>Hm.</think>The mill was built in 1790.",
        "<|channel>thought\nHm.<channel|>The mill was built in 1790.",
        "Here is my thought process: Hm. Here is my response: The mill was built in 1790.",
        "<think>Hm.</think>\n<response>\nThe mill was built in 1790.\n</response>",
        "## Thinking\nHm.\n\n## Final answer\nThe mill was built in 1790.",
    ],
)
def test_free_text_comes_without_the_thinking(text: str) -> None:
    assert visible_text(text) == "The mill was built in 1790."


@pytest.mark.parametrize(
    "word",
    ["length", "max_tokens", "model_length", "MAX_TOKENS", "FinishReason.MAX_TOKENS", "truncated",
     "incomplete", "model_context_window_exceeded", "content_filter", "SAFETY", "abort"],
)  # fmt: skip
def test_a_cut_answer_is_told_from_a_whole_one_in_any_words(word: str) -> None:
    text = "Q: When?\nA: In 1790.\n\nQ: Where?\nA: By the"
    parsed = parse_items(text, finish_reason=word)
    assert [item["question"] for item in parsed.items] == ["When?"]
    assert parsed.status == "partial"


@pytest.mark.parametrize("word", ["", "eos_of_some_kind"])
def test_without_a_reason_the_text_itself_must_end(word: str) -> None:
    cut = parse_items("Q: When?\nA: In 1790.\n\nQ: Where?\nA: By the", finish_reason=word)
    assert (len(cut.items), cut.status) == (1, "partial")
    whole = parse_items("Q: When?\nA: In 1790.\n\nQ: Where?\nA: By it.", finish_reason=word)
    assert (len(whole.items), whole.status) == (2, "ok")
    assert parse_items(FINAL, finish_reason=word).status == "ok"
    assert parse_items(FINAL[:-1], finish_reason=word).status == "partial"


@pytest.mark.parametrize(
    "text",
    [
        "The tag `<think>` opens the model's draft and `</think>` closes it. Both are removed.",
        "The model writes <think> before it answers, and </think> afterwards; both go.",
        "Use <think>...</think> tags in your data, as the guide says.",
        "A row of the set:\n\n```\n<think>\nTwo and two.\n</think>\nFour.\n```\n\nThat is all.",
        "It ends with\n```\n</think>\n```\nand then the answer comes.",
        "A turn begins so:\n```\n<|im_start|>user\nHello\n```\nand the model goes on.",
        "Thus:\n```\n<|channel|>analysis<|message|>Hm.\n```\nand so on.",
        "Thoughts are folded:\n\n```thinking\nTwo and two.\n```\n\nThat is all.",
        "The guide says </think> ends the draft. What follows it is shown.",
        "We need to reduce emissions, the report says. It names three ways.\n\nResult: 30 % less.",
        "I have to start in a barn, says the founder.\n\nAnswer: the barn was his uncle's.",
    ],
)
def test_a_text_about_thinking_is_kept_whole(text: str) -> None:
    assert visible_text(text) == text.strip()
    assert visible_text(f"<think>\nHm.\n</think>\n{text}") == text.strip()


@pytest.mark.parametrize("begin", ["The bridge was built.", "Sure!"])
def test_thinking_on_lines_of_its_own_is_taken_off_wherever_it_stands(begin: str) -> None:
    assert visible_text(f"{begin}\n<think>\nIn 1790?\n</think>\nIn 1790.") == f"{begin}\n\nIn 1790."


def test_a_mark_that_a_question_names_does_not_pair_it_with_another_answer() -> None:
    read = parse_items("Q: What does </think> mean?\nA: The draft ends.\n\nQ: Where?\nA: In it.")
    assert [item["answer"] for item in read.items] == ["The draft ends.", "In it."]
    assert read.items[0]["question"] == "What does </think> mean?"


@pytest.mark.parametrize(
    "text",
    [
        "I could close it with `</think>` here.\n</think>\nThe lamp is lit.",
        "<think>The tag <think> is named here.</think></think>The lamp is lit.",
        "We need to write a summary of the text.\n\nFinal answer: The lamp is lit.",
        "a draft</think> The lamp is lit.",
    ],
)
def test_a_draft_that_names_its_marks_still_goes(text: str) -> None:
    assert visible_text(text) == "The lamp is lit."
